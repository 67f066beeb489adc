//! Filling in: save, hand in, take back.

use super::{is_taken, kept, known, review::settle, stages};
use crate::report::{
    material,
    model::{
        Course, FieldKind, Happening, Lengths, Place, ReportForm, ReportHead, ReportId,
        ReportState, Unlocked, locked_and_changed,
    },
    policy, search, store,
};
use ::store::{Ctx, Error, Read, Result, audit::Line};
use base::Refusal;
use std::collections::BTreeMap;

/// What was typed, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct Typed(pub(in crate::report) BTreeMap<String, TypedField>);

/// What was typed in one field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct TypedField {
    pub(in crate::report) value: String,
    pub(in crate::report) remark: String,
}

impl Typed {
    /// Puts what was typed into a form, as far as the fields may be changed.
    pub(in crate::report) fn apply(&self, form: &mut ReportForm, may_edit: impl Fn(&str) -> bool) {
        for field in &mut form.0 {
            let Some(typed) = self.0.get(&field.key) else {
                continue;
            };
            if !may_edit(&field.key) || !field.is_open() {
                continue;
            }
            match field.kind {
                FieldKind::Supplied => field.remark.clone_from(&typed.remark),
                FieldKind::Number => {
                    field.value = typed.value.replace([',', '，'], "");
                    // A number that is there needs no reason why it is not.
                    field.remark = match field.is_blank_number() {
                        true => typed.remark.clone(),
                        false => String::new(),
                    };
                }
                FieldKind::Step => {
                    field.value.clone_from(&typed.value);
                    field.remark.clone_from(&typed.remark);
                }
                FieldKind::Words | FieldKind::Name => field.value.clone_from(&typed.value),
                FieldKind::StepOfOthers => {}
            }
        }
    }
}

/// The form as it stands: what was saved, on the ground of what is known now. What lies with
/// reviewers or in the file stays as it was handed in.
pub(super) async fn form(
    db: &impl Read,
    head: &ReportHead,
) -> Result<(ReportForm, store::Content)> {
    let content = store::content(db, head.id).await?.ok_or(Error::NotFound)?;
    if let (Some(saved), true) = (&content.form, !head.state.is_with_unit()) {
        return Ok((saved.clone(), content));
    }
    let last = store::last_of_task(db, head).await?;
    let fresh = match material::task_of(db, head).await? {
        Some(task) => ReportForm::prefilled(&task, head.period, last.as_ref()),
        None => ReportForm::default(),
    };
    let form = match (&content.form, &content.course.unlocked) {
        // Returned for a few fields only: the others are as they were consented to.
        (Some(saved), Unlocked::Only(open)) => saved.with_supplied(&fresh, open),
        (Some(saved), Unlocked::All) => fresh.with_saved(saved),
        (None, _) => fresh,
    };
    Ok((form, content))
}

/// What was typed and cannot be taken: the form with it, and what is wrong with single fields beside
/// what the form itself shows to be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct Unfit {
    pub(in crate::report) form: ReportForm,
    pub(in crate::report) wrong: BTreeMap<String, String>,
}

/// A draft that was saved: its new revision, and what it says now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Draft {
    pub(in crate::report) revision: i64,
    pub(in crate::report) form: ReportForm,
}

/// Saves what was typed. The first time the audit notes it; a draft that
/// saves itself every few seconds is no news after that.
pub(in crate::report) async fn save(
    ctx: &Ctx,
    id: ReportId,
    revision: i64,
    typed: &Typed,
) -> Result<std::result::Result<Draft, Unfit>> {
    let (head, round) = known(ctx, &ctx.db, id).await?;
    policy::may_fill(&ctx.actor, &head)?;
    is_taken(ctx, &head, &round)?;
    let (mut form, content) = form(&ctx.db, &head).await?;
    if content.course.place != Place::Writing {
        return Err(with_reviewers().into());
    }
    if head.revision != revision {
        return Err(Error::Conflict);
    }
    typed.apply(&mut form, |key| content.course.may_edit(key));
    let mut wrong = Lengths::shipped().exceeded(&form, |key| content.course.may_edit(key));
    wrong.extend(locked_sentences(&ctx.db, id, &content.course, &form).await?);
    if !wrong.is_empty() {
        return Ok(Err(Unfit { form, wrong }));
    }
    let mut tx = ctx.db.begin_write().await?;
    if !store::save_content(&mut tx, ctx, &head, &form).await? {
        return Err(Error::Conflict);
    }
    if head.state == ReportState::Open {
        let line = Line::new("report.begun", id).named(name_of(&head));
        tx.audit_line(ctx, line);
        search::renew(&mut tx, id, ctx.now_ms()).await?;
    }
    tx.commit().await?;
    Ok(Ok(Draft {
        revision: revision + 1,
        form,
    }))
}

