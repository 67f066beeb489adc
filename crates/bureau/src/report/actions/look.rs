//! Looking: what pages show.

use super::{ROWS_PER_PAGE, fill, kept, known};
use crate::{
    plan::PlanId,
    report::{
        material::{self, PlanName},
        model::{
            Course, FieldChange, Happening, Place as Where, ReportForm, ReportHead, ReportId,
            ReportState, Round, StoryLine, Which,
        },
        paths, policy, store,
    },
};
use ::store::{Ctx, Error, Result};
use base::{Refusal, TimePeriod};
use shell::{FileAct, Place};
use std::collections::BTreeMap;

/// What somebody has to do with reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct Desk {
    /// With their units, returned first.
    pub(in crate::report) to_fill: Vec<ReportHead>,
    /// Waiting for them.
    pub(in crate::report) to_review: Vec<ReportHead>,
    /// Of their units, with reviewers.
    pub(in crate::report) in_review: Vec<ReportHead>,
    /// Of their units, filed.
    pub(in crate::report) filed: Vec<ReportHead>,
}

/// The desk of whoever is here.
pub(in crate::report) async fn desk(ctx: &Ctx) -> Result<Desk> {
    const MOST: i64 = 600;
    let mut desk = Desk {
        to_review: store::waiting_for(&ctx.db, &policy::stands_for(&ctx.actor)).await?,
        ..Desk::default()
    };
    for head in store::heads_of_units(&ctx.db, &ctx.actor.units, ctx.today(), MOST).await? {
        match head.state {
            ReportState::Filed => desk.filed.push(head),
            ReportState::InReview => desk.in_review.push(head),
            ReportState::Open | ReportState::Draft | ReportState::Returned => {
                desk.to_fill.push(head);
            }
        }
    }
    desk.to_fill
        .sort_by_key(|head| (head.state != ReportState::Returned, head.due, head.number));
    Ok(desk)
}

/// Everything of one report, as far as somebody may see it.
#[derive(Debug, Clone)]
pub(in crate::report) struct ReportView {
    pub(in crate::report) head: ReportHead,
    pub(in crate::report) plan: PlanName,
    pub(in crate::report) is_locked: bool,
    /// What it says; none when it is not theirs to see yet.
    pub(in crate::report) form: Option<ReportForm>,
    pub(in crate::report) course: Course,
    /// Whether they fill it in now.
    pub(in crate::report) may_fill: bool,
    pub(in crate::report) may_attach: bool,
    pub(in crate::report) may_withdraw: bool,
    /// Whether it waits for them.
    pub(in crate::report) may_review: bool,
    /// How often it was handed in, for whoever may review it.
    pub(in crate::report) seen: i64,
    /// Whether they may open it again.
    pub(in crate::report) may_reopen: bool,
    pub(in crate::report) may_excuse: bool,
    /// Numbers that went on since, as they are now, by their fields.
    pub(in crate::report) gone_on: BTreeMap<String, String>,
    pub(in crate::report) comments: Vec<store::Comment>,
    pub(in crate::report) story: Vec<StoryLine>,
    /// The period the last report was of, and what is different since.
    pub(in crate::report) since_last: Option<(String, Vec<FieldChange>)>,
    /// What is different since they (or, for false, anybody) consented last.
    pub(in crate::report) since_consent: Option<(bool, Vec<FieldChange>)>,
}

