//! Where things are kept: database, transactions, migrations, audit, files, jobs, search, sessions.
//!
//! Two engines, one text of SQL: SQLite by default, PostgreSQL when a bureau grows; the URL
//! decides. Nothing here knows a word of the bureau's work, HTTP or HTML.

pub mod audit;
pub mod backup;
mod bulk;
pub mod ctx;
pub mod db;
pub mod error;
pub mod files;
pub mod health;
mod insert;
pub mod jobs;
pub mod loose;
pub mod migrate;
pub mod schema;
pub mod search;
pub mod sessions;
pub mod settings;

pub use bulk::flag;
pub use ctx::Ctx;
pub use db::{Db, Engine, Read, Snapshot, Tx};
pub use error::{Error, Result};
pub use files::Files;
pub use jobs::{Job, JobId};
pub use migrate::Migration;
pub use sea_orm::{self, FromQueryResult, Value};

/// The arguments of a statement: `args![id, name]` for `$1, $2`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        vec![$($crate::Value::from($value)),*]
    };
}
