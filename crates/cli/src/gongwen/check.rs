//! `luoshi gongwen check`: a `.docx` held to GB/T 9704-2012.

use super::Format;
use crate::{
    Outcome,
    files::{self, BadInput},
};
use clap::Args;
use gongwen::check::{Form, Place, Report, Standard, Violation, check};
use serde::Serialize;
use std::{
    fmt::Write as _,
    io::{Write as _, stdout},
    path::{Path, PathBuf},
};

/// 对照 GB/T 9704—2012 检查公文格式，逐条指出条款、位置和改法
#[derive(Args)]
#[command(
    override_usage = "luoshi gongwen check <文件.docx>... [--format <格式>]",
    after_help = "退出码：0 没有发现问题，3 发现问题（包括建议），2 文件不能用，1 出错。"
)]
pub(super) struct Options {
    /// 要检查的文件（.docx），可以有多个
    #[arg(required = true, value_name = "文件")]
    files: Vec<PathBuf>,

    /// 输出格式：table 供屏幕查看（默认），json 供程序使用
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// A file and what was found in it.
#[derive(Serialize)]
struct Checked<'a> {
    file: String,
    #[serde(flatten)]
    report: &'a Report,
}

/// Checks every file; one that cannot be read does not keep the others from being checked.
pub(super) fn run(options: &Options) -> Outcome {
    let standard = match Standard::gbt9704_2012() {
        Ok(standard) => standard,
        Err(error) => return files::report(&error.into()),
    };
    let mut outcome = Outcome::Done;
    let mut reports: Vec<(String, Report)> = Vec::new();
    for file in &options.files {
        match one(file, &standard) {
            Ok(report) => {
                if !report.violations.is_empty() {
                    outcome = outcome.max(Outcome::Violations);
                }
                reports.push((file.display().to_string(), report));
            }
            Err(error) => {
                let error = error.context(file.display().to_string());
                outcome = outcome.max(files::report(&error));
            }
        }
    }
    match print(&reports, options.format) {
        Ok(()) => outcome,
        Err(error) if files::is_closed_pipe(&error) => outcome,
        Err(error) => files::report(&error),
    }
}

fn one(file: &Path, standard: &Standard) -> anyhow::Result<Report> {
    let bytes = files::bytes(file)?;
    check(&bytes, standard).map_err(|error| match error {
        gongwen::read::ReadError::NoDocument => BadInput::new(
            "不是 Word 文档（.docx），无法检查格式，请用 Word 或 WPS 打开，另存为 .docx 后再检查。",
        )
        .into(),
        error => BadInput::new(error.to_string()).into(),
    })
}

fn print(reports: &[(String, Report)], format: Format) -> anyhow::Result<()> {
    let mut screen = stdout().lock();
    match format {
        Format::Table => {
            for (file, report) in reports {
                screen.write_all(table(file, report).as_bytes())?;
            }
        }
        Format::Json => {
            let checked: Vec<Checked<'_>> = reports
                .iter()
                .map(|(file, report)| Checked {
                    file: file.clone(),
                    report,
                })
                .collect();
            serde_json::to_writer_pretty(&mut screen, &checked)?;
            screen.write_all(b"\n")?;
        }
    }
    Ok(screen.flush()?)
}

/// A report for the screen.
fn table(file: &str, report: &Report) -> String {
    let mut text = format!(
        "{file}\n{}，{} 段。",
        form(report.form),
        report.n_paragraphs
    );
    let (n_breaches, n_advices) = (report.n_breaches(), report.n_advices());
    let _ = match (n_breaches, n_advices) {
        (0, 0) => writeln!(text, "没有发现不合 {} 的地方。", report.standard),
        (_, _) => writeln!(
            text,
            "对照 {}：违反 {n_breaches} 条，建议 {n_advices} 条。",
            report.standard
        ),
    };
    for violation in &report.violations {
        let _ = writeln!(
            text,
            "\n{}  {}  {}\n      现状：{}\n      标准：{}（{}）\n      改法：{}",
            violation.severity.label(),
            violation.clause,
            places(violation),
            violation.found,
            violation.wanted,
            violation.source.label(),
            violation.fix
        );
    }
    text.push('\n');
    text
}

fn form(form: Form) -> &'static str {
    match form {
        Form::File => "文件格式",
        Form::Letter => "信函格式",
        Form::Order => "命令（令）格式",
        Form::Minutes => "纪要格式",
        Form::Plain => "没有版头",
    }
}

/// The part, the paragraphs, and the words of the first of them.
fn places(violation: &Violation) -> String {
    const SHOWN: usize = 8;
    let mut text = String::new();
    if let Some(Place { part, .. }) = violation.places.first() {
        text.push_str(part.label());
    }
    let mut numbers: Vec<usize> = violation
        .places
        .iter()
        .filter_map(|place| place.paragraph)
        .collect();
    numbers.dedup();
    if !numbers.is_empty() {
        let shown: Vec<String> = numbers
            .iter()
            .take(SHOWN)
            .map(ToString::to_string)
            .collect();
        let _ = write!(text, "，第 {} 段", shown.join("、"));
        if numbers.len() > SHOWN {
            let _ = write!(text, "等 {} 处", numbers.len());
        }
    }
    if let Some(Place { quote, .. }) = violation
        .places
        .first()
        .filter(|place| !place.quote.is_empty())
    {
        let _ = write!(text, "“{quote}”");
    }
    text
}
