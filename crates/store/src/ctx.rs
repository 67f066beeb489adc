//! What every action is given.

use crate::{Db, Files};
use base::{Actor, Clock, day::Date};
use std::sync::Arc;

/// Who acts, when, on which database: the first argument of every action.
#[derive(Clone)]
pub struct Ctx {
    /// The database.
    pub db: Db,
    /// The file store.
    pub files: Files,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Who acts.
    pub actor: Actor,
    /// Network address of the request, or the name of the command.
    pub from: String,
}

impl Ctx {
    /// Milliseconds since 1970, UTC.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// The day in China.
    #[must_use]
    pub fn today(&self) -> Date {
        self.clock.today()
    }
}
