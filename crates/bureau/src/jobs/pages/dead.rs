//! Jobs that were given up, for the system administrator.

use super::AtJob;
use crate::jobs::{actions, paths};
use askama::Template;
use base::day::instant_in_words;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "jobs/pages/dead.html")]
struct DeadPage {
    frame: Frame,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    by: String,
    at: String,
    n_failed: i64,
    error: String,
    retry_href: String,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let dead = actions::dead(&visit).await?;
    let app = visit.guest().app();
    let lines = dead.into_iter().map(|status| Line {
        name: match status.title.is_empty() {
            true => app.job_name(&status.kind).to_owned(),
            false => status.title,
        },
        by: match status.actor_name.is_empty() {
            true => "系统".to_owned(),
            false => status.actor_name,
        },
        at: status.ended_ms.map(instant_in_words).unwrap_or_default(),
        n_failed: status.n_failed,
        error: status.error,
        retry_href: paths::retry(status.id),
    });
    visit.page(&DeadPage {
        lines: lines.collect(),
        frame: visit
            .frame("后台任务")
            .lead("试了多次没有成功、已停下的任务。排除原因后可以重新执行，数据不会重复。"),
    })
}

pub(super) async fn retry(visit: Visit, At(at): At<AtJob>, _: Posted) -> Result<Reply> {
    let name = match store::jobs::status(&visit.db, at.job).await? {
        Some(status) if !status.title.is_empty() => status.title,
        Some(status) => visit.guest().app().job_name(&status.kind).to_owned(),
        None => String::new(),
    };
    actions::retry(&visit, at.job, &name).await?;
    visit.done("已重新排队。", paths::DEAD)
}
