//! 提醒规则: when people are reminded, and who is told when something is late.

use super::{Tabs, tabs};
use crate::inbox::{actions, model::RemindRule, paths};
use askama::Template;
use shell::{Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "inbox/pages/rules.html")]
struct RulesPage {
    frame: Frame,
    tabs: Tabs,
    rules: Vec<RemindRule>,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    visit.page(&RulesPage {
        frame: visit
            .frame("提醒规则")
            .crumb("待办与通知", paths::INBOX)
            .lead("每类事项提前几天提醒、逾期后告知谁。默认值可以按本局的习惯修改，每次修改都留有版本。"),
        tabs: tabs(&visit, paths::RULES),
        rules: actions::known_rules(&visit).await?,
    })
}
