//! The acts of reports: begin, load, decide, save, audit, commit.

mod collect;
mod fill;
mod hand_over;
mod kept;
mod look;
mod matrix;
mod open;
mod remove;
mod renew;
mod review;
mod rules;
mod set_up;

pub(super) use collect::{
    Summary, SummaryBy, SummaryItem, excuse, lock, missing, remind, summary, unlock,
};
pub(super) use fill::{Typed, TypedField, Unfit, save, submit, withdraw};
pub(crate) use hand_over::DESK;
pub(super) use look::{
    Chapter, FILES_OF, ReportView, changes_since_seen, desk, last_saved, place_of_files, report,
    round, whole_story,
};
pub(super) use matrix::{MatrixCell, MatrixFilter, MatrixRow, ROWS_PER_PAGE, matrix};
pub(super) use open::{open_begun, open_due, plan_named, plans, rules};
pub(super) use remove::{Removal, remove};
pub(super) use renew::renew;
pub(super) use review::{
    GiveBack, Seen, ask_as_well, comment, consent, forward, give_back, possible_reviewers, quoting,
    reopen,
};
pub(super) use rules::{TypedRhythm, TypedRules, WrongRules, change_rules};
pub(super) use set_up::{PlannedRound, SetUp, catch_up_by, preview, set_up};

use super::{
    model::{
        Chain, Lengths, Needs, ReportHead, ReportId, Reviewer, Round, Stage, StepKind, too_long,
    },
    policy, store,
};
use crate::org;
use ::store::{Ctx, Error, Read, Result};
use base::{Refusal, Role};

/// A report this person may know of, with the period it belongs to.
async fn known(ctx: &Ctx, db: &impl Read, id: ReportId) -> Result<(ReportHead, Round)> {
    let head = store::report(db, id).await?.ok_or(Error::NotFound)?;
    let scope = org::scope(db, &ctx.actor).await?;
    let is_on_its_way = match scope.sees(head.unit) {
        true => false,
        false => {
            let content = store::content(db, id).await?.ok_or(Error::NotFound)?;
            policy::stands_for(&ctx.actor)
                .into_iter()
                .any(|person| content.course.waits_for(person))
        }
    };
    if !policy::sees(&ctx.actor, &scope, &head, is_on_its_way) {
        return Err(Error::NotFound);
    }
    let round = store::round(db, head.plan, head.period)
        .await?
        .ok_or(Error::NotFound)?;
    Ok((head, round))
}

/// What a reviewer says is no longer than it may be.
fn fits_opinion(words: &str) -> std::result::Result<(), Refusal> {
    fits("审阅意见", words, Lengths::shipped().opinion)
}

/// A reason is no longer than it may be.
fn fits_reason(words: &str) -> std::result::Result<(), Refusal> {
    fits("原因", words, Lengths::shipped().reason)
}

fn fits(what: &str, words: &str, most: usize) -> std::result::Result<(), Refusal> {
    match too_long(words.trim(), most) {
        None => Ok(()),
        Some(too_long) => Err(Refusal::new(
            "report.too_long",
            format!("{what}{too_long}"),
            String::new(),
        )),
    }
}

/// Nothing of a locked period is changed without an exception.
fn is_taken(ctx: &Ctx, head: &ReportHead, round: &Round) -> std::result::Result<(), Refusal> {
    if head.is_taken(round.is_locked(), ctx.today()) {
        return Ok(());
    }
    Err(Refusal::new(
        "report.locked",
        format!("{}报送期已锁定，没有改动。", round.period.label()),
        "确需补报或更正的，请局办公室对这一份办理延期。",
    ))
}

/// The steps of a report with who sits at them today. A step that needs somebody and has nobody (a
/// unit without a head) is the general office's: it is not passed over.
async fn stages(db: &impl Read, head: &ReportHead, chain: &Chain) -> Result<Vec<Stage>> {
    const HEADS: &[Role] = &[Role::OfficeHead, Role::GeneralOffice, Role::School];
    const OFFICE: &[Role] = &[Role::OfficeHead, Role::OfficeStaff, Role::GeneralOffice];
    let archivists = people(db, None, &[Role::GeneralOffice]).await?;
    let mut stages = Vec::new();
    for step in &chain.0 {
        let mut people = match step.kind {
            _ if step.needs == Needs::Nobody => Vec::new(),
            StepKind::Head => people(db, Some(head.unit), HEADS).await?,
            StepKind::LeadOffice => match head.lead {
                Some(lead) => people(db, Some(lead), OFFICE).await?,
                None => Vec::new(),
            },
            StepKind::Leader => head
                .leader
                .map(|id| Reviewer {
                    id,
                    name: head.leader_name.clone(),
                })
                .into_iter()
                .collect(),
            StepKind::Archive => archivists.clone(),
        };
        if people.is_empty() && step.needs != Needs::Nobody {
            people.clone_from(&archivists);
        }
        stages.push(Stage::new(*step, people));
    }
    Ok(stages)
}

async fn people(
    db: &impl Read,
    unit: Option<base::actor::UnitId>,
    roles: &[Role],
) -> Result<Vec<Reviewer>> {
    let people = org::holders(db, unit, roles).await?;
    Ok(people
        .into_iter()
        .map(|(id, name)| Reviewer { id, name })
        .collect())
}
