//! .xlsx → the sheet that holds the dataset, as it was typed.

use crate::units::{self, Look};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use gongwen::read::{HiddenLines, MAX_FILE_BYTES, ReadError, hidden_parts};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
};

/// The most rows and columns of a sheet; beyond stands nothing anyone typed.
const MOST_ROWS: u32 = 20_000;
const MOST_COLUMNS: u32 = 400;
/// The sheet of the template that says what each column means.
pub(super) const EXPLAINED: &str = "填表说明";
/// The header stands among these rows; above it there may be a title.
const HEADER_WITHIN: usize = 12;
/// Headers of the columns that say whose row it is.
const NAMES: &[&str] = &[
    "学校名称",
    "单位名称",
    "单位全称",
    "学校全称",
    "机构名称",
    "学校",
    "单位",
    "名称",
];
const CODES: &[&str] = &[
    "学校标识码",
    "学校代码",
    "单位代码",
    "机构代码",
    "标识码",
    "代码",
];

/// Why a file cannot be taken, in words of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::facts) enum UnreadableSheet {
    #[error("文件是空的，请选择填好的 .xlsx 文件。")]
    Empty,
    #[error("文件太大，学年基表不会这么大，请检查是否选错了文件。")]
    TooLarge,
    #[error(
        "这不是 .xlsx 工作簿，或有密码、已损坏。请用电子表格软件打开，去掉密码后另存为 .xlsx，再导入。"
    )]
    NotAWorkbook,
    #[error("没有找到写着“学校名称”或“学校标识码”的表头。请下载模板，按模板填写。")]
    NoHeader,
    #[error("工作簿带有宏，没有读取。请用电子表格软件另存为不带宏的 .xlsx，再导入。")]
    Macros,
    #[error("行数超过{MOST_ROWS}，学年基表不会这么长。请检查是否选错了文件，或删去多余的行。")]
    TooLong,
    #[error(
        "没有找到写着“学校名称”或“学校标识码”的表头。隐藏的工作表、行、列不读取，请取消隐藏后重新上传。"
    )]
    NothingShown,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(in crate::facts) enum Kept {
    Text(String),
    Number(f64),
    /// A number that shows as so many of a hundred: 0.985 as 98.5%.
    Percent(f64),
    YesNo(bool),
    /// What is no value, and why.
    NoValue(String),
}

impl Kept {
    /// As text, numbers without what floating point adds to them.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::NoValue(_) => String::new(),
            Self::Number(number) | Self::Percent(number) => units::plain(*number),
            Self::YesNo(true) => "是".to_owned(),
            Self::YesNo(false) => "否".to_owned(),
        }
    }
}

/// As it is kept between two looks: a letter for what it is, then what stands there. Numbers are written so
/// that reading them gives the very same.
impl From<Kept> for String {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Text(text) => format!("t{text}"),
            Kept::Number(number) => format!("n{number:?}"),
            Kept::Percent(share) => format!("p{share:?}"),
            Kept::YesNo(yes) => format!("y{yes}"),
            Kept::NoValue(why) => format!("w{why}"),
        }
    }
}

/// What was kept is no cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cell that was kept is none")]
pub(in crate::facts) struct NotACell;

impl TryFrom<String> for Kept {
    type Error = NotACell;

    fn try_from(written: String) -> Result<Self, NotACell> {
        let text = |after: &str| -> Option<Self> {
            Some(match written.get(..1)? {
                "t" => Self::Text(after.to_owned()),
                "n" => Self::Number(after.parse().ok()?),
                "p" => Self::Percent(after.parse().ok()?),
                "y" => Self::YesNo(after.parse().ok()?),
                "w" => Self::NoValue(after.to_owned()),
                _ => return None,
            })
        };
        written.get(1..).and_then(text).ok_or(NotACell)
    }
}

/// Row and column, both from 0, with what stands there.
pub(super) type Cells = BTreeMap<u32, BTreeMap<u32, Kept>>;

