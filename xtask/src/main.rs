//! `cargo x …`: the work around the house. `cargo x` alone lists the commands.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for the terminal: printing is what it does"
)]

mod bench;
mod ci;
mod corpus;
mod dev;
mod fault;
mod fix;
mod fuzz;
mod house;
mod licences;
mod new_slice;
mod postgres;
mod run;
mod setup;
mod tidy;

use anyhow::{Result, bail};
use std::process::ExitCode;

/// A command: its name, what it takes, one line of what it does, and what runs.
struct Command {
    name: &'static str,
    takes: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "setup",
        takes: "",
        about: "install what the tests need (Debian: PostgreSQL, Chromium, fonts, LibreOffice)",
        run: setup::command,
    },
    Command {
        name: "ci",
        takes: "[STEP…]",
        about: "everything CI runs, in order; or only the steps named",
        run: ci::command,
    },
    Command {
        name: "tidy",
        takes: "",
        about: "the invariants of the house that no compiler checks",
        run: tidy::command,
    },
    Command {
        name: "licences",
        takes: "",
        about: "every dependency, cargo's and npm's, is under a licence on the list",
        run: licences::command,
    },
    Command {
        name: "corpus",
        takes: "[--errors | PAPERS OUT]",
        about: "score what is understood of the corpus; or write it down for a folder of papers",
        run: corpus::command,
    },
    Command {
        name: "fuzz",
        takes: "[TARGET] [--seconds N]",
        about: "changed bytes through every reader of gongwen, a minute each",
        run: fuzz::command,
    },
    Command {
        name: "fix",
        takes: "",
        about: "format, and apply what clippy can mend by itself",
        run: fix::command,
    },
    Command {
        name: "dev",
        takes: "[ARGS…]",
        about: "run the demo from a debug build; Enter rebuilds and restarts it",
        run: dev::command,
    },
    Command {
        name: "bench",
        takes: "[--json]",
        about: "speed and memory, each figure against its limit",
        run: bench::command,
    },
    Command {
        name: "fault",
        takes: "[ROUNDS]",
        about: "kill the program while it writes, 100 times; nothing acknowledged may be lost",
        run: fault::command,
    },
    Command {
        name: "new-slice",
        takes: "NAME 中文名",
        about: "start a slice in crates/bureau",
        run: new_slice::command,
    },
    Command {
        name: "postgres",
        takes: "-- COMMAND…",
        about: "run a command with a PostgreSQL of its own in TEST_POSTGRES_URL",
        run: postgres::command,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo x: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        list_commands();
        return Ok(());
    };
    match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => (command.run)(rest),
        None => {
            list_commands();
            bail!("no command {name:?}")
        }
    }
}

fn list_commands() {
    for command in COMMANDS {
        let call = format!("cargo x {} {}", command.name, command.takes);
        println!("{call:<34} {}", command.about);
    }
}
