//! One report: filled in by its unit, read and decided on by those it goes through.

use super::{
    Row,
    report_again::{self, Again, TypedExcuse, TypedReopen, TypedReview},
    report_fields::{FieldView, StepView, earlier_steps, field_views, steps},
};
use crate::{
    calendar, files,
    report::{
        actions::{self, ReportView, Typed, TypedField},
        model::{
            FieldChange, Happening, Lengths, ReportForm, ReportId, Reviewer, Stamps, Unlocked,
        },
        paths,
    },
};
use ::store::Error;
use askama::Template;
use base::day::{in_words, instant_in_words};
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "report/pages/report.html")]
pub(super) struct ReportPage {
    frame: Frame,
    row: Row,
    due: String,
    is_locked: bool,
    revision: i64,
    submit: String,
    save: String,
    withdraw: String,
    review: String,
    reopen: String,
    excuse: String,
    may_fill: bool,
    may_withdraw: bool,
    may_review: bool,
    seen: i64,
    may_reopen: bool,
    may_excuse: bool,
    /// None when it is not to be seen yet.
    fields: Option<Vec<FieldView>>,
    /// Only some fields are open: their names.
    only: Vec<String>,
    returned: Vec<String>,
    earlier_steps: Vec<(String, &'static str)>,
    reviewers: Vec<(String, String)>,
    steps: Vec<StepView>,
    since_last: Option<(String, Vec<FieldChange>)>,
    since_consent: Option<(bool, Vec<FieldChange>)>,
    story: Vec<(String, String)>,
    story_page: String,
    files: Option<files::Panel>,
    /// Why nothing was changed, when that is not the matter of a single field.
    refused: String,
    /// The form is shown with what was typed and is not saved.
    is_again: bool,
    /// Stamps of what is kept, carried back by the form.
    base: String,
    /// What changed while this page was open.
    changes: Vec<FieldChange>,
    /// Who wrote at the same time.
    who: String,
    /// What was typed and has no field any more.
    unsaved: Vec<(String, String)>,
    typed: TypedReview,
    typed_excuse: TypedExcuse,
    typed_reopen: TypedReopen,
    most_opinion: usize,
    n_wrong: usize,
    n_prefilled: i64,
    n_fields: i64,
}

pub(super) async fn show(visit: Visit, At(id): At<ReportId>) -> Result<Reply> {
    let view = actions::report(&visit, id).await?;
    visit.page(&page(&visit, view, Again::default()).await?)
}

/// Hands it in.
pub(super) async fn submit(visit: Visit, At(id): At<ReportId>, posted: Posted) -> Result<Reply> {
    let typed = typed(&posted);
    let mut done = actions::submit(&visit, id, revision(&posted), &typed).await;
    if matches!(done, Err(Error::Conflict))
        && let Some(now) = report_again::still_holds(&visit, id, &posted).await?
    {
        done = actions::submit(&visit, id, now, &typed).await;
    }
    match done {
        Ok(Ok(head)) => visit.done(
            format!("已报送{}：{}。", head.period.label(), head.task()),
            paths::DESK,
        ),
        Ok(Err(unfit)) => report_again::unfit(&visit, id, unfit, true).await,
        Err(Error::Conflict) => report_again::two_wrote(&visit, id, &posted, &typed).await,
        Err(Error::Refused(refusal)) => report_again::refused(&visit, id, &refusal, &typed).await,
        Err(error) => Err(error.into()),
    }
}

/// What the island that saves by itself puts under the form.
#[derive(Template)]
#[template(path = "report/pages/saved.html")]
struct Saved {
    revision: i64,
    /// Stamps of what is kept now.
    base: String,
    words: String,
    is_refused: bool,
}

/// Saves what was typed; by hand or by the page itself.
pub(super) async fn save(visit: Visit, At(id): At<ReportId>, posted: Posted) -> Result<Reply> {
    let typed = typed(&posted);
    let mut done = actions::save(&visit, id, revision(&posted), &typed).await;
    if matches!(done, Err(Error::Conflict))
        && let Some(now) = report_again::still_holds(&visit, id, &posted).await?
    {
        done = actions::save(&visit, id, now, &typed).await;
    }
    let not_saved = |words: String| Saved {
        revision: revision(&posted),
        base: base_of(&posted).to_owned(),
        words,
        is_refused: true,
    };
    match done {
        Ok(Ok(draft)) if visit.is_fragment() => {
            let at = instant_in_words(visit.now_ms());
            let (_, time) = at.split_once(' ').unwrap_or(("", ""));
            visit.page(&Saved {
                revision: draft.revision,
                base: Stamps::of(&draft.form).in_words(),
                words: format!("已自动保存 {time}"),
                is_refused: false,
            })
        }
        Ok(Ok(_)) => visit.done("已保存，尚未报送。", paths::report(id)),
        Ok(Err(unfit)) if visit.is_fragment() => {
            let first = unfit.wrong.iter().next();
            let label = first.and_then(|(key, _)| unfit.form.field(key));
            let label = label.map_or("", |field| &field.label);
            let words = first.map_or("", |(_, words)| words);
            visit.invalid(&not_saved(format!("“{label}”{words}")))
        }
        Ok(Err(unfit)) => report_again::unfit(&visit, id, unfit, false).await,
        Err(Error::Conflict) if visit.is_fragment() => visit.conflict(&not_saved(
            "别人刚保存了这份报送，这里的改动没有自动保存。请点“保存草稿”对照两边的内容。"
                .to_owned(),
        )),
        Err(Error::Conflict) => report_again::two_wrote(&visit, id, &posted, &typed).await,
        Err(Error::Refused(refusal)) => report_again::refused(&visit, id, &refusal, &typed).await,
        Err(error) => Err(error.into()),
    }
}

/// The stamps of what the page showed; those of the last time it saved itself stand last.
pub(super) fn base_of(posted: &Posted) -> &str {
    posted.all("base").last().unwrap_or_default()
}

fn revision(posted: &Posted) -> i64 {
    posted.get("revision").parse().unwrap_or_default()
}

/// What was typed: `v:` and the key of a field, `r:` and the key for a remark. Where two wrote at once,
/// `k:` and the key says whose words stay.
fn typed(posted: &Posted) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in posted.pairs() {
        let Some((kind @ ("v" | "r"), key)) = name.split_once(':') else {
            continue;
        };
        let field: &mut TypedField = typed.0.entry(key.to_owned()).or_default();
        let value = value.trim().replace("\r\n", "\n");
        match kind {
            "v" => field.value = value,
            _ => field.remark = value,
        }
    }
    let theirs = posted.pairs().filter(|(_, whose)| *whose == "theirs");
    for key in theirs.filter_map(|(name, _)| name.strip_prefix("k:")) {
        typed.0.remove(key);
    }
    typed
}

