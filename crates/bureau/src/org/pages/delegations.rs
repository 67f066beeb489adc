//! 代签: who acts for whom.

use super::{frame_below_people, frame_below_units};
use crate::org::{
    actions::{self, DelegationChoices},
    forms::{Choice, DelegationForm, REVIEW},
    model::{DelegationState, KeptDelegation},
    paths, policy,
};
use ::store::Error;
use askama::Template;
use base::{
    actor::{Covers, DelegationId, PersonId},
    day,
};
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "org/pages/delegations.html")]
struct DelegationsPage {
    frame: Frame,
    section: &'static str,
    may_administer: bool,
    new: String,
    rows: Vec<DelegationLine>,
}

struct DelegationLine {
    person: String,
    person_href: String,
    delegate: String,
    delegate_href: String,
    covers: &'static str,
    days: String,
    reason: String,
    state: &'static str,
    /// Kind of the tag around the state.
    tag: &'static str,
    /// Where it is ended, while it is not over.
    end: Option<String>,
}

#[derive(Template)]
#[template(path = "org/pages/delegation_edit.html")]
struct DelegationEditPage {
    frame: Frame,
    action: String,
    form: DelegationForm,
    delegates: Vec<Choice>,
    covers: Vec<Choice>,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let today = visit.today();
    let kept = actions::delegations(&visit).await?;
    visit.page(&DelegationsPage {
        frame: visit.frame("代签").crumb("组织与设置", paths::UNITS).lead(
            "外出、休假期间委托别人代为审核签批或代办一个任职的工作；到期自动失效，不能转手。",
        ),
        section: "delegations",
        may_administer: policy::administers(&visit.actor),
        new: paths::of_person(paths::DELEGATE, visit.actor.person),
        rows: kept.iter().map(|kept| line(kept, today)).collect(),
    })
}

fn line(kept: &KeptDelegation, today: day::Date) -> DelegationLine {
    let state = kept.state(today);
    let early = kept.ended.filter(|ended| *ended <= kept.last);
    let days = format!(
        "{}至{}",
        day::in_words(kept.first),
        day::in_words(kept.last)
    );
    DelegationLine {
        person: kept.person_name.clone(),
        person_href: paths::person(kept.person),
        delegate: kept.delegate_name.clone(),
        delegate_href: paths::person(kept.delegate),
        covers: match kept.covers {
            Covers::Review => "审核签批",
            Covers::Post => "一个任职的全部工作",
        },
        days: match early {
            Some(ended) => format!("{days}，{}提前结束", day::in_words(ended)),
            None => days,
        },
        reason: kept.reason.clone(),
        state: state.label(),
        tag: match state {
            DelegationState::Running => "open",
            DelegationState::Ahead => "plain",
            DelegationState::Over => "noise",
        },
        end: (state != DelegationState::Over).then(|| paths::end_delegation(kept.id)),
    }
}

pub(super) async fn new(visit: Visit, At(person): At<PersonId>) -> Result<Reply> {
    let choices = actions::delegation_choices(&visit, person).await?;
    let form = DelegationForm::new(visit.today());
    visit.page(&page(&visit, person, choices, form))
}

pub(super) async fn create(
    visit: Visit,
    At(person): At<PersonId>,
    posted: Posted,
) -> Result<Reply> {
    let choices = actions::delegation_choices(&visit, person).await?;
    let mut form = DelegationForm::posted(&posted, visit.today());
    if let Some(draft) = form.check() {
        match actions::delegate(&visit, person, draft).await {
            Ok(_) => return visit.done("已委托代签。", paths::DELEGATIONS),
            Err(Error::Refused(refusal)) => {
                form.refuse(refusal.rule, format!("{}{}", refusal.what, refusal.next));
            }
            Err(error) => return Err(error.into()),
        }
    }
    visit.invalid(&page(&visit, person, choices, form))
}

pub(super) async fn end(visit: Visit, At(id): At<DelegationId>, _: Posted) -> Result<Reply> {
    match actions::end_delegation(&visit, id).await {
        Ok(()) => visit.done("代签已结束。", paths::DELEGATIONS),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::DELEGATIONS),
        Err(error) => Err(error.into()),
    }
}

fn page(
    visit: &Visit,
    person: PersonId,
    choices: DelegationChoices,
    form: DelegationForm,
) -> DelegationEditPage {
    let frame = match visit.actor.person == person {
        true => frame_below_units(visit, "委托代签").crumb("代签", paths::DELEGATIONS),
        false => frame_below_people(visit, format!("委托代签：{}", choices.name))
            .crumb(&choices.name, paths::person(person)),
    };
    let mut covers = vec![(REVIEW.to_owned(), "只限审核签批".to_owned())];
    covers.extend(choices.posts.iter().map(|post| {
        let words = format!("{}{}的全部工作", post.unit_name, post.title);
        (post.id.to_string(), words)
    }));
    DelegationEditPage {
        frame,
        action: paths::of_person(paths::DELEGATE, person),
        form,
        delegates: choices
            .delegates
            .into_iter()
            .map(|(id, words)| (id.to_string(), words))
            .collect(),
        covers,
    }
}
