//! `luoshi extract`: papers in, ledgers out, without a database.

mod batches;
mod columns;
mod output;
mod table;

use crate::{
    Outcome,
    files::{is_closed_pipe, name_of, report, source},
};
use clap::{Args, ValueEnum};
use gongwen::{
    ledger::{Ledger, json},
    source::Source,
    understand::understand,
    write::{BreakdownTable, docx, xlsx},
};
use output::Output;
use std::{
    ops::ControlFlow,
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
    batches::in_order(
        &options.files,
        |file| extract(file, options.format),
        |file, extracted| match extracted.and_then(|found| found.put(file, &mut output)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) if is_closed_pipe(&error) => ControlFlow::Break(()),
            Err(error) => {
                let error = error.context(file.display().to_string());
                outcome = outcome.max(report(&error));
                ControlFlow::Continue(())
            }
        },
    );
    outcome
}

/// What a paper was turned into.
enum Extracted {
    /// Something to read on a screen.
    Text(String),
    /// Something only a file can hold.
    File(Vec<u8>),
    /// Nothing, and why.
    Nothing(String),
}

impl Extracted {
    fn put(self, file: &Path, output: &mut Output) -> anyhow::Result<()> {
        match self {
            Self::Text(text) => output.text(file, &text),
            Self::File(bytes) => output.bytes(file, &bytes),
            Self::Nothing(why) => output.notice(&why),
        }
    }
}

fn extract(file: &Path, format: Format) -> anyhow::Result<Extracted> {
    let source = source(file)?;
    let ledger = understand(&source);
    let is_work = !ledger.items.is_empty();
    Ok(match format {
        Format::Table => Extracted::Text(table::table(&name_of(file), &source, &ledger)),
        Format::Json => Extracted::Text(document_as_json(file, &source, &ledger)?),
        Format::Xlsx | Format::Docx if !is_work => Extracted::Nothing(format!(
            "{}：这份文件中没有找到工作任务，没有生成责任分解表。",
            file.display()
        )),
        Format::Xlsx => Extracted::File(xlsx(&BreakdownTable::from_ledger(&ledger))?),
        Format::Docx => Extracted::File(docx(&BreakdownTable::from_ledger(&ledger))?),
    })
}

fn document_as_json(file: &Path, source: &Source, ledger: &Ledger) -> anyhow::Result<String> {
    let stem = file
        .file_stem()
        .map(|stem| stem.to_string_lossy())
        .unwrap_or_default();
    let document = json::document(&stem, source, ledger);
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
