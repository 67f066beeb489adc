//! The form a register is defined with ⇄ its definition. Whoever fills it in speaks of fields by their
//! names; codes are given here and never change.

use super::definition_stages::StageForm;
use crate::{
    ledger::model::{
        Condition, CrossRule, Definition, FieldKind, FieldSpec, Keeping, Measure, Personal, Rights,
        RollupSpec, Sight,
    },
    org::UnitKind,
};
use base::{Grain, Role};
use shell::Posted;

/// Empty lines below what there is, to add to it.
const SPARE_FIELDS: usize = 6;
const SPARE_LINES: usize = 2;

/// The most lines a form is read for.
const MOST_LINES: usize = 130;

/// A choice with whether it is ticked.
pub(super) type Tick = (&'static str, &'static str, bool);

/// The form as it is drawn.
pub(super) struct DefinitionForm {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) purpose: String,
    pub(super) owner: String,
    pub(super) period: String,
    pub(super) key: String,
    pub(super) person_key: String,
    pub(super) person_in_unit: bool,
    pub(super) sees_all: bool,
    pub(super) fill_kinds: Vec<Tick>,
    pub(super) fill_roles: Vec<Tick>,
    pub(super) verify_roles: Vec<Tick>,
    pub(super) whole_roles: Vec<Tick>,
    pub(super) keeping: Keeping,
    pub(super) fields: Vec<FieldLine>,
    pub(super) rules: Vec<CrossRule>,
    pub(super) rollups: Vec<RollupLine>,
    pub(super) stages: StageForm,
}

pub(super) struct FieldLine {
    pub(super) field: FieldSpec,
    pub(super) options: String,
    pub(super) also: String,
    pub(super) is_new: bool,
}

pub(super) struct RollupLine {
    pub(super) rollup: RollupSpec,
    pub(super) field: String,
    pub(super) filter: String,
    pub(super) part: String,
}

impl DefinitionForm {
    /// The form of a definition, with empty lines to add to it.
    pub(super) fn of(definition: &Definition) -> Self {
        let rights = &definition.rights;
        let n_spare = SPARE_FIELDS;
        let spare = std::iter::repeat_with(FieldSpec::default).take(n_spare);
        let fields = definition.fields.iter().cloned().chain(spare);
        let rules = definition.rules.iter().cloned();
        let rollups = definition.rollups.iter().cloned();
        Self {
            code: definition.code.clone(),
            name: definition.name.clone(),
            purpose: definition.purpose.clone(),
            owner: definition.owner.clone(),
            period: names(definition, std::slice::from_ref(&definition.period)),
            key: names(definition, &definition.key),
            person_key: names(definition, &definition.person_key),
            person_in_unit: definition.person_in_unit,
            sees_all: rights.see == Sight::Bureau,
            fill_kinds: UnitKind::ALL
                .into_iter()
                .map(|kind| {
                    (
                        kind.code(),
                        kind.label(),
                        has(&rights.fill_kinds, kind.code()),
                    )
                })
                .collect(),
            fill_roles: roles(&rights.fill_roles),
            verify_roles: roles(&rights.verify_roles),
            whole_roles: roles(&rights.whole_roles),
            keeping: definition.keeping.clone(),
            stages: StageForm::of(definition),
            fields: fields
                .map(|field| FieldLine {
                    options: field.options.join("\n"),
                    also: field.also.join("、"),
                    is_new: field.code.is_empty(),
                    field,
                })
                .collect(),
            rules: rules
                .chain(std::iter::repeat_with(CrossRule::default).take(SPARE_LINES))
                .collect(),
            rollups: rollups
                .chain(std::iter::repeat_with(RollupSpec::default).take(SPARE_LINES))
                .map(|rollup| RollupLine {
                    field: names(definition, std::slice::from_ref(&rollup.field)),
                    filter: conditions_in_words(definition, &rollup.filter),
                    part: conditions_in_words(definition, &rollup.part),
                    rollup,
                })
                .collect(),
        }
    }
}

