//! 校核规则: what is looked at, and changing it.

use super::frame_below_list;
use crate::facts::{
    actions::{checks, house::House, look::View},
    model::{Amount, Check, ItemCode, Operator, Rule},
    paths, policy,
};
use ::store::Error;
use askama::Template;
use serde::Deserialize;
use shell::{Asked, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "facts/pages/checks.html")]
struct ChecksPage {
    frame: Frame,
    rows: Vec<Row>,
    /// The check being changed; empty for a new one.
    editing: String,
    is_cross: bool,
    form: Option<CheckForm>,
    operators: Vec<(&'static str, &'static str)>,
    has_conflict: bool,
}

struct Row {
    kind: &'static str,
    name: String,
    words: String,
    basis: String,
    version: i64,
    is_on: bool,
    edit: String,
}

struct CheckForm {
    name: Field,
    left: Field,
    operator: Field,
    right: Field,
    threshold: Field,
    basis: Field,
    on: Field,
    version: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChecksAsked {
    check: String,
}

impl CheckForm {
    fn new() -> Self {
        Self {
            name: Field::new("name", "应当是什么样")
                .required()
                .hint("如“女生数不超过在校学生数”。"),
            left: Field::new("left", "左边")
                .hint("数据项写在方括号里，可以加减乘除，如 [小学在校生数] + [初中在校生数]。"),
            operator: Field::new("operator", "关系").value(Operator::AtMost.code()),
            right: Field::new("right", "右边"),
            threshold: Field::new("threshold", "界限")
                .hint("同比突变填百分数，离群值填修正Z分数。"),
            basis: Field::new("basis", "依据"),
            on: Field::new("on", "启用").value("on"),
            version: 0,
        }
    }

    fn of(check: &Check, house: &House) -> Self {
        let mut form = Self::new();
        form.name.value = check.name.clone();
        form.basis.value = check.basis.clone();
        form.version = check.version;
        if !check.is_on {
            form.on.value.clear();
        }
        match &check.rule {
            Rule::Cross {
                left,
                operator,
                right,
            } => {
                form.left.value = checks::side_words(left, house);
                form.operator.value = operator.code().to_owned();
                form.right.value = checks::side_words(right, house);
            }
            Rule::Jump { percent: limit, .. } | Rule::Outlier { z: limit, .. } => {
                form.threshold.value = limit.to_string();
            }
        }
        form
    }

    fn posted(posted: &Posted) -> Self {
        let mut form = Self::new();
        for field in form.fields_mut() {
            field.value = posted.get(field.name).to_owned();
        }
        form.version = posted.get("version").parse().unwrap_or_default();
        form
    }

    /// The check as it is to be; none when a field is wrong and says so.
    fn check(&mut self, before: Option<&Check>) -> Option<Check> {
        self.name.check_filled();
        let rule = match before.map(|before| &before.rule) {
            Some(Rule::Jump { items, .. }) => Some(Rule::Jump {
                items: items.clone(),
                percent: self.limit()?,
            }),
            Some(Rule::Outlier { items, .. }) => Some(Rule::Outlier {
                items: items.clone(),
                z: self.limit()?,
            }),
            _ => Operator::from_code(&self.operator.value).map(|operator| Rule::Cross {
                left: self.left.value.clone(),
                operator,
                right: self.right.value.clone(),
            }),
        };
        if rule.is_none() {
            self.operator.refuse("请从列出的关系中选一个。");
        }
        if self.is_wrong() {
            return None;
        }
        Some(Check {
            code: before.map_or_else(ItemCode::fresh, |before| before.code.clone()),
            name: self.name.value.clone(),
            rule: rule?,
            basis: self.basis.value.clone(),
            is_on: !self.on.value.is_empty(),
            version: self.version,
        })
    }

    fn limit(&mut self) -> Option<Amount> {
        let limit = Amount::parse(&self.threshold.value).ok();
        let limit = limit.filter(|limit| *limit > Amount::ZERO);
        if limit.is_none() {
            self.threshold.refuse("界限应是大于0的数。");
        }
        limit
    }

    fn fields(&self) -> [&Field; 7] {
        [
            &self.name,
            &self.left,
            &self.operator,
            &self.right,
            &self.threshold,
            &self.basis,
            &self.on,
        ]
    }

    fn fields_mut(&mut self) -> [&mut Field; 7] {
        [
            &mut self.name,
            &mut self.left,
            &mut self.operator,
            &mut self.right,
            &mut self.threshold,
            &mut self.basis,
            &mut self.on,
        ]
    }

    fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<ChecksAsked>) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let known = checks::checks(&visit.db).await?;
    let form = policy::defines(&visit.actor).then(|| {
        let editing = known
            .iter()
            .find(|check| check.code.as_str() == asked.check);
        editing.map_or_else(CheckForm::new, |check| CheckForm::of(check, &view.house))
    });
    visit.page(&page(&visit, &view.house, &known, &asked.check, form))
}

pub(super) async fn submit(visit: Visit, posted: Posted) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let known = checks::checks(&visit.db).await?;
    let editing = posted.get("check").to_owned();
    let before = known.iter().find(|check| check.code.as_str() == editing);
    let mut form = CheckForm::posted(&posted);
    let Some(check) = form.check(before) else {
        return visit.invalid(&page(&visit, &view.house, &known, &editing, Some(form)));
    };
    let mut tx = visit.db.begin_write().await?;
    match checks::define_check(&mut tx, &visit, check).await {
        Ok(()) => {
            tx.commit().await?;
            visit.done("已保存，并按新规则重新校核。", paths::CHECKS)
        }
        Err(Error::Refused(refusal)) => {
            drop(tx);
            form.left.refuse(refusal.what);
            visit.invalid(&page(&visit, &view.house, &known, &editing, Some(form)))
        }
        Err(Error::Conflict) => {
            drop(tx);
            form.version = before.map_or(0, |before| before.version);
            let mut page = page(&visit, &view.house, &known, &editing, Some(form));
            page.has_conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    visit: &Visit,
    house: &House,
    known: &[Check],
    editing: &str,
    form: Option<CheckForm>,
) -> ChecksPage {
    let editing = known.iter().find(|check| check.code.as_str() == editing);
    ChecksPage {
        frame: frame_below_list(visit, "校核规则")
            .crumb("待确认", paths::FLAGS)
            .lead(format!(
                "数一变就按这些规则校核；不合规则的只提示，由人确认。{}",
                checks::rules_in_words()
            )),
        rows: known
            .iter()
            .map(|check| Row {
                kind: check.rule.label(),
                name: check.name.clone(),
                words: checks::rule_words(check, house),
                basis: check.basis.clone(),
                version: check.version,
                is_on: check.is_on,
                edit: paths::check(&check.code),
            })
            .collect(),
        is_cross: editing.is_none_or(|check| matches!(check.rule, Rule::Cross { .. })),
        editing: editing.map_or_else(String::new, |check| check.code.to_string()),
        form,
        operators: Operator::ALL
            .iter()
            .map(|operator| (operator.code(), operator.sign()))
            .collect(),
        has_conflict: false,
    }
}

impl ChecksPage {
    fn is_wrong(&self) -> bool {
        self.form.as_ref().is_some_and(CheckForm::is_wrong)
    }
}
