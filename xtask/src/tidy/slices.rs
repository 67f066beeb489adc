//! Who may use whom: crates and slices against `xtask/slices.toml`.

use super::{File, line_at, rust};
use regex::Regex;
use serde::Deserialize;
use std::collections::BTreeMap;

const TABLE: &str = "xtask/slices.toml";
const BUREAU: &str = "crates/bureau/src";

/// The table of `xtask/slices.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    crates: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    slice: Vec<SliceRow>,
}

/// A slice: its folder, what the bureau calls it, and the slices it may use.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SliceRow {
    name: String,
    word: String,
    uses: Vec<String>,
}

fn table(files: &[File]) -> Result<Table, String> {
    let file = files
        .iter()
        .find(|file| file.path == TABLE)
        .ok_or_else(|| format!("{TABLE}: missing"))?;
    toml::from_str(&file.text).map_err(|error| format!("{TABLE}: {error}"))
}

/// Names of all slices, lowest first.
pub(super) fn names(files: &[File]) -> Vec<String> {
    table(files).map_or_else(
        |_| Vec::new(),
        |table| table.slice.into_iter().map(|row| row.name).collect(),
    )
}

/// The slice a path belongs to: the folder right under the bureau's sources. The demo county is no
/// slice: it uses them all, through their facades.
pub(super) fn slice_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(BUREAU)?.strip_prefix('/')?;
    let (folder, _) = rest.split_once('/')?;
    (folder != "demo").then_some(folder)
}

/// Each crate depends only on the crates the table lists for it.
pub(super) fn check_crates(files: &[File]) -> Vec<String> {
    let table = match table(files) {
        Ok(table) => table,
        Err(complaint) => return vec![complaint],
    };
    let mut complaints = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"))
    {
        let Ok(manifest) = file.text.parse::<toml::Table>() else {
            complaints.push(file.complaint(1, "is no TOML"));
            continue;
        };
        let name = manifest
            .get("package")
            .and_then(|package| package.get("name")?.as_str())
            .unwrap_or_default();
        let Some(may_use) = table.crates.get(name) else {
            complaints.push(file.complaint(1, format_args!("{name:?} is not in {TABLE}")));
            continue;
        };
        let used = manifest
            .get("dependencies")
            .and_then(|list| list.as_table())
            .into_iter()
            .flat_map(toml::Table::keys);
        for used in used.filter(|used| table.crates.contains_key(*used)) {
            if !may_use.contains(used) {
                complaints.push(file.complaint(
                    1,
                    format_args!("{name} uses {used}, which {TABLE} does not allow"),
                ));
            }
        }
    }
    complaints
}

/// Each slice is in the table, and names only slices the table allows it.
pub(super) fn check_slices(files: &[File]) -> Vec<String> {
    // What is wrong with the table itself was said by `check_crates`.
    let Ok(table) = table(files) else {
        return Vec::new();
    };
    let mut complaints = Vec::new();
    for (place, row) in table.slice.iter().enumerate() {
        if row.word.is_ascii() {
            complaints.push(format!("{TABLE}: {} has no Chinese word", row.name));
        }
        for used in &row.uses {
            if !table.slice[..place].iter().any(|lower| lower.name == *used) {
                complaints.push(format!(
                    "{TABLE}: {} uses {used}, which does not stand below it",
                    row.name
                ));
            }
        }
        let home = format!("{BUREAU}/{}/mod.rs", row.name);
        if !files.iter().any(|file| file.path == home) {
            complaints.push(format!("{TABLE}: {} has no {home}", row.name));
        }
    }
    for file in files.iter().filter(|file| file.extension() == "rs") {
        let Some(own) = slice_of(&file.path) else {
            continue;
        };
        let Some(row) = table.slice.iter().find(|row| row.name == own) else {
            if file.path == format!("{BUREAU}/{own}/mod.rs") {
                complaints.push(file.complaint(1, format_args!("{own:?} is not in {TABLE}")));
            }
            continue;
        };
        for (line, used) in roots(&rust::part(&file.text).code, depth(&file.path)) {
            let is_other_slice = used != own && table.slice.iter().any(|row| row.name == used);
            if is_other_slice && !row.uses.contains(&used) {
                complaints.push(file.complaint(
                    line,
                    format_args!("{own} uses {used}, which {TABLE} does not allow"),
                ));
            }
        }
    }
    complaints
}

/// How many modules a file stands below the root of its crate: `plan/store/rows.rs` three.
fn depth(path: &str) -> usize {
    let inside = path.split("/src/").nth(1).unwrap_or_default();
    let inside = inside.strip_suffix("/mod.rs").unwrap_or(inside);
    inside.split('/').count()
}

