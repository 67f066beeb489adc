//! One report: filled in by its unit, read and decided on by those it goes through.

use super::Row;
use crate::{
    calendar, files,
    report::{
        actions::{self, ReportView, Typed, TypedField},
        model::{
            FieldChange, FieldKind, Happening, Needs, Place, ReportField, ReportForm, ReportId,
            Reviewer, Unlocked,
        },
        paths,
    },
};
use ::store::Error;
use askama::Template;
use base::day::{Date, in_words, instant_in_words, kept_in_words};
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "report/pages/report.html")]
struct ReportPage {
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
    /// Why it was not handed in, when a rule beyond single fields says so.
    refused: String,
    /// Somebody else saved while this page was open: their revision is the one shown.
    is_conflict: bool,
    n_wrong: usize,
    n_prefilled: i64,
    n_fields: i64,
}

/// A field as it is drawn.
struct FieldView {
    key: String,
    label: String,
    unit: String,
    goal: String,
    value: String,
    remark: String,
    shown: String,
    /// What the number is now, where it went on since.
    now: String,
    /// 「系统带出，请核对」 and where from.
    source: String,
    href: String,
    prefilled: String,
    is_supplied: bool,
    is_number: bool,
    is_step: bool,
    /// Not a step another unit does, or one that is done already.
    is_open: bool,
    /// 「逾期5天」 of a step that is not done.
    late: String,
    is_name: bool,
    may_edit: bool,
    error: Option<&'static str>,
    comments: Vec<String>,
}

/// A step of its way.
struct StepView {
    word: String,
    state: String,
    is_done: bool,
    is_current: bool,
}

pub(super) async fn show(visit: Visit, At(id): At<ReportId>) -> Result<Reply> {
    let view = actions::report(&visit, id).await?;
    visit.page(&page(&visit, view, None, false).await?)
}

/// Hands it in.
pub(super) async fn submit(visit: Visit, At(id): At<ReportId>, posted: Posted) -> Result<Reply> {
    let typed = typed(&posted);
    match actions::submit(&visit, id, revision(&posted), &typed).await {
        Ok(Ok(head)) => visit.done(
            format!("已报送{}：{}。", head.period.label(), head.task()),
            paths::DESK,
        ),
        Ok(Err(form)) => {
            let view = actions::report(&visit, id).await?;
            visit.invalid(&page(&visit, view, Some(form), false).await?)
        }
        Err(Error::Conflict) => conflict(&visit, id, &typed).await,
        // What was typed stays: a rule of a data item or of a step is no reason to type it again.
        Err(Error::Refused(refusal)) => {
            let view = actions::report(&visit, id).await?;
            if !view.may_fill {
                return visit.refused(&refusal, paths::report(id));
            }
            let mut form = view.form.clone().unwrap_or_default();
            typed.apply(&mut form, |key| view.course.may_edit(key));
            let mut page = page(&visit, view, Some(form), false).await?;
            page.refused = format!("{}{}", refusal.what, refusal.next);
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// What the island that saves by itself puts under the form.
#[derive(Template)]
#[template(path = "report/pages/saved.html")]
struct Saved {
    revision: i64,
    words: String,
    is_conflict: bool,
}

/// Saves what was typed; by hand or by the page itself.
pub(super) async fn save(visit: Visit, At(id): At<ReportId>, posted: Posted) -> Result<Reply> {
    let typed = typed(&posted);
    match actions::save(&visit, id, revision(&posted), &typed).await {
        Ok(revision) if visit.is_fragment() => {
            let at = instant_in_words(visit.now_ms());
            let (_, time) = at.split_once(' ').unwrap_or(("", ""));
            visit.page(&Saved {
                revision,
                words: format!("已自动保存 {time}"),
                is_conflict: false,
            })
        }
        Ok(_) => visit.done("已保存，尚未报送。", paths::report(id)),
        Err(Error::Conflict) if visit.is_fragment() => visit.conflict(&Saved {
            revision: revision(&posted),
            words: "别人刚保存了这份报送，这里的改动没有自动保存。请点“保存草稿”对照两边的内容。"
                .to_owned(),
            is_conflict: true,
        }),
        Err(Error::Conflict) => conflict(&visit, id, &typed).await,
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::report(id)),
        Err(error) => Err(error.into()),
    }
}

/// Somebody else saved first: what was typed stays in the form, on their revision.
async fn conflict(visit: &Visit, id: ReportId, typed: &Typed) -> Result<Reply> {
    let view = actions::report(visit, id).await?;
    let mut form = view.form.clone().unwrap_or_default();
    typed.apply(&mut form, |key| view.course.may_edit(key));
    visit.conflict(&page(visit, view, Some(form), true).await?)
}

fn revision(posted: &Posted) -> i64 {
    posted.get("revision").parse().unwrap_or_default()
}

/// What was typed: `v:` and the key of a field, `r:` and the key for a remark.
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
    typed
}

async fn page(
    visit: &Visit,
    view: ReportView,
    typed: Option<ReportForm>,
    is_conflict: bool,
) -> Result<ReportPage> {
    let is_refused = typed.is_some() && !is_conflict;
    let calendar = calendar::calendar(&visit.db).await?;
    let head = &view.head;
    let form = typed.or_else(|| view.form.clone());
    let (n_fields, n_prefilled) = form.as_ref().map_or((0, 0), ReportForm::counts);
    let fields: Option<Vec<FieldView>> = form.as_ref().map(|form| {
        form.0
            .iter()
            .map(|field| field_view(field, &view, form, is_refused, visit.today()))
            .collect()
    });
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
        refused: String::new(),
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
        is_conflict,
        n_prefilled,
        n_fields,
    })
}

