//! The sheet 单位.

use super::{Effect, Fault, House, PlannedUnit, difference, fault};
use crate::org::{
    facts,
    model::{Closed, KeptUnit, Unit, UnitKind},
    workbook::{Column, Line, day, former_names, words},
};
use base::actor::UnitId;
use std::collections::{BTreeMap, BTreeSet};

const SHEET: &str = "单位";

/// A right row whose parent is still a name.
struct Draft<'a> {
    line: &'a Line,
    before: Option<&'a KeptUnit>,
    after: KeptUnit,
    parent_name: Option<String>,
    /// Name of the unit it was merged into.
    successor_name: Option<String>,
}

/// The units of the sheet as they would be, parents first; wrong rows become faults.
pub(super) fn plan(house: &House, lines: &[Line], faults: &mut Vec<Fault>) -> Vec<PlannedUnit> {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    let mut rows_by_name: BTreeMap<String, u32> = BTreeMap::new();
    let mut rows_by_unit: BTreeMap<UnitId, u32> = BTreeMap::new();
    for line in lines {
        match draft(house, line) {
            Err(what) => faults.push(fault(SHEET, line, what)),
            Ok(draft) => {
                let same_name = rows_by_name.insert(draft.after.unit.name.clone(), line.row);
                let same_unit = rows_by_unit.insert(draft.after.unit.id, line.row);
                match same_name.or(same_unit) {
                    Some(row) => faults.push(fault(
                        SHEET,
                        line,
                        format!("和第{row}行是同一个单位，请删去一行或改名。"),
                    )),
                    None => drafts.push(draft),
                }
            }
        }
    }
    drafts.retain(|draft| {
        let taken = taken_name(house, &rows_by_unit, draft);
        if let Some(what) = taken {
            faults.push(fault(SHEET, draft.line, what));
            return false;
        }
        true
    });
    let drafts = with_parents(house, drafts, faults);
    parents_first(house, drafts)
}

fn draft<'a>(house: &'a House, line: &'a Line) -> Result<Draft<'a>, String> {
    let name = line.text(Column::UnitName);
    if name.is_empty() {
        return Err("没有填写单位全称。".into());
    }
    let kind_text = line.text(Column::Kind);
    let kind = match kind_text {
        "" => None,
        text => Some(kind_of(text).ok_or_else(|| {
            let kinds: Vec<&str> = UnitKind::ALL.iter().map(|kind| kind.label()).collect();
            format!("类型“{text}”不认识，请填{}之一。", kinds.join("、"))
        })?),
    };
    let before = known_unit(house, line, name, kind)?;
    let kind = match (kind, before) {
        (Some(kind), _) => kind,
        (None, Some(before)) => before.unit.kind,
        (None, None) => return Err("新单位要填写类型。".into()),
    };
    let place = match line.text(Column::Place) {
        "" => before.map_or_else(|| next_place(house, line), |before| before.place),
        text => text
            .parse()
            .map_err(|_| format!("排序“{text}”不是整数。"))?,
    };
    let kept = |column: Column, before: Option<String>| {
        line.get(column)
            .map(str::to_owned)
            .or(before)
            .unwrap_or_default()
    };
    let kept_words = |column: Column, before: Option<&Vec<String>>| match line.get(column) {
        Some(text) => words(text),
        None => before.cloned().unwrap_or_default(),
    };
    let known = before.map(|before| &before.unit);
    let mut short_name = kept(
        Column::ShortName,
        known.map(|known| known.short_name.clone()),
    );
    if short_name.is_empty() {
        short_name = short_form(house, name);
    }
    let closed_on = day(line.text(Column::ClosedOn))?;
    let successor_name = line.text(Column::Successor);
    let former_names = former_names(line.text(Column::FormerNames))?;
    if let Some(before) = before {
        let closed_before = before.unit.closed.map(|closed| closed.on);
        let is_told = line.get(Column::ClosedOn).is_some();
        if is_told && closed_on != closed_before {
            return Err("撤并和恢复要写明原因，请到单位页面登记，这里的撤并日期保持原样。".into());
        }
        if !former_names.is_empty() && former_names != before.unit.former_names {
            return Err("改名要写明原因，请到单位页面登记，这里的历史名称保持原样。".into());
        }
    }
    if closed_on.is_none() && !successor_name.is_empty() && before.is_none() {
        return Err("填写了并入单位，还要填写撤并日期。".into());
    }
    Ok(Draft {
        line,
        before,
        successor_name: Some(successor_name)
            .filter(|name| !name.is_empty() && before.is_none())
            .map(str::to_owned),
        parent_name: line
            .get(Column::Parent)
            .filter(|text| !text.is_empty())
            .map(str::to_owned),
        after: KeptUnit {
            unit: Unit {
                id: known.map_or_else(UnitId::new, |known| known.id),
                parent: known.and_then(|known| known.parent),
                kind,
                name: name.to_owned(),
                short_name,
                aliases: kept_words(Column::Aliases, known.map(|known| &known.aliases)),
                code: kept(Column::Code, known.map(|known| known.code.clone())),
                duties: kept_words(Column::Duties, known.map(|known| &known.duties)),
                first_day: match line.get(Column::FirstDay) {
                    Some(text) => day(text)?,
                    None => known.and_then(|known| known.first_day),
                },
                closed: match known {
                    Some(known) => known.closed,
                    None => closed_on.map(|on| Closed {
                        on,
                        successor: None,
                    }),
                },
                former_names: known.map_or(former_names, |known| known.former_names.clone()),
            },
            place,
            version: before.map_or(1, |before| before.version),
        },
    })
}

