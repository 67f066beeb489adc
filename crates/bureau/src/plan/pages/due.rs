//! How time limits lie to today. Only days are counted: whether the work is done, nobody has said.

use crate::plan::model::PublishedItem;
use base::day::Date;
use gongwen::day::Day;

/// When an item is due, seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// Its last day has gone by, so many days ago.
    Past(i32),
    /// The next of its days is so many days ahead; 0 is today.
    Ahead(i32),
    /// It comes back in a rhythm and has no day.
    Recurring,
    /// No day is known.
    Open,
}

impl Due {
    /// The next day an item is due; when all have gone by, the last.
    pub(super) fn of(item: &PublishedItem, today: Date) -> Self {
        let mut days: Vec<i32> = item
            .deadlines
            .iter()
            .filter_map(|entry| days_until(entry.value.to?, today))
            .collect();
        days.sort_unstable();
        match (days.iter().find(|&&days| days >= 0), days.last()) {
            (Some(&days), _) => Self::Ahead(days),
            (None, Some(&days)) => Self::Past(-days),
            (None, None)
                if item
                    .deadlines
                    .iter()
                    .any(|entry| entry.value.recurs.is_some()) =>
            {
                Self::Recurring
            }
            (None, None) => Self::Open,
        }
    }

    /// In words; nothing where there is no day to count to.
    pub(super) fn words(self) -> String {
        match self {
            Self::Past(days) => format!("已过{days}天"),
            Self::Ahead(0) => "今天到期".to_owned(),
            Self::Ahead(days) => format!("还有{days}天"),
            Self::Recurring | Self::Open => String::new(),
        }
    }

    /// For sorting: the longest past first, then by the days ahead, then what has no day.
    pub(super) fn order(self) -> (u8, i32) {
        match self {
            Self::Past(days) => (0, -days),
            Self::Ahead(days) => (1, days),
            Self::Recurring => (2, 0),
            Self::Open => (3, 0),
        }
    }
}

/// The days to or since an item's time limit in words; a limit without a day says so.
pub(super) fn left_words(item: &PublishedItem, today: Date) -> String {
    match Due::of(item, today) {
        Due::Open if !item.deadlines.is_empty() => "日期待定".to_owned(),
        due => due.words(),
    }
}

/// Days from today to a day; negative when it has gone by.
fn days_until(day: Day, today: Date) -> Option<i32> {
    let month = i8::try_from(day.month()).ok()?;
    let date = Date::new(day.year(), month, i8::try_from(day.day()).ok()?).ok()?;
    Some(today.until(date).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    use super::{Due, left_words};
    use crate::plan::model::{DeadlineValue, Entry, Item, PublishedItem};
    use base::day::Date;
    use gongwen::ledger::Recurrence;

    fn item(deadlines: &[(&str, Option<Recurrence>)]) -> PublishedItem {
        let mut item = Item::added(0, "1.".into(), vec![], String::new(), "甲".into());
        item.deadlines = deadlines
            .iter()
            .map(|(to, recurs)| {
                Entry::added(DeadlineValue {
                    from: None,
                    to: to.parse().ok(),
                    recurs: *recurs,
                })
            })
            .collect();
        PublishedItem::of(item, vec![])
    }

    #[test]
    fn days_are_counted_to_the_next_time_limit_and_from_the_last() {
        let today = Date::constant(2026, 3, 5);
        for (deadlines, due, words) in [
            (vec![("2026-03-05", None)], Due::Ahead(0), "今天到期"),
            (vec![("2026-03-31", None)], Due::Ahead(26), "还有26天"),
            (vec![("2026-02-28", None)], Due::Past(5), "已过5天"),
            (
                vec![
                    ("2026-12-31", None),
                    ("2026-02-01", None),
                    ("2026-04-30", None),
                ],
                Due::Ahead(56),
                "还有56天",
            ),
            (
                vec![("2025-12-31", None), ("2026-03-01", None)],
                Due::Past(4),
                "已过4天",
            ),
            (vec![("", Some(Recurrence::Monthly))], Due::Recurring, ""),
            (vec![("", None)], Due::Open, ""),
            (vec![], Due::Open, ""),
        ] {
            let found = Due::of(&item(&deadlines), today);
            assert_eq!((found, found.words().as_str()), (due, words));
        }
    }

    #[test]
    fn a_time_limit_without_a_day_says_so() {
        let today = Date::constant(2026, 3, 5);
        assert_eq!(left_words(&item(&[("", None)]), today), "日期待定");
        assert_eq!(left_words(&item(&[]), today), "");
    }

    #[test]
    fn what_is_longest_past_comes_first_and_what_has_no_day_last() {
        let mut all = [
            Due::Open,
            Due::Ahead(3),
            Due::Past(1),
            Due::Recurring,
            Due::Past(9),
        ];
        all.sort_by_key(|due| due.order());
        assert_eq!(
            all,
            [
                Due::Past(9),
                Due::Past(1),
                Due::Ahead(3),
                Due::Recurring,
                Due::Open
            ]
        );
    }
}