/// The definition a form says, but for its stages.
pub(super) fn definition_of(posted: &Posted) -> Definition {
    let all = |name: &str| -> Vec<String> {
        posted
            .all(name)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut definition = Definition {
        code: posted.get("code").to_owned(),
        name: posted.get("name").to_owned(),
        purpose: posted.get("purpose").to_owned(),
        owner: posted.get("owner").to_owned(),
        person_in_unit: posted.has("person_in_unit"),
        rights: Rights {
            fill_kinds: all("fill_kind"),
            fill_roles: all("fill_role"),
            see: match posted.get("see") {
                "owner" => Sight::Owner,
                _ => Sight::Bureau,
            },
            verify_roles: all("verify_role"),
            whole_roles: all("whole_role"),
        },
        keeping: Keeping {
            personal_years: posted.get("personal_years").parse().unwrap_or_default(),
            sensitive_years: posted.get("sensitive_years").parse().unwrap_or_default(),
            basis: posted.get("keeping_basis").to_owned(),
        },
        ..Definition::default()
    };
    let lines: Vec<FieldSpec> = (0..MOST_LINES)
        .filter_map(|place| field_of(posted, place))
        .collect();
    let mut taken: Vec<String> = lines.iter().map(|field| field.code.clone()).collect();
    for mut field in lines {
        if field.code.is_empty() {
            field.code = free_code("f", &taken);
            taken.push(field.code.clone());
        }
        definition.fields.push(field);
    }
    definition.period = codes(&definition, posted.get("period"))
        .into_iter()
        .next()
        .unwrap_or_default();
    definition.key = codes(&definition, posted.get("key"));
    definition.person_key = codes(&definition, posted.get("person_key"));
    definition.rules = (0..MOST_LINES)
        .map(|place| CrossRule {
            when: posted.get(&format!("r{place}.when")).to_owned(),
            check: posted.get(&format!("r{place}.check")).to_owned(),
            message: posted.get(&format!("r{place}.message")).to_owned(),
        })
        .filter(|rule| !rule.check.is_empty() || !rule.message.is_empty())
        .collect();
    let mut codes_taken: Vec<String> = Vec::new();
    for place in 0..MOST_LINES {
        if let Some(mut rollup) = rollup_of(posted, place, &definition) {
            if rollup.code.is_empty() {
                rollup.code = free_code("s", &codes_taken);
            }
            codes_taken.push(rollup.code.clone());
            definition.rollups.push(rollup);
        }
    }
    definition
}

/// Numbers on the form that are none, in sentences: read as nothing they would say that there is no term.
pub(super) fn unreadable(posted: &Posted) -> Vec<String> {
    let mut problems = Vec::new();
    let mut look = |what: &str, typed: &str| {
        if !typed.is_empty() && typed.parse::<u8>().is_err() {
            problems.push(format!("{what}“{typed}”不对，请填写0至255的整数。"));
        }
    };
    look("个人信息保存的年数", posted.get("personal_years"));
    look("敏感个人信息保存的年数", posted.get("sensitive_years"));
    for place in 0..MOST_LINES {
        let name = posted.get(&format!("f{place}.name"));
        let typed = posted.get(&format!("f{place}.decimals"));
        look(&format!("字段“{name}”的小数位数"), typed);
    }
    problems
}

fn field_of(posted: &Posted, place: usize) -> Option<FieldSpec> {
    let get = |name: &str| posted.get(&format!("f{place}.{name}"));
    let text = |name: &str| get(name).to_owned();
    if get("name").is_empty() && get("code").is_empty() {
        return None;
    }
    Some(FieldSpec {
        code: text("code"),
        name: text("name"),
        kind: FieldKind::from_code(get("kind")).unwrap_or_default(),
        required: !get("required").is_empty(),
        filter: !get("filter").is_empty(),
        decimals: get("decimals").parse().unwrap_or_default(),
        unit: text("unit"),
        options: get("options")
            .lines()
            .map(str::trim)
            .filter(|option| !option.is_empty())
            .map(str::to_owned)
            .collect(),
        grain: text("grain"),
        min: text("min"),
        max: text("max"),
        pattern: text("pattern"),
        pattern_words: text("pattern_words"),
        formula: text("formula"),
        register: text("register"),
        help: text("help"),
        source: text("source"),
        personal: Personal::from_code(get("personal")).unwrap_or_default(),
        minors: !get("minors").is_empty(),
        minors_reason: text("minors_reason"),
        also: parts(get("also")),
        examples: Vec::new(),
        slot: String::new(),
        retired: !get("retired").is_empty(),
    })
}

fn rollup_of(posted: &Posted, place: usize, definition: &Definition) -> Option<RollupSpec> {
    let get = |name: &str| posted.get(&format!("s{place}.{name}"));
    if get("name").is_empty() {
        return None;
    }
    Some(RollupSpec {
        code: get("code").to_owned(),
        name: get("name").to_owned(),
        measure: Measure::from_code(get("measure")).unwrap_or_default(),
        field: codes(definition, get("field"))
            .into_iter()
            .next()
            .unwrap_or_default(),
        unit: get("unit").to_owned(),
        filter: conditions(definition, get("filter")),
        part: conditions(definition, get("part")),
        grain: get("grain").to_owned(),
        whole_bureau: !get("whole_bureau").is_empty(),
        verified_only: !get("verified_only").is_empty(),
        item: get("item").to_owned(),
    })
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

/// Codes of fields called by their names; a name nobody has stays as it is, and is refused later.
pub(super) fn codes(definition: &Definition, words: &str) -> Vec<String> {
    parts(words)
        .into_iter()
        .map(|word| {
            let field = definition.field_called(&word);
            field.map_or(word, |field| field.code.clone())
        })
        .collect()
}

/// 「类别=市级、省级；级别=一等」.
fn conditions(definition: &Definition, words: &str) -> Vec<Condition> {
    words
        .split(['；', ';', '\n'])
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (field, values) = part.split_once(['=', '＝']).unwrap_or((part, ""));
            Condition {
                field: codes(definition, field)
                    .into_iter()
                    .next()
                    .unwrap_or_default(),
                one_of: parts(values),
            }
        })
        .collect()
}

fn conditions_in_words(definition: &Definition, conditions: &[Condition]) -> String {
    let words: Vec<String> = conditions
        .iter()
        .map(|condition| {
            let name = names(definition, std::slice::from_ref(&condition.field));
            format!("{name}={}", condition.one_of.join("、"))
        })
        .collect();
    words.join("；")
}

fn parts(words: &str) -> Vec<String> {
    words
        .split(['、', '，', ','])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

pub(super) fn free_code(letter: &str, taken: &[String]) -> String {
    let free = (1..).map(|number| format!("{letter}{number}"));
    free.take(1_000)
        .find(|code| !taken.contains(code))
        .unwrap_or_default()
}
