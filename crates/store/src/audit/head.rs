//! The end of the chain: one row in the database, and a copy in a file beside it, so that cutting
//! the newest lines off together with the row is found too.

use crate::{Engine, Read, Tx, args, error::Result};
use sea_orm::FromQueryResult;
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

/// Where the chain ends, and where it begins once old lines were cleared away.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub struct Head {
    /// Number of the newest line; 0 when there is none.
    pub sequence: i64,
    /// Its hash.
    pub hash: String,
    /// Number of the newest line that was cleared away; 0 when none was.
    pub pruned_sequence: i64,
    /// Its hash: what the oldest line kept is chained to.
    pub pruned_hash: String,
}

impl Head {
    /// The head as the database has it.
    pub async fn read(db: &impl Read) -> Result<Self> {
        let sql = "select sequence, hash, pruned_sequence, pruned_hash from store_audit_head";
        Ok(db.row(sql, args![]).await?.unwrap_or_default())
    }

    /// The head, held until the transaction ends: whoever writes next waits.
    pub(super) async fn lock(tx: &Tx) -> Result<Self> {
        let sql = match tx.reads_from() {
            // The write lock is held already.
            Engine::Sqlite => {
                "select sequence, hash, pruned_sequence, pruned_hash from store_audit_head"
            }
            Engine::Postgres => {
                "select sequence, hash, pruned_sequence, pruned_hash from store_audit_head for update"
            }
        };
        Ok(tx.row(sql, args![]).await?.unwrap_or_default())
    }

    /// Makes this the head.
    pub(super) async fn save(&self, tx: &mut Tx) -> Result<()> {
        tx.run(
            "update store_audit_head
             set sequence = $1, hash = $2, pruned_sequence = $3, pruned_hash = $4",
            args![
                self.sequence,
                self.hash.clone(),
                self.pruned_sequence,
                self.pruned_hash.clone()
            ],
        )
        .await?;
        Ok(())
    }
}

/// The copy of the head in a file. It may lag behind the database (the program was killed between
/// the two); it is never ahead of it.
#[derive(Debug, Clone)]
pub struct HeadFile {
    path: PathBuf,
    // What was written last; two transactions may end in one order and come here in the other.
    written: Arc<Mutex<i64>>,
}

impl HeadFile {
    /// The copy at this path; made with the first line.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            written: Arc::default(),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Number and hash in the file; nothing when there is none or it cannot be understood.
    pub fn read(&self) -> Result<Option<(i64, String)>> {
        let text = match std::fs::read_to_string(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        Ok(text
            .trim()
            .split_once(' ')
            .and_then(|(sequence, hash)| Some((sequence.parse().ok()?, hash.to_owned()))))
    }

    /// Writes the head of a transaction that was committed.
    pub(crate) async fn write(&self, head: &Head) -> Result<()> {
        let this = self.clone();
        let (sequence, text) = (head.sequence, format!("{} {}\n", head.sequence, head.hash));
        let work = move || -> std::io::Result<()> {
            let Ok(mut written) = this.written.lock() else {
                return Ok(());
            };
            if *written >= sequence {
                return Ok(());
            }
            // Written beside and renamed: a reader never meets half a line.
            let half = this.path.with_extension("audit-head-half");
            std::fs::write(&half, text)?;
            std::fs::rename(half, &this.path)?;
            *written = sequence;
            Ok(())
        };
        Ok(tokio::task::spawn_blocking(work)
            .await
            .map_err(std::io::Error::other)??)
    }
}
