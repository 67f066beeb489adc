//! `cargo x tidy`: the invariants of the house that no compiler checks.
//!
//! Each check is a pure function from the files of the repository to complaints, so that its tests
//! can hand it a file that is wrong.

mod clock;
mod doors;
mod glossary;
mod lines;
mod pages;
mod rust;
mod slices;
mod sql;
mod wording;

use crate::{house, run::Run};
use anyhow::{Context, Result, bail};
use std::fs;

/// A text file of the repository.
#[derive(Debug)]
struct File {
    /// Path from the root, with `/`.
    path: String,
    text: String,
}

impl File {
    /// A complaint about a place in this file.
    fn complaint(&self, line: usize, message: impl std::fmt::Display) -> String {
        format!("{}:{line}: {message}", self.path)
    }

    /// The part of the path that ends its name: `rs`, `html`.
    fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, end)| end)
    }

    /// Whether the file lies under this folder.
    fn is_under(&self, folder: &str) -> bool {
        self.path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
    }
}

type Check = fn(&[File]) -> Vec<String>;

const CHECKS: &[Check] = &[
    slices::check_crates,
    slices::check_slices,
    sql::check,
    clock::check,
    clock::check_purity,
    pages::check,
    lines::check,
    doors::check,
    glossary::check,
    wording::check,
];

pub(crate) fn command(_arguments: &[String]) -> Result<()> {
    let files = files()?;
    let complaints: Vec<String> = CHECKS.iter().flat_map(|check| check(&files)).collect();
    for complaint in &complaints {
        println!("{complaint}");
    }
    if complaints.is_empty() {
        println!("tidy: {} files, nothing to say", files.len());
        Ok(())
    } else {
        bail!("tidy: {} complaints", complaints.len())
    }
}

/// Every text file git knows or would add.
fn files() -> Result<Vec<File>> {
    let list = Run::new(
        "git",
        ["ls-files", "--cached", "--others", "--exclude-standard"],
    )
    .output()?;
    let mut files = Vec::new();
    for path in list.lines() {
        let full = house::root().join(path);
        if !full.is_file() {
            continue; // deleted, not yet committed
        }
        let bytes = fs::read(&full).with_context(|| format!("cannot read {path}"))?;
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(File {
                path: path.to_owned(),
                text,
            });
        }
    }
    Ok(files)
}

/// The line, counted from 1, on which a byte offset lies.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}
