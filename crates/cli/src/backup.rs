//! `luoshi backup`, and the backup before an upgrade.

use crate::{
    Outcome,
    data::{self, DataOptions},
    progress::Teller,
    serve::{finish, run_async},
};
use anyhow::Context as _;
use base::{
    Clock,
    clock::{SystemClock, instant_in_china},
};
use clap::Args;
use std::{
    io::{Write as _, stderr, stdout},
    path::{Path, PathBuf},
};
use store::{
    Db, Files,
    backup::{self, Made, Written},
    migrate,
};

/// So many backups before upgrades are kept.
const MOST_KEPT: usize = 5;

/// How the names of backups before upgrades begin.
const BEFORE_UPGRADE: &str = "before-upgrade-";

/// 把全部数据备份成一个文件，服务不用停
#[derive(Args)]
#[command(override_usage = "luoshi backup [--data <文件夹>] [--database <URL>] <文件>")]
pub(crate) struct Options {
    #[command(flatten)]
    data: DataOptions,

    /// 备份写成这个文件，例如 2026-11-22.luoshi；内含全部数据，请妥善保管
    #[arg(value_name = "文件")]
    file: PathBuf,
}

/// Writes the backup.
pub(crate) fn run(options: &Options) -> Outcome {
    finish(run_async(async {
        let db = options.data.open_as_it_is().await?;
        let standing = migrate::standing(&db, &bureau::migrations()).await?;
        if standing.applied.is_empty() {
            anyhow::bail!("这个数据库里没有落实的数据，请检查 --data 和 --database");
        }
        let data = &options.data.data;
        let files = data::files(&data::config(data)?, data)?;
        let written = write(&db, &files, &options.file).await?;
        let manifest = &written.manifest;
        let n_rows: u64 = manifest.tables.iter().map(|table| table.n_rows).sum();
        let n_bytes = std::fs::metadata(&options.file)?.len();
        let mut words = format!(
            "已备份到 {}，{:.1} MB：{} 张表 {n_rows} 行，文件 {} 个，已逐项核对。\n",
            options.file.display(),
            n_bytes as f64 / 1e6,
            manifest.tables.len(),
            manifest.files.len(),
        );
        if !written.damaged.is_empty() {
            words.push_str(&format!(
                "注意：有 {} 个文件早已损坏，没有进入备份：{}。请用更早的备份找回。\n",
                written.damaged.len(),
                written.damaged.join("、")
            ));
        }
        stdout().write_all(words.as_bytes())?;
        Ok(())
    }))
}

async fn write(db: &Db, files: &Files, target: &Path) -> anyhow::Result<Written> {
    let made = Made {
        at_ms: SystemClock.now_ms(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let mut teller = Teller::new();
    let written = backup::write(db, files, target, made, &mut |progress| {
        teller.tell(progress);
    })
    .await;
    teller.end();
    written.map_err(|error| match error {
        store::Error::File(error) => anyhow::Error::new(error).context(format!(
            "备份文件“{}”写不了，请检查磁盘空间和权限",
            target.display()
        )),
        other => other.into(),
    })
}

/// Backs a database up that is about to be upgraded, into the data folder; the oldest of these
/// backups go.
pub(crate) async fn before_upgrade(db: &Db, files: &Files, data: &Path) -> anyhow::Result<()> {
    let standing = migrate::standing(db, &bureau::migrations()).await?;
    if standing.applied.is_empty() || standing.n_pending == 0 || standing.unknown.is_some() {
        return Ok(());
    }
    let folder = data.join("backups");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("文件夹“{}”建不了，升级前的备份没有做成", folder.display()))?;
    let at = instant_in_china(SystemClock.now_ms()).strftime("%Y%m%d-%H%M%S");
    let target = folder.join(format!("{BEFORE_UPGRADE}{at}.luoshi"));
    write(db, files, &target)
        .await
        .context("升级前的备份没有做成，数据库没有改动")?;
    writeln!(
        stderr(),
        "数据库要升级到本版本的结构，升级前已备份到 {}。",
        target.display()
    )?;
    remove_oldest(&folder)
}

fn remove_oldest(folder: &Path) -> anyhow::Result<()> {
    let mut kept: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name.starts_with(BEFORE_UPGRADE) && name.ends_with(".luoshi")) {
            kept.push(path);
        }
    }
    // The names hold the time: in order of name is in order of age.
    kept.sort();
    let n_old = kept.len().saturating_sub(MOST_KEPT);
    for old in kept.iter().take(n_old) {
        std::fs::remove_file(old)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{MOST_KEPT, before_upgrade, remove_oldest};
    use crate::{data::database_file, serve::open};
    use base::{Config, clock::SystemClock};
    use std::{fs, path::PathBuf};
    use store::{Db, Read as _, backup, migrate};

    #[tokio::test]
    async fn a_database_of_an_earlier_schema_is_backed_up_before_it_is_brought_up_to_date() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path();
        let dump = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../bureau/tests/upgrades/2026-11-22.sqlite.dump"
        );
        let old = Db::open_sqlite(&database_file(data)).await.unwrap();
        let mut tx = old.begin_write().await.unwrap();
        tx.run_script(&fs::read_to_string(dump).unwrap())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let n_units = async |db: &Db| {
            let count = "select count(*) as n from org_units";
            db.number(count, Vec::new()).await.unwrap()
        };
        let n_before = n_units(&old).await;
        old.close().await.unwrap();

        let (db, files) = open(data, &Config::default(), None, &SystemClock)
            .await
            .unwrap();
        let standing = migrate::standing(&db, &bureau::migrations()).await.unwrap();
        assert_eq!((standing.n_pending, standing.unknown), (0, None));
        assert_eq!(n_units(&db).await, n_before);
        let backups: Vec<PathBuf> = fs::read_dir(data.join("backups"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(backups.len(), 1, "{backups:?}");
        // What it was before: an older program would take it.
        let manifest = backup::check(&backups[0], &mut |_| {}).unwrap();
        let last = manifest.steps.last().unwrap();
        assert!(last.as_str() < "20261123", "{last}");
        // Nothing is to be done the second time, and no backup is made.
        before_upgrade(&db, &files, data).await.unwrap();
        assert_eq!(fs::read_dir(data.join("backups")).unwrap().count(), 1);
    }

    #[test]
    fn only_the_newest_backups_before_upgrades_stay_and_others_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for day in 1..=8 {
            let name = format!("before-upgrade-2026110{day}-090000.luoshi");
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::write(folder.path().join("mine.luoshi"), "").unwrap();
        remove_oldest(folder.path()).unwrap();
        let names: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(names.len(), MOST_KEPT + 1);
        assert!(names.contains(&"mine.luoshi".to_owned()));
        assert!(!names.iter().any(|name| name.contains("20261103")));
        assert!(names.iter().any(|name| name.contains("20261104")));
    }
}
