//! A sheet held against what is known: whose row it is, what each cell would change.

use super::read::{Kept, Sheet, header_word};
use crate::{
    facts::model::{Amount, DataItem, ItemCode, ValueKind},
    facts::store::Standing,
    org::{Directory, How, Named},
    units::{self, NumberColumn, OtherUnit, Reading},
};
use base::actor::UnitId;
use gongwen::annotate::column_letters;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap};

/// Above the column of words in a copy with errors: such a copy comes back, and the words are no values.
pub(super) const HINTS: &str = "导入提示";

/// What a cell would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::facts) enum Outcome {
    Same,
    New(Amount),
    Changed(Amount, Amount),
    /// A sentence.
    Wrong(String),
}

/// A cell with a value of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::facts) struct TableCell {
    pub(in crate::facts) column: u32,
    pub(in crate::facts) item: ItemCode,
    pub(in crate::facts) typed: String,
    pub(in crate::facts) outcome: Outcome,
}

/// A row of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::facts) struct TableRow {
    /// From 0.
    pub(in crate::facts) row: u32,
    /// The unit as it was written.
    pub(in crate::facts) written: String,
    pub(in crate::facts) unit: Option<UnitId>,
    /// Why the whole row cannot be taken; empty when it can.
    pub(in crate::facts) wrong: String,
    pub(in crate::facts) cells: Vec<TableCell>,
    /// Filled cells of items that are not looked at, because the whole row cannot be taken.
    pub(in crate::facts) n_unread: usize,
}

/// The whole sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::facts) struct Table {
    pub(in crate::facts) rows: Vec<TableRow>,
    /// Headers nobody knows yet.
    pub(in crate::facts) unknown: Vec<String>,
    /// Headers that are read as somebody once said; none for a column that is left out.
    pub(in crate::facts) said: Vec<(String, Option<ItemCode>)>,
    /// What of the columns is not read, in sentences.
    pub(in crate::facts) remarks: Vec<String>,
    /// Columns and their items.
    pub(in crate::facts) columns: BTreeMap<u32, ItemCode>,
    /// The columns whose numbers stand in another unit than that of their item.
    others: BTreeMap<u32, OtherUnit>,
    /// Headers that are read by the name of their item.
    pub(in crate::facts) by_name: Vec<(String, ItemCode)>,
    /// Rows of totals, which are left out.
    pub(in crate::facts) n_totals: usize,
}

impl TableRow {
    /// Whether nothing about it is wrong.
    pub(in crate::facts) fn is_right(&self) -> bool {
        let is_wrong = |cell: &TableCell| matches!(cell.outcome, Outcome::Wrong(_));
        self.wrong.is_empty() && !self.cells.iter().any(is_wrong)
    }

    /// Everything that is wrong with it, in sentences that name the column.
    pub(in crate::facts) fn complaints(&self, name: impl Fn(&ItemCode) -> String) -> Vec<String> {
        let mut complaints = Vec::new();
        if !self.wrong.is_empty() {
            complaints.push(self.wrong.clone());
        }
        for cell in &self.cells {
            if let Outcome::Wrong(why) = &cell.outcome {
                complaints.push(format!("{}：{why}", name(&cell.item)));
            }
        }
        complaints
    }
}

/// What a sheet is held against.
pub(in crate::facts) struct Known<'a> {
    pub(in crate::facts) items: Vec<&'a DataItem>,
    /// Headers somebody said the meaning of; none for a column to leave out.
    pub(in crate::facts) headers: HashMap<String, Option<ItemCode>>,
    pub(in crate::facts) directory: &'a Directory,
    pub(in crate::facts) may_take: &'a (dyn Fn(UnitId) -> bool + Sync),
}

impl Known<'_> {
    /// An item whose values are numbers.
    fn number(&self, code: &ItemCode) -> Option<&DataItem> {
        let mut items = self.items.iter();
        let item = items.find(|item| item.code == *code)?;
        (item.kind == ValueKind::Number).then_some(item)
    }
}

