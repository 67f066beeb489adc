//! Whether a definition can work, before it is taken.

use super::{
    definition::Definition,
    field::{FieldKind, FieldSpec, Personal},
    mask::is_about_children,
    rollup::{Condition, Measure},
};
use crate::{
    ledger::{
        decimal::{Decimal, MOST_DECIMALS},
        expr::{Expr, TODAY},
    },
    org::UnitKind,
};
use base::{Grain, Role, day::Date};
use regex::Regex;
use std::collections::BTreeSet;

const MOST_FIELDS: usize = 120;
const MOST_ROLLUPS: usize = 40;
/// Words that are pages of their own beside the registers.
const RESERVED: [&str; 5] = ["new", "templates", "credits", "bus", "experts"];

impl Definition {
    /// What keeps it from working, each in a sentence.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if !is_code(&self.code) || RESERVED.contains(&self.code.as_str()) {
            problems
                .push("代码只用小写字母、数字和连字符，以字母开头，不超过40个字符。".to_owned());
        }
        if self.name.trim().is_empty() {
            problems.push("请填写台账名称。".to_owned());
        }
        if self.owner.trim().is_empty() {
            problems.push("请选择归口科室。".to_owned());
        }
        if self.active().next().is_none() {
            problems.push("至少要有一个字段。".to_owned());
        }
        if self.fields.len() > MOST_FIELDS || self.rollups.len() > MOST_ROLLUPS {
            problems.push(format!(
                "字段不能超过{MOST_FIELDS}个，汇总不能超过{MOST_ROLLUPS}个。"
            ));
        }
        let mut codes = BTreeSet::new();
        let mut names = BTreeSet::new();
        for field in &self.fields {
            if !is_code(&field.code) || !codes.insert(&field.code) {
                problems.push(format!("字段“{}”的代码不合要求或重复。", field.name));
            }
            if !field.retired && !names.insert(field.name.trim()) {
                problems.push(format!("有两个字段都叫“{}”。", field.name));
            }
        }
        for field in self.active() {
            self.field_problems(field, &mut problems);
        }
        self.key_problems(&mut problems);
        self.rule_problems(&mut problems);
        self.rollup_problems(&mut problems);
        self.right_problems(&mut problems);
        self.stage_problems(&mut problems);
        problems
    }

    fn field_problems(&self, field: &FieldSpec, problems: &mut Vec<String>) {
        let mut say = |what: String| problems.push(format!("字段“{}”：{what}", field.name));
        let has_marks = field.name.contains(['[', ']', '［', '］']);
        if field.name.trim().is_empty() || field.name.chars().count() > 40 || has_marks {
            say("名称要填写，不超过40个字，不含方括号。".to_owned());
        }
        if field.decimals > MOST_DECIMALS {
            say(format!("小数最多{MOST_DECIMALS}位。"));
        }
        let is_choice = matches!(field.kind, FieldKind::Choice | FieldKind::MultiChoice);
        if is_choice && field.options.is_empty() {
            say("请列出选项。".to_owned());
        }
        let distinct: BTreeSet<&String> = field.options.iter().collect();
        let is_parted = |option: &String| option.contains(['、', '，', ',', ';', '；']);
        if distinct.len() < field.options.len() || field.options.iter().any(|o| o.trim().is_empty())
        {
            say("选项有重复或空白。".to_owned());
        }
        if field.kind == FieldKind::MultiChoice && field.options.iter().any(is_parted) {
            say("多选的选项里不能有顿号、逗号和分号。".to_owned());
        }
        if field.kind == FieldKind::Period && Grain::from_code(&field.grain).is_none() {
            say("请选择期别的长短。".to_owned());
        }
        if field.kind == FieldKind::Formula {
            self.expression_problems(&field.formula, &mut say);
        }
        if field.gathers.is_some() {
            if !matches!(field.kind, FieldKind::Number | FieldKind::Money) || field.required {
                say("由别的台账汇集的，应是不必填的数或金额。".to_owned());
            }
            if self.key.is_empty() || self.key_in_unit {
                say("由别的台账汇集的，先设定在全县合起来不得重复的字段。".to_owned());
            }
        }
        if field.kind == FieldKind::Lookup && !is_code(&field.register) {
            say("请选择引用哪个台账。".to_owned());
        }
        Self::personal_problems(field, &mut say);
        for bound in [&field.min, &field.max] {
            let is_right = match field.kind {
                _ if bound.is_empty() => true,
                FieldKind::Date => bound == TODAY || bound.parse::<Date>().is_ok(),
                FieldKind::Number | FieldKind::Money => Decimal::parse(bound).is_some(),
                _ => false,
            };
            if !is_right {
                say(format!("“{bound}”不能作为上下限。"));
            }
        }
        let is_named = matches!(field.pattern.as_str(), "" | "id_card" | "phone");
        if !is_named && Regex::new(&format!("^(?:{})$", field.pattern)).is_err() {
            say("格式的写法看不懂。".to_owned());
        }
    }

    fn personal_problems(field: &FieldSpec, say: &mut dyn FnMut(String)) {
        let is_personal = field.personal != Personal::None;
        if field.minors && !is_personal {
            say("涉及未成年人，请选择“个人信息”或“敏感个人信息”。".to_owned());
        }
        if is_personal && !field.minors && is_about_children(&field.name) {
            say("从名称看涉及未成年人，请勾选“涉及未成年人”并写明为什么必须收集。".to_owned());
        }
        if field.minors && field.minors_reason.trim().is_empty() {
            say("涉及未成年人，请写明为什么必须收集；没有必要的，请去掉这个字段。".to_owned());
        }
    }

    fn expression_problems(&self, text: &str, say: &mut dyn FnMut(String)) {
        match Expr::parse(text) {
            Err(problem) => say(format!("“{text}”：{problem}")),
            Ok(expr) => {
                let mut named = Vec::new();
                expr.fields(&mut named);
                for word in named {
                    match self.field_called(word) {
                        None => say(format!("没有叫“{word}”的字段。")),
                        Some(field)
                            if field.kind == FieldKind::Formula && field.formula == text =>
                        {
                            say("公式不能引用自己。".to_owned());
                        }
                        Some(_) => {}
                    }
                }
            }
        }
    }

    fn key_problems(&self, problems: &mut Vec<String>) {
        let is_active = |code: &String| self.active().any(|field| field.code == *code);
        for (codes, what) in [
            (&self.key, "不得重复的字段"),
            (&self.person_key, "区分人的字段"),
        ] {
            let missing: Vec<&str> = codes
                .iter()
                .filter(|code| !is_active(code))
                .map(|code| {
                    let retired = self.field(code);
                    retired.map_or(code.as_str(), |field| field.name.as_str())
                })
                .collect();
            if !missing.is_empty() {
                problems.push(format!(
                    "{what}里写的“{}”不存在或已停用，请改成现有字段的名称。",
                    missing.join("”“")
                ));
            }
        }
        let is_time = |field: &FieldSpec| matches!(field.kind, FieldKind::Date | FieldKind::Period);
        if !self.period.is_empty() && !self.active().any(|f| f.code == self.period && is_time(f)) {
            problems.push("决定所属时期的字段应为日期或期别。".to_owned());
        }
    }

    fn rule_problems(&self, problems: &mut Vec<String>) {
        for (number, rule) in (1..).zip(self.rules.iter().chain(&self.warnings)) {
            let mut say = |what: String| problems.push(format!("第{number}条校验规则：{what}"));
            if rule.message.trim().is_empty() {
                say("请填写不符合时的提示。".to_owned());
            }
            if !rule.when.is_empty() {
                self.expression_problems(&rule.when, &mut say);
            }
            self.expression_problems(&rule.check, &mut say);
        }
    }

    fn rollup_problems(&self, problems: &mut Vec<String>) {
        let mut codes = BTreeSet::new();
        for rollup in &self.rollups {
            let mut say = |what: &str| problems.push(format!("汇总“{}”：{what}", rollup.name));
            if !is_code(&rollup.code) || !codes.insert(&rollup.code) {
                say("代码不合要求或重复。");
            }
            if rollup.name.trim().is_empty() || Grain::from_code(&rollup.grain).is_none() {
                say("请填写名称和周期。");
            }
            if self.period.is_empty() {
                say("台账没有决定所属时期的字段，不能按期汇总。");
            }
            let needs_number = matches!(rollup.measure, Measure::Sum | Measure::Average);
            let is_number = self
                .field(&rollup.field)
                .is_some_and(|f| f.kind.is_number());
            if needs_number && !is_number {
                say("请选择要合计的数字段。");
            }
            if rollup.measure == Measure::Distinct && self.person_key.is_empty() {
                say("请先设定区分人的字段。");
            }
            if rollup.measure == Measure::Share && rollup.part.is_empty() {
                say("请设定占比的分子条件。");
            }
            let is_wrong = |condition: &Condition| {
                condition.one_of.is_empty() || self.field(&condition.field).is_none()
            };
            if rollup.filter.iter().chain(&rollup.part).any(is_wrong) {
                say("条件里的字段不存在或没有写值。");
            }
        }
    }

    fn right_problems(&self, problems: &mut Vec<String>) {
        let rights = &self.rights;
        let is_kind = |code: &String| UnitKind::from_code(code).is_some();
        let is_role = |code: &String| Role::from_code(code).is_some();
        let roles = rights.fill_roles.iter().chain(&rights.verify_roles);
        let roles = roles.chain(&rights.whole_roles);
        if !rights.fill_kinds.iter().all(is_kind) || !roles.into_iter().all(is_role) {
            problems.push("权限中有不存在的单位类型或角色。".to_owned());
        }
        if rights.handler.is_empty() {
            if rights.handler_fills {
                problems.push("承办单位可以填写的，请写明哪个字段是承办单位。".to_owned());
            }
            return;
        }
        let field = self.active().find(|field| field.code == rights.handler);
        match field.filter(|field| field.kind == FieldKind::Unit) {
            None => problems.push("承办单位的字段应是类型为“单位”的字段。".to_owned()),
            // Given with the others' columns: without one nobody would see anything by it.
            Some(field)
                if field.slot.is_empty() && self.fields.iter().any(|f| !f.slot.is_empty()) =>
            {
                problems.push(format!(
                    "没有空出的筛选列留给“{}”，请先取消一个文字字段的“列表可按它筛选”。",
                    field.name
                ));
            }
            Some(_) => {}
        }
    }
}

/// Codes are in addresses, files and formulas.
pub(super) fn is_code(code: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    (1..=40).contains(&code.len())
        && code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.chars().all(is_plain)
}
