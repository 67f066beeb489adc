//! Files short enough to read, nothing left for later, nothing of one machine.

use super::{File, line_at};
use regex::Regex;

/// More lines than this and a newcomer no longer finds a rule within a minute.
const MOST_LINES: usize = 600;
const SOURCES: &[&str] = &["rs", "html", "ts", "css", "mjs", "js", "sql"];

/// Patterns, the kinds of files they are looked for in (none: all), and what to say.
///
/// Written so that this file does not hold what it looks for.
const NEVER: &[(&str, &[&str], &str)] = &[
    (
        r"\bT(?:O)DO\b|\bFI(?:X)ME\b|\btodo(?:!)\(|\bunimplemented(?:!)",
        &[
            "rs", "html", "ts", "css", "mjs", "js", "sql", "toml", "md", "sh",
        ],
        "left for later: do it, or write an issue",
    ),
    (
        r"#(?:\[)ignore|\b(?:test|it|describe)\.(?:skip|only)(?:\()",
        &["rs", "ts", "mjs", "js"],
        "a test switched off: assert what happens today and say why",
    ),
    (
        r#"[\s"'`(=:]/(?:ro{2}t|home|w[o]rk|f[a]rm)/[a-z.]"#,
        &[],
        "a path of one machine",
    ),
];

pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (pattern, kinds, message) in NEVER {
        let Ok(pattern) = Regex::new(pattern) else {
            complaints.push("xtask/src/tidy/lines.rs: a pattern is wrong".to_owned());
            continue;
        };
        for file in files {
            if kinds.is_empty() || kinds.contains(&file.extension()) {
                for found in pattern.find_iter(&file.text) {
                    complaints.push(file.complaint(line_at(&file.text, found.end()), message));
                }
            }
        }
    }
    for file in files {
        let n_lines = file.text.lines().count();
        if SOURCES.contains(&file.extension()) && n_lines > MOST_LINES {
            complaints.push(file.complaint(
                n_lines,
                format_args!("{n_lines} lines; {MOST_LINES} at most, make it a folder"),
            ));
        }
        complaints.extend(lock_complaint(file));
    }
    complaints
}

/// Lock files name packages and their sums, not the host they once came from.
fn lock_complaint(file: &File) -> Option<String> {
    let is_npm = file.path.ends_with("package-lock.json") && file.text.contains("\"resolved\"");
    let other_index =
        |line: &&str| line.starts_with("source = ") && !line.contains("crates.io-index");
    let is_cargo = file.path == "Cargo.lock" && file.text.lines().any(|line| other_index(&line));
    (is_npm || is_cargo).then(|| {
        file.complaint(
            1,
            "names an address; for npm: omit-lockfile-registry-resolved=true",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::file;

    fn complaints(path: &str, text: &str) -> usize {
        check(&[file(path, text)]).len()
    }

    #[test]
    fn what_is_left_for_later_is_found() {
        for wrong in [
            concat!("// TO", "DO: later"),
            concat!("fn a() { to", "do!() }"),
            concat!("fn a() { unimpl", "emented!() }"),
            concat!("#[ig", "nore]"),
            concat!("/* FIX", "ME */"),
        ] {
            assert_eq!(complaints("crates/base/src/a.rs", wrong), 1, "{wrong}");
        }
        assert_eq!(complaints("e2e/a.mjs", concat!("test.on", "ly(\"a\")")), 1);
        assert_eq!(complaints("crates/base/src/a.rs", "// a plain comment"), 0);
    }

    #[test]
    fn a_path_of_one_machine_is_found_in_any_file() {
        for wrong in [
            concat!("see /ho", "me/someone/notes"),
            concat!("\"/ro", "ot/.cache\""),
        ] {
            assert_eq!(complaints("docs/a.md", wrong), 1, "{wrong}");
            assert_eq!(complaints("fixtures/a", wrong), 1, "{wrong}");
        }
        assert_eq!(complaints("docs/a.md", "~/.cache and ../shared/corpus"), 0);
    }

    #[test]
    fn a_file_of_more_than_six_hundred_lines_is_found() {
        assert_eq!(complaints("crates/base/src/a.rs", &"a\n".repeat(600)), 0);
        assert_eq!(complaints("crates/base/src/a.rs", &"a\n".repeat(601)), 1);
        assert_eq!(complaints("fixtures/a.txt", &"a\n".repeat(601)), 0);
    }

    #[test]
    fn a_lock_file_that_names_a_host_is_found() {
        let npm = "{ \"resolved\": \"x\" }";
        assert_eq!(complaints("e2e/package-lock.json", npm), 1);
        assert_eq!(
            complaints("e2e/package-lock.json", "{ \"integrity\": \"x\" }"),
            0
        );
        let cargo = "source = \"registry+https://example.org/index\"";
        assert_eq!(complaints("Cargo.lock", cargo), 1);
    }
}
