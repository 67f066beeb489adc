//! What taking over a workbook would change, and what is wrong with its rows. Pure: the house as
//! it is and the sheets go in, the changes come out; nothing is saved here.

mod fields;
mod people;
mod units;

#[cfg(test)]
mod tests;

use super::{
    model::{KeptUnit, PastPost, Person, Post, PostDraft, Unit, WorkField, WorkFieldId},
    workbook::{Line, Sheets},
};
use base::{
    Role,
    actor::{PersonId, UnitId},
};
use std::collections::{BTreeMap, BTreeSet};

/// The house as it is.
#[derive(Debug, Clone, Default)]
pub(super) struct House {
    pub(super) units: Vec<KeptUnit>,
    pub(super) people: Vec<Person>,
    /// Person by person, each person's in order.
    pub(super) posts: Vec<Post>,
    pub(super) past_posts: Vec<PastPost>,
    pub(super) charges: BTreeMap<PersonId, Vec<UnitId>>,
    pub(super) fields: Vec<WorkField>,
    pub(super) field_charges: BTreeMap<PersonId, Vec<WorkFieldId>>,
}

impl House {
    /// The posts a person holds, in order.
    pub(super) fn posts_of(&self, person: PersonId) -> impl Iterator<Item = &Post> {
        self.posts.iter().filter(move |post| post.person == person)
    }
}

/// Whether two drafts are the same post, whatever their place and first day.
pub(super) fn is_same_post(one: &PostDraft, other: &PostDraft) -> bool {
    one.unit == other.unit && one.title == other.title && one.role == other.role
}

/// What a row would bring about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// Something new.
    New,
    /// What would differ, in words.
    Changed(Vec<String>),
    /// It is already so.
    Same,
}

/// A unit as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlannedUnit {
    pub(super) kept: KeptUnit,
    pub(super) effect: Effect,
}

/// A person as they would be, with all their posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlannedPerson {
    pub(super) person: Person,
    pub(super) posts: Vec<PostDraft>,
    /// Posts they held that are not yet known.
    pub(super) new_past_posts: Vec<PastPost>,
    pub(super) charges: Vec<UnitId>,
    pub(super) fields: Vec<WorkFieldId>,
    pub(super) effect: Effect,
}

/// A field of work as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlannedField {
    pub(super) field: WorkField,
    pub(super) effect: Effect,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Name of the sheet.
    pub(super) sheet: &'static str,
    /// Number of the row.
    pub(super) row: u32,
    /// What is wrong and what to do.
    pub(super) what: String,
}

/// What a workbook would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ImportPlan {
    /// Parents before their children.
    pub(super) units: Vec<PlannedUnit>,
    pub(super) people: Vec<PlannedPerson>,
    pub(super) fields: Vec<PlannedField>,
    pub(super) faults: Vec<Fault>,
}

/// Compares the sheets with the house. `importer` must remain an administrator.
pub(super) fn plan(house: &House, sheets: &Sheets, importer: PersonId) -> ImportPlan {
    let mut faults = Vec::new();
    let units = units::plan(house, &sheets.units, &mut faults);
    let names = UnitNames::after(house, &units);
    let fields = fields::plan(house, &sheets.fields, &mut faults);
    let named = FieldNames::after(house, &fields);
    let names = (&names, &named);
    let people = people::plan(house, &sheets.people, names, importer, &mut faults);
    faults.sort_by_key(|fault| (fault.sheet != "单位", fault.sheet, fault.row));
    ImportPlan {
        units,
        people,
        fields,
        faults,
    }
}

/// How many units, people or fields would be new, changed, and the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) what: &'static str,
    pub(super) n_new: usize,
    pub(super) n_changed: usize,
    pub(super) n_same: usize,
}

impl Counts {
    fn of<'a>(what: &'static str, effects: impl Iterator<Item = &'a Effect>) -> Self {
        let mut counts = Self {
            what,
            n_new: 0,
            n_changed: 0,
            n_same: 0,
        };
        for effect in effects {
            match effect {
                Effect::New => counts.n_new += 1,
                Effect::Changed(_) => counts.n_changed += 1,
                Effect::Same => counts.n_same += 1,
            }
        }
        counts
    }
}

impl ImportPlan {
    /// The counts of each sheet.
    pub(super) fn counts(&self) -> [Counts; 3] {
        [
            Counts::of("单位", self.units.iter().map(|unit| &unit.effect)),
            Counts::of("人员", self.people.iter().map(|person| &person.effect)),
            Counts::of("业务领域", self.fields.iter().map(|field| &field.effect)),
        ]
    }