/// The unit a row means: by its number, its full name, its code; a bureau is always the one there
/// is, because a house has one.
fn known_unit<'a>(
    house: &'a House,
    line: &Line,
    name: &str,
    kind: Option<UnitKind>,
) -> Result<Option<&'a KeptUnit>, String> {
    let id = line.text(Column::Id);
    if !id.is_empty() {
        let known = house
            .units
            .iter()
            .find(|kept| kept.unit.id.to_string() == id);
        return known
            .map(Some)
            .ok_or_else(|| "编号在系统中不存在；新单位的编号请留空。".to_owned());
    }
    let code = line.text(Column::Code);
    let only = |fits: &dyn Fn(&Unit) -> bool| {
        let mut fitting = house.units.iter().filter(|kept| fits(&kept.unit));
        let first = fitting.next();
        first.filter(|_| fitting.next().is_none())
    };
    Ok(only(&|unit| unit.name == name)
        .or_else(|| only(&|unit| !code.is_empty() && unit.code == code))
        .or_else(|| match kind {
            Some(UnitKind::Bureau) => only(&|unit| unit.kind == UnitKind::Bureau),
            _ => None,
        }))
}

/// Units of the sheet without a place of their own follow those there are, in the order of rows.
fn next_place(house: &House, line: &Line) -> i64 {
    let last = house.units.iter().map(|kept| kept.place).max();
    last.unwrap_or_default() + i64::from(line.row)
}

/// 云溪县教育局人事科 → 人事科; a name without the bureau's in front stays whole.
fn short_form(house: &House, name: &str) -> String {
    let bureau = house
        .units
        .iter()
        .find(|kept| kept.unit.kind == UnitKind::Bureau);
    let rest = bureau
        .and_then(|bureau| name.strip_prefix(bureau.unit.name.as_str()))
        .unwrap_or_default();
    match rest {
        "" => name.to_owned(),
        rest => rest.to_owned(),
    }
}

fn kind_of(text: &str) -> Option<UnitKind> {
    let text: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let plain = |label: &str| -> String { label.chars().filter(|c| c.is_alphanumeric()).collect() };
    UnitKind::ALL
        .into_iter()
        .find(|kind| plain(kind.label()) == text)
        .or(match text.as_str() {
            "局机关" | "局" | "教体局" | "教育体育局" | "教育和体育局" => {
                Some(UnitKind::Bureau)
            }
            "科室" | "股室" | "处室" | "机关科" | "内设机构" => Some(UnitKind::Office),
            "直属单位" | "直属事业单位" | "事业单位" | "二级单位" => {
                Some(UnitKind::Affiliated)
            }
            "小学" | "中学" | "初中" | "高中" | "中小学" | "中小学校" => {
                Some(UnitKind::School)
            }
            "街道" | "乡镇" | "街道教委办" | "教委办" | "乡镇教委办" | "镇街" => {
                Some(UnitKind::Street)
            }
            "其他" | "外部单位" | "政府部门" => Some(UnitKind::Outside),
            _ => None,
        })
}

