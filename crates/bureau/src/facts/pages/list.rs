//! 数据: the list of data items.

use super::Link;
use crate::facts::{
    actions::look::{self, View},
    model::{SourceKind, State},
    paths, policy,
};
use askama::Template;
use serde::Deserialize;
use shell::{Asked, Frame, Paging, Reply, Result, Visit};

const ROWS_PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "facts/pages/list.html")]
struct ListPage {
    frame: Frame,
    may_define: bool,
    may_lock: bool,
    may_enter: bool,
    asked: ListAsked,
    sources: Vec<(&'static str, &'static str)>,
    groups: Vec<Link>,
    rows: Vec<Row>,
    paging: Paging,
    is_filtered: bool,
    n_open: i64,
    n_returned: i64,
    n_flags: i64,
    flags: String,
    open: String,
    returned: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListAsked {
    group: String,
    source: String,
    q: String,
    page: Option<usize>,
}

#[derive(Clone)]
struct Row {
    href: String,
    name: String,
    unit: String,
    group: String,
    grain: &'static str,
    source: &'static str,
    n_verified: i64,
    n_open: i64,
    n_returned: i64,
    n_missing: i64,
    /// Whether its values are verified one by one; computed ones follow.
    is_looked_at: bool,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<ListAsked>) -> Result<Reply> {
    let view = View::without_locks(&visit).await?;
    let counts = look::counts(&visit, &view).await?;
    let source = SourceKind::from_code(&asked.source);
    let words = asked.q.trim();
    let items = view.items();
    let n_of = |code, state| counts.get(code).map_or(0, |counts| counts.of(state));
    // What is listed as waiting, and nothing else, is counted as waiting.
    let looked_at = || items.iter().filter(|item| look::is_looked_at(item));
    let n_all = |state| -> i64 { looked_at().map(|item| n_of(&item.code, state)).sum() };
    let rows: Vec<Row> = items
        .iter()
        .filter(|item| asked.group.is_empty() || item.group == asked.group)
        .filter(|item| source.is_none_or(|source| item.source.kind() == source))
        .filter(|item| item.name.contains(words) || item.code.as_str().contains(words))
        .map(|item| Row {
            href: paths::item(&item.code),
            name: item.name.clone(),
            unit: item.unit.clone(),
            group: item.group.clone(),
            grain: item.grain.label(),
            source: item.source.kind().label(),
            n_verified: n_of(&item.code, State::Verified),
            n_open: n_of(&item.code, State::Open),
            n_returned: n_of(&item.code, State::Returned),
            n_missing: counts.get(&item.code).map_or(0, |counts| counts.n_missing),
            is_looked_at: look::is_looked_at(item),
        })
        .collect();
    let paging = Paging::new(asked.page.unwrap_or(1), rows.len(), ROWS_PER_PAGE);
    let groups = view.groups().into_iter().filter(|group| !group.is_empty());
    visit.page(&ListPage {
        frame: visit
            .frame("数据")
            .lead("每个数只有一个来源，目标、报表和评估都引用这里，不再另外收集。"),
        may_define: policy::defines(&visit.actor),
        may_lock: policy::locks(&visit.actor),
        may_enter: !look::reported(&visit, &view).is_empty(),
        sources: SourceKind::ALL
            .iter()
            .map(|kind| (kind.code(), kind.label()))
            .collect(),
        groups: groups
            .map(|group| Link {
                href: paths::list(&group, &asked.source, words),
                is_current: group == asked.group,
                word: group,
            })
            .collect(),
        n_flags: look::n_flags(&visit, &view).await?,
        flags: paths::flags(false, 1),
        n_open: n_all(State::Open),
        n_returned: n_all(State::Returned),
        open: paths::review(State::Open.code(), "", 1),
        returned: paths::review(State::Returned.code(), "", 1),
        is_filtered: !asked.group.is_empty() || source.is_some() || !words.is_empty(),
        rows: paging.of(&rows).to_vec(),
        paging,
        asked,
    })
}

impl Row {
    /// How many of its values wait for somebody to look at them.
    fn n_waiting(&self) -> i64 {
        match self.is_looked_at {
            true => self.n_open,
            false => 0,
        }
    }
}

impl ListPage {
    fn page_href(&self, page: &str) -> String {
        match page {
            "" => String::new(),
            page => paths::list_page(&self.asked.group, &self.asked.source, &self.asked.q, page),
        }
    }
}
