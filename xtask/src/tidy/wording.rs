//! The words of the interface keep to `docs/wording.md`, as far as a machine can tell.

use super::{File, line_at, rust};
use regex::Regex;

/// Where the words a person reads are written. The demo county's papers speak as papers do.
const SPEAKS: &[&str] = &["crates/shell", "crates/bureau/src", "crates/cli/src"];
const IS_SILENT: &[&str] = &["crates/bureau/src/demo"];

/// Patterns and what to do instead.
const NEVER: &[(&str, &str)] = &[
    ("[您你]", "speaks to a person: leave the pronoun out"),
    ("！", "shouts: end with 。"),
    (
        r"\p{Han}[,;:?!]\p{Han}",
        "half-width punctuation between Chinese characters",
    ),
];

pub(super) fn check(files: &[File]) -> Vec<String> {
    let patterns: Result<Vec<_>, regex::Error> = NEVER
        .iter()
        .map(|(pattern, message)| Ok((Regex::new(pattern)?, *message)))
        .collect();
    let Ok(patterns) = patterns else {
        return vec!["xtask/src/tidy/wording.rs: a pattern is wrong".to_owned()];
    };
    let mut complaints = Vec::new();
    for file in files {
        let lies_in = |folders: &[&str]| folders.iter().any(|folder| file.is_under(folder));
        if !lies_in(SPEAKS) || lies_in(IS_SILENT) || is_test(&file.path) {
            continue;
        }
        for (line, words) in words_of(file) {
            for (pattern, message) in &patterns {
                for found in pattern.find_iter(&words) {
                    let line = line + line_at(&words, found.start()) - 1;
                    complaints
                        .push(file.complaint(line, format_args!("“{}” {message}", found.as_str())));
                }
            }
        }
    }
    complaints
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

/// What a file may show: a template whole, of a source its string literals outside tests.
fn words_of(file: &File) -> Vec<(usize, String)> {
    match file.extension() {
        "html" => vec![(1, file.text.clone())],
        "rs" => {
            let parted = rust::part(&file.text);
            let n_lines = parted.code_without_tests().lines().count();
            let is_shown = |(line, _): &(usize, String)| *line <= n_lines;
            parted.strings.into_iter().filter(is_shown).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::file;

    #[test]
    fn words_that_address_shout_or_are_badly_set_are_found() {
        for wrong in ["由您核对。", "发布成功！", "条目,目标", "确定吗?请再看看"]
        {
            let page = file(
                "crates/bureau/src/plan/pages/a.html",
                &format!("<p>{wrong}</p>"),
            );
            assert_eq!(check(&[page]).len(), 1, "{wrong}");
            let source = file("crates/cli/src/a.rs", &format!("say(\"{wrong}\");"));
            assert_eq!(check(&[source]).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn plain_words_comments_and_papers_are_left_alone() {
        for (path, right) in [
            (
                "crates/shell/src/a.rs",
                "// 您好！\nsay(\"请重新选择文件。\");",
            ),
            (
                "crates/shell/src/a.rs",
                "say(\"好。\");\n#[cfg(test)]\nmod tests { const A: &str = \"您\"; }",
            ),
            ("crates/bureau/src/demo/paper.rs", "say(\"你追我赶！\");"),
            ("crates/bureau/tests/it/a.rs", "say(\"您\");"),
            ("crates/gongwen/src/a.rs", "say(\"你追我赶\");"),
        ] {
            assert!(check(&[file(path, right)]).is_empty(), "{right}");
        }
    }
}
