//! The papers of the corpus come out as their gold files say.

use super::score::{self, Count, Score};
use gongwen::{ledger::json, source::Source, understand::understand};
use std::{fs, io::Write as _, path::Path};

/// Scores every paper of a folder whose name begins with `prefix`; gives the sum.
fn scored(folder: &Path, prefix: &str) -> Score {
    let mut total = Score::default();
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            entry
                .unwrap()
                .file_name()
                .into_string()
                .unwrap()
                .strip_suffix(".gold.json")
                .map(str::to_owned)
        })
        .filter(|name| name.starts_with(prefix))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no gold files in {}", folder.display());
    for name in names {
        let text = fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        let gold = fs::read_to_string(folder.join(format!("{name}.gold.json"))).unwrap();
        let source = Source::from_text(text);
        let predicted = json::document(&name, &source, &understand(&source));
        let score = score::score(&serde_json::from_str(&gold).unwrap(), &predicted);
        for error in &score.errors {
            eprintln!("{name}: {error}");
        }
        total.add(&score);
    }
    total
}

fn holds_up(total: &Score) {
    let [items, targets, deadlines, responsible, metadata] = total.counts.map(Count::f1);
    assert!(items >= 0.985, "items {items}");
    assert!(targets >= 0.96, "targets {targets}");
    assert!(deadlines >= 0.95, "deadlines {deadlines}");
    assert!(responsible >= 0.96, "responsible {responsible}");
    assert!(metadata >= 0.95, "metadata {metadata}");
    assert_eq!(total.leaks, 0, "noise leaks");
    assert!(
        total.agreement().iter().all(|rate| *rate >= 0.95),
        "{:?}",
        total.agreement()
    );
    assert!(total.distractor_share() <= 0.02, "{:?}", total.distractors);
}

#[test]
fn the_rewritten_papers_come_out_as_their_gold_files_say() {
    holds_up(&scored(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"),
        "d",
    ));
}

#[test]
fn the_scraped_pages_come_out_as_their_gold_files_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/dev");
    if !folder.is_dir() {
        // Past the macros, whose words the test harness keeps to itself when a test passes.
        let words = "SKIPPED: the scraped pages of the corpus are not here (../shared/corpus/dev is absent)\n";
        std::io::stderr().write_all(words.as_bytes()).unwrap();
        return;
    }
    holds_up(&scored(&folder, "s"));
}
