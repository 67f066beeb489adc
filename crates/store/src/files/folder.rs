//! Files in a folder of the machine.

use super::is_name;
use crate::error::{Error, Result};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::UNIX_EPOCH,
};

/// A folder of files, two hundred and fifty-six folders in it.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
    // A file is not taken away while the same content comes in.
    lock: Arc<Mutex<()>>,
}

impl Folder {
    pub(super) fn at(root: PathBuf) -> Self {
        Self {
            root,
            lock: Arc::default(),
        }
    }

    pub(super) async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let this = self.clone();
        let path = self.path(name);
        blocking(move || {
            let folder = path.parent().unwrap_or(&this.root);
            fs::create_dir_all(folder)?;
            // Written beside and renamed: a reader never meets half a file.
            let half = path.with_extension(format!("half-{}", base::id::Uuid::now_v7()));
            let mut file = File::create(&half)?;
            file.write_all(&bytes)?;
            // A row will say that the file is there: it must be, whatever happens to the machine.
            file.sync_all()?;
            let _held = this.lock.lock().unwrap_or_else(PoisonError::into_inner);
            fs::rename(half, path)
        })
        .await
    }

    pub(super) async fn get(&self, name: &str) -> Result<Vec<u8>> {
        let path = self.path(name);
        match blocking(move || fs::read(path)).await {
            Err(Error::File(error)) if error.kind() == ErrorKind::NotFound => Err(Error::NotFound),
            other => other,
        }
    }

    pub(super) async fn names(&self) -> Result<Vec<String>> {
        let root = self.root.clone();
        blocking(move || {
            let mut names = Vec::new();
            let folders = match fs::read_dir(&root) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(names),
                other => other?,
            };
            for folder in folders {
                let folder = folder?;
                if !folder.file_type()?.is_dir() {
                    continue;
                }
                for file in fs::read_dir(folder.path())? {
                    let name = file?.file_name().into_string().unwrap_or_default();
                    if is_name(&name) {
                        names.push(name);
                    }
                }
            }
            Ok(names)
        })
        .await
    }

    pub(super) async fn remove(&self, name: &str, unless_since_ms: i64) -> Result<bool> {
        let this = self.clone();
        let path = self.path(name);
        blocking(move || {
            let _held = this.lock.lock().unwrap_or_else(PoisonError::into_inner);
            let written = match fs::metadata(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
                other => other?.modified()?,
            };
            let since = written.duration_since(UNIX_EPOCH).unwrap_or_default();
            let is_young = i64::try_from(since.as_millis()).is_ok_and(|ms| ms >= unless_since_ms);
            if is_young {
                return Ok(false);
            }
            fs::remove_file(&path)?;
            Ok(true)
        })
        .await
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::new(&self.root)
            .join(name.get(..2).unwrap_or("00"))
            .join(name)
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work)
        .await
        .map_err(std::io::Error::other)??)
}