pub(super) async fn page(visit: &Visit, view: ReportView, again: Again) -> Result<ReportPage> {
    let calendar = calendar::calendar(&visit.db).await?;
    let head = &view.head;
    // What was typed is drawn, on the ground of what is kept.
    let base = view.form.as_ref().filter(|_| view.may_fill);
    let base = base.map(|form| Stamps::of(form).in_words());
    let form = again.form.clone().or_else(|| view.form.clone());
    let (n_fields, n_prefilled) = form.as_ref().map_or((0, 0), ReportForm::counts);
    let fields: Option<Vec<FieldView>> = form
        .as_ref()
        .map(|form| field_views(form, &view, &again, visit.today()));
    let only = match (&view.course.unlocked, view.may_fill) {
        (Unlocked::Only(_), true) => fields
            .iter()
            .flatten()
            .filter(|field| field.may_edit)
            .map(|field| field.label.clone())
            .collect(),
        _ => Vec::new(),
    };
    let reviewers: Vec<Reviewer> = match view.may_review {
        true => actions::possible_reviewers(visit).await?,
        false => Vec::new(),
    };
    let returned = view
        .story
        .iter()
        .find(|line| {
            let happening = &line.happening;
            matches!(
                happening,
                Happening::Returned { .. } | Happening::Reopened { .. }
            )
        })
        .filter(|_| view.course.is_returned)
        .map(|line| line.sentence());
    let files = match view.form.is_some() {
        true => Some(files::panel(visit, actions::FILES_OF, head.id, view.may_attach).await?),
        false => None,
    };
    Ok(ReportPage {
        files,
        base: base.unwrap_or_default(),
        story_page: paths::of_report(paths::STORY, head.id),
        frame: visit
            .frame(head.task())
            .lead(format!(
                "{} · {} · {}",
                view.plan.title,
                head.period.label(),
                head.unit_name
            ))
            .crumb("报送", paths::DESK),
        row: Row::of(head, &calendar, visit.today()),
        due: in_words(head.due),
        is_locked: view.is_locked,
        revision: head.revision,
        submit: paths::report(head.id),
        save: paths::of_report(paths::SAVE, head.id),
        withdraw: paths::of_report(paths::WITHDRAW, head.id),
        review: paths::of_report(paths::REVIEW, head.id),
        reopen: paths::of_report(paths::REOPEN, head.id),
        excuse: paths::of_report(paths::EXCUSE, head.id),
        may_fill: view.may_fill,
        may_withdraw: view.may_withdraw,
        may_review: view.may_review,
        seen: view.seen,
        may_reopen: view.may_reopen,
        may_excuse: view.may_excuse,
        n_wrong: fields
            .iter()
            .flatten()
            .filter(|field| field.error.is_some())
            .count(),
        fields,
        only,
        returned: returned.into_iter().collect(),
        earlier_steps: earlier_steps(&view),
        reviewers: reviewers
            .into_iter()
            .map(|one| (one.id.to_string(), one.name))
            .collect(),
        steps: steps(&view),
        since_last: view.since_last.clone(),
        since_consent: view.since_consent.clone(),
        story: view
            .story
            .iter()
            .map(|line| (instant_in_words(line.at_ms), line.sentence()))
            .collect(),
        is_again: again.form.is_some(),
        refused: again.refused,
        changes: again.changes,
        who: again.who,
        unsaved: again.unsaved,
        typed: again.review,
        typed_excuse: again.excuse,
        typed_reopen: again.reopen,
        most_opinion: Lengths::shipped().opinion,
        n_prefilled,
        n_fields,
    })
}
