//! 在别处的登录: where one is signed in, to be ended from here.

use crate::org::{actions, paths};
use ::store::sessions::{Session, SessionId};
use askama::Template;
use base::day;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/sessions.html")]
struct SessionsPage {
    frame: Frame,
    has_others: bool,
    rows: Vec<SessionLine>,
}

/// A session as a line of a table.
pub(super) struct SessionLine {
    pub(super) from: String,
    pub(super) started: String,
    pub(super) seen: String,
    pub(super) is_this: bool,
    /// Where it is ended.
    pub(super) end: String,
}

impl SessionLine {
    pub(super) fn new(session: Session, end: String) -> Self {
        Self {
            from: session.from_address,
            started: day::instant_in_words(session.started_ms),
            seen: day::instant_in_words(session.seen_ms),
            is_this: session.is_this,
            end,
        }
    }
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let token = visit.guest().session().unwrap_or_default();
    let sessions = actions::own_sessions(&visit, token).await?;
    visit.page(&SessionsPage {
        frame: visit
            .frame("在别处的登录")
            .lead("这个账号现在登录着的电脑和手机；不认识的，结束它并修改密码。"),
        has_others: sessions.iter().any(|session| !session.is_this),
        rows: sessions
            .into_iter()
            .map(|session| {
                let end = paths::of_session(paths::END_SESSION, session.id);
                SessionLine::new(session, end)
            })
            .collect(),
    })
}

pub(super) async fn end(visit: Visit, At(id): At<SessionId>, _: Posted) -> Result<Reply> {
    actions::end_own_session(&visit, id).await?;
    visit.done("已结束这处登录。", paths::SESSIONS)
}

pub(super) async fn end_others(visit: Visit, _: Posted) -> Result<Reply> {
    let token = visit.guest().session().unwrap_or_default();
    actions::end_other_sessions(&visit, token).await?;
    visit.done("别处的登录都已结束。", paths::SESSIONS)
}