impl Table {
    /// Which column is which item; headers nobody knows are told.
    pub(in crate::facts) fn columns(sheet: &Sheet, known: &Known<'_>) -> Self {
        let mut table = Self::default();
        let by_code = |code: &ItemCode| {
            let item = known.items.iter().find(|item| item.code == *code);
            item.map_or_else(|| code.to_string(), |item| item.name.clone())
        };
        let mut has_own = Vec::new();
        for (column, text) in &sheet.headers {
            let word = header_word(text);
            let whole = text.trim();
            let by_name = known.items.iter().find(|item| {
                item.name == word
                    || item.code.as_str() == word
                    || item.name == whole
                    || item.name == units::before_last_brackets(whole)
            });
            let own = by_name.map_or("", |item| &item.name);
            let said = match sheet.over.get(column) {
                None => units::of_header(own, whole, ""),
                Some(over) => units::of_header(own, over, whole),
            };
            let item = match known.headers.get(&word) {
                Some(said) => {
                    table.said.push((word.clone(), said.clone()));
                    said.clone()
                }
                None => match by_name {
                    Some(item) => {
                        table.by_name.push((word, item.code.clone()));
                        Some(item.code.clone())
                    }
                    None if word.is_empty()
                        || word == "序号"
                        || word == HINTS
                        || word == "备注" =>
                    {
                        None
                    }
                    None => {
                        table.unknown.push(word);
                        None
                    }
                },
            };
            let Some(item) = item else { continue };
            let mut columns = table.columns.iter();
            match columns.find(|(_, known)| **known == item) {
                None => {
                    table.columns.insert(*column, item);
                    if !said.is_empty() {
                        has_own.push(*column);
                        table.take_units((*column, whole), &said, known);
                    }
                }
                Some((first, _)) => table.remarks.push(format!(
                    "{}列与{}列都是“{}”，只读{}列；请只留一列。",
                    column_letters(*column),
                    column_letters(*first),
                    by_code(&item),
                    column_letters(*first),
                )),
            }
        }
        table.unknown.dedup();
        table.take_units_above(sheet, known, &has_own);
        table
    }

    /// Reads a column in the unit somebody wrote down for it: as it is, converted, or not at all.
    fn take_units(&mut self, (column, header): (u32, &str), said: &[String], known: &Known<'_>) {
        let code = self.columns.get(&column);
        let Some(item) = code.and_then(|code| known.number(code)) else {
            return;
        };
        let numbers = NumberColumn {
            header,
            name: &item.name,
            unit: &item.unit,
        };
        let (reading, remark) = numbers.read_in(said);
        match reading {
            Reading::AsTheyStand => {}
            Reading::Converted(other) => _ = self.others.insert(column, other),
            Reading::NotAtAll => _ = self.columns.remove(&column),
        }
        self.remarks.extend(remark);
    }

    /// Takes 「单位：万元」 above the table for the columns whose headers name no unit.
    fn take_units_above(&mut self, sheet: &Sheet, known: &Known<'_>, has_own: &[u32]) {
        if sheet.units_above.is_empty() {
            return;
        }
        let headers = sheet.headers.iter().filter_map(|(column, header)| {
            let item = known.number(self.columns.get(column)?)?;
            Some((*column, header.as_str(), item.unit.as_str()))
        });
        let headers: Vec<(u32, &str, &str)> = headers.collect();
        let all: Vec<&str> = headers.iter().map(|(_, _, unit)| *unit).collect();
        for (column, header, unit) in headers {
            if !has_own.contains(&column) {
                let said = units::above_for(&sheet.units_above, unit, &all);
                self.take_units((column, header), &said, known);
            }
        }
    }

