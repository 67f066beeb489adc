//! One job from its taking to its end.

use super::{Failure, JobCtx, JobResult, JobSpec, ScheduleSpec, actor_of};
use crate::App;
use base::{Actor, id::Uuid};
use std::{sync::Arc, time::Duration};
use store::{
    Ctx,
    jobs::{self, Failed, Job, JobId, LEASE_MS, Leased, Live, State},
};
use tokio::{
    task::{JoinError, JoinHandle},
    time::MissedTickBehavior,
};

/// How often a job gives a sign of life and its progress is written down.
const BEAT: Duration = Duration::from_secs(2);

/// So often more than its attempts a job may be taken: processes are killed without its fault, but
/// one that kills its process must end, too.
const MOST_LOST: i64 = 20;

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The job.
    pub id: JobId,
    /// Its kind.
    pub kind: String,
    /// Where it stands now; waiting when it failed and will be tried again.
    pub state: State,
    /// Why it failed; empty when it did not.
    pub error: String,
}

/// A name for whoever runs jobs in this process.
pub(super) fn holder() -> String {
    Uuid::now_v7().to_string()
}

/// The kinds of jobs an application knows.
pub(super) fn kinds(app: &App) -> Vec<&'static str> {
    app.jobs().iter().map(|spec| spec.kind).collect()
}

/// Runs every job that is due, one after another, until none is left. For tests and commands.
pub async fn drain(app: &App) -> store::Result<Vec<Ended>> {
    let mut ended = Vec::new();
    while let Some(one) = run_next(app).await? {
        ended.push(one);
    }
    Ok(ended)
}

/// Runs the job that is due first; nothing when none is.
pub async fn run_next(app: &App) -> store::Result<Option<Ended>> {
    match jobs::take(app.db(), &holder(), &kinds(app)).await? {
        Some(leased) => Ok(Some(run(app, leased).await?)),
        None => Ok(None),
    }
}

/// Puts the job of a schedule in now, whatever the time; nothing when there is no such schedule.
pub async fn run_schedule(app: &App, name: &str) -> store::Result<Option<JobId>> {
    let Some(schedule) = app.schedules().iter().find(|known| known.name == name) else {
        return Ok(None);
    };
    let ctx = ctx_of_program(app);
    let mut tx = app.db().begin_write().await?;
    let id = tx.enqueue(&ctx, job_of(schedule)).await?;
    tx.commit().await?;
    Ok(Some(id))
}

pub(super) fn job_of(schedule: &ScheduleSpec) -> Job {
    // Two slots that came due while nothing ran are one job.
    Job::new(schedule.name, serde_json::Value::Null).unique(schedule.name)
}

pub(super) fn ctx_of_program(app: &App) -> Ctx {
    ctx_of(app, Actor::program(), "定时任务".to_owned())
}

fn ctx_of(app: &App, actor: Actor, from: String) -> Ctx {
    Ctx {
        db: app.db().clone(),
        files: app.files().clone(),
        clock: app.clock().clone(),
        actor,
        from,
    }
}

/// Takes the job's place on the board away, however its running ends.
struct Place {
    app: App,
    job: JobId,
    handling: JoinHandle<JobResult>,
}

impl Drop for Place {
    fn drop(&mut self) {
        // Its open transaction goes with it and leaves nothing behind.
        self.handling.abort();
        self.app.db().board().end(self.job);
    }
}

/// Runs a job that was taken; gives signs of life until it ends.
pub(super) async fn run(app: &App, leased: Leased) -> store::Result<Ended> {
    let leased = Arc::new(leased);
    let Some(spec) = app.jobs().iter().find(|spec| spec.kind == leased.kind) else {
        jobs::release(app.db(), &leased).await?;
        return Ok(ended(&leased, State::Waiting, ""));
    };
    if leased.n_taken > spec.most_attempts + MOST_LOST {
        let why = "多次执行到一半就中断，没有再试";
        jobs::fail(app.db(), &leased, Failed::For(State::Dead), why).await?;
        return Ok(ended(&leased, State::Dead, why));
    }
    let live = app.db().board().begin(leased.id);
    let actor = actor_of(app, &leased).await?;
    let job = JobCtx {
        app: app.clone(),
        ctx: Arc::new(ctx_of(app, actor, leased.from.clone())),
        leased: leased.clone(),
        live: live.clone(),
    };
    let mut place = Place {
        app: app.clone(),
        job: leased.id,
        handling: tokio::spawn((spec.handler)(job, &leased.payload)),
    };
    let result = watch(app, &leased, &live, &mut place.handling).await;
    drop(place);
    conclude(app, spec, &leased, &live, result).await
}

/// Waits for a job's end. Nothing when somebody else has taken it over.
async fn watch(
    app: &App,
    leased: &Leased,
    live: &Live,
    handling: &mut JoinHandle<JobResult>,
) -> Option<JobResult> {
    let mut beat = tokio::time::interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat.tick().await;
    loop {
        tokio::select! {
            result = &mut *handling => {
                return Some(result.unwrap_or_else(|error| panicked(leased, &error)));
            }
            _ = beat.tick() => match jobs::renew(app.db(), leased, live).await {
                Ok(true) => {}
                // Marked as ended this moment by itself, or taken over: an end comes at once.
                Ok(false) => {
                    let end = tokio::time::timeout(BEAT, &mut *handling).await.ok()?;
                    return Some(end.unwrap_or_else(|error| panicked(leased, &error)));
                }
                Err(error) => tracing::warn!(%error, "a job's sign of life could not be given"),
            },
        }
    }
}

fn panicked(leased: &Leased, error: &JoinError) -> JobResult {
    tracing::error!(job.kind = leased.kind, %error, "a job panicked");
    Err(Failure::again("程序在这里出错，已记入日志"))
}

async fn conclude(
    app: &App,
    spec: &JobSpec,
    leased: &Leased,
    live: &Live,
    result: Option<JobResult>,
) -> store::Result<Ended> {
    let Some(result) = result else {
        tracing::warn!(
            job.kind = leased.kind,
            "a job was taken over by another instance"
        );
        return Ok(ended(leased, State::Running, ""));
    };
    let (failed, why) = match result {
        Ok(_) => return Ok(ended(leased, State::Done, "")),
        Err(Failure::Cancelled) => (Failed::For(State::Cancelled), String::new()),
        Err(Failure::Never(refusal)) => (
            Failed::For(State::Refused),
            format!("{}{}", refusal.what, refusal.next),
        ),
        Err(Failure::Again(_)) if live.is_cancelled() => {
            (Failed::For(State::Cancelled), String::new())
        }
        Err(Failure::Again(why)) if leased.n_failed + 1 >= spec.most_attempts => {
            tracing::error!(job.id = %leased.id, job.kind = leased.kind, why, "a job is given up");
            (Failed::For(State::Dead), why)
        }
        Err(Failure::Again(why)) => {
            let at_ms = app.db().board().next_try_ms(leased.n_failed);
            tracing::warn!(job.id = %leased.id, job.kind = leased.kind, why, "a job will be tried again");
            (Failed::AgainAt(at_ms), why)
        }
    };
    let state = match &failed {
        Failed::For(state) => *state,
        Failed::AgainAt(_) => State::Waiting,
    };
    jobs::fail(app.db(), leased, failed, &why).await?;
    Ok(ended(leased, state, &why))
}

fn ended(leased: &Leased, state: State, error: &str) -> Ended {
    Ended {
        id: leased.id,
        kind: leased.kind.clone(),
        state,
        error: error.to_owned(),
    }
}

// A lease must outlast several missed signs of life.
const _: () = assert!(LEASE_MS > 10 * 2_000);
