//! One person.

use super::{frame_below_people, history};
use crate::org::{
    actions::{self, PersonRecord},
    paths, policy,
};
use askama::Template;
use base::{Role, actor::PersonId};
use shell::{At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/person.html")]
struct PersonPage {
    frame: Frame,
    may_administer: bool,
    sees_everything: bool,
    is_leader: bool,
    is_oneself: bool,
    record: PersonRecord,
    history: Vec<history::HistoryLine>,
}

pub(super) async fn show(visit: Visit, At(id): At<PersonId>) -> Result<Reply> {
    let mut record = actions::person_record(&visit, id).await?;
    let entries = std::mem::take(&mut record.history);
    visit.page(&PersonPage {
        frame: frame_below_people(&visit, &record.person.name),
        may_administer: policy::administers(&visit.actor),
        sees_everything: policy::sees_everything(&visit.actor),
        is_leader: record.posts.iter().any(|post| post.role == Role::Leader),
        is_oneself: visit.actor.person == id,
        record,
        history: history::lines(entries),
    })
}
