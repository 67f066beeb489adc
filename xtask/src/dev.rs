//! `cargo x dev`: the demo from a debug build, with a word when the running one is old.

use crate::{house, run::Run};
use anyhow::{Context, Result};
use std::{
    fs,
    io::BufRead,
    path::Path,
    process::{Child, Command},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, SystemTime},
};

/// How often the sources are looked at.
const LOOK: Duration = Duration::from_secs(1);

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let enters = listen_for_enter();
    loop {
        if Run::cargo(["build", "--bin", "luoshi"]).go().is_err() {
            println!("Does not build. Enter tries again.");
            if enters.recv().is_err() {
                return Ok(());
            }
            continue;
        }
        let mut demo = start(arguments)?;
        let goes_on = watch(&mut demo, &enters)?;
        let _ = demo.kill();
        demo.wait()?;
        if !goes_on {
            return Ok(());
        }
    }
}

/// Starts the binary itself, so that ending it leaves no child of cargo behind.
fn start(arguments: &[String]) -> Result<Child> {
    Command::new(house::target_folder()?.join("debug/luoshi"))
        .arg("demo")
        .args(arguments)
        .current_dir(house::root())
        .spawn()
        .context("cannot start the demo")
}

/// Waits for Enter, telling once when sources have changed. False when the demo or the terminal ended.
fn watch(demo: &mut Child, enters: &Receiver<()>) -> Result<bool> {
    let crates = house::root().join("crates");
    let built = newest_change(&crates)?;
    let mut has_told = false;
    loop {
        match enters.recv_timeout(LOOK) {
            Ok(()) => return Ok(true),
            Err(RecvTimeoutError::Disconnected) => {
                demo.wait()?;
                return Ok(false);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if demo.try_wait()?.is_some() {
            return Ok(false);
        }
        if !has_told && newest_change(&crates)? > built {
            println!("Sources have changed: Enter rebuilds and restarts.");
            has_told = true;
        }
    }
}

fn newest_change(folder: &Path) -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == "node_modules" {
            continue;
        }
        let kind = entry.metadata()?;
        let changed = if kind.is_dir() {
            newest_change(&entry.path())?
        } else {
            kind.modified()?
        };
        newest = newest.max(changed);
    }
    Ok(newest)
}

fn listen_for_enter() -> Receiver<()> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            if line.is_err() || sender.send(()).is_err() {
                return;
            }
        }
    });
    receiver
}
