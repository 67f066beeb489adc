//! One person.

use super::{frame_below_people, history};
use crate::org::{
    actions::{self, PersonRecord},
    paths,
    policy::{self, Filling},
};
use askama::Template;
use base::{Role, actor::PersonId};
use shell::{At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/person.html")]
struct PersonPage {
    frame: Frame,
    may_administer: bool,
    filling: Filling,
    /// Whether there are posts this person could add.
    may_add_post: bool,
    sees_everything: bool,
    sees_log_in: bool,
    is_leader: bool,
    is_oneself: bool,
    may_delegate: bool,
    record: PersonRecord,
    history: Vec<history::HistoryLine>,
}

pub(super) async fn show(visit: Visit, At(id): At<PersonId>) -> Result<Reply> {
    let mut record = actions::person_record(&visit, id).await?;
    let filling = actions::filling(&visit, &visit.db).await?;
    let is_administrator = record
        .posts
        .iter()
        .any(|post| post.role.is_administrators());
    let entries = std::mem::take(&mut record.history);
    visit.page(&PersonPage {
        frame: frame_below_people(&visit, &record.person.name),
        may_administer: policy::administers(&visit.actor),
        filling,
        may_add_post: match is_administrator {
            true => filling.secures(),
            false => {
                policy::administers(&visit.actor) || (filling.secures() && record.posts.is_empty())
            }
        },
        sees_everything: policy::sees_everything(&visit.actor),
        sees_log_in: policy::SECURES.admits(Some(&visit.actor)),
        is_leader: record.posts.iter().any(|post| post.role == Role::Leader),
        is_oneself: visit.actor.person == id,
        may_delegate: !record.posts.is_empty()
            && (visit.actor.person == id || policy::keeps_delegations(&visit.actor)),
        record,
        history: history::lines(entries),
    })
}
