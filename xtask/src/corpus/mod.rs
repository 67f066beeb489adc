//! `cargo x corpus`: reads the corpus with the library and scores what it understood.
//!
//! The table is that of the corpus guide's scoring script, and the share of listed near-misses that
//! came out as targets. A figure below its committed floor (`xtask/corpus-floor.toml`) fails.

mod floor;
mod matching;
mod score;

use anyhow::{Context, Result, bail};
use gongwen::{ledger::json, source::Source, understand::understand};
use score::{PARTS, Score};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// `cargo x corpus [--errors]` scores; `cargo x corpus PAPERS OUT` only writes predictions.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => check(false),
        ["--errors"] => check(true),
        [papers, out] => predict(Path::new(papers), Path::new(out)),
        _ => bail!("usage: cargo x corpus [--errors] | cargo x corpus PAPERS OUT"),
    }
}

fn check(errors: bool) -> Result<()> {
    let repository = crate::house::root();
    let whole = repository.join("../shared/corpus/dev");
    let fixtures = repository.join("crates/gongwen/tests/corpus");
    let (folder, said) = if whole.is_dir() {
        (whole, "../shared/corpus/dev")
    } else {
        (
            fixtures,
            "crates/gongwen/tests/corpus (the seeds are not here: ../shared is absent)",
        )
    };
    println!("corpus: {said}\n");
    let total = table(&folder, errors)?;
    let low = floor::below(&repository.join("xtask/corpus-floor.toml"), &total)?;
    for line in &low {
        println!("below the floor: {line}");
    }
    if low.is_empty() {
        Ok(())
    } else {
        bail!("{} figures below the floor", low.len())
    }
}

/// Scores every paper of a folder that has a gold file and prints the table.
fn table(folder: &Path, errors: bool) -> Result<Score> {
    println!(
        "{:10} {:21} {:>6} {:>6} {:>6} {:>6} {:>6} {:>5}",
        "document", "kind", "items", "target", "deadl", "respon", "meta", "leaks"
    );
    let mut total = Score::default();
    for gold_path in gold_files(folder)? {
        let name = gold_path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .replace(".gold.json", "");
        let gold: Value = serde_json::from_str(&fs::read_to_string(&gold_path)?)
            .with_context(|| format!("{name}: gold file"))?;
        let predicted = read(&folder.join(format!("{name}.txt")), &name)?;
        let score = score::score(&gold, &predicted);
        let cells: Vec<String> = score
            .counts
            .iter()
            .map(|count| format!("{:6.3}", count.f1()))
            .collect();
        let kind = gold.get("kind").and_then(Value::as_str).unwrap_or_default();
        println!("{name:10} {kind:21} {} {:5}", cells.join(" "), score.leaks);
        if errors {
            score
                .errors
                .iter()
                .for_each(|error| println!("    {}", error.replace('\n', " ")));
        }
        total.add(&score);
    }
    print_total(&total);
    Ok(total)
}

fn print_total(total: &Score) {
    println!(
        "\n{:12} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6}",
        "micro", "P", "R", "F1", "tp", "fp", "fn"
    );
    for (part, count) in PARTS.iter().zip(&total.counts) {
        println!(
            "{part:12} {:7.4} {:7.4} {:7.4} {:6} {:6} {:6}",
            count.precision(),
            count.recall(),
            count.f1(),
            count.right,
            count.extra,
            count.missed
        );
    }
    println!("noise leaks  {}", total.leaks);
    let [title, path, comparator, kind, role] = total.agreement();
    println!(
        "of the matched: title {title:.3}, path {path:.3}, cmp {comparator:.3}, target_kind {kind:.3}, role {role:.3}"
    );
    let (listed, taken) = total.distractors;
    println!(
        "distractors taken as targets: {taken} of {listed} ({:.3})",
        total.distractor_share()
    );
}

fn gold_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.to_string_lossy().ends_with(".gold.json"))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("no gold files in {}", folder.display());
    }
    Ok(files)
}

fn read(paper: &Path, name: &str) -> Result<Value> {
    let text =
        fs::read_to_string(paper).with_context(|| format!("cannot read {}", paper.display()))?;
    let source = Source::from_text(text);
    Ok(json::document(name, &source, &understand(&source)))
}

/// Reads every paper of a folder and writes one prediction a paper into another.
fn predict(papers: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    for entry in
        fs::read_dir(papers).with_context(|| format!("cannot read {}", papers.display()))?
    {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let document = read(&path, &name)?;
        fs::write(
            out.join(format!("{name}.json")),
            serde_json::to_string_pretty(&document)?,
        )?;
    }
    Ok(())
}
