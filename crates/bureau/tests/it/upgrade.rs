//! Databases of earlier programs, brought up to date: on both engines everything is still there.

use base::{Clock, clock::SystemClock};
use std::{fs, path::PathBuf};
use store::{Db, Engine, Read, args, audit, migrate, schema};

/// Rows that must be the same before and after: what a bureau would miss first.
const COUNTED: [&str; 6] = [
    "org_units",
    "org_people",
    "org_posts",
    "org_accounts",
    "plan_items",
    "plan_versions",
];

#[tokio::test]
async fn a_database_of_every_earlier_schema_is_brought_up_to_date_with_all_its_rows() {
    let dates = dates();
    assert!(!dates.is_empty());
    for date in dates {
        for database in testkit::databases(&[]).await {
            let db = &database.db;
            database.run("drop table schema_migrations").await;
            let mut tx = db.begin_write().await.unwrap();
            tx.run_script(&dump(&date, db.engine())).await.unwrap();
            tx.commit().await.unwrap();
            let before = counts(db).await;
            let n_lines = n_rows(db, "store_audit").await;
            assert!(before.iter().all(|n| *n > 0), "{date} holds {before:?}");

            let steps = bureau::migrations();
            let now_ms = SystemClock.now_ms();
            let n_taken = migrate::migrate(db, &steps, now_ms).await.unwrap();
            assert!(
                n_taken > 0,
                "{date} is the schema of today: nothing is tested"
            );
            assert_eq!(counts(db).await, before, "{date} on {:?}", db.engine());
            // What was published before is read item by item as well.
            assert!(n_rows(db, "plan_current_items").await > 0, "{date}");
            let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema.txt");
            let today = fs::read_to_string(file).unwrap();
            assert_eq!(schema::describe(db).await.unwrap(), today, "{date}");
            let snapshot = db.snapshot().await.unwrap();
            // The copy of the head lies beside the database; a dump comes without it.
            let proof = audit::verify(&snapshot, None, None).await.unwrap();
            assert_eq!((proof.n_lines, proof.fault), (n_lines, None), "{date}");
            let n_taken = migrate::migrate(db, &steps, now_ms).await.unwrap();
            assert_eq!(n_taken, 0, "a step was taken twice");
        }
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    for database in testkit::databases(&bureau::migrations()).await {
        database
            .run("insert into schema_migrations (id, applied_at) values ('29990101_0000_later', 0)")
            .await;
        let before = schema::describe(&database.db).await.unwrap();
        let refused = migrate::migrate(&database.db, &bureau::migrations(), 0).await;
        let store::Error::Refused(refusal) = refused.unwrap_err() else {
            panic!("not refused")
        };
        assert_eq!(refusal.rule, "store.newer_database");
        assert_eq!(schema::describe(&database.db).await.unwrap(), before);
    }
}

#[tokio::test]
async fn what_was_said_of_headers_before_counts_as_the_bureaus() {
    let all = bureau::migrations();
    let mut before = all.clone();
    before.retain(|step| step.id < "20261129_0800");
    for database in testkit::databases(&before).await {
        let db = &database.db;
        for (unit, kind) in [("b", "bureau"), ("s", "school")] {
            database
                .run(&format!(
                    "insert into org_units (id, parent_id, kind, name, short_name, aliases, code,
                         duties, pinyin, place, version)
                     values ('{unit}', null, '{kind}', '{kind}', '{kind}', '', '', '', '', 0, 1)"
                ))
                .await;
        }
        database
            .run("insert into facts_headers values ('学生总人数', 'pupils', 1, '王敏')")
            .await;
        database
            .run("insert into ledger_headers values (7, '教职工', 'name')")
            .await;
        migrate::migrate(db, &all, 2).await.unwrap();
        for kept in [
            "facts_headers where unit_id = 'b' and header = '学生总人数' and item_code = 'pupils'",
            "ledger_headers where unit_id = 'b' and register_no = 7 and field = 'name'",
            "facts_headers",
            "ledger_headers",
        ] {
            assert_eq!(n_rows(db, kept).await, 1, "{kept}");
        }
    }
}

async fn counts(db: &Db) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in COUNTED {
        counts.push(n_rows(db, table).await);
    }
    counts
}

async fn n_rows(db: &Db, table: &str) -> i64 {
    let sql = format!("select count(*) as n from {table}");
    db.number(&sql, args![]).await.unwrap()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/upgrades")
}

/// The days of the schemas kept.
fn dates() -> Vec<String> {
    let files = fs::read_dir(folder()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names
        .filter_map(|name| Some(name.strip_suffix(".sqlite.dump")?.to_owned()))
        .collect()
}

fn dump(date: &str, engine: Engine) -> String {
    let engine = match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    fs::read_to_string(folder().join(format!("{date}.{engine}.dump"))).unwrap()
}
