//! What a register is: its fields, rules, rights and roll-ups, as one versioned definition.

use super::{
    field::{FieldKind, FieldSpec, Personal},
    rollup::RollupSpec,
    row::{Indexed, Values},
    stages::{ExpirySpec, StageSpec, ViewSpec},
};
use base::{TimePeriod, actor::UnitId, day::Date};
use serde::{Deserialize, Serialize};

/// Typed columns of each class a register has for its fields.
pub(crate) const N_CHOICES: usize = 3;
pub(crate) const N_TEXTS: usize = 3;
pub(crate) const N_NUMBERS: usize = 4;
/// More options than this and totals are not kept by them.
const MOST_KEPT_OPTIONS: usize = 40;

/// Who sees a register.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sight {
    /// 全局: everybody who works for the bureau; a unit what is its own.
    #[default]
    Bureau,
    /// 仅归口科室: the office that keeps it, the general office and the leaders; a unit what is its own.
    Owner,
}

/// Who fills in, sees and verifies, beside the office that keeps the register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Rights {
    /// Kinds of units whose people fill in their unit's rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fill_kinds: Vec<String>,
    /// Only people with one of these roles; empty: all of those units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fill_roles: Vec<String>,
    pub(crate) see: Sight,
    /// Roles that verify beside the office that keeps it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) verify_roles: Vec<String>,
    /// Roles that may see what is personal whole, each time said and written down, beside those who
    /// keep the register and fill it in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) whole_roles: Vec<String>,
    /// Code of the field that names the unit a row is handled by: it sees the row as the unit whose row
    /// it is does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) handler: String,
    /// Whether that unit fills the row in as well, and moves it on where it is the unit's turn.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) handler_fills: bool,
}

/// 保存期限: after how many whole years what is personal is erased; 0 where no term is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Keeping {
    /// Of 个人信息.
    pub(crate) personal_years: u8,
    /// Of 敏感个人信息.
    pub(crate) sensitive_years: u8,
    /// Why so long and no longer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) basis: String,
}

impl Keeping {
    /// The years of a class.
    pub(crate) fn years(&self, class: Personal) -> u8 {
        match class {
            Personal::None => 0,
            Personal::Ordinary => self.personal_years,
            Personal::Sensitive => self.sensitive_years,
        }
    }

    fn is_unset(&self) -> bool {
        *self == Self::default()
    }

    /// 「个人信息3年，敏感个人信息不设期限」, of the classes a register has.
    pub(crate) fn in_words(&self, definition: &Definition) -> String {
        let classes = [Personal::Ordinary, Personal::Sensitive].into_iter();
        let held = classes.filter(|class| definition.active().any(|f| f.personal == *class));
        let words: Vec<String> = held
            .map(|class| match self.years(class) {
                0 => format!("{}不设期限", class.label()),
                years => format!("{}{years}年", class.label()),
            })
            .collect();
        words.join("，")
    }
}

/// A rule between fields of a row: 「结束日期不能早于开始日期」.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CrossRule {
    /// When it is held to; empty: always.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) when: String,
    /// What must be so.
    pub(crate) check: String,
    /// What is said otherwise.
    pub(crate) message: String,
}

