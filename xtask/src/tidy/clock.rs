//! The system clock is read only in `base` and `cli`; `gongwen` touches nothing of the machine.

use super::{File, line_at, rust};
use regex::Regex;

/// Where the clock may be read: the clock itself, the program, and what only tests and tools use.
const MAY_READ: &[&str] = &["crates/base", "crates/cli", "crates/testkit", "xtask"];

pub(super) fn check(files: &[File]) -> Vec<String> {
    let in_code =
        r"\b(?:SystemTime|Instant|Timestamp|Zoned|DateTime|Utc|Local)::now\b|\bSystemClock\b";
    let in_sql = r"(?i)\bcurrent_(?:timestamp|date|time)\b|\bnow\(\)|'now'";
    let (Ok(in_code), Ok(in_sql)) = (Regex::new(in_code), Regex::new(in_sql)) else {
        return vec!["xtask/src/tidy/clock.rs: a pattern is wrong".to_owned()];
    };
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.is_under("crates")) {
        let may_read = MAY_READ.iter().any(|folder| file.is_under(folder));
        if may_read || file.path.contains("/tests/") || file.path.contains("/benches/") {
            continue;
        }
        let message = "reads the clock: take the day or the instant as an argument";
        if file.extension() == "rs" {
            let parted = rust::part(&file.text);
            for found in in_code.find_iter(&parted.code) {
                complaints.push(file.complaint(line_at(&parted.code, found.start()), message));
            }
            for (line, text) in &parted.strings {
                if in_sql.is_match(text) {
                    complaints.push(file.complaint(*line, message));
                }
            }
        } else if file.extension() == "sql" && in_sql.is_match(&file.text) {
            complaints.push(file.complaint(1, message));
        }
    }
    complaints
}

/// `gongwen` opens no file, no connection, starts no thread and waits for nothing.
pub(super) fn check_purity(files: &[File]) -> Vec<String> {
    let pattern = r"\bstd::(?:fs|net|env|process|thread)\b|\bstd::\{[^;]*\b(?:fs|net|env|process|thread)\b|\basync\b|\btokio\b";
    let Ok(pattern) = Regex::new(pattern) else {
        return vec!["xtask/src/tidy/clock.rs: a pattern is wrong".to_owned()];
    };
    let mut complaints = Vec::new();
    for file in files {
        if !file.is_under("crates/gongwen/src")
            || file.extension() != "rs"
            || file.path.ends_with("/tests.rs")
        {
            continue;
        }
        let parted = rust::part(&file.text);
        let code = parted.code_without_tests();
        for found in pattern.find_iter(code) {
            let line = line_at(code, found.start());
            complaints.push(file.complaint(line, "gongwen is pure: bytes in, values out"));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::{check, check_purity};
    use crate::tidy::file;

    #[test]
    fn a_rule_that_reads_the_clock_is_found() {
        for wrong in [
            "let today = jiff::Zoned::now();",
            "let t = std::time::Instant::now();",
            "let clock = SystemClock;",
            "f(\"select 1 where day < current_date\")",
            "f(\"datetime('now')\")",
        ] {
            let found = check(&[file("crates/bureau/src/plan/model.rs", wrong)]);
            assert_eq!(found.len(), 1, "{wrong}");
        }
        let sql = "create table plan_x (at text default current_timestamp);";
        assert_eq!(
            check(&[file("crates/bureau/src/plan/migrations/1.sql", sql)]).len(),
            1
        );
    }

    #[test]
    fn the_clock_itself_the_program_and_tests_may_read_it() {
        let text = "let t = Timestamp::now();";
        for path in [
            "crates/base/src/clock.rs",
            "crates/cli/src/main.rs",
            "crates/bureau/tests/it/main.rs",
        ] {
            assert!(check(&[file(path, text)]).is_empty(), "{path}");
        }
        let told = "// Timestamp::now\nlet now = clock.now_ms();";
        assert!(check(&[file("crates/bureau/src/plan/model.rs", told)]).is_empty());
    }

    #[test]
    fn a_library_that_opens_files_or_waits_is_found() {
        for wrong in [
            "use std::fs;",
            "use std::{fmt, fs::File};",
            "async fn a() {}",
        ] {
            let found = check_purity(&[file("crates/gongwen/src/read/mod.rs", wrong)]);
            assert_eq!(found.len(), 1, "{wrong}");
        }
        let right = "use std::io::Cursor;\n#[cfg(test)]\nmod tests { use std::fs; }";
        assert!(check_purity(&[file("crates/gongwen/src/read/mod.rs", right)]).is_empty());
    }
}
