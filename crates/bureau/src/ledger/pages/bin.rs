//! 回收站: restore, or delete for good.

use super::{
    frame_of,
    list::{Line, line, shown_fields},
    locked, row_number,
};
use crate::ledger::{actions, paths};
use ::store::Error;
use askama::Template;
use base::{Refusal, day::instant_in_words};
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "ledger/pages/bin.html")]
struct BinPage {
    frame: Frame,
    is_wrong: bool,
    columns: Vec<String>,
    rows: Vec<BinLine>,
}

struct BinLine {
    line: Line,
    who: String,
    at: String,
    /// Where it is restored; empty for those who may not.
    restore: String,
    purge: String,
    /// Why it is deleted for good, as it was typed where that was not taken.
    why: Field,
}

impl BinLine {
    fn field(&self) -> String {
        format!("f-reason-{}", self.line.no)
    }
}

pub(super) async fn show(visit: Visit, At(code): At<String>) -> Result<Reply> {
    visit.page(&page(&visit, &code, None).await?)
}

async fn page(
    visit: &Visit,
    code: &str,
    again: Option<(i64, &Posted, &Refusal)>,
) -> Result<BinPage> {
    let opened = actions::open(visit, code).await?;
    let binned = actions::bin(visit, &opened).await?;
    let mut fields = shown_fields(&opened);
    fields.truncate(5);
    let may = |is_so: bool, pattern: &str, no: i64| match is_so {
        true => paths::of_row(pattern, code, no),
        false => String::new(),
    };
    let rows = binned.iter().map(|binned| {
        let no = binned.row.no;
        let fills = opened.standing.fills_for(binned.row.unit);
        BinLine {
            line: line(&opened, &fields, &binned.row),
            who: binned.by.clone(),
            at: instant_in_words(binned.at_ms),
            restore: may(fills, paths::RESTORE, no),
            purge: may(opened.standing.is_owner, paths::PURGE, no),
            why: {
                let why = Field::new("reason", "彻底删除的原因").required();
                match again.filter(|(wrong, ..)| *wrong == no) {
                    Some((_, posted, refusal)) => why.again(posted, refusal),
                    None => why,
                }
            },
        }
    });
    Ok(BinPage {
        is_wrong: again.is_some(),
        rows: rows.collect(),
        columns: fields.iter().map(|field| field.name.clone()).collect(),
        frame: frame_of(visit, &opened, Some("回收站".to_owned()))
            .lead("删除的记录先放在这里，恢复后需要重新核对；彻底删除后不能再找回。"),
    })
}

/// What is not refused to somebody, but as other rows stand: said on the page of the bin, where something can be
/// done about it.
const AS_OTHERS_STAND: &[&str] = &[
    "ledger.key_taken",
    "ledger.reference_gone",
    "ledger.referred",
];

/// Leads back to the bin with what is in the way; any other error stays one.
fn in_the_way(visit: &Visit, code: &str, error: Error) -> Result<Reply> {
    match error {
        Error::Refused(refusal) if AS_OTHERS_STAND.contains(&refusal.rule) => {
            visit.refused(&refusal, paths::of(paths::BIN, code))
        }
        error => Err(error.into()),
    }
}

pub(super) async fn restore(
    visit: Visit,
    At((code, row)): At<(String, String)>,
    posted: Posted,
) -> Result<Reply> {
    let no = row_number(&row)?;
    let reason = posted.get(locked::REASON);
    if let Err(error) = actions::restore(&visit, &code, no, reason).await {
        let Some(refusal) = locked::wants_reason(&error) else {
            return in_the_way(&visit, &code, error);
        };
        let opened = actions::open(&visit, &code).await?;
        let places = (
            paths::of_row(paths::RESTORE, &code, no),
            paths::of(paths::BIN, &code),
        );
        return locked::ask(&visit, &opened, refusal, &posted, places);
    }
    visit.done(
        format!("已恢复第{no}号，等待核对。"),
        paths::of_row(paths::ROW, &code, no),
    )
}

pub(super) async fn purge(
    visit: Visit,
    At((code, row)): At<(String, String)>,
    posted: Posted,
) -> Result<Reply> {
    let no = row_number(&row)?;
    let back = paths::of(paths::BIN, &code);
    match actions::purge(&visit, &code, no, posted.get("reason")).await {
        Ok(()) => visit.done(format!("已彻底删除第{no}号。"), back),
        Err(Error::Refused(refusal)) if refusal.rule == "ledger.purge_needs_reason" => {
            let page = page(&visit, &code, Some((no, &posted, &refusal))).await?;
            match page.rows.iter().any(|row| row.why.error.is_some()) {
                true => visit.invalid(&page),
                // What it is about does not lie there any more.
                false => visit.refused(&refusal, back),
            }
        }
        Err(error) => in_the_way(&visit, &code, error),
    }
}
