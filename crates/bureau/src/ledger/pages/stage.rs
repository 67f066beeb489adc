//! 办理阶段 of a row: where it stands, the next step, the way back.

use super::{locked, row, row_number};
use crate::{
    calendar::{self, Calendar},
    ledger::{
        actions::{self, Course, Opened},
        model::{CellFault, FieldKind, FieldSpec, Row, StageSpec, file_name},
        paths,
    },
};
use ::store::Error;
use base::day::{Date, in_words as day_in_words};
use shell::{At, Field, Posted, Reply, Result, Visit};
use std::collections::BTreeMap;

/// The stages of a row as its page draws them.
pub(super) struct StageBox {
    pub(super) steps: Vec<Step>,
    /// 「本阶段期限2026年6月20日，还有4个工作日」.
    pub(super) due: String,
    pub(super) is_late: bool,
    /// The next stage; empty at the end.
    pub(super) next: String,
    /// Why this person does not move it on.
    pub(super) why_not: String,
    pub(super) version: i64,
    /// What is filled in with the next step.
    pub(super) controls: Vec<Control>,
    /// Earlier stages to send it back to: code and name.
    pub(super) earlier: Vec<(String, String)>,
    pub(super) action: String,
    /// Where files are put in.
    pub(super) edit: String,
    pub(super) back_action: String,
    /// Where it is to go back to and why, as they were sent where that was not taken.
    pub(super) back_to: String,
    pub(super) why_back: Field,
    pub(super) moves: Vec<MoveLine>,
    pub(super) problems: Vec<String>,
}

/// A stage in the line.
pub(super) struct Step {
    pub(super) word: String,
    pub(super) is_done: bool,
    pub(super) is_current: bool,
    pub(super) state: String,
}

/// A step that was taken.
pub(super) struct MoveLine {
    pub(super) on: String,
    pub(super) who: String,
    pub(super) what: String,
    pub(super) reason: String,
    /// 「超期 3 天」; empty when it was in time.
    pub(super) late: String,
}

/// A field that the next step asks for.
pub(super) struct Control {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) unit: String,
    /// `text`, `long`, `date`, `choice`, `file`.
    pub(super) shape: &'static str,
    pub(super) options: Vec<(String, String)>,
    pub(super) value: String,
    /// What is shown in the place of a covered value: it stays unless something else is put in.
    pub(super) mask: String,
    pub(super) error: String,
}

/// A next step as it was typed, with what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct StageDraft {
    texts: BTreeMap<String, String>,
    faults: Vec<CellFault>,
    /// The way back instead: to which stage, and why.
    back: Option<(String, Field)>,
}

