//! A year at a glance: working days, holidays, shifted days, and the spans of school.

use crate::calendar::{
    actions,
    model::{Calendar, DayKind, days_of_month},
    paths, policy,
};
use askama::Template;
use base::day::{Date, in_words};
use serde::Deserialize;
use shell::{Asked, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "calendar/pages/year.html")]
struct YearPage {
    frame: Frame,
    may_keep: bool,
    year: i16,
    previous: Link,
    next: Link,
    /// Whether the year's table is there.
    is_known: bool,
    n_working: usize,
    months: Vec<Month>,
    periods: Vec<PeriodLine>,
}

struct Link {
    year: i16,
    href: String,
}

struct Month {
    month: i8,
    n_working: usize,
    /// Weeks from Monday; a day of another month is none.
    weeks: Vec<[Option<DayCell>; 7]>,
}

#[derive(Clone)]
struct DayCell {
    day: i8,
    class: &'static str,
    /// What is said of the day, for whoever points at it or has it read aloud.
    words: String,
    /// 休 or 班, where the day is not what its weekday says.
    sign: &'static str,
}

struct PeriodLine {
    kind: &'static str,
    name: String,
    first: String,
    last: String,
    href: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct YearAsked {
    year: Option<i16>,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<YearAsked>) -> Result<Reply> {
    let today = visit.today();
    let year = asked.year.filter(|year| (2000..=2100).contains(year));
    let year = year.unwrap_or(today.year());
    let calendar = actions::calendar(&visit.db).await?;
    let periods = actions::periods(&visit).await?;
    let months: Vec<Month> = (1..=12)
        .map(|month| month_of(&calendar, year, month, today))
        .collect();
    let link = |year| Link {
        year,
        href: paths::year(year),
    };
    let lines = periods
        .into_iter()
        .filter(|period| (period.first.year()..=period.last.year()).contains(&year));
    visit.page(&YearPage {
        frame: visit
            .frame("工作日历")
            .lead("期限、提醒和报送日期都按这里的工作日计算；调整日历不影响已经确定的期限。"),
        may_keep: policy::keeps(&visit.actor),
        year,
        previous: link(year - 1),
        next: link(year + 1),
        is_known: calendar.table(year).is_some(),
        n_working: months.iter().map(|month| month.n_working).sum(),
        months,
        periods: lines
            .map(|period| PeriodLine {
                kind: period.kind.label(),
                first: in_words(period.first),
                last: in_words(period.last),
                href: paths::period(period.id),
                name: period.name,
            })
            .collect(),
    })
}

fn month_of(calendar: &Calendar, year: i16, month: i8, today: Date) -> Month {
    let mut weeks: Vec<[Option<DayCell>; 7]> = Vec::new();
    for date in days_of_month(year, month) {
        let place = date.weekday().to_monday_zero_offset();
        if weeks.is_empty() || place == 0 {
            weeks.push([const { None }; 7]);
        }
        let cell = usize::try_from(place)
            .ok()
            .and_then(|place| weeks.last_mut()?.get_mut(place));
        if let Some(cell) = cell {
            *cell = Some(cell_of(calendar, date, today));
        }
    }
    Month {
        month,
        n_working: calendar.n_working(year, month),
        weeks,
    }
}

fn cell_of(calendar: &Calendar, date: Date, today: Date) -> DayCell {
    let mark = calendar
        .table(date.year())
        .and_then(|table| table.marks.get(&date));
    let works = calendar.is_working(date);
    let (sign, words) = match mark {
        Some(mark) => (
            match mark.kind {
                DayKind::Off => "休",
                DayKind::Work => "班",
            },
            format!("{}，{}{}", in_words(date), mark.name, mark.kind.label()),
        ),
        None if works => ("", format!("{}，工作日", in_words(date))),
        None => ("", format!("{}，周末", in_words(date))),
    };
    DayCell {
        day: date.day(),
        class: match (works, date == today) {
            (true, true) => "day-today",
            (true, false) => "",
            (false, true) => "day-off day-today",
            (false, false) => "day-off",
        },
        words,
        sign,
    }
}
