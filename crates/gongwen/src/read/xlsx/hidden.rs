//! Rows and columns a person hid, or filtered away: the library that reads the cells does not tell them
//! apart.

use crate::{
    annotate::column_letters,
    read::{
        archive::{Archive, resolve},
        docx::package::relations_of,
        error::ReadError,
        ofd::xml::{Piece, Xml},
    },
};
use std::{
    collections::{BTreeSet, HashMap},
    ops::RangeInclusive,
};

/// Rows and columns of a sheet, which the format limits.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;

/// What of a workbook whoever opens it does not see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HiddenParts {
    /// Names of hidden sheets, in their order.
    pub sheets: Vec<String>,
    /// Hidden rows and columns of the sheets that have any, by name.
    pub within: HashMap<String, HiddenLines>,
    /// Whether any cells are merged: where none are, nobody need go through a long table for them.
    pub has_merged_cells: bool,
    /// Whether the workbook carries macros.
    pub has_macros: bool,
}

impl HiddenParts {
    /// What whoever imports the file is told of what was not read: how many rows with something in
    /// them, which columns, which sheets.
    #[must_use]
    pub fn told(&self, n_rows: usize, columns: &BTreeSet<u32>) -> Vec<String> {
        let mut told = Vec::new();
        if n_rows > 0 {
            told.push(format!("有{n_rows}行被隐藏或筛选掉，没有读取。"));
        }
        if !columns.is_empty() {
            let letters: Vec<String> = columns.iter().map(|c| column_letters(*c)).collect();
            told.push(format!(
                "有{}列被隐藏（{}列），没有读取。",
                columns.len(),
                letters.join("、")
            ));
        }
        if !self.sheets.is_empty() {
            told.push(format!(
                "工作表“{}”被隐藏，没有读取。",
                self.sheets.join("”“")
            ));
        }
        if !told.is_empty() {
            told.push("需要导入的，请取消隐藏后重新上传。".to_owned());
        }
        told
    }
}

/// The hidden rows and columns of a sheet, from 0, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HiddenLines {
    rows: Vec<u32>,
    columns: Vec<RangeInclusive<u32>>,
}

impl HiddenLines {
    /// The hidden rows, from 0, in order.
    #[must_use]
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Whether a row is hidden or filtered away.
    #[must_use]
    pub fn hides_row(&self, row: u32) -> bool {
        self.rows.binary_search(&row).is_ok()
    }

    /// Whether a column is hidden.
    #[must_use]
    pub fn hides_column(&self, column: u32) -> bool {
        self.columns.iter().any(|range| range.contains(&column))
    }
}

impl HiddenLines {
    /// The hidden rows and columns of a part; nothing when it has none or is no sheet.
    pub(super) fn of(content: &[u8]) -> Option<Self> {
        const HIDDEN: &[u8] = b"hidden";
        // Most sheets have none, and then need not be read twice.
        if !content.windows(HIDDEN.len()).any(|word| word == HIDDEN) {
            return None;
        }
        let text = String::from_utf8_lossy(content);
        let mut xml = Xml::new(&text);
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        let mut next = 0;
        // Whether the part is damaged is for the reader of its cells to say.
        while let Ok(Some(piece)) = xml.next() {
            let Piece::Open(element) = piece else {
                continue;
            };
            let hidden = element.attribute("hidden");
            let is_hidden = matches!(hidden.as_deref(), Some("1" | "true"));
            if element.name() == "col" && is_hidden {
                let at = |name| element.attribute(name)?.parse::<u32>().ok()?.checked_sub(1);
                if let (Some(first), Some(last)) = (at("min"), at("max")) {
                    columns.push(first..=last.min(MAX_COLUMNS - 1));
                }
                continue;
            }
            if element.name() != "row" {
                continue;
            }
            let number = element
                .attribute("r")
                .and_then(|number| number.parse().ok());
            // Counted from 1; a row without a number follows the one before it.
            let row = number.map_or(next, |number: u32| number.saturating_sub(1));
            next = row.saturating_add(1);
            if row < MAX_ROWS && is_hidden {
                rows.push(row);
            }
        }
        rows.sort_unstable();
        rows.dedup();
        (!rows.is_empty() || !columns.is_empty()).then_some(Self { rows, columns })
    }

    /// The first and last of the rows `first..=last` that are shown, counted without the hidden ones
    /// above them; nothing when all are hidden.
    pub(super) fn shown(&self, first: u32, last: u32) -> Option<(u32, u32)> {
        let begin = self.shown_above(first);
        let end = self.shown_above(last.saturating_add(1));
        (begin < end).then(|| (begin, end - 1))
    }

    fn shown_above(&self, row: u32) -> u32 {
        let n_hidden = self.rows.partition_point(|hidden| *hidden < row);
        row.saturating_sub(u32::try_from(n_hidden).unwrap_or(u32::MAX))
    }
}

/// A sheet as the workbook lists it.
pub(crate) struct Listed {
    pub(crate) name: String,
    /// Name of its part; none when the workbook does not lead to it.
    pub(crate) part: Option<String>,
    pub(crate) is_hidden: bool,
}

/// The sheets of a workbook, in their order.
pub(crate) fn listed(archive: &mut Archive<'_>) -> Result<Vec<Listed>, ReadError> {
    let workbook = relations_of(archive, "")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(
            || "xl/workbook.xml".to_owned(),
            |relation| resolve("", &relation.target),
        );
    let parts: HashMap<String, String> = relations_of(archive, &workbook)?
        .into_iter()
        .map(|relation| (relation.id, resolve(&workbook, &relation.target)))
        .collect();
    let text = archive.text(&workbook)?.unwrap_or_default();
    let mut xml = Xml::new(&text);
    let mut sheets = Vec::new();
    while let Some(piece) = xml.next()? {
        let Piece::Open(element) = piece else {
            continue;
        };
        if element.name() != "sheet" {
            continue;
        }
        let Some(name) = element.attribute("name") else {
            continue;
        };
        let part = element.attribute("id").and_then(|id| parts.get(&id));
        let state = element.attribute("state");
        sheets.push(Listed {
            name,
            part: part.cloned(),
            is_hidden: matches!(state.as_deref(), Some("hidden" | "veryHidden")),
        });
    }
    Ok(sheets)
}

/// Hidden lines by the names of sheets, from those by the names of parts in small letters.
pub(super) fn lines_by_sheet(
    sheets: &[Listed],
    mut by_part: HashMap<String, HiddenLines>,
) -> HashMap<String, HiddenLines> {
    let lines = sheets.iter().filter_map(|sheet| {
        let lines = by_part.remove(&sheet.part.as_ref()?.to_ascii_lowercase())?;
        Some((sheet.name.clone(), lines))
    });
    lines.collect()
}

/// What the person who imports the file is told.
pub(super) fn remark(sheet: &str, n_rows: usize) -> String {
    format!(
        "工作表「{sheet}」有 {n_rows} 行被隐藏或筛选掉，读取时已略去；如需使用，请在 Excel 中取消隐藏后重新导入。"
    )
}
