//! 节假日安排: the table of one year, as the State Council announces it.

use base::day::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a table says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::calendar) enum DayKind {
    /// 放假.
    Off,
    /// 调休上班: a weekend that is worked.
    Work,
}

/// A day of the table with the feast it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::calendar) struct Mark {
    /// Worked or not.
    pub(in crate::calendar) kind: DayKind,
    /// 春节, 国庆节.
    pub(in crate::calendar) name: String,
}

/// The table of a year. A day that is not in it follows its weekday.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::calendar) struct YearTable {
    /// 0 for the table that came with the program, then counted up with each import.
    pub(in crate::calendar) version: i64,
    /// Its days.
    pub(in crate::calendar) marks: BTreeMap<Date, Mark>,
}

/// How two tables of a year differ on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::calendar) struct Difference {
    /// The day.
    pub(in crate::calendar) date: Date,
    /// What the table in force says.
    pub(in crate::calendar) before: Option<Mark>,
    /// What the new table says.
    pub(in crate::calendar) after: Option<Mark>,
}

/// A line of an imported table that cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::calendar) struct Fault {
    /// Line as the spreadsheet program counts it.
    pub(in crate::calendar) row: usize,
    /// What is wrong and what to do.
    pub(in crate::calendar) message: String,
}

impl DayKind {
    /// The word in tables and pages.
    pub(in crate::calendar) fn label(self) -> &'static str {
        match self {
            Self::Off => "放假",
            Self::Work => "调休上班",
        }
    }

    /// Reads the word, or the code of the shipped tables.
    pub(in crate::calendar) fn from_word(word: &str) -> Option<Self> {
        match word.trim() {
            "放假" | "休" | "休息" | "off" => Some(Self::Off),
            "调休上班" | "上班" | "班" | "work" => Some(Self::Work),
            _ => None,
        }
    }
}

impl YearTable {
    /// Reads lines of date, 放假 or 调休上班, and name: tables by year, and the lines that are wrong.
    pub(in crate::calendar) fn read(
        lines: impl IntoIterator<Item = (usize, [String; 3])>,
    ) -> (BTreeMap<i16, Self>, Vec<Fault>) {
        let mut tables: BTreeMap<i16, Self> = BTreeMap::new();
        let mut faults = Vec::new();
        for (row, [date, kind, name]) in lines {
            let mut fault = |message: String| faults.push(Fault { row, message });
            let Ok(day) = date.trim().parse::<Date>() else {
                fault(format!("“{date}”不是日期，请写成 2027-01-01。"));
                continue;
            };
            let Some(kind) = DayKind::from_word(&kind) else {
                fault(format!("“{kind}”应为“放假”或“调休上班”。"));
                continue;
            };
            if kind == DayKind::Work && !is_weekend(day) {
                fault("调休上班的日子应是周六或周日，请核对日期。".to_owned());
                continue;
            }
            let name = name.trim().to_owned();
            let table = tables.entry(day.year()).or_default();
            if table.marks.insert(day, Mark { kind, name }).is_some() {
                fault("同一天写了两次，请只留一行。".to_owned());
            }
        }
        (tables, faults)
    }

    /// The days on which another table of the year says something else.
    pub(in crate::calendar) fn differences(&self, new: &Self) -> Vec<Difference> {
        let days = self.marks.keys().chain(new.marks.keys());
        let days: std::collections::BTreeSet<Date> = days.copied().collect();
        days.into_iter()
            .map(|date| Difference {
                date,
                before: self.marks.get(&date).cloned(),
                after: new.marks.get(&date).cloned(),
            })
            .filter(|difference| difference.before != difference.after)
            .collect()
    }
}

/// 周六、周日.
pub(super) fn is_weekend(date: Date) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    matches!(date.weekday(), Saturday | Sunday)
}

/// The tables that come with the program: 国务院办公厅 notices of 2023-10-25, 2024-11-12 and 2025-11-04.
pub(in crate::calendar) fn shipped_tables() -> BTreeMap<i16, YearTable> {
    let lines = include_str!("../shipped.csv").lines().enumerate().skip(1);
    let cells = lines.filter_map(|(row, line)| {
        let mut cells = line.splitn(3, ',').map(str::to_owned);
        Some((row, [cells.next()?, cells.next()?, cells.next()?]))
    });
    YearTable::read(cells).0
}
