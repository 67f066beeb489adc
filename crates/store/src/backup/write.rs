//! Writing a backup while others go on working.

use super::{
    FileMember, Manifest, Progress, TableMember, Watch, check, manifest,
    manifest::{file_path, table_path},
    rows,
};
use crate::{
    Db, Engine, Files, args,
    db::Read as _,
    error::{Error, Result},
};
use base::Refusal;
use sea_orm::FromQueryResult;
use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// When and by which program a backup is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Milliseconds UTC.
    pub at_ms: i64,
    /// Version of the program.
    pub program: String,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What the backup holds.
    pub manifest: Manifest,
    /// Files of the file store that are damaged already and could not be kept.
    pub damaged: Vec<String>,
}

/// Writes everything into a new file and reads it once more. The file has its name only when it is
/// whole; what fails leaves nothing behind.
pub async fn write(
    db: &Db,
    files: &Files,
    target: &Path,
    made: Made,
    watch: Watch<'_>,
) -> Result<Written> {
    if target.exists() {
        return Err(Refusal::new(
            "store.backup_exists",
            format!("文件“{}”已经存在，没有备份。", target.display()),
            "请换一个文件名，或先移走原来的文件。",
        )
        .into());
    }
    let half = half_of(target);
    let written = write_half(db, files, &half, made, watch).await;
    let renamed = match written {
        Ok(written) => check(&half, watch)
            .and_then(|_| Ok(std::fs::rename(&half, target)?))
            .map(|()| written),
        Err(error) => Err(error),
    };
    if renamed.is_err() {
        // Nothing to be done about a half that cannot be removed either: the first error tells why.
        let _ = std::fs::remove_file(&half);
    }
    renamed
}

fn half_of(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_os_string();
    name.push(".half");
    target.with_file_name(name)
}

async fn write_half(
    db: &Db,
    files: &Files,
    half: &Path,
    made: Made,
    watch: Watch<'_>,
) -> Result<Written> {
    #[derive(FromQueryResult)]
    struct Step {
        id: String,
    }
    let snapshot = db.snapshot().await?;
    let steps: Vec<Step> = snapshot
        .rows("select id from schema_migrations order by id", args![])
        .await?;
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1 << 20, create_private(half)?));
    let tables = write_tables(&snapshot, &mut zip, watch).await?;
    // The rows are as they were when this began; files come in before the rows that name them, so
    // those listed now hold all the rows need.
    drop(snapshot);
    let (kept, damaged) = write_files(files, &mut zip, watch).await?;
    let manifest = Manifest {
        luoshi_backup: manifest::FORMAT,
        program: made.program,
        engine: match db.engine() {
            Engine::Sqlite => "sqlite".to_owned(),
            Engine::Postgres => "postgres".to_owned(),
        },
        made_at_ms: made.at_ms,
        steps: steps.into_iter().map(|step| step.id).collect(),
        tables,
        files: kept,
    };
    zip.start_file(manifest::MEMBER, options(CompressionMethod::Deflated))
        .map_err(broken)?;
    serde_json::to_writer_pretty(&mut zip, &manifest)?;
    let file = zip.finish().map_err(broken)?;
    let file = file.into_inner().map_err(|error| error.into_error())?;
    file.sync_all()?;
    Ok(Written { manifest, damaged })
}

async fn write_tables(
    snapshot: &crate::Snapshot,
    zip: &mut ZipWriter<BufWriter<File>>,
    watch: Watch<'_>,
) -> Result<Vec<TableMember>> {
    let tables = rows::tables(snapshot).await?;
    let total = tables.len() as u64;
    let mut members = Vec::new();
    for (done, table) in (0..).zip(&tables) {
        watch(Progress {
            stage: "写入数据表",
            done,
            total,
        });
        zip.start_file(
            table_path(&table.name),
            options(CompressionMethod::Deflated),
        )
        .map_err(broken)?;
        let sum = table.dump(snapshot, zip).await?;
        members.push(TableMember {
            name: table.name.clone(),
            columns: table.column_names(),
            n_rows: sum.n_rows,
            n_bytes: sum.n_bytes,
            sha256: sum.sha256,
        });
    }
    Ok(members)
}

async fn write_files(
    files: &Files,
    zip: &mut ZipWriter<BufWriter<File>>,
    watch: Watch<'_>,
) -> Result<(Vec<FileMember>, Vec<String>)> {
    let names = files.names().await?;
    let total = names.len() as u64;
    let (mut kept, mut damaged) = (Vec::new(), Vec::new());
    for (done, name) in (0..).zip(names) {
        watch(Progress {
            stage: "写入文件",
            done,
            total,
        });
        let bytes = match files.get(&name).await {
            Ok(bytes) => bytes,
            // Removed meanwhile: its retention ended.
            Err(Error::NotFound) => continue,
            Err(Error::Corrupt(_)) => {
                damaged.push(name);
                continue;
            }
            Err(other) => return Err(other),
        };
        // Papers and pictures are compressed already.
        zip.start_file(file_path(&name), options(CompressionMethod::Stored))
            .map_err(broken)?;
        zip.write_all(&bytes)?;
        kept.push(FileMember {
            name,
            n_bytes: bytes.len() as u64,
        });
    }
    Ok((kept, damaged))
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .large_file(true)
}

/// A new file only its owner may read: it holds everything.
fn create_private(path: &Path) -> Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

fn broken(error: zip::result::ZipError) -> Error {
    Error::File(error.into())
}
