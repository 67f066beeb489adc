//! `luoshi`, the command: one file for each subcommand.
mod account;
mod audit;
mod backup;
mod chinese;
mod data;
mod demo;
mod doctor;
mod extract;
mod facts;
mod files;
mod fonts;
mod gongwen;
mod progress;
mod restore;
mod serve;
mod tls;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

// Pages, imports and exports are made of many small texts: the C library's allocator spends half of a large
// import on merging what was given back (docs/decisions/0066).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 落实：把工作要点变成一年的工作
#[derive(Parser)]
#[command(name = "luoshi", override_usage = "luoshi <命令> [选项]")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Options),
    Serve(serve::Options),
    Extract(extract::Options),
    Gongwen(gongwen::Options),
    Backup(backup::Options),
    Restore(restore::Options),
    Doctor(doctor::Options),
    Audit(audit::Options),
    Account(account::Options),
    Facts(facts::Options),
}

fn main() -> ExitCode {
    let arguments: Arguments = match chinese::parse() {
        Ok(arguments) => arguments,
        Err(exit) => return exit,
    };
    match arguments.command {
        Command::Demo(options) => demo::run(&options).into(),
        Command::Serve(options) => serve::run(&options).into(),
        Command::Extract(options) => extract::run(&options).into(),
        Command::Gongwen(options) => gongwen::run(&options).into(),
        Command::Backup(options) => backup::run(&options).into(),
        Command::Restore(options) => restore::run(&options).into(),
        Command::Doctor(options) => doctor::run(&options).into(),
        Command::Audit(options) => audit::run(&options).into(),
        Command::Account(options) => account::run(&options).into(),
        Command::Facts(options) => facts::run(&options).into(),
    }
}

/// How a command ended, as its exit code says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Everything asked for was done.
    Done,
    /// A document departs from the standard it was held to.
    Violations,
    /// What was given cannot be used.
    BadInput,
    /// The program could not do its part.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::BadInput => 2,
            Outcome::Violations => 3,
        })
    }
}
