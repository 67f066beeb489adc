//! `luoshi account`: the way back in for whoever has the machine, when no administrator can log in.

use crate::{
    Outcome,
    data::DataOptions,
    serve::{finish, run_async},
};
use base::{Clock as _, clock::SystemClock};
use clap::{Args, Subcommand};
use std::io::{Write as _, stdout};

/// 账号：没有管理员能登录时，在这台机器上重置
#[derive(Args)]
#[command(override_usage = "luoshi account <命令> [选项]")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Reset(Reset),
}

/// 给一个账号新的一次性密码，解除锁定和两步验证，结束它的登录；记入审计
#[derive(Args)]
#[command(override_usage = "luoshi account reset <账号> [--data <文件夹>] [--database <URL>]")]
struct Reset {
    /// 哪个账号，例如 anquan
    #[arg(value_name = "账号")]
    login: String,

    #[command(flatten)]
    data: DataOptions,
}

/// Runs the subcommand.
pub(crate) fn run(options: &Options) -> Outcome {
    let Command::Reset(reset) = &options.command;
    finish(run_async(async {
        let db = reset.data.open().await?;
        let password = bureau::reset_log_in(&db, SystemClock.now_ms(), &reset.login).await?;
        let words = format!(
            "账号 {} 的一次性密码，只显示这一次，登录后须修改：\n  {password}\n",
            reset.login
        );
        stdout().write_all(words.as_bytes())?;
        Ok(())
    }))
}
