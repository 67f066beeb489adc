//! What is found.

use super::excerpt::{self, Piece};
use crate::search::paths;
use askama::Template;
use serde::Deserialize;
use shell::{Asked, Frame, Paging, Reply, Result, Visit};
use store::search::{self, Hit, Wanted};

const PER_PAGE: usize = 20;
/// Hits of each kind where all kinds are shown together.
const PER_KIND: i64 = 5;
/// Longer than any question; the rest is passed over.
const MOST_CHARS: usize = 100;

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

/// The hits of a kind.
struct Group {
    word: &'static str,
    n: i64,
    /// Where all of them are listed, when some are not shown here.
    more: String,
    rows: Vec<Row>,
}

struct Row {
    title: Vec<Piece>,
    context: Vec<Piece>,
    excerpt: Vec<Piece>,
    href: String,
}

#[derive(Template)]
#[template(path = "search/pages/find.html")]
struct FindPage {
    frame: Frame,
    question: String,
    tabs: Vec<Tab>,
    groups: Vec<Group>,
    paging: Paging,
    previous: String,
    next: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<Question>) -> Result<Reply> {
    let question: String = asked.q.trim().chars().take(MOST_CHARS).collect();
    let question = question.as_str();
    let app = visit.guest().app().clone();
    let kinds = app.search_kinds().to_vec();
    let kind = kinds.iter().find(|(code, _)| *code == asked.kind);
    let page = asked.page.clamp(1, 1_000);
    let wanted = match kind {
        None => Wanted::BestOfEach(PER_KIND),
        Some((code, _)) => Wanted::Page(
            code,
            i64::try_from((page - 1) * PER_PAGE).unwrap_or_default(),
            i64::try_from(PER_PAGE).unwrap_or_default(),
        ),
    };
    let keys = match question.is_empty() {
        true => Vec::new(),
        false => app.search_keys(&visit.actor).await?,
    };
    let found = search::find(&visit.db, &visit.actor, &keys, question, wanted).await?;
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
    // All kinds together are an overview; only one kind has pages.
    let total = kind.map_or(0, |(code, _)| n_of(code));
    let paging = Paging::new(page, usize::try_from(total).unwrap_or_default(), PER_PAGE);
    let [previous, next] = paging.neighbours().map(|page| match page.is_empty() {
        true => page,
        false => paths::results(question, &asked.kind, &page),
    });
    let mut groups: Vec<Group> = Vec::new();
    for &(code, word) in &kinds {
        let hits = found.hits.iter().filter(|hit| hit.kind == code);
        let rows: Vec<Row> = hits.map(|hit| row(hit, question)).collect();
        let n = n_of(code);
        let is_cut = kind.is_none() && n > PER_KIND;
        if !rows.is_empty() {
            groups.push(Group {
                word,
                n,
                more: match is_cut {
                    true => paths::results(question, code, ""),
                    false => String::new(),
                },
                rows,
            });
        }
    }
    visit.page(&FindPage {
        frame: visit.frame("搜索"),
        groups,
        question: question.to_owned(),
        tabs,
        paging,
        previous,
        next,
    })
}

fn row(hit: &Hit, question: &str) -> Row {
    Row {
        title: excerpt::marked(&hit.title, question),
        context: excerpt::marked(&hit.context, question),
        excerpt: excerpt::around(&hit.words, question),
        href: hit.href.clone(),
    }
}