/// The sheet of the dataset; what was read once is kept as it is, so that a page need not read the file again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::facts) struct Sheet {
    pub(in crate::facts) name: String,
    pub(super) cells: Cells,
    /// The first row below the header.
    pub(super) first_row: u32,
    /// Headers of the columns that are no names or codes of units.
    pub(in crate::facts) headers: Vec<(u32, String)>,
    /// What stands over headers of the second row.
    #[serde(default)]
    pub(super) over: BTreeMap<u32, String>,
    /// The units that stand above the table.
    #[serde(default)]
    pub(super) units_above: Vec<String>,
    pub(super) name_column: Option<u32>,
    pub(super) code_column: Option<u32>,
    /// What of the file was hidden and is not read, in sentences.
    pub(in crate::facts) remarks: Vec<String>,
}

/// Reads the first shown sheet with a header the dataset can be told by. What whoever opens the file
/// does not see is not read.
pub(in crate::facts) fn read(bytes: &[u8]) -> Result<Sheet, UnreadableSheet> {
    check_kind(bytes)?;
    let hidden = hidden_parts(bytes).map_err(|error| match error {
        ReadError::Bomb | ReadError::TooLarge => UnreadableSheet::TooLarge,
        _ => UnreadableSheet::NotAWorkbook,
    })?;
    if hidden.has_macros {
        return Err(UnreadableSheet::Macros);
    }
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|_| UnreadableSheet::NotAWorkbook)?;
    let mut found: Option<Sheet> = None;
    for name in workbook.sheet_names() {
        if hidden.sheets.contains(&name) || name == EXPLAINED {
            continue;
        }
        let lines = hidden.within.get(&name);
        let (cells, left_out) = read_cells(&mut workbook, &name, lines)?;
        let Some(mut sheet) = sheet_of(&name, cells) else {
            continue;
        };
        match &mut found {
            None => {
                sheet.remarks = hidden.told(left_out.rows.len(), &left_out.columns);
                found = Some(sheet);
            }
            Some(first) => {
                let own = &first.name;
                let other = format!("只读取工作表“{own}”，“{name}”请另存为一个文件上传。");
                first.remarks.push(other);
            }
        }
    }
    if let Some(sheet) = found {
        return Ok(sheet);
    }
    Err(match hidden.sheets.is_empty() && hidden.within.is_empty() {
        true => UnreadableSheet::NoHeader,
        false => UnreadableSheet::NothingShown,
    })
}

/// Whether it can be a workbook at all: asked before a large file is put aside to be read.
pub(in crate::facts) fn check_kind(bytes: &[u8]) -> Result<(), UnreadableSheet> {
    if bytes.is_empty() {
        return Err(UnreadableSheet::Empty);
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(UnreadableSheet::TooLarge);
    }
    match bytes.starts_with(b"PK") {
        true => Ok(()),
        false => Err(UnreadableSheet::NotAWorkbook),
    }
}

/// Rows and columns with something in them that were hidden.
#[derive(Default)]
struct LeftOut {
    rows: BTreeSet<u32>,
    columns: BTreeSet<u32>,
}

