//! 一数一源: numbers that two places stand for, or may, for a person to settle.

use super::frame_below_list;
use crate::facts::{
    actions::{NotTheSame, Twin, twins as act},
    model::ItemCode,
    paths,
};
use ::store::Error;
use askama::Template;
use base::day::instant_in_words;
use shell::{Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "facts/pages/twins.html")]
struct TwinsPage {
    frame: Frame,
    is_wrong: bool,
    wrong: String,
    /// What was typed of a pair that no longer stands here.
    unkept: String,
    same: Vec<Row>,
    possible: Vec<Row>,
    answered: Vec<Row>,
}

struct Row {
    pair: String,
    words: String,
    /// The page of the item; empty where the number stands at none.
    href: String,
    /// What was typed and not kept.
    typed: String,
    reason: String,
    said: String,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let page = page(&visit, ("", ""), String::new()).await?;
    visit.page(&page)
}

/// Says why two numbers are two.
pub(super) async fn tell_apart(visit: Visit, posted: Posted) -> Result<Reply> {
    let (pair, reason) = (posted.get("pair"), posted.get("reason"));
    let wrong = match act::tell_apart(&visit, pair, reason).await {
        Ok(()) => return visit.done("已写明不是同一个数，以后不再提示。", paths::TWINS),
        Err(Error::Refused(refusal)) => format!("{}{}", refusal.what, refusal.next),
        Err(Error::Conflict) => {
            "页面打开之后，这一处已由别人处理，或者已不再相近，没有保存。请按下面的结果核对。"
                .to_owned()
        }
        Err(error) => return Err(error.into()),
    };
    let page = page(&visit, (pair, reason), wrong).await?;
    visit.invalid(&page)
}

/// Takes such an answer back.
pub(super) async fn ask_again(visit: Visit, posted: Posted) -> Result<Reply> {
    match act::ask_again(&visit, posted.get("pair")).await {
        Ok(()) => visit.done("已撤回，请重新核对。", paths::TWINS),
        Err(Error::Conflict) => {
            let wrong = "页面打开之后，这一处已由别人撤回，没有改动。请按下面的结果核对。";
            let page = page(&visit, ("", ""), wrong.to_owned()).await?;
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, typed: (&str, &str), wrong: String) -> Result<TwinsPage> {
    let twins = act::twins(visit).await?;
    let (pair, reason) = typed;
    let stands = twins.possible.iter().any(|twin| twin.pair == pair);
    let unkept = if stands { "" } else { reason }.to_owned();
    let row = |twin: Twin| Row::of(twin, typed, None);
    Ok(TwinsPage {
        frame: frame_below_list(visit, "一数一源").lead(
            "要人填的每个数，与其他数据项、台账的汇总、数字和记录逐一比对：一个数只在一处收集。",
        ),
        is_wrong: !wrong.is_empty(),
        wrong,
        unkept,
        same: twins.same.into_iter().map(row).collect(),
        possible: twins.possible.into_iter().map(row).collect(),
        answered: twins
            .answered
            .into_iter()
            .map(|(twin, answer)| Row::of(twin, typed, Some(answer)))
            .collect(),
    })
}

impl Row {
    fn of(twin: Twin, (pair, reason): (&str, &str), answer: Option<NotTheSame>) -> Self {
        let code = twin.pair.split(' ').next().unwrap_or_default();
        let item = code.parse::<ItemCode>().ok();
        Self {
            href: item.map_or_else(String::new, |item| paths::item(&item)),
            typed: match twin.pair == pair {
                true => reason.to_owned(),
                false => String::new(),
            },
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
