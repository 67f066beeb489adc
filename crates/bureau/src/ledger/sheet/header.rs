//! Which column of a sheet is which field: by its header, of one row or two, below whatever title.

use super::read::Grid;
use crate::ledger::{
    model::{Definition, FieldKind},
    store::Headers,
};
use std::collections::BTreeMap;

/// Headers of the columns that are no fields.
pub(in crate::ledger) const NUMBER: &str = "记录编号";
pub(in crate::ledger) const UNIT: &str = "填报单位";

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
}

impl Columns {
    fn n_known(&self) -> usize {
        self.fields.len() + usize::from(self.unit.is_some()) + usize::from(self.number.is_some())
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
    let mut best: Option<Columns> = None;
    for row in &rows {
        for last in [*row, row + 1] {
            let found = read_header(grid, &words, *row, last);
            // Fewer rows are the better header when they say as much.
            let is_better = best
                .as_ref()
                .is_none_or(|best| found.n_known() > best.n_known());
            if is_better && found.n_known() >= 1 {
                best = Some(found);
            }
        }
    }
    let n_fields = definition.active().count();
    best.filter(|best| best.fields.len() >= 2.min(n_fields))
}

/// What a header may say, and what is meant: the code of a field, or one of the other columns.
fn words_of(definition: &Definition, headers: &Headers) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for field in definition.active() {
        let is_typed = !matches!(field.kind, FieldKind::File | FieldKind::Formula);
        let code = match is_typed {
            true => field.code.clone(),
            // Known, and left alone: what is computed or kept elsewhere is not read.
            false => String::new(),
        };
        for word in std::iter::once(&field.name).chain(&field.also) {
            words.entry(squeezed(word)).or_insert_with(|| code.clone());
        }
    }
    for (word, code) in [
        (NUMBER, NUMBER),
        (UNIT, UNIT),
        ("核对状态", ""),
        ("序号", ""),
    ] {
        words
            .entry(word.to_owned())
            .or_insert_with(|| code.to_owned());
    }
    for (word, code) in [
        ("单位", UNIT),
        ("单位名称", UNIT),
        ("学校", UNIT),
        ("学校名称", UNIT),
    ] {
        words
            .entry(word.to_owned())
            .or_insert_with(|| code.to_owned());
    }
    // What somebody said a header means stands behind what the register calls its fields.
    let is_known = |code: &str| definition.active().any(|field| field.code == code);
    for (word, code) in headers.iter().filter(|(_, code)| is_known(code)) {
        words.entry(word.clone()).or_insert_with(|| code.clone());
    }
    words
}

fn read_header(grid: &Grid, words: &BTreeMap<String, String>, row: u32, last: u32) -> Columns {
    let mut columns = Columns {
        header_row: last,
        ..Columns::default()
    };
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
        let known = candidates(upper, lower)
            .into_iter()
            .find_map(|word| words.get(&word));
        match known.map(String::as_str) {
            Some("") => {}
            Some(NUMBER) => columns.number = columns.number.or(Some(column)),
            Some(UNIT) => columns.unit = columns.unit.or(Some(column)),
            Some(code) => {
                columns.fields.entry(code.to_owned()).or_insert(column);
            }
            None => columns.unknown.push(match lower {
                "" => upper.to_owned(),
                lower => lower.to_owned(),
            }),
        }
    }
    columns.unknown.retain(|word| !word.trim().is_empty());
    columns
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
            add(without_brackets(&lower));
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
    let end = text.find(['（', '(']).unwrap_or(text.len());
    text.get(..end).unwrap_or(text).to_owned()
}
