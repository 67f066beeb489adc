//! Every shipped register, founded from its template and filled with rows that its fields allow.
//!
//! What stands in a cell follows from the kind, bounds and examples of its field and from the number of the
//! row alone, so that the county is the same on every machine. A row that breaks a rule of its register
//! does not come in.

use crate::{
    ledger::{self, Definition, FieldKind, FieldSpec, SheetRow},
    org::{Unit, UnitKind},
};
use base::{TimePeriod, day::Date};
use std::collections::BTreeMap;

/// First day of the year's work.
const FIRST: Date = Date::constant(2026, 1, 8);

/// Rows of registers that every school fills in, and of those an office keeps for itself.
const N_OF_SCHOOLS: usize = 150;
const N_OF_OFFICE: usize = 48;

/// Makes rows of one register.
pub(super) struct Maker<'a> {
    pub(super) definition: &'a Definition,
    pub(super) units: &'a [Unit],
    /// The day the rows are handed in; nothing has happened after it.
    pub(super) today: Date,
    /// Place of the stage the rows have reached.
    pub(super) stage: usize,
}

/// How many rows a register gets.
pub(super) fn n_rows(definition: &Definition) -> usize {
    match definition.rights.fill_kinds.is_empty() {
        true => N_OF_OFFICE,
        false => N_OF_SCHOOLS,
    }
}

/// What a row has said so far, by which its next cells are chosen.
struct SoFar {
    day: Date,
    number: Option<(String, i64)>,
    money: Option<i64>,
    /// Whether the last part was the whole: every problem found is mended.
    is_whole: bool,
}

