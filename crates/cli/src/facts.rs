//! `luoshi facts`: the numbers, from the command line.

use crate::{
    Outcome,
    data::DataOptions,
    serve::{finish, run_async},
};
use clap::{Args, Subcommand};
use std::io::{Write as _, stdout};

/// 数据
#[derive(Args)]
#[command(override_usage = "luoshi facts <命令> [选项]")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Duplicates(Duplicates),
}

/// 找出在两处收集的同一个数
#[derive(Args)]
#[command(override_usage = "luoshi facts duplicates [--data <文件夹>] [--database <URL>]")]
struct Duplicates {
    #[command(flatten)]
    data: DataOptions,
}

/// Runs the subcommand.
pub(crate) fn run(options: &Options) -> Outcome {
    let Command::Duplicates(duplicates) = &options.command;
    finish(run_async(async {
        let db = duplicates.data.open().await?;
        let found = bureau::numbers_asked_twice(&db).await?;
        let words = match found.len() {
            0 => "没有在两处收集的数：每个数都只有一个来源。\n".to_owned(),
            n => format!("有 {n} 个数在两处收集：\n{}\n", found.join("\n")),
        };
        stdout().write_all(words.as_bytes())?;
        Ok(())
    }))
}
