//! How long the audit takes to prove, what a line of it costs, how long a restore takes. Prints a
//! line of JSON per figure; `cargo x bench` runs it with the others. `cargo bench -p store --bench
//! vault -- 1024` restores so many megabytes instead of the usual 64.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench times and prints"
)]

use base::{Actor, Clock, clock::FixedClock};
use serde::Serialize;
use std::{error::Error, path::Path, sync::Arc, time::Instant};
use store::{
    Ctx, Db, Files, audit,
    audit::{Facts, Line},
    backup::{self, Made},
    migrate,
};

/// Lines the proof is timed on.
const N_LINES: usize = 100_000;
/// Transactions the cost of a line is taken from.
const N_ACTS: usize = 200;
/// Megabytes restored when nobody says otherwise.
const MEGABYTES: usize = 64;
/// What a restore of a gigabyte may take, as a speed: two minutes.
const LEAST_SPEED: f64 = 1024.0 / 120.0;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Serialize)]
struct Figure {
    name: &'static str,
    value: f64,
    unit: &'static str,
    limit: f64,
    ok: bool,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let megabytes = std::env::args().find_map(|word| word.parse().ok());
    let folder = testkit::sqlite(migrate::OWN).await;
    let ctx = ctx(&folder.db, folder.folder.path());

    let plain = acts(&ctx, false).await?;
    let audited = acts(&ctx, true).await?;
    at_most(
        "audit_cost_of_a_line",
        (audited - plain).max(0.0) * 1e3,
        "ms",
        2.0,
    )?;

    for _ in 0..N_LINES / 1_000 {
        let mut tx = ctx.db.begin_write().await?;
        for _ in 0..1_000 {
            tx.audit_line(&ctx, line());
        }
        tx.commit().await?;
    }
    let started = Instant::now();
    let proof = audit::verify(&ctx.db.snapshot().await?, ctx.db.head_file(), None).await?;
    let seconds = started.elapsed().as_secs_f64();
    assert!(proof.fault.is_none() && proof.n_lines >= N_LINES as i64);
    at_most("audit_proof_of_100000_lines", seconds, "s", 2.0)?;

    restore(&ctx, folder.folder.path(), megabytes.unwrap_or(MEGABYTES)).await
}

/// Seconds a small transaction takes, with or without a line of the audit.
async fn acts(ctx: &Ctx, is_audited: bool) -> Outcome<f64> {
    let started = Instant::now();
    for number in 0..N_ACTS {
        let mut tx = ctx.db.begin_write().await?;
        store::settings::set(&mut tx, "bench", &number.to_string()).await?;
        if is_audited {
            tx.audit_line(ctx, line());
        }
        tx.commit().await?;
    }
    Ok(started.elapsed().as_secs_f64() / N_ACTS as f64)
}

/// Three quarters of what a bureau keeps are files, the rest is rows.
async fn restore(ctx: &Ctx, folder: &Path, megabytes: usize) -> Outcome<()> {
    for number in 0..megabytes * 3 / 4 {
        let mut state = number as u64 + 1;
        let noise = std::iter::repeat_with(|| {
            // A small generator: content that does not compress, like papers in their zips.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()
        });
        let bytes: Vec<u8> = noise.take((1 << 20) / 8).flatten().collect();
        ctx.files.put(bytes).await?;
    }
    let words = "推进教育优质均衡发展，新增学位200个，培训教师300人次。".repeat(12);
    let n_rows = (megabytes << 20) / 4 / words.len();
    for first in (0..n_rows).step_by(2_000) {
        let mut tx = ctx.db.begin_write().await?;
        for number in first..(first + 2_000).min(n_rows) {
            store::settings::set(&mut tx, &format!("row{number}"), &words).await?;
        }
        tx.commit().await?;
    }
    let file = folder.join("bench.luoshi");
    let made = Made {
        at_ms: 0,
        program: "bench".to_owned(),
    };
    let started = Instant::now();
    backup::write(&ctx.db, &ctx.files, &file, made, &mut |_| {}).await?;
    at_least(
        "backup_speed",
        megabytes as f64 / started.elapsed().as_secs_f64(),
    )?;
    let target = folder.join("restored");
    std::fs::create_dir(&target)?;
    let started = Instant::now();
    let db = Db::open_sqlite(&target.join("luoshi.db")).await?;
    let files = Files::at(target.join("files"));
    let loaded = backup::load(&db, &files, &file, migrate::OWN, 0, &mut |_| {}).await?;
    loaded.commit().await?;
    db.close().await?;
    at_least(
        "restore_speed",
        megabytes as f64 / started.elapsed().as_secs_f64(),
    )
}

/// A line like those of every day.
fn line() -> Line {
    let before = Facts::none()
        .with("全称", "清禾县教育局人事科")
        .with("简称", "人事科");
    let after = Facts::none()
        .with("全称", "清禾县教育局组织人事科")
        .with("简称", "组织人事科");
    Line::new("org.unit.changed", "018f0000-0000-7000-8000-000000000000")
        .named("组织人事科")
        .changing(&before, &after)
}

fn ctx(db: &Db, folder: &Path) -> Ctx {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock(1_780_372_800_000));
    Ctx {
        db: db.clone(),
        files: Files::at(folder.join("files")),
        clock,
        actor: Actor {
            account: Default::default(),
            person: Default::default(),
            name: "王敏".to_owned(),
            unit: Default::default(),
            unit_name: "人事科".to_owned(),
            units: Vec::new(),
            roles: Vec::new(),
            posts: Vec::new(),
            must_change_password: false,
            must_enrol: false,
            acting_for: Vec::new(),
        },
        from: "10.1.2.3 Windows Chrome 109".to_owned(),
    }
}

fn at_most(name: &'static str, value: f64, unit: &'static str, limit: f64) -> Outcome<()> {
    report(name, value, unit, limit, value <= limit)
}

fn at_least(name: &'static str, value: f64) -> Outcome<()> {
    report(name, value, "MB/s", LEAST_SPEED, value >= LEAST_SPEED)
}

fn report(name: &'static str, value: f64, unit: &'static str, limit: f64, ok: bool) -> Outcome<()> {
    let figure = Figure {
        name,
        value: (value * 100.0).round() / 100.0,
        unit,
        limit: (limit * 100.0).round() / 100.0,
        ok,
    };
    println!("{}", serde_json::to_string(&figure)?);
    Ok(())
}