/// Draws the stages of a row.
pub(super) async fn stage_box(
    visit: &Visit,
    opened: &Opened,
    row: &Row,
    course: &Course,
    draft: Option<&StageDraft>,
) -> Result<StageBox> {
    let definition = &opened.register.definition;
    let stage = definition.stage_of(&row.values).ok_or(Error::NotFound)?;
    let here = definition.stage_place(stage);
    let calendar = calendar::calendar(&visit.db).await?;
    let refusal = opened.standing.may_move(row, stage).err();
    let code = &definition.code;
    let today = visit.today();
    let back = draft.and_then(|draft| draft.back.as_ref());
    let needed = stage.needs.iter().filter_map(|code| definition.field(code));
    let steps = definition
        .stages
        .iter()
        .enumerate()
        .map(|(place, known)| Step {
            word: known.name.clone(),
            is_done: place < here || (place == here && known.is_end),
            is_current: place == here && !known.is_end,
            state: state_of(known, course, place, here),
        });
    Ok(StageBox {
        steps: steps.collect(),
        due: due_in_words(&calendar, course.entry.due, today),
        is_late: course.entry.due.is_some_and(|due| due < today),
        next: definition
            .stage_after(stage)
            .map(|next| next.name.clone())
            .unwrap_or_default(),
        why_not: refusal
            .as_ref()
            .map(|refusal| format!("{}{}", refusal.what, refusal.next))
            .unwrap_or_default(),
        version: row.version,
        controls: match refusal.is_none() {
            true => needed
                .map(|field| control(opened, field, row, draft))
                .collect(),
            false => Vec::new(),
        },
        earlier: match opened.standing.verifies {
            true => definition
                .stages
                .iter()
                .take(here)
                .rev()
                .map(|known| (known.code.clone(), known.name.clone()))
                .collect(),
            false => Vec::new(),
        },
        action: paths::of_row(paths::MOVE_ROW, code, row.no),
        edit: paths::of_row(paths::EDIT_ROW, code, row.no),
        back_action: paths::of_row(paths::MOVE_ROW_BACK, code, row.no),
        back_to: back.map(|(to, _)| to.clone()).unwrap_or_default(),
        why_back: back.map_or_else(why_back, |(_, why)| why.clone()),
        moves: course
            .moves
            .iter()
            .rev()
            .map(|step| MoveLine {
                on: day_in_words(step.on),
                who: step.by_name.clone(),
                what: format!(
                    "{} → {}",
                    definition.stage_word(&step.from),
                    definition.stage_word(&step.to)
                ),
                reason: step.reason.clone(),
                late: step
                    .due
                    .filter(|due| *due < step.on)
                    .and_then(|due| due.until(step.on).ok())
                    .map(|span| format!("超期 {} 天", span.get_days()))
                    .unwrap_or_default(),
            })
            .collect(),
        problems: draft
            .map(|draft| {
                draft
                    .faults
                    .iter()
                    .map(|fault| fault.message.clone())
                    .collect()
            })
            .unwrap_or_default(),
    })
}

fn why_back() -> Field {
    Field::new("reason", "退回的原因").required()
}

/// When a stage was left, entered, or how long it may take.
fn state_of(stage: &StageSpec, course: &Course, place: usize, here: usize) -> String {
    let left = course
        .moves
        .iter()
        .rev()
        .find(|step| step.from == stage.code);
    match (place.cmp(&here), left) {
        (std::cmp::Ordering::Less, Some(step)) => short(step.on),
        (std::cmp::Ordering::Less, None) => "已过".to_owned(),
        (std::cmp::Ordering::Equal, _) => format!("{}起", short(course.entry.entered)),
        (std::cmp::Ordering::Greater, _) => stage.limit_in_words(),
    }
}

fn short(day: Date) -> String {
    base::day::in_words(day)
}

fn due_in_words(calendar: &Calendar, due: Option<Date>, today: Date) -> String {
    let Some(due) = due else {
        return String::new();
    };
    let days = today.until(due).map_or(0, |span| span.get_days());
    let left = match days {
        ..0 => format!("已逾期{}天", -days),
        0 => "今天到期".to_owned(),
        _ => format!("还有{}个工作日", calendar.n_working_after(today, due)),
    };
    format!("本阶段期限{}，{left}。", day_in_words(due))
}

fn control(opened: &Opened, field: &FieldSpec, row: &Row, draft: Option<&StageDraft>) -> Control {
    let kept = row.values.get(&field.code).cloned().unwrap_or_default();
    let mask = opened.mask(field, row);
    let typed = draft.and_then(|draft| draft.texts.get(&field.code).cloned());
    let same = |options: &[String]| options.iter().map(|o| (o.clone(), o.clone())).collect();
    let (shape, options): (&'static str, Vec<(String, String)>) = match field.kind {
        FieldKind::LongText => ("long", Vec::new()),
        FieldKind::Date => ("date", Vec::new()),
        FieldKind::Choice => ("choice", same(&field.options)),
        FieldKind::YesNo => ("choice", same(&["是".to_owned(), "否".to_owned()])),
        FieldKind::Unit => (
            "choice",
            opened
                .house
                .units()
                .iter()
                .map(|unit| (unit.id.to_string(), unit.short_name.clone()))
                .collect(),
        ),
        FieldKind::File => ("file", Vec::new()),
        _ => ("text", Vec::new()),
    };
    let fault = draft.and_then(|draft| draft.faults.iter().find(|f| f.field == field.code));
    Control {
        code: field.code.clone(),
        name: field.name.clone(),
        unit: field.unit.clone(),
        shape,
        options,
        value: match (&mask, field.kind) {
            (_, FieldKind::File) => file_name(&kept).to_owned(),
            (Some(_), _) => typed.unwrap_or_default(),
            (None, _) => typed.unwrap_or(kept),
        },
        mask: mask.unwrap_or_default(),
        error: fault.map(|fault| fault.message.clone()).unwrap_or_default(),
    }
}