/// Whether another unit that the sheet does not rename already has the name.
fn taken_name(
    house: &House,
    rows_by_unit: &BTreeMap<UnitId, u32>,
    draft: &Draft<'_>,
) -> Option<String> {
    let after = &draft.after.unit;
    let taken = house.units.iter().any(|kept| {
        kept.unit.name == after.name
            && kept.unit.id != after.id
            && !rows_by_unit.contains_key(&kept.unit.id)
    });
    taken.then(|| format!("已有名为“{}”的另一个单位，请改名。", after.name))
}

/// Finds every parent by name, among the units there are and the right rows of the sheet.
fn with_parents<'a>(
    house: &House,
    mut drafts: Vec<Draft<'a>>,
    faults: &mut Vec<Fault>,
) -> Vec<Draft<'a>> {
    let bureau = house
        .units
        .iter()
        .map(|kept| &kept.unit)
        .chain(drafts.iter().map(|draft| &draft.after.unit))
        .find(|unit| unit.kind == UnitKind::Bureau)
        .map(|unit| unit.id);
    // A wrong parent makes the row wrong, which may be the parent of others: until none is left.
    loop {
        let mut ids: BTreeMap<String, BTreeSet<UnitId>> = BTreeMap::new();
        let known = house.units.iter().map(|kept| &kept.unit);
        for unit in known.chain(drafts.iter().map(|draft| &draft.after.unit)) {
            for name in [&unit.name, &unit.short_name] {
                ids.entry(name.clone()).or_default().insert(unit.id);
            }
        }
        let n_before = drafts.len();
        drafts.retain_mut(|draft| match ties(draft, &ids, bureau) {
            Ok((parent, successor)) => {
                draft.after.unit.parent = parent;
                if let (Some(closed), Some(_)) = (&mut draft.after.unit.closed, successor) {
                    closed.successor = successor;
                }
                true
            }
            Err(what) => {
                faults.push(fault(SHEET, draft.line, what));
                false
            }
        });
        if drafts.len() == n_before {
            return without_circles(house, drafts, faults);
        }
    }
}

/// The unit above, and the one a unit was merged into.
fn ties(
    draft: &Draft<'_>,
    ids: &BTreeMap<String, BTreeSet<UnitId>>,
    bureau: Option<UnitId>,
) -> Result<(Option<UnitId>, Option<UnitId>), String> {
    let parent = parent(draft, ids, bureau)?;
    let Some(name) = &draft.successor_name else {
        return Ok((parent, None));
    };
    let found = ids.get(name).filter(|ids| ids.len() == 1);
    match found.and_then(|ids| ids.first()) {
        Some(successor) if *successor != draft.after.unit.id => Ok((parent, Some(*successor))),
        Some(_) => Err("不能并入它自己。".into()),
        None => Err(format!(
            "没有找到唯一的并入单位“{name}”，或它所在的行有误，请写全称。"
        )),
    }
}

fn parent(
    draft: &Draft<'_>,
    ids: &BTreeMap<String, BTreeSet<UnitId>>,
    bureau: Option<UnitId>,
) -> Result<Option<UnitId>, String> {
    let unit = &draft.after.unit;
    if unit.kind == UnitKind::Bureau {
        return Ok(None);
    }
    let Some(name) = &draft.parent_name else {
        let kept = draft.before.and_then(|before| before.unit.parent);
        return kept.or(bureau).map(Some).ok_or_else(|| {
            "还没有教育局这一级，请在“单位”表中登记一行类型为“教育局”的单位。".to_owned()
        });
    };
    let found = ids.get(name).filter(|ids| ids.len() == 1);
    match found.and_then(|ids| ids.first()) {
        Some(parent) if *parent == unit.id => Err("上级单位不能是它自己。".into()),
        Some(parent) => Ok(Some(*parent)),
        None if ids.contains_key(name) => Err(format!("叫“{name}”的上级单位不止一个，请写全称。")),
        None => Err(format!(
            "没有找到上级单位“{name}”，或它所在的行有误，请检查写法。"
        )),
    }
}

