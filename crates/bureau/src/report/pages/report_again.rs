//! The page of a report once more: somebody else was first, or something typed is not taken. What was
//! typed stays, what changed meanwhile is said.

use super::report::{base_of, page};
use crate::report::{
    actions::{self, ReportView, Typed, Unfit},
    model::{Changed, FieldChange, ReportField, ReportForm, ReportId, Stamps},
    paths,
};
use base::{Refusal, day::instant_in_words};
use shell::{Field, Posted, Reply, Result, Visit};
use std::collections::{BTreeMap, BTreeSet};

/// What the page shows beside what is kept.
#[derive(Debug, Default)]
pub(super) struct Again {
    /// The form as it was typed.
    pub(super) form: Option<ReportForm>,
    /// Whether what is missing in it is pointed out.
    pub(super) shows_gaps: bool,
    /// What is wrong with single fields.
    pub(super) wrong: BTreeMap<String, String>,
    /// Why nothing was changed, in words.
    pub(super) refused: String,
    /// What changed meanwhile.
    pub(super) changes: Vec<FieldChange>,
    /// Fields two people wrote in: what the other one wrote.
    pub(super) theirs: BTreeMap<String, String>,
    /// The other one.
    pub(super) who: String,
    /// What was typed and has no field on the page any more, by its label.
    pub(super) unsaved: Vec<(String, String)>,
    pub(super) review: TypedReview,
    pub(super) excuse: TypedExcuse,
    pub(super) reopen: TypedReopen,
}

/// What a reviewer typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedReview {
    pub(super) words: String,
    /// Remarks by the keys of their fields.
    pub(super) remarks: BTreeMap<String, String>,
    /// Sentences that were ticked, by the keys of their fields.
    pub(super) sentences: BTreeMap<String, BTreeSet<usize>>,
    pub(super) to: String,
    pub(super) person: String,
}

/// An exception as it was typed.
#[derive(Debug, Clone)]
pub(super) struct TypedExcuse {
    pub(super) until: Field,
    pub(super) reason: Field,
}

/// What is to be opened again, as it was typed.
#[derive(Debug, Clone)]
pub(super) struct TypedReopen {
    /// The keys of the fields that were ticked.
    pub(super) only: BTreeSet<String>,
    pub(super) reason: Field,
}

impl Default for TypedExcuse {
    fn default() -> Self {
        Self {
            until: Field::new("until", "延至").required(),
            reason: reason(),
        }
    }
}

impl Default for TypedReopen {
    fn default() -> Self {
        Self {
            only: BTreeSet::new(),
            reason: reason(),
        }
    }
}

fn reason() -> Field {
    Field::new("reason", "原因").required()
}

impl TypedExcuse {
    /// What was posted, with why it was not taken beside the field it speaks of.
    fn of(posted: &Posted, refusal: &Refusal) -> Self {
        const OF_REASON: [&str; 2] = ["report.reason_missing", "report.too_long"];
        let empty = Self::default();
        match OF_REASON.contains(&refusal.rule) {
            true => Self {
                until: empty.until.filled(posted),
                reason: empty.reason.again(posted, refusal),
            },
            false => Self {
                until: empty.until.again(posted, refusal),
                reason: empty.reason.filled(posted),
            },
        }
    }

    pub(super) fn is_refused(&self) -> bool {
        self.until.error.is_some() || self.reason.error.is_some()
    }
}

impl TypedReopen {
    /// What was posted, with why it was not taken.
    fn of(posted: &Posted, refusal: &Refusal) -> Self {
        Self {
            only: posted.all("only").map(str::to_owned).collect(),
            reason: reason().again(posted, refusal),
        }
    }
}

impl TypedReview {
    pub(super) fn of(posted: &Posted) -> Self {
        Self {
            words: posted.get("words").to_owned(),
            remarks: super::report_acts::remarks(posted),
            sentences: super::report_acts::sentences(posted),
            to: posted.get("to").to_owned(),
            person: posted.get("person").to_owned(),
        }
    }
}

