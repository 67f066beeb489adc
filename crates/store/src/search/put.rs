//! Putting entries in and taking them out.

use super::{Audience, Entry, cleaned, grams, id_of, index_postgres, index_sqlite};
use crate::{Engine, Read, Tx, Value, args, error::Result};
use sea_orm::FromQueryResult;
use std::collections::{BTreeMap, BTreeSet};

/// Of a longer text only the beginning is found: whole books are no entries.
const MOST_CHARS: usize = 60_000;

/// So many in one statement: SQLite looks every argument up among all before it.
const AT_ONCE: usize = 200;

/// Lets an entry be found from now on, as it is now.
pub async fn put(tx: &mut Tx, entry: &Entry) -> Result<()> {
    put_many(tx, std::slice::from_ref(entry)).await
}

/// The same for many, in few statements. Of two with one key the last counts.
pub async fn put_many(tx: &mut Tx, entries: &[Entry]) -> Result<()> {
    let by_id: BTreeMap<i64, &Entry> = entries
        .iter()
        .map(|entry| (id_of(&entry.key), entry))
        .collect();
    remove_ids(tx, by_id.keys().copied().collect()).await?;
    let (mut rows, mut audience, mut texts) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (id, entry) in by_id {
        let whole = format!("{} {} {}", entry.title, entry.context, entry.words);
        let sought: String = cleaned(&whole).chars().take(MOST_CHARS).collect();
        rows.push(args![
            id,
            entry.key.clone(),
            entry.kind,
            entry.title.clone(),
            entry.context.clone(),
            entry.words.clone(),
            entry.href.clone(),
            entry.at_ms,
            cleaned(&entry.title),
            sought.clone()
        ]);
        let who = entry.audience.iter().map(Audience::sort_and_who);
        audience.extend(who.map(|(sort, who)| (id, sort, who)));
        texts.push((id, sought));
    }
    let columns = [
        "id",
        "key",
        "kind",
        "title",
        "context",
        "words",
        "href",
        "at_ms",
        "sought_title",
        "sought",
    ];
    tx.insert_many("store_search", &columns, rows).await?;
    let audience = audience
        .into_iter()
        .map(|(id, sort, who)| args![id, sort, who]);
    let columns = ["entry", "sort", "who"];
    tx.insert_many("store_search_audience", &columns, audience.collect())
        .await?;
    index(tx, texts).await
}

/// Lets an entry be found no more.
pub async fn remove(tx: &mut Tx, key: &str) -> Result<()> {
    remove_many(tx, &[key]).await
}

/// The same for many.
pub async fn remove_many(tx: &mut Tx, keys: &[impl AsRef<str>]) -> Result<()> {
    remove_ids(tx, keys.iter().map(|key| id_of(key.as_ref())).collect()).await
}

async fn remove_ids(tx: &mut Tx, ids: Vec<i64>) -> Result<()> {
    let index_id = match tx.reads_from() {
        Engine::Sqlite => index_sqlite::ID,
        Engine::Postgres => index_postgres::ID,
    };
    for some in ids.chunks(AT_ONCE) {
        let marks: Vec<String> = (1..=some.len()).map(|place| format!("${place}")).collect();
        let marks = marks.join(", ");
        let args = || some.iter().map(|id| Value::from(*id)).collect::<Vec<_>>();
        let sql = format!("delete from store_search where id in ({marks})");
        if tx.run(&sql, args()).await? == 0 {
            continue;
        }
        for (table, column) in [
            ("store_search_audience", "entry"),
            ("store_search_index", index_id),
        ] {
            let sql = format!("delete from {table} where {column} in ({marks})");
            tx.run(&sql, args()).await?;
        }
    }
    Ok(())
}

/// Indexes cleaned texts by their numbers.
pub(super) async fn index(tx: &mut Tx, texts: Vec<(i64, String)>) -> Result<()> {
    let (insert, tuple): (&str, fn(usize) -> String) = match tx.reads_from() {
        Engine::Sqlite => (index_sqlite::PUT, index_sqlite::tuple),
        Engine::Postgres => (index_postgres::PUT, index_postgres::tuple),
    };
    for some in texts.chunks(AT_ONCE) {
        let tuples: Vec<String> = (0..some.len()).map(|place| tuple(place * 2 + 1)).collect();
        let args = some
            .iter()
            .flat_map(|(id, sought)| args![*id, grams(sought).join(" ")]);
        let sql = format!("{insert} {}", tuples.join(", "));
        tx.run(&sql, args.collect()).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct KeptRow {
    id: i64,
    key: String,
    title: String,
    context: String,
    words: String,
    href: String,
}

#[derive(FromQueryResult)]
struct AudienceRow {
    entry: i64,
    sort: String,
    who: String,
}

/// Brings all entries of a kind to what they are now: what is gone goes, what is other is put in
/// anew, the rest is left alone. For kinds of which there are some thousands at most.
pub async fn sync(tx: &mut Tx, kind: &str, entries: &[Entry]) -> Result<()> {
    let kept: Vec<KeptRow> = tx
        .rows(
            "select id, key, title, context, words, href from store_search where kind = $1",
            args![kind],
        )
        .await?;
    let rows: Vec<AudienceRow> = tx
        .rows(
            "select a.entry, a.sort, a.who from store_search_audience a
             join store_search e on e.id = a.entry where e.kind = $1",
            args![kind],
        )
        .await?;
    let mut audiences: BTreeMap<i64, BTreeSet<(String, String)>> = BTreeMap::new();
    for row in rows {
        let audience = audiences.entry(row.entry).or_default();
        audience.insert((row.sort, row.who));
    }
    let mut by_key: BTreeMap<String, KeptRow> =
        kept.into_iter().map(|row| (row.key.clone(), row)).collect();
    let mut changed = Vec::new();
    for entry in entries {
        let audience: BTreeSet<(String, String)> = entry
            .audience
            .iter()
            .map(Audience::sort_and_who)
            .map(|(sort, who)| (sort.to_owned(), who))
            .collect();
        let is_same = by_key.remove(&entry.key).is_some_and(|kept| {
            (kept.title, kept.context, kept.words, kept.href)
                == (
                    entry.title.clone(),
                    entry.context.clone(),
                    entry.words.clone(),
                    entry.href.clone(),
                )
                && audiences.remove(&kept.id).unwrap_or_default() == audience
        });
        if !is_same {
            changed.push(entry.clone());
        }
    }
    remove_many(tx, &by_key.into_keys().collect::<Vec<_>>()).await?;
    put_many(tx, &changed).await
}
