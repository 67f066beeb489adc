//! Jobs being run: by a test, and by the runner of an instance.
#![expect(clippy::unwrap_used, reason = "tests fail where something is missing")]

use base::{Actor, Clock, Config, Refusal, clock::FixedClock, day::Date};
use shell::{
    App, Identity, Slice,
    jobs::{Failure, Job, JobCtx, JobResult, JobSpec, Outcome, Runner, ScheduleSpec},
};
use std::{sync::Arc, time::Duration};
use store::{
    Ctx, Db, Files, JobId,
    jobs::{self, State},
    settings,
};
use testkit::TestApp;

async fn count(job: JobCtx, by: i64) -> JobResult {
    job.progress(0, 1, "数数")?;
    let mut tx = job.db.begin_write().await?;
    let n = settings::get(&tx, "counted").await?;
    let n: i64 = n.map_or(0, |n| n.parse().unwrap());
    settings::set(&mut tx, "counted", &(n + by).to_string()).await?;
    settings::set(&mut tx, "by", &job.actor.name).await?;
    job.finish(tx, Outcome::said("数好了。")).await
}

async fn refuse(_: JobCtx, (): ()) -> JobResult {
    Err(Refusal::new("test.no", "不能数。", "请换一个。").into())
}

async fn fail(job: JobCtx, (): ()) -> JobResult {
    Err(Failure::again(format!("第{}次", job.attempt())))
}

async fn panic(_: JobCtx, (): ()) -> JobResult {
    panic!("as a defect would")
}

