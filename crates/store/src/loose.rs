//! Content of the file store that nothing names any more: marked when that is first seen, cleared
//! away when it is still so after a grace period.
//!
//! Whether a table names it is not asked of its slice, which might forget a column: every text of
//! every table is looked through for names of files, as a backup reads them. The audit's lines are
//! left out, they tell what was; so is the list of what is loose.

use crate::{Db, Files, Read, args, backup::rows, error::Result};
use sea_orm::FromQueryResult;
use std::{
    collections::{BTreeSet, HashSet},
    io::Write,
};

const LEFT_OUT: [&str; 2] = ["store_audit", "store_loose_files"];

/// Content written so shortly ago is never cleared away: the row that names it may be on its way.
const YOUNG_MS: i64 = 86_400_000;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cleared {
    /// Files nothing names, the cleared ones included.
    pub n_loose: usize,
    /// Files cleared away.
    pub n_removed: usize,
}

/// Looks what nothing names and clears away what nothing has named for so long.
pub async fn clear(db: &Db, files: &Files, grace_ms: i64) -> Result<Cleared> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        since_ms: i64,
    }
    // The content first: what comes in meanwhile is not among these.
    let names = files.names().await?;
    let named = named(db).await?;
    let loose: BTreeSet<String> = names
        .into_iter()
        .filter(|name| !named.contains(name))
        .collect();
    let now_ms = db.board().now_ms();
    let mut tx = db.begin_write().await?;
    let known: Vec<Row> = tx
        .rows("select name, since_ms from store_loose_files", args![])
        .await?;
    for row in known.iter().filter(|row| !loose.contains(&row.name)) {
        tx.run(
            "delete from store_loose_files where name = $1",
            args![row.name.clone()],
        )
        .await?;
    }
    let is_known = |name: &String| known.iter().any(|row| row.name == *name);
    let new = loose.iter().filter(|name| !is_known(name));
    let new: Vec<_> = new.map(|name| args![name.clone(), now_ms]).collect();
    tx.insert_many("store_loose_files", &["name", "since_ms"], new)
        .await?;
    tx.commit().await?;
    let mut n_removed = 0;
    let is_over = |row: &&Row| loose.contains(&row.name) && row.since_ms <= now_ms - grace_ms;
    for row in known.iter().filter(is_over) {
        n_removed += usize::from(files.remove(&row.name, now_ms - YOUNG_MS).await?);
    }
    Ok(Cleared {
        n_loose: loose.len(),
        n_removed,
    })
}

/// Every name of a file that stands anywhere in a table.
async fn named(db: &Db) -> Result<HashSet<String>> {
    let snapshot = db.snapshot().await?;
    let mut finder = Finder::default();
    for table in rows::tables(&snapshot).await? {
        if !LEFT_OUT.contains(&table.name.as_str()) {
            table.dump(&snapshot, &mut finder).await?;
        }
    }
    Ok(finder.names)
}

/// Finds runs of exactly 64 hexadecimal digits in what is written to it.
#[derive(Default)]
struct Finder {
    run: Vec<u8>,
    names: HashSet<String>,
}

impl Write for Finder {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for byte in bytes {
            if byte.is_ascii_hexdigit() {
                // One more than a name is no name; the rest of a longer run need not be kept.
                if self.run.len() <= 64 {
                    self.run.push(*byte);
                }
                continue;
            }
            if self.run.len() == 64 {
                self.names
                    .insert(String::from_utf8_lossy(&self.run).to_lowercase());
            }
            self.run.clear();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Finder;
    use std::io::Write;

    #[test]
    fn only_runs_of_the_length_of_a_name_are_found() {
        let name = "ab".repeat(32);
        let mut finder = Finder::default();
        let line = format!("[\"{name}\",\"{name}0\",\"{}\"]\n", &name[..63]);
        // Written in pieces, as a table is.
        for piece in line.as_bytes().chunks(10) {
            finder.write_all(piece).unwrap();
        }
        assert_eq!(finder.names.into_iter().collect::<Vec<_>>(), [name]);
    }
}
