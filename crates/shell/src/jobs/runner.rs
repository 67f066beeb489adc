//! Runs jobs beside the pages of an instance, until it is told to stop.

use super::run::{ctx_of_program, holder, job_of, kinds, run};
use crate::App;
use std::{sync::Arc, time::Duration};
use store::{
    Engine,
    jobs::{self, Leased, Slots},
};
use tokio::{
    sync::{Semaphore, watch},
    task::{JoinHandle, JoinSet},
};

/// How many jobs run at once.
const AT_ONCE: usize = 2;
/// New jobs of this process are told of at once; for those of others somebody looks this often.
const LOOK: Duration = Duration::from_secs(1);
/// How often it is looked whether something comes round.
const ROUND_MS: i64 = 5_000;
/// How long jobs that run may go on once the instance is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// The jobs of an instance being run.
#[derive(Debug)]
pub struct Runner {
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Runner {
    /// Begins to run jobs.
    #[must_use]
    pub fn start(app: App) -> Self {
        let (stop, is_stopped) = watch::channel(false);
        Self {
            stop,
            running: tokio::spawn(run_all(app, is_stopped)),
        }
    }

    /// Takes no more jobs, lets those that run go on for a moment, and gives back those that do not
    /// end: another start goes on with them.
    pub async fn stop(self) {
        // Nobody to tell means it has ended already.
        let _ = self.stop.send(true);
        let _ = self.running.await;
    }
}

async fn run_all(app: App, mut is_stopped: watch::Receiver<bool>) {
    if app.db().engine() == Engine::Sqlite
        && let Err(error) = jobs::release_all(app.db()).await
    {
        tracing::warn!(%error, "jobs of a process that was killed could not be given back");
    }
    let (holder, kinds) = (holder(), kinds(&app));
    let free = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    let mut round = Round::default();
    loop {
        while running.try_join_next().is_some() {}
        round.look(&app).await;
        let place = tokio::select! {
            place = free.clone().acquire_owned() => place,
            _ = is_stopped.changed() => break,
        };
        let Ok(place) = place else { break };
        let taken = jobs::take(app.db(), &holder, &kinds).await;
        match taken {
            Ok(Some(leased)) => {
                let (app, is_stopped) = (app.clone(), is_stopped.clone());
                running.spawn(async move {
                    run_until_stopped(&app, leased, is_stopped).await;
                    drop(place);
                });
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "no job could be taken"),
        }
        drop(place);
        tokio::select! {
            () = app.db().board().woken() => {}
            () = tokio::time::sleep(LOOK) => {}
            _ = is_stopped.changed() => break,
        }
    }
    while running.join_next().await.is_some() {}
}

async fn run_until_stopped(app: &App, leased: Leased, mut is_stopped: watch::Receiver<bool>) {
    let given_back = leased.clone();
    let over = async {
        // The sender goes only with the runner itself.
        while !*is_stopped.borrow() && is_stopped.changed().await.is_ok() {}
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        result = run(app, leased) => {
            if let Err(error) = result {
                tracing::error!(%error, "the end of a job could not be written down");
            }
        }
        () = over => {
            if let Err(error) = jobs::release(app.db(), &given_back).await {
                tracing::warn!(%error, "a job could not be given back");
            }
        }
    }
}

/// What comes round: looked after every few seconds by the machine's clock.
#[derive(Debug, Default)]
struct Round {
    looked_ms: i64,
    slots: Slots,
}

impl Round {
    async fn look(&mut self, app: &App) {
        let now_ms = app.db().board().now_ms();
        if now_ms - self.looked_ms < ROUND_MS {
            return;
        }
        self.looked_ms = now_ms;
        if let Err(error) = self.fire(app, now_ms).await {
            tracing::warn!(%error, "what comes round could not be looked after");
        }
    }

    async fn fire(&mut self, app: &App, now_ms: i64) -> store::Result<()> {
        for schedule in app.schedules() {
            let slot_ms = schedule.rhythm.last_slot_ms(now_ms);
            if self.slots.get(schedule.name) == Some(&slot_ms) {
                continue;
            }
            // Another instance may have been first: what the database says counts.
            self.slots = jobs::slots(app.db()).await?;
            if self
                .slots
                .get(schedule.name)
                .is_some_and(|last_ms| *last_ms >= slot_ms)
            {
                continue;
            }
            let ctx = ctx_of_program(app);
            jobs::fire(&ctx, app.db(), schedule.name, slot_ms, job_of(schedule)).await?;
            self.slots.insert(schedule.name.to_owned(), slot_ms);
        }
        Ok(())
    }
}
