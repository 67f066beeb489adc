//! `luoshi extract` over a year's worth of papers: files on the disk, one ledger each, start included.

use super::Figure;
use crate::{
    house,
    run::{Run, timed},
};
use anyhow::{Context, Result, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

/// How many papers are given to one call of the command.
const N_PAPERS: usize = 1000;

/// The best of so many calls counts: the others were disturbed by the machine.
const N_CALLS: usize = 3;

pub(super) fn figures() -> Result<Vec<Figure>> {
    Run::cargo("build --quiet --locked --release --bin luoshi".split(' ')).go()?;
    let folder = tempfile::tempdir()?;
    let papers = papers(folder.path())?;
    let mut best = Duration::MAX;
    for call in 0..N_CALLS {
        let out = folder.path().join(format!("out-{call}"));
        let (status, time) = timed(|| {
            Command::new(house::target_folder()?.join("release/luoshi"))
                .arg("extract")
                .args(&papers)
                .args(["--format", "json", "--out"])
                .arg(&out)
                .stderr(Stdio::null())
                .status()
                .context("cannot start luoshi extract")
        });
        ensure!(status?.success(), "luoshi extract failed");
        let n_ledgers = fs::read_dir(&out)?.count();
        ensure!(n_ledgers == N_PAPERS, "{n_ledgers} ledgers were written");
        best = best.min(time);
    }
    let seconds = best.as_secs_f64();
    Ok(vec![Figure::at_most(
        "extract_1000_papers",
        seconds * 1e3,
        "ms",
        3000.0,
    )])
}

/// The papers kept with the library, again and again until there are enough.
fn papers(folder: &Path) -> Result<Vec<PathBuf>> {
    let corpus = house::root().join("crates/gongwen/tests/corpus");
    let mut texts = Vec::new();
    for entry in fs::read_dir(corpus)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            texts.push(fs::read(path)?);
        }
    }
    let mut papers = Vec::new();
    for (number, text) in texts.iter().cycle().take(N_PAPERS).enumerate() {
        let path = folder.join(format!("{number}.txt"));
        fs::write(&path, text)?;
        papers.push(path);
    }
    Ok(papers)
}
