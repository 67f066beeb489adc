//! A row with its life: who changed what when, field by field.

use super::{
    frame_of,
    list::shown,
    row_number,
    stage::{StageBox, StageDraft, stage_box},
};
use crate::{
    files,
    ledger::{
        actions::{self, Opened, RowSheet},
        model::{Definition, FieldKind, Personal, Reader, Row, RowState, file_name},
        paths,
        policy::Glance,
        store::HistoryEntry,
    },
};
use ::store::Error;
use askama::Template;
use base::{
    actor::UnitId,
    day::{Date, in_words as day_in_words, instant_in_words},
};
use serde::Deserialize;
use shell::{Asked, At, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "ledger/pages/row.html")]
pub(super) struct RowPage {
    frame: Frame,
    invitations: Vec<InvitationLine>,
    code: String,
    row: Head,
    facts: Vec<Fact>,
    life: Vec<Event>,
    /// Where it is changed; empty for those who may not.
    edit: String,
    /// Why it cannot be changed now.
    why_not: String,
    verifies: bool,
    /// What is covered and may be asked for; empty when nothing is.
    covered: Vec<String>,
    /// Where it is asked for.
    whole: String,
    /// What for; must be said where some of it is sensitive.
    why_whole: Field,
    /// Why it is shown whole now; empty otherwise.
    shown_because: Option<String>,
    /// Where it stands; nothing in a register without stages.
    stage: Option<StageBox>,
    /// What is not as it should be, and refuses nothing.
    warnings: Vec<String>,
    /// What expires soon or is past.
    expiries: Vec<String>,
    /// What is attached to it; nothing for whoever must not see it.
    files: Option<files::Panel>,
}

struct Head {
    no: i64,
    state: RowState,
    comment: String,
    unit: String,
    origin: String,
}

/// An invitation of whoever the row is about.
struct InvitationLine {
    made: String,
    by: String,
    day: String,
    matter: String,
    /// 「接受」 with who said so and when; empty until it is answered.
    answer: String,
    remark: String,
    /// Where it is answered; empty for whoever may not.
    action: String,
}

struct Fact {
    name: String,
    text: String,
    /// Where the file is; empty for other values.
    file: String,
    /// Whether it is covered.
    is_covered: bool,
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
    let opened = actions::open(&visit, &code).await?;
    let sheet = actions::row_sheet(&visit, &opened, no).await?;
    let page = page(&visit, &opened, sheet, Shown::default()).await?;
    visit.page(&page)
}

