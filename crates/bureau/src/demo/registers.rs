//! Every shipped register, founded from its template and filled with rows that its fields allow.
//!
//! What stands in a cell follows from the kind, bounds and examples of its field and from the number of the
//! row alone, so that the county is the same on every machine. A row that breaks a rule of its register
//! does not come in.

mod assets;
mod case;
mod checks;
mod children;
mod course;
mod houses;
mod matters;
mod payments;
mod teachers;

pub(super) use self::payments::payments;
use self::{case::Case, houses::Level};
use crate::{
    ledger::{self, Definition, FieldKind, FieldSpec, SheetRow},
    org::{Unit, UnitKind},
};
use base::{TimePeriod, day::Date};
use jiff::civil::Weekday;
use std::collections::{BTreeMap, BTreeSet};

/// First day of the year's work.
const FIRST: Date = Date::constant(2026, 1, 8);

/// Rows of each register; of those not named here there are [`N_ROWS`].
const N_ROWS: usize = 48;
const N_OF: [(&str, usize); 28] = [
    ("recruitment", 34),
    ("exchange", 86),
    ("ethics", 31),
    ("construction", 37),
    ("budget", 80),
    ("inspections", 72),
    ("hazards", 118),
    ("bus-vehicles", N_BUSES),
    ("bus-drivers", 71),
    ("bus-routes", 89),
    ("canteens", 112),
    ("letters", 63),
    // The list of one term of the upper schools; the others pay through the county's system.
    ("aid", 620),
    ("disabled-children", 57),
    ("dropouts", 32),
    ("left-behind", 104),
    ("honours", 77),
    ("projects", 52),
    ("master-teachers", 68),
    ("skill-teachers", 57),
    ("lecturers", 61),
    ("credit-courses", 36),
    ("resources", 93),
    ("private-schools", 41),
    ("counselling", 84),
    ("home-visits", 119),
    ("fee-checks", 44),
    ("audits", 30),
];
/// Buses, each of which some route is driven by.
pub(super) const N_BUSES: usize = 58;

/// Makes rows of one register.
pub(super) struct Maker<'a> {
    pub(super) definition: &'a Definition,
    pub(super) units: &'a [Unit],
    /// The day the rows are handed in; nothing has happened after it.
    pub(super) today: Date,
    /// The day on which a row goes on to what comes next; nothing while rows are handed in.
    pub(super) moves_on: Option<Date>,
}

/// How many rows a register gets.
pub(super) fn n_rows(definition: &Definition) -> usize {
    let known = N_OF.iter().find(|(code, _)| *code == definition.code);
    known.map_or(N_ROWS, |(_, n)| *n)
}

/// How many years ago a row is from, for registers of which so few are in a year that the years before are seen.
fn years_ago(code: &str, number: usize) -> usize {
    match code {
        "audits" => number / 6,
        "ethics" => number / 9,
        // As many as the office reported: 23 by June, and 34 in the year before.
        "skill-teachers" => usize::from(number >= 23),
        _ => 0,
    }
}

/// What a row has said so far, by which its next cells are chosen.
struct SoFar {
    day: Date,
    last: Date,
    number: Option<(String, i64)>,
    money: Option<i64>,
    /// Whether the last part was the whole: every problem found is mended.
    is_whole: bool,
    /// The day each of its stages was come to, up to the one it stands in.
    chain: Vec<Date>,
}

