//! `luoshi facts`: the numbers, from the command line.

use crate::{
    Outcome,
    data::DataOptions,
    serve::{finish, run_async},
};
use bureau::AskedTwice;
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

/// 找出在两处收集的同一个数，或者可能是的；找到时以失败结束
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

/// What was found in words, and how the command ends: what is the same apart from what may be.
fn told(found: &AskedTwice) -> (String, Outcome) {
    let mut words = String::new();
    let mut part = |heading: String, sentences: &[String]| {
        if !sentences.is_empty() {
            words.push_str(&format!("{heading}\n{}\n", sentences.join("\n")));
        }
    };
    let n = found.same.len();
    part(format!("相同：有 {n} 个数在两处收集："), &found.same);
    let n = found.possible.len();
    let heading = format!("可能：有 {n} 处可能是同一个数，要由人核对（“数据”下的“一数一源”）：");
    part(heading, &found.possible);
    let outcome = match found.is_none() {
        true => {
            words.push_str("没有在两处收集的数：每个数都只有一个来源。\n");
            Outcome::Done
        }
        false => Outcome::Failed,
    };
    if found.n_answered > 0 {
        let n = found.n_answered;
        words.push_str(&format!("另有 {n} 处名称相近，已由人写明不是同一个数。\n"));
    }
    (words, outcome)
}

#[cfg(test)]
mod tests {
    use super::{AskedTwice, Outcome, told};

    #[test]
    fn what_is_the_same_stands_apart_from_what_may_be_and_either_fails_the_check() {
        let same = AskedTwice {
            same: vec!["“甲”与“乙”是同一个数，只留一个来源。".to_owned()],
            ..AskedTwice::default()
        };
        let (words, outcome) = told(&same);
        assert!(words.contains("相同：有 1 个数") && words.contains("“甲”与“乙”"));
        assert!(!words.contains("可能："), "{words}");
        assert_eq!(outcome, Outcome::Failed);
        let possible = AskedTwice {
            possible: vec!["“丙”与台账“丁”的记录可能是同一个数。".to_owned()],
            n_answered: 2,
            ..AskedTwice::default()
        };
        let (words, outcome) = told(&possible);
        assert!(
            words.contains("可能：有 1 处") && words.contains("另有 2 处"),
            "{words}"
        );
        assert!(
            !words.contains("相同：") && !words.contains("没有在两处"),
            "{words}"
        );
        assert_eq!(outcome, Outcome::Failed);
        let answered = AskedTwice {
            n_answered: 3,
            ..AskedTwice::default()
        };
        let (words, outcome) = told(&answered);
        assert!(words.contains("没有在两处收集的数") && words.contains("另有 3 处"));
        assert_eq!(outcome, Outcome::Done);
        assert_eq!(told(&AskedTwice::default()).1, Outcome::Done);
    }
}
