//! Jobs under a process that is killed: `cargo x fault` starts this over a data folder, kills it in the
//! middle, again and again, and asks at the end what came of every job that was acknowledged.
//!
//! `job_fault work DIR` puts jobs in, says each one's number once its transaction is committed, and
//! runs them, until it is killed. `job_fault look DIR` runs what is left and says for each number how
//! often its effect stands in the database.
#![expect(clippy::unwrap_used, reason = "a test's other half: it fails aloud")]

use base::{Actor, Clock, Config, clock};
use shell::{
    App, Identity, Slice,
    jobs::{Job, JobCtx, JobResult, JobSpec, Outcome, Runner, drain},
};
use std::{io::Write as _, path::Path, pin::Pin, sync::Arc};
use store::{Ctx, Db, Files, FromQueryResult, Read, args, migrate, sea_orm, settings};

/// People who act at once.
const N_ACTING: usize = 3;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().collect();
    let (Some(act), Some(folder)) = (words.get(1), words.get(2)) else {
        panic!("job_fault work|look DIR");
    };
    let app = open(Path::new(folder)).await;
    match act.as_str() {
        "look" => look(&app).await,
        _ => work(&app).await,
    }
}

async fn open(folder: &Path) -> App {
    let db = Db::open_sqlite(&folder.join("jobs.db")).await.unwrap();
    let clock: Arc<dyn Clock> = clock::of_machine();
    migrate::migrate(&db, migrate::OWN, clock.now_ms())
        .await
        .unwrap();
    let slices = [Slice {
        name: "fault",
        jobs: vec![JobSpec::new("fault.count", count)],
        ..Slice::default()
    }];
    let files = Files::at(folder.join("files"));
    App::new(db, files, clock, Config::default(), identify, &slices)
        .await
        .unwrap()
}

fn identify(
    _: Db,
    _: base::day::Date,
    _: Option<base::actor::AccountId>,
) -> Pin<Box<dyn Future<Output = store::Result<Identity>> + Send>> {
    Box::pin(async { Ok(Identity::default()) })
}

/// The effect: one more under the job's own number, in the transaction that marks it done.
async fn count(job: JobCtx, number: String) -> JobResult {
    let name = format!("count {number}");
    let mut tx = job.db.begin_write().await?;
    let n = settings::get(&tx, &name).await?;
    let n: i64 = n.and_then(|n| n.parse().ok()).unwrap_or(0);
    settings::set(&mut tx, &name, &(n + 1).to_string()).await?;
    job.finish(tx, Outcome::silent()).await
}

async fn work(app: &App) {
    let _runner = Runner::start(app.clone());
    let acting = (0..N_ACTING).map(|_| tokio::spawn(act(app.clone())));
    for acting in acting.collect::<Vec<_>>() {
        acting.await.unwrap();
    }
}

async fn act(app: App) {
    let ctx = Ctx {
        db: app.db().clone(),
        files: app.files().clone(),
        clock: app.clock().clone(),
        actor: Actor::program(),
        from: "job_fault".to_owned(),
    };
    loop {
        let number = base::id::Uuid::now_v7().simple().to_string();
        let mut tx = ctx.db.begin_write().await.unwrap();
        let payload = serde_json::Value::String(number.clone());
        tx.enqueue(&ctx, Job::new("fault.count", payload))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "{number}")
            .and_then(|()| out.flush())
            .unwrap();
    }
}

async fn look(app: &App) {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        value: String,
    }
    store::jobs::release_all(app.db()).await.unwrap();
    drain(app).await.unwrap();
    let sql = "select name, value from store_settings where name like 'count %'";
    let rows: Vec<Row> = app.db().rows(sql, args![]).await.unwrap();
    let mut out = std::io::stdout().lock();
    for row in rows {
        let number = row.name.trim_start_matches("count ");
        writeln!(out, "{number} {}", row.value).unwrap();
    }
}
