//! The form a register is defined with, as it is drawn. Whoever fills it in speaks of fields by their
//! names; codes are given here and never change.

use super::definition_stages::StageForm;
use crate::{
    ledger::model::{
        Condition, CrossRule, Definition, FieldKind, FieldSpec, Measure, Personal, Rights,
        RollupSpec, Sight,
    },
    org::UnitKind,
};
use base::{Grain, Role};

/// Empty lines below what there is, to add to it.
const SPARE_FIELDS: usize = 6;
const SPARE_LINES: usize = 2;

/// The most lines a form is read for.
pub(super) const MOST_LINES: usize = 130;

/// The patterns that are ready: as they are kept, as they are called.
const PATTERNS: [(&str, &str); 2] = [("id_card", "身份证号"), ("phone", "电话")];

/// A pattern as it is kept.
pub(super) fn kept_pattern(typed: &str) -> String {
    let ready = PATTERNS.iter().find(|(_, name)| *name == typed);
    ready.map_or(typed, |(code, _)| code).to_owned()
}

/// A choice with whether it is ticked.
pub(super) type Tick = (&'static str, &'static str, bool);

/// The form as it is drawn: of a definition, or as it was typed (`definition_typed`). What may be typed
/// wrongly is kept in words, so that it can be shown again.
pub(super) struct DefinitionForm {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) purpose: String,
    pub(super) owner: String,
    pub(super) period: String,
    pub(super) key: String,
    pub(super) person_key: String,
    pub(super) key_in_unit: bool,
    pub(super) person_in_unit: bool,
    pub(super) rights: Rights,
    /// Name of the field of the handling unit.
    pub(super) handler: String,
    pub(super) personal_years: String,
    pub(super) sensitive_years: String,
    pub(super) keeping_basis: String,
    pub(super) fields: Vec<FieldLine>,
    pub(super) rules: Vec<CrossRule>,
    pub(super) rollups: Vec<RollupLine>,
    pub(super) stages: StageForm,
    /// What could not be read, in sentences.
    pub(super) unreadable: Vec<String>,
}

#[derive(Default)]
pub(super) struct FieldLine {
    /// The field as far as it could be read.
    pub(super) field: FieldSpec,
    pub(super) decimals: String,
    pub(super) options: String,
    pub(super) also: String,
}

#[derive(Default)]
pub(super) struct RollupLine {
    /// What is said of other fields and their values is in words beside it.
    pub(super) rollup: RollupSpec,
    pub(super) field: String,
    pub(super) filter: String,
    pub(super) part: String,
}

impl DefinitionForm {
    /// The form of a definition, with empty lines to add to it.
    pub(super) fn of(definition: &Definition) -> Self {
        let one = |code: &String| names(definition, std::slice::from_ref(code));
        let fields = definition.fields.iter().map(FieldLine::of);
        let rollups = definition.rollups.iter().map(|rollup| RollupLine {
            field: one(&rollup.field),
            filter: conditions_in_words(definition, &rollup.filter),
            part: conditions_in_words(definition, &rollup.part),
            rollup: rollup.clone(),
        });
        let form = Self {
            code: definition.code.clone(),
            name: definition.name.clone(),
            purpose: definition.purpose.clone(),
            owner: definition.owner.clone(),
            period: one(&definition.period),
            key: names(definition, &definition.key),
            person_key: names(definition, &definition.person_key),
            key_in_unit: definition.key_in_unit,
            person_in_unit: definition.person_in_unit,
            rights: definition.rights.clone(),
            handler: one(&definition.rights.handler),
            personal_years: definition.keeping.personal_years.to_string(),
            sensitive_years: definition.keeping.sensitive_years.to_string(),
            keeping_basis: definition.keeping.basis.clone(),
            fields: fields.collect(),
            rules: definition.rules.clone(),
            rollups: rollups.collect(),
            stages: StageForm::of(definition),
            unreadable: Vec::new(),
        };
        form.with_room()
    }

    /// With empty lines below what there is.
    pub(super) fn with_room(mut self) -> Self {
        let is_blank = |rule: &CrossRule| *rule == CrossRule::default();
        add_room(&mut self.fields, SPARE_FIELDS, FieldLine::is_blank);
        add_room(&mut self.rules, SPARE_LINES, is_blank);
        add_room(&mut self.rollups, SPARE_LINES, RollupLine::is_blank);
        self.stages.add_room();
        self
    }

    pub(super) fn sees_all(&self) -> bool {
        self.rights.see == Sight::Bureau
    }

