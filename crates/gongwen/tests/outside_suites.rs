//! The outside test suites for numbers, shares, money, measures and ranges, when they are present.
//!
//! The suites lie outside the repository (`../shared/corpus/outside`) and are not copied. A case
//! is skipped only with its reason, in `outside_skips.txt` beside this file: model, line of the
//! model's file counted from 0, reason.

use gongwen::recognise::{Entity, Model, recognise};
use serde::Deserialize;
use std::{collections::BTreeMap, fs, io::Write as _, path::PathBuf};

#[derive(Deserialize)]
struct Case {
    /// As the suite names it: the caller passes it on unread.
    model: Model,
    input: String,
    #[serde(rename = "ref")]
    reference: Option<String>,
    expect: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    value: BTreeMap<String, serde_json::Value>,
}

fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("LUOSHI_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("corpus/outside");
    folder.is_dir().then_some(folder)
}

fn skips(model: &str) -> BTreeMap<usize, &'static str> {
    include_str!("outside_skips.txt")
        .lines()
        .filter_map(|line| {
            let mut words = line.splitn(3, ' ');
            (words.next()? == model).then_some(())?;
            Some((words.next()?.parse().ok()?, words.next()?))
        })
        .collect()
}

/// Whether two resolutions say the same number, share or interval.
fn same_value(found: &str, expected: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text.split(['[', ']', '(', ')', ',', '%'])
            .map(str::to_owned)
            .collect()
    };
    let marks = |text: &str| -> String {
        text.chars()
            .filter(|char| "[](),%".contains(*char))
            .collect()
    };
    let (left, right) = (parts(found), parts(expected));
    marks(found) == marks(expected)
        && left.len() == right.len()
        && left.iter().zip(&right).all(|(left, right)| {
            match (left.parse::<f64>(), right.parse::<f64>()) {
                (Ok(left), Ok(right)) => (left - right).abs() <= 1e-9 * right.abs().max(1e-6),
                _ => left == right,
            }
        })
}

/// What the suite says of one entity: a number, a share, an interval, or a time expression.
struct Said<'a> {
    value: Option<&'a str>,
    unit: Option<&'a str>,
    time: bool,
}

fn said(expected: &Expected) -> Said<'_> {
    let plain = |key: &str| expected.value.get(key).and_then(|value| value.as_str());
    let first = expected
        .value
        .get("values")
        .and_then(|values| values.get(0));
    let listed = |key: &str| {
        first
            .and_then(|value| value.get(key))
            .and_then(|value| value.as_str())
    };
    match plain("Timex").or(listed("timex")) {
        Some(timex) => Said {
            value: Some(timex),
            unit: listed("Mod"),
            time: true,
        },
        None => Said {
            value: plain("value"),
            unit: plain("unit"),
            time: false,
        },
    }
}

fn answer(case: &Case) -> Vec<Entity> {
    let reference = case
        .reference
        .as_deref()
        .and_then(|reference| reference.get(..10))
        .and_then(|day| day.parse().ok());
    recognise(case.model, &case.input, reference)
}

fn right(case: &Case) -> bool {
    let found = answer(case);
    found.len() == case.expect.len()
        && found.iter().zip(&case.expect).all(|(found, expected)| {
            let said = said(expected);
            let value = said.value.is_some_and(|value| {
                if said.time {
                    found.value == value && expected.kind.ends_with(found.kind)
                } else {
                    same_value(&found.value, value)
                }
            });
            let unit = if said.time {
                found.unit == said.unit
            } else {
                said.unit.is_none_or(|unit| found.unit == Some(unit))
            };
            (found.start, found.end) == (expected.start, expected.end) && value && unit
        })
}

#[test]
fn the_outside_suites_are_met() {
    let Some(folder) = folder() else {
        // Past the macros, whose words the test harness keeps to itself when a test passes.
        std::io::stderr()
            .write_all(b"SKIPPED: the outside suites are not at ../shared/corpus/outside\n")
            .unwrap();
        return;
    };
    let mut below = Vec::new();
    for (model, name, floor) in [
        (Model::Number, "NumberModel", 95),
        (Model::Percent, "PercentModel", 92),
        (Model::Ordinal, "OrdinalModel", 100),
        (Model::Currency, "CurrencyModel", 90),
        (Model::Dimension, "DimensionModel", 80),
        (Model::NumberRange, "NumberRangeModel", 85),
        (Model::DateTime, "DateTimeModel", 75),
        (Model::Date, "DateParser", 75),
        (Model::DatePeriod, "DatePeriodParser", 75),
        (Model::Holiday, "HolidayParser", 75),
        (Model::Duration, "DurationParser", 75),
        (Model::Set, "SetParser", 75),
    ] {
        let text = fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
        let skips = skips(name);
        let (mut passed, mut all) = (0, 0);
        for (line, json) in text.lines().enumerate() {
            if skips.contains_key(&line) {
                continue;
            }
            let case: Case = serde_json::from_str(json).unwrap();
            all += 1;
            assert_eq!(case.model, model, "{name} {line}");
            if right(&case) {
                passed += 1;
            } else {
                println!("{name} {line} {} -> {:?}", case.input, answer(&case));
            }
        }
        println!("{name}: {passed} of {all}, {} skipped", skips.len());
        if passed * 100 < floor * all {
            below.push(format!("{name}: {passed} of {all}, floor {floor} %"));
        }
    }
    assert!(below.is_empty(), "{below:#?}");
}
