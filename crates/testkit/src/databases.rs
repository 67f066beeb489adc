//! A fresh database for each test, on each engine there is.

use base::{Clock, clock::SystemClock, id::Uuid};
use std::{io::Write as _, sync::Once};
use store::{Db, Migration, args, migrate};
use tempfile::TempDir;

/// Names the PostgreSQL server to test on, for example `postgres://postgres@127.0.0.1:5433/postgres`.
const POSTGRES_URL: &str = "TEST_POSTGRES_URL";

/// A migrated database of its own, gone with the test.
#[derive(Debug)]
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// A folder for files.
    pub folder: TempDir,
}

/// One database on SQLite and, when a server is named, one on PostgreSQL.
pub async fn databases(migrations: &[Migration]) -> Vec<TestDb> {
    let mut databases = vec![sqlite(migrations).await];
    match std::env::var(POSTGRES_URL) {
        Ok(url) => databases.push(postgres(&url, migrations).await),
        Err(_) => {
            static SAID: Once = Once::new();
            // Past the macros, whose words the test harness keeps to itself when a test passes.
            SAID.call_once(|| {
                let words = format!("SKIPPED on PostgreSQL: {POSTGRES_URL} is not set\n");
                std::io::stderr().write_all(words.as_bytes()).unwrap();
            });
        }
    }
    databases
}

/// One database on SQLite, for tests that are not about the store.
pub async fn sqlite(migrations: &[Migration]) -> TestDb {
    let folder = TempDir::new().unwrap();
    let db = Db::open_sqlite(&folder.path().join("test.db"))
        .await
        .unwrap();
    migrate::migrate(&db, migrations, SystemClock.now_ms())
        .await
        .unwrap();
    TestDb { db, folder }
}

async fn postgres(url: &str, migrations: &[Migration]) -> TestDb {
    let name = format!("luoshi_{}", Uuid::now_v7().simple());
    let server = Db::open_postgres(url)
        .await
        .expect("TEST_POSTGRES_URL leads to no server");
    store::sea_orm::ConnectionTrait::execute_unprepared(
        store::Read::connection(&server),
        &format!("create database {name}"),
    )
    .await
    .unwrap();
    server.close().await.unwrap();
    let (server_part, _) = url
        .rsplit_once('/')
        .expect("TEST_POSTGRES_URL ends with /database");
    let db = Db::open_postgres(&format!("{server_part}/{name}"))
        .await
        .unwrap();
    migrate::migrate(&db, migrations, SystemClock.now_ms())
        .await
        .unwrap();
    TestDb {
        db,
        folder: TempDir::new().unwrap(),
    }
}

impl TestDb {
    /// Runs statements directly; for setting a scene no page can set.
    pub async fn run(&self, sql: &str) {
        let mut tx = self.db.begin_write().await.unwrap();
        tx.run(sql, args![]).await.unwrap();
        tx.commit().await.unwrap();
    }
}
