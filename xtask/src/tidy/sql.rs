//! SQL stands in `store` rooms and migrations, and names only its own slice's tables and other
//! slices' `_pub_` views.

use super::{File, line_at, rust, slices};
use regex::Regex;

pub(super) fn check(files: &[File]) -> Vec<String> {
    let Some(grammar) = Grammar::new() else {
        return vec!["xtask/src/tidy/sql.rs: a pattern is wrong".to_owned()];
    };
    let mut owners = slices::names(files);
    owners.push("store".to_owned());
    let mut complaints = Vec::new();
    for file in files {
        let Some(room) = room(&file.path) else {
            continue;
        };
        let texts = match file.extension() {
            "rs" => rust::part(&file.text).strings,
            "sql" => vec![(1, file.text.clone())],
            _ => continue,
        };
        for (line, text) in texts {
            let is_statement = grammar.statement.is_match(&text);
            if is_statement && !room.may_hold_sql {
                complaints.push(file.complaint(line, "SQL belongs in the store of a slice"));
                continue;
            }
            for (offset, table) in grammar.tables(&text) {
                if let Some(reason) = room.objection(&table, is_statement, &owners) {
                    complaints.push(file.complaint(line + line_at(&text, offset) - 1, reason));
                }
            }
        }
    }
    complaints
}

/// Whose file it is.
struct Room<'a> {
    owner: &'a str,
    may_hold_sql: bool,
}

fn room(path: &str) -> Option<Room<'_>> {
    // Tests may look at what an act left anywhere: an entry of the audit, say.
    if path.ends_with("/tests.rs") {
        return None;
    }
    if path.starts_with("crates/store/src/") {
        return Some(Room {
            owner: "store",
            may_hold_sql: true,
        });
    }
    if !path.starts_with("crates/bureau/src/") && !path.starts_with("crates/shell/src/") {
        return None;
    }
    let Some(owner) = slices::slice_of(path) else {
        return Some(Room {
            owner: "",
            may_hold_sql: false,
        });
    };
    let rest = path.split_once(&format!("/{owner}/"))?.1;
    Some(Room {
        owner,
        may_hold_sql: rest == "store.rs"
            || rest.starts_with("store/")
            || rest.starts_with("migrations/"),
    })
}

impl Room<'_> {
    fn objection(&self, table: &str, is_statement: bool, owners: &[String]) -> Option<String> {
        if owns(self.owner, table) {
            return None;
        }
        let other = owners.iter().find(|other| owns(other, table));
        match other {
            Some(other) if table.starts_with(&format!("{other}_pub_")) => None,
            Some(other) => Some(format!(
                "{table} belongs to {other}: use its facade or a view"
            )),
            // The store asks the engines for their catalogues; a fragment may begin anywhere.
            None if self.owner == "store" || !is_statement => None,
            None => Some(format!("{table} does not begin with {}_", self.owner)),
        }
    }
}

fn owns(owner: &str, table: &str) -> bool {
    table
        .strip_prefix(owner)
        .is_some_and(|rest| rest.starts_with('_'))
}

struct Grammar {
    statement: Regex,
    table: Regex,
    named_in_with: Regex,
}

impl Grammar {
    fn new() -> Option<Self> {
        let statement = r"(?is)^\s*(select\s|insert\s+into\s|delete\s+from\s|update\s+\w+\s+set\s|with\s.*\sas\s*\(|(create|alter|drop)\s+(table|view|index|unique))";
        let table = r"(?i)(distinct\s+)?\b(?:from|join|into|update|references|view|table(?:\s+if(?:\s+not)?\s+exists)?|index\s+\w+\s+on)\s+([a-z_][a-z0-9_]*)";
        let named_in_with =
            r"(?i)\b([a-z_][a-z0-9_]*)\s*(?:\([^)]*\)\s*)?\bas\s+(?:not\s+)?(?:materialized\s+)?\(";
        Some(Self {
            statement: Regex::new(statement).ok()?,
            table: Regex::new(table).ok()?,
            named_in_with: Regex::new(named_in_with).ok()?,
        })
    }

    /// The tables a text names, without those it makes itself in `with`.
    fn tables(&self, text: &str) -> Vec<(usize, String)> {
        let own: Vec<&str> = self
            .named_in_with
            .captures_iter(text)
            .filter_map(|found| Some(found.get(1)?.as_str()))
            .collect();
        self.table
            .captures_iter(text)
            .filter(|found| found.get(1).is_none())
            .filter_map(|found| found.get(2))
            .filter(|name| !own.contains(&name.as_str()))
            .filter(|name| !["set", "select", "lateral"].contains(&name.as_str()))
            .map(|name| (name.start(), name.as_str().to_lowercase()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::file;

    fn complaints(path: &str, text: &str) -> Vec<String> {
        let table = "[crates]\n[[slice]]\nname = \"org\"\nword = \"组织\"\nuses = []\n\
                     [[slice]]\nname = \"plan\"\nword = \"要点\"\nuses = []\n";
        check(&[file("xtask/slices.toml", table), file(path, text)])
    }

    #[test]
    fn sql_that_names_another_slices_table_is_found() {
        for wrong in [
            "f(\"select id from org_units\")",
            "f(\"select 1 from plan_items i\\n join org_units u on u.id = i.unit\")",
            "f(\"update store_settings set value = $1\")",
            "f(\" left join org_units u on u.id = i.unit_id\")",
            "f(\"select 1 from items\")",
        ] {
            assert_eq!(
                complaints("crates/bureau/src/plan/store.rs", wrong).len(),
                1,
                "{wrong}"
            );
        }
        let migration = "create table plan_items (unit text references org_units (id));";
        assert_eq!(
            complaints("crates/bureau/src/plan/migrations/1.sql", migration).len(),
            1
        );
        let index = "create index plan_items_unit on org_units (id);";
        assert_eq!(
            complaints("crates/bureau/src/plan/migrations/1.sql", index).len(),
            1
        );
    }

    #[test]
    fn own_tables_published_views_and_names_made_in_with_are_fine() {
        for right in [
            "f(\"select id from plan_items where a is distinct from b\")",
            "f(\"select 1 from org_pub_units\")",
            "f(\"with late as (select 1 from plan_items) select 1 from late\")",
            "f(\"insert into plan_items (id) values ($1) on conflict do update set id = $1\")",
            "f(\"a message from somewhere\") // from org_units",
        ] {
            let found = complaints("crates/bureau/src/plan/store/read.rs", right);
            assert!(found.is_empty(), "{right}: {found:?}");
        }
        let catalogue = "f(\"select name from sqlite_master\")";
        assert!(complaints("crates/store/src/schema.rs", catalogue).is_empty());
    }

    #[test]
    fn sql_outside_the_store_is_found() {
        let statement = "f(\"select id from plan_items\")";
        for path in [
            "crates/bureau/src/plan/actions.rs",
            "crates/bureau/src/demo/mod.rs",
            "crates/shell/src/visit.rs",
        ] {
            assert_eq!(complaints(path, statement).len(), 1, "{path}");
        }
    }

    #[test]
    fn a_complaint_names_the_line_inside_a_long_statement() {
        let text = "f(\n\"select 1\nfrom plan_items\njoin org_units\")";
        let found = complaints("crates/bureau/src/plan/store.rs", text);
        assert!(found[0].contains("store.rs:4:"), "{found:?}");
    }
}
