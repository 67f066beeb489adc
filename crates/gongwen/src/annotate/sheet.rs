//! The sheet itself: coloured cells, and a column of words behind the last.

use super::{
    Annotations,
    styles::Styles,
    xml::{Patch, Tag, TagKind, Tags, prefix_of, words},
};
use crate::read::ReadError;
use std::collections::BTreeMap;

/// Columns a sheet can have.
const MAX_COLUMNS: u32 = 16_384;
/// How wide the column of words is, in characters.
const WIDTH: &str = "60";
/// What may stand behind the drawing of notes, in the order the format asks for.
const BEHIND_DRAWING: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// What is written.
pub(super) struct Plan<'a> {
    pub(super) annotations: &'a Annotations,
    /// What the sheet calls the drawing of notes, when it has none yet.
    pub(super) drawing: Option<String>,
}

/// The text of the sheet with what is written beside its cells.
pub(super) fn written(
    text: &str,
    plan: &Plan<'_>,
    styles: &mut Styles<'_>,
) -> Result<String, ReadError> {
    let prefix = prefix_of(text)?;
    let column = column_behind(text)?;
    let mut patch = Patch::of(text);
    let mut tags = Tags::of(text);
    let mut next_row = 0;
    let (mut has_columns, mut is_past_cells) = (false, false);
    let mut drawing = plan.drawing.as_deref();
    while let Some(tag) = tags.next()? {
        if tag.begins("cols") && tag.depth == 1 {
            has_columns = true;
            patch.keep_until(tag.from);
            let (columns, to) = columns(&mut tags, &tag, column, &prefix)?;
            patch.put(&columns);
            patch.drop_until(to);
        } else if tag.begins("dimension") && tag.depth == 1 {
            // What it says would be wrong now; nobody needs it.
            patch.keep_until(tag.from);
            patch.drop_until(tags.skip(&tag)?);
        } else if tag.begins("sheetData") && tag.depth == 1 && !has_columns {
            patch.keep_until(tag.from);
            let own = own_column(column, &prefix);
            patch.put(&format!("<{prefix}cols>{own}</{prefix}cols>"));
        } else if tag.begins("row") && tag.depth == 2 {
            let number = tag.number("r").map_or(next_row, |n| n.saturating_sub(1));
            next_row = number.saturating_add(1);
            if let Some(changes) = changes_of(plan.annotations, number, column) {
                row(text, &mut patch, &mut tags, &tag, &changes, styles, &prefix)?;
            }
        }
        is_past_cells |= tag.depth == 1 && (tag.ends("sheetData") || tag.name == "sheetData");
        let is_end = tag.depth == 0 && tag.kind == TagKind::Close;
        let is_behind = tag.depth == 1
            && tag.kind != TagKind::Close
            && is_past_cells
            && BEHIND_DRAWING.contains(&tag.name.as_str());
        if (is_end || is_behind)
            && let Some(id) = drawing.take()
        {
            patch.keep_until(tag.from);
            patch.put(&format!(
                "<{prefix}legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/\
                 2006/relationships\" r:id=\"{id}\"/>"
            ));
        }
    }
    Ok(patch.finish())
}

/// The first column behind everything that says something.
fn column_behind(text: &str) -> Result<u32, ReadError> {
    let mut tags = Tags::of(text);
    let (mut behind, mut at, mut next) = (0, 0, 0);
    while let Some(tag) = tags.next()? {
        if tag.begins("row") {
            next = 0;
        } else if tag.begins("c") && tag.depth == 3 {
            at = column_of(&tag).unwrap_or(next);
            next = at + 1;
        } else if (tag.begins("v") || tag.begins("is")) && tag.depth == 4 {
            behind = behind.max(at + 1);
        }
    }
    Ok(behind.min(MAX_COLUMNS - 1))
}

/// `C12` → 2.
fn column_of(cell: &Tag<'_>) -> Option<u32> {
    let place = cell.attribute("r")?;
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_u32, |number, letter| {
        let letter = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        number.saturating_mul(26).saturating_add(letter)
    });
    number.checked_sub(1).filter(|at| *at < MAX_COLUMNS)
}

/// A column as the spreadsheet program names it: 0 is A, 26 is AA.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

fn own_column(column: u32, prefix: &str) -> String {
    let number = column + 1;
    format!("<{prefix}col min=\"{number}\" max=\"{number}\" width=\"{WIDTH}\" customWidth=\"1\"/>")
}

