//! `luoshi gongwen`: what the library of official documents can do by itself, without a database.
mod check;
mod compare;
mod recognise;

use crate::Outcome;
use clap::Subcommand;

/// 公文工具：检查、比较、识别，不需要数据库
#[derive(clap::Args)]
#[command(override_usage = "luoshi gongwen <命令> [选项]")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Options),
    Compare(compare::Options),
    Recognise(recognise::Options),
}

pub(crate) fn run(options: &Options) -> Outcome {
    match &options.command {
        Command::Check(options) => check::run(options),
        Command::Compare(options) => compare::run(options),
        Command::Recognise(options) => recognise::run(options),
    }
}

/// Forms of a result on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
}
