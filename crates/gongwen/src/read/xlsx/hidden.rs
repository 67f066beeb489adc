//! Rows a person hid, or filtered away: the library that reads the cells does not tell them apart.

use crate::read::{
    archive::{Archive, resolve},
    docx::package::relations_of,
    error::ReadError,
    ofd::xml::{Piece, Xml},
};
use std::collections::HashMap;

/// Rows of a sheet, which the format limits.
const MAX_ROWS: u32 = 1_048_576;

/// The hidden rows of a sheet, from 0, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct HiddenRows {
    rows: Vec<u32>,
}

impl HiddenRows {
    /// The hidden rows of a part; nothing when it has none or is no sheet.
    pub(super) fn of(content: &[u8]) -> Option<Self> {
        const HIDDEN: &[u8] = b"hidden";
        // Most sheets have none, and then need not be read twice.
        if !content.windows(HIDDEN.len()).any(|word| word == HIDDEN) {
            return None;
        }
        let text = String::from_utf8_lossy(content);
        let mut xml = Xml::new(&text);
        let mut rows = Vec::new();
        let mut next = 0;
        // Whether the part is damaged is for the reader of its cells to say.
        while let Ok(Some(piece)) = xml.next() {
            let Piece::Open(element) = piece else {
                continue;
            };
            if element.name() != "row" {
                continue;
            }
            let number = element
                .attribute("r")
                .and_then(|number| number.parse().ok());
            // Counted from 1; a row without a number follows the one before it.
            let row = number.map_or(next, |number: u32| number.saturating_sub(1));
            next = row.saturating_add(1);
            let hidden = element.attribute("hidden");
            if row < MAX_ROWS && matches!(hidden.as_deref(), Some("1" | "true")) {
                rows.push(row);
            }
        }
        rows.sort_unstable();
        rows.dedup();
        (!rows.is_empty()).then_some(Self { rows })
    }

    /// Their numbers.
    pub(super) fn into_rows(self) -> Vec<u32> {
        self.rows
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

/// Hidden rows by the names of sheets, from those by the names of parts in small letters.
pub(super) fn rows_by_sheet(
    archive: &mut Archive<'_>,
    mut by_part: HashMap<String, HiddenRows>,
) -> Result<HashMap<String, HiddenRows>, ReadError> {
    let mut by_sheet = HashMap::new();
    if by_part.is_empty() {
        return Ok(by_sheet);
    }
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
    while let Some(piece) = xml.next()? {
        let Piece::Open(element) = piece else {
            continue;
        };
        if element.name() != "sheet" {
            continue;
        }
        let part = element.attribute("id").and_then(|id| parts.get(&id));
        let rows = part.and_then(|part| by_part.remove(&part.to_ascii_lowercase()));
        if let (Some(name), Some(rows)) = (element.attribute("name"), rows) {
            by_sheet.insert(name, rows);
        }
    }
    Ok(by_sheet)
}

/// What the person who imports the file is told.
pub(super) fn remark(sheet: &str, n_rows: usize) -> String {
    format!(
        "工作表「{sheet}」有 {n_rows} 行被隐藏或筛选掉，读取时已略去；如需使用，请在 Excel 中取消隐藏后重新导入。"
    )
}
