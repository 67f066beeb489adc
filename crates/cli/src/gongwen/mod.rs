//! `luoshi gongwen`: what the library of official documents can do by itself, without a database.
mod check;
mod compare;
mod convert;
mod layout;
mod recognise;
mod write;

use crate::Outcome;
use clap::Subcommand;

/// 公文工具：起草、转换、检查、比较、识别，不需要数据库
#[derive(clap::Args)]
#[command(override_usage = "luoshi gongwen <命令> [选项]")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Write(write::Options),
    Convert(convert::Options),
    Check(check::Options),
    Compare(compare::Options),
    Recognise(recognise::Options),
}

pub(crate) fn run(options: &Options) -> Outcome {
    match &options.command {
        Command::Write(options) => write::run(options),
        Command::Convert(options) => convert::run(options),
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
