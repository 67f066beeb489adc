//! `cargo x fuzz`: changed bytes through every reader of `gongwen`, guided by what code they reach.

use crate::{
    house,
    run::{Run, find_program},
};
use anyhow::{Context, Result, bail};
use std::fs;

const FOLDER: &str = "crates/gongwen/fuzz";
/// A paper that takes longer is a defect; the fuzzer runs the optimised build.
const LONGEST_SECONDS: u32 = 10;
const MOST_MEGABYTES: u32 = 1024;
/// What matters shows in small files, and small files are changed faster.
const MOST_BYTES: u32 = 16 << 10;

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let mut seconds = 60_u32;
    let mut wanted: Option<&str> = None;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" => {
                let number = words.next().context("--seconds wants a number")?;
                seconds = number.parse().context("--seconds wants a number")?;
            }
            name => wanted = Some(name),
        }
    }
    let targets = targets()?;
    let targets: Vec<&String> = targets
        .iter()
        .filter(|target| wanted.is_none_or(|name| name == target.as_str()))
        .collect();
    if targets.is_empty() {
        bail!("no such target; each is a file in {FOLDER}/fuzz_targets");
    }
    if find_program("cargo-fuzz").is_none() {
        bail!(
            "cargo-fuzz is missing: rustup toolchain install nightly && cargo install --locked cargo-fuzz"
        );
    }
    for target in targets {
        fuzz(target, seconds)?;
    }
    Ok(())
}

/// Names of the targets, by their files.
fn targets() -> Result<Vec<String>> {
    let folder = house::root().join(FOLDER).join("fuzz_targets");
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        names.extend(
            path.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned()),
        );
    }
    names.sort();
    Ok(names)
}

fn fuzz(target: &str, seconds: u32) -> Result<()> {
    let build = house::target_folder()?.join("fuzz");
    // What was found to reach new code in earlier runs is where this one goes on.
    let corpus = build.join("corpus").join(target);
    let found = build.join("found");
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&found)?;
    let [build, corpus] = [build, corpus].map(|path| path.display().to_string());
    let found = format!("{}/{target}-", found.display());
    // No sanitizer: without `unsafe` there is nothing for it to find, and it halves the speed.
    let run = Run::new(
        "rustup",
        [
            "run",
            "nightly",
            "cargo",
            "fuzz",
            "run",
            "--fuzz-dir",
            FOLDER,
            "--target-dir",
            &build,
            "--sanitizer",
            "none",
            target,
            &corpus,
            &format!("{FOLDER}/seeds"),
            "--",
            &format!("-max_total_time={seconds}"),
            &format!("-timeout={LONGEST_SECONDS}"),
            &format!("-rss_limit_mb={MOST_MEGABYTES}"),
            &format!("-max_len={MOST_BYTES}"),
            &format!("-artifact_prefix={found}"),
            "-print_final_stats=1",
        ],
    );
    run.go().with_context(|| {
        format!(
            "{target} broke. The file is {found}…; mend the reader, and keep the file as crates/gongwen/tests/crashers/{target}-WORD"
        )
    })
}
