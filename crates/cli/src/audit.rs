//! `luoshi audit`: the audit, from the command line.

use crate::{
    Outcome,
    data::DataOptions,
    serve::{finish, run_async},
};
use clap::{Args, Subcommand};
use std::io::{Write as _, stdout};
use store::audit;

/// 审计记录
#[derive(Args)]
#[command(override_usage = "luoshi audit <命令> [选项]")]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Verify(Verify),
}

/// 逐条校验审计记录，指出第一处被改动、删除或插入的地方
#[derive(Args)]
#[command(
    override_usage = "luoshi audit verify [--data <文件夹>] [--database <URL>] [--head <链尾>]"
)]
struct Verify {
    #[command(flatten)]
    data: DataOptions,

    /// 以前校验时记在别处的链尾，用来证明整条链没有被重新写过
    #[arg(long, value_name = "链尾", value_parser = noted_head)]
    head: Option<(i64, String)>,
}

const NOT_A_HEAD: &str = "请照抄上次校验时显示的链尾";

/// A head somebody wrote down: `128:9f2c…`.
fn noted_head(text: &str) -> Result<(i64, String), &'static str> {
    let (sequence, hash) = text.split_once(':').ok_or(NOT_A_HEAD)?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    match (sequence.parse(), is_hash) {
        (Ok(sequence), true) => Ok((sequence, hash.to_ascii_lowercase())),
        _ => Err(NOT_A_HEAD),
    }
}

/// Runs the subcommand.
pub(crate) fn run(options: &Options) -> Outcome {
    let Command::Verify(verify) = &options.command;
    finish(run_async(async {
        let db = verify.data.open().await?;
        let snapshot = db.snapshot().await?;
        let proof = audit::verify(&snapshot, db.head_file(), verify.head.clone()).await?;
        if let Some(fault) = &proof.fault {
            anyhow::bail!(
                "审计记录被动过：{fault}。请保留现场，查明谁能直接接触数据库，并用备份比对"
            );
        }
        let words = match proof.head.sequence {
            0 => "还没有审计记录。\n".to_owned(),
            last => format!(
                "审计记录完整：共 {} 条，每一条都与前一条接得上。\n链尾 {last}:{}\n请把链尾记在别处，下次用 --head 核对。\n",
                proof.n_lines, proof.head.hash
            ),
        };
        stdout().write_all(words.as_bytes())?;
        Ok(())
    }))
}
