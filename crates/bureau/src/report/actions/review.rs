//! Looking at what was handed in: consent, return, remark, forward, countersign, reopen.

use super::{fill::name_of, fits_opinion, fits_reason, is_taken, kept, known};
use crate::{
    plan::{self, StepId},
    report::{
        model::{
            Course, FieldKind, Happening, Place, ReportForm, ReportHead, ReportId, Reviewer,
            quoted, sentence_key, sentences,
        },
        notify, policy, search, store,
    },
};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::{Refusal, Role, actor::PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// How often a report had been handed in when somebody looked at it; none for whoever looks now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct Seen(pub(in crate::report) Option<i64>);

/// A report being looked at by somebody it waits for.
struct Looking {
    head: ReportHead,
    /// Whether its unit could still change it.
    is_taken: bool,
    course: Course,
    form: ReportForm,
    /// Whom it waits for: who acts, or whom they act for.
    person: PersonId,
    /// How the story names them.
    by: String,
    /// Whom they act for; empty for themself.
    on_behalf_of: String,
}

/// What was handed in before the lock is looked at to the end: the lock is for the units. `seen` says
/// which time of handing in the page showed.
async fn looking(ctx: &Ctx, tx: &Tx, id: ReportId, seen: Seen) -> Result<Looking> {
    let (head, round) = known(ctx, tx, id).await?;
    let content = store::content(tx, id).await?.ok_or(Error::NotFound)?;
    let person = policy::stands_for(&ctx.actor)
        .into_iter()
        .find(|person| content.course.waits_for(*person))
        .ok_or_else(not_yours)?;
    let n_submitted = store::n_submitted(tx, id).await?;
    if seen.0.is_some_and(|seen| seen != n_submitted) {
        return Err(Refusal::new(
            "report.handed_in_anew",
            "页面打开之后，填报单位撤回修改、又报送了一次，没有改动。",
            "请看过现在的内容再审阅。",
        )
        .into());
    }
    Ok(Looking {
        is_taken: head.is_taken(round.is_locked(), ctx.today()),
        head,
        form: content.form.unwrap_or_default(),
        by: match policy::on_behalf_of(&ctx.actor, person).as_str() {
            "" => ctx.actor.name.clone(),
            name => format!("{}（代{name}）", ctx.actor.name),
        },
        on_behalf_of: policy::on_behalf_of(&ctx.actor, person),
        person,
        course: content.course,
    })
}

/// Consents; the report moves on when the step is settled. Remarks on single fields stay with it.
pub(in crate::report) async fn consent(
    ctx: &Ctx,
    (id, seen): (ReportId, Seen),
    words: &str,
    remarks: &BTreeMap<String, String>,
) -> Result<ReportHead> {
    fits_opinion(words)?;
    let mut tx = ctx.db.begin_write().await?;
    let looking = looking(ctx, &tx, id, seen).await?;
    let step = step_of(&looking.course);
    let course = looking.course.consent(looking.person)?;
    keep(&mut tx, &looking, &course).await?;
    for (key, words) in remarks {
        remark(&mut tx, ctx, &looking, key, words).await?;
    }
    store::add_snapshot(&mut tx, ctx, id, "consented", &looking.form).await?;
    let happening = Happening::Consented {
        step: step.clone(),
        words: words.to_owned(),
    };
    store::tell(&mut tx, ctx, id, &looking.by, &happening).await?;
    let line = Line::new("report.consented", id)
        .on_behalf_of(&looking.on_behalf_of)
        .named(name_of(&looking.head))
        .saying(step)
        .because(words);
    tx.audit_line(ctx, line);
    // Whoever consents for the unit may be who its numbers are declared to come from.
    let reason = store::reason_reopened(&tx, id).await?;
    kept::supply(
        &mut tx,
        ctx,
        &looking.head,
        &looking.form,
        looking.person,
        &reason,
    )
    .await?;
    settle(
        ctx,
        &mut tx,
        &looking.head,
        &looking.form,
        (&looking.course, &course),
        "",
    )
    .await?;
    tx.commit().await?;
    Ok(looking.head)
}

/// What happens when a report has moved: whom it waits for is asked, whom it came back to is told,
/// what was filed is settled and its numbers verified. `why` it came back.
pub(super) async fn settle(
    ctx: &Ctx,
    tx: &mut Tx,
    head: &ReportHead,
    form: &ReportForm,
    (before, after): (&Course, &Course),
    why: &str,
) -> Result<()> {
    let said: Vec<StepId> = form
        .0
        .iter()
        .filter(|field| field.kind == FieldKind::Step)
        .filter_map(|field| field.key.strip_prefix("s:")?.parse().ok())
        .collect();
    let task = (head.plan, head.item);
    match (before.place, after.place) {
        (_, Place::Filed) => plan::confirm_from_report(tx, ctx, task, &said).await?,
        // It came back: what it says can be changed, and is not said any more until it goes again.
        (_, Place::Writing) => {
            let mark = kept::said_in(head);
            plan::unsay_from_report(tx, ctx, task, &said, &mark).await?;
        }
        _ => {}
    }
    if after.place == Place::Filed {
        kept::check_one_number(tx, head, form).await?;
        store::settle_comments(tx, head.id).await?;
        let n_verified = kept::verify(tx, ctx, head, form).await?;
        let filed = Happening::Filed {
            n_verified: Some(n_verified),
        };
        store::tell(tx, ctx, head.id, "", &filed).await?;
    }
    search::renew(tx, head.id, ctx.now_ms()).await?;
    notify::moved(tx, ctx, head, before, after, why).await
}

/// A return: to whom, why, and which fields with a remark on each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct GiveBack {
    /// An earlier step; none for the unit that reports.
    pub(in crate::report) to: Option<usize>,
    pub(in crate::report) reason: String,
    /// Fields to be changed, with what is wrong with them; none for all.
    pub(in crate::report) fields: BTreeMap<String, String>,
    /// Of these, which sentences alone are to be changed.
    pub(in crate::report) sentences: BTreeMap<String, BTreeSet<usize>>,
}

