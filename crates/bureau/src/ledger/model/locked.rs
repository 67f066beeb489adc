//! 更正: which changes of rows make another number of one whose period is locked.

use super::{
    definition::Definition,
    rollup::{Contribution, ContributionPlace, Tally, contributions},
    row::{Row, Values},
};
use base::{TimePeriod, actor::UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// A figure that a change of rows leads to, beside the one that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure<A> {
    /// What it is and whose.
    pub(crate) what: String,
    pub(crate) period: TimePeriod,
    pub(crate) stands: Option<A>,
    pub(crate) becomes: Option<A>,
}

/// The figures of locked periods that become others: whoever changes the rows says why.
pub(crate) fn corrections<'f, A: PartialEq>(
    figures: &'f [Figure<A>],
    locked: &BTreeSet<TimePeriod>,
) -> Vec<&'f Figure<A>> {
    let figures = figures.iter();
    let is_correction =
        |figure: &&Figure<A>| locked.contains(&figure.period) && figure.stands != figure.becomes;
    figures.filter(is_correction).collect()
}

impl Definition {
    /// Whether anything outside the register is counted from its rows.
    pub(crate) fn feeds_numbers(&self) -> bool {
        self.rollups.iter().any(|rollup| !rollup.item.is_empty())
    }

    /// The locked periods a row of these values is counted in.
    pub(crate) fn locked_with(
        &self,
        values: &Values,
        locked: &BTreeSet<TimePeriod>,
    ) -> BTreeSet<TimePeriod> {
        if locked.is_empty() {
            return BTreeSet::new();
        }
        let Some(day) = self.day_of(values) else {
            return BTreeSet::new();
        };
        let feeding = self.rollups.iter().filter(|rollup| !rollup.item.is_empty());
        feeding
            .map(|rollup| TimePeriod::holding(rollup.period_grain(), day))
            .filter(|period| locked.contains(period))
            .collect()
    }

    /// Whether a change of one row gives a locked period more or less to count than it had.
    pub(crate) fn touches_locked(
        &self,
        bureau: UnitId,
        (before, after): (Option<&Row>, Option<&Row>),
        locked: &BTreeSet<TimePeriod>,
    ) -> bool {
        let rows = [(before, -1), (after, 1)];
        let is_in = |row: &Row| !self.locked_with(&row.values, locked).is_empty();
        if !rows.iter().any(|(row, _)| row.is_some_and(is_in)) {
            return false;
        }
        let mut given: BTreeMap<ContributionPlace, Contribution> = BTreeMap::new();
        for (row, sign) in rows {
            if let Some(row) = row {
                contributions(self, bureau, row, sign, &mut given);
            }
        }
        let feeds = |code: &String| {
            let rollup = self.rollups.iter().find(|rollup| rollup.code == *code);
            rollup.is_some_and(|rollup| !rollup.item.is_empty())
        };
        given.iter().any(|((rollup, _, period), contribution)| {
            let changes = contribution.tally != Tally::default()
                || contribution.keys.values().any(|n| *n != 0);
            changes && locked.contains(period) && feeds(rollup)
        })
    }
}

/// What the history of a row says of a change: what was said of it anyway, and why a locked number changes.
pub(crate) fn comment_with_reason(comment: String, reason: &str) -> String {
    match comment.as_str() {
        "" => format!("更正理由：{reason}"),
        said if said == reason => format!("更正理由：{reason}"),
        said => format!("{said}（更正理由：{reason}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, comment_with_reason, corrections};
    use crate::ledger::model::{Definition, Row, RowState};
    use base::{Grain, TimePeriod, actor::UnitId};
    use std::collections::BTreeSet;

    fn training() -> Definition {
        toml::from_str(include_str!("../templates/training.toml")).unwrap()
    }

    fn row(unit: UnitId, held: &str, notes: &str) -> Row {
        let values = [("held", held), ("id_no", "A1"), ("notes", notes)];
        Row {
            no: 1,
            unit,
            state: RowState::Verified,
            version: 1,
            values: values
                .map(|(code, value)| (code.to_owned(), value.to_owned()))
                .into(),
            made_ms: 1,
            made_by: String::new(),
            origin: String::new(),
            changed_ms: 1,
            comment: String::new(),
        }
    }

    #[test]
    fn only_what_a_locked_period_counts_otherwise_is_a_correction() {
        let definition = training();
        let bureau = UnitId::new();
        let year = TimePeriod::new(Grain::Year, 2025, 1).unwrap();
        let locked = BTreeSet::from([year]);
        let touches = |before: Option<&Row>, after: Option<&Row>| {
            definition.touches_locked(bureau, (before, after), &locked)
        };
        let unit = UnitId::new();
        let (old, new) = (row(unit, "2025-03-01", ""), row(unit, "2026-03-01", ""));
        assert!(touches(None, Some(&old)), "a new row in a locked year");
        assert!(touches(Some(&old), None), "a row taken out of it");
        assert!(touches(Some(&old), Some(&new)), "a row moved out of it");
        assert!(touches(Some(&new), Some(&old)), "a row moved into it");
        assert!(!touches(None, Some(&new)), "a year that is open");
        let noted = row(unit, "2025-03-01", "补了备注");
        assert!(
            !touches(Some(&old), Some(&noted)),
            "nothing that is counted"
        );
        let nowhere = definition.touches_locked(bureau, (None, Some(&old)), &BTreeSet::new());
        assert!(!nowhere, "nothing is locked");
    }

    #[test]
    fn a_figure_that_comes_out_as_it_stands_needs_no_reason() {
        let year = |year| TimePeriod::new(Grain::Year, year, 1).unwrap();
        let figure = |at, stands, becomes| Figure {
            what: "培训人次".to_owned(),
            period: year(at),
            stands,
            becomes,
        };
        let figures = [
            figure(2025, Some(3), Some(4)),
            figure(2025, Some(3), Some(3)),
            figure(2025, None, None),
            figure(2025, None, Some(1)),
            figure(2026, Some(3), Some(4)),
        ];
        let found = corrections(&figures, &BTreeSet::from([year(2025)]));
        assert_eq!(found, [&figures[0], &figures[3]]);
    }

    #[test]
    fn a_history_says_the_reason_beside_what_is_said_anyway_and_not_twice() {
        let said = |comment: &str| comment_with_reason(comment.to_owned(), "漏登");
        assert_eq!(said(""), "更正理由：漏登");
        assert_eq!(said("漏登"), "更正理由：漏登");
        assert_eq!(said("补录.xlsx第3行"), "补录.xlsx第3行（更正理由：漏登）");
    }
}
