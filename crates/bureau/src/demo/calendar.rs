//! The school year of the demo county.

use crate::calendar::{self, PeriodDraft, PeriodKind};
use base::{Clock, Role, day::Date};
use std::sync::Arc;
use store::{Db, Files, Result};

/// Name, kind, first and last day.
const PERIODS: [(&str, PeriodKind, Date, Date); 6] = [
    (
        "2025—2026学年寒假",
        PeriodKind::Vacation,
        Date::constant(2026, 1, 31),
        Date::constant(2026, 3, 1),
    ),
    (
        "2026年春季学期",
        PeriodKind::Term,
        Date::constant(2026, 3, 2),
        Date::constant(2026, 7, 10),
    ),
    (
        "高考",
        PeriodKind::Examination,
        Date::constant(2026, 6, 7),
        Date::constant(2026, 6, 9),
    ),
    (
        "初中学业水平考试",
        PeriodKind::Examination,
        Date::constant(2026, 6, 16),
        Date::constant(2026, 6, 18),
    ),
    (
        "2026年暑假",
        PeriodKind::Vacation,
        Date::constant(2026, 7, 11),
        Date::constant(2026, 8, 31),
    ),
    (
        "2026年秋季学期",
        PeriodKind::Term,
        Date::constant(2026, 9, 1),
        Date::constant(2027, 1, 22),
    ),
];

/// Enters terms, vacations and exam weeks, as the general office does.
pub(super) async fn create(db: &Db, files: &Files, clock: &Arc<dyn Clock>) -> Result<()> {
    let ctx = super::org::acting(db, files, clock, Role::GeneralOffice).await?;
    for (name, kind, first, last) in PERIODS {
        let draft = PeriodDraft {
            kind,
            name: name.to_owned(),
            first,
            last,
        };
        calendar::create_period(&ctx, draft).await?;
    }
    Ok(())
}
