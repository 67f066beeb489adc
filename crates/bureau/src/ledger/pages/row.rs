//! A row with its life: who changed what when, field by field.

use super::{
    frame_of,
    list::shown,
    row_number,
    stage::{StageBox, StageDraft, stage_box},
};
use crate::ledger::{
    actions::{self, Opened, RowSheet},
    model::{Definition, FieldKind, Reader, Row, RowState, file_name},
    paths,
    store::HistoryEntry,
};
use ::store::Error;
use askama::Template;
use base::{
    actor::UnitId,
    day::{Date, in_words as day_in_words, instant_in_words},
};
use shell::{At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "ledger/pages/row.html")]
pub(super) struct RowPage {
    frame: Frame,
    code: String,
    row: Head,
    facts: Vec<Fact>,
    life: Vec<Event>,
    /// Where it is changed; empty for those who may not.
    edit: String,
    /// Why it cannot be changed now.
    why_not: String,
    verifies: bool,
    /// Where it stands; nothing in a register without stages.
    stage: Option<StageBox>,
    /// What is not as it should be, and refuses nothing.
    warnings: Vec<String>,
    /// What expires soon or is past.
    expiries: Vec<String>,
}

struct Head {
    no: i64,
    state: RowState,
    comment: String,
    unit: String,
    origin: String,
}

struct Fact {
    name: String,
    text: String,
    /// Where the file is; empty for other values.
    file: String,
    is_retired: bool,
    is_long: bool,
}

struct Event {
    at: String,
    who: String,
    what: &'static str,
    changes: Vec<(String, String, String)>,
    comment: String,
}

pub(super) async fn show(visit: Visit, At((code, row)): At<(String, String)>) -> Result<Reply> {
    let no = row_number(&row)?;
    let page = page(&visit, &code, no, None).await?;
    visit.page(&page)
}

/// The page of a row; with what was typed into its next step and is wrong.
pub(super) async fn page(
    visit: &Visit,
    code: &str,
    no: i64,
    draft: Option<&StageDraft>,
) -> Result<RowPage> {
    let opened = actions::open(visit, code).await?;
    let RowSheet { row, history } = actions::row_sheet(visit, &opened, no).await?;
    let course = actions::course(visit, &opened, no).await?;
    let stage = match &course {
        Some(course) => Some(stage_box(visit, &opened, &row, course, draft).await?),
        None => None,
    };
    let definition = &opened.register.definition;
    let facts = definition.fields.iter().filter_map(|field| {
        let text = shown(&opened, field, &row);
        if field.retired && text.is_empty() {
            return None;
        }
        let is_file = field.kind == FieldKind::File && !text.is_empty();
        Some(Fact {
            name: field.name.clone(),
            file: match is_file {
                true => paths::row_file(code, no, &field.code),
                false => String::new(),
            },
            text: match text.is_empty() || field.unit.is_empty() {
                true => text,
                false => format!("{text} {}", field.unit),
            },
            is_retired: field.retired,
            is_long: field.kind == FieldKind::LongText,
        })
    });
    let mut life: Vec<Event> = history.iter().map(|entry| event(&opened, entry)).collect();
    life.push(Event {
        at: instant_in_words(row.made_ms),
        who: row.made_by.clone(),
        what: match row.origin.is_empty() {
            true => "登记",
            false => "导入",
        },
        changes: Vec::new(),
        comment: row.origin.clone(),
    });
    let refusal = opened.standing.may_change(&row).err();
    let fills = opened.standing.fills_for(row.unit);
    Ok(RowPage {
        stage,
        warnings: Reader::new(definition).warnings(&row.values),
        expiries: expiries(definition, &row, visit.today()),
        frame: frame_of(visit, &opened, Some(format!("第{no}号"))),
        facts: facts.collect(),
        life,
        edit: match refusal.is_none() {
            true => paths::of_row(paths::EDIT_ROW, code, no),
            false => String::new(),
        },
        why_not: refusal
            .filter(|_| fills)
            .map(|refusal| format!("{}{}", refusal.what, refusal.next))
            .unwrap_or_default(),
        verifies: opened.standing.verifies,
        row: Head {
            no,
            state: row.state,
            unit: opened.house.name(row.unit).to_owned(),
            comment: row.comment,
            origin: row.origin,
        },
        code: code.to_owned(),
    })
}

/// 「驾驶证2026年6月20日到期」, for what is past or comes within the days of its warning.
fn expiries(definition: &Definition, row: &Row, today: Date) -> Vec<String> {
    let of_row = definition.expiries_of(row).into_iter();
    let soon = of_row.filter(|(expiry, on)| {
        let warned = on.saturating_sub(jiff::Span::new().days(i64::from(expiry.days)));
        warned <= today
    });
    soon.map(|(expiry, on)| match on < today {
        true => format!(
            "{}已于{}到期，请尽快办理并更新。",
            expiry.words,
            day_in_words(on)
        ),
        false => format!("{}将于{}到期。", expiry.words, day_in_words(on)),
    })
    .collect()
}

fn event(opened: &Opened, entry: &HistoryEntry) -> Event {
    let changes: Vec<(String, String, String)> =
        serde_json::from_str(&entry.changes).unwrap_or_default();
    let in_words = |code: &str, kept: &str| -> String {
        match opened.register.definition.field(code) {
            // The unit whose row it is stands under no code.
            None => kept.parse::<UnitId>().map_or_else(
                |_| kept.to_owned(),
                |unit| opened.house.name(unit).to_owned(),
            ),
            Some(field) if field.kind == FieldKind::Unit => opened.house.kept_name(kept).to_owned(),
            Some(field) => field.shown(kept),
        }
    };
    Event {
        at: instant_in_words(entry.at_ms),
        who: entry.by_name.clone(),
        what: match entry.act.as_str() {
            "verified" => "核对通过",
            "returned" => "退回",
            "removed" => "移入回收站",
            "restored" => "从回收站恢复",
            "imported" => "导入更新",
            "moved" => "推进阶段",
            "moved_back" => "退回阶段",
            _ => "修改",
        },
        changes: changes
            .iter()
            .map(|(code, was, is)| {
                let field = opened.register.definition.field(code);
                let name = field.map_or("填报单位", |field| field.name.as_str());
                (name.to_owned(), in_words(code, was), in_words(code, is))
            })
            .collect(),
        comment: entry.comment.clone(),
    }
}

/// A file kept in a row, for whoever sees the row.
pub(super) async fn file(
    visit: Visit,
    At((code, row, field)): At<(String, String, String)>,
) -> Result<Reply> {
    let no = row_number(&row)?;
    let opened = actions::open(&visit, &code).await?;
    let sheet = actions::row_sheet(&visit, &opened, no).await?;
    let kept = opened
        .register
        .definition
        .field(&field)
        .filter(|field| field.kind == FieldKind::File)
        .and_then(|field| sheet.row.values.get(&field.code));
    let kept = kept.ok_or(Error::NotFound)?;
    let hash = kept.split('|').next().unwrap_or_default();
    let bytes = visit.files.get(hash).await?;
    visit.download(bytes, "application/octet-stream", file_name(kept))
}
