//! One reminder rule, its versions, and changing it.

use super::fields;
use crate::inbox::{
    actions::{self, KnownRule},
    model::RemindRule,
    paths,
};
use ::store::Error;
use askama::Template;
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "inbox/pages/rule.html")]
struct RulePage {
    frame: Frame,
    known: KnownRule,
    form: Form,
    has_conflict: bool,
}

struct Form {
    before: Field,
    on_day: Field,
    after: Field,
    head_after: Field,
    leader_after: Field,
    version: i64,
}

pub(super) async fn show(visit: Visit, At(code): At<String>) -> Result<Reply> {
    let known = actions::known_rule(&visit, &code).await?;
    let form = Form::of(&known.rule);
    visit.page(&page(&visit, known, form))
}

pub(super) async fn submit(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let known = actions::known_rule(&visit, &code).await?;
    let mut form = Form::posted(&posted);
    let Some(changed) = form.check(known.rule.clone()) else {
        return visit.invalid(&page(&visit, known, form));
    };
    save(&visit, known, form, &changed).await
}

pub(super) async fn restore(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let known = actions::known_rule(&visit, &code).await?;
    let form = Form::posted(&posted);
    let restored = RemindRule {
        version: form.version,
        ..known.default.clone()
    };
    let shown = Form::of(&restored);
    save(&visit, known, shown, &restored).await
}

async fn save(
    visit: &Visit,
    known: KnownRule,
    mut form: Form,
    changed: &RemindRule,
) -> Result<Reply> {
    match actions::change_rule(visit, changed).await {
        Ok(0) => visit.done("已保存提醒规则，今后的待办按新规则提醒。", paths::RULES),
        Ok(n) => visit.done(
            format!("已保存提醒规则，{n} 项待办还没到的提醒已按新规则重排。"),
            paths::RULES,
        ),
        Err(Error::Conflict) => {
            form.version = known.rule.version;
            let mut page = page(visit, known, form);
            page.has_conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(visit: &Visit, known: KnownRule, form: Form) -> RulePage {
    RulePage {
        frame: visit
            .frame(&known.rule.name)
            .crumb("待办与通知", paths::INBOX)
            .crumb("提醒规则", paths::RULES)
            .lead("已经发出的提醒不变，还没到的从明天起按新规则。"),
        known,
        form,
        has_conflict: false,
    }
}

impl Form {
    fn new() -> Self {
        Self {
            before: Field::new("before", "到期前几个工作日提醒")
                .hint("可以填几个，用顿号隔开，例如 3、1；不填就不提前提醒。"),
            on_day: Field::new("on_day", "到期当天提醒"),
            after: Field::new("after", "逾期后几个工作日再提醒")
                .hint("可以填几个；不填就不再提醒。"),
            head_after: Field::new("head_after", "逾期后几个工作日告知单位负责人")
                .hint("0表示不告知。"),
            leader_after: Field::new("leader_after", "逾期后几个工作日告知分管领导")
                .hint("不早于告知单位负责人；0表示不告知。"),
            version: 0,
        }
    }

    fn of(rule: &RemindRule) -> Self {
        let form = Self::new();
        Self {
            before: form.before.value(fields::days_value(&rule.before)),
            on_day: form.on_day.value(fields::ticked(rule.on_day)),
            after: form.after.value(fields::days_value(&rule.after)),
            head_after: form.head_after.value(rule.head_after.to_string()),
            leader_after: form.leader_after.value(rule.leader_after.to_string()),
            version: rule.version,
        }
    }

    fn posted(posted: &Posted) -> Self {
        let form = Self::new();
        Self {
            before: form.before.filled(posted),
            on_day: form.on_day.filled(posted),
            after: form.after.filled(posted),
            head_after: form.head_after.filled(posted),
            leader_after: form.leader_after.filled(posted),
            version: posted.get("version").parse().unwrap_or(-1),
        }
    }

    /// The rule as it is to be; none when a field is wrong and says so.
    fn check(&mut self, rule: RemindRule) -> Option<RemindRule> {
        // The earliest reminder stands first, as people say it.
        let before = fields::days(&mut self.before).map(|mut days| {
            days.reverse();
            days
        });
        let after = fields::days(&mut self.after);
        let head_after = fields::day_count(&mut self.head_after);
        let leader_after = fields::day_count(&mut self.leader_after);
        if let (Some(head), Some(leader)) = (head_after, leader_after)
            && head > 0
            && leader > 0
            && leader < head
        {
            self.leader_after
                .refuse("不能早于告知单位负责人，请填更大的天数或0。");
        }
        if self.is_wrong() {
            return None;
        }
        Some(RemindRule {
            before: before?,
            on_day: !self.on_day.value.is_empty(),
            after: after?,
            head_after: head_after?,
            leader_after: leader_after?,
            version: self.version,
            ..rule
        })
    }

    fn fields(&self) -> [&Field; 5] {
        [
            &self.before,
            &self.on_day,
            &self.after,
            &self.head_after,
            &self.leader_after,
        ]
    }

    fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }
}
