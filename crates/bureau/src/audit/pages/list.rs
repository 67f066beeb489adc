//! 审计: the lines, newest first, filtered and page by page.

use super::asked::AuditAsked;
use crate::audit::{actions, paths, words};
use askama::Template;
use base::{Refusal, day};
use shell::{Asked, Field, Frame, Posted, Reply, Result, Visit};
use store::{
    Error,
    audit::{Filter, Found, LEAST_KEEP_DAYS},
};

/// How many lines one page shows.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "audit/pages/list.html")]
struct ListPage {
    frame: Frame,
    asked: AuditAsked,
    acts: Vec<(&'static str, &'static str)>,
    is_filtered: bool,
    rows: Vec<Row>,
    first: i64,
    last: i64,
    n_all: i64,
    previous: String,
    next: String,
    xlsx: String,
    csv: String,
    keep: Field,
}

struct Row {
    sequence: i64,
    at: String,
    who: String,
    from: String,
    what: &'static str,
    object: String,
    detail: String,
    changes: Vec<Change>,
    reason: String,
}

/// A value that differs: what it is called, what it was, what it is.
struct Change {
    word: String,
    before: String,
    after: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<AuditAsked>) -> Result<Reply> {
    let filter = asked.filter();
    let number = asked.page();
    let n_skipped = (number - 1) * PAGE;
    let page = actions::page(&visit, &filter, n_skipped, PAGE).await?;
    let rows: Vec<Row> = page.lines.into_iter().map(row).collect();
    let n_shown = i64::try_from(rows.len()).unwrap_or(PAGE);
    let neighbour = |exists: bool, page: i64| match exists {
        true => asked.link(paths::LIST, page),
        false => String::new(),
    };
    visit.page(&ListPage {
        frame: visit
            .frame("审计")
            .lead("谁在什么时候、从哪里改了什么。记录只能增加，不能改动。"),
        acts: words::acts().collect(),
        is_filtered: filter != Filter::default(),
        rows,
        first: n_skipped + 1,
        last: n_skipped + n_shown,
        n_all: page.n_all,
        previous: neighbour(number > 1, number - 1),
        next: neighbour(n_skipped + n_shown < page.n_all, number + 1),
        xlsx: asked.link(paths::XLSX, 1),
        csv: asked.link(paths::CSV, 1),
        keep: Field::new("days", "保存期限")
            .hint("期满的记录每天清理，清理本身也记一条")
            .value(page.keep_days.to_string()),
        asked,
    })
}

/// Walks the whole chain and says what was found.
pub(super) async fn verify(visit: Visit, _posted: Posted) -> Result<Reply> {
    let proof = actions::verify(&visit).await?;
    match proof.fault {
        None => visit.done(
            format!(
                "审计记录完整：共 {} 条，每一条都与前一条接得上。",
                proof.n_lines
            ),
            paths::LIST,
        ),
        Some(fault) => {
            let broken = Refusal::new(
                "audit.broken",
                format!("审计记录被动过：{fault}。"),
                "请保留现场，查明谁能直接接触数据库，并用备份比对。",
            );
            visit.refused(&broken, paths::LIST)
        }
    }
}

/// Says how long lines are kept.
pub(super) async fn keep(visit: Visit, posted: Posted) -> Result<Reply> {
    let Ok(days) = posted.get("days").parse() else {
        let no_number = Refusal::new(
            "audit.keep_days",
            "保存期限要填整数天数，没有改动。",
            format!("请填写 {LEAST_KEEP_DAYS} 以上的天数。"),
        );
        return visit.refused(&no_number, paths::LIST);
    };
    match actions::keep(&visit, days).await {
        Ok(()) => visit.done(format!("审计记录改为保存 {days} 天。"), paths::LIST),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::LIST),
        Err(other) => Err(other.into()),
    }
}

fn row(line: Found) -> Row {
    let mut changes: Vec<Change> = line
        .after
        .iter()
        .map(|(word, value)| Change {
            word: word.to_owned(),
            before: line.before.value(word).to_owned(),
            after: value.to_owned(),
        })
        .collect();
    for (word, value) in line.before.iter() {
        if changes.iter().all(|change| change.word != word) {
            changes.push(Change {
                word: word.to_owned(),
                before: value.to_owned(),
                after: String::new(),
            });
        }
    }
    Row {
        sequence: line.sequence,
        at: day::instant_in_words(line.at_ms),
        who: line.actor_name,
        from: line.from_address,
        what: words::of(&line.act),
        object: line.object_name,
        detail: line.detail,
        changes,
        reason: line.reason,
    }
}
