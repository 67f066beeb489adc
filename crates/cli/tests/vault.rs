//! `luoshi backup`, `restore`, `audit verify` and `doctor`, from outside.
#![expect(clippy::unwrap_used, reason = "tests fail where something is missing")]

use base::{Clock, clock::SystemClock};
use std::{
    fs,
    path::Path,
    process::{Command, Output},
    sync::Arc,
};
use store::{Db, Files, migrate};
use tempfile::TempDir;

/// A data folder with a bureau and one uploaded file, as `luoshi serve` leaves it.
async fn data_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let db = Db::open_sqlite(&folder.path().join("luoshi.db"))
        .await
        .unwrap();
    migrate::migrate(&db, &bureau::migrations(), clock.now_ms())
        .await
        .unwrap();
    let files = Files::at(folder.path().join("files"));
    bureau::first_start(&db, &files, &clock)
        .await
        .unwrap()
        .unwrap();
    files.put(b"paper".to_vec()).await.unwrap();
    db.close().await.unwrap();
    folder
}

fn luoshi(words: &[&str], data: &Path, file: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_luoshi"));
    command.args(words).arg("--data").arg(data);
    command.args(file);
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    let both = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8(both).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_was_backed_up_is_restored_proved_and_found_well() {
    let data = data_folder().await;
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("all.luoshi");
    let backup = luoshi(&["backup"], data.path(), Some(&file));
    assert!(backup.status.success(), "{}", said(&backup));
    assert!(said(&backup).contains("文件 1 个"), "{}", said(&backup));
    assert_eq!(names(place.path()), ["all.luoshi"], "a half is left behind");
    let new = place.path().join("new");
    let restore = luoshi(&["restore"], &new, Some(&file));
    assert!(restore.status.success(), "{}", said(&restore));
    let there = names(&new);
    assert!(there.contains(&"luoshi.db".to_owned()), "{there:?}");
    assert!(!there.iter().any(|name| name.starts_with('.')), "{there:?}");
    let proof = luoshi(&["audit", "verify"], &new, None);
    assert!(said(&proof).contains("完整：共 2 条"), "{}", said(&proof));
    let doctor = luoshi(&["doctor"], &new, None);
    assert!(
        said(&doctor).contains("自检没有发现问题"),
        "{}",
        said(&doctor)
    );
    assert!(said(&doctor).contains("共 1 个，内容都与校验值相符"));
    // Not over what is there.
    let again = luoshi(&["restore"], &new, Some(&file));
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("不是空的"), "{}", said(&again));
    let over = luoshi(&["backup"], data.path(), Some(&file));
    assert!(said(&over).contains("已经存在"), "{}", said(&over));
}

#[tokio::test]
async fn a_backup_cut_short_is_refused_and_leaves_nothing_behind() {
    let data = data_folder().await;
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("all.luoshi");
    luoshi(&["backup"], data.path(), Some(&file));
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 100]).unwrap();
    let new = place.path().join("new");
    let restore = luoshi(&["restore"], &new, Some(&file));
    assert_eq!(restore.status.code(), Some(1));
    let words = said(&restore);
    assert!(words.contains("没有恢复任何内容"), "{words}");
    assert!(!new.exists());
    fs::create_dir(&new).unwrap();
    luoshi(&["restore"], &new, Some(&file));
    assert!(names(&new).is_empty());
}

#[tokio::test]
async fn a_line_changed_by_hand_ends_the_proof_with_its_number() {
    let data = data_folder().await;
    let db = Db::open_sqlite(&data.path().join("luoshi.db"))
        .await
        .unwrap();
    let mut tx = db.begin_write().await.unwrap();
    tx.run("drop trigger store_audit_no_update", Vec::new())
        .await
        .unwrap();
    tx.run("update store_audit set actor_name = '别人'", Vec::new())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    let proof = luoshi(&["audit", "verify"], data.path(), None);
    assert_eq!(proof.status.code(), Some(1));
    assert!(said(&proof).contains("第 1 条被改动过"), "{}", said(&proof));
    let doctor = luoshi(&["doctor"], data.path(), None);
    assert_eq!(doctor.status.code(), Some(1));
    assert!(
        said(&doctor).contains("[有误] 审计记录"),
        "{}",
        said(&doctor)
    );
}

#[test]
fn a_folder_without_a_database_is_said_to_be_one() {
    let empty = tempfile::tempdir().unwrap();
    for words in [["audit", "verify"].as_slice(), &["doctor"]] {
        let output = luoshi(words, empty.path(), None);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        assert!(
            said(&output).contains("没有落实的数据库"),
            "{}",
            said(&output)
        );
    }
    assert!(names(empty.path()).is_empty(), "a database was made");
}