impl Maker<'_> {
    /// The row of a number, as it would stand in a spreadsheet.
    pub(super) fn row(&self, number: usize) -> SheetRow {
        let definition = self.definition;
        let mut so_far = SoFar {
            day: FIRST.saturating_add(days(number * 37 % self.n_days())),
            number: None,
            money: None,
            is_whole: false,
        };
        let mut row = BTreeMap::from([("填报单位".to_owned(), self.unit(number))]);
        for (place, field) in definition.active().enumerate() {
            let text = match self.is_ahead(field) {
                true => String::new(),
                false if field.code == definition.stage => self.stage_name(),
                false if field.code == definition.stage_due => String::new(),
                false => self.cell(field, mixed(number, place), number, &mut so_far),
            };
            if !text.is_empty() {
                row.insert(field.name.clone(), text);
            }
        }
        row
    }

    /// Days between the first of the year's work and a little before the rows are handed in.
    fn n_days(&self) -> usize {
        let span = FIRST.until(self.today).map_or(60, |span| span.get_days());
        usize::try_from(span)
            .unwrap_or(60)
            .saturating_sub(20)
            .max(1)
    }

    fn stage_name(&self) -> String {
        let stage = self.definition.stages.get(self.stage);
        stage.map(|stage| stage.name.clone()).unwrap_or_default()
    }

    /// Whether a field is filled in only when its row goes on from where it stands.
    fn is_ahead(&self, field: &FieldSpec) -> bool {
        let ahead = self.definition.stages.iter().skip(self.stage);
        let mut needed = ahead.flat_map(|stage| &stage.needs);
        !field.required && needed.any(|code| *code == field.code)
    }

    fn unit(&self, number: usize) -> String {
        let kinds = &self.definition.rights.fill_kinds;
        let fills = |unit: &&Unit| {
            let is_house = matches!(unit.kind, UnitKind::School | UnitKind::Kindergarten);
            is_house && kinds.iter().any(|kind| kind == unit.kind.code())
        };
        let units: Vec<&Unit> = self.units.iter().filter(fills).collect();
        match units.get(number * 7 % units.len().max(1)) {
            Some(unit) => unit.name.clone(),
            None => self.definition.owner.clone(),
        }
    }

    fn cell(&self, field: &FieldSpec, chance: usize, number: usize, so_far: &mut SoFar) -> String {
        let named = |words: &[&str]| words.iter().any(|word| field.name.contains(word));
        match field.kind {
            FieldKind::Text | FieldKind::LongText => example(field, number),
            FieldKind::Person => super::ledger::person(number * 11 + chance % 7),
            FieldKind::Choice => {
                let n = field.options.len().max(1);
                // What stands first is the usual case; of levels the lowest is.
                let (one, other) = (chance % n, chance / n % n);
                let place = match named(&["级别"]) {
                    true => one.max(other),
                    false => one.min(other),
                };
                field.options.get(place).cloned().unwrap_or_default()
            }
            FieldKind::MultiChoice => {
                let n = field.options.len().max(1);
                let chosen = field.options.iter().enumerate();
                let chosen =
                    chosen.filter(|(place, _)| *place == chance % n || *place == chance / n % n);
                let chosen: Vec<&str> = chosen.map(|(_, option)| option.as_str()).collect();
                chosen.join("、")
            }
            FieldKind::YesNo if named(&["销号"]) => {
                if so_far.is_whole { "是" } else { "否" }.to_owned()
            }
            FieldKind::YesNo => if chance.is_multiple_of(5) {
                "否"
            } else {
                "是"
            }
            .to_owned(),
            FieldKind::Number => {
                if named(&["得分"]) {
                    let lost = if chance.is_multiple_of(11) {
                        45
                    } else {
                        chance % 27
                    };
                    return (100 - lost).to_string();
                }
                let least: i64 = whole(&field.min).unwrap_or_default();
                let largest = whole(&field.max).unwrap_or(least + 100);
                let before = so_far
                    .number
                    .as_ref()
                    .filter(|(unit, _)| *unit == field.unit);
                let most = before.map_or(largest, |(_, before)| largest.min(*before).max(least));
                let share = i64::try_from(40 + chance % 61).unwrap_or(60);
                let value = match before {
                    Some(_) if chance % 5 < 3 => most,
                    // A part of what the number before it says.
                    Some(_) => least + (most - least) * share.max(70) / 100,
                    None => least + (most - least) * share * share / 10_000,
                };
                so_far.is_whole = before.is_some_and(|(_, before)| *before == value);
                so_far.number = Some((field.unit.clone(), value));
                value.to_string()
            }
            FieldKind::Money => {
                let first = match field.unit.as_str() {
                    "万元" => 80 + i64::try_from(chance % 1_400).unwrap_or_default(),
                    _ => 500 + i64::try_from(chance % 30 * 50).unwrap_or_default(),
                };
                let Some(before) = so_far.money else {
                    so_far.money = Some(first);
                    return first.to_string();
                };
                if named(&["变更", "追加", "清退", "纠正"]) {
                    return match chance % 4 {
                        0 => (before / 20).to_string(),
                        _ => String::new(),
                    };
                }
                let now = before * i64::try_from(88 + chance % 13).unwrap_or(90) / 100;
                so_far.money = Some(now);
                now.to_string()
            }
            FieldKind::Date => self.date(field, chance, so_far),
            FieldKind::Period => {
                let day = FIRST.saturating_add(days(number * 29 % self.n_days()));
                let period = TimePeriod::holding(field.period_grain(), day);
                period.label()
            }
            FieldKind::Unit => {
                let houses = self
                    .units
                    .iter()
                    .filter(|unit| matches!(unit.kind, UnitKind::School | UnitKind::Kindergarten));
                let houses: Vec<&Unit> = houses.collect();
                let unit = houses.get((number * 5 + chance % 3) % houses.len().max(1));
                unit.map(|unit| unit.name.clone()).unwrap_or_default()
            }
            FieldKind::Lookup => looked_up(&field.register, number),
            FieldKind::File | FieldKind::Formula => String::new(),
        }
    }

    fn date(&self, field: &FieldSpec, chance: usize, so_far: &mut SoFar) -> String {
        let named = |words: &[&str]| words.iter().any(|word| field.name.contains(word));
        if named(&["有效期", "影响期"]) {
            // Some are past, some near, most far off.
            let day = Date::constant(2026, 5, 20).saturating_add(days(chance % 700));
            return day.to_string();
        }
        if let (Ok(least), Ok(largest)) = (field.min.parse::<Date>(), field.max.parse::<Date>()) {
            let n = least.until(largest).map_or(1, |span| span.get_days());
            let n = usize::try_from(n).unwrap_or(1).max(1);
            return least.saturating_add(days(chance % n)).to_string();
        }
        if field.code == self.definition.period {
            return so_far.day.to_string();
        }
        if named(&["计划", "期限"]) {
            return so_far
                .day
                .saturating_add(days(30 + chance % 60))
                .to_string();
        }
        let next = so_far.day.saturating_add(days(1 + chance % 5));
        if next > self.today {
            return so_far.day.to_string();
        }
        so_far.day = next;
        next.to_string()
    }
}

/// The key of a row of another register: both are made from the same number.
fn looked_up(register: &str, number: usize) -> String {
    let other = ledger::templates()
        .iter()
        .find(|other| other.code == register);
    let key = other.and_then(|other| other.field(other.key.first()?));
    key.map(|field| example(field, number % N_OF_OFFICE))
        .unwrap_or_default()
}

/// The next of the examples, with its digits.
fn example(field: &FieldSpec, number: usize) -> String {
    let n = field.examples.len();
    let Some(example) = field.examples.get(number % n.max(1)) else {
        return String::new();
    };
    let width = example.matches('#').count();
    let most = 10_usize.saturating_pow(u32::try_from(width).unwrap_or(1));
    let digits = format!("{:0width$}", (number + 1) % most.max(1));
    match width {
        0 => example.clone(),
        _ => example.replacen(&"#".repeat(width), &digits, 1),
    }
}

/// A number that looks like chance and is none.
fn mixed(number: usize, place: usize) -> usize {
    let mut word = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    word ^= (place as u64 + 7).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word ^= word >> 29;
    word = word.wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from(word >> 40).unwrap_or_default()
}

fn whole(bound: &str) -> Option<i64> {
    bound.split('.').next()?.parse().ok()
}

fn days(n: usize) -> jiff::Span {
    jiff::Span::new().days(i64::try_from(n).unwrap_or_default())
}
