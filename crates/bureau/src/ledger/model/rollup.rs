//! Roll-ups: what rows add up to for a unit and a period.

use super::{
    definition::Definition,
    row::{Row, RowState},
};
use crate::ledger::decimal::Decimal;
use base::{Grain, TimePeriod, actor::UnitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Measure {
    /// 条数（人次）.
    #[default]
    Count,
    /// 合计.
    Sum,
    /// 平均.
    Average,
    /// 不重复计数（人）.
    Distinct,
    /// 占比, in percent.
    Share,
}

impl Measure {
    /// Every measure, in the order they are offered.
    pub(crate) const ALL: [Self; 5] = [
        Self::Count,
        Self::Sum,
        Self::Average,
        Self::Distinct,
        Self::Share,
    ];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Count => "条数（人次）",
            Self::Sum => "合计",
            Self::Average => "平均",
            Self::Distinct => "不重复人数",
            Self::Share => "占比",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Average => "average",
            Self::Distinct => "distinct",
            Self::Share => "share",
        }
    }

    /// The measure with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }
}

/// A field has one of these values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Condition {
    pub(crate) field: String,
    pub(crate) one_of: Vec<String>,
}

/// A figure that a register gives for each unit (or the bureau) and period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RollupSpec {
    /// Never changes: figures are kept under it.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) measure: Measure,
    /// The number field of a sum or an average.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) field: String,
    /// Unit of the figure: 人次, 人, 万元.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) unit: String,
    /// Which rows count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) filter: Vec<Condition>,
    /// Of a share: which of those rows are the part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) part: Vec<Condition>,
    /// Code of the grain of its periods.
    pub(crate) grain: String,
    /// Whether it is for the bureau as a whole instead of each unit.
    pub(crate) whole_bureau: bool,
    /// Whether only verified rows count.
    pub(crate) verified_only: bool,
    /// Code of the data item it supplies; empty: shown here only.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) item: String,
}

impl RollupSpec {
    /// The grain of its periods.
    pub(crate) fn period_grain(&self) -> Grain {
        Grain::from_code(&self.grain).unwrap_or(Grain::Year)
    }

    /// Decimals its figures have.
    pub(crate) fn n_decimals(&self, definition: &Definition) -> u8 {
        match self.measure {
            Measure::Count | Measure::Distinct => 0,
            Measure::Share => 2,
            Measure::Sum => self.field_decimals(definition),
            Measure::Average => self.field_decimals(definition).max(2),
        }
    }

    fn field_decimals(&self, definition: &Definition) -> u8 {
        definition
            .field(&self.field)
            .map_or(0, |field| field.n_decimals())
    }

    /// The figure of a tally; nothing where nothing was counted that an average or a share needs.
    pub(super) fn figure_of(&self, tally: &Tally, definition: &Definition) -> Option<Decimal> {
        let whole = |n: i64| Decimal::from_minor(n, 0);
        let total = Decimal::from_minor(tally.total, self.field_decimals(definition));
        match self.measure {
            Measure::Count => Some(whole(tally.n_rows)),
            Measure::Sum => (tally.n_rows > 0).then_some(total),
            Measure::Average => total.over(whole(tally.n_rows)),
            Measure::Distinct => Some(whole(tally.n_keys)),
            Measure::Share => whole(tally.n_part)
                .times(whole(100))?
                .over(whole(tally.n_rows)),
        }
        .map(|figure| figure.rounded(self.n_decimals(definition)))
    }
}

/// What is counted for one roll-up, unit and period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Rows; of a sum or an average those with a number.
    pub(crate) n_rows: i64,
    /// Their sum, in units of the field's last decimal.
    pub(crate) total: i64,
    /// Of a share: the rows that are the part.
    pub(crate) n_part: i64,
    /// Of a distinct count: the different keys.
    pub(crate) n_keys: i64,
}

impl Tally {
    /// The figure, written plainly; nothing where there is none.
    pub(crate) fn figure(&self, rollup: &RollupSpec, definition: &Definition) -> Option<String> {
        let figure = rollup.figure_of(self, definition)?;
        Some(figure.written_with(rollup.n_decimals(definition)))
    }
}

/// What rows change in one roll-up, unit and period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Contribution {
    pub(crate) tally: Tally,
    /// How often each key came (more) or went (fewer).
    pub(crate) keys: BTreeMap<String, i64>,
}

/// Whose contributions: code of the roll-up, unit, period.
pub(crate) type ContributionPlace = (String, UnitId, TimePeriod);

/// Adds what a row gives to the roll-ups (`sign` 1) or takes from them (`sign` -1).
pub(crate) fn contributions(
    definition: &Definition,
    bureau: UnitId,
    row: &Row,
    sign: i64,
    to: &mut BTreeMap<ContributionPlace, Contribution>,
) {
    let Some(day) = definition.day_of(&row.values) else {
        return;
    };
    for rollup in &definition.rollups {
        let counts = !rollup.verified_only || row.state == RowState::Verified;
        if !counts || !fits(&rollup.filter, row) {
            continue;
        }
        let mut tally = Tally {
            n_rows: sign,
            ..Tally::default()
        };
        let mut key = None;
        match rollup.measure {
            Measure::Count => {}
            Measure::Sum | Measure::Average => {
                let number = definition.field(&rollup.field).and_then(|field| {
                    field.minor(row.values.get(&field.code).map_or("", String::as_str))
                });
                // A row without the number is no row of a sum: missing is not zero.
                let Some(number) = number else { continue };
                tally.total = sign * number;
            }
            Measure::Distinct => {
                key = definition.person_of(row.unit, &row.values);
                if key.is_none() {
                    continue;
                }
            }
            Measure::Share => tally.n_part = sign * i64::from(fits(&rollup.part, row)),
        }
        let unit = if rollup.whole_bureau {
            bureau
        } else {
            row.unit
        };
        let period = TimePeriod::holding(rollup.period_grain(), day);
        let sum = to.entry((rollup.code.clone(), unit, period)).or_default();
        sum.tally.n_rows += tally.n_rows;
        sum.tally.total += tally.total;
        sum.tally.n_part += tally.n_part;
        if let Some(key) = key {
            *sum.keys.entry(key).or_default() += sign;
        }
    }
}

fn fits(conditions: &[Condition], row: &Row) -> bool {
    conditions.iter().all(|condition| {
        let kept = row.values.get(&condition.field).map_or("", String::as_str);
        condition.one_of.iter().any(|value| {
            // One of several choices of a 多选 is enough.
            kept == value || kept.split('、').any(|part| part == value)
        })
    })
}