/// 显示全文: the row whole, for this once. No redirect: what it is shown for is written down with it, so
/// that looking again is asked again.
pub(super) async fn show_whole(
    visit: Visit,
    At((code, row)): At<(String, String)>,
    posted: Posted,
) -> Result<Reply> {
    let no = row_number(&row)?;
    let reason = posted.get("reason");
    match actions::reveal(&visit, &code, no, reason).await {
        Ok(revealed) => {
            let sheet = actions::row_sheet(&visit, &revealed, no).await?;
            let shown = Shown {
                because: Some(reason),
                draft: None,
            };
            let page = page(&visit, &revealed, sheet, shown).await?;
            visit.page(&page)
        }
        Err(Error::Refused(refusal)) if refusal.rule == "ledger.reveal_needs_reason" => {
            let opened = actions::open(&visit, &code).await?;
            let sheet = actions::row_sheet(&visit, &opened, no).await?;
            let mut page = page(&visit, &opened, sheet, Shown::default()).await?;
            page.why_whole = page.why_whole.again(&posted, &refusal);
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// The page of a row whose next step was typed wrong.
pub(super) async fn page_with_draft(
    visit: &Visit,
    code: &str,
    no: i64,
    draft: &StageDraft,
) -> Result<RowPage> {
    let opened = actions::open(visit, code).await?;
    let sheet = actions::row_sheet(visit, &opened, no).await?;
    let shown = Shown {
        because: None,
        draft: Some(draft),
    };
    page(visit, &opened, sheet, shown).await
}

/// What a row is shown with.
#[derive(Clone, Copy, Default)]
struct Shown<'a> {
    /// Why it is shown whole; nothing when it is covered as usual.
    because: Option<&'a str>,
    /// What was typed into its next step and is wrong.
    draft: Option<&'a StageDraft>,
}

async fn page(
    visit: &Visit,
    opened: &Opened,
    RowSheet { row, history }: RowSheet,
    Shown { because, draft }: Shown<'_>,
) -> Result<RowPage> {
    let (code, no) = (opened.register.definition.code.clone(), row.no);
    let course = actions::course(visit, opened, no).await?;
    let stage = match &course {
        Some(course) => Some(stage_box(visit, opened, &row, course, draft).await?),
        None => None,
    };
    let definition = &opened.register.definition;
    let facts = definition.fields.iter().filter_map(|field| {
        let text = shown(opened, field, &row);
        let is_covered = opened.mask(field, &row).is_some();
        if field.retired && text.is_empty() {
            return None;
        }
        let is_file = field.kind == FieldKind::File && !text.is_empty();
        Some(Fact {
            name: field.name.clone(),
            is_covered,
            file: match is_file && !is_covered {
                true => file_href(&code, no, &field.code, because),
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
    let mut life: Vec<Event> = history
        .iter()
        .map(|entry| event(opened, &row, entry))
        .collect();
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
    let fills = opened.standing.fills_row(&row);
    let asked = opened.on_request(&row);
    let object = actions::files_of_row(&code, no);
    let files = match actions::sees_files(opened, row.unit) {
        true => Some(files::panel(visit, actions::FILES_OF_ROW, object, refusal.is_none()).await?),
        false => None,
    };
    let may_answer = opened.standing.may_answer(&row).is_ok();
    let invitations = actions::invitations(visit, opened, no).await?;
    let invitations = invitations.into_iter().map(|invitation| InvitationLine {
        made: instant_in_words(invitation.made_ms),
        by: format!("{} · {}", invitation.by_unit, invitation.by_name),
        day: base::day::kept_in_words(&invitation.held_on),
        matter: invitation.matter,
        answer: invitation
            .answer
            .map(|answer| {
                let at = instant_in_words(invitation.answered_ms);
                format!("{}（{at}，{}）", answer.label(), invitation.answered_by)
            })
            .unwrap_or_default(),
        remark: invitation.remark,
        action: match may_answer && invitation.answer.is_none() {
            true => paths::answer_invitation(&code, no, &invitation.id),
            false => String::new(),
        },
    });
    Ok(RowPage {
        invitations: invitations.collect(),
        files,
        stage,
        warnings: Reader::new(definition, visit.today()).warnings(&row.values),
        expiries: expiries(definition, &row, visit.today()),
        covered: asked.iter().map(|field| field.name.clone()).collect(),
        why_whole: Field {
            required: asked
                .iter()
                .any(|field| field.personal == Personal::Sensitive),
            ..Field::new("reason", "查看用途")
        },
        whole: paths::of_row(paths::WHOLE_ROW, &code, no),
        shown_because: because.map(str::to_owned),
        frame: frame_of(visit, opened, Some(title(opened, &row))),
        facts: facts.collect(),
        life,
        edit: match refusal.is_none() {
            true => paths::of_row(paths::EDIT_ROW, &code, no),
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
        code,
    })
}

/// 「咨询转学政策（第25号）」: what the row is about as this person sees it, and its number.
fn title(opened: &Opened, row: &Row) -> String {
    let field = opened.register.definition.title_field();
    let told = field.map(|field| shown(opened, field, row));
    match told.filter(|told| !told.is_empty()) {
        Some(told) => format!("{told}（第{}号）", row.no),
        None => format!("第{}号", row.no),
    }
}

/// Where a file is; one that is shown only now carries what it is shown for.
fn file_href(code: &str, no: i64, field: &str, because: Option<&str>) -> String {
    let href = paths::row_file(code, no, field);
    let Some(because) = because else {
        return href;
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    let query = query.append_pair("reason", because).finish();
    format!("{href}?{query}")
}

/// 「驾驶证2026年6月20日到期」, for what is past or comes within the days of its warning.
fn expiries(definition: &Definition, row: &Row, today: Date) -> Vec<String> {
    let of_row = definition.expiries_of(row).into_iter();
    let soon = of_row.filter(|(expiry, on)| {
        let warned = on.saturating_sub(jiff::Span::new().days(i64::from(expiry.days)));
        warned <= today
    });
    soon.map(|(expiry, on)| match on < today {
        _ if !expiry.done.is_empty() => {
            let name = definition.field(&expiry.done).map(|field| &field.name);
            let done = name.map_or("办成日期", String::as_str);
            match on < today {
                true => format!(
                    "{}是{}，已经过了，还没有填写{done}。",
                    expiry.words,
                    day_in_words(on)
                ),
                false => format!("{}是{}，快到了。", expiry.words, day_in_words(on)),
            }
        }
        true => format!(
            "{}已于{}到期，请尽快办理并更新。",
            expiry.words,
            day_in_words(on)
        ),
        false => format!("{}将于{}到期。", expiry.words, day_in_words(on)),
    })
    .collect()
}

fn event(opened: &Opened, row: &Row, entry: &HistoryEntry) -> Event {
    let changes: Vec<(String, String, String)> =
        serde_json::from_str(&entry.changes).unwrap_or_default();
    let in_words = |code: &str, kept: &str| -> String {
        match opened.register.definition.field(code) {
            // The unit whose row it is stands under no code.
            None => kept.parse::<UnitId>().map_or_else(
                |_| kept.to_owned(),
                |unit| opened.house.name(unit).to_owned(),
            ),
            Some(field) => opened.seen(field, row.unit, kept),
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
            "entered" => "补登已锁定的一期",
            "gathered" => "随引用它的记录更新合计",
            "followed" => "随所引用的记录更新",
            "erased" => "抹去到期的个人信息",
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

/// Why a covered file is taken out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FileAsked {
    reason: String,
}

/// A file kept in a row, for whoever sees the row.
pub(super) async fn file(
    visit: Visit,
    At((code, row, field)): At<(String, String, String)>,
    Asked(asked): Asked<FileAsked>,
) -> Result<Reply> {
    let no = row_number(&row)?;
    let opened = actions::open(&visit, &code).await?;
    let sheet = actions::row_sheet(&visit, &opened, no).await?;
    let kept = opened
        .register
        .definition
        .field(&field)
        .filter(|field| field.kind == FieldKind::File)
        .and_then(|field| Some((field, sheet.row.values.get(&field.code)?)));
    let (field, kept) = kept.ok_or(Error::NotFound)?;
    let code = &opened.register.definition.code;
    match opened.standing.glance(field, sheet.row.unit) {
        Glance::Whole => {}
        Glance::Masked => return Err(Error::NotFound.into()),
        // Asked for and written down like everything else that is covered.
        Glance::OnRequest => {
            actions::reveal(&visit, code, no, &asked.reason).await?;
        }
    }
    let hash = kept.split('|').next().unwrap_or_default();
    let bytes = visit.files.get(hash).await?;
    visit.download(bytes, "application/octet-stream", file_name(kept))
}
