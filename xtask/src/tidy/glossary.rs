//! `docs/glossary.md` joins the bureau's words to the code's: every type of a slice's model and of
//! the ledger has a row, and every row names something the code has.

use super::{File, line_at, rust, slices};
use regex::Regex;

const GLOSSARY: &str = "docs/glossary.md";

pub(super) fn check(files: &[File]) -> Vec<String> {
    let Ok(declared) = Regex::new(r"(?m)^\s*pub(?:\([a-z]+\))?\s+(?:struct|enum|trait)\s+(\w+)")
    else {
        return vec!["xtask/src/tidy/glossary.rs: a pattern is wrong".to_owned()];
    };
    let Some(glossary) = files.iter().find(|file| file.path == GLOSSARY) else {
        return vec![format!("{GLOSSARY}: missing")];
    };
    let rows = rows(glossary);
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| is_model(&file.path)) {
        let parted = rust::part(&file.text);
        let code = parted.code_without_tests();
        for name in declared
            .captures_iter(code)
            .filter_map(|found| found.get(1))
        {
            if !rows.iter().any(|row| row.code == name.as_str()) {
                complaints.push(file.complaint(
                    line_at(code, name.start()),
                    format_args!("{} has no row in {GLOSSARY}", name.as_str()),
                ));
            }
        }
    }
    let is_code = |file: &&File| file.extension() == "rs" && file.is_under("crates");
    for row in &rows {
        if row.word.is_ascii() {
            complaints.push(glossary.complaint(row.line, "has no Chinese term"));
        }
        let Ok(word) = Regex::new(&format!(r"\b{}\b", regex::escape(&row.code))) else {
            continue;
        };
        if !files
            .iter()
            .filter(is_code)
            .any(|file| word.is_match(&file.text))
        {
            complaints
                .push(glossary.complaint(row.line, format_args!("the code has no {}", row.code)));
        }
    }
    complaints
}

/// Where the words of the bureau's work become types.
fn is_model(path: &str) -> bool {
    if path == "crates/gongwen/src/ledger/mod.rs" {
        return true;
    }
    let Some(slice) = slices::slice_of(path) else {
        return false;
    };
    let rooms = format!("crates/bureau/src/{slice}/model");
    path.strip_prefix(&rooms)
        .is_some_and(|rest| rest == ".rs" || (rest.starts_with('/') && rest.ends_with(".rs")))
}

struct Row {
    line: usize,
    word: String,
    code: String,
}

/// Rows of the tables: `| 条目 | `Item` | source | meaning |`.
fn rows(glossary: &File) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, line) in glossary.text.lines().enumerate() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", word, code, _, _, ""] = cells.as_slice()
            && let Some(code) = code
                .strip_prefix('`')
                .and_then(|code| code.strip_suffix('`'))
        {
            rows.push(Row {
                line: place + 1,
                word: (*word).to_owned(),
                code: code.rsplit("::").next().unwrap_or(code).to_owned(),
            });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::file;

    const HEAD: &str = "| 术语 | 代码 | 出处 | 含义 |\n|---|---|---|---|\n";

    fn complaints(model: &str, row: &str) -> Vec<String> {
        check(&[
            file("docs/glossary.md", &format!("{HEAD}{row}\n")),
            file("crates/bureau/src/plan/model.rs", model),
        ])
    }

    #[test]
    fn a_type_of_a_model_without_a_row_is_found() {
        let row = "| 条目 | `Item` | 要点 | one piece of work |";
        assert!(complaints("pub(crate) struct Item;", row).is_empty());
        assert_eq!(
            complaints("pub struct Item;\npub enum Other {}", row).len(),
            1
        );
        assert_eq!(check(&[]).len(), 1);
    }

    #[test]
    fn a_row_the_code_does_not_know_is_found() {
        let row = "| 条目 | `Gone` | 要点 | was removed |";
        assert_eq!(complaints("", row).len(), 1);
        assert_eq!(
            complaints("pub struct Item;", "| Item | `Item` | - | no Chinese |").len(),
            1
        );
    }
}
