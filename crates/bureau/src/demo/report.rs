//! Reports of the demo county: January to April and the first quarter filed and locked, May in every
//! state, June just opened. What they say stands in `reports/2026.toml`.

use super::{facts, org, today};
use crate::report::{self, OwedReport, ReportYear, Said};
use base::{Grain, Role, TimePeriod, clock::FixedClock, day::Date};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};
use store::{Ctx, Db, Error, Files, Result};

/// Why an office gives no number yet.
const NO_NUMBER: &str = "学年中尚未统计，年底一并核定";

const SAID: &str = include_str!("reports/2026.toml");

/// A period with the day its reports are handed in, filed and locked.
const PERIODS: [(&str, Date, Date, Date); 5] = [
    (
        "2026-01",
        Date::constant(2026, 3, 13),
        Date::constant(2026, 3, 16),
        Date::constant(2026, 3, 20),
    ),
    (
        "2026-02",
        Date::constant(2026, 3, 16),
        Date::constant(2026, 3, 17),
        Date::constant(2026, 3, 20),
    ),
    (
        "2026-03",
        Date::constant(2026, 4, 3),
        Date::constant(2026, 4, 8),
        Date::constant(2026, 4, 15),
    ),
    (
        "2026-Q1",
        Date::constant(2026, 4, 3),
        Date::constant(2026, 4, 8),
        Date::constant(2026, 4, 15),
    ),
    (
        "2026-04",
        Date::constant(2026, 5, 6),
        Date::constant(2026, 5, 8),
        Date::constant(2026, 5, 15),
    ),
];

/// Handed in after its day, and when; never handed in where there is no day.
const LATE: [(&str, &str, Option<Date>); 3] = [
    (
        "2026-03",
        "完成重点项目建设",
        Some(Date::constant(2026, 4, 9)),
    ),
    ("2026-Q1", "规范办学行为", Some(Date::constant(2026, 4, 10))),
    ("2026-04", "强化学校安全", None),
];

/// Everything the offices say in a year.
#[derive(Deserialize)]
struct Book {
    task: Vec<TaskSaid>,
}

/// What is said of one task, by the code of the period.
#[derive(Deserialize)]
struct TaskSaid {
    heading: String,
    #[serde(rename = "in")]
    said: BTreeMap<String, Said>,
}

impl Book {
    fn read() -> Result<Self> {
        toml::from_str(SAID).map_err(|error| Error::Corrupt(error.to_string()))
    }

    /// What is said of a task in a period; where nothing is, the numbers stand as they last stood.
    fn of(&self, heading: &str, period: &str) -> Said {
        let no_number = NO_NUMBER.to_owned();
        let task = self.task.iter().find(|task| task.heading == heading);
        let Some(task) = task else {
            return Said {
                no_number,
                ..Said::default()
            };
        };
        if let Some(said) = task.said.get(period) {
            return Said {
                no_number,
                ..said.clone()
            };
        }
        let earlier = task.said.range(..period.to_owned());
        let numbers = earlier.last().map(|(_, said)| said.numbers.clone());
        Said {
            numbers: numbers.unwrap_or_default(),
            no_number,
            ..Said::default()
        }
    }
}

/// Sets up the year and takes its reports along their road.
pub(super) async fn create(db: &Db, files: &Files) -> Result<()> {
    let book = Book::read()?;
    let on = |day: Date| office_on(db, files, day);
    let year = report::set_up_year(
        &on(Date::constant(2026, 3, 10)).await?,
        &[Grain::Month, Grain::Quarter, Grain::HalfYear, Grain::Year],
    )
    .await?;
    let mut reported = 0;
    for (code, handed_in, filed, locked) in PERIODS {
        if facts::REPORTED
            .get(reported)
            .is_some_and(|day| *day <= handed_in)
        {
            facts::report_so_far(db, files, reported).await?;
            reported += 1;
        }
        let period = period(code)?;
        let ctx = on(handed_in).await?;
        year.open_due(&ctx).await?;
        for one in year.owed(&ctx, period).await? {
            let late = LATE
                .iter()
                .find(|(in_, heading, _)| *in_ == code && *heading == one.heading());
            let (handed_in, filed) = match late {
                None => (handed_in, filed),
                Some((.., Some(day))) => (*day, *day),
                Some((.., None)) => continue,
            };
            one.fill_in(&on(handed_in).await?, &book.of(one.heading(), code), true)
                .await?;
            one.consented(&on(filed).await?, 3).await?;
        }
        year.lock(&on(locked).await?, period).await?;
    }
    facts::report_so_far(db, files, reported).await?;
    let then = on(Date::constant(2026, 6, 4)).await?;
    may(&book, &year, &then, &on(today()).await?).await?;
    facts::verify_settled(db, files).await
}

/// May on the middle of June: every state there is.
async fn may(book: &Book, year: &ReportYear, then: &Ctx, now: &Ctx) -> Result<()> {
    const CODE: &str = "2026-05";
    year.open_due(now).await?;
    for one in year.owed(then, period(CODE)?).await? {
        let said = book.of(one.heading(), CODE);
        handle(&one, &said, then, now).await?;
    }
    Ok(())
}

/// A report of May, as far along its road as its task is.
async fn handle(one: &OwedReport, said: &Said, then: &Ctx, now: &Ctx) -> Result<()> {
    // How many of the three who look at it have consented.
    let n_consents = match one.heading() {
        // Not begun, and a week and a half late.
        "强化学校食堂管理" | "发展普惠性学前教育" => return Ok(()),
        "提高体育卫生艺术教育水平" => return one.fill_in(then, said, false).await,
        "强化学校安全" => {
            let until = Date::constant(2026, 6, 19);
            let why = "全员参加高考、中考考务，6月19日前补报。";
            return one.excused(now, until, why).await;
        }
        "深化教学改革与管理" => 0,
        "完善德育工作体系" | "提高职业教育和成人教育质量" | "加强机关作风建设" => {
            1
        }
        "规范教育经费管理" => 2,
        _ => 3,
    };
    one.fill_in(then, said, true).await?;
    one.consented(then, n_consents).await?;
    if one.heading() == "完善德育工作体系" {
        let why = "5月底通报已建成52所，请与基建台账核对后更正。";
        one.given_back(now, why).await?;
    }
    Ok(())
}

fn period(code: &str) -> Result<TimePeriod> {
    code.parse().map_err(|_| Error::Corrupt(code.to_owned()))
}

async fn office_on(db: &Db, files: &Files, day: Date) -> Result<Ctx> {
    org::acting(
        db,
        files,
        &(Arc::new(FixedClock::at_nine(day)) as _),
        Role::GeneralOffice,
    )
    .await
}

#[cfg(test)]
mod tests {
    use super::Book;

    #[test]
    fn numbers_stand_as_they_last_stood_where_nothing_is_said_of_a_period() {
        let book = Book::read().unwrap();
        let (said, later) = ("推进学校现代化建设", "2026-05");
        assert_eq!(
            book.of(said, "2026-04").numbers,
            book.of(said, later).numbers
        );
        assert!(book.of(said, later).done.is_empty());
        assert!(book.of("没有这条任务", later).numbers.is_empty());
    }
}
