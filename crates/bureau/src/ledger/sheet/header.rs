//! Which column of a sheet is which field: by its header, of one row or two, below whatever title.

use super::read::Grid;
use crate::{
    ledger::{
        model::{CellFault, Definition, FieldKind, FieldSpec},
        store::Headers,
    },
    units::{self, NumberColumn, OPENING, OtherUnit, Reading},
};
use std::collections::BTreeMap;

/// Headers of the columns that are no fields.
pub(in crate::ledger) const NUMBER: &str = "记录编号";
pub(in crate::ledger) const UNIT: &str = "填报单位";
/// Header of the column of faults in a marked copy.
pub(super) const PROBLEMS: &str = "问题";

/// The header stands among so many filled rows; above it there may be a title.
const WITHIN: usize = 15;

/// Where a sheet has what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::ledger) struct Columns {
    /// Last row of the header, from 0.
    pub(in crate::ledger) header_row: u32,
    /// Columns by the codes of their fields.
    pub(in crate::ledger) fields: BTreeMap<String, u32>,
    pub(in crate::ledger) number: Option<u32>,
    pub(in crate::ledger) unit: Option<u32>,
    /// Headers that are no field of the register.
    pub(in crate::ledger) unknown: Vec<String>,
    /// The headers of the fields, by their codes.
    pub(in crate::ledger) headers: BTreeMap<String, String>,
    /// Headers that are read as somebody once said, with the codes of their fields.
    pub(in crate::ledger) said: Vec<(String, String)>,
    /// What of the columns is not read as it stands, in sentences.
    pub(in crate::ledger) remarks: Vec<String>,
    /// The units numbers stand in where it is not that of their field.
    others: BTreeMap<String, OtherUnit>,
    /// Columns of fields that are not read, because of their unit.
    n_left_out: usize,
}

impl Columns {
    /// What a cell says, in the unit of its field.
    pub(in crate::ledger) fn converted(&self, field: &FieldSpec, text: &str) -> String {
        let converted = match self.others.get(&field.code) {
            Some(other) => other.converted(text),
            None if is_number(field) => units::without_noise(text),
            None => None,
        };
        converted.unwrap_or_else(|| text.to_owned())
    }

    /// The unit a field is read in.
    pub(in crate::ledger) fn unit_of<'a>(&'a self, field: &'a FieldSpec) -> &'a str {
        let other = self.others.get(&field.code);
        other.map_or(&field.unit, |other| &other.unit)
    }

    /// Says of what is wrong with converted cells what they were converted to: nobody sees that number.
    pub(in crate::ledger) fn tell_converted<'a>(
        &self,
        definition: &Definition,
        text: impl Fn(u32) -> &'a str,
        faults: &mut [CellFault],
    ) {
        for fault in faults {
            let told = definition.field(&fault.field).and_then(|field| {
                let other = self.others.get(&field.code)?;
                let kept = (&*field.name, &*field.unit, field.n_decimals());
                other.told(text(*self.fields.get(&field.code)?), kept, &fault.message)
            });
            if let Some(told) = told {
                fault.message = told;
            }
        }
    }

    /// Reads a column in the unit somebody wrote down for it: as it is, converted, or not at all.
    fn take_units(&mut self, field: &FieldSpec, said: &[String], header: &str) {
        if !is_number(field) || said.is_empty() {
            return;
        }
        let column = NumberColumn {
            header,
            name: &field.name,
            unit: &field.unit,
        };
        let (reading, remark) = column.read_in(said);
        match reading {
            Reading::AsTheyStand => {}
            Reading::Converted(other) => _ = self.others.insert(field.code.clone(), other),
            Reading::NotAtAll => {
                self.fields.remove(&field.code);
                self.headers.remove(&field.code);
                self.n_left_out += 1;
            }
        }
        self.remarks.extend(remark);
    }

    /// Takes 「单位：万元」 above the table for the columns whose headers name no unit.
    fn take_units_above(&mut self, grid: &Grid, definition: &Definition, has_own: &[String]) {
        let cells = grid.rows.range(..self.header_row).flat_map(|(_, row)| row);
        let said: Vec<String> = cells.flat_map(|(_, text)| units::above(text)).collect();
        let read = |field: &&FieldSpec| is_number(field) && self.headers.contains_key(&field.code);
        let numbers: Vec<&FieldSpec> = definition.active().filter(read).collect();
        let all: Vec<&str> = numbers.iter().map(|field| &*field.unit).collect();
        for field in numbers
            .iter()
            .filter(|field| !has_own.contains(&field.code))
        {
            let header = self.headers.get(&field.code).cloned().unwrap_or_default();
            // A line above the table is about those of its columns that it fits.
            let said = units::above_for(&said, &field.unit, &all);
            self.take_units(field, &said, &header);
        }
    }

    /// Columns that are fields, also those that are left out for their unit.
    fn n_read(&self) -> usize {
        self.fields.len() + self.n_left_out
    }

    fn n_known(&self) -> usize {
        self.n_read() + usize::from(self.unit.is_some()) + usize::from(self.number.is_some())
    }
}

