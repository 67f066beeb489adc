//! Backup and restore between both engines.

use crate::support::{NOON_MS, ctx_at, databases, write_lines};
use std::{fs, path::Path};
use store::{
    Db, Error, Files, Read, args, audit,
    backup::{self, Made, Manifest},
    migrate, settings,
};
use testkit::TestDb;

/// Databases without any table.
async fn empty() -> Vec<TestDb> {
    let databases = testkit::databases(&[]).await;
    for database in &databases {
        database.run("drop table schema_migrations").await;
    }
    databases
}

fn files(database: &TestDb) -> Files {
    Files::at(database.folder.path().join("files"))
}

/// A database with an audit, settings no engine should trip over, a session and two files.
async fn filled(database: &TestDb) {
    let ctx = ctx_at(database, NOON_MS);
    write_lines(&ctx, 300).await;
    let mut tx = ctx.db.begin_write().await.unwrap();
    for (name, value) in [
        ("z", "引号' \" 反斜杠\\ 换行\n 表情𝄞"),
        ("a", ""),
        ("人", "=1+1"),
    ] {
        settings::set(&mut tx, name, value).await.unwrap();
    }
    tx.commit().await.unwrap();
    database
        .run("insert into store_sessions (token_hash, id, account_id, from_address, started_ms, seen_ms, idle_ms, ends_ms, is_half)
              values ('t', 'i', 'a', '', 1, 1, 1, 2, false)")
        .await;
    files(database).put(b"first".to_vec()).await.unwrap();
    files(database).put(vec![7; 100_000]).await.unwrap();
}

async fn write(database: &TestDb, target: &Path) -> Manifest {
    let made = Made {
        at_ms: NOON_MS,
        program: "0.1.0".to_owned(),
    };
    let written = backup::write(&database.db, &files(database), target, made, &mut |_| {})
        .await
        .unwrap();
    assert!(written.damaged.is_empty());
    written.manifest
}

async fn load(database: &TestDb, file: &Path) -> store::Result<backup::Loaded> {
    let steps = migrate::OWN;
    backup::load(
        &database.db,
        &files(database),
        file,
        steps,
        NOON_MS,
        &mut |_| {},
    )
    .await
}

/// Every table but the audit, which gets a line about the restore.
fn tables_of(manifest: &Manifest) -> Vec<(String, u64, String)> {
    manifest
        .tables
        .iter()
        .filter(|table| !table.name.starts_with("store_audit"))
        .map(|table| (table.name.clone(), table.n_rows, table.sha256.clone()))
        .collect()
}

#[tokio::test]
async fn a_backup_of_either_engine_is_the_same_rows_in_either_engine() {
    for source in databases().await {
        filled(&source).await;
        let file = source.folder.path().join("all.luoshi");
        let manifest = write(&source, &file).await;
        assert_eq!(manifest.files.len(), 2);
        for target in empty().await {
            let loaded = load(&target, &file).await.unwrap();
            assert_eq!(loaded.audit_fault, None);
            loaded.commit().await.unwrap();
            let again = target.folder.path().join("again.luoshi");
            let copied = write(&target, &again).await;
            assert_eq!(tables_of(&copied), tables_of(&manifest));
            assert_eq!(copied.files, manifest.files);
            let n_sessions = "select count(*) as n from store_sessions";
            assert_eq!(target.db.number(n_sessions, args![]).await.unwrap(), 0);
            let proof = audit::verify(&target.db, None, None).await.unwrap();
            assert_eq!((proof.n_lines, proof.fault), (301, None));
            // It goes on working: the guards of the audit came with the schema.
            write_lines(&ctx_at(&target, NOON_MS), 1).await;
            let mut tx = target.db.begin_write().await.unwrap();
            let delete = tx.run("delete from store_audit", args![]).await;
            delete.unwrap_err();
        }
    }
}

#[tokio::test]
async fn a_backup_taken_while_others_write_is_of_one_moment() {
    for database in databases().await {
        filled(&database).await;
        let ctx = ctx_at(&database, NOON_MS);
        let writer = tokio::spawn(async move { write_lines(&ctx, 60).await });
        let file = database.folder.path().join("busy.luoshi");
        write(&database, &file).await;
        writer.await.unwrap();
        for target in empty().await {
            let loaded = load(&target, &file).await.unwrap();
            assert_eq!(loaded.audit_fault, None);
        }
    }
}

#[tokio::test]
async fn what_is_damaged_cut_short_or_foreign_is_refused_and_leaves_nothing() {
    let databases = databases().await;
    let source = databases.first().unwrap();
    filled(source).await;
    let folder = source.folder.path();
    let file = folder.join("all.luoshi");
    write(source, &file).await;
    let whole = fs::read(&file).unwrap();
    let mut wrong = Vec::new();
    let cut = whole.get(..whole.len() / 2).unwrap().to_vec();
    wrong.push((cut, "store.no_backup"));
    wrong.push((b"PK not a zip at all".to_vec(), "store.no_backup"));
    wrong.push((Vec::new(), "store.no_backup"));
    // One byte of the stored file of sevens, and one of a compressed table.
    let sevens = whole
        .windows(64)
        .position(|bytes| bytes == [7; 64])
        .unwrap();
    for at in [sevens + 10, 200] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        wrong.push((flipped, "store.damaged_backup"));
    }
    let foreign = folder.join("foreign.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&foreign).unwrap());
    zip.start_file("a.txt", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.finish().unwrap();
    wrong.push((fs::read(&foreign).unwrap(), "store.no_backup"));
    for (bytes, rule) in wrong {
        let path = folder.join("wrong.luoshi");
        fs::write(&path, bytes).unwrap();
        for target in empty().await {
            let Err(Error::Refused(refusal)) = load(&target, &path).await else {
                panic!("{rule} was not noticed")
            };
            assert_eq!(refusal.rule, rule);
            assert_eq!(store::schema::describe(&target.db).await.unwrap(), "");
            assert!(files(&target).names().await.unwrap().is_empty());
        }
    }
}

#[tokio::test]
async fn a_backup_goes_only_into_an_empty_place_and_never_over_a_file() {
    for database in databases().await {
        filled(&database).await;
        let file = database.folder.path().join("all.luoshi");
        write(&database, &file).await;
        let refused = load(&database, &file).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(r) if r.rule == "store.not_empty"));
        let made = Made {
            at_ms: NOON_MS,
            program: String::new(),
        };
        let again = backup::write(&database.db, &files(&database), &file, made, &mut |_| {}).await;
        assert!(matches!(again, Err(Error::Refused(r)) if r.rule == "store.backup_exists"));
    }
}

