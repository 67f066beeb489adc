//! The form a register is defined with, as it was typed → its definition.

use super::{
    definition_form::{DefinitionForm, FieldLine, MOST_LINES, RollupLine, kept_pattern},
    definition_stages::StageForm,
};
use crate::ledger::model::{
    Condition, CrossRule, Definition, FieldKind, FieldSpec, Keeping, Measure, Personal, Rights,
    RollupSpec, Sight,
};
use shell::Posted;
use std::collections::HashMap;

impl DefinitionForm {
    /// The form as somebody typed it, each line in its place.
    pub(super) fn typed(posted: &Posted) -> Self {
        let text = |name: &str| posted.get(name).to_owned();
        let all = |name: &str| -> Vec<String> {
            let values = posted.all(name).filter(|value| !value.is_empty());
            values.map(str::to_owned).collect()
        };
        let sent = Sent::of(posted);
        let mut unreadable = Vec::new();
        for (what, name) in [
            ("个人信息保存的年数", "personal_years"),
            ("敏感个人信息保存的年数", "sensitive_years"),
        ] {
            small(what, posted.get(name), &mut unreadable);
        }
        let fields = (0..sent.n_lines("f"))
            .map(|place| field_line(&sent, place, &mut unreadable))
            .collect();
        let rules = (0..sent.n_lines("r"))
            .map(|place| rule_line(&sent, place, &mut unreadable))
            .collect();
        let rollups = (0..sent.n_lines("s"))
            .map(|place| rollup_line(&sent, place, &mut unreadable))
            .collect();
        Self {
            code: text("code"),
            name: text("name"),
            purpose: text("purpose"),
            owner: text("owner"),
            period: text("period"),
            key: text("key"),
            person_key: text("person_key"),
            key_in_unit: posted.has("key_in_unit"),
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
                // Known by its name until the fields have their codes.
                handler: String::new(),
                handler_fills: posted.has("handler_fills"),
            },
            handler: text("handler"),
            personal_years: text("personal_years"),
            sensitive_years: text("sensitive_years"),
            keeping_basis: text("keeping_basis"),
            fields,
            rules,
            rollups,
            stages: StageForm::typed(posted),
            unreadable,
        }
    }

    /// The definition it says, and what of it cannot be read, in sentences.
    pub(super) fn definition(&self) -> (Definition, Vec<String>) {
        let mut definition = Definition {
            code: self.code.clone(),
            name: self.name.clone(),
            purpose: self.purpose.clone(),
            owner: self.owner.clone(),
            key_in_unit: self.key_in_unit,
            person_in_unit: self.person_in_unit,
            rights: self.rights.clone(),
            keeping: Keeping {
                personal_years: self.personal_years.parse().unwrap_or_default(),
                sensitive_years: self.sensitive_years.parse().unwrap_or_default(),
                basis: self.keeping_basis.clone(),
            },
            ..Definition::default()
        };
        let fields = self.fields.iter().map(|line| &line.field);
        let fields = fields.filter(|field| !field.name.is_empty() || !field.code.is_empty());
        definition.fields = fields.cloned().collect();
        let mut taken: Vec<String> = definition.fields.iter().map(|f| f.code.clone()).collect();
        for field in &mut definition.fields {
            if field.code.is_empty() {
                field.code = free_code("f", &taken);
                taken.push(field.code.clone());
            }
        }
        definition.period = code(&definition, &self.period);
        definition.rights.handler = code(&definition, &self.handler);
        definition.key = codes(&definition, &self.key);
        definition.person_key = codes(&definition, &self.person_key);
        let rules = self.rules.iter();
        let rules = rules.filter(|rule| !rule.check.is_empty() || !rule.message.is_empty());
        definition.rules = rules.cloned().collect();
        let mut taken: Vec<String> = Vec::new();
        // A roll-up is let go by taking its name away.
        for line in self.rollups.iter().filter(|l| !l.rollup.name.is_empty()) {
            let mut rollup = RollupSpec {
                field: code(&definition, &line.field),
                filter: conditions(&definition, &line.filter),
                part: conditions(&definition, &line.part),
                ..line.rollup.clone()
            };
            if rollup.code.is_empty() {
                rollup.code = free_code("s", &taken);
            }
            taken.push(rollup.code.clone());
            definition.rollups.push(rollup);
        }
        let mut problems = self.unreadable.clone();
        problems.extend(self.stages.put_into(&mut definition));
        (definition, problems)
    }
}

/// What was sent, by name: a form of a hundred lines is asked thousands of times.
struct Sent<'p>(HashMap<&'p str, &'p str>);

impl<'p> Sent<'p> {
    fn of(posted: &'p Posted) -> Self {
        let mut sent = HashMap::new();
        for (name, value) in posted.pairs() {
            sent.entry(name).or_insert(value.trim());
        }
        Self(sent)
    }

    fn get(&self, name: &str) -> &'p str {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// How many lines there are whose names begin so: `f0.name`, `f1.name`.
    fn n_lines(&self, letter: &str) -> usize {
        let places = self.0.keys().filter_map(|name| {
            let (line, _) = name.split_once('.')?;
            line.strip_prefix(letter)?.parse::<usize>().ok()
        });
        let in_form = places.filter(|place| *place < MOST_LINES);
        in_form.max().map_or(0, |last| last + 1)
    }
}