/// A register as it is defined.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Definition {
    /// Never changes; in addresses and files.
    pub(crate) code: String,
    pub(crate) name: String,
    /// Code of the template it was founded from, where it is not its own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) template: String,
    pub(crate) purpose: String,
    /// Short name of the office that keeps it.
    pub(crate) owner: String,
    /// Code of the date or 期别 that decides the period a row belongs to.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) period: String,
    /// Codes of the fields that together must not occur twice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) key: Vec<String>,
    /// Whether they may occur once in every unit: namesakes of two schools are two.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) key_in_unit: bool,
    /// Codes of the fields that tell one person from another (人), where rows are 人次.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) person_key: Vec<String>,
    /// Whether names of people count only within their unit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) person_in_unit: bool,
    pub(crate) rights: Rights,
    #[serde(skip_serializing_if = "Keeping::is_unset")]
    pub(crate) keeping: Keeping,
    pub(crate) fields: Vec<FieldSpec>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) rules: Vec<CrossRule>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) rollups: Vec<RollupSpec>,
    /// Code of the choice that says in which stage a row stands.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) stage: String,
    /// Code of the date that says until when it may stand there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) stage_due: String,
    /// The stages rows move through, in order; none where they do not move.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) stages: Vec<StageSpec>,
    /// Stages rows no longer pass through; what was done in them is still told by their names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) past_stages: Vec<StageSpec>,
    /// Dates that are warned of before they come.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) expiries: Vec<ExpirySpec>,
    /// What is said beside a row and refuses nothing: paid more than was agreed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<CrossRule>,
    /// Views that come with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) views: Vec<ViewSpec>,
}

impl Definition {
    /// The fields that are filled in, in their order.
    pub(crate) fn active(&self) -> impl Iterator<Item = &FieldSpec> {
        self.fields.iter().filter(|field| !field.retired)
    }

    /// A field, filled in or not.
    pub(crate) fn field(&self, code: &str) -> Option<&FieldSpec> {
        self.fields.iter().find(|field| field.code == code)
    }

    /// A field by what a formula calls it: its name or its code.
    pub(crate) fn field_called(&self, word: &str) -> Option<&FieldSpec> {
        self.active()
            .find(|field| field.name == word || field.code == word)
    }

    /// The day that decides the period a row belongs to.
    pub(crate) fn day_of(&self, values: &Values) -> Option<Date> {
        let kept = values.get(&self.period)?;
        kept.parse::<Date>()
            .ok()
            .or_else(|| Some(kept.parse::<TimePeriod>().ok()?.first()))
    }

    /// Whether some number of its rows is gathered from another register.
    pub(crate) fn gathers_something(&self) -> bool {
        self.active().any(|field| field.gathers.is_some())
    }

    /// Whether rows of a register are gathered here by the field of theirs that looks here.
    pub(crate) fn gathers_from(&self, (register, by): (&str, &str)) -> bool {
        let mut gathers = self.active().filter_map(|field| field.gathers.as_ref());
        gathers.any(|gathers| gathers.register == register && gathers.by == by)
    }

    /// What typed columns hold of a row.
    pub(crate) fn index(&self, unit: UnitId, values: &Values) -> Indexed {
        let mut indexed = Indexed {
            month: self.day_of(values).map_or_else(String::new, |day| {
                format!("{:04}-{:02}", day.year(), day.month())
            }),
            key: self.key_of(unit, values),
            person: self.person_of(unit, values),
            ..Indexed::default()
        };
        for field in self.active() {
            let Some(kept) = values.get(&field.code).filter(|kept| !kept.is_empty()) else {
                continue;
            };
            if let Some(cell) = place(&mut indexed.choices, field.slot_in('c')) {
                cell.clone_from(kept);
            } else if let Some(cell) = place(&mut indexed.texts, field.slot_in('t')) {
                *cell = Some(kept.chars().take(80).collect());
            } else if let Some(cell) = place(&mut indexed.numbers, field.slot_in('n')) {
                *cell = field.minor(kept);
            }
        }
        indexed
    }

    /// What tells a row from the others, where the definition says what does; of an unknown unit, only where
    /// that tells nothing.
    pub(crate) fn key_of(
        &self,
        unit: impl Into<Option<UnitId>>,
        values: &Values,
    ) -> Option<String> {
        let key = joined(values, &self.key)?;
        match self.key_in_unit {
            true => Some(in_unit(&key, unit.into()?)),
            false => Some(key),
        }
    }