    /// What it would do: another word once a cell would do something else.
    pub(in crate::facts) fn digest(&self) -> String {
        let mut seen = Sha256::new();
        for row in &self.rows {
            for cell in &row.cells {
                let does = match &cell.outcome {
                    Outcome::New(is) => format!("+{}", is.plain()),
                    Outcome::Changed(was, is) => format!("{}>{}", was.plain(), is.plain()),
                    Outcome::Same | Outcome::Wrong(_) => continue,
                };
                let unit = row.unit.map_or_else(String::new, |unit| unit.to_string());
                seen.update(format!("{} {unit} {} {does}\n", row.row, cell.item));
            }
        }
        let bytes = seen.finalize();
        bytes
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Fills in the rows.
    pub(in crate::facts) fn with_rows(
        mut self,
        sheet: &Sheet,
        known: &Known<'_>,
        standing: &Standing,
    ) -> Self {
        let mut taken: HashMap<UnitId, u32> = HashMap::new();
        let mut units = UnitsOfRows::of(known.directory);
        let items = self.columns.iter().filter_map(|(column, code)| {
            let item = known.items.iter().find(|item| item.code == *code)?;
            Some((*column, *item))
        });
        let items: Vec<(u32, &DataItem)> = items.collect();
        // The line that begins another table; by the first header what stands below would be something else.
        let mut ended: Option<u32> = None;
        for (row, line) in sheet.cells.range(sheet.first_row..) {
            let text = |column: Option<u32>| {
                let kept = column.and_then(|column| line.get(&column));
                kept.map(Kept::text).unwrap_or_default()
            };
            let (name, code) = (text(sheet.name_column), text(sheet.code_column));
            let n_filled = || {
                let filled = items.iter().filter(|(column, _)| line.contains_key(column));
                filled.count()
            };
            if ended.is_none() && sheet.is_header_again(line) {
                self.n_totals += 1;
                continue;
            }
            if ended.is_none() && (sheet.is_header(line) || sheet.names_other_units(line)) {
                ended = Some(*row);
            }
            if let Some(header) = ended {
                let words = match header == *row {
                    true => {
                        "从这一行起是另一张表：表头或单位与前面的不同，这一行和下面的都没有读。"
                            .to_owned()
                    }
                    false => format!("在第{}行起的另一张表里，没有读。", header + 1),
                };
                self.rows.push(TableRow {
                    n_unread: n_filled(),
                    row: *row,
                    written: if name.is_empty() { code } else { name },
                    unit: None,
                    wrong: format!("{words}请另存为一份文件，单独上传。"),
                    cells: Vec::new(),
                });
                continue;
            }
            if name.is_empty() && code.is_empty() {
                continue;
            }
            if ["合计", "总计", "小计", "全县", "填表说明"]
                .iter()
                .any(|word| name.contains(word))
            {
                self.n_totals += 1;
                continue;
            }
            let written = if name.is_empty() {
                code.clone()
            } else {
                name.clone()
            };
            let (unit, mut wrong) = match units.of_row(&name, &code) {
                Ok(unit) => (Some(unit), String::new()),
                Err(wrong) => (None, wrong),
            };
            if let Some(unit) = unit {
                match taken.insert(unit, *row) {
                    Some(first) => wrong = format!("与第{}行是同一个单位。", first + 1),
                    None if !(known.may_take)(unit) => {
                        wrong = "不是本单位的数据，不能由这里导入。".to_owned();
                    }
                    None => {}
                }
            }
            let kind = unit
                .filter(|_| wrong.is_empty())
                .and_then(|unit| Some((unit, known.directory.unit(unit)?.kind)));
            let cells = match kind {
                Some((unit, kind)) => items
                    .iter()
                    .filter_map(|(column, item)| {
                        let kept = line.get(column)?;
                        let typed = kept.text();
                        let stands = || standing.get(&item.code)?.get(&unit).copied();
                        let applies = item.applies_to(kind);
                        let outcome = match (kept, self.others.get(column)) {
                            (Kept::NoValue(why), _) => Outcome::Wrong(why.clone()),
                            (_, Some(other)) => converted(item, other, &typed, applies, stands)?,
                            (Kept::Percent(share), None) if units::is_percent(&item.unit) => {
                                let shown = units::plain(share * 100.0);
                                let plain = units::without_noise(&shown);
                                outcome(item, plain.as_ref().unwrap_or(&shown), applies, stands)?
                            }
                            (Kept::Number(_) | Kept::Percent(_), None) => {
                                let plain = units::without_noise(&typed);
                                outcome(item, plain.as_ref().unwrap_or(&typed), applies, stands)?
                            }
                            _ => outcome(item, &typed, applies, stands)?,
                        };
                        Some(TableCell {
                            column: *column,
                            item: item.code.clone(),
                            outcome,
                            typed,
                        })
                    })
                    .collect(),
                None => Vec::new(),
            };
            self.rows.push(TableRow {
                n_unread: if kind.is_none() { n_filled() } else { 0 },
                row: *row,
                written,
                unit,
                wrong,
                cells,
            });
        }
        self
    }

    /// How many cells are new, changed, the same, wrong.
    pub(in crate::facts) fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for cell in self.rows.iter().flat_map(|row| &row.cells) {
            let place = match cell.outcome {
                Outcome::New(_) => 0,
                Outcome::Changed(..) => 1,
                Outcome::Same => 2,
                Outcome::Wrong(_) => 3,
            };
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        counts
    }
}

/// What a cell in another unit would do; what is wrong names the number it becomes.
fn converted(
    item: &DataItem,
    other: &OtherUnit,
    typed: &str,
    applies: bool,
    stands: impl Fn() -> Option<Amount>,
) -> Option<Outcome> {
    let Some(number) = other.converted(typed) else {
        return outcome(item, typed, applies, stands);
    };
    let kept = (&*item.name, &*item.unit, item.decimals);
    let told = |why: String| other.told(typed, kept, &why).unwrap_or(why);
    Some(match outcome(item, &number, applies, stands)? {
        Outcome::Wrong(why) if applies => Outcome::Wrong(told(why)),
        outcome => outcome,
    })
}

/// What a cell would do; nothing for an empty one, which says nothing about what stands there.
fn outcome(
    item: &DataItem,
    typed: &str,
    applies: bool,
    stands: impl Fn() -> Option<Amount>,
) -> Option<Outcome> {
    let is_none = ["", "—", "-", "/", "无此项"].contains(&typed.trim());
    if is_none {
        return None;
    }
    if !applies {
        // A zero where there is nothing to count is no mistake worth a person's time.
        let is_nothing = Amount::parse(typed) == Ok(Amount::ZERO);
        return (!is_nothing).then(|| Outcome::Wrong("这类单位没有这一项。".to_owned()));
    }
    match (item.read(typed), stands()) {
        (Err(why), _) => Some(Outcome::Wrong(why)),
        (Ok(None), _) => None,
        (Ok(Some(is)), None) => Some(Outcome::New(is)),
        (Ok(Some(is)), Some(was)) if is == was => Some(Outcome::Same),
        (Ok(Some(is)), Some(was)) => Some(Outcome::Changed(was, is)),
    }
}

/// Units by their codes; none where several have the same.
fn units_by_code(directory: &Directory) -> HashMap<&str, Option<UnitId>> {
    let mut codes = HashMap::new();
    for unit in directory.units() {
        codes
            .entry(unit.code.as_str())
            .and_modify(|known| *known = None)
            .or_insert(Some(unit.id));
    }
    codes
}

/// Names nobody knows that are held against those of all units for a near one. Who has more of them has chosen
/// the wrong file, and each takes as long as all the rest of its row.
pub(super) const MOST_COMPARED: usize = 200;

/// The units of the rows of a sheet: a name that stands in many rows is looked up once.
pub(super) struct UnitsOfRows<'a> {
    directory: &'a Directory,
    codes: HashMap<&'a str, Option<UnitId>>,
    /// What is wrong with names that are no unit's.
    unknown: HashMap<String, String>,
    /// How many of them were held against the names of all units.
    pub(super) n_compared: usize,
}