/// One report.
pub(in crate::report) async fn report(ctx: &Ctx, id: ReportId) -> Result<ReportView> {
    let db = &ctx.db;
    let (head, round) = known(ctx, db, id).await?;
    let (form, content) = fill::form(db, &head).await?;
    let course = content.course;
    let sees = policy::sees_content(&ctx.actor, &head);
    let is_taken = head.is_taken(round.is_locked(), ctx.today());
    let fills = policy::fills(&ctx.actor, &head);
    let me = policy::stands_for(&ctx.actor);
    let waits = me.iter().any(|person| course.waits_for(*person));
    // What is different since they consented, else since anybody did.
    let mut seen_before = None;
    let mut is_own_consent = true;
    if waits {
        seen_before = store::last_consent(db, id, Some(ctx.actor.person)).await?;
        if seen_before.is_none() {
            is_own_consent = false;
            seen_before = store::last_consent(db, id, None).await?;
        }
    }
    let since_last = match sees && !head.state.is_with_unit() {
        true => store::last_of_task(db, &head)
            .await?
            .map(|last| (last.period, form.changes_since(&last.form))),
        false => None,
    };
    let gone_on = match sees && head.state == ReportState::InReview {
        true => kept::gone_on(db, &head, &form).await?,
        false => BTreeMap::new(),
    };
    Ok(ReportView {
        gone_on,
        plan: material::plan_named(db, head.plan, ctx.today().year()).await?,
        is_locked: round.is_locked(),
        may_fill: fills && is_taken && course.place == Where::Writing,
        may_attach: policy::may_attach(&ctx.actor, &head) && is_taken,
        may_withdraw: fills && is_taken && course.withdraw().is_ok(),
        may_review: waits,
        seen: match waits {
            true => store::n_submitted(&ctx.db, id).await?,
            false => 0,
        },
        may_reopen: policy::collects(&ctx.actor) && is_taken && course.place == Where::Filed,
        may_excuse: policy::collects(&ctx.actor)
            && (round.is_locked() || head.state.is_with_unit()),
        comments: match sees {
            true => store::open_comments(db, id).await?,
            false => Vec::new(),
        },
        story: story(db, &head, &round).await?,
        since_consent: seen_before.map(|before| (is_own_consent, form.changes_since(&before))),
        since_last,
        form: sees.then_some(form),
        course,
        head,
    })
}

/// Who wrote in a report last, and when; whoever has the view of it sees it.
pub(in crate::report) async fn last_saved(
    ctx: &Ctx,
    view: &ReportView,
) -> Result<Option<(String, i64)>> {
    store::last_saved(&ctx.db, view.head.id).await
}

/// What a report says otherwise than when it had been handed in so many times.
pub(in crate::report) async fn changes_since_seen(
    ctx: &Ctx,
    view: &ReportView,
    seen: i64,
) -> Result<Vec<FieldChange>> {
    let Some(form) = &view.form else {
        return Ok(Vec::new());
    };
    let forms = store::submitted_forms(&ctx.db, view.head.id).await?;
    let at = seen.checked_sub(1).and_then(|at| usize::try_from(at).ok());
    let before = at.and_then(|at| forms.get(at));
    Ok(before
        .map(|before| form.changes_since(before))
        .unwrap_or_default())
}

/// The life of a report.
#[derive(Debug, Clone)]
pub(in crate::report) struct WholeStory {
    pub(in crate::report) head: ReportHead,
    /// Oldest first.
    pub(in crate::report) chapters: Vec<Chapter>,
}

/// Something that happened, with what the report said otherwise afterwards.
#[derive(Debug, Clone)]
pub(in crate::report) struct Chapter {
    pub(in crate::report) line: StoryLine,
    pub(in crate::report) changes: Vec<FieldChange>,
}

/// Everything that happened to a report; what it said, for those who may read it.
pub(in crate::report) async fn whole_story(ctx: &Ctx, id: ReportId) -> Result<WholeStory> {
    let (head, round) = known(ctx, &ctx.db, id).await?;
    let mut lines = story(&ctx.db, &head, &round).await?;
    lines.reverse();
    // The day it was asked for comes first, whatever the clock said of other things that moment.
    lines.sort_by_key(|line| !matches!(line.happening, Happening::Asked { .. }));
    let forms = match policy::sees_content(&ctx.actor, &head) {
        true => store::submitted_forms(&ctx.db, id).await?,
        false => Vec::new(),
    };
    let mut forms = forms.into_iter();
    let mut before: Option<ReportForm> = None;
    let mut chapters = Vec::with_capacity(lines.len());
    for line in lines {
        let mut changes = Vec::new();
        if matches!(line.happening, Happening::Submitted { .. })
            && let Some(form) = forms.next()
        {
            if let Some(before) = &before {
                changes = form.changes_since(before);
            }
            before = Some(form);
        }
        chapters.push(Chapter { line, changes });
    }
    Ok(WholeStory { head, chapters })
}