/// How long a step is overdue that is not done.
fn late(field: &ReportField, today: Date) -> String {
    let due: Option<Date> = field.unit.parse().ok();
    let days = due
        .filter(|_| field.is_step() && field.value.is_empty())
        .and_then(|due| due.until((jiff::Unit::Day, today)).ok())
        .map_or(0, |span| span.get_days());
    match days {
        1.. => format!("逾期{days}天"),
        _ => String::new(),
    }
}

fn field_view(
    field: &ReportField,
    view: &ReportView,
    form: &ReportForm,
    is_refused: bool,
    today: Date,
) -> FieldView {
    let gaps = form.gaps(|key| view.course.may_edit(key));
    let is_gap = is_refused && gaps.iter().any(|gap| gap.key == field.key);
    FieldView {
        key: field.key.clone(),
        label: field.label.clone(),
        unit: match field.is_step() {
            true => kept_in_words(&field.unit),
            false => field.unit.clone(),
        },
        goal: field.goal.clone(),
        value: field.value.clone(),
        remark: field.remark.clone(),
        shown: match field.is_step() {
            true => field.step_in_words(),
            false => field.shown(),
        },
        now: view.gone_on.get(&field.key).cloned().unwrap_or_default(),
        source: field.source.clone(),
        href: field.href.clone(),
        prefilled: field.prefilled.clone(),
        is_supplied: field.kind == FieldKind::Supplied,
        is_number: field.kind == FieldKind::Number,
        is_step: field.is_step(),
        is_open: field.is_open(),
        late: late(field, today),
        is_name: field.kind == FieldKind::Name,
        may_edit: view.may_fill && view.course.may_edit(&field.key),
        error: match (is_gap, field.value.trim().is_empty(), field.kind) {
            (false, ..) => None,
            (_, true, FieldKind::Number) => {
                Some("没有填数，没有报送。请填写数字；现在还没有数的，在“暂无数据”里写明原因。")
            }
            (_, true, _) => Some("请填写本期做了什么；没有进展的写明原因。"),
            (_, _, FieldKind::Step) => Some("完成日期写成 2026-03-05。"),
            _ => Some("只填数字，单位已列出；如 128 或 98.5。"),
        },
        comments: view
            .comments
            .iter()
            .filter(|comment| comment.field == field.key)
            .map(|comment| format!("{}：{}", comment.by_name, comment.words))
            .collect(),
    }
}

/// Steps it may be returned to, by their place.
fn earlier_steps(view: &ReportView) -> Vec<(String, &'static str)> {
    let Place::At(here) = view.course.place else {
        return Vec::new();
    };
    view.course
        .stages
        .iter()
        .enumerate()
        .take(here)
        .filter(|(_, stage)| stage.needs != Needs::Nobody)
        .map(|(at, stage)| (at.to_string(), stage.kind.label()))
        .collect()
}

/// Its way with where it is.
fn steps(view: &ReportView) -> Vec<StepView> {
    let course = &view.course;
    let mut steps = vec![StepView {
        word: view.head.unit_name.clone(),
        state: match course.place {
            Place::Writing => view.head.state.label().to_owned(),
            Place::At(_) | Place::Filed => "已报送".to_owned(),
        },
        is_done: course.place != Place::Writing,
        is_current: course.place == Place::Writing,
    }];
    let is_passed = |at: usize| match course.place {
        Place::Filed => true,
        Place::At(here) => at < here,
        Place::Writing => false,
    };
    steps.extend(
        course
            .stages
            .iter()
            .enumerate()
            .filter(|(_, stage)| stage.needs != Needs::Nobody || !stage.countersigners.is_empty())
            .map(|(at, stage)| {
                let is_current = course.place == Place::At(at);
                let names: Vec<&str> = match is_current {
                    true => stage.waits_for().map(|one| one.name.as_str()).collect(),
                    false => stage
                        .people
                        .iter()
                        .chain(&stage.countersigners)
                        .filter(|one| stage.signed.contains(&one.id))
                        .map(|one| one.name.as_str())
                        .collect(),
                };
                StepView {
                    word: stage.kind.label().to_owned(),
                    state: names.join("、"),
                    is_done: is_passed(at),
                    is_current,
                }
            }),
    );
    steps
}
