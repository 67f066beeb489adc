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

/// 找出在两处收集的同一个数；找到时以失败结束
#[derive(Args)]
#[command(override_usage = "luoshi facts duplicates [--data <文件夹>] [--database <URL>]")]
struct Duplicates {
    #[command(flatten)]
    data: DataOptions,
}

/// Runs the subcommand.
pub(crate) fn run(options: &Options) -> Outcome {
    let Command::Duplicates(duplicates) = &options.command;
    let mut outcome = Outcome::Done;
    let looked = finish(run_async(async {
        let db = duplicates.data.open().await?;
        let found = bureau::numbers_asked_twice(&db).await?;
        let (words, ends) = told(&found);
        outcome = ends;
        stdout().write_all(words.as_bytes())?;
        Ok(())
    }));
    looked.max(outcome)
}

/// What was found in words, and how the command ends.
fn told(found: &[String]) -> (String, Outcome) {
    match found.len() {
        0 => {
            let words = "没有在两处收集的数：每个数都只有一个来源。\n".to_owned();
            (words, Outcome::Done)
        }
        n => {
            let words = format!("有 {n} 个数在两处收集：\n{}\n", found.join("\n"));
            (words, Outcome::Failed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, told};

    #[test]
    fn a_number_asked_for_twice_fails_the_check_and_is_printed() {
        let (words, outcome) = told(&["“甲”与“乙”是同一个数，只留一个来源。".to_owned()]);
        assert!(words.contains("有 1 个数") && words.contains("“甲”与“乙”"));
        assert_eq!(outcome, Outcome::Failed);
        assert_eq!(told(&[]).1, Outcome::Done);
    }
}
