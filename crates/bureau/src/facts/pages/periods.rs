//! 锁定: periods whose values are settled.

use super::frame_below_list;
use crate::facts::{
    actions::{lock as act_lock, period_list, unlock as act_unlock},
    paths,
};
use ::store::Error;
use askama::Template;
use base::{TimePeriod, day::instant_in_words};
use shell::{Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "facts/pages/periods.html")]
struct PeriodsPage {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    code: String,
    label: String,
    grain: &'static str,
    n: i64,
    n_verified: i64,
    locked: Option<String>,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let (periods, locks) = period_list(&visit).await?;
    let mut rows: Vec<Row> = Vec::new();
    for (period, n, n_verified) in periods {
        let lock = locks.iter().find(|lock| lock.period == period);
        rows.push(Row {
            code: period.to_string(),
            label: period.label(),
            grain: period.grain().label(),
            n,
            n_verified,
            locked: lock.map(|lock| format!("{}于{}锁定", lock.by, instant_in_words(lock.at_ms))),
        });
    }
    visit.page(&PeriodsPage {
        frame: frame_below_list(&visit, "锁定")
            .lead("锁定后仍可更正，但要写明原因，原来的数划去后保留在旁边。"),
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
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::PERIODS),
        Err(error) => Err(error.into()),
    }
}

fn period_of(posted: &Posted) -> Result<TimePeriod> {
    Ok(posted.get("period").parse().map_err(|_| Error::NotFound)?)
}
