//! `luoshi gongwen compare`: what became of a paper that was edited in an office program.

use super::Format;
use crate::{
    Outcome,
    files::{self, BadInput},
};
use clap::Args;
use gongwen::{
    difference::Run,
    round_trip::{Change, Comparison, Fate, FigureChange, Original, compare},
};
use std::{
    fmt::Write as _,
    io::{Write as _, stdout},
    path::{Path, PathBuf},
};

/// 比较公文的原稿和改稿，逐段列出修改、新增、删除、移动、拆分、合并，以及改动的数字
#[derive(Args)]
#[command(
    override_usage = "luoshi gongwen compare <原稿.docx> <改稿.docx> [--format <格式>]\n      luoshi gongwen compare <改稿.docx>",
    after_help = "只给改稿时，与文件里留下的起草内容比较（由本程序生成的 .docx 才有）。"
)]
pub(super) struct Options {
    /// 原稿和改稿，先原稿后改稿；也可以只写改稿
    #[arg(required = true, num_args = 1..=2, value_name = "文件")]
    files: Vec<PathBuf>,

    /// 输出格式：table 供屏幕查看（默认），json 供程序使用
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table)]
    format: Format,
}

pub(super) fn run(options: &Options) -> Outcome {
    let done = compared(&options.files).and_then(|comparison| print(&comparison, options.format));
    match done {
        Ok(()) => Outcome::Done,
        Err(error) if files::is_closed_pipe(&error) => Outcome::Done,
        Err(error) => files::report(&error),
    }
}

fn compared(files: &[PathBuf]) -> anyhow::Result<Comparison> {
    let bad = |file: &Path, error: String| {
        anyhow::Error::new(BadInput::new(error)).context(file.display().to_string())
    };
    let (original, edited) = match files {
        [original, edited] => {
            let bytes = files::bytes(original)?;
            let read = Original::read(&bytes).map_err(|error| bad(original, error.to_string()))?;
            (Some(read), edited)
        }
        [edited, ..] => (None, edited),
        [] => return Err(BadInput::new("没有写要比较的文件。").into()),
    };
    let bytes = files::bytes(edited)?;
    compare(&bytes, original.as_ref()).map_err(|error| bad(edited, error.to_string()))
}

fn print(comparison: &Comparison, format: Format) -> anyhow::Result<()> {
    let mut screen = stdout().lock();
    match format {
        Format::Table => screen.write_all(table(comparison).as_bytes())?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut screen, comparison)?;
            screen.write_all(b"\n")?;
        }
    }
    Ok(screen.flush()?)
}

/// What changed, for the screen.
fn table(comparison: &Comparison) -> String {
    if comparison.is_unchanged() {
        return format!("{} 段都没有改动。\n", comparison.changes.len());
    }
    let counts: Vec<String> = [
        Fate::Unchanged,
        Fate::Changed,
        Fate::Added,
        Fate::Removed,
        Fate::Moved,
        Fate::Split,
        Fate::Merged,
    ]
    .into_iter()
    .map(|fate| (fate, comparison.count(fate)))
    .filter(|(_, count)| *count > 0)
    .map(|(fate, count)| format!("{} {count} 段", fate.label()))
    .collect();
    let mut text = counts.join("，") + "。\n";
    let changed = comparison
        .changes
        .iter()
        .filter(|change| change.fate != Fate::Unchanged);
    for change in changed {
        let _ = write!(
            text,
            "\n{}{}\n      {}\n",
            change.fate.label(),
            place(change),
            words(change)
        );
        for figure in &change.figures {
            let _ = writeln!(text, "      数字：{}", named(figure));
        }
    }
    text
}

fn place(change: &Change) -> String {
    let mut place = String::new();
    let numbers: Vec<String> = change.paragraphs.iter().map(ToString::to_string).collect();
    if !numbers.is_empty() {
        let _ = write!(place, "  第 {} 段", numbers.join("、"));
    }
    if change.is_moved && change.fate != Fate::Moved {
        place.push_str("，并移动了位置");
    }
    place
}

/// Both wordings in one: ［－out－］ and ［＋in＋］.
fn words(change: &Change) -> String {
    if change.words.is_empty() {
        return change.after.replace('\n', " / ");
    }
    let words: String = change
        .words
        .iter()
        .map(|run| match run {
            Run::Same(text) => text.clone(),
            Run::Added(text) => format!("［＋{text}＋］"),
            Run::Removed(text) => format!("［－{text}－］"),
        })
        .collect();
    words.replace('\n', " / ")
}

fn named(figure: &FigureChange) -> String {
    let mut text = match (&figure.before, &figure.after) {
        (Some(before), Some(after)) => format!("{before} 改为 {after}"),
        (Some(before), None) => format!("删去 {before}"),
        (None, Some(after)) => format!("新写 {after}"),
        (None, None) => String::new(),
    };
    if let Some(source) = figure.source.as_ref().filter(|source| !source.is_empty()) {
        let _ = write!(text, "（原据：{source}）");
    }
    text
}