/// What is missing or wrong is pointed out, field by field.
pub(super) async fn unfit(visit: &Visit, id: ReportId, unfit: Unfit, gaps: bool) -> Result<Reply> {
    let view = actions::report(visit, id).await?;
    let again = Again {
        form: Some(unfit.form),
        wrong: unfit.wrong,
        shows_gaps: gaps,
        ..Again::default()
    };
    visit.invalid(&page(visit, view, again).await?)
}

/// A rule beyond single fields says no to what was typed in the form.
pub(super) async fn refused(
    visit: &Visit,
    id: ReportId,
    refusal: &Refusal,
    typed: &Typed,
) -> Result<Reply> {
    let view = actions::report(visit, id).await?;
    let kept = view.form.clone().unwrap_or_default();
    let mut form = kept.clone();
    let words = in_words(refusal);
    if view.may_fill {
        typed.apply(&mut form, |key| view.course.may_edit(key));
        let again = Again {
            form: Some(form),
            refused: words,
            ..Again::default()
        };
        return visit.invalid(&page(visit, view, again).await?);
    }
    // It was handed in or locked meanwhile: what was typed has no field any more and is shown beside.
    typed.apply(&mut form, |_| true);
    let unsaved: Vec<(String, String)> = form
        .0
        .iter()
        .zip(&kept.0)
        .filter(|(mine, kept)| !mine.is_silent() && mine != kept)
        .map(|(mine, _)| (mine.label.clone(), mine.shown()))
        .collect();
    if unsaved.is_empty() {
        return visit.refused(refusal, paths::report(id));
    }
    let again = Again {
        refused: words,
        unsaved,
        ..Again::default()
    };
    visit.conflict(&page(visit, view, again).await?)
}

/// The revision to save on after all: somebody changed the report meanwhile, but none of what the page
/// showed.
pub(super) async fn still_holds(
    visit: &Visit,
    id: ReportId,
    posted: &Posted,
) -> Result<Option<i64>> {
    let view = actions::report(visit, id).await?;
    let form = view.form.as_ref().filter(|_| view.may_fill);
    let holds = form.is_some_and(|form| Stamps::carried(base_of(posted)).still_hold(form));
    Ok(holds.then_some(view.head.revision))
}

/// Two people wrote at once. What only one of them changed stands as changed; what both changed is
/// shown side by side, for whoever came second to choose.
pub(super) async fn two_wrote(
    visit: &Visit,
    id: ReportId,
    posted: &Posted,
    typed: &Typed,
) -> Result<Reply> {
    let view = actions::report(visit, id).await?;
    let stamps = Stamps::carried(base_of(posted));
    let mut form = view.form.clone().unwrap_or_default();
    let mut mine = form.clone();
    typed.apply(&mut mine, |key| view.course.may_edit(key));
    let mut theirs = BTreeMap::new();
    let mut changes = Vec::new();
    for (mine, kept) in mine.0.into_iter().zip(&mut form.0) {
        match stamps.changed(&mine, kept) {
            Changed::Nobody => {}
            Changed::Theirs => changes.push(change(&mine, kept)),
            Changed::Mine => *kept = mine,
            Changed::Both => {
                let words = match kept.shown() {
                    words if words.is_empty() => "（空）".to_owned(),
                    words => words,
                };
                theirs.insert(kept.key.clone(), words);
                *kept = mine;
            }
        }
    }
    let (who, when) = match actions::last_saved(visit, &view).await? {
        Some((who, ms)) if !who.is_empty() => (who, format!("在{}", instant_in_words(ms))),
        _ => ("别人".to_owned(), String::new()),
    };
    let choose = match theirs.len() {
        0 => "下面是合在一起的内容，请核对后再保存。".to_owned(),
        n => format!("有{n}栏两边都改了，并列在下面，请逐栏选留哪一个再保存。"),
    };
    let again = Again {
        form: Some(form),
        refused: format!(
            "页面打开之后，{who}{when}保存了这份报送，这次的修改还没有写入，填写的内容都在。{choose}"
        ),
        theirs,
        who,
        changes,
        ..Again::default()
    };
    visit.conflict(&page(visit, view, again).await?)
}

