//! 待确认: what the checks noticed, for a person to confirm.

use super::{Link, frame_below_list};
use crate::facts::{
    actions::{checks, look, look::View},
    model::FlagId,
    paths, policy,
};
use ::store::Error;
use askama::Template;
use base::{Refusal, day::instant_in_words};
use serde::Deserialize;
use shell::{Asked, At, Field, Frame, Posted, Reply, Result, Visit};

const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "facts/pages/flags.html")]
struct FlagsPage {
    frame: Frame,
    is_wrong: bool,
    page: i64,
    tabs: Vec<Link>,
    is_confirmed: bool,
    may_confirm: bool,
    rows: Vec<Row>,
    first: i64,
    last: i64,
    n_all: i64,
    previous: String,
    next: String,
}

struct Row {
    unit: String,
    sheet: String,
    item: String,
    href: String,
    period: String,
    words: String,
    confirm: String,
    confirmed: String,
    reason: String,
    /// Why the value is right, as it was typed where that was not taken.
    why: Field,
    /// Its own on the page.
    field: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FlagsAsked {
    confirmed: bool,
    page: i64,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<FlagsAsked>) -> Result<Reply> {
    visit.page(&page_of(&visit, &asked, None).await?)
}

async fn page_of(
    visit: &Visit,
    asked: &FlagsAsked,
    again: Option<(FlagId, &Posted, &Refusal)>,
) -> Result<FlagsPage> {
    let view = View::of(visit).await?;
    let page = asked.page.clamp(1, 100_000);
    let n_skipped = (page - 1) * PAGE;
    let (flags, n_all) = look::flags(visit, &view, asked.confirmed, n_skipped, PAGE).await?;
    let n_shown = i64::try_from(flags.len()).unwrap_or(PAGE);
    let to = |page: i64| paths::flags(asked.confirmed, page);
    let rows = flags.into_iter().map(|(flag, fact)| Row {
        unit: view.house.unit_name(flag.key.unit).to_owned(),
        sheet: paths::sheet(flag.key.unit, flag.key.period),
        item: view.house.item_name(&flag.key.item),
        href: fact.map_or_else(|| paths::item(&flag.key.item), paths::fact),
        period: flag.key.period.label(),
        words: flag.words,
        confirm: paths::confirm_flag(flag.id),
        confirmed: match flag.is_confirmed {
            true => format!("{}于{}确认", flag.by, instant_in_words(flag.at_ms)),
            false => String::new(),
        },
        reason: flag.reason,
        why: {
            let why = Field::new("reason", "为什么是对的").required();
            match again.filter(|(id, ..)| *id == flag.id) {
                Some((_, posted, refusal)) => why.again(posted, refusal),
                None => why,
            }
        },
        field: format!("f-reason-{}", flag.id),
    });
    Ok(FlagsPage {
        is_wrong: again.is_some(),
        page,
        frame: frame_below_list(visit, "待确认").lead(
            "校核只提示，不改数：数对的写明原因确认，数错的到来源处更正。数不变，确认过的不再提示。",
        ),
        tabs: [(false, "待确认"), (true, "已确认")]
            .into_iter()
            .map(|(confirmed, word)| Link {
                href: paths::flags(confirmed, 1),
                word: word.to_owned(),
                is_current: confirmed == asked.confirmed,
            })
            .collect(),
        is_confirmed: asked.confirmed,
        may_confirm: policy::confirms(&visit.actor) && !asked.confirmed,
        rows: rows.collect(),
        first: n_skipped + 1,
        last: n_skipped + n_shown,
        n_all,
        previous: if page > 1 { to(page - 1) } else { String::new() },
        next: if n_skipped + n_shown < n_all { to(page + 1) } else { String::new() },
    })
}

pub(super) async fn confirm(visit: Visit, At(id): At<FlagId>, posted: Posted) -> Result<Reply> {
    match checks::confirm(&visit, id, posted.get("reason")).await {
        Ok(()) => visit.done("已确认，数不变就不再提示。", paths::FLAGS),
        Err(Error::Refused(refusal)) if refusal.rule == "facts.check" => {
            let asked = FlagsAsked {
                confirmed: false,
                page: posted.get("page").parse().unwrap_or(1),
            };
            let page = page_of(&visit, &asked, Some((id, &posted, &refusal))).await?;
            match page.rows.iter().any(|row| row.why.error.is_some()) {
                true => visit.invalid(&page),
                // What it is about does not stand there any more.
                false => visit.refused(&refusal, paths::FLAGS),
            }
        }
        Err(error) => Err(error.into()),
    }
}
