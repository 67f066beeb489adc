//! The file store: files by the hash of their content, so that the same file is kept once.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// A folder of files named by their content.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// The store in a folder; made on first use.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Keeps a file and gives the name to ask for it by.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String> {
        let name = name_of(&bytes);
        let path = self.path(&name);
        let folder = path
            .parent()
            .map_or_else(|| self.root.clone(), Path::to_path_buf);
        blocking(move || {
            if path.exists() {
                return Ok(());
            }
            std::fs::create_dir_all(folder)?;
            // Written beside and renamed: a reader never meets half a file.
            let half = path.with_extension(format!("half-{}", base::id::Uuid::now_v7()));
            std::fs::write(&half, bytes)?;
            std::fs::rename(half, path)
        })
        .await?;
        Ok(name)
    }

    /// The file of this name, checked against it.
    pub async fn get(&self, name: &str) -> Result<Vec<u8>> {
        if !is_name(name) {
            return Err(Error::NotFound);
        }
        let path = self.path(name);
        let bytes = match blocking(move || std::fs::read(path)).await {
            Err(Error::File(error)) if error.kind() == ErrorKind::NotFound => {
                return Err(Error::NotFound);
            }
            other => other?,
        };
        if name_of(&bytes) == name {
            Ok(bytes)
        } else {
            Err(Error::Corrupt(format!("文件 {name}")))
        }
    }

    /// The names of all files, in order.
    pub async fn names(&self) -> Result<Vec<String>> {
        let root = self.root.clone();
        blocking(move || {
            let mut names = Vec::new();
            let folders = match std::fs::read_dir(&root) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(names),
                other => other?,
            };
            for folder in folders {
                let folder = folder?;
                if !folder.file_type()?.is_dir() {
                    continue;
                }
                for file in std::fs::read_dir(folder.path())? {
                    let name = file?.file_name().into_string().unwrap_or_default();
                    if is_name(&name) {
                        names.push(name);
                    }
                }
            }
            names.sort_unstable();
            Ok(names)
        })
        .await
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name.get(..2).unwrap_or("00")).join(name)
    }
}

/// Whether this can be the name of a file kept; what is half written has another.
fn is_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// SHA-256 in hexadecimal: what a file of this content is called.
pub(crate) fn name_of(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// A digest as it is written down.
pub(crate) fn hexadecimal(digest: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or('0');
    digest
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work)
        .await
        .map_err(std::io::Error::other)??)
}