#[tokio::test]
async fn a_backup_of_a_newer_program_is_refused() {
    for database in databases().await {
        database
            .run("insert into schema_migrations (id, applied_at) values ('29990101_0000_later', 0)")
            .await;
        let file = database.folder.path().join("newer.luoshi");
        write(&database, &file).await;
        for target in empty().await {
            let refused = load(&target, &file).await.unwrap_err();
            assert!(matches!(refused, Error::Refused(r) if r.rule == "store.newer_database"));
        }
    }
}

#[tokio::test]
async fn a_backup_of_an_older_program_is_brought_up_to_date() {
    let (old, _) = migrate::OWN.split_at(1);
    for source in testkit::databases(old).await {
        source
            .run(
                "insert into store_audit (id, at_ms, account_id, actor_name, from_address, act, object, detail)
                 values ('1', 5, 'a', '王敏', '', 'org.unit.created', 'u', '')",
            )
            .await;
        let file = source.folder.path().join("old.luoshi");
        write(&source, &file).await;
        for target in empty().await {
            load(&target, &file).await.unwrap().commit().await.unwrap();
            let proof = audit::verify(&target.db, None, None).await.unwrap();
            assert_eq!((proof.n_lines, proof.fault), (2, None));
        }
    }
}

#[tokio::test]
async fn a_damaged_file_of_the_store_is_left_out_and_named() {
    let database = testkit::sqlite(migrate::OWN).await;
    filled(&database).await;
    let store = files(&database);
    let name = store.names().await.unwrap().remove(0);
    let path = database
        .folder
        .path()
        .join("files")
        .join(&name[..2])
        .join(&name);
    fs::write(path, b"other").unwrap();
    let target = database.folder.path().join("all.luoshi");
    let made = Made {
        at_ms: NOON_MS,
        program: String::new(),
    };
    let written = backup::write(&database.db, &store, &target, made, &mut |_| {})
        .await
        .unwrap();
    assert_eq!(written.damaged, [name]);
    assert_eq!(written.manifest.files.len(), 1);
}

#[tokio::test]
async fn every_table_has_a_primary_key_to_be_ordered_by() {
    for database in databases().await {
        let columns = store::schema::columns(&database.db).await.unwrap();
        let tables = store::schema::tables(&database.db).await.unwrap();
        for table in tables {
            let has_key = columns
                .iter()
                .any(|column| column.table_name == table && column.key_place > 0);
            assert!(has_key, "{table}");
        }
    }
}

#[tokio::test]
async fn a_database_that_is_open_in_another_process_can_be_backed_up() {
    let database = testkit::sqlite(migrate::OWN).await;
    filled(&database).await;
    let beside = Db::open_sqlite(&database.folder.path().join("test.db"))
        .await
        .unwrap();
    let made = Made {
        at_ms: NOON_MS,
        program: String::new(),
    };
    let target = database.folder.path().join("beside.luoshi");
    let written = backup::write(&beside, &files(&database), &target, made, &mut |_| {}).await;
    let tables = written.unwrap().manifest.tables;
    let kept = |name| {
        tables
            .iter()
            .any(|table| table.name == name && table.n_rows > 0)
    };
    assert!(kept("store_settings") && kept("store_audit"));
}
