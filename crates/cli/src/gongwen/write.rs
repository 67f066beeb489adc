//! `luoshi gongwen write`: a paper described as JSON becomes an official document.

use super::layout::{self, Layout};
use crate::{
    Outcome,
    files::{self, BadInput},
};
use clap::Args;
use gongwen::paper::{EXAMPLES, Paper};
use std::{
    io::{Write as _, stdout},
    path::{Path, PathBuf},
};

/// 按 GB/T 9704 起草公文：通知、通报、报告、函、纪要、责任分解表、督办通知单、调度材料、自评报告、工作总结
#[derive(Args)]
#[command(
    override_usage = "luoshi gongwen write <文件.json> --out <文件.docx|文件.pdf>\n      luoshi gongwen write --example <文种>",
    after_help = "先用 --example 得到一份可以照着改的 JSON，改好后再用它生成公文。"
)]
pub(super) struct Options {
    /// 描述公文内容的 JSON 文件
    #[arg(required_unless_present = "example", value_name = "文件")]
    file: Option<PathBuf>,

    /// 生成的文件，按后缀决定格式：.docx 或 .pdf
    #[arg(long, value_name = "文件", required_unless_present = "example")]
    out: Option<PathBuf>,

    /// 另外的字体文件夹，生成 .pdf 时使用
    #[arg(long, value_name = "文件夹")]
    fonts: Option<PathBuf>,

    /// 在屏幕上显示某个文种的示例 JSON
    #[arg(long, value_name = "文种", conflicts_with_all = ["file", "out"])]
    example: Option<String>,
}

pub(super) fn run(options: &Options) -> Outcome {
    let done = match (&options.example, &options.file, &options.out) {
        (Some(kind), _, _) => example(kind),
        (None, Some(file), Some(out)) => write(file, out, options.fonts.as_deref()),
        _ => Ok(()),
    };
    match done {
        Ok(()) => Outcome::Done,
        Err(error) if files::is_closed_pipe(&error) => Outcome::Done,
        Err(error) => files::report(&error),
    }
}

fn example(kind: &str) -> anyhow::Result<()> {
    let Some(example) = EXAMPLES.iter().find(|example| example.kind == kind) else {
        let kinds: Vec<&str> = EXAMPLES.iter().map(|example| example.kind).collect();
        let message = format!("没有“{kind}”的示例，可用的文种有：{}。", kinds.join("、"));
        return Err(BadInput::new(message).into());
    };
    Ok(stdout().lock().write_all(example.json.as_bytes())?)
}

fn write(file: &Path, out: &Path, fonts: Option<&Path>) -> anyhow::Result<()> {
    let layout = Layout::of(out)?;
    let bytes = files::bytes(file)?;
    let paper: Paper = serde_json::from_slice(&bytes).map_err(|error| {
        BadInput::new(format!(
            "{}：第{}行第{}列附近不是能用的公文描述（{error}），请对照 --example 的示例修改。",
            file.display(),
            error.line(),
            error.column()
        ))
    })?;
    let document = paper
        .document()
        .map_err(|incomplete| BadInput::new(format!("{}：{incomplete}", file.display())))?;
    layout::write(&document, layout, out, fonts)
}
