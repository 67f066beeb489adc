//! The demo county: everything is invented, and everything comes in through the doors a bureau uses.
//!
//! Its year stands still at half past its middle: the plan is published and was revised once, a
//! second paper lies half reviewed on the general office's desk.

mod calendar;
mod facts;
mod inbox;
mod last_year;
mod ledger;
pub mod org;
mod plan;
mod registers;
mod report;
mod steps;

use base::{Clock, clock::FixedClock, day::Date};
use std::sync::Arc;
use store::{Db, Files, Result};

/// The day the demo stands at.
#[must_use]
pub fn today() -> Date {
    Date::constant(2026, 6, 15)
}

/// The clock of the demo; it stands still, so that its pages are the same on every machine.
#[must_use]
pub fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::at_nine(today()))
}

/// Founds and fills the demo county in an empty database; nothing when there is one already.
pub async fn create(db: &Db, files: &Files) -> Result<()> {
    let founding: Arc<dyn Clock> = Arc::new(FixedClock::at_nine(Date::constant(2026, 1, 5)));
    if !org::create(db, files, &founding).await? {
        return Ok(());
    }
    calendar::create(db, files, &founding).await?;
    inbox::set_up(db, files, &founding).await?;
    facts::create(db, files).await?;
    last_year::create(db, files).await?;
    plan::create(db, files).await?;
    report::create(db, files).await?;
    ledger::create(db, files).await?;
    inbox::create(db).await
}
