//! 修改一类事项的期限.

use super::{Choice, frame_below_year, off_day_choices, unit_choices};
use crate::calendar::{actions, forms::RuleForm, model::DueRule, paths};
use ::store::Error;
use askama::Template;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "calendar/pages/rule.html")]
struct RulePage {
    frame: Frame,
    action: String,
    units: Vec<Choice>,
    off_days: Vec<Choice>,
    form: RuleForm,
    has_conflict: bool,
}

pub(super) async fn show(visit: Visit, At(code): At<String>) -> Result<Reply> {
    let rule = actions::rule(&visit, &code).await?;
    visit.page(&page(&visit, &rule, RuleForm::of(&rule)))
}

pub(super) async fn submit(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let rule = actions::rule(&visit, &code).await?;
    let mut form = RuleForm::posted(&posted);
    let Some(changed) = form.check(rule.clone()) else {
        return visit.invalid(&page(&visit, &rule, form));
    };
    match actions::change_rule(&visit, &changed).await {
        Ok(()) => visit.done("已保存，今后新确定的期限按新规则计算。", paths::DUE),
        Err(Error::Conflict) => {
            form.version = rule.version;
            let mut page = page(&visit, &rule, form);
            page.has_conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(visit: &Visit, rule: &DueRule, form: RuleForm) -> RulePage {
    RulePage {
        frame: frame_below_year(visit, &rule.name)
            .crumb("推算期限", paths::DUE)
            .lead("只影响今后新确定的期限。"),
        action: paths::rule(&rule.code),
        units: unit_choices(),
        off_days: off_day_choices(),
        form,
        has_conflict: false,
    }
}