/// Remarks that name the sentences they are about.
pub(in crate::report) async fn quoting(
    ctx: &Ctx,
    id: ReportId,
    mut remarks: BTreeMap<String, String>,
    of: &BTreeMap<String, BTreeSet<usize>>,
) -> Result<BTreeMap<String, String>> {
    if of.is_empty() {
        return Ok(remarks);
    }
    known(ctx, &ctx.db, id).await?;
    let content = store::content(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let form = content.form.unwrap_or_default();
    for (key, numbers) in of {
        let named = quoted(form.value(key), numbers);
        if named.is_empty() {
            continue;
        }
        let words = remarks.entry(key.clone()).or_default();
        *words = match words.as_str() {
            "" => named,
            said => format!("{named}：{said}"),
        };
    }
    Ok(remarks)
}

/// The fields and sentences that alone are to be changed, and how the story names them.
fn returned_alone(form: &ReportForm, command: &GiveBack) -> (BTreeSet<String>, Vec<String>) {
    let mut open = BTreeSet::new();
    let mut named = Vec::new();
    for field in &form.0 {
        if !command.fields.contains_key(&field.key) {
            continue;
        }
        open.insert(field.key.clone());
        let n_sentences = match field.kind {
            FieldKind::Words => sentences(&field.value).len(),
            _ => 0,
        };
        let alone: Vec<usize> = command
            .sentences
            .get(&field.key)
            .into_iter()
            .flatten()
            .copied()
            .filter(|number| (1..=n_sentences).contains(number))
            .collect();
        open.extend(alone.iter().map(|number| sentence_key(&field.key, *number)));
        let alone: Vec<String> = alone.iter().map(|number| format!("第{number}句")).collect();
        named.push(format!("{}{}", field.label, alone.join("、")));
    }
    (open, named)
}

/// Returns a report to the unit or an earlier step.
pub(in crate::report) async fn give_back(
    ctx: &Ctx,
    (id, seen): (ReportId, Seen),
    command: &GiveBack,
) -> Result<ReportHead> {
    if command.reason.trim().is_empty() && command.fields.values().all(|words| words.is_empty()) {
        return Err(Refusal::new(
            "report.reason_missing",
            "退回要说明原因，没有退回。",
            "请填写退回原因，或在要改的数字、文字旁写明意见。",
        )
        .into());
    }
    fits_opinion(&command.reason)?;
    command
        .fields
        .values()
        .try_for_each(|words| fits_opinion(words))?;
    let mut tx = ctx.db.begin_write().await?;
    let looking = looking(ctx, &tx, id, seen).await?;
    if command.to.is_none() && !looking.is_taken {
        return Err(Refusal::new(
            "report.locked",
            "本期已锁定，填报单位不能再改，没有退回。",
            "确需更正的，请局办公室先对这一份办理延期；只是说明情况的，可以提意见后同意。",
        )
        .into());
    }
    let (only, fields) = match command.to {
        None => returned_alone(&looking.form, command),
        Some(_) => (BTreeSet::new(), Vec::new()),
    };
    let to = match command.to {
        None => looking.head.unit_name.clone(),
        Some(at) => looking
            .course
            .stages
            .get(at)
            .map(|stage| stage.kind.label().to_owned())
            .unwrap_or_default(),
    };
    let course = looking
        .course
        .give_back(looking.person, command.to, only.clone())?;
    keep(&mut tx, &looking, &course).await?;
    for (key, words) in &command.fields {
        if !words.is_empty() && looking.form.field(key).is_some() {
            store::add_comment(&mut tx, ctx, id, key, words).await?;
        }
    }
    let mut reason = vec![command.reason.trim().to_owned()];
    reason.extend(command.fields.values().cloned());
    reason.retain(|words| !words.is_empty());
    let reason = reason.join("；");
    let happening = Happening::Returned {
        to: to.clone(),
        reason: reason.clone(),
        fields: fields.clone(),
    };
    store::tell(&mut tx, ctx, id, &looking.by, &happening).await?;
    let line = Line::new("report.returned", id)
        .on_behalf_of(&looking.on_behalf_of)
        .named(name_of(&looking.head))
        .saying(match fields.is_empty() {
            true => format!("退回{to}"),
            false => format!("退回{to}，只改{}", fields.join("、")),
        })
        .because(reason.clone());
    tx.audit_line(ctx, line);
    if command.to.is_none() {
        kept::send_back(
            &mut tx,
            ctx,
            &looking.head,
            &looking.form,
            &command.fields,
            &command.reason,
        )
        .await?;
    }
    settle(
        ctx,
        &mut tx,
        &looking.head,
        &looking.form,
        (&looking.course, &course),
        &reason,
    )
    .await?;
    tx.commit().await?;
    Ok(looking.head)
}

/// Remarks on one field; the report stays where it is.
pub(in crate::report) async fn comment(
    ctx: &Ctx,
    (id, seen): (ReportId, Seen),
    key: &str,
    words: &str,
) -> Result<ReportHead> {
    let mut tx = ctx.db.begin_write().await?;
    let looking = looking(ctx, &tx, id, seen).await?;
    remark(&mut tx, ctx, &looking, key, words).await?;
    tx.commit().await?;
    Ok(looking.head)
}

async fn remark(tx: &mut Tx, ctx: &Ctx, looking: &Looking, key: &str, words: &str) -> Result<()> {
    let field = looking.form.field(key).ok_or(Error::NotFound)?;
    fits_opinion(words)?;
    if words.trim().is_empty() {
        return Err(Refusal::new(
            "report.no_words",
            "意见是空的，没有保存。",
            "请写明哪里有问题、应当怎样。",
        )
        .into());
    }
    let id = looking.head.id;
    store::add_comment(tx, ctx, id, key, words).await?;
    let happening = Happening::Commented {
        field: field.label.clone(),
        words: words.to_owned(),
    };
    store::tell(tx, ctx, id, &looking.by, &happening).await?;
    let line = Line::new("report.commented", id)
        .on_behalf_of(&looking.on_behalf_of)
        .named(name_of(&looking.head))
        .saying(format!("{}：{words}", field.label));
    tx.audit_line(ctx, line);
    Ok(())
}

/// Somebody else looks in this person's place.
pub(in crate::report) async fn forward(
    ctx: &Ctx,
    (id, seen): (ReportId, Seen),
    to: PersonId,
    words: &str,
) -> Result<ReportHead> {
    fits_opinion(words)?;
    let to = reviewer(ctx, to).await?;
    let mut tx = ctx.db.begin_write().await?;
    let looking = looking(ctx, &tx, id, seen).await?;
    let course = looking.course.forward(looking.person, to.clone())?;
    keep(&mut tx, &looking, &course).await?;
    let happening = Happening::Forwarded {
        to: to.name.clone(),
        words: words.to_owned(),
    };
    store::tell(&mut tx, ctx, id, &looking.by, &happening).await?;
    let line = Line::new("report.forwarded", id)
        .on_behalf_of(&looking.on_behalf_of)
        .named(name_of(&looking.head))
        .saying(format!("转请{}", to.name))
        .because(words);
    tx.audit_line(ctx, line);
    settle(
        ctx,
        &mut tx,
        &looking.head,
        &looking.form,
        (&looking.course, &course),
        "",
    )
    .await?;
    tx.commit().await?;
    Ok(looking.head)
}

/// Somebody else must consent at this step as well.
pub(in crate::report) async fn ask_as_well(
    ctx: &Ctx,
    (id, seen): (ReportId, Seen),
    also: PersonId,
    words: &str,
) -> Result<ReportHead> {
    fits_opinion(words)?;
    let also = reviewer(ctx, also).await?;
    let mut tx = ctx.db.begin_write().await?;
    let looking = looking(ctx, &tx, id, seen).await?;
    let course = looking.course.ask_as_well(looking.person, also.clone())?;
    keep(&mut tx, &looking, &course).await?;
    let happening = Happening::AskedAsWell {
        also: also.name.clone(),
        words: words.to_owned(),
    };
    store::tell(&mut tx, ctx, id, &looking.by, &happening).await?;
    let line = Line::new("report.countersign_asked", id)
        .on_behalf_of(&looking.on_behalf_of)
        .named(name_of(&looking.head))
        .saying(format!("请{}会签", also.name))
        .because(words);
    tx.audit_line(ctx, line);
    settle(
        ctx,
        &mut tx,
        &looking.head,
        &looking.form,
        (&looking.course, &course),
        "",
    )
    .await?;
    tx.commit().await?;
    Ok(looking.head)
}

/// Opens a filed report again for corrections; the general office's act.
pub(in crate::report) async fn reopen(
    ctx: &Ctx,
    id: ReportId,
    only: BTreeSet<String>,
    reason: &str,
) -> Result<ReportHead> {
    policy::may_collect(&ctx.actor)?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "report.reason_missing",
            "重新打开已归档的报送要说明原因，没有改动。",
            "请填写原因。",
        )
        .into());
    }
    fits_reason(reason)?;
    let mut tx = ctx.db.begin_write().await?;
    let (head, round) = known(ctx, &tx, id).await?;
    is_taken(ctx, &head, &round)?;
    let content = store::content(&tx, id).await?.ok_or(Error::NotFound)?;
    let form = content.form.unwrap_or_default();
    let only: BTreeSet<String> = only
        .into_iter()
        .filter(|key| form.field(key).is_some())
        .collect();
    let course = content.course.reopen(only.clone())?;
    if !store::save_course(&mut tx, &head, head.revision, &course, head.submitted_on).await? {
        return Err(Error::Conflict);
    }
    let fields: Vec<String> = only
        .iter()
        .filter_map(|key| form.field(key).map(|field| field.label.clone()))
        .collect();
    let happening = Happening::Reopened {
        reason: reason.to_owned(),
        fields: fields.clone(),
    };
    store::tell(&mut tx, ctx, id, &ctx.actor.name, &happening).await?;
    let line = Line::new("report.reopened", id)
        .named(name_of(&head))
        .saying(fields.join("、"))
        .because(reason);
    tx.audit_line(ctx, line);
    settle(
        ctx,
        &mut tx,
        &head,
        &form,
        (&content.course, &course),
        reason,
    )
    .await?;
    tx.commit().await?;
    Ok(head)
}

/// Who may be asked to look at a report: heads of offices, the general office, the leaders.
pub(in crate::report) async fn possible_reviewers(ctx: &Ctx) -> Result<Vec<Reviewer>> {
    const ROLES: &[Role] = &[Role::Leader, Role::OfficeHead, Role::GeneralOffice];
    super::people(&ctx.db, None, ROLES).await
}

async fn reviewer(ctx: &Ctx, id: PersonId) -> Result<Reviewer> {
    let people = possible_reviewers(ctx).await?;
    people
        .into_iter()
        .find(|one| one.id == id)
        .ok_or(Error::NotFound)
}

async fn keep(tx: &mut Tx, looking: &Looking, course: &Course) -> Result<()> {
    let head = &looking.head;
    match store::save_course(tx, head, head.revision, course, head.submitted_on).await? {
        true => Ok(()),
        false => Err(Error::Conflict),
    }
}

fn step_of(course: &Course) -> String {
    course
        .stage()
        .map(|stage| stage.kind.label().to_owned())
        .unwrap_or_default()
}

fn not_yours() -> Refusal {
    Refusal::new(
        "report.not_waited_for",
        "这份报送现在不在本人的审阅环节，没有改动。",
        "请刷新页面查看它到了哪一步。",
    )
}
