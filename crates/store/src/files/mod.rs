//! The file store: files by the hash of their content, so that the same file is kept once. They lie
//! in the data folder, or in an S3-compatible store by configuration.

mod folder;
mod s3;

use crate::error::{Error, Result};
use base::config;
use folder::Folder;
use s3::S3;
use sha2::{Digest, Sha256};
use std::{path::PathBuf, sync::Arc};

/// Files named by their content.
#[derive(Debug, Clone)]
pub struct Files(Place);

#[derive(Debug, Clone)]
enum Place {
    Folder(Folder),
    S3(Arc<S3>),
}

impl Files {
    /// The store in a folder; made on first use.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self(Place::Folder(Folder::at(root.into())))
    }

    /// The store in a bucket. Nothing is asked of it before the first file.
    pub fn in_s3(config: &config::S3) -> Result<Self> {
        Ok(Self(Place::S3(Arc::new(S3::new(config)?))))
    }

    /// Keeps a file and gives the name to ask for it by. One that is there is written anew: a damaged
    /// one is healed, and what clears loose files away sees that it is young.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String> {
        let name = name_of(&bytes);
        match &self.0 {
            Place::Folder(folder) => folder.put(&name, bytes).await?,
            Place::S3(s3) => s3.put(&name, bytes).await?,
        }
        Ok(name)
    }

    /// The file of this name, checked against it.
    pub async fn get(&self, name: &str) -> Result<Vec<u8>> {
        if !is_name(name) {
            return Err(Error::NotFound);
        }
        let bytes = match &self.0 {
            Place::Folder(folder) => folder.get(name).await?,
            Place::S3(s3) => s3.get(name).await?,
        };
        if name_of(&bytes) == name {
            Ok(bytes)
        } else {
            Err(Error::Corrupt(format!("文件 {name}")))
        }
    }

    /// Whether files can be kept and taken away again, tried with a small one: the reason when they
    /// cannot, in a sentence without its stop. `word` makes the content one that nobody has kept.
    pub async fn try_out(&self, word: &str) -> std::result::Result<(), String> {
        let bytes = format!("luoshi doctor {word}").into_bytes();
        match &self.0 {
            Place::Folder(folder) => {
                let name = name_of(&bytes);
                let kept = folder.put(&name, bytes).await;
                let removed = kept.and(folder.remove(&name, i64::MAX).await);
                removed
                    .map(|_| ())
                    .map_err(|_| "files 文件夹不能写入".to_owned())
            }
            Place::S3(s3) => s3.try_out(bytes).await,
        }
    }

    /// The names of all files, in order.
    pub async fn names(&self) -> Result<Vec<String>> {
        let mut names = match &self.0 {
            Place::Folder(folder) => folder.names().await?,
            Place::S3(s3) => s3.names().await?,
        };
        names.sort_unstable();
        Ok(names)
    }

    /// Takes a file away unless it was written since an instant (milliseconds UTC); says whether it
    /// did.
    pub(crate) async fn remove(&self, name: &str, unless_since_ms: i64) -> Result<bool> {
        match &self.0 {
            Place::Folder(folder) => folder.remove(name, unless_since_ms).await,
            Place::S3(s3) => s3.remove(name, unless_since_ms).await,
        }
    }
}

/// Whether this can be the name of a file kept; what is half written has another.
fn is_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// SHA-256 in hexadecimal: what a file of this content is called, and what is kept of a secret.
#[must_use]
pub fn name_of(bytes: &[u8]) -> String {
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
