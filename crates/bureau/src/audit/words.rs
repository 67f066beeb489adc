//! What acts are called, whichever slice they belong to.

use crate::{calendar, facts, files, inbox, jobs, ledger, org, plan, report};

/// Acts on the audit itself.
const OWN: &[(&str, &str)] = &[
    ("audit.exported", "导出审计记录"),
    ("store.audit.keep_days", "修改审计保存期限"),
    ("store.audit.pruned", "清理期满的审计记录"),
    ("store.restored", "从备份恢复"),
];

/// Every act with its words, slice by slice.
pub(super) fn acts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = [
        org::ACTS,
        calendar::ACTS,
        jobs::ACTS,
        files::ACTS,
        inbox::ACTS,
        facts::ACTS,
        ledger::ACTS,
        plan::ACTS,
        report::ACTS,
        OWN,
    ];
    all.into_iter().flatten().copied()
}

/// An act in words.
pub(super) fn of(act: &str) -> &'static str {
    acts()
        .find(|(known, _)| *known == act)
        .map_or("其他改动", |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::acts;
    use std::{collections::BTreeSet, fs, path::Path};

    /// The first name of an act after each mention of a line of the audit.
    fn acts_written_in(text: &str, found: &mut BTreeSet<String>) {
        for (at, _) in text
            .match_indices("audit")
            .chain(text.match_indices("Line::new("))
        {
            let rest: String = text[at..].chars().take(160).collect();
            let mut parts = rest.split('"');
            let (call, name) = (parts.next().unwrap(), parts.next().unwrap_or_default());
            let is_call = call.contains('(') && !call.contains([';', ')', '}']);
            let is_act = is_call
                && name.contains('.')
                && name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || "._".contains(c));
            if is_act {
                found.insert(name.to_owned());
            }
        }
    }

    fn walk(path: &Path, found: &mut BTreeSet<String>) {
        if path.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                walk(&entry.unwrap().path(), found);
            }
        } else if path.extension().is_some_and(|end| end == "rs") && path.exists() {
            acts_written_in(&fs::read_to_string(path).unwrap(), found);
        }
    }

    #[test]
    fn every_act_written_anywhere_has_its_words() {
        let mut written = BTreeSet::new();
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for slice in fs::read_dir(sources).unwrap() {
            let slice = slice.unwrap().path();
            for room in ["actions", "actions.rs"] {
                walk(&slice.join(room), &mut written);
            }
        }
        assert!(written.len() > 20, "{written:?}");
        let known: BTreeSet<String> = acts().map(|(act, _)| act.to_owned()).collect();
        let unnamed: Vec<&String> = written.difference(&known).collect();
        assert!(unnamed.is_empty(), "no words for {unnamed:?}");
    }

    #[test]
    fn no_act_has_words_twice() {
        let all: Vec<&str> = acts().map(|(act, _)| act).collect();
        let once: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), once.len());
    }
}