/// Goes on until it is called off, holding the one writer of SQLite now and then.
async fn endless(job: JobCtx, (): ()) -> JobResult {
    loop {
        job.progress(1, 0, "没完没了")?;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn round(job: JobCtx, (): ()) -> JobResult {
    assert!(job.actor.is_program());
    job.done(Outcome::silent()).await
}

async fn plain(job: JobCtx, (): ()) -> JobResult {
    job.done(Outcome::silent()).await
}

fn slices() -> Vec<Slice> {
    vec![Slice {
        name: "test",
        jobs: vec![
            JobSpec::new("test.count", count),
            JobSpec::new("test.refuse", refuse),
            JobSpec::new("test.fail", fail).at_most(1),
            JobSpec::new("test.panic", panic).at_most(1),
            JobSpec::new("test.endless", endless),
            JobSpec::new("test.round", round),
            JobSpec::new("test.plain", plain),
        ],
        schedules: vec![ScheduleSpec::daily("test.round", 7, 30)],
        ..Slice::default()
    }]
}

/// Nobody has a log-in here.
fn identify(
    _: Db,
    _: Date,
    _: Option<base::actor::AccountId>,
) -> std::pin::Pin<Box<dyn Future<Output = store::Result<Identity>> + Send>> {
    Box::pin(async { Ok(Identity::default()) })
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::at_nine(Date::constant(2026, 3, 5)))
}

async fn app() -> TestApp {
    let database = testkit::sqlite(store::migrate::OWN).await;
    TestApp::new(database, clock(), identify, slices()).await
}

async fn put(app: &App, kind: &'static str, payload: serde_json::Value) -> JobId {
    let ctx = Ctx {
        db: app.db().clone(),
        files: app.files().clone(),
        clock: app.clock().clone(),
        actor: Actor {
            name: "王敏".to_owned(),
            ..Actor::default()
        },
        from: "10.1.2.3".to_owned(),
    };
    let mut tx = ctx.db.begin_write().await.unwrap();
    let id = tx.enqueue(&ctx, Job::new(kind, payload)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn counted(app: &App) -> Option<String> {
    settings::get(app.db(), "counted").await.unwrap()
}

async fn state(app: &App, id: JobId) -> State {
    jobs::status(app.db(), id).await.unwrap().unwrap().state
}

/// Waits for what another task brings about.
async fn until<F: Future<Output = bool>>(is_so: impl Fn() -> F) {
    for _ in 0..6_000 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never was so");
}

#[tokio::test]
async fn a_job_acts_as_whoever_put_it_in_without_roles_when_they_hold_no_post() {
    let app = app().await;
    let id = put(&app.app, "test.count", 2.into()).await;
    app.run_jobs().await;
    assert_eq!(state(&app.app, id).await, State::Done);
    assert_eq!(counted(&app.app).await.as_deref(), Some("2"));
    let by = settings::get(app.app.db(), "by").await.unwrap();
    assert_eq!(by.as_deref(), Some("王敏"));
}

#[tokio::test]
async fn a_refusal_is_told_and_a_failure_kept_with_its_reason() {
    let app = app().await;
    let null = serde_json::Value::Null;
    let refused = put(&app.app, "test.refuse", null.clone()).await;
    let failed = put(&app.app, "test.fail", null.clone()).await;
    let panicked = put(&app.app, "test.panic", null).await;
    let unreadable = put(&app.app, "test.count", "words".into()).await;
    let ended = app.run_failing_jobs().await;
    assert_eq!(ended.len(), 4);
    assert_eq!(ended[0].error, "不能数。请换一个。");
    assert_eq!(ended[1].error, "第1次");
    assert!(ended[2].error.contains("程序在这里出错"));
    assert_eq!(state(&app.app, refused).await, State::Refused);
    assert_eq!(state(&app.app, failed).await, State::Dead);
    assert_eq!(state(&app.app, panicked).await, State::Dead);
    assert_eq!(state(&app.app, unreadable).await, State::Waiting);
}

#[tokio::test]
#[should_panic(expected = "jobs failed")]
async fn a_job_that_failed_unnoticed_fails_the_test() {
    let app = app().await;
    put(&app.app, "test.refuse", serde_json::Value::Null).await;
    app.run_jobs().await;
}

#[tokio::test]
async fn what_comes_round_is_run_by_its_name() {
    let app = app().await;
    app.run_schedule("test.round").await;
}

#[tokio::test]
async fn the_runner_begins_at_once_and_stops_in_good_order() {
    let app = app().await;
    let runner = Runner::start(app.app.clone());
    put(&app.app, "test.count", 1.into()).await;
    until(async || counted(&app.app).await.is_some()).await;
    let endless = put(&app.app, "test.endless", serde_json::Value::Null).await;
    until(async || state(&app.app, endless).await == State::Running).await;
    let tx = app.app.db().begin_write().await.unwrap();
    jobs::cancel(app.app.db(), tx, endless).await.unwrap();
    until(async || state(&app.app, endless).await == State::Cancelled).await;
    runner.stop().await;
    put(&app.app, "test.count", 1.into()).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(counted(&app.app).await.as_deref(), Some("1"));
}

#[tokio::test]
async fn two_instances_share_the_jobs_of_one_database() {
    const N_JOBS: i64 = 12;
    for database in testkit::databases(store::migrate::OWN).await {
        let files = Files::at(database.folder.path());
        let db = database.db.clone();
        let instance = async || {
            let (config, slices) = (Config::default(), slices());
            let app = App::new(
                db.clone(),
                files.clone(),
                clock(),
                config,
                identify,
                &slices,
            );
            app.await.unwrap()
        };
        let (one, two) = (instance().await, instance().await);
        let runners = [Runner::start(one.clone()), Runner::start(two)];
        // A start gives back what is held on SQLite, where it can only be left from a kill.
        tokio::time::sleep(Duration::from_millis(200)).await;
        for _ in 0..N_JOBS {
            put(&one, "test.plain", serde_json::Value::Null).await;
        }
        let done = "select count(*) as n from store_jobs where state = 'done'";
        let all_done = async || {
            store::Read::number(one.db(), done, Vec::new())
                .await
                .unwrap()
                == N_JOBS
        };
        until(all_done).await;
        for runner in runners {
            runner.stop().await;
        }
        let taken_again = "select count(*) as n from store_jobs where n_taken <> 1";
        let n = store::Read::number(one.db(), taken_again, Vec::new()).await;
        assert_eq!(n.unwrap(), 0);
    }
}