/// The columns of a sheet; nothing when no row of it is a header of this register.
pub(in crate::ledger) fn columns_of(
    grid: &Grid,
    definition: &Definition,
    headers: &Headers,
) -> Option<Columns> {
    let words = words_of(definition, headers);
    let rows: Vec<u32> = grid.rows.keys().copied().take(WITHIN).collect();
    let words = &words;
    let mut best: Option<(Columns, Vec<String>)> = None;
    let mut is_over_units = false;
    for row in &rows {
        for last in [*row, row + 1] {
            let found = read_header(grid, (definition, words), *row, last);
            let says_units = last > *row && is_row_of_units(grid, *row, last);
            // Fewer rows are the better header when they say as much, but for a row of units below.
            let is_better = best.as_ref().is_none_or(|(best, _)| {
                let (n, n_best) = (found.0.n_known(), best.n_known());
                n > n_best || n == n_best && says_units && !is_over_units
            });
            if is_better && found.0.n_known() >= 1 {
                best = Some(found);
                is_over_units = says_units;
            }
        }
    }
    let n_fields = definition.active().count();
    let (mut columns, has_own) = best?;
    // Before a column is left out for its unit, it says which row is the header. One field of rows that are
    // named by their numbers is enough.
    let n_needed = match columns.number {
        Some(_) => 1,
        None => 2.min(n_fields),
    };
    if columns.n_read() < n_needed {
        return None;
    }
    columns.take_units_above(grid, definition, &has_own);
    Some(columns)
}

/// What a header means.
struct Meaning {
    /// Code of a field, or one of the other columns; empty: known, and left alone.
    code: String,
    /// Whether somebody once said so.
    is_said: bool,
}

/// What a header may say, and what is meant: the code of a field, or one of the other columns.
fn words_of(definition: &Definition, headers: &Headers) -> BTreeMap<String, Meaning> {
    let mut words = BTreeMap::new();
    let mut add = |word: String, code: &str, is_said: bool| {
        words.entry(word).or_insert_with(|| Meaning {
            code: code.to_owned(),
            is_said,
        });
    };
    for field in definition.active() {
        let is_typed = !matches!(field.kind, FieldKind::File | FieldKind::Formula);
        let code = match is_typed {
            true => field.code.as_str(),
            // Known, and left alone: what is computed or kept elsewhere is not read.
            false => "",
        };
        for word in std::iter::once(&field.name).chain(&field.also) {
            add(squeezed(word), code, false);
        }
    }
    for (word, code) in [
        (NUMBER, NUMBER),
        (UNIT, UNIT),
        ("核对状态", ""),
        ("序号", ""),
        ("单位", UNIT),
        ("单位名称", UNIT),
        ("学校", UNIT),
        ("学校名称", UNIT),
    ] {
        add(word.to_owned(), code, false);
    }
    // What somebody said a header means stands behind what the register calls its fields.
    let is_known = |code: &str| definition.active().any(|field| field.code == code);
    for (word, code) in headers.iter().filter(|(_, code)| is_known(code)) {
        add(word.clone(), code, true);
    }
    // The last column of a copy that was given back to be mended.
    add(PROBLEMS.to_owned(), "", false);
    words
}

/// Whether the lower row of a header says nothing but units of what stands above.
fn is_row_of_units(grid: &Grid, row: u32, last: u32) -> bool {
    let Some(cells) = grid.rows.get(&last) else {
        return false;
    };
    let mut n_units = 0;
    let only = cells.iter().all(|(column, text)| {
        let upper = merged_text(grid, row, *column);
        // What is merged over both rows says the same in each.
        let is_merged = text == upper;
        let is_unit = !upper.is_empty() && units::unit_word(text).is_some();
        n_units += usize::from(is_unit && !is_merged);
        is_merged || is_unit
    });
    only && n_units > 0
}

