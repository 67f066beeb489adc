//! What can be found by words, and who may find it.
//!
//! Whatever a slice lets people find is put here in the transaction that makes or changes it, with
//! the audience its policy gives it. Chinese has no blanks between words, so every text is cut into
//! pieces of one and two characters ([`grams()`]); both engines keep an index of those
//! ([0030](../../../../docs/decisions/0030-search-by-pieces-of-two.md)).

mod find;
mod grams;
mod index_postgres;
mod index_sqlite;
mod put;

pub use find::{Found, Hit, KindCount, Wanted, find};
pub use grams::{cleaned, grams};
pub use put::{put, put_many, remove, remove_many, sync};

use crate::{Db, Read, Tx, args, error::Result, settings};
use base::{Role, actor::PersonId};
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};

/// One thing that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is, unique: `plan.item:` and its id.
    pub key: String,
    /// Sort of thing, by which results are grouped: `plan.item`.
    pub kind: &'static str,
    /// Its name, the words of the link.
    pub title: String,
    /// Where it belongs, one line: 「2026年工作要点 · 人事科」.
    pub context: String,
    /// Further words it is found by.
    pub words: String,
    /// Where it leads.
    pub href: String,
    /// When it was made or changed: the newer of two equally good hits comes first.
    pub at_ms: i64,
    /// Who may find it: anyone of these.
    pub audience: Vec<Audience>,
}

/// Who may find an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Everybody signed in.
    Everyone,
    /// Holders of a role.
    Role(Role),
    /// One person.
    Person(PersonId),
    /// Whoever the slice of the entry hands this word when they ask. The word names what somebody
    /// must be allowed to see (`ledger:training:` and a unit), and the slice's policy is asked each
    /// time anew: when rights, posts or units change, no entry has to.
    Key(String),
}

impl Audience {
    fn sort_and_who(&self) -> (&'static str, String) {
        match self {
            Self::Everyone => ("all", String::new()),
            Self::Role(role) => ("role", role.code().to_owned()),
            Self::Person(person) => ("person", person.to_string()),
            Self::Key(key) => ("key", key.clone()),
        }
    }
}

/// How texts are cut; raised when they are cut otherwise.
pub const VERSION: &str = "2";

/// Says which program made the index of a database.
const SETTING: &str = "store.search_index";

/// Whether everything must be put in anew: in a database of an earlier program, or after a restore.
pub async fn is_stale(db: &Db, version: &str) -> Result<bool> {
    Ok(settings::get(db, SETTING).await?.as_deref() != Some(version))
}

/// Puts everything that can be found in anew.
pub async fn rebuild(db: &Db, version: &str, entries: Vec<Entry>) -> Result<()> {
    let mut tx = db.begin_write().await?;
    for table in [
        "store_search",
        "store_search_audience",
        "store_search_index",
    ] {
        tx.run(&format!("delete from {table}"), args![]).await?;
    }
    put_many(&mut tx, &entries).await?;
    settings::set(&mut tx, SETTING, version).await?;
    tx.commit().await
}

#[derive(FromQueryResult)]
struct SoughtRow {
    id: i64,
    sought: String,
}

/// Makes the index anew from the entries; a backup holds these alone.
pub(crate) async fn restore_index(tx: &mut Tx) -> Result<()> {
    let rows: Vec<SoughtRow> = tx
        .rows("select id, sought from store_search", args![])
        .await?;
    let texts = rows.into_iter().map(|row| (row.id, row.sought)).collect();
    put::index(tx, texts).await
}

/// The number an entry is indexed by: 63 bits of the hash of its key.
fn id_of(key: &str) -> i64 {
    let digest = Sha256::digest(key.as_bytes());
    let number = digest
        .iter()
        .take(8)
        .fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    i64::try_from(number >> 1).unwrap_or_default()
}
