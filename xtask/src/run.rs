//! Programs we start, and how we tell of them.

use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// A command of ours, run in the root of the house and shown before it runs.
#[derive(Debug)]
pub(crate) struct Run {
    command: Command,
    shown: String,
}

impl Run {
    /// Starts from words: `Run::new("cargo", ["fmt", "--all"])`.
    pub(crate) fn new<'a>(program: &str, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(crate::house::root());
        // Cargo tells us which package we are. Told on, a build script that asks for such a variable
        // would be run anew under `cargo x`, and all that depends on it be built a second time.
        for (name, _) in std::env::vars_os() {
            let ours = ["CARGO_PKG_", "CARGO_MANIFEST_"];
            if name
                .to_str()
                .is_some_and(|name| ours.iter().any(|start| name.starts_with(start)))
            {
                command.env_remove(&name);
            }
        }
        let mut shown = program.to_owned();
        for argument in arguments {
            command.arg(argument);
            shown.push(' ');
            shown.push_str(argument);
        }
        Self { command, shown }
    }

    /// `cargo` as it was called.
    pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Self {
        Self::new("cargo", arguments)
    }

    /// Sets a variable for the command.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self.shown = format!("{name}={value} {}", self.shown);
        self
    }

    /// Runs in another folder.
    pub(crate) fn in_folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs, output going where ours goes; an exit code other than 0 is an error.
    pub(crate) fn go(mut self) -> Result<()> {
        eprintln!("$ {}", self.shown);
        let status = self
            .command
            .status()
            .with_context(|| format!("cannot start {}", self.shown))?;
        if !status.success() {
            bail!("{} ended with {status}", self.shown);
        }
        Ok(())
    }

    /// Runs and hands each line of standard output on to ours and to `each_line`.
    pub(crate) fn go_reading(self, mut each_line: impl FnMut(&str)) -> Result<()> {
        eprintln!("$ {}", self.shown);
        self.lines(|line| {
            println!("{line}");
            each_line(line);
            Ok(())
        })
    }

    /// Runs quietly and hands over each line of standard output as it comes.
    pub(crate) fn lines(mut self, mut each_line: impl FnMut(&str) -> Result<()>) -> Result<()> {
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", self.shown))?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).lines() {
                each_line(&line?)?;
            }
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("{} ended with {status}", self.shown);
        }
        Ok(())
    }

    /// Runs quietly and gives back what it printed.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("cannot start {}", self.shown))?;
        if !output.status.success() {
            bail!("{} ended with {}", self.shown, output.status);
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// Where a program of this name stands on the search path.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
}

/// Runs `work` and says how long it took.
#[expect(
    clippy::disallowed_methods,
    reason = "steps are timed for the eye; no rule depends on it"
)]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}
