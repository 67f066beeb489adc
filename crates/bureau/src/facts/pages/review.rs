//! 核实: values that wait, many at once.

use super::{Link, frame_below_list, ids};
use crate::facts::{
    actions::{
        look::{self, View},
        verify as act,
    },
    model::{FactId, State},
    paths, policy,
};
use askama::Template;
use base::day::instant_in_words;
use serde::Deserialize;
use shell::{Asked, Frame, Posted, Reply, Result, Visit};

const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "facts/pages/review.html")]
struct ReviewPage {
    frame: Frame,
    tabs: Vec<Link>,
    state: &'static str,
    group: String,
    groups: Vec<String>,
    may_verify: bool,
    rows: Vec<Row>,
    first: i64,
    last: i64,
    n_all: i64,
    previous: String,
    next: String,
}

struct Row {
    id: FactId,
    href: String,
    item: String,
    unit: String,
    period: String,
    value: String,
    from: String,
    from_href: String,
    by: String,
    when: String,
    note: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReviewAsked {
    state: String,
    group: String,
    page: i64,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<ReviewAsked>) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let state = State::from_code(&asked.state).unwrap_or(State::Open);
    let page = asked.page.clamp(1, 100_000);
    let n_skipped = (page - 1) * PAGE;
    let found = look::waiting(&visit, &view, state, &asked.group, n_skipped, PAGE).await?;
    let n_shown = i64::try_from(found.facts.len()).unwrap_or(PAGE);
    let to = |page: i64| paths::review(state.code(), &asked.group, page);
    let house = &view.house;
    let rows = found.facts.iter().map(|fact| Row {
        id: fact.id,
        href: paths::fact(fact.id),
        item: house.item_name(&fact.key.item),
        unit: house.unit_name(fact.key.unit).to_owned(),
        period: fact.key.period.label(),
        value: house
            .items
            .get(&fact.key.item)
            .map_or_else(String::new, |item| item.in_words(fact.value)),
        from: fact.reference.words.clone(),
        from_href: policy::source_link(&visit.actor, fact),
        by: fact.by.clone(),
        when: instant_in_words(fact.at_ms),
        note: fact.note.clone(),
    });
    visit.page(&ReviewPage {
        frame: frame_below_list(&visit, "核实数据")
            .lead("核实后的数才进入报表和评估；有疑问的退回来源，写明原因。"),
        tabs: State::ALL
            .into_iter()
            .map(|tab| Link {
                href: paths::review(tab.code(), &asked.group, 1),
                word: tab.label().to_owned(),
                is_current: tab == state,
            })
            .collect(),
        state: state.code(),
        groups: view
            .groups()
            .into_iter()
            .filter(|group| !group.is_empty())
            .collect(),
        may_verify: policy::verifies(&visit.actor) && state != State::Verified,
        rows: rows.collect(),
        first: n_skipped + 1,
        last: n_skipped + n_shown,
        n_all: found.n_all,
        previous: if page > 1 {
            to(page - 1)
        } else {
            String::new()
        },
        next: if n_skipped + n_shown < found.n_all {
            to(page + 1)
        } else {
            String::new()
        },
        group: asked.group,
    })
}

/// Verifies what was chosen.
pub(super) async fn verify(visit: Visit, posted: Posted) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let back = match posted.get("back").parse() {
        Ok(fact) => paths::fact(fact),
        Err(_) => paths::review(State::Open.code(), posted.get("group"), 1),
    };
    let ids = ids(posted.all("id"));
    if ids.is_empty() {
        return visit.done_but("没有选中任何数，请先勾选。", back);
    }
    let keys = look::keys(&visit, &view, &ids).await?;
    let mut tx = visit.db.begin_write().await?;
    let n = act(&mut tx, &visit, &keys).await?;
    tx.commit().await?;
    visit.done(format!("已核实{n}个数。"), back)
}
