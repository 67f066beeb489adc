//! `luoshi extract`: papers in, ledgers out, without a database.

mod columns;
mod output;
mod table;

use crate::Outcome;
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use gongwen::{
    ledger::{Ledger, json},
    read::MAX_FILE_BYTES,
    source::Source,
    understand::understand,
    write::{BreakdownTable, docx, xlsx},
};
use office::Programs;
use output::Output;
use std::{
    fs::File,
    io::{self, Read as _, Write as _, stderr},
    path::{Path, PathBuf},
};

/// 从工作要点、责任分解表、工作总结等文件中提取任务、目标、时限和责任单位
#[derive(Args)]
#[command(override_usage = "luoshi extract <文件>... [--format <格式>] [--out <文件夹>]")]
pub(crate) struct Options {
    /// 要读取的文件（.docx、.pdf、.ofd、.xlsx、.html、.txt、.md，以及 .doc、.wps 等旧格式），可以有多个
    #[arg(required = true, value_name = "文件")]
    files: Vec<PathBuf>,

    /// 输出格式：table 供屏幕查看（默认），json 供程序使用，xlsx、docx 为责任分解表
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table)]
    format: Format,

    /// 输出到这个文件夹，每份文件一个；不写时 table、json 输出到屏幕，xlsx、docx 输出到当前文件夹
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
}

/// Forms of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Xlsx,
    Docx,
}

/// Extracts every file; one that fails does not keep the others from being done.
pub(crate) fn run(options: &Options) -> Outcome {
    let mut output = match Output::new(options) {
        Ok(output) => output,
        Err(error) => return report(&error),
    };
    let mut outcome = Outcome::Done;
    for file in &options.files {
        match extract(file, options.format, &mut output) {
            Ok(()) => {}
            Err(error) if is_closed_pipe(&error) => return outcome,
            Err(error) => {
                let error = error.context(file.display().to_string());
                outcome = outcome.max(report(&error));
            }
        }
    }
    outcome
}

fn extract(file: &Path, format: Format, output: &mut Output) -> anyhow::Result<()> {
    let source = read_file(file)?;
    let ledger = understand(&source);
    let is_work = !ledger.items.is_empty();
    match format {
        Format::Table => output.text(file, &table::table(&name_of(file), &source, &ledger)),
        Format::Json => output.text(file, &document_as_json(file, &source, &ledger)?),
        Format::Xlsx | Format::Docx if !is_work => output.notice(&format!(
            "{}：这份文件中没有找到工作任务，没有生成责任分解表。",
            file.display()
        )),
        Format::Xlsx => output.bytes(file, &xlsx(&BreakdownTable::from_ledger(&ledger))?),
        Format::Docx => output.bytes(file, &docx(&BreakdownTable::from_ledger(&ledger))?),
    }
}

fn document_as_json(file: &Path, source: &Source, ledger: &Ledger) -> anyhow::Result<String> {
    let stem = file
        .file_stem()
        .map(|stem| stem.to_string_lossy())
        .unwrap_or_default();
    let document = json::document(&stem, source, ledger);
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// The file cannot be used; the message says why.
#[derive(Debug)]
struct BadInput(String);

impl std::fmt::Display for BadInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadInput {}

fn read_file(file: &Path) -> anyhow::Result<Source> {
    let bad = |message: &str| anyhow::Error::new(BadInput(message.to_owned()));
    if file.is_dir() {
        return Err(bad("这是文件夹，请写出其中的文件。"));
    }
    let handle = File::open(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => bad("找不到这个文件，请检查路径和文件名。"),
        io::ErrorKind::PermissionDenied => bad("没有读取这个文件的权限，请检查文件的权限设置。"),
        _ => bad("无法打开这个文件，请检查文件是否可用。"),
    })?;
    let mut bytes = Vec::new();
    handle
        .take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .context("读取文件时出错，请检查磁盘或网络后重试。")?;
    office::read(&bytes, Some(&name_of(file)), &Programs::installed())
        .map_err(|error| bad(&error.to_string()))
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Tells what went wrong and how the command is to end because of it.
fn report(error: &anyhow::Error) -> Outcome {
    let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
    // The reader of the messages may be gone; the exit code still tells.
    let _ = writeln!(stderr(), "{}", chain.join("："));
    if error.downcast_ref::<BadInput>().is_some() {
        Outcome::BadInput
    } else {
        Outcome::Failed
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
