//! `luoshi restore`: a backup into an empty place.

use crate::{
    Outcome,
    data::{self, DataOptions, connect},
    progress::Teller,
    serve::{finish, run_async},
};
use anyhow::Context as _;
use base::{Clock, clock::SystemClock, day, id::Uuid};
use clap::Args;
use std::{
    fs,
    io::{Write as _, stdout},
    path::{Path, PathBuf},
};
use store::{Db, Files, backup, backup::Loaded, schema};

/// How the names of folders begin in which a restore works until it is whole.
const WORKING: &str = ".restoring-";

/// 从备份恢复到空的数据文件夹（用 --database 时还要有空的 PostgreSQL 数据库）
#[derive(Args)]
#[command(override_usage = "luoshi restore [--data <文件夹>] [--database <URL>] <文件>")]
pub(crate) struct Options {
    #[command(flatten)]
    data: DataOptions,

    /// “luoshi backup”写成的文件；SQLite 和 PostgreSQL 的备份可以互相恢复
    #[arg(value_name = "文件")]
    file: PathBuf,
}

/// Takes the backup in; what fails leaves the place as it was.
pub(crate) fn run(options: &Options) -> Outcome {
    finish(run_async(async {
        if !options.file.is_file() {
            anyhow::bail!("找不到备份文件“{}”", options.file.display());
        }
        let place = Place::prepare(&options.data.data)?;
        let loaded = match fill(&place, options).await {
            Ok(loaded) => loaded,
            Err(error) => {
                place.clear();
                return Err(error);
            }
        };
        let n_rows: u64 = loaded.tables.iter().map(|table| table.n_rows).sum();
        let words = format!(
            "已恢复到 {}：{} 张表 {n_rows} 行，文件 {} 个，已逐项核对。备份做于{}。\n所有人需要重新登录。请用“luoshi serve --data {}”启动{}。\n",
            options.data.data.display(),
            loaded.tables.len(),
            loaded.files.len(),
            day::instant_in_words(loaded.made_at_ms),
            options.data.data.display(),
            match options.data.database {
                Some(_) => "，并加上同样的 --database",
                None => "",
            },
        );
        stdout().write_all(words.as_bytes())?;
        Ok(())
    }))
}

async fn fill(place: &Place, options: &Options) -> anyhow::Result<backup::Manifest> {
    let work = &place.work;
    let url = options.data.database.as_deref();
    let db = connect(work, url).await?;
    if url.is_some() && !schema::tables(&db).await?.is_empty() {
        anyhow::bail!("这个 PostgreSQL 数据库里已经有内容，没有恢复。请换一个空的数据库");
    }
    // Its settings are in the folder to be filled, its files come into the one worked in.
    let files = data::files(&data::config(&options.data.data)?, work)?;
    let loaded = load(&db, &files, &options.file).await?;
    let manifest = loaded.manifest.clone();
    if let Some(fault) = &loaded.audit_fault {
        writeln!(
            stdout(),
            "注意：备份里的审计记录在备份之前就被动过：{fault}。"
        )?;
    }
    loaded.commit().await?;
    let settled = settle(db, place).await;
    match (settled, url) {
        (Ok(()), _) => Ok(manifest),
        (Err(error), None) => Err(error),
        (Err(error), Some(_)) => {
            Err(error
                .context("数据已写入 PostgreSQL，但文件没有放到位；请清空这个数据库后重新恢复"))
        }
    }
}

async fn load(db: &Db, files: &Files, file: &Path) -> anyhow::Result<Loaded> {
    let mut teller = Teller::new();
    let loaded = backup::load(
        db,
        files,
        file,
        &bureau::migrations(),
        SystemClock.now_ms(),
        &mut |progress| teller.tell(progress),
    )
    .await;
    teller.end();
    loaded.map_err(|error| match error {
        store::Error::File(error) => {
            anyhow::Error::new(error).context("恢复没有完成，请检查磁盘空间和权限")
        }
        other => other.into(),
    })
}

async fn settle(db: Db, place: &Place) -> anyhow::Result<()> {
    db.close().await?;
    place.settle()
}

/// The data folder to be filled. Until everything is there, work goes on in a folder inside it.
struct Place {
    data: PathBuf,
    work: PathBuf,
    was_there: bool,
}

impl Place {
    /// Takes an empty or a new folder; what an interrupted restore left in it is removed.
    fn prepare(data: &Path) -> anyhow::Result<Self> {
        let was_there = data.exists();
        fs::create_dir_all(data)
            .with_context(|| format!("文件夹“{}”建不了，请检查路径和权限", data.display()))?;
        let mut interrupted = Vec::new();
        for entry in fs::read_dir(data)? {
            let entry = entry?;
            // Settings may be written first: they say where the files go.
            if entry.file_name() == base::config::FILE {
                continue;
            }
            if !entry.file_name().to_string_lossy().starts_with(WORKING) {
                anyhow::bail!(
                    "文件夹“{}”不是空的，没有恢复。请换一个空的文件夹，以免覆盖",
                    data.display()
                );
            }
            interrupted.push(entry.path());
        }
        for folder in interrupted {
            fs::remove_dir_all(folder)?;
        }
        let work = data.join(format!("{WORKING}{}", Uuid::now_v7().simple()));
        fs::create_dir(&work)?;
        make_private(data)?;
        Ok(Self {
            data: data.to_owned(),
            work,
            was_there,
        })
    }

    /// Everything is whole: moves it to where the program looks for it, the database last.
    fn settle(&self) -> anyhow::Result<()> {
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(&self.work)? {
            paths.push(entry?.path());
        }
        paths.sort_by_key(|path| path.extension().is_some_and(|end| end == "db"));
        for path in paths {
            let name = path.file_name().unwrap_or_default();
            fs::rename(&path, self.data.join(name))?;
        }
        Ok(fs::remove_dir(&self.work)?)
    }

    /// It failed: the place is as it was. What cannot be removed is removed by the next restore.
    fn clear(&self) {
        let _ = fs::remove_dir_all(&self.work);
        if !self.was_there {
            let _ = fs::remove_dir(&self.data);
        }
    }
}

/// Lets nobody but the owner into a folder with everybody's data.
fn make_private(folder: &Path) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