fn field_line(sent: &Sent<'_>, place: usize, unreadable: &mut Vec<String>) -> FieldLine {
    let get = |name: &str| sent.get(&format!("f{place}.{name}"));
    let text = |name: &str| get(name).to_owned();
    let ticked = |name: &str| !get(name).is_empty();
    let what = match get("name") {
        "" => format!("第{}个字段", place + 1),
        name => format!("字段“{name}”"),
    };
    let kind = FieldKind::from_code(get("kind"));
    let personal = Personal::from_code(get("personal"));
    for (choice, is_known, typed) in [
        ("类型", kind.is_some(), get("kind")),
        ("个人信息类别", personal.is_some(), get("personal")),
    ] {
        if !is_known && !typed.is_empty() {
            unreadable.push(format!("{what}的{choice}不在可选之列，请重新选择。"));
        }
    }
    let options = get("options").lines().map(str::trim);
    let options = options.filter(|option| !option.is_empty());
    let decimals = small(&format!("{what}的小数位数"), get("decimals"), unreadable);
    let line = FieldLine {
        field: FieldSpec {
            code: text("code"),
            name: text("name"),
            kind: kind.unwrap_or_default(),
            required: ticked("required"),
            filter: ticked("filter"),
            decimals,
            unit: text("unit"),
            options: options.map(str::to_owned).collect(),
            grain: text("grain"),
            min: text("min"),
            max: text("max"),
            pattern: kept_pattern(get("pattern")),
            pattern_words: text("pattern_words"),
            formula: text("formula"),
            register: text("register"),
            // Not on the form: what is gathered stays so (`Definition::carry`).
            gathers: None,
            help: text("help"),
            source: text("source"),
            personal: personal.unwrap_or_default(),
            minors: ticked("minors"),
            minors_reason: text("minors_reason"),
            also: parts(get("also")),
            examples: Vec::new(),
            slot: String::new(),
            sums: match get("sums") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            retired: ticked("retired"),
        },
        decimals: text("decimals"),
        options: text("options"),
        also: text("also"),
    };
    if line.is_new() && line.field.name.is_empty() && !line.is_blank() {
        unreadable.push(format!("{what}没有名称，请填写名称，或清空这个字段。"));
    }
    line
}

fn rule_line(sent: &Sent<'_>, place: usize, unreadable: &mut Vec<String>) -> CrossRule {
    let text = |name: &str| sent.get(&format!("r{place}.{name}")).to_owned();
    let rule = CrossRule {
        when: text("when"),
        check: text("check"),
        message: text("message"),
    };
    if rule.check.is_empty() && rule.message.is_empty() && !rule.when.is_empty() {
        let number = place + 1;
        unreadable.push(format!(
            "第{number}条校验只写了什么情况下，请写明应当怎样，或清空这一条。"
        ));
    }
    rule
}

fn rollup_line(sent: &Sent<'_>, place: usize, unreadable: &mut Vec<String>) -> RollupLine {
    let get = |name: &str| sent.get(&format!("s{place}.{name}"));
    let text = |name: &str| get(name).to_owned();
    let measure = Measure::from_code(get("measure"));
    let line = RollupLine {
        rollup: RollupSpec {
            code: text("code"),
            name: text("name"),
            measure: measure.unwrap_or_default(),
            unit: text("unit"),
            grain: text("grain"),
            whole_bureau: !get("whole_bureau").is_empty(),
            verified_only: !get("verified_only").is_empty(),
            item: text("item"),
            ..RollupSpec::default()
        },
        field: text("field"),
        filter: text("filter"),
        part: text("part"),
    };
    let number = place + 1;
    if measure.is_none() && !get("measure").is_empty() {
        unreadable.push(format!("第{number}项汇总的算法不在可选之列，请重新选择。"));
    }
    let is_new = line.rollup.code.is_empty();
    if is_new && line.rollup.name.is_empty() && !line.is_blank() {
        unreadable.push(format!(
            "第{number}项汇总没有名称，请填写名称，或清空这一项。"
        ));
    }
    line
}

/// A small number; what is none is said, for read as nothing it would say that there is no term.
fn small(what: &str, typed: &str, unreadable: &mut Vec<String>) -> u8 {
    if typed.is_empty() {
        return 0;
    }
    typed.parse().unwrap_or_else(|_| {
        unreadable.push(format!("{what}“{typed}”不对，请填写0至255的整数。"));
        0
    })
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

/// The code of the first field words call; empty without.
pub(super) fn code(definition: &Definition, words: &str) -> String {
    let codes = codes(definition, words);
    codes.into_iter().next().unwrap_or_default()
}

/// 「类别=市级、省级；级别=一等」.
pub(super) fn conditions(definition: &Definition, words: &str) -> Vec<Condition> {
    words
        .split(['；', ';', '\n'])
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (field, values) = part.split_once(['=', '＝']).unwrap_or((part, ""));
            Condition {
                field: code(definition, field),
                one_of: parts(values),
            }
        })
        .collect()
}

pub(super) fn parts(words: &str) -> Vec<String> {
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
