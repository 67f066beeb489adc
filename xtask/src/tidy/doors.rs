//! Every crate and every slice says at its door what it is.

use super::{File, slices};
use std::collections::BTreeSet;

pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    let manifests = files.iter().filter(|file| {
        file.path.ends_with("/Cargo.toml") && (file.is_under("crates") || file.is_under("xtask"))
    });
    let folders: BTreeSet<&str> = manifests
        .filter_map(|file| file.path.strip_suffix("/Cargo.toml"))
        .collect();
    for folder in folders {
        let doors = [
            format!("{folder}/src/lib.rs"),
            format!("{folder}/src/main.rs"),
        ];
        let Some(door) = files.iter().find(|file| doors.contains(&file.path)) else {
            complaints.push(format!("{folder}: neither lib.rs nor main.rs"));
            continue;
        };
        if !door.text.starts_with("//! ") {
            complaints.push(door.complaint(1, "does not begin by saying what the crate is (//!)"));
        }
    }
    for file in files {
        let Some(slice) = slices::slice_of(&file.path) else {
            continue;
        };
        if file.path == format!("crates/bureau/src/{slice}/mod.rs") {
            let first = file.text.lines().next().unwrap_or_default();
            if !first.starts_with("//! ") || first.is_ascii() {
                complaints.push(file.complaint(
                    1,
                    "does not begin with what the slice is, Chinese term first",
                ));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::file;

    #[test]
    fn a_crate_says_what_it_is() {
        let with = |text| {
            check(&[
                file("crates/base/Cargo.toml", ""),
                file("crates/base/src/lib.rs", text),
            ])
        };
        assert!(with("//! Ids and days.\n").is_empty());
        assert_eq!(with("pub mod a;\n").len(), 1);
        assert_eq!(check(&[file("crates/base/Cargo.toml", "")]).len(), 1);
    }

    #[test]
    fn a_slice_says_what_it_is_in_the_bureaus_words() {
        let with = |text| check(&[file("crates/bureau/src/org/mod.rs", text)]);
        assert!(with("//! 组织: units.\n").is_empty());
        assert_eq!(with("//! Units.\n").len(), 1);
        assert_eq!(with("mod model;\n").len(), 1);
    }
}
