//! What is found.

use super::excerpt::{self, Piece};
use crate::{org, search::paths};
use askama::Template;
use base::actor::UnitId;
use serde::Deserialize;
use shell::{Asked, Frame, Paging, Reply, Result, Visit};
use store::search::{self, Hit};

const PER_PAGE: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Question {
    q: String,
    kind: String,
    page: usize,
}

struct Tab {
    href: String,
    word: &'static str,
    n: i64,
    is_current: bool,
}

struct Row {
    word: &'static str,
    title: Vec<Piece>,
    context: String,
    excerpt: Vec<Piece>,
    href: String,
}

#[derive(Template)]
#[template(path = "search/pages/find.html")]
struct FindPage {
    frame: Frame,
    question: String,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    paging: Paging,
    previous: String,
    next: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<Question>) -> Result<Reply> {
    let question = asked.q.trim();
    let kinds = visit.guest().app().search_kinds().to_vec();
    let kind = kinds.iter().find(|(code, _)| *code == asked.kind);
    let units: Option<Vec<UnitId>> = match org::scope(&visit.db, &visit.actor).await? {
        org::Scope::All => None,
        org::Scope::Units(units) => Some(units.into_iter().collect()),
    };
    let page = asked.page.clamp(1, 1_000);
    let n_skipped = i64::try_from((page - 1) * PER_PAGE).unwrap_or_default();
    let most = i64::try_from(PER_PAGE).unwrap_or_default();
    let found = search::find(
        &visit.db,
        &visit.actor,
        units.as_deref(),
        question,
        kind.map(|(code, _)| *code),
        (n_skipped, most),
    )
    .await?;
    let n_all: i64 = found.counts.iter().map(|count| count.n).sum();
    let n_of = |code: &str| {
        let count = found.counts.iter().find(|count| count.kind == code);
        count.map_or(0, |count| count.n)
    };
    let mut tabs = vec![Tab {
        href: paths::results(question, "", ""),
        word: "全部",
        n: n_all,
        is_current: kind.is_none(),
    }];
    tabs.extend(kinds.iter().filter_map(|&(code, word)| {
        let is_current = kind.is_some_and(|(chosen, _)| *chosen == code);
        (n_of(code) > 0 || is_current).then(|| Tab {
            href: paths::results(question, code, ""),
            word,
            n: n_of(code),
            is_current,
        })
    }));
    let total = kind.map_or(n_all, |(code, _)| n_of(code));
    let paging = Paging::new(page, usize::try_from(total).unwrap_or_default(), PER_PAGE);
    let [previous, next] = paging.neighbours().map(|page| match page.is_empty() {
        true => page,
        false => paths::results(question, &asked.kind, &page),
    });
    visit.page(&FindPage {
        frame: visit.frame("搜索"),
        rows: found
            .hits
            .into_iter()
            .map(|hit| row(hit, question, &kinds))
            .collect(),
        question: question.to_owned(),
        tabs,
        paging,
        previous,
        next,
    })
}

fn row(hit: Hit, question: &str, kinds: &[(&'static str, &'static str)]) -> Row {
    let kind = kinds.iter().find(|(code, _)| *code == hit.kind);
    Row {
        word: kind.map_or("其他", |(_, word)| word),
        title: excerpt::marked(&hit.title, question),
        context: hit.context,
        excerpt: excerpt::around(&hit.words, question),
        href: hit.href,
    }
}
