//! The jobs' half of `cargo x fault`: what was acknowledged is done exactly once.

use crate::{house, run::Run};
use anyhow::{Context, Result, ensure};
use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

/// Kills the program that runs jobs this many times; tells what came of the jobs.
pub(super) fn kill_and_look(rounds: usize) -> Result<String> {
    let build = "build --quiet --locked --release -p shell --example job_fault";
    Run::cargo(build.split(' ')).go()?;
    let folder = tempfile::tempdir()?;
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..rounds {
        let mut working = Command::new(program()?)
            .arg("work")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .context("the jobs cannot be started")?;
        let said = working.stdout.take().context("no way to hear it")?;
        let mut lines = BufReader::new(said).lines();
        // From its first word on, so that each round is killed at work.
        acknowledged.extend(lines.next().transpose()?);
        let listening = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>());
        sleep(Duration::from_millis(10 + (round as u64 * 37) % 150));
        working.kill()?;
        working.wait()?;
        let said = listening.join();
        acknowledged.extend(said.map_err(|_| anyhow::anyhow!("nobody listened"))?);
    }
    // What it was saying when it was killed may be half a number.
    acknowledged.retain(|number| number.len() == 32);
    ensure!(
        acknowledged.len() >= rounds,
        "only {} jobs in {rounds} rounds: nothing was tested",
        acknowledged.len()
    );
    let output = Command::new(program()?)
        .arg("look")
        .arg(folder.path())
        .output()?;
    ensure!(output.status.success(), "the jobs cannot be looked at");
    let said = String::from_utf8(output.stdout)?;
    let counts: HashMap<&str, &str> = said
        .lines()
        .filter_map(|line| line.split_once(' '))
        .collect();
    let wrong: Vec<&String> = acknowledged
        .iter()
        .filter(|number| counts.get(number.as_str()) != Some(&"1"))
        .collect();
    ensure!(
        wrong.is_empty(),
        "{} of {} jobs were lost or doubled",
        wrong.len(),
        acknowledged.len()
    );
    let doubled = counts.values().filter(|count| **count != "1").count();
    ensure!(doubled == 0, "{doubled} jobs were done more than once");
    Ok(format!(
        "killed {rounds} times during {} acknowledged jobs: each done once",
        acknowledged.len()
    ))
}

fn program() -> Result<PathBuf> {
    Ok(house::target_folder()?.join("release/examples/job_fault"))
}