/// The columns of a header, and the codes of those whose own headers name a unit.
fn read_header(
    grid: &Grid,
    (definition, words): (&Definition, &BTreeMap<String, Meaning>),
    row: u32,
    last: u32,
) -> (Columns, Vec<String>) {
    let mut columns = Columns {
        header_row: last,
        ..Columns::default()
    };
    let mut has_own = Vec::new();
    let is_over_units = last > row && is_row_of_units(grid, row, last);
    let filled = (row..=last).filter_map(|row| grid.rows.get(&row)).flatten();
    let mut places: Vec<u32> = filled.map(|(column, _)| *column).collect();
    places.sort_unstable();
    places.dedup();
    for column in places {
        let upper = merged_text(grid, row, column);
        let lower = match last > row {
            true => grid.text(last, column),
            false => "",
        };
        // 「单位：万元」 at the end of the line above is no heading of the column it stands over.
        let upper = match last > row && units::is_about_units(upper) {
            true => "",
            false => upper,
        };
        let header = match lower {
            "" => upper,
            _ if is_over_units && !upper.is_empty() => upper,
            lower => lower,
        };
        let known = candidates(upper, lower)
            .into_iter()
            .find_map(|word| words.get(&word).map(|meaning| (word, meaning)));
        let Some((word, meaning)) = known else {
            columns.unknown.push(header.to_owned());
            continue;
        };
        match meaning.code.as_str() {
            "" => {}
            NUMBER => columns.number = columns.number.or(Some(column)),
            UNIT => columns.unit = columns.unit.or(Some(column)),
            code => {
                if let Some(first) = columns.headers.get(code) {
                    columns.remarks.push(format!(
                        "“{first}”和“{header}”说的是同一栏，只读了“{first}”。"
                    ));
                    continue;
                }
                columns.fields.insert(code.to_owned(), column);
                columns.headers.insert(code.to_owned(), header.to_owned());
                if meaning.is_said {
                    columns.said.push((word.clone(), code.to_owned()));
                }
                // A name of the register that has brackets itself says what is meant by them.
                let own = match meaning.is_said {
                    true => "",
                    false => word.as_str(),
                };
                let said = units::of_header(own, upper, lower);
                if let Some(field) = definition.field(code).filter(|_| !said.is_empty()) {
                    has_own.push(code.to_owned());
                    columns.take_units(field, &said, header);
                }
            }
        }
    }
    columns.unknown.retain(|word| !word.trim().is_empty());
    (columns, has_own)
}

fn is_number(field: &FieldSpec) -> bool {
    matches!(field.kind, FieldKind::Number | FieldKind::Money)
}

/// What stands in a cell of the upper header row, also where it is merged from the left.
fn merged_text(grid: &Grid, row: u32, column: u32) -> &str {
    let over = grid.merged.iter().find(|(first, last)| {
        first.0 <= row && row <= last.0 && first.1 <= column && column <= last.1
    });
    match over {
        Some((first, _)) => grid.text(first.0, first.1),
        None => grid.text(row, column),
    }
}

/// What a header may mean, surest first: 「培训（开始日期）」, 「培训开始日期」, 「开始日期」.
fn candidates(upper: &str, lower: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut add = |word: String| {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    };
    match (squeezed(upper), squeezed(lower)) {
        (upper, lower) if lower.is_empty() => {
            add(upper.clone());
            add(units::before_last_brackets(&upper).to_owned());
            add(without_brackets(&upper));
        }
        (upper, lower) => {
            for between in ["", "-", "—", "（", "("] {
                let close = match between {
                    "（" => "）",
                    "(" => ")",
                    _ => "",
                };
                add(format!("{upper}{between}{lower}{close}"));
            }
            add(lower.clone());
            add(units::before_last_brackets(&lower).to_owned());
            add(without_brackets(&lower));
            // 「经费」 over 「万元」.
            if units::unit_word(&lower).is_some() {
                add(upper.clone());
                add(without_brackets(&upper));
            }
        }
    }
    words
}

/// A header without blanks and marks: `* 姓 名：` → `姓名`.
pub(in crate::ledger) fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '：'))
        .collect()
}

/// `学时（个）` → `学时`.
fn without_brackets(text: &str) -> String {
    let end = text.find(OPENING).unwrap_or(text.len());
    text.get(..end).unwrap_or(text).to_owned()
}