impl<'a> UnitsOfRows<'a> {
    pub(super) fn of(directory: &'a Directory) -> Self {
        Self {
            directory,
            codes: units_by_code(directory),
            unknown: HashMap::new(),
            n_compared: 0,
        }
    }

    /// The unit of a row, by its code first: names change.
    pub(super) fn of_row(&mut self, name: &str, code: &str) -> Result<UnitId, String> {
        if !code.is_empty() {
            if let Some(Some(unit)) = self.codes.get(code) {
                return Ok(*unit);
            }
            if name.is_empty() {
                return Err(format!("没有代码为“{code}”的单位。"));
            }
        }
        if let Some(unit) = self.directory.called(name) {
            return Ok(unit);
        }
        if let Some(wrong) = self.unknown.get(name) {
            return Err(wrong.clone());
        }
        let wrong = match self.n_compared < MOST_COMPARED {
            true => {
                self.n_compared += 1;
                self.compared(name)
            }
            false => format!("没有叫“{name}”的单位。"),
        };
        self.unknown.insert(name.to_owned(), wrong.clone());
        Err(wrong)
    }

    /// What is wrong with a name that is no unit's.
    fn compared(&self, name: &str) -> String {
        match self.directory.find(name) {
            Some(found) if found.how != How::Fuzzy => format!("“{name}”不是一个单位。"),
            // A near miss is no answer for numbers: whoever fills in the file says whom they mean.
            Some(found) => match found.who {
                Named::Unit(unit) => {
                    let near = self.directory.unit(unit).map_or("", |unit| &unit.name);
                    format!("没有叫“{name}”的单位；如果是“{near}”，请改成全称或简称。")
                }
                _ => format!("没有叫“{name}”的单位。"),
            },
            None => format!("没有叫“{name}”的单位，或有几个单位都像。"),
        }
    }
}
