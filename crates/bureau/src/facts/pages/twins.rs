//! 一数一源: numbers that two places stand for, or may, for a person to settle.

use super::frame_below_list;
use crate::facts::{
    actions::{NotTheSame, Twin, twins as act},
    model::ItemCode,
    paths,
};
use ::store::Error;
use askama::Template;
use base::{Refusal, day::instant_in_words};
use shell::{Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "facts/pages/twins.html")]
struct TwinsPage {
    frame: Frame,
    is_wrong: bool,
    /// What went wrong of what no longer stands here.
    wrong: String,
    /// What was typed of a pair that no longer stands here.
    unkept: String,
    same: Vec<Row>,
    possible: Vec<Row>,
    answered: Vec<Row>,
    /// When the check last ran.
    looked_at: String,
}

struct Row {
    pair: String,
    words: String,
    /// The page of the item; empty where the number stands at none.
    href: String,
    /// Why it is not the same number: as it was typed, where that was not taken.
    why: Field,
    /// Its own on the page.
    field: String,
    reason: String,
    said: String,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    visit.page(&page(&visit, None).await?)
}

/// Runs the check at once.
pub(super) async fn check(visit: Visit, _: Posted) -> Result<Reply> {
    act::check_now(&visit).await?;
    visit.done("已重新核对。", paths::TWINS)
}

/// Says why two numbers are two.
pub(super) async fn tell_apart(visit: Visit, posted: Posted) -> Result<Reply> {
    let (pair, reason) = (posted.get("pair"), posted.get("reason"));
    let refusal = match act::tell_apart(&visit, pair, reason).await {
        Ok(()) => return visit.done("已写明不是同一个数，以后不再提示。", paths::TWINS),
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Conflict) => Refusal::new(
            "facts.twin_settled",
            "页面打开之后，这一处已由别人处理，或者已不再相近，没有保存。",
            "请按下面的结果核对。",
        ),
        Err(error) => return Err(error.into()),
    };
    visit.invalid(&page(&visit, Some((&posted, &refusal))).await?)
}

/// Takes such an answer back.
pub(super) async fn ask_again(visit: Visit, posted: Posted) -> Result<Reply> {
    match act::ask_again(&visit, posted.get("pair")).await {
        Ok(()) => visit.done("已撤回，请重新核对。", paths::TWINS),
        Err(Error::Conflict) => {
            let settled = Refusal::new(
                "facts.twin_settled",
                "页面打开之后，这一处已由别人撤回，没有改动。",
                "请按下面的结果核对。",
            );
            visit.invalid(&page(&visit, Some((&posted, &settled))).await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, again: Option<(&Posted, &Refusal)>) -> Result<TwinsPage> {
    let (twins, looked_at_ms) = act::twins(visit).await?;
    let is_again = |twin: &Twin| again.is_some_and(|(posted, _)| twin.pair == posted.get("pair"));
    // Where the pair stands no more, what was typed of it is said above.
    let lost = again.filter(|_| !twins.possible.iter().any(is_again));
    let possible = twins.possible.into_iter().enumerate();
    let possible = possible.map(|(place, twin)| {
        let why = Field::new("reason", "口径有什么不同").required();
        let why = match again.filter(|_| is_again(&twin)) {
            Some((posted, refusal)) => why.again(posted, refusal),
            None => why,
        };
        Row {
            why,
            field: format!("f-reason-{place}"),
            ..Row::of(twin, None)
        }
    });
    let answered = twins.answered.into_iter();
    Ok(TwinsPage {
        frame: frame_below_list(visit, "一数一源").lead(
            "要人填的每个数，与其他数据项、台账的汇总、数字和记录逐一比对：一个数只在一处收集。",
        ),
        is_wrong: again.is_some(),
        looked_at: instant_in_words(looked_at_ms),
        possible: possible.collect(),
        same: twins
            .same
            .into_iter()
            .map(|twin| Row::of(twin, None))
            .collect(),
        answered: answered
            .map(|(twin, answer)| Row::of(twin, Some(answer)))
            .collect(),
        wrong: lost.map_or_else(String::new, |(_, refusal)| {
            format!("{}{}", refusal.what, refusal.next)
        }),
        unkept: lost.map_or_else(String::new, |(posted, _)| posted.get("reason").to_owned()),
    })
}

impl Row {
    fn of(twin: Twin, answer: Option<NotTheSame>) -> Self {
        let code = twin.pair.split(' ').next().unwrap_or_default();
        let item = code.parse::<ItemCode>().ok();
        Self {
            href: item.map_or_else(String::new, |item| paths::item(&item)),
            why: Field::default(),
            field: String::new(),
            said: answer.as_ref().map_or_else(String::new, |answer| {
                let at = instant_in_words(answer.at_ms);
                format!("{}于{at}写明，第{}次", answer.by_name, answer.version)
            }),
            reason: answer.map(|answer| answer.reason).unwrap_or_default(),
            pair: twin.pair,
            words: twin.words,
        }
    }
}