/// Reads cell by cell: a sheet with one cell in its last corner must not fill the memory.
fn read_cells(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    hidden: Option<&HiddenLines>,
) -> Result<(Cells, LeftOut), UnreadableSheet> {
    let broken = |_: XlsxError| UnreadableSheet::NotAWorkbook;
    // Where merged cells end, by where they begin; asked only of sheets that hide something.
    let merged: BTreeMap<(u32, u32), (u32, u32)> = match hidden {
        None => BTreeMap::new(),
        Some(_) => {
            let merged = workbook.merge_cells_by_sheet_name(name).map_err(broken)?;
            merged
                .into_iter()
                .map(|range| (range.start, range.end))
                .collect()
        }
    };
    let mut reader = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let formats = reader.styles().iter();
    let looks: Vec<Option<Look>> = formats
        .map(|style| Look::of(&style.number_format.as_ref()?.format_code))
        .collect();
    let mut cells = Cells::new();
    let mut left_out = LeftOut::default();
    // Where somebody computes nothing on purpose.
    let mut blank: BTreeSet<(u32, u32)> = BTreeSet::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
        let (row, column) = cell.get_position();
        if column >= MOST_COLUMNS {
            continue;
        }
        let kept = match cell.get_value() {
            DataRef::String(text) => Kept::Text(clean(text)),
            DataRef::SharedString(text) => Kept::Text(clean(text)),
            DataRef::Int(number) => Kept::Text(number.to_string()),
            DataRef::Float(number) => match looks.get(style).and_then(Option::as_ref) {
                Some(Look::Percent) => Kept::Percent(*number),
                Some(look) if look.misleads() => Kept::NoValue(units::MISLEADING.to_owned()),
                // 「0.50万元」 names its unit.
                Some(Look::Otherwise(unit)) => {
                    Kept::Text(format!("{}{unit}", units::plain(*number)))
                }
                _ => Kept::Number(*number),
            },
            DataRef::Bool(yes) => Kept::YesNo(*yes),
            DataRef::Error(error) => Kept::NoValue(format!("单元格是错误值{error}。")),
            DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
                Kept::NoValue("是日期或时间，不是数；请把单元格的格式改为数值。".to_owned())
            }
            DataRef::Empty => continue,
        };
        if kept == Kept::Text(String::new()) {
            blank.insert((row, column));
            continue;
        }
        if row >= MOST_ROWS {
            return Err(UnreadableSheet::TooLong);
        }
        let hides_row = |row: u32| hidden.is_some_and(|hidden| hidden.hides_row(row));
        let hides_column = |column: u32| hidden.is_some_and(|hidden| hidden.hides_column(column));
        // Words of merged cells show in the first row and column of theirs that are left.
        let (last_row, last_column) = merged.get(&(row, column)).map_or((row, column), |end| {
            (end.0.min(MOST_ROWS), end.1.min(MOST_COLUMNS))
        });
        let shown_row = (row..=last_row).find(|row| !hides_row(*row));
        let shown_column = (column..=last_column).find(|column| !hides_column(*column));
        match (shown_row, shown_column) {
            (None, _) => _ = left_out.rows.insert(row),
            (_, None) => _ = left_out.columns.insert(column),
            (Some(row), Some(column)) => {
                cells.entry(row).or_default().insert(column, kept);
            }
        }
    }
    // A formula whose result nobody kept looks like nothing at all.
    drop(reader);
    let mut reader = workbook.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(cell) = reader.next_formula().map_err(broken)? {
        let (row, column) = cell.get_position();
        let hides = |hidden: &HiddenLines| hidden.hides_row(row) || hidden.hides_column(column);
        let is_known = cell.get_value().is_empty() || blank.contains(&(row, column));
        let is_within = row < MOST_ROWS && column < MOST_COLUMNS;
        if is_within && !is_known && !hidden.is_some_and(hides) {
            let why = "公式没有算出的结果；请用电子表格软件打开、保存一次再上传。";
            let line = cells.entry(row).or_default();
            line.entry(column).or_insert(Kept::NoValue(why.to_owned()));
        }
    }
    Ok((cells, left_out))
}