    /// Whether saving it would change anything.
    pub(super) fn changes_something(&self) -> bool {
        self.counts()
            .iter()
            .any(|counts| counts.n_new + counts.n_changed > 0)
    }
}

/// Units by full and short name, as they will be after the units of the sheet are taken.
struct UnitNames {
    units: BTreeMap<UnitId, Unit>,
    by_name: BTreeMap<String, BTreeSet<UnitId>>,
}

impl UnitNames {
    fn after(house: &House, planned: &[PlannedUnit]) -> Self {
        let mut units: BTreeMap<UnitId, Unit> = house
            .units
            .iter()
            .map(|kept| (kept.unit.id, kept.unit.clone()))
            .collect();
        for unit in planned {
            units.insert(unit.kept.unit.id, unit.kept.unit.clone());
        }
        let mut by_name: BTreeMap<String, BTreeSet<UnitId>> = BTreeMap::new();
        for unit in units.values() {
            for name in [&unit.name, &unit.short_name] {
                by_name.entry(name.clone()).or_default().insert(unit.id);
            }
        }
        Self { units, by_name }
    }

    /// The one unit of a full or short name, or why there is none. A full name wins over the short
    /// name of another unit.
    fn find(&self, name: &str) -> Result<UnitId, String> {
        let ids = self.by_name.get(name).ok_or_else(|| {
            format!("没有找到单位“{name}”，请先在“单位”表中登记，或检查是否写错。")
        })?;
        let full = ids
            .iter()
            .find(|id| self.units.get(id).is_some_and(|unit| unit.name == name));
        match (full, ids.len(), ids.first()) {
            (Some(id), _, _) | (None, 1, Some(id)) => Ok(*id),
            _ => Err(format!("叫“{name}”的单位有{}个，请写全称。", ids.len())),
        }
    }

    fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(&id)
    }

    fn short(&self, id: UnitId) -> String {
        self.unit(id)
            .map(|unit| unit.short_name.clone())
            .unwrap_or_default()
    }
}

/// Fields by name, as they will be after those of the sheet are taken.
struct FieldNames(BTreeMap<String, WorkFieldId>);

impl FieldNames {
    fn after(house: &House, planned: &[PlannedField]) -> Self {
        let planned = planned.iter().map(|planned| &planned.field);
        let all = house.fields.iter().chain(planned);
        Self(all.map(|field| (field.name.clone(), field.id)).collect())
    }

    fn find(&self, name: &str) -> Result<WorkFieldId, String> {
        self.0.get(name).copied().ok_or_else(|| {
            format!("没有找到业务领域“{name}”，请先在“业务领域”表中登记，或检查是否写错。")
        })
    }

    /// These fields in one order, so that the same fields are the same words.
    fn in_words(&self, ids: &[WorkFieldId]) -> String {
        let names = self.0.iter().filter(|(_, id)| ids.contains(id));
        names
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join("、")
    }
}

/// The role with this label, also in the words people use for it.
fn role_of(text: &str) -> Option<Role> {
    let text: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let plain = |label: &str| -> String { label.chars().filter(|c| c.is_alphanumeric()).collect() };
    Role::ALL
        .into_iter()
        .find(|role| plain(role.label()) == text)
        .or(match text.as_str() {
            "管理员" => Some(Role::Administrator),
            "安全员" | "安全保密管理员" => Some(Role::SecurityAdministrator),
            "审计员" | "安全审计员" => Some(Role::AuditAdministrator),
            "办公室" | "督查" => Some(Role::GeneralOffice),
            "领导" | "局长" | "副局长" | "分管领导" => Some(Role::Leader),
            "科长" | "科室长" | "负责人" => Some(Role::OfficeHead),
            "科员" | "工作人员" | "科室工作人员" => Some(Role::OfficeStaff),
            "学校" | "单位" | "幼儿园" | "园所" => Some(Role::School),
            "督导" | "评估组" => Some(Role::Inspector),
            _ => None,
        })
}

/// A difference in words: 「简称：人事科 → 组织人事科」.
fn difference(what: &str, before: &str, after: &str) -> Option<String> {
    let shown = |text: &str| match text {
        "" => "（空）".to_owned(),
        text => text.to_owned(),
    };
    (before != after).then(|| format!("{what}：{} → {}", shown(before), shown(after)))
}

fn fault(sheet: &'static str, line: &Line, what: impl Into<String>) -> Fault {
    Fault {
        sheet,
        row: line.row,
        what: what.into(),
    }
}
