//! 锁定: periods whose values are settled.

use super::frame_below_list;
use crate::facts::{
    actions::{lock as act_lock, period_list, unlock as act_unlock},
    paths,
};
use ::store::Error;
use askama::Template;
use base::{Refusal, TimePeriod, day::instant_in_words};
use shell::{Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "facts/pages/periods.html")]
struct PeriodsPage {
    frame: Frame,
    is_wrong: bool,
    rows: Vec<Row>,
}

struct Row {
    code: String,
    label: String,
    grain: &'static str,
    n: i64,
    n_verified: i64,
    locked: Option<String>,
    /// Why it is let go, as it was typed where that was not taken.
    why: Field,
}

impl Row {
    fn field(&self) -> String {
        format!("f-{}", self.code)
    }
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    visit.page(&page(&visit, None).await?)
}

async fn page(visit: &Visit, again: Option<(&Posted, &Refusal)>) -> Result<PeriodsPage> {
    let (periods, locks) = period_list(visit).await?;
    let mut rows: Vec<Row> = Vec::new();
    for (period, n, n_verified) in periods {
        let lock = locks.iter().find(|lock| lock.period == period);
        let why = Field::new("reason", "解除锁定的原因").required();
        let is_again = |posted: &Posted| posted.get("period") == period.to_string();
        let why = match again.filter(|(posted, _)| is_again(posted)) {
            Some((posted, refusal)) => why.again(posted, refusal),
            None => why,
        };
        rows.push(Row {
            code: period.to_string(),
            label: period.label(),
            grain: period.grain().label(),
            n,
            n_verified,
            locked: lock.map(|lock| format!("{}于{}锁定", lock.by, instant_in_words(lock.at_ms))),
            why,
        });
    }
    Ok(PeriodsPage {
        frame: frame_below_list(visit, "锁定")
            .lead("锁定后仍可更正，但要写明原因，原来的数划去后保留在旁边。"),
        is_wrong: again.is_some(),
        rows,
    })
}

pub(super) async fn lock(visit: Visit, posted: Posted) -> Result<Reply> {
    let period = period_of(&posted)?;
    let mut tx = visit.db.begin_write().await?;
    act_lock(&mut tx, &visit, period).await?;
    tx.commit().await?;
    visit.done(format!("已锁定{}的数据。", period.label()), paths::PERIODS)
}

pub(super) async fn unlock(visit: Visit, posted: Posted) -> Result<Reply> {
    let period = period_of(&posted)?;
    let mut tx = visit.db.begin_write().await?;
    match act_unlock(&mut tx, &visit, period, posted.get("reason")).await {
        Ok(()) => {
            tx.commit().await?;
            visit.done(format!("已解除{}的锁定。", period.label()), paths::PERIODS)
        }
        Err(Error::Refused(refusal)) => {
            drop(tx);
            let page = page(&visit, Some((&posted, &refusal))).await?;
            match page.rows.iter().any(|row| row.why.error.is_some()) {
                true => visit.invalid(&page),
                // What it is about does not stand there any more.
                false => visit.refused(&refusal, paths::PERIODS),
            }
        }
        Err(error) => Err(error.into()),
    }
}

fn period_of(posted: &Posted) -> Result<TimePeriod> {
    Ok(posted.get("period").parse().map_err(|_| Error::NotFound)?)
}