    /// Whom a row is about, where the definition says what tells people apart.
    pub(crate) fn person_of(&self, unit: UnitId, values: &Values) -> Option<String> {
        let person = joined(values, &self.person_key)?;
        Some(match self.person_in_unit {
            true => in_unit(&person, unit),
            false => person,
        })
    }

    /// The unit a row is handled by, where the definition has such a field and the row names one.
    pub(crate) fn handler_of(&self, values: &Values) -> Option<UnitId> {
        values.get(&self.rights.handler)?.parse().ok()
    }

    /// Gives the fields their typed columns; those of the version before keep theirs.
    pub(crate) fn give_slots(&mut self, before: Option<&Self>) {
        for field in &mut self.fields {
            let known = before.and_then(|before| before.field(&field.code));
            let class = slot_class(field, &self.period, &self.rights.handler);
            field.slot = known
                .filter(|known| class.is_some_and(|class| known.slot.starts_with(class)))
                .map(|known| known.slot.clone())
                .unwrap_or_default();
        }
        // The handling unit comes first: by its column it is decided who sees a row.
        let is_handler = |field: &FieldSpec| field.code == self.rights.handler;
        let (first, rest): (Vec<usize>, Vec<usize>) = (0..self.fields.len())
            .partition(|place| self.fields.get(*place).is_some_and(is_handler));
        for place in first.into_iter().chain(rest) {
            let Some(field) = self.fields.get(place) else {
                continue;
            };
            let class = slot_class(field, &self.period, &self.rights.handler);
            let Some(class) = class.filter(|_| field.slot.is_empty()) else {
                continue;
            };
            let n_slots = match class {
                'c' => N_CHOICES,
                't' => N_TEXTS,
                _ => N_NUMBERS,
            };
            let free = (1..=n_slots)
                .map(|number| format!("{class}{number}"))
                .find(|slot| self.fields.iter().all(|other| other.slot != *slot));
            if let (Some(free), Some(field)) = (free, self.fields.get_mut(place)) {
                field.slot = free;
            }
        }
    }

    /// Whether rows must be indexed anew when this takes the place of another.
    pub(crate) fn indexes_otherwise(&self, before: &Self) -> bool {
        let slots = |definition: &Self| -> Vec<(String, String, u8)> {
            let fields = definition.active().filter(|field| !field.slot.is_empty());
            fields
                .map(|field| (field.slot.clone(), field.code.clone(), field.n_decimals()))
                .collect()
        };
        slots(self) != slots(before)
            || self.period != before.period
            || self.key != before.key
            || self.key_in_unit != before.key_in_unit
            || self.person_key != before.person_key
            || self.person_in_unit != before.person_in_unit
    }
}

/// The class of typed columns a field goes into.
fn slot_class(field: &FieldSpec, period: &str, handler: &str) -> Option<char> {
    if field.retired || field.code == period {
        return None;
    }
    match field.kind {
        kind if kind.is_number() => Some('n'),
        _ if !field.filter && field.code != handler => None,
        FieldKind::YesNo => Some('c'),
        FieldKind::Choice if field.options.len() <= MOST_KEPT_OPTIONS => Some('c'),
        FieldKind::LongText | FieldKind::File | FieldKind::MultiChoice => None,
        _ => Some('t'),
    }
}

fn place<T>(cells: &mut [T], at: Option<usize>) -> Option<&mut T> {
    cells.get_mut(at?)
}

/// A word that means something else in every unit.
fn in_unit(word: &str, unit: UnitId) -> String {
    format!("{word}\u{1f}{unit}")
}

/// The values of some fields as one word; nothing when one of them is missing.
fn joined(values: &Values, codes: &[String]) -> Option<String> {
    if codes.is_empty() {
        return None;
    }
    let parts: Option<Vec<&str>> = codes
        .iter()
        .map(|code| {
            values
                .get(code)
                .map(String::as_str)
                .filter(|kept| !kept.is_empty())
        })
        .collect();
    Some(parts?.join("\u{1f}"))
}
