//! Jobs in the database: taken once, held, taken over, done together with their effects.

use crate::support::{NOON_MS, ctx_at, databases};
use base::Clock;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use store::{
    Ctx, Db, Job, JobId, Read, args,
    jobs::{self, Failed, LEASE_MS, Leased, Outcome, State},
    settings,
};
use testkit::TestDb;

/// A clock that a test moves.
#[derive(Clone, Default)]
struct Moved(Arc<AtomicI64>);

impl Moved {
    fn on(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Clock for Moved {
    fn now_ms(&self) -> i64 {
        1_000_000 + self.0.load(Ordering::Relaxed)
    }
}

/// Somebody whose day stands still at noon while the machine's clock is moved by the test.
fn scene(database: &TestDb) -> (Ctx, Moved) {
    let clock = Moved::default();
    let mut ctx = ctx_at(database, NOON_MS);
    ctx.db = ctx.db.with_machine_clock(Arc::new(clock.clone()));
    (ctx, clock)
}

fn job(kind: &'static str) -> Job {
    Job::new(kind, serde_json::json!({ "n": 1 }))
}

async fn put(ctx: &Ctx, job: Job) -> JobId {
    let mut tx = ctx.db.begin_write().await.unwrap();
    let id = tx.enqueue(ctx, job).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn take(db: &Db, holder: &str) -> Option<Leased> {
    jobs::take(db, holder, &["a.work", "a.other"])
        .await
        .unwrap()
}

/// What a job does in these tests: it counts, in the transaction that marks it done.
async fn count_and_finish(db: &Db, leased: &Leased) -> store::Result<()> {
    let mut tx = db.begin_write().await?;
    let n = settings::get(&tx, "counted").await?;
    let n: i64 = n.map_or(0, |n| n.parse().unwrap());
    settings::set(&mut tx, "counted", &(n + 1).to_string()).await?;
    jobs::finish(&mut tx, leased, &Outcome::said("好了。").at("/there")).await?;
    tx.commit().await
}

async fn counted(db: &Db) -> String {
    settings::get(db, "counted")
        .await
        .unwrap()
        .unwrap_or_default()
}

async fn state(db: &Db, id: JobId) -> State {
    jobs::status(db, id).await.unwrap().unwrap().state
}

#[tokio::test]
async fn a_job_comes_with_its_change_or_not_at_all() {
    for database in databases().await {
        let (ctx, _) = scene(&database);
        let mut tx = ctx.db.begin_write().await.unwrap();
        let id = tx.enqueue(&ctx, job("a.work")).await.unwrap();
        drop(tx);
        assert!(jobs::status(&ctx.db, id).await.unwrap().is_none());
        let id = put(&ctx, job("a.work").awaited("数一数")).await;
        let leased = take(&ctx.db, "one").await.unwrap();
        assert_eq!((leased.id, leased.kind.as_str()), (id, "a.work"));
        assert_eq!(leased.account, Some(ctx.actor.account));
        assert_eq!(leased.payload, r#"{"n":1}"#);
        assert!(take(&ctx.db, "two").await.is_none(), "taken twice");
        count_and_finish(&ctx.db, &leased).await.unwrap();
        let status = jobs::status(&ctx.db, id).await.unwrap().unwrap();
        assert_eq!(status.state, State::Done);
        assert_eq!(status.result_words, "好了。");
        assert_eq!(status.result_href, "/there");
        assert_eq!(counted(&ctx.db).await, "1");
    }
}

#[tokio::test]
async fn the_job_of_a_killed_process_is_taken_over_and_its_effects_come_once() {
    for database in databases().await {
        let (ctx, clock) = scene(&database);
        let id = put(&ctx, job("a.work")).await;
        let killed = take(&ctx.db, "killed").await.unwrap();
        clock.on(LEASE_MS - 1);
        assert!(take(&ctx.db, "next").await.is_none());
        let live = ctx.db.board().begin(id);
        assert!(jobs::renew(&ctx.db, &killed, &live).await.unwrap());
        clock.on(LEASE_MS - 1);
        assert!(
            take(&ctx.db, "next").await.is_none(),
            "it gave a sign of life"
        );
        clock.on(2);
        let next = take(&ctx.db, "next").await.unwrap();
        assert_eq!((next.id, next.n_taken), (id, 2));
        // The one thought dead was only slow: what it did must not stand beside what the other does.
        let late = count_and_finish(&ctx.db, &killed).await.unwrap_err();
        assert!(matches!(late, store::Error::Conflict));
        assert_eq!(counted(&ctx.db).await, "");
        assert!(!jobs::renew(&ctx.db, &killed, &live).await.unwrap());
        count_and_finish(&ctx.db, &next).await.unwrap();
        assert_eq!(counted(&ctx.db).await, "1");
        assert!(
            count_and_finish(&ctx.db, &next).await.is_err(),
            "done twice"
        );
        assert_eq!(counted(&ctx.db).await, "1");
    }
}

#[tokio::test]
async fn a_job_goes_on_behind_its_last_checkpoint() {
    for database in databases().await {
        let (ctx, clock) = scene(&database);
        put(&ctx, job("a.work")).await;
        let first = take(&ctx.db, "one").await.unwrap();
        assert_eq!(first.checkpoint, "");
        let mut tx = ctx.db.begin_write().await.unwrap();
        jobs::checkpoint(&mut tx, &first, &serde_json::json!(200))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        clock.on(LEASE_MS + 1);
        let second = take(&ctx.db, "two").await.unwrap();
        assert_eq!(second.checkpoint, "200");
        let mut tx = ctx.db.begin_write().await.unwrap();
        let late = jobs::checkpoint(&mut tx, &first, &serde_json::json!(300)).await;
        assert!(matches!(late, Err(store::Error::Conflict)));
    }
}

#[tokio::test]
async fn what_is_awaited_goes_first_and_what_is_for_later_waits() {
    for database in databases().await {
        let (ctx, clock) = scene(&database);
        let later = put(&ctx, job("a.work").not_before(NOON_MS + 60_000)).await;
        let plain = put(&ctx, job("a.work")).await;
        let awaited = put(&ctx, job("a.other").awaited("导出")).await;
        let unknown = put(&ctx, job("b.work")).await;
        let mut order = Vec::new();
        while let Some(leased) = take(&ctx.db, "one").await {
            order.push(leased.id);
        }
        assert_eq!(order, [awaited, plain]);
        // The day of the application stands still; the machine's minute passes all the same.
        clock.on(60_000);
        assert_eq!(take(&ctx.db, "one").await.unwrap().id, later);
        assert_eq!(state(&ctx.db, unknown).await, State::Waiting);
        clock.on(1);
        assert_eq!(jobs::overdue(&ctx.db, 60_000).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn of_one_key_one_waits_but_one_that_runs_does_not_count() {
    for database in databases().await {
        let (ctx, _) = scene(&database);
        let first = put(&ctx, job("a.work").unique("refresh u1")).await;
        assert_eq!(put(&ctx, job("a.work").unique("refresh u1")).await, first);
        assert_ne!(put(&ctx, job("a.work").unique("refresh u2")).await, first);
        let running = take(&ctx.db, "one").await.unwrap();
        assert_eq!(running.id, first);
        let second = put(&ctx, job("a.work").unique("refresh u1")).await;
        assert_ne!(second, first);
        // The one that runs fails and waits again beside the one put in meanwhile.
        let again = Failed::AgainAt(ctx.db.board().now_ms());
        jobs::fail(&ctx.db, &running, again, "不通").await.unwrap();
        assert_eq!(state(&ctx.db, first).await, State::Waiting);
        assert_eq!(state(&ctx.db, second).await, State::Waiting);
    }
}

#[tokio::test]
async fn a_job_that_failed_comes_again_later_and_a_dead_one_when_told_to() {
    for database in databases().await {
        let (ctx, clock) = scene(&database);
        let id = put(&ctx, job("a.work")).await;
        let leased = take(&ctx.db, "one").await.unwrap();
        let at_ms = ctx.db.board().next_try_ms(leased.n_failed);
        jobs::fail(&ctx.db, &leased, Failed::AgainAt(at_ms), "不通")
            .await
            .unwrap();
        assert!(take(&ctx.db, "one").await.is_none());
        clock.on(10_000);
        let leased = take(&ctx.db, "one").await.unwrap();
        assert_eq!(leased.n_failed, 1);
        jobs::fail(&ctx.db, &leased, Failed::For(State::Dead), "还是不通")
            .await
            .unwrap();
        let dead = jobs::dead(&ctx.db, 10).await.unwrap();
        assert_eq!((dead[0].id, dead[0].error.as_str()), (id, "还是不通"));
        assert_eq!(jobs::n_dead(&ctx.db).await.unwrap(), 1);
        assert!(take(&ctx.db, "one").await.is_none());
        let mut tx = ctx.db.begin_write().await.unwrap();
        assert!(jobs::retry(&mut tx, id).await.unwrap());
        assert!(!jobs::retry(&mut tx, id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(take(&ctx.db, "one").await.unwrap().n_failed, 0);
    }
}

#[tokio::test]
async fn a_job_is_called_off_at_once_or_where_it_can_stop() {
    for database in databases().await {
        let (ctx, clock) = scene(&database);
        let waiting = put(&ctx, job("a.work").not_before(NOON_MS + 1)).await;
        let tx = ctx.db.begin_write().await.unwrap();
        assert!(jobs::cancel(&ctx.db, tx, waiting).await.unwrap());
        assert_eq!(state(&ctx.db, waiting).await, State::Cancelled);
        let running = put(&ctx, job("a.work")).await;
        take(&ctx.db, "one").await.unwrap();
        let live = ctx.db.board().begin(running);
        live.tell(3, 10, "写入");
        let status = jobs::status(&ctx.db, running).await.unwrap().unwrap();
        assert_eq!(
            (status.done, status.total, status.words.as_str()),
            (3, 10, "写入")
        );
        let tx = ctx.db.begin_write().await.unwrap();
        assert!(jobs::cancel(&ctx.db, tx, running).await.unwrap());
        assert!(live.is_cancelled());
        // Its process is killed before it stops: nobody begins it again.
        clock.on(LEASE_MS + 1);
        assert!(take(&ctx.db, "two").await.is_none());
        assert_eq!(state(&ctx.db, running).await, State::Cancelled);
    }
}

#[tokio::test]
async fn many_takers_take_each_job_once() {
    const N_JOBS: i64 = 40;
    for database in databases().await {
        let (ctx, _) = scene(&database);
        for _ in 0..N_JOBS {
            put(&ctx, job("a.work")).await;
        }
        let takers = (0..4).map(|taker| {
            let db = ctx.db.clone();
            tokio::spawn(async move {
                let mut n_done = 0;
                while let Some(leased) = take(&db, &format!("taker {taker}")).await {
                    count_and_finish(&db, &leased).await.unwrap();
                    n_done += 1;
                }
                n_done
            })
        });
        let mut n_done = 0;
        for taker in takers.collect::<Vec<_>>() {
            n_done += taker.await.unwrap();
        }
        assert_eq!(n_done, N_JOBS);
        // On PostgreSQL two may count at once from the same number: only the marks are sure there.
        let sql = "select count(*) as n from store_jobs where state = 'done'";
        assert_eq!(ctx.db.number(sql, args![]).await.unwrap(), N_JOBS);
    }
}

#[tokio::test]
async fn what_comes_round_is_put_in_once_though_two_look() {
    for database in databases().await {
        let (ctx, _) = scene(&database);
        let fire = async |slot_ms| {
            jobs::fire(&ctx, &ctx.db, "a.work", slot_ms, job("a.work"))
                .await
                .unwrap()
        };
        assert!(
            !fire(1_000).await,
            "what was due before the first start is not made up for"
        );
        assert!(fire(2_000).await);
        assert!(!fire(2_000).await);
        assert!(!fire(1_000).await);
        assert!(fire(3_000).await);
        assert_eq!(jobs::slots(&ctx.db).await.unwrap()["a.work"], 3_000);
        let leased = take(&ctx.db, "one").await.unwrap();
        assert_eq!(leased.account, None, "the program does what comes round");
    }
}

#[tokio::test]
async fn what_ended_is_cleared_away_but_not_what_was_given_up() {
    for database in databases().await {
        let (ctx, clock) = scene(&database);
        put(&ctx, job("a.work")).await;
        let done = take(&ctx.db, "one").await.unwrap();
        count_and_finish(&ctx.db, &done).await.unwrap();
        let dead = put(&ctx, job("a.work")).await;
        let leased = take(&ctx.db, "one").await.unwrap();
        jobs::fail(&ctx.db, &leased, Failed::For(State::Dead), "坏了")
            .await
            .unwrap();
        let waiting = put(&ctx, job("a.work")).await;
        clock.on(1_001);
        let mut tx = ctx.db.begin_write().await.unwrap();
        assert_eq!(jobs::sweep(&mut tx, 1_000).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(jobs::status(&ctx.db, done.id).await.unwrap().is_none());
        assert_eq!(state(&ctx.db, dead).await, State::Dead);
        assert_eq!(state(&ctx.db, waiting).await, State::Waiting);
    }
}

#[tokio::test]
async fn a_restart_gives_back_what_the_killed_process_held() {
    for database in databases().await {
        let (ctx, _) = scene(&database);
        let id = put(&ctx, job("a.work")).await;
        let held = take(&ctx.db, "killed").await.unwrap();
        assert_eq!(jobs::release_all(&ctx.db).await.unwrap(), 1);
        assert_eq!(take(&ctx.db, "next").await.unwrap().id, id);
        assert!(count_and_finish(&ctx.db, &held).await.is_err());
    }
}
