//! How far a job is, for whoever waits for it.

use super::AtJob;
use crate::jobs::{actions, paths};
use askama::Template;
use shell::{At, Frame, Posted, Reply, Result, Visit};
use store::jobs::{State, Status};

#[derive(Template)]
#[template(path = "jobs/pages/progress.html")]
struct ProgressPage {
    frame: Frame,
    job: JobBox,
}

#[derive(Template)]
#[template(path = "jobs/pages/progress_box.html")]
struct BoxFragment {
    job: JobBox,
}

/// A job as its box shows it.
struct JobBox {
    is_over: bool,
    /// How it stands, in a sentence.
    words: String,
    /// Hundredths done; nothing when it is not known how much there is.
    percent: Option<i64>,
    count: String,
    class: &'static str,
    href: String,
    box_href: String,
    cancel_href: String,
    may_cancel: bool,
    csrf: String,
}

pub(super) async fn show(visit: Visit, At(at): At<AtJob>) -> Result<Reply> {
    let status = actions::awaited(&visit, at.job).await?;
    let frame = visit
        .frame(&status.title)
        .lead("可以离开这个页面，任务在后台继续进行。");
    let job = JobBox::new(status, frame.csrf.clone());
    visit.page(&ProgressPage { frame, job })
}

pub(super) async fn show_box(visit: Visit, At(at): At<AtJob>) -> Result<Reply> {
    let status = actions::awaited(&visit, at.job).await?;
    let csrf = visit.frame(&status.title).csrf;
    let job = JobBox::new(status, csrf);
    visit.page(&BoxFragment { job })
}

pub(super) async fn cancel(visit: Visit, At(at): At<AtJob>, _: Posted) -> Result<Reply> {
    let page = paths::progress_path(at.job);
    match actions::cancel(&visit, at.job).await? {
        true => visit.done("已通知任务停止。", page),
        false => visit.done_but("任务已经结束，没有取消。", page),
    }
}

impl JobBox {
    fn new(status: Status, csrf: String) -> Self {
        let is_known = status.state == State::Running && status.total > 0;
        Self {
            is_over: status.state.is_over(),
            words: in_words(&status),
            percent: is_known.then(|| (status.done * 100 / status.total).clamp(0, 100)),
            count: match is_known {
                true => format!("{} / {}", status.done, status.total),
                false => String::new(),
            },
            class: match status.state {
                State::Refused | State::Dead => "message message-refused",
                State::Done => "message message-done",
                _ => "message message-notice",
            },
            box_href: paths::progress_box(status.id),
            cancel_href: paths::cancel(status.id),
            may_cancel: !status.state.is_over() && !status.cancel_asked,
            href: status.result_href,
            csrf,
        }
    }
}

fn in_words(status: &Status) -> String {
    match status.state {
        State::Waiting if status.n_failed > 0 => {
            format!("上一次没有成功（{}），稍后自动再试。", status.error)
        }
        State::Waiting => "正在排队，很快开始。".to_owned(),
        State::Running if status.cancel_asked => "正在停止……".to_owned(),
        State::Running if status.words.is_empty() => "正在进行……".to_owned(),
        State::Running => format!("{}……", status.words),
        State::Done if status.result_words.is_empty() => "已完成。".to_owned(),
        State::Done => status.result_words.clone(),
        State::Refused => status.error.clone(),
        State::Cancelled => "已取消。".to_owned(),
        State::Dead => format!(
            "试了多次没有成功（{}），已停下等系统管理员处理。请联系系统管理员。",
            status.error
        ),
    }
}
