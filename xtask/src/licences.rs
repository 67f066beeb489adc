//! `cargo x licences`: nothing under a licence that would bind those who use or change luoshi.

use crate::house;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;

/// Licences we accept. A new one is a decision: read it first.
const ACCEPTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "NCSA",
    // Typefaces; asks nothing of papers set in them.
    "OFL-1.1",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that must not come in, with the reason.
const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "a C library of the machine; TLS is rustls"),
    ("native-tls", "a C library of the machine; TLS is rustls"),
    ("pq-sys", "libpq drags in shared objects of the machine"),
];

/// The workspace of the fuzzer, which is never part of the program.
const FUZZ: &str = "crates/gongwen/fuzz/Cargo.toml";

/// Lock files of npm packages.
const NPM_LOCKS: &[&str] = &[
    "crates/shell/web/package-lock.json",
    "crates/typefaces/npm/package-lock.json",
    "e2e/package-lock.json",
];

pub(crate) fn command(_arguments: &[String]) -> Result<()> {
    let mut complaints = cargo_complaints(&house::metadata(true, None)?)?;
    complaints.extend(cargo_complaints(&house::metadata(true, Some(FUZZ))?)?);
    for lock in NPM_LOCKS {
        let path = house::root().join(lock);
        if path.is_file() {
            let lock_file: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
            complaints.extend(npm_complaints(lock, &lock_file)?);
        }
    }
    for complaint in &complaints {
        println!("{complaint}");
    }
    if complaints.is_empty() {
        println!("licences: all accepted");
        Ok(())
    } else {
        bail!("{} packages cannot come in as they are", complaints.len())
    }
}

fn cargo_complaints(metadata: &Value) -> Result<Vec<String>> {
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata lists no packages")?;
    let mut complaints = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        if let Some((_, reason)) = BANNED.iter().find(|(banned, _)| *banned == name) {
            complaints.push(format!("{name}: {reason}"));
        }
        match package["license"].as_str() {
            Some(licence) if is_accepted(licence) => {}
            Some(licence) => complaints.push(format!("{name}: {licence}")),
            None => complaints.push(format!("{name}: names no licence")),
        }
    }
    Ok(complaints)
}

fn npm_complaints(lock: &str, lock_file: &Value) -> Result<Vec<String>> {
    let packages = lock_file["packages"]
        .as_object()
        .with_context(|| format!("{lock} lists no packages"))?;
    Ok(packages
        .iter()
        .filter(|(name, _)| !name.is_empty())
        .filter_map(|(name, package)| match package["license"].as_str() {
            Some(licence) if is_accepted(licence) => None,
            Some(licence) => Some(format!("{lock}: {name}: {licence}")),
            None => Some(format!("{lock}: {name}: names no licence")),
        })
        .collect())
}

/// Whether an SPDX expression can be met with accepted licences alone.
fn is_accepted(expression: &str) -> bool {
    // Old crates write MIT/Apache-2.0 and mean OR.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace(" WITH ", "\u{1}");
    let words: Vec<String> = spaced
        .split_whitespace()
        .map(|word| word.replace('\u{1}', " WITH "))
        .collect();
    let mut rest = words.as_slice();
    any_of(&mut rest) && rest.is_empty()
}

/// `a OR b`: one accepted side is enough.
fn any_of(words: &mut &[String]) -> bool {
    let mut accepted = all_of(words);
    while take(words, "OR") {
        accepted |= all_of(words);
    }
    accepted
}

/// `a AND b`: both sides bind.
fn all_of(words: &mut &[String]) -> bool {
    let mut accepted = one(words);
    while take(words, "AND") {
        accepted &= one(words);
    }
    accepted
}

fn one(words: &mut &[String]) -> bool {
    if take(words, "(") {
        let accepted = any_of(words);
        return take(words, ")") && accepted;
    }
    let Some((licence, rest)) = words.split_first() else {
        return false;
    };
    *words = rest;
    ACCEPTED.contains(&licence.as_str())
}

fn take(words: &mut &[String], word: &str) -> bool {
    match words.split_first() {
        Some((first, rest)) if first == word => {
            *words = rest;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{cargo_complaints, is_accepted, npm_complaints};
    use serde_json::json;

    #[test]
    fn an_expression_is_accepted_when_accepted_licences_can_meet_it() {
        for accepted in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0",
        ] {
            assert!(is_accepted(accepted), "{accepted}");
        }
        for refused in [
            "",
            "AGPL-3.0",
            "MIT AND GPL-3.0",
            "(MIT OR Apache-2.0) AND SSPL-1.0",
            "MIT AND",
            "(MIT",
            "BUSL-1.1",
        ] {
            assert!(!is_accepted(refused), "{refused}");
        }
    }

    #[test]
    fn a_package_is_refused_for_its_licence_its_silence_or_its_name() {
        let metadata = json!({ "packages": [
            { "name": "good", "license": "MIT" },
            { "name": "copyleft", "license": "AGPL-3.0" },
            { "name": "silent", "license": null },
            { "name": "openssl-sys", "license": "MIT" },
        ]});
        let complaints = cargo_complaints(&metadata).unwrap();
        assert_eq!(complaints.len(), 3, "{complaints:?}");
    }

    #[test]
    fn a_package_of_npm_is_refused_like_one_of_cargo() {
        let lock = json!({ "packages": {
            "": { "name": "ours" },
            "node_modules/good": { "license": "MIT" },
            "node_modules/bad": { "license": "GPL-2.0" },
            "node_modules/silent": {},
        }});
        assert_eq!(npm_complaints("lock", &lock).unwrap().len(), 2);
    }
}
