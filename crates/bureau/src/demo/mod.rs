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
mod sources;
mod steps;

use base::{Clock, Refusal, clock::FixedClock, day::Date};
use std::sync::Arc;
use store::{Db, Files, Result, settings};

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

/// What is filled in one after the other.
pub const PARTS: [&str; 8] = [
    ORGANISATION,
    CALENDAR,
    FACTS,
    LAST_YEAR,
    PLAN,
    REPORTS,
    REGISTERS,
    INBOX,
];
const ORGANISATION: &str = "组织机构";
const CALENDAR: &str = "工作日历和提醒规则";
const FACTS: &str = "数据项和学年基表";
const LAST_YEAR: &str = "往年的要点";
const PLAN: &str = "今年的要点";
const REPORTS: &str = "各期报送";
const REGISTERS: &str = "各科室的台账";
const INBOX: &str = "待办与通知";

/// Set once the county is whole: a demo stopped while it was filled is told from one to be looked at.
const WHOLE: &str = "demo_is_whole";

/// Founds and fills the demo county in an empty database; nothing when there is one already.
pub async fn create(db: &Db, files: &Files) -> Result<()> {
    create_telling(db, files, &mut |_| {}).await
}

/// As [`create`], telling which of [`PARTS`] comes next.
pub async fn create_telling(
    db: &Db,
    files: &Files,
    tell: &mut (dyn FnMut(&'static str) + Send),
) -> Result<()> {
    let founding: Arc<dyn Clock> = Arc::new(FixedClock::at_nine(Date::constant(2026, 1, 5)));
    tell(ORGANISATION);
    if !org::create(db, files, &founding).await? {
        return match settings::get(db, WHOLE).await? {
            Some(_) => Ok(()),
            None => Err(Refusal::new(
                "demo.not_whole",
                "这个文件夹里不是完整的演示数据：可能是别的数据，或者上次没有装完就停了。",
                "请用 --data 另指一个文件夹；确实是演示数据的，删除文件夹再来。",
            )
            .into()),
        };
    }
    tell(CALENDAR);
    calendar::create(db, files, &founding).await?;
    inbox::set_up(db, files, &founding).await?;
    tell(FACTS);
    facts::create(db, files).await?;
    tell(LAST_YEAR);
    last_year::create(db, files).await?;
    tell(PLAN);
    plan::create(db, files).await?;
    tell(REPORTS);
    report::create(db, files).await?;
    tell(REGISTERS);
    ledger::create(db, files).await?;
    sources::create(db, files).await?;
    tell(INBOX);
    inbox::create(db).await?;
    let mut tx = db.begin_write().await?;
    settings::set(&mut tx, WHOLE, "yes").await?;
    tx.commit().await
}