/// Hands a report in: it goes its whole way. What was typed is saved with it; when something is
/// missing, the form is given back.
pub(in crate::report) async fn submit(
    ctx: &Ctx,
    id: ReportId,
    revision: i64,
    typed: &Typed,
) -> Result<std::result::Result<ReportHead, Unfit>> {
    let (head, round) = known(ctx, &ctx.db, id).await?;
    policy::may_fill(&ctx.actor, &head)?;
    is_taken(ctx, &head, &round)?;
    let (mut form, content) = form(&ctx.db, &head).await?;
    if content.course.place == Place::Writing && head.revision != revision {
        return Err(Error::Conflict);
    }
    typed.apply(&mut form, |key| content.course.may_edit(key));
    let stages = stages(&ctx.db, &head, &round.chain(head.is_lead)).await?;
    let course = content.course.submit(ctx.actor.person, stages)?;
    let may_edit = |key: &str| content.course.may_edit(key);
    let mut wrong = kept::check(&ctx.db, &form, may_edit).await?;
    wrong.extend(Lengths::shipped().exceeded(&form, may_edit));
    wrong.extend(locked_sentences(&ctx.db, id, &content.course, &form).await?);
    if !wrong.is_empty() || !form.gaps(may_edit).is_empty() {
        return Ok(Err(Unfit { form, wrong }));
    }
    let before = store::last_submitted(&ctx.db, id).await?;
    let n_changed = before.map_or(0, |before| form.changes_since(&before).len());
    let mut tx = ctx.db.begin_write().await?;
    // Handed in in time once, it stays in time however often it is corrected.
    let submitted_on = head.submitted_on.unwrap_or_else(|| ctx.today());
    let is_first = store::save_content(&mut tx, ctx, &head, &form).await?
        && store::save_course(&mut tx, &head, revision + 1, &course, Some(submitted_on)).await?;
    if !is_first {
        return Err(Error::Conflict);
    }
    store::add_snapshot(&mut tx, ctx, id, "submitted", &form).await?;
    let happening = Happening::Submitted { n_changed };
    store::tell(&mut tx, ctx, id, &ctx.actor.name, &happening).await?;
    let line = Line::new("report.submitted", id)
        .named(name_of(&head))
        .saying(match n_changed {
            0 => String::new(),
            n => format!("改动{n}处"),
        });
    tx.audit_line(ctx, line);
    kept::finish_steps(&mut tx, ctx, &head, &form).await?;
    let reason = store::reason_reopened(&tx, id).await?;
    kept::supply(&mut tx, ctx, &head, &form, ctx.actor.person, &reason).await?;
    settle(ctx, &mut tx, &head, &form, (&content.course, &course), "").await?;
    tx.commit().await?;
    Ok(Ok(head))
}

/// What is wrong with fields of which single sentences were returned: the others stay as they were
/// handed in.
async fn locked_sentences(
    db: &impl Read,
    id: ReportId,
    course: &Course,
    form: &ReportForm,
) -> Result<BTreeMap<String, String>> {
    let open = |key: &str| Some(course.open_sentences(key)).filter(|open| !open.is_empty());
    let limited = form.0.iter();
    let limited: Vec<_> = limited
        .filter_map(|field| Some((field, open(&field.key)?)))
        .collect();
    if limited.is_empty() {
        return Ok(BTreeMap::new());
    }
    let before = store::last_submitted(db, id).await?.unwrap_or_default();
    let wrong = limited.into_iter().filter_map(|(field, open)| {
        let locked = locked_and_changed(before.value(&field.key), &field.value, &open)?;
        let words = format!(
            "只有退回的句子可以改，“{locked}”没有退回，请恢复原样；要改别处的，请审阅人一并退回。"
        );
        Some((field.key.clone(), words))
    });
    Ok(wrong.collect())
}

/// Takes a report back as long as nobody has looked at it.
pub(in crate::report) async fn withdraw(ctx: &Ctx, id: ReportId) -> Result<ReportHead> {
    let mut tx = ctx.db.begin_write().await?;
    let (head, round) = known(ctx, &tx, id).await?;
    policy::may_fill(&ctx.actor, &head)?;
    is_taken(ctx, &head, &round)?;
    let content = store::content(&tx, id).await?.ok_or(Error::NotFound)?;
    let course = content.course.withdraw()?;
    let form = content.form.unwrap_or_default();
    if !store::save_course(&mut tx, &head, head.revision, &course, head.submitted_on).await? {
        return Err(Error::Conflict);
    }
    store::tell(&mut tx, ctx, id, &ctx.actor.name, &Happening::Withdrawn).await?;
    let line = Line::new("report.withdrawn", id).named(name_of(&head));
    tx.audit_line(ctx, line);
    settle(ctx, &mut tx, &head, &form, (&content.course, &course), "").await?;
    tx.commit().await?;
    Ok(head)
}

/// A report as the audit names it.
pub(super) fn name_of(head: &ReportHead) -> String {
    format!("{} {} {}", head.period.label(), head.unit_name, head.task())
}

fn with_reviewers() -> Refusal {
    Refusal::new(
        "report.with_reviewers",
        "这份报送正在审阅或已归档，没有保存。",
        "需要修改时请先撤回；已有人审阅的，请审阅人退回。",
    )
}