/// A unit must not stand above itself, nor follow itself.
fn without_circles<'a>(
    house: &House,
    mut drafts: Vec<Draft<'a>>,
    faults: &mut Vec<Fault>,
) -> Vec<Draft<'a>> {
    let ties = ties_after(house, &drafts);
    drafts.retain(|draft| {
        let own = draft.after.unit.id;
        let mut seen = BTreeSet::new();
        let mut ahead: Vec<UnitId> = ties.get(&own).cloned().unwrap_or_default();
        while let Some(unit) = ahead.pop() {
            if unit == own {
                let what = "上级单位绕了一圈又回到它自己，请检查上级单位和并入单位。";
                faults.push(fault(SHEET, draft.line, what));
                return false;
            }
            if seen.insert(unit) {
                ahead.extend(ties.get(&unit).into_iter().flatten());
            }
        }
        true
    });
    drafts
}

/// What each unit needs to be there: the one above it and the one it was merged into.
fn ties_after(house: &House, drafts: &[Draft<'_>]) -> BTreeMap<UnitId, Vec<UnitId>> {
    let of = |unit: &Unit| {
        let successor = unit.closed.and_then(|closed| closed.successor);
        (
            unit.id,
            unit.parent.into_iter().chain(successor).collect::<Vec<_>>(),
        )
    };
    let kept = house.units.iter().map(|kept| of(&kept.unit));
    let mut ties: BTreeMap<UnitId, Vec<UnitId>> = kept.collect();
    ties.extend(drafts.iter().map(|draft| of(&draft.after.unit)));
    ties
}

/// The longest way from a unit to one that needs none.
fn depth(
    unit: UnitId,
    ties: &BTreeMap<UnitId, Vec<UnitId>>,
    known: &mut BTreeMap<UnitId, usize>,
) -> usize {
    if let Some(depth) = known.get(&unit) {
        return *depth;
    }
    // Whoever comes back here while it is being counted stands in a circle that is a fault.
    known.insert(unit, 0);
    let needed = ties.get(&unit).into_iter().flatten();
    let below = needed.map(|tie| depth(*tie, ties, known) + 1).max();
    known.insert(unit, below.unwrap_or_default());
    below.unwrap_or_default()
}

fn parents_first(house: &House, drafts: Vec<Draft<'_>>) -> Vec<PlannedUnit> {
    let ties = ties_after(house, &drafts);
    let mut known = BTreeMap::new();
    let mut depth = |unit: UnitId| depth(unit, &ties, &mut known);
    let mut planned: Vec<(usize, PlannedUnit)> = drafts
        .into_iter()
        .map(|draft| (depth(draft.after.unit.id), planned_unit(house, draft)))
        .collect();
    planned.sort_by_key(|(depth, _)| *depth);
    planned.into_iter().map(|(_, unit)| unit).collect()
}

fn planned_unit(house: &House, draft: Draft<'_>) -> PlannedUnit {
    let effect = match draft.before {
        None => Effect::New,
        Some(before) => {
            let differences = differences(house, before, &draft.after);
            match differences.is_empty() {
                true => Effect::Same,
                false => Effect::Changed(differences),
            }
        }
    };
    PlannedUnit {
        kept: draft.after,
        effect,
    }
}

fn differences(house: &House, before: &KeptUnit, after: &KeptUnit) -> Vec<String> {
    let parent = |unit: &Unit| {
        let parent = unit.parent?;
        let known = house.units.iter().find(|kept| kept.unit.id == parent);
        Some(known.map_or_else(|| "表中的新单位".to_owned(), |k| k.unit.short_name.clone()))
    };
    let in_words = |kept: &KeptUnit| facts::of_unit(kept, &parent(&kept.unit).unwrap_or_default());
    let (old, new) = (in_words(before), in_words(after));
    new.iter()
        .filter_map(|(word, value)| difference(word, old.value(word), value))
        .collect()
}
