//! Numbers, shares, money, measures and ranges wherever they stand in a sentence.
//!
//! [`understand`](crate::understand) asks what a work plan promises; this asks only what is
//! written, in the conventions of the public test suites for Chinese text, so that the scanners
//! can be measured against cases nobody here wrote.

mod dates;
mod dimensions;
mod money;
mod numbers;
mod percents;
mod ranges;
mod text;

use crate::day::Day;
use serde::{Deserialize, Serialize};
use text::Folded;

/// What to look for. Written as the suites name it, with the group it belongs to or without:
/// `NumberModel` or `Number/NumberModel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Model {
    /// Numbers and fractions.
    #[serde(rename = "NumberModel", alias = "Number/NumberModel")]
    Number,
    /// Shares: 百分之五, 七成六, 3%.
    #[serde(rename = "PercentModel", alias = "Number/PercentModel")]
    Percent,
    /// 第十四.
    #[serde(rename = "OrdinalModel", alias = "Number/OrdinalModel")]
    Ordinal,
    /// Sums of money.
    #[serde(rename = "CurrencyModel", alias = "NumberWithUnit/CurrencyModel")]
    Currency,
    /// Lengths, weights, areas, amounts of data.
    #[serde(rename = "DimensionModel", alias = "NumberWithUnit/DimensionModel")]
    Dimension,
    /// Bounds and ranges of numbers.
    #[serde(rename = "NumberRangeModel", alias = "Number/NumberRangeModel")]
    NumberRange,
    /// Every time expression.
    #[serde(rename = "DateTimeModel", alias = "DateTime/DateTimeModel")]
    DateTime,
    /// Days.
    #[serde(rename = "DateParser", alias = "DateTime/DateParser")]
    Date,
    /// Years, months, weeks, ranges of days.
    #[serde(rename = "DatePeriodParser", alias = "DateTime/DatePeriodParser")]
    DatePeriod,
    /// Feasts.
    #[serde(rename = "HolidayParser", alias = "DateTime/HolidayParser")]
    Holiday,
    /// Spans of time.
    #[serde(rename = "DurationParser", alias = "DateTime/DurationParser")]
    Duration,
    /// Rhythms.
    #[serde(rename = "SetParser", alias = "DateTime/SetParser")]
    Set,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entity {
    /// First character, counted from 0.
    pub start: usize,
    /// After the last character.
    pub end: usize,
    /// Sort: `number`, `percentage`, `ordinal`, `currency`, `dimension`, `numberrange`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The resolution: a number, `12%`, an interval such as `[20,100)`, a time as TIMEX3.
    pub value: String,
    /// Unit of money or measure, by its English name; for a time, `before`, `until`, `since` or
    /// `after` when it is open on one side.
    pub unit: Option<&'static str>,
}

/// Everything of one sort in a text, in order and without overlap. Offsets count characters.
///
/// `reference` is the day that 今天 and 去年 are counted from; without one, models of time find
/// nothing that depends on it and read the rest as if it were the first day of 2000.
#[must_use]
pub fn recognise(model: Model, input: &str, reference: Option<Day>) -> Vec<Entity> {
    let text = Folded::new(input);
    let times = |sort| {
        reference
            .or_else(|| Day::new(2000, 1, 1))
            .map_or_else(Vec::new, |today| dates::find(&text, sort, today))
    };
    match model {
        Model::Number => numbers::find(&text),
        Model::Percent => percents::find(&text),
        Model::Ordinal => numbers::find_ordinals(&text),
        Model::Currency => money::find(&text),
        Model::Dimension => dimensions::find(&text),
        Model::NumberRange => ranges::find(&text),
        Model::DateTime => times(dates::Sort::All),
        Model::Date => times(dates::Sort::Date),
        Model::DatePeriod => times(dates::Sort::Period),
        Model::Holiday => times(dates::Sort::Feast),
        Model::Duration => times(dates::Sort::Duration),
        Model::Set => times(dates::Sort::Set),
    }
}

/// Tries a reader at every place of the text that no entity before it covers.
fn every(text: &Folded, mut reader: impl FnMut(&Folded, usize) -> Option<Entity>) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match reader(text, at) {
            Some(entity) if entity.end > at => {
                at = entity.end;
                found.push(entity);
            }
            _ => at += 1,
        }
    }
    found
}

/// A number as the suites write it: no exponent, no trailing zeros.
fn written(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::{Model, recognise};
    use crate::day::Day;
    use proptest::prelude::*;

    const MODELS: [Model; 12] = [
        Model::Number,
        Model::Percent,
        Model::Ordinal,
        Model::Currency,
        Model::Dimension,
        Model::NumberRange,
        Model::DateTime,
        Model::Date,
        Model::DatePeriod,
        Model::Holiday,
        Model::Duration,
        Model::Set,
    ];

    #[test]
    fn each_model_finds_its_own() {
        for (model, input, start, end, value) in [
            (Model::Number, "共 一千二百 三十五人", 2, 10, "1235"),
            (Model::Number, "约四分之三", 1, 5, "0.75"),
            (Model::Percent, "提高两成半", 2, 5, "25%"),
            (Model::Ordinal, "居第十二位", 1, 4, "12"),
            (Model::Currency, "每生12元5角", 2, 7, "12.5"),
            (Model::Dimension, "绿地三亩半", 2, 5, "3.5"),
            (Model::NumberRange, "不少于80小于100", 0, 10, "[80,100)"),
        ] {
            let found = recognise(model, input, None);
            assert_eq!(found.len(), 1, "{input}: {found:?}");
            let only = &found[0];
            assert_eq!(
                (only.start, only.end, only.value.as_str()),
                (start, end, value),
                "{input}"
            );
        }
    }

    #[test]
    fn times_are_counted_from_the_reference_day() {
        let today = Day::new(2026, 3, 10);
        for (model, input, value, open) in [
            (Model::Date, "明天报送", "2026-03-11", None),
            (Model::DatePeriod, "去年5月", "2025-05", None),
            (
                Model::DateTime,
                "自2024年9月1日起",
                "2024-09-01",
                Some("since"),
            ),
            (
                Model::DateTime,
                "未来三天",
                "(2026-03-11,2026-03-14,P3D)",
                None,
            ),
            (Model::Holiday, "教师节", "XXXX-09-10", None),
            (Model::Duration, "两年三个月", "P2Y3M", None),
            (Model::Set, "每个月", "P1M", None),
        ] {
            let found = recognise(model, input, today);
            assert_eq!(found.len(), 1, "{input}: {found:?}");
            assert_eq!(
                (found[0].value.as_str(), found[0].unit),
                (value, open),
                "{input}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(text in prop_oneof![any::<String>(), "[ 0-9一二两三十百千万亿点分之负第余几和到至间元角亩半大小于年月日周天前后自从每下上.,/^e%-]{0,40}"]) {
            let length = text.chars().count();
            for model in MODELS {
                let mut last = 0;
                for entity in recognise(model, &text, None) {
                    prop_assert!(entity.start >= last && entity.start < entity.end && entity.end <= length);
                    last = entity.end;
                }
            }
        }
    }
}