/// What reports are called where files are attached to them.
pub(in crate::report) const FILES_OF: &str = "report";

/// Where a report is shown, for the slice of attachments: whoever may read it sees its files, whoever
/// fills it in changes them as long as it is not filed.
pub(in crate::report) async fn place_of_files(
    ctx: Ctx,
    report: String,
    act: FileAct,
) -> Result<Place> {
    let (head, round) = known(&ctx, &ctx.db, report.parse()?).await?;
    if !policy::sees_content(&ctx.actor, &head) {
        return Err(Error::NotFound);
    }
    if act == FileAct::Change {
        super::is_taken(&ctx, &head, &round)?;
        if !policy::may_attach(&ctx.actor, &head) {
            return Err(Refusal::new(
                "report.files_of_the_unit",
                "附件由填报单位在报送、退回修改时增减，没有改动。",
                "已报送的请先撤回，或请审阅人退回。",
            )
            .into());
        }
    }
    Ok(Place {
        name: super::fill::name_of(&head),
        href: paths::report(head.id),
    })
}

/// What happened to a report, newest first; that it was asked for comes with its period.
async fn story(db: &::store::Db, head: &ReportHead, round: &Round) -> Result<Vec<StoryLine>> {
    let mut story = store::story(db, head.id).await?;
    story.extend(round.opened_ms.map(|at_ms| StoryLine {
        at_ms,
        by: "局办公室".to_owned(),
        happening: Happening::Asked { due: head.due },
    }));
    Ok(story)
}

/// A period with everything asked in it.
#[derive(Debug, Clone)]
pub(in crate::report) struct RoundView {
    pub(in crate::report) plan: PlanName,
    pub(in crate::report) round: Round,
    pub(in crate::report) counts: store::RoundCounts,
    /// The reports of the page.
    pub(in crate::report) reports: Vec<ReportHead>,
    /// How many of them there are on all pages.
    pub(in crate::report) total: usize,
    pub(in crate::report) page: usize,
    /// Tasks that owe nothing, with the reason.
    pub(in crate::report) not_owed: Vec<store::TaskRow>,
}

/// One period of a plan, a page of its reports.
pub(in crate::report) async fn round(
    ctx: &Ctx,
    plan: PlanId,
    period: TimePeriod,
    which: Which,
    page: usize,
) -> Result<RoundView> {
    let db = &ctx.db;
    if !policy::oversees(&ctx.actor) {
        return Err(Error::NotFound);
    }
    let round = store::round(db, plan, period)
        .await?
        .ok_or(Error::NotFound)?;
    let today = ctx.today();
    let mut counts = store::round_counts(db, plan, &[period], today).await?;
    let counts = counts.pop().unwrap_or_default();
    let total = usize::try_from(counts.n(which)).unwrap_or_default();
    let page = page.clamp(1, total.div_ceil(ROWS_PER_PAGE).max(1));
    let from = i64::try_from((page - 1) * ROWS_PER_PAGE).unwrap_or(i64::MAX);
    let most = i64::try_from(ROWS_PER_PAGE).unwrap_or(i64::MAX);
    Ok(RoundView {
        plan: material::plan_named(db, plan, today.year()).await?,
        reports: store::heads_from(db, plan, period, which, today, (from, most)).await?,
        not_owed: store::not_owed(db, plan, period).await?,
        total,
        page,
        counts,
        round,
    })
}
