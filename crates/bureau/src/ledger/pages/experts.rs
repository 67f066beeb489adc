//! 专家检索: people of the pools, and inviting them.

use crate::ledger::{
    actions::{self, Expert},
    paths,
};
use ::store::Error;
use askama::Template;
use serde::Deserialize;
use shell::{Asked, At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "ledger/pages/experts.html")]
struct ExpertsPage {
    frame: Frame,
    words: String,
    pool: String,
    rows: Vec<Expert>,
    today: String,
    pager: super::filters::Paged,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ExpertsAsked {
    q: String,
    pool: String,
    page: String,
}

/// People on a page; each brings the form of an invitation.
const PER_PAGE: usize = 30;

pub(super) async fn show(visit: Visit, Asked(asked): Asked<ExpertsAsked>) -> Result<Reply> {
    let words = asked.q.trim().to_owned();
    let found = actions::experts(&visit, &words, &asked.pool).await?;
    let kept = [("q", words.as_str()), ("pool", asked.pool.as_str())];
    let pager =
        super::filters::Paged::new(found.len(), PER_PAGE, &asked.page, paths::EXPERTS, &kept);
    let rows = found.into_iter().skip(pager.n_before).take(PER_PAGE);
    visit.page(&ExpertsPage {
        frame: visit
            .frame("名师与技能教师检索")
            .crumb("台账", paths::REGISTERS)
            .lead("按姓名、称号、学科或专长查找；邀请发给其所在单位，由单位答复。"),
        words,
        pool: asked.pool,
        rows: rows.collect(),
        pager,
        today: visit.today().to_string(),
    })
}

pub(super) async fn invite(visit: Visit, posted: Posted) -> Result<Reply> {
    let no = posted.get("row").parse().unwrap_or_default();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", posted.get("q"))
        .append_pair("pool", posted.get("pool"))
        .append_pair("page", posted.get("page"))
        .finish();
    let back = format!("{}?{query}", paths::EXPERTS);
    let whom = (posted.get("register"), no);
    match actions::invite(&visit, whom, (posted.get("matter"), posted.get("day"))).await {
        Ok(unit) => visit.done(format!("邀请已发给{unit}。"), back),
        Err(Error::Refused(refusal)) if refusal.rule.starts_with("ledger.expert_") => {
            visit.refused(&refusal, back)
        }
        Err(error) => Err(error.into()),
    }
}

/// Answers an invitation from the page of the row.
pub(super) async fn answer(
    visit: Visit,
    At((code, row, invitation)): At<(String, String, String)>,
    posted: Posted,
) -> Result<Reply> {
    let no = super::row_number(&row)?;
    let back = paths::of_row(paths::ROW, &code, no);
    let said = (posted.get("answer"), posted.get("remark"));
    match actions::answer(&visit, (&code, no, &invitation), said).await {
        Ok(answer) => visit.done(format!("已答复：{}。", answer.label()), back),
        Err(Error::Refused(refusal)) if refusal.rule.starts_with("ledger.answer_") => {
            visit.refused(&refusal, back)
        }
        Err(error) => Err(error.into()),
    }
}
