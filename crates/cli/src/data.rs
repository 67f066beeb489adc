//! The data folder and its database, for commands that work on what is there already.

use crate::serve::postgres_url;
use anyhow::Context as _;
use base::Config;
use clap::Args;
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};
use store::{Db, Files, migrate};

/// Which instance a command works on.
#[derive(Args)]
pub(crate) struct DataOptions {
    /// 数据文件夹
    #[arg(long, value_name = "文件夹", default_value = "luoshi-data")]
    pub(crate) data: PathBuf,

    /// 使用 PostgreSQL 时的地址；不写用数据文件夹里的 SQLite
    #[arg(long, value_name = "URL", value_parser = postgres_url)]
    pub(crate) database: Option<String>,
}

/// What was set for the instance of a data folder; nothing needs to be.
pub(crate) fn config(data: &Path) -> anyhow::Result<Config> {
    let file = data.join(base::config::FILE);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            return Err(error)
                .with_context(|| format!("设置文件“{}”读不了，请检查权限和编码", file.display()));
        }
    };
    // A variable that is no text is none of ours.
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(Config::read(text.as_deref(), environment)?.begin_in(data))
}

/// The file of the database in a data folder.
pub(crate) fn database_file(data: &Path) -> PathBuf {
    data.join("luoshi.db")
}

/// Where uploaded files are kept: in the data folder, or where the settings say.
pub(crate) fn files(config: &Config, data: &Path) -> anyhow::Result<Files> {
    Ok(match &config.s3 {
        Some(s3) => Files::in_s3(s3)?,
        None => Files::at(data.join("files")),
    })
}

/// Connects to the database a data folder belongs to, making its file when it is new. The schema
/// is left as it is.
pub(crate) async fn connect(data: &Path, database: Option<&str>) -> anyhow::Result<Db> {
    match database {
        None => Db::open_sqlite(&database_file(data))
            .await
            .with_context(|| {
                format!(
                    "数据文件夹“{}”里的数据库打不开，请检查磁盘和权限",
                    data.display()
                )
            }),
        // The URL holds a password: it is not repeated.
        Some(url) => Ok(Db::open_postgres(url)
            .await
            .context("连不上 PostgreSQL，请检查地址、账号和网络")?
            .with_data_folder(data)),
    }
}

impl DataOptions {
    /// Opens a database that must be there and neither older nor newer than this program.
    pub(crate) async fn open(&self) -> anyhow::Result<Db> {
        let db = self.open_as_it_is().await?;
        let standing = migrate::standing(&db, &bureau::migrations()).await?;
        if let Some(step) = &standing.unknown {
            return Err(store::Error::from(migrate::newer_database(step)).into());
        }
        if standing.applied.is_empty() {
            anyhow::bail!("这个数据库里没有落实的数据，请检查 --data 和 --database");
        }
        if standing.n_pending > 0 {
            anyhow::bail!(
                "数据库还是旧版本的结构，请先用本版本的“luoshi serve”启动一次，它会先备份再升级"
            );
        }
        Ok(db)
    }

    /// Opens a database that must be there, whatever its schema.
    pub(crate) async fn open_as_it_is(&self) -> anyhow::Result<Db> {
        if self.database.is_none() && !database_file(&self.data).is_file() {
            anyhow::bail!(
                "文件夹“{}”里没有落实的数据库，请用 --data 指明数据文件夹",
                self.data.display()
            );
        }
        connect(&self.data, self.database.as_deref()).await
    }
}
