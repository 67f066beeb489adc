//! One value: why it is what it is, and what happened to it.

use super::frame_below_list;
use crate::facts::{
    actions::{
        look::{self, View},
        send_back as act, why, why_history,
    },
    model::{Fact, FactId, SourceKind},
    paths, policy,
};
use ::store::Error;
use askama::Template;
use base::day::instant_in_words;
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "facts/pages/fact.html")]
struct FactPage {
    frame: Frame,
    value: String,
    struck: String,
    state: &'static str,
    tag: &'static str,
    note: String,
    item_href: String,
    item: String,
    sheet: String,
    unit: String,
    period: String,
    /// Where it came from, in a sentence, with a page that shows it.
    from: String,
    from_href: String,
    lines: Vec<Line>,
    history: Vec<Event>,
    id: FactId,
    may_verify: bool,
    send_back: String,
    reason: Field,
}

struct Line {
    indent: String,
    href: String,
    what: String,
    value: String,
    from: String,
    from_href: String,
    state: &'static str,
    tag: &'static str,
}

struct Event {
    when: String,
    by: String,
    word: &'static str,
    value: String,
    from: String,
    reason: String,
}

pub(super) async fn show(visit: Visit, At(id): At<FactId>) -> Result<Reply> {
    let page = page(&visit, id).await?;
    visit.page(&page)
}

pub(super) async fn send_back(visit: Visit, At(id): At<FactId>, posted: Posted) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let fact = look::fact(&visit, &view, id).await?;
    let mut tx = visit.db.begin_write().await?;
    match act(&mut tx, &visit, &fact.key, posted.get("reason")).await {
        Ok(()) => {
            tx.commit().await?;
            visit.done("已退回，来源处会看到原因。", paths::fact(id))
        }
        Err(Error::Refused(refusal)) => {
            drop(tx);
            let mut page = page(&visit, id).await?;
            page.reason.value = posted.get("reason").to_owned();
            page.reason.refuse(refusal.what);
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, id: FactId) -> Result<FactPage> {
    let view = View::of(visit).await?;
    let fact = look::fact(visit, &view, id).await?;
    let house = &view.house;
    let item = house.items.get(&fact.key.item).ok_or(Error::NotFound)?;
    let history = why_history(&visit.db, &fact).await?;
    let lines = why(&visit.db, house, fact.clone()).await?;
    let unit = house.unit_name(fact.key.unit).to_owned();
    let lines = lines.into_iter().skip(1).map(|line| {
        let of = house.items.get(&line.key.item);
        let value = line.fact.as_ref().and_then(|fact| fact.value);
        Line {
            indent: "　".repeat(line.depth - 1),
            href: line
                .fact
                .as_ref()
                .map_or_else(String::new, |fact| paths::fact(fact.id)),
            what: match (
                line.key.unit == fact.key.unit,
                line.key.period == fact.key.period,
            ) {
                (true, true) => house.item_name(&line.key.item),
                (true, false) => format!(
                    "{} · {}",
                    line.key.period.label(),
                    house.item_name(&line.key.item)
                ),
                (false, _) => format!(
                    "{} · {}",
                    house.unit_name(line.key.unit),
                    house.item_name(&line.key.item)
                ),
            },
            value: of.map_or_else(String::new, |item| item.in_words(value)),
            from: line.fact.as_ref().map_or_else(String::new, from),
            from_href: line
                .fact
                .as_ref()
                .map_or_else(String::new, |fact| policy::source_link(&visit.actor, fact)),
            state: shown(line.fact.as_ref()).0,
            tag: shown(line.fact.as_ref()).1,
        }
    });
    let is_computed = fact.reference.kind() == Some(SourceKind::Formula);
    Ok(FactPage {
        frame: frame_below_list(visit, format!("{unit} · {}", item.name))
            .crumb(item.name.clone(), paths::item(&item.code))
            .lead(format!(
                "{}的这个数从哪里来，经过了什么。",
                fact.key.period.label()
            )),
        value: item.in_words(fact.value),
        struck: fact
            .struck
            .map_or_else(String::new, |amount| item.in_words(Some(amount))),
        state: shown(Some(&fact)).0,
        tag: shown(Some(&fact)).1,
        note: fact.note.clone(),
        item_href: paths::item(&item.code),
        item: item.name.clone(),
        sheet: paths::sheet(fact.key.unit, fact.key.period),
        unit,
        period: fact.key.period.label(),
        from: from(&fact),
        from_href: policy::source_link(&visit.actor, &fact),
        lines: lines.collect(),
        history: history
            .into_iter()
            .map(|event| Event {
                when: instant_in_words(event.at_ms),
                word: event.word(),
                value: item.in_words(event.value),
                from: event.reference.words,
                by: event.by,
                reason: event.reason,
            })
            .collect(),
        id,
        may_verify: policy::verifies(&visit.actor) && !is_computed && fact.value.is_some(),
        send_back: paths::send_back(id),
        reason: Field::new("reason", "退回的原因")
            .required()
            .hint("填报的人会看到这句话。"),
    })
}

/// The word and the tag of a value; of a place nobody filled there is none.
fn shown(fact: Option<&Fact>) -> (&'static str, &'static str) {
    fact.map_or(("", "plain"), |fact| fact.state.shown(fact.value))
}

/// Where a value came from, in a sentence.
fn from(fact: &Fact) -> String {
    let when = instant_in_words(fact.at_ms);
    let words = &fact.reference.words;
    match fact.reference.kind() {
        Some(SourceKind::Formula) => format!("由公式算出：{words}"),
        Some(SourceKind::Register) => format!("由台账汇总：{words}"),
        Some(SourceKind::Survey) => format!("由问卷得出：{words}"),
        Some(SourceKind::Dataset) => format!("{}于{when}导入：{words}", fact.by),
        _ if words.is_empty() => format!("{}于{when}填报", fact.by),
        _ => format!("{}于{when}在{words}中填报", fact.by),
    }
}
