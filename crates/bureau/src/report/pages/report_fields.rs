//! The fields of a report as they are drawn, and its way.

use super::report_again::Again;
use crate::report::{
    actions::ReportView,
    model::{FieldKind, Lengths, Needs, Place, ReportField, ReportForm, sentences},
};
use base::day::{Date, kept_in_words};
use std::collections::BTreeSet;

/// A field as it is drawn.
pub(super) struct FieldView {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) unit: String,
    pub(super) goal: String,
    pub(super) value: String,
    pub(super) remark: String,
    pub(super) shown: String,
    /// What the number is now, where it went on since.
    pub(super) now: String,
    /// 「系统带出，请核对」 and where from.
    pub(super) source: String,
    pub(super) href: String,
    pub(super) prefilled: String,
    pub(super) is_supplied: bool,
    pub(super) is_number: bool,
    pub(super) is_step: bool,
    /// Not a step another unit does, or one that is done already.
    pub(super) is_open: bool,
    /// 「逾期5天」 of a step that is not done.
    pub(super) late: String,
    pub(super) is_name: bool,
    pub(super) may_edit: bool,
    pub(super) error: Option<String>,
    /// Whether it is the first that is wrong: it takes the focus.
    pub(super) is_first_wrong: bool,
    pub(super) comments: Vec<String>,
    /// The most characters, and how many there are; 0 where nothing is counted.
    pub(super) most: usize,
    pub(super) n_chars: usize,
    /// What somebody else wrote here at the same time.
    pub(super) theirs: Option<String>,
    /// The sentences of words, for a reviewer to return some alone: number, words, whether it is ticked.
    pub(super) sentences: Vec<(usize, String, bool)>,
    /// 「第2句」, where only that may be changed.
    pub(super) only_sentences: String,
    /// A reviewer's remark that was not taken yet.
    pub(super) remarked: String,
}

impl FieldView {
    /// Whether a sentence of it was ticked and is not returned yet.
    pub(super) fn has_ticks(&self) -> bool {
        self.sentences.iter().any(|(_, _, is_ticked)| *is_ticked)
    }
}

/// A step of its way.
pub(super) struct StepView {
    pub(super) word: String,
    pub(super) state: String,
    pub(super) is_done: bool,
    pub(super) is_current: bool,
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

/// The fields of a form as they are drawn.
pub(super) fn field_views(
    form: &ReportForm,
    view: &ReportView,
    again: &Again,
    today: Date,
) -> Vec<FieldView> {
    let gaps: BTreeSet<String> = match again.shows_gaps {
        true => {
            let gaps = form.gaps(|key| view.course.may_edit(key));
            gaps.into_iter().map(|gap| gap.key.clone()).collect()
        }
        false => BTreeSet::new(),
    };
    let mut views: Vec<FieldView> = form
        .0
        .iter()
        .map(|field| field_view(field, view, gaps.contains(&field.key), again, today))
        .collect();
    if let Some(first) = views.iter_mut().find(|field| field.error.is_some()) {
        first.is_first_wrong = true;
    }
    views
}

fn field_view(
    field: &ReportField,
    view: &ReportView,
    is_gap: bool,
    again: &Again,
    today: Date,
) -> FieldView {
    let gap = match (is_gap, field.value.trim().is_empty(), field.kind) {
        (false, ..) => None,
        (_, true, FieldKind::Number) => {
            Some("没有填数，没有报送。请填写数字；现在还没有数的，在“暂无数据”里写明原因。")
        }
        (_, true, _) => Some("请填写本期做了什么；没有进展的写明原因。"),
        (_, _, FieldKind::Step) => Some("完成日期写成 2026-03-05。"),
        _ => Some("只填数字，单位已列出；如 128 或 98.5。"),
    };
    let wrong = again.wrong.get(&field.key).cloned();
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
        error: gap.map(str::to_owned).or(wrong),
        is_first_wrong: false,
        most: Lengths::shipped().of(field).unwrap_or_default(),
        n_chars: field.value.chars().count(),
        theirs: again.theirs.get(&field.key).cloned(),
        sentences: match (view.may_review, field.kind) {
            (true, FieldKind::Words) => ticks(field, again),
            _ => Vec::new(),
        },
        only_sentences: match view.may_fill {
            true => {
                let open = view.course.open_sentences(&field.key);
                let open = open.iter().map(|number| format!("第{number}句"));
                open.collect::<Vec<_>>().join("、")
            }
            false => String::new(),
        },
        remarked: again
            .review
            .remarks
            .get(&field.key)
            .cloned()
            .unwrap_or_default(),
        comments: view
            .comments
            .iter()
            .filter(|comment| comment.field == field.key)
            .map(|comment| format!("{}：{}", comment.by_name, comment.words))
            .collect(),
    }
}

/// The sentences of a field, where there is more than one.
fn ticks(field: &ReportField, again: &Again) -> Vec<(usize, String, bool)> {
    let found = sentences(&field.value);
    if found.len() < 2 {
        return Vec::new();
    }
    let ticked = again.review.sentences.get(&field.key);
    (1..)
        .zip(found)
        .map(|(number, words)| {
            let is_ticked = ticked.is_some_and(|ticked| ticked.contains(&number));
            (number, words.to_owned(), is_ticked)
        })
        .collect()
}

/// Steps it may be returned to, by their place.
pub(super) fn earlier_steps(view: &ReportView) -> Vec<(String, &'static str)> {
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
pub(super) fn steps(view: &ReportView) -> Vec<StepView> {
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