fn sheet_of(name: &str, cells: Cells) -> Option<Sheet> {
    let is_among = |words: &[&str], text: &str| words.contains(&header_word(text).as_str());
    let (row, name_column, code_column) =
        cells.iter().take(HEADER_WITHIN).find_map(|(row, line)| {
            let find = |words: &[&str]| {
                let found = line.iter().find(|(_, kept)| is_among(words, &kept.text()));
                found.map(|(column, _)| *column)
            };
            let (name, code) = (find(NAMES), find(CODES));
            let is_header = (name.is_some() || code.is_some()) && line.len() >= 2;
            is_header.then_some((*row, name, code))
        })?;
    let upper: BTreeMap<u32, String> = texts(cells.get(&row)?);
    let mut heads = upper.clone();
    // A second row of headers names the columns under a heading of several.
    let own = [name_column, code_column];
    let below = cells.get(&(row + 1)).filter(|line| {
        let is_named = own.iter().flatten().any(|column| line.contains_key(column));
        !is_named
            && line
                .values()
                .all(|kept| matches!(kept, Kept::Text(text) if !is_number(text)))
    });
    let first_row = row + 1 + u32::from(below.is_some());
    let mut over = BTreeMap::new();
    // A row that says nothing but units is about what stands above it.
    let says_units = below.is_some_and(|line| {
        line.values()
            .all(|kept| units::unit_word(&kept.text()).is_some())
    });
    for (column, text) in below.map(texts).unwrap_or_default() {
        // A heading stands over its first column, and merged over those that follow.
        let heading = upper.range(..=column).next_back();
        let heading =
            heading.filter(|(first, _)| below.is_some_and(|line| line.contains_key(first)));
        let heading = heading.map_or("", |(_, heading)| heading);
        let is_of_unit = upper.contains_key(&column)
            && (units::is_unit_alone(&text) || says_units && units::unit_word(&text).is_some());
        let head = match is_of_unit {
            true => format!(
                "{heading}（{}）",
                units::unit_word(&text).unwrap_or_default()
            ),
            false => {
                over.insert(column, heading.to_owned());
                text
            }
        };
        heads.insert(column, head);
    }
    let lines = cells.range(..row).flat_map(|(_, line)| line.values());
    let units_above = lines.flat_map(|kept| units::above(&kept.text())).collect();
    let headers = heads
        .into_iter()
        .filter(|(column, _)| !own.contains(&Some(*column)))
        .collect();
    Some(Sheet {
        name: name.to_owned(),
        cells,
        first_row,
        headers,
        over,
        units_above,
        name_column,
        code_column,
        remarks: Vec::new(),
    })
}

impl Sheet {
    /// Whether a line says again what the header says.
    pub(super) fn is_header_again(&self, line: &BTreeMap<u32, Kept>) -> bool {
        let says = |column: &u32, head: &str| {
            let kept = line.get(column).map(Kept::text).unwrap_or_default();
            let squeezed = |text: &str| -> String { text.split_whitespace().collect() };
            kept.is_empty() || squeezed(&kept) == squeezed(head)
        };
        let is_one_of_it = self
            .cells
            .range(..self.first_row)
            .any(|(_, first)| first == line);
        is_one_of_it
            || self.is_header(line) && self.headers.iter().all(|(column, head)| says(column, head))
    }

    /// Whether a line is a header, of this table or another: where a name stands, it says 学校名称.
    pub(super) fn is_header(&self, line: &BTreeMap<u32, Kept>) -> bool {
        let says = |column: Option<u32>, words: &[&str]| {
            let kept = column.and_then(|column| line.get(&column));
            kept.is_some_and(|kept| words.contains(&header_word(&kept.text()).as_str()))
        };
        says(self.name_column, NAMES) || says(self.code_column, CODES)
    }

    /// Whether a line names units for what stands below it that do not stand above the table.
    pub(super) fn names_other_units(&self, line: &BTreeMap<u32, Kept>) -> bool {
        let texts = line.values().map(|kept| kept.text().into());
        units::is_line_of_others(line.len(), texts, &self.units_above)
    }
}

fn texts(line: &BTreeMap<u32, Kept>) -> BTreeMap<u32, String> {
    line.iter()
        .map(|(column, kept)| (*column, kept.text()))
        .collect()
}

fn is_number(text: &str) -> bool {
    crate::facts::model::Amount::parse(text).is_ok()
}

/// A header without blanks, stars, and what stands in brackets: `* 在校学生数（人）` → `在校学生数`.
pub(in crate::facts) fn header_word(text: &str) -> String {
    let end = text.find(units::OPENING).unwrap_or(text.len());
    let words = text.get(..end).unwrap_or(text);
    words
        .chars()
        .filter(|char| !char.is_whitespace() && !['*', '＊', ':', '：'].contains(char))
        .collect()
}

/// Without control characters, and no longer than anything that belongs into a table of numbers.
fn clean(text: &str) -> String {
    text.trim()
        .chars()
        .filter(|char| !char.is_control() || *char == '\n')
        .take(1_000)
        .collect()
}