pub(super) async fn move_on(
    visit: Visit,
    At((code, row)): At<(String, String)>,
    posted: Posted,
) -> Result<Reply> {
    let no = row_number(&row)?;
    let version = posted.get("version").parse().unwrap_or_default();
    let here = paths::of_row(paths::ROW, &code, no);
    let typed = |field: &FieldSpec| {
        let name = format!("v.{}", field.code);
        let is_there = posted.pairs().any(|(known, _)| known == name);
        is_there.then(|| posted.raw(&name).to_owned())
    };
    let asked = (&typed as _, posted.get(locked::REASON));
    let faults = match actions::move_on(&visit, &code, (no, version), asked).await {
        Ok(faults) => faults,
        // Somebody was first: what was typed is shown with the row as it is now.
        Err(Error::Conflict) => {
            let draft = StageDraft {
                texts: texts_of(&posted),
                faults: vec![CellFault {
                    field: String::new(),
                    message: CHANGED_MEANWHILE.to_owned(),
                }],
                back: None,
            };
            let page = row::page_with_draft(&visit, &code, no, &draft).await?;
            return visit.conflict(&page);
        }
        Err(error) => {
            let Some(refusal) = locked::wants_reason(&error) else {
                return Err(error.into());
            };
            let opened = actions::open(&visit, &code).await?;
            let places = (paths::of_row(paths::MOVE_ROW, &code, no), here);
            return locked::ask(&visit, &opened, refusal, &posted, places);
        }
    };
    if faults.is_empty() {
        return visit.done("已转入下一阶段。", here);
    }
    let draft = StageDraft {
        texts: texts_of(&posted),
        faults,
        back: None,
    };
    let page = row::page_with_draft(&visit, &code, no, &draft).await?;
    visit.invalid(&page)
}

const CHANGED_MEANWHILE: &str = "页面打开之后，别人改过这条记录，这次没有办理。下面是现在的情况，填写的内容还在，请核对后再办理。";

/// What was typed for the next step, by field.
fn texts_of(posted: &Posted) -> BTreeMap<String, String> {
    let texts = posted.pairs().filter_map(|(name, value)| {
        let code = name.strip_prefix("v.")?;
        Some((code.to_owned(), value.to_owned()))
    });
    texts.collect()
}

pub(super) async fn move_back(
    visit: Visit,
    At((code, row)): At<(String, String)>,
    posted: Posted,
) -> Result<Reply> {
    let no = row_number(&row)?;
    let version = posted.get("version").parse().unwrap_or_default();
    let here = paths::of_row(paths::ROW, &code, no);
    let to = (posted.get("to"), posted.get("reason"));
    match actions::move_back(&visit, &code, (no, version), to).await {
        Ok(()) => visit.done("已退回，填报单位会收到通知。", here),
        Err(Error::Refused(refusal)) if refusal.rule == "ledger.return_needs_reason" => {
            let draft = StageDraft {
                back: Some((to.0.to_owned(), why_back().again(&posted, &refusal))),
                ..StageDraft::default()
            };
            let page = row::page_with_draft(&visit, &code, no, &draft).await?;
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}
