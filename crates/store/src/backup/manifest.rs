//! What a backup says of itself.

use serde::{Deserialize, Serialize};

/// The form of backup this program writes.
pub(super) const FORMAT: u32 = 1;

/// Name of the member that names all others.
pub(super) const MEMBER: &str = "manifest.json";

/// Everything in a backup, with checksums.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form; a program takes in its own and older ones.
    pub luoshi_backup: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// When, milliseconds UTC.
    pub made_at_ms: i64,
    /// The steps of the schema the rows belong to.
    pub steps: Vec<String>,
    /// The tables, in order of name.
    pub tables: Vec<TableMember>,
    /// The uploaded files, in order of name.
    pub files: Vec<FileMember>,
}

/// The rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableMember {
    /// The table.
    pub name: String,
    /// Its columns, in the order of the values in a row.
    pub columns: Vec<String>,
    /// How many rows.
    pub n_rows: u64,
    /// Size before compression.
    pub n_bytes: u64,
    /// SHA-256 of the lines.
    pub sha256: String,
}

/// An uploaded file; its name is the SHA-256 of its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMember {
    /// The name in the file store.
    pub name: String,
    /// Its size.
    pub n_bytes: u64,
}

impl TableMember {
    /// Name of the member in the zip.
    pub(super) fn path(&self) -> String {
        table_path(&self.name)
    }
}

impl FileMember {
    /// Name of the member in the zip.
    pub(super) fn path(&self) -> String {
        file_path(&self.name)
    }
}

pub(super) fn table_path(name: &str) -> String {
    format!("tables/{name}.jsonl")
}

pub(super) fn file_path(name: &str) -> String {
    format!("files/{}/{name}", name.get(..2).unwrap_or("00"))
}
