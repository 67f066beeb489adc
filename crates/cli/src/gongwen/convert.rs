//! `luoshi gongwen convert`: a paper in any format it reads, laid out anew by GB/T 9704.

use super::layout::{self, Layout};
use crate::{Outcome, files};
use clap::Args;
use gongwen::understand::recast;
use std::path::{Path, PathBuf};

/// 把各种格式的文件转换为版式规范的公文（.docx、.pdf）、纯文本或 JSON
#[derive(Args)]
#[command(
    override_usage = "luoshi gongwen convert <文件> --out <文件.docx|文件.pdf|文件.txt|文件.json>"
)]
pub(super) struct Options {
    /// 要转换的文件
    #[arg(value_name = "文件")]
    file: PathBuf,

    /// 生成的文件，按后缀决定格式：.docx、.pdf 为公文，.txt 为全文，.json 为公文内容（可修改后再用 write 生成）
    #[arg(long, value_name = "文件", required = true)]
    out: PathBuf,

    /// 另外的字体文件夹，生成 .pdf 时使用
    #[arg(long, value_name = "文件夹")]
    fonts: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Outcome {
    match convert(&options.file, &options.out, options.fonts.as_deref()) {
        Ok(()) => Outcome::Done,
        Err(error) => files::report(&error),
    }
}

fn convert(file: &Path, out: &Path, fonts: Option<&Path>) -> anyhow::Result<()> {
    let source = files::source(file)?;
    for remark in &source.remarks {
        files::notice(&format!("{}：{}", file.display(), remark.message));
    }
    match files::extension(out).as_str() {
        "txt" => files::write(out, source.text().as_bytes()),
        "json" => {
            let paper = gongwen::paper::Paper::Document(recast(&source));
            files::write(
                out,
                (serde_json::to_string_pretty(&paper)? + "\n").as_bytes(),
            )
        }
        _ => layout::write(&recast(&source), Layout::of(out)?, out, fonts),
    }
}
