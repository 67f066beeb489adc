//! Migrations: append-only, each once, in order, in a transaction of its own.

use crate::{Db, Engine, Read, Tx, args, audit, error::Result, schema};
use base::Refusal;
use sea_orm::FromQueryResult;

/// One step of the schema. The id begins with its date, so that ids sort in order of age.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// `20260301_1200_plan_tasks`.
    pub id: &'static str,
    /// What SQLite runs.
    pub sqlite: &'static str,
    /// What PostgreSQL runs.
    pub postgres: &'static str,
}

impl Migration {
    /// A step whose text both engines understand.
    #[must_use]
    pub const fn portable(id: &'static str, sql: &'static str) -> Self {
        Self {
            id,
            sqlite: sql,
            postgres: sql,
        }
    }
}

/// The tables of this crate.
pub const OWN: &[Migration] = &[
    Migration::portable(
        "20260101_0000_store",
        include_str!("migrations/20260101_0000_store.sql"),
    ),
    Migration {
        id: AUDIT_CHAIN,
        sqlite: include_str!("migrations/20260401_0000_audit_chain.sqlite.sql"),
        postgres: include_str!("migrations/20260401_0000_audit_chain.postgres.sql"),
    },
    Migration::portable(
        "20261127_2040_store_sessions",
        include_str!("migrations/20261127_2040_store_sessions.sql"),
    ),
    Migration::portable(
        "20261127_2100_jobs",
        include_str!("migrations/20261127_2100_jobs.sql"),
    ),
    Migration {
        id: "20261127_0900_search",
        sqlite: include_str!("migrations/20261127_0900_search.sqlite.sql"),
        postgres: include_str!("migrations/20261127_0900_search.postgres.sql"),
    },
    Migration::portable(
        "20261127_2110_loose_files",
        include_str!("migrations/20261127_2110_loose_files.sql"),
    ),
    Migration::portable(
        "20261128_0045_vouched",
        include_str!("migrations/20261128_0045_vouched.sql"),
    ),
];

/// Where the steps taken are written down.
const LIST_OF_STEPS: &str = "create table if not exists schema_migrations (id text primary key, applied_at bigint not null)";

/// The step that chains the audit; no engine can compute its hashes in SQL.
const AUDIT_CHAIN: &str = "20260401_0000_audit_chain";

#[derive(FromQueryResult)]
struct Applied {
    id: String,
}

/// Brings the schema up to date and tells how many steps were taken.
///
/// A database that holds a step this program does not know was written by a newer one: it is
/// refused untouched, because an old program would quietly damage it.
pub async fn migrate(db: &Db, migrations: &[Migration], now_ms: i64) -> Result<usize> {
    let mut tx = db.begin_write().await?;
    tx.run_script(LIST_OF_STEPS).await?;
    let applied: Vec<Applied> = tx.rows("select id from schema_migrations", args![]).await?;
    if let Some(unknown) = applied
        .iter()
        .find(|step| migrations.iter().all(|known| known.id != step.id))
    {
        return Err(newer_database(&unknown.id).into());
    }
    let pending: Vec<&Migration> = migrations
        .iter()
        .filter(|step| applied.iter().all(|done| done.id != step.id))
        .collect();
    let n_pending = pending.len();
    take(&mut tx, pending, now_ms).await?;
    tx.commit().await?;
    Ok(n_pending)
}

/// Takes steps in order of age.
pub(crate) async fn take(tx: &mut Tx, mut steps: Vec<&Migration>, now_ms: i64) -> Result<()> {
    tx.run_script(LIST_OF_STEPS).await?;
    steps.sort_by_key(|step| step.id);
    for step in steps {
        apply(tx, step, now_ms).await?;
    }
    Ok(())
}

/// How a database stands to the steps a program knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The steps it has, oldest first; empty for a new one.
    pub applied: Vec<String>,
    /// How many steps of the program it still lacks.
    pub n_pending: usize,
    /// A step the program does not know: the database is newer than it.
    pub unknown: Option<String>,
}

/// Looks how a database stands, without changing it.
pub async fn standing(db: &impl Read, migrations: &[Migration]) -> Result<Standing> {
    let has_table = schema::tables(db)
        .await?
        .iter()
        .any(|name| name == "schema_migrations");
    let applied: Vec<Applied> = match has_table {
        true => {
            db.rows("select id from schema_migrations order by id", args![])
                .await?
        }
        false => Vec::new(),
    };
    let applied: Vec<String> = applied.into_iter().map(|step| step.id).collect();
    let is_known = |id: &String| migrations.iter().any(|step| step.id == id.as_str());
    Ok(Standing {
        n_pending: migrations
            .iter()
            .filter(|step| !applied.iter().any(|id| id == step.id))
            .count(),
        unknown: applied.iter().find(|id| !is_known(id)).cloned(),
        applied,
    })
}

async fn apply(tx: &mut Tx, step: &Migration, now_ms: i64) -> Result<()> {
    let script = match tx.reads_from() {
        Engine::Sqlite => step.sqlite,
        Engine::Postgres => step.postgres,
    };
    tx.run_script(script).await?;
    if step.id == AUDIT_CHAIN {
        audit::adopt(tx).await?;
    }
    tx.run(
        "insert into schema_migrations (id, applied_at) values ($1, $2)",
        args![step.id, now_ms],
    )
    .await?;
    Ok(())
}

/// Why a database of a newer program is left alone.
#[must_use]
pub fn newer_database(step: &str) -> Refusal {
    Refusal::new(
        "store.newer_database",
        format!("数据库由更新版本的落实建立（含有本程序不认识的步骤 {step}），本程序没有改动它。"),
        "请使用新版本程序打开，或换一个数据目录。",
    )
}