impl Maker<'_> {
    /// Every row of the register, each with what it was made from, in the order of their days and numbered in it.
    pub(super) fn rows(&self) -> Vec<(usize, SheetRow)> {
        let definition = self.definition;
        let numbers = 0..n_rows(definition);
        let mut rows: Vec<(usize, SheetRow)> = numbers.map(|n| (n, self.row(n))).collect();
        let period = definition.field(&definition.period);
        let dated = period.filter(|field| field.kind == FieldKind::Date);
        // Routes name buses by their numbers.
        if let Some(period) = dated.filter(|_| !definition.code.starts_with("bus-")) {
            rows.sort_by_cached_key(|(_, row)| row.get(&period.name).cloned());
            let keys: Vec<&FieldSpec> = definition
                .key
                .iter()
                .filter_map(|code| definition.field(code))
                .filter(|field| field.name.ends_with('号'))
                .collect();
            for (place, (_, row)) in rows.iter_mut().enumerate() {
                let year = row.get(&period.name).and_then(|day| day.get(..4));
                let year = year.unwrap_or("2026").to_owned();
                for field in &keys {
                    let number = example(field, place).replace("2026", &year);
                    row.insert(field.name.clone(), number);
                }
            }
        }
        // What would say the same thing twice is handed in once.
        let mut met = BTreeSet::new();
        rows.retain(|(_, row)| {
            let key = definition.key.iter().filter_map(|code| {
                let field = definition.field(code)?;
                row.get(&field.name).cloned()
            });
            let key: Vec<String> = key.collect();
            key.len() < definition.key.len() || key.is_empty() || met.insert(key)
        });
        rows
    }

    /// The row of a number, as it would stand in a spreadsheet.
    pub(super) fn row(&self, number: usize) -> SheetRow {
        let definition = self.definition;
        let (first, last) = self.span(number);
        let chain = self.chain(number);
        let mut so_far = SoFar {
            day: match chain.first() {
                Some(day) => *day,
                None => first.saturating_add(days(number * 37 % n_days(first, last))),
            },
            last,
            number: None,
            money: None,
            is_whole: false,
            chain,
        };
        let Some(unit) = self.unit(number) else {
            return SheetRow::new();
        };
        let mut row = BTreeMap::from([("填报单位".to_owned(), unit.name.clone())]);
        for (place, field) in definition.active().enumerate() {
            let text = match self.is_ahead(field, number) {
                true => String::new(),
                false if field.code == definition.stage => self.stage_name(number),
                false if field.code == definition.stage_due => String::new(),
                false => self.cell(field, mixed(number, place), number, &mut so_far),
            };
            if !text.is_empty() {
                row.insert(field.name.clone(), text);
            }
        }
        let mut case = Case {
            level: Level::of(unit),
            unit: &unit.name,
            row: &mut row,
            number,
        };
        case::settle(&definition.code, &mut case);
        row
    }

    /// First and last day of what a row may tell of.
    fn span(&self, number: usize) -> (Date, Date) {
        let years = years_ago(&self.definition.code, number);
        let years = i16::try_from(years).unwrap_or_default();
        let before = |day: Date| day.saturating_sub(jiff::Span::new().years(years));
        match years {
            0 => (FIRST, self.today),
            _ => (before(FIRST), before(Date::constant(2026, 12, 10))),
        }
    }

    /// The house a row is of, or the office that keeps the register.
    fn unit(&self, number: usize) -> Option<&Unit> {
        let definition = self.definition;
        let kinds = &definition.rights.fill_kinds;
        let fills = |unit: &&Unit| {
            let is_house = matches!(unit.kind, UnitKind::School | UnitKind::Kindergarten);
            is_house
                && kinds.iter().any(|kind| kind == unit.kind.code())
                && houses::fits(&definition.code, unit)
        };
        let units: Vec<&Unit> = self.units.iter().filter(fills).collect();
        let number = match definition.code.as_str() {
            "bus-routes" => number % N_BUSES,
            _ => number,
        };
        let n = units.len().max(1);
        let house = units.get((number * 7 + number / n) % n).copied();
        house.or_else(|| {
            let mut units = self.units.iter();
            units.find(|unit| unit.short_name == definition.owner)
        })
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
                let day = FIRST.saturating_add(days(number * 29 % n_days(FIRST, self.today)));
                let period = TimePeriod::holding(field.period_grain(), day);
                period.label()
            }
            FieldKind::Unit => {
                let houses = self
                    .units
                    .iter()
                    .filter(|unit| matches!(unit.kind, UnitKind::School | UnitKind::Kindergarten));
                let own = self.unit(number);
                // Teachers go to schools of their own kind.
                let kind = own.map(Level::of).filter(|level| *level != Level::None);
                let houses = houses.filter(|unit| {
                    let is_kin = kind.is_none_or(|kind| match (kind, Level::of(unit)) {
                        // There is no second one in the county.
                        (Level::NineYear, level) => level == Level::Junior,
                        (kind, level) => kind == level,
                    });
                    is_kin && own.is_none_or(|own| own.id != unit.id)
                });
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
        if let Some(day) = self.day_of_stage(field, so_far) {
            return day.to_string();
        }
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
        if next > so_far.last {
            return so_far.day.to_string();
        }
        so_far.day = next;
        next.to_string()
    }
}

/// Days between the first of the work and a little before its last.
fn n_days(first: Date, last: Date) -> usize {
    let span = first.until(last).map_or(60, |span| span.get_days());
    usize::try_from(span)
        .unwrap_or(60)
        .saturating_sub(20)
        .max(1)
}

/// The day itself, or the Friday before.
fn worked(day: Date) -> Date {
    let n = match day.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => 0,
    };
    day.saturating_sub(days(n))
}

/// The key of a row of another register: both are made from the same number.
fn looked_up(register: &str, number: usize) -> String {
    let other = ledger::templates()
        .iter()
        .find(|other| other.code == register);
    let key = other.and_then(|other| other.field(other.key.first()?));
    key.map(|field| example(field, number % N_BUSES))
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
    let digits = format!("{:0width$}", number % (most - 1).max(1) + 1);
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
