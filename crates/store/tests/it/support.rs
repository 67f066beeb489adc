//! Somebody who acts, and a database with an audit.

use base::{Actor, Clock, clock::FixedClock};
use std::sync::Arc;
use store::{Ctx, Engine, Files, audit, audit::Line, migrate};
use testkit::TestDb;

/// Noon of 2 June 2026 in China.
pub(crate) const NOON_MS: i64 = 1_780_372_800_000;

/// A database on each engine, with the store's own tables.
pub(crate) async fn databases() -> Vec<TestDb> {
    testkit::databases(migrate::OWN).await
}

/// Somebody acting on a database at an instant.
pub(crate) fn ctx_at(database: &TestDb, now_ms: i64) -> Ctx {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock(now_ms));
    Ctx {
        // PostgreSQL, too, has the copy of the head in its data folder.
        db: database.db.clone().with_data_folder(database.folder.path()),
        files: Files::at(database.folder.path().join("files")),
        clock,
        actor: Actor {
            name: "王敏".to_owned(),
            unit_name: "人事科".to_owned(),
            ..Actor::default()
        },
        from: "10.1.2.3".to_owned(),
    }
}

/// Writes lines, one transaction each.
pub(crate) async fn write_lines(ctx: &Ctx, n_lines: usize) {
    for number in 0..n_lines {
        let mut tx = ctx.db.begin_write().await.unwrap();
        tx.audit_line(
            ctx,
            Line::new("org.unit.changed", "u1").saying(format!("第{number}次")),
        );
        tx.commit().await.unwrap();
    }
}

/// What the audit's proof says.
pub(crate) async fn fault(ctx: &Ctx) -> Option<audit::Fault> {
    let snapshot = ctx.db.snapshot().await.unwrap();
    audit::verify(&snapshot, ctx.db.head_file(), None)
        .await
        .unwrap()
        .fault
}

/// Statements of somebody who has the database in their hands: first what guards the lines is
/// taken away.
pub(crate) async fn by_hand(database: &TestDb, statements: &[&str]) {
    let guards: &[&str] = match database.db.engine() {
        Engine::Sqlite => &[
            "drop trigger if exists store_audit_no_update",
            "drop trigger if exists store_audit_no_delete",
        ],
        Engine::Postgres => &["drop trigger if exists store_audit_no_change on store_audit"],
    };
    for statement in guards.iter().chain(statements) {
        database.run(statement).await;
    }
}
