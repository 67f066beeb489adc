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

pub use find::{Found, Hit, KindCount, find};
pub use grams::{cleaned, grams};

use crate::{Db, Engine, Read, Tx, args, error::Result, settings};
use base::{
    Role,
    actor::{PersonId, UnitId},
};
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};

/// Of a longer text only the beginning is found: whole books are no entries.
const MOST_CHARS: usize = 60_000;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody signed in.
    Everyone,
    /// Holders of a role.
    Role(Role),
    /// One person.
    Person(PersonId),
    /// Whoever holds a post in this unit.
    Member(UnitId),
    /// Whoever may see the business of this unit.
    Unit(UnitId),
}

impl Audience {
    fn sort_and_who(self) -> (&'static str, String) {
        match self {
            Self::Everyone => ("all", String::new()),
            Self::Role(role) => ("role", role.code().to_owned()),
            Self::Person(person) => ("person", person.to_string()),
            Self::Member(unit) => ("member", unit.to_string()),
            Self::Unit(unit) => ("unit", unit.to_string()),
        }
    }
}

/// Lets an entry be found from now on, as it is now.
pub async fn put(tx: &mut Tx, entry: &Entry) -> Result<()> {
    remove(tx, &entry.key).await?;
    let id = id_of(&entry.key);
    let sought_title = cleaned(&entry.title);
    let whole = format!("{} {} {}", entry.title, entry.context, entry.words);
    let sought: String = cleaned(&whole).chars().take(MOST_CHARS).collect();
    let grams = grams(&sought);
    tx.run(
        "insert into store_search
             (id, key, kind, title, context, words, href, at_ms, sought_title, sought)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            id,
            entry.key.clone(),
            entry.kind,
            entry.title.clone(),
            entry.context.clone(),
            entry.words.clone(),
            entry.href.clone(),
            entry.at_ms,
            sought_title,
            sought
        ],
    )
    .await?;
    let mut audience: Vec<(&str, String)> = Vec::new();
    for who in &entry.audience {
        let who = who.sort_and_who();
        if !audience.contains(&who) {
            audience.push(who);
        }
    }
    let rows = audience.into_iter().map(|(sort, who)| args![id, sort, who]);
    tx.insert_many(
        "store_search_audience",
        &["entry", "sort", "who"],
        rows.collect(),
    )
    .await?;
    index(tx, id, &grams).await
}

/// Lets an entry be found no more.
pub async fn remove(tx: &mut Tx, key: &str) -> Result<()> {
    let id = id_of(key);
    let n_removed = tx
        .run("delete from store_search where id = $1", args![id])
        .await?;
    if n_removed == 0 {
        return Ok(());
    }
    tx.run(
        "delete from store_search_audience where entry = $1",
        args![id],
    )
    .await?;
    let sql = match tx.reads_from() {
        Engine::Sqlite => index_sqlite::REMOVE,
        Engine::Postgres => index_postgres::REMOVE,
    };
    tx.run(sql, args![id]).await?;
    Ok(())
}

async fn index(tx: &mut Tx, id: i64, grams: &[String]) -> Result<()> {
    let sql = match tx.reads_from() {
        Engine::Sqlite => index_sqlite::PUT,
        Engine::Postgres => index_postgres::PUT,
    };
    tx.run(sql, args![id, grams.join(" ")]).await?;
    Ok(())
}

/// How texts are cut; raised when they are cut otherwise.
pub const VERSION: &str = "1";

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
    for entry in &entries {
        put(&mut tx, entry).await?;
    }
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
    for row in rows {
        index(tx, row.id, &grams(&row.sought)).await?;
    }
    Ok(())
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
