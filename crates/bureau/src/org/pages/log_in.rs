//! 账号安全 of one person, for the administrator of security: lock, second step, sessions.

use super::{frame_below_people, sessions::SessionLine};
use crate::org::{
    actions::{self, LogInRecord},
    paths,
};
use ::store::{Error, sessions::SessionId};
use askama::Template;
use base::actor::PersonId;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/log_in.html")]
struct LogInPage {
    frame: Frame,
    person: PersonId,
    record: LogInRecord,
    rows: Vec<SessionLine>,
}

pub(super) async fn show(visit: Visit, At(person): At<PersonId>) -> Result<Reply> {
    let mut record = actions::log_in_record(&visit, person).await?;
    let sessions = std::mem::take(&mut record.sessions);
    visit.page(&LogInPage {
        frame: frame_below_people(&visit, "账号安全").crumb(&record.name, paths::person(person)),
        person,
        record,
        rows: sessions
            .into_iter()
            .map(|session| {
                let end =
                    paths::of_session(&paths::of_person(paths::END_SESSION_OF, person), session.id);
                SessionLine::new(session, end)
            })
            .collect(),
    })
}

pub(super) async fn unlock(visit: Visit, At(person): At<PersonId>, _: Posted) -> Result<Reply> {
    let done = actions::unlock_account(&visit, person).await;
    answer(&visit, person, done, "账号已解锁。")
}

pub(super) async fn reset_second_factor(
    visit: Visit,
    At(person): At<PersonId>,
    _: Posted,
) -> Result<Reply> {
    let done = actions::reset_second_factor(&visit, person).await;
    answer(
        &visit,
        person,
        done,
        "两步验证已重置，已登录的电脑和手机会退出。",
    )
}

pub(super) async fn end_all(visit: Visit, At(person): At<PersonId>, _: Posted) -> Result<Reply> {
    let done = actions::end_sessions_of(&visit, person, None).await;
    answer(&visit, person, done, "这个账号的登录都已结束。")
}

pub(super) async fn end_one(
    visit: Visit,
    At((person, id)): At<(PersonId, SessionId)>,
    _: Posted,
) -> Result<Reply> {
    let done = actions::end_sessions_of(&visit, person, Some(id)).await;
    answer(&visit, person, done, "已结束这处登录。")
}

fn answer(
    visit: &Visit,
    person: PersonId,
    done: ::store::Result<()>,
    words: &str,
) -> Result<Reply> {
    let page = paths::of_person(paths::LOG_IN, person);
    match done {
        Ok(()) => visit.done(words, page),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, page),
        Err(error) => Err(error.into()),
    }
}