    pub(super) fn fill_kinds(&self) -> Vec<Tick> {
        let ticked = |kind: &UnitKind| has(&self.rights.fill_kinds, kind.code());
        let kinds = UnitKind::ALL.into_iter();
        kinds
            .map(|kind| (kind.code(), kind.label(), ticked(&kind)))
            .collect()
    }

    pub(super) fn fill_roles(&self) -> Vec<Tick> {
        roles(&self.rights.fill_roles)
    }

    pub(super) fn verify_roles(&self) -> Vec<Tick> {
        roles(&self.rights.verify_roles)
    }

    pub(super) fn whole_roles(&self) -> Vec<Tick> {
        roles(&self.rights.whole_roles)
    }
}

impl FieldLine {
    fn of(field: &FieldSpec) -> Self {
        Self {
            decimals: field.decimals.to_string(),
            options: field.options.join("\n"),
            also: field.also.join("、"),
            field: field.clone(),
        }
    }

    /// Its pattern as it is typed: the ready ones by their names.
    pub(super) fn pattern(&self) -> &str {
        let ready = PATTERNS
            .iter()
            .find(|(code, _)| *code == self.field.pattern);
        ready.map_or(&self.field.pattern, |(_, name)| name)
    }

    /// Whether it is no field of the register yet.
    pub(super) fn is_new(&self) -> bool {
        self.field.code.is_empty()
    }

    /// Whether nobody has typed anything; that a kind is chosen in an empty line says nothing.
    pub(super) fn is_blank(&self) -> bool {
        let field = FieldSpec {
            kind: FieldKind::default(),
            personal: Personal::default(),
            grain: String::new(),
            decimals: 0,
            ..self.field.clone()
        };
        let is_none = self.decimals.is_empty() || self.decimals == "0";
        is_none && field == FieldSpec::default() && self.options.is_empty() && self.also.is_empty()
    }
}

impl RollupLine {
    /// The same of a roll-up.
    pub(super) fn is_blank(&self) -> bool {
        let rollup = RollupSpec {
            measure: Measure::default(),
            grain: String::new(),
            ..self.rollup.clone()
        };
        let words = [&self.field, &self.filter, &self.part];
        rollup == RollupSpec::default() && words.iter().all(|words| words.is_empty())
    }
}

/// Sees to it that lines end with so many empty ones, as far as a form is read.
pub(super) fn add_room<T: Default>(lines: &mut Vec<T>, n: usize, is_blank: impl Fn(&T) -> bool) {
    let n_blank = lines.iter().rev().take_while(|line| is_blank(line)).count();
    let n_free = MOST_LINES.saturating_sub(lines.len());
    let n_more = n.saturating_sub(n_blank).min(n_free);
    lines.extend(std::iter::repeat_with(T::default).take(n_more));
}

/// Grains to choose from.
pub(super) fn grains() -> Vec<(&'static str, &'static str)> {
    Grain::ALL
        .into_iter()
        .map(|grain| (grain.code(), grain.label()))
        .collect()
}

/// Kinds of fields to choose from.
pub(super) fn kinds() -> Vec<(&'static str, &'static str)> {
    FieldKind::ALL
        .into_iter()
        .map(|kind| (kind.code(), kind.label()))
        .collect()
}

/// Measures to choose from.
pub(super) fn measures() -> Vec<(&'static str, &'static str)> {
    Measure::ALL
        .into_iter()
        .map(|measure| (measure.code(), measure.label()))
        .collect()
}

/// Classes of personal data to choose from.
pub(super) fn classes() -> Vec<(&'static str, &'static str)> {
    Personal::ALL
        .into_iter()
        .map(|class| (class.code(), class.label()))
        .collect()
}

fn roles(ticked: &[String]) -> Vec<Tick> {
    Role::ALL
        .into_iter()
        .filter(|role| !Role::ADMINISTRATORS.contains(role))
        .map(|role| (role.code(), role.label(), has(ticked, role.code())))
        .collect()
}

fn has(ticked: &[String], code: &str) -> bool {
    ticked.iter().any(|known| known == code)
}

pub(super) fn names(definition: &Definition, codes: &[String]) -> String {
    let names: Vec<&str> = codes
        .iter()
        .filter(|code| !code.is_empty())
        .map(|code| {
            definition
                .field(code)
                .map_or(code.as_str(), |field| field.name.as_str())
        })
        .collect();
    names.join("、")
}

pub(super) fn conditions_in_words(definition: &Definition, conditions: &[Condition]) -> String {
    let words: Vec<String> = conditions
        .iter()
        .map(|condition| {
            let name = names(definition, std::slice::from_ref(&condition.field));
            format!("{name}={}", condition.one_of.join("、"))
        })
        .collect();
    words.join("；")
}