fn change(before: &ReportField, after: &ReportField) -> FieldChange {
    FieldChange {
        key: after.key.clone(),
        label: after.label.clone(),
        before: before.shown(),
        after: after.shown(),
    }
}

/// A review that was not taken: a page that is not what is there any more says what changed, and
/// whatever was typed stays.
pub(super) async fn review(
    visit: &Visit,
    id: ReportId,
    posted: &Posted,
    refusal: &Refusal,
) -> Result<Reply> {
    const STALE: [&str; 3] = [
        "report.handed_in_anew",
        "report.not_waited_for",
        "report.moved_on",
    ];
    let is_stale = STALE.contains(&refusal.rule);
    let seen: Option<i64> = posted.get("seen").parse().ok();
    let typed = TypedReview::of(posted);
    if is_stale && seen.is_none() {
        return visit.refused(refusal, paths::report(id));
    }
    let view = actions::report(visit, id).await?;
    let mut again = Again {
        refused: in_words(refusal),
        ..Again::default()
    };
    if is_stale {
        let seen = seen.unwrap_or_default();
        again.changes = actions::changes_since_seen(visit, &view, seen).await?;
        if let Some(last) = view.story.first() {
            again.refused += &format!(
                "最近的经过：{}，{}。",
                instant_in_words(last.at_ms),
                last.sentence().trim_end_matches('。')
            );
        }
    }
    match view.may_review {
        true => again.review = typed,
        false => again.unsaved = without_field(&view, &typed),
    }
    let page = page(visit, view, again).await?;
    match is_stale {
        true => visit.conflict(&page),
        false => visit.invalid(&page),
    }
}

/// What a reviewer typed whose turn it is no more.
fn without_field(view: &ReportView, typed: &TypedReview) -> Vec<(String, String)> {
    let label = |key: &str| {
        let field = view.form.as_ref().and_then(|form| form.field(key));
        field.map_or_else(
            || "意见".to_owned(),
            |field| format!("对{}的意见", field.label),
        )
    };
    let words = [("审阅意见".to_owned(), typed.words.clone())];
    let remarks = typed.remarks.iter();
    let remarks = remarks.map(|(key, words)| (label(key), words.clone()));
    let all = words.into_iter().chain(remarks);
    all.filter(|(_, words)| !words.is_empty()).collect()
}

/// An exception that was not given: what was typed stays.
pub(super) async fn excuse(
    visit: &Visit,
    id: ReportId,
    posted: &Posted,
    refusal: &Refusal,
) -> Result<Reply> {
    let view = actions::report(visit, id).await?;
    let again = view.may_excuse.then(|| Again {
        excuse: TypedExcuse::of(posted, refusal),
        ..Again::default()
    });
    let lost = ("延期的原因", posted.get("reason"));
    not_taken(visit, view, again, refusal, lost).await
}

/// A report that was not opened again: what was typed and ticked stays.
pub(super) async fn reopen(
    visit: &Visit,
    id: ReportId,
    posted: &Posted,
    refusal: &Refusal,
) -> Result<Reply> {
    let view = actions::report(visit, id).await?;
    let again = view.may_reopen.then(|| Again {
        reopen: TypedReopen::of(posted, refusal),
        ..Again::default()
    });
    let lost = ("重新打开的原因", posted.get("reason"));
    not_taken(visit, view, again, refusal, lost).await
}

/// An act beside the report that was not taken: `again` is its form with what was typed. Where that is
/// not on the page any more, what was typed is shown beside why.
async fn not_taken(
    visit: &Visit,
    view: ReportView,
    again: Option<Again>,
    refusal: &Refusal,
    (what, typed): (&str, &str),
) -> Result<Reply> {
    if let Some(again) = again {
        return visit.invalid(&page(visit, view, again).await?);
    }
    if typed.is_empty() {
        return visit.refused(refusal, paths::report(view.head.id));
    }
    let again = Again {
        refused: in_words(refusal),
        unsaved: vec![(what.to_owned(), typed.to_owned())],
        ..Again::default()
    };
    visit.conflict(&page(visit, view, again).await?)
}

fn in_words(refusal: &Refusal) -> String {
    format!("{}{}", refusal.what, refusal.next)
}