/// The widths of columns with the one of ours among them, in order, and where they end; ranges around
/// it are cut.
fn columns(
    tags: &mut Tags<'_>,
    opened: &Tag<'_>,
    column: u32,
    prefix: &str,
) -> Result<(String, usize), ReadError> {
    let number = column + 1;
    let mut to = opened.to;
    let mut all: BTreeMap<u32, String> = BTreeMap::new();
    if opened.kind == TagKind::Open {
        loop {
            let tag = tags.next()?.ok_or(ReadError::Damaged)?;
            if tag.depth <= opened.depth {
                to = tag.to;
                break;
            }
            let (Some(first), Some(last)) = (tag.number("min"), tag.number("max")) else {
                continue;
            };
            for (first, last) in [(first, last.min(column)), (first.max(number + 1), last)] {
                if first <= last && !(first..=last).contains(&number) {
                    let ends = [("min", first.to_string()), ("max", last.to_string())];
                    all.insert(first, format!("{}/>", tag.rewritten(&[], &ends)));
                }
            }
        }
    }
    all.insert(number, own_column(column, prefix));
    let inner: String = all.into_values().collect();
    Ok((format!("<{prefix}cols>{inner}</{prefix}cols>"), to))
}

/// What becomes of the cells of a row.
enum Change<'a> {
    Coloured,
    Words(&'a str),
    /// The words above the column: as the cell beside them looks.
    Title(&'a str),
}

fn changes_of(
    annotations: &Annotations,
    row: u32,
    column: u32,
) -> Option<BTreeMap<u32, Change<'_>>> {
    let mut changes: BTreeMap<u32, Change<'_>> = annotations
        .cells
        .range((row, 0)..=(row, u32::MAX))
        .map(|((_, at), _)| (*at, Change::Coloured))
        .collect();
    if let Some(said) = annotations.rows.get(&row) {
        changes.insert(column, Change::Words(said));
    }
    if row == annotations.header_row {
        changes.insert(column, Change::Title(&annotations.title));
    }
    (!changes.is_empty()).then_some(changes)
}

fn row(
    text: &str,
    patch: &mut Patch<'_>,
    tags: &mut Tags<'_>,
    opened: &Tag<'_>,
    changes: &BTreeMap<u32, Change<'_>>,
    styles: &mut Styles<'_>,
    prefix: &str,
) -> Result<(), ReadError> {
    patch.keep_until(opened.from);
    // A row without a number has cells without places: they stay where they follow each other.
    let number = opened.attribute("r").unwrap_or_default();
    patch.put(&format!("{}>", opened.rewritten(&["spans"], &[])));
    patch.drop_until(opened.to);
    let mut cells: BTreeMap<u32, String> = BTreeMap::new();
    let (mut next, mut last_format) = (0, None);
    if opened.kind == TagKind::Open {
        loop {
            let tag = tags.next()?.ok_or(ReadError::Damaged)?;
            if tag.depth <= opened.depth {
                patch.drop_until(tag.to);
                break;
            }
            if !tag.begins("c") {
                tags.skip(&tag)?;
                continue;
            }
            let at = column_of(&tag).unwrap_or(next);
            next = at + 1;
            let format: usize = tag.number("s").unwrap_or_default() as usize;
            let is_open = tag.kind == TagKind::Open;
            let to = tags.skip(&tag)?;
            let kept = match changes.get(&at) {
                Some(Change::Coloured) => {
                    let coloured = styles.coloured(format).unwrap_or(format);
                    let begin = tag.rewritten(&[], &[("s", coloured.to_string())]);
                    match is_open {
                        true => format!("{begin}>{}", text.get(tag.to..to).unwrap_or_default()),
                        false => format!("{begin}/>"),
                    }
                }
                Some(_) => continue,
                None => text.get(tag.from..to).unwrap_or_default().to_owned(),
            };
            last_format = Some(format);
            cells.insert(at, kept);
        }
    }
    for (at, change) in changes {
        let place = match number.is_empty() {
            true => String::new(),
            false => format!(" r=\"{}{number}\"", column_letters(*at)),
        };
        let (said, format) = match change {
            Change::Coloured => {
                if let (None, Some(format)) = (cells.get(at), styles.coloured(0)) {
                    cells.insert(*at, format!("<{prefix}c{place} s=\"{format}\"/>"));
                }
                continue;
            }
            Change::Words(said) => (said, styles.of_words()),
            Change::Title(said) => (said, last_format),
        };
        let format = format.map_or_else(String::new, |format| format!(" s=\"{format}\""));
        let cell = format!(
            "<{prefix}c{place}{format} t=\"inlineStr\"><{prefix}is><{prefix}t \
             xml:space=\"preserve\">{}</{prefix}t></{prefix}is></{prefix}c>",
            words(said)
        );
        cells.insert(*at, cell);
    }
    for cell in cells.values() {
        patch.put(cell);
    }
    patch.put(&format!("</{prefix}row>"));
    Ok(())
}