/// The names that follow `crate::`, or as many `super::` as lead there, also inside braces, each
/// with its line.
fn roots(code: &str, depth: usize) -> Vec<(usize, String)> {
    let pattern = format!(r"\b(?:crate::|(?:super::){{{depth},}})(\w+|\{{)");
    let Ok(start) = Regex::new(&pattern) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for found in start.captures_iter(code).filter_map(|found| found.get(1)) {
        if found.as_str() == "{" {
            for (offset, name) in outermost_names(&code[found.end()..]) {
                names.push((line_at(code, found.end() + offset), name));
            }
        } else {
            names.push((line_at(code, found.start()), found.as_str().to_owned()));
        }
    }
    names
}

/// The first name of each path in a `{…}` list whose opening brace was just read.
fn outermost_names(list: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut begins = true;
    let mut name: Option<(usize, String)> = None;
    for (offset, c) in list.char_indices() {
        if depth == 0 && begins && (c.is_alphanumeric() || c == '_') {
            name.get_or_insert((offset, String::new())).1.push(c);
            continue;
        }
        if let Some(name) = name.take() {
            names.push(name);
            begins = false;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{check_crates, check_slices};
    use crate::tidy::{File, file};

    const ROWS: &str = r#"
        [crates]
        base = []
        store = ["base"]
        [[slice]]
        name = "org"
        word = "组织"
        uses = []
        [[slice]]
        name = "plan"
        word = "要点"
        uses = ["org"]
    "#;

    fn house(path: &str, text: &str) -> Vec<File> {
        vec![
            file("xtask/slices.toml", ROWS),
            file("crates/bureau/src/org/mod.rs", "//! 组织"),
            file("crates/bureau/src/plan/mod.rs", "//! 要点"),
            file(path, text),
        ]
    }

    #[test]
    fn a_crate_uses_only_what_the_table_lists() {
        let wrong = "[package]\nname = \"base\"\n[dependencies]\nstore.workspace = true\n";
        assert_eq!(
            check_crates(&house("crates/base/Cargo.toml", wrong)).len(),
            1
        );
        let right =
            "[package]\nname = \"store\"\n[dependencies]\nbase.workspace = true\nserde = \"1\"\n";
        assert!(check_crates(&house("crates/store/Cargo.toml", right)).is_empty());
        let unknown = "[package]\nname = \"helpers\"\n";
        assert_eq!(
            check_crates(&house("crates/helpers/Cargo.toml", unknown)).len(),
            1
        );
    }

    #[test]
    fn a_slice_names_only_slices_below_it_however_it_spells_them() {
        for wrong in [
            "use crate::plan::Plan;",
            "use crate::{plan::Plan};",
            "use crate::{\n    org::{Unit, plan},\n    plan,\n};",
            "fn f() { super::super::plan::act() }",
        ] {
            let complaints = check_slices(&house("crates/bureau/src/org/store.rs", wrong));
            assert_eq!(complaints.len(), 1, "{wrong}: {complaints:?}");
        }
        for right in [
            "use crate::org::Unit; // crate::plan",
            "use crate::{org::{plan}, demo};",
            "use super::plan::room; // a module of org's own",
            "const WORD: &str = \"crate::plan\";",
        ] {
            let complaints = check_slices(&house("crates/bureau/src/org/store.rs", right));
            assert!(complaints.is_empty(), "{right}: {complaints:?}");
        }
        let allowed = house("crates/bureau/src/plan/store.rs", "use crate::org::Unit;");
        assert!(check_slices(&allowed).is_empty());
    }

    #[test]
    fn the_table_and_the_folders_agree() {
        let unlisted = house("crates/bureau/src/facts/mod.rs", "//! 数据项");
        assert_eq!(check_slices(&unlisted).len(), 1);
        let upside_down = vec![
            file(
                "xtask/slices.toml",
                &ROWS.replacen("uses = []", "uses = [\"plan\"]", 1),
            ),
            file("crates/bureau/src/org/mod.rs", ""),
            file("crates/bureau/src/plan/mod.rs", ""),
        ];
        assert_eq!(check_slices(&upside_down).len(), 1);
        let without_folder = vec![
            file("xtask/slices.toml", ROWS),
            file("crates/bureau/src/org/mod.rs", ""),
        ];
        assert_eq!(check_slices(&without_folder).len(), 1);
        assert_eq!(check_crates(&[]).len(), 1);
    }
}
