//! `luoshi gongwen recognise`: questions in, a JSON object a line, answers out in the same order.

use crate::{
    Outcome,
    files::{self, BadInput},
};
use anyhow::Context as _;
use clap::Args;
use gongwen::recognise::{Entity, Model, recognise};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write, stderr, stdin, stdout},
    path::PathBuf,
};

/// 识别句子中的数字、百分比、金额、计量、时间：每行一个 JSON，逐行回答
#[derive(Args)]
#[command(
    override_usage = "luoshi gongwen recognise [文件]",
    after_help = "输入每行形如 {\"model\": \"NumberModel\", \"input\": \"新建3所学校\", \"ref\": null}，\n\
输出每行形如 {\"entities\": [{\"start\": 2, \"end\": 3, \"type\": \"number\", \"value\": \"3\", \"unit\": null}]}。\n\
可用的 model：NumberModel、PercentModel、OrdinalModel、CurrencyModel、DimensionModel、NumberRangeModel、\n\
DateTimeModel、DateParser、DatePeriodParser、HolidayParser、DurationParser、SetParser，前面也可以带类别，如 Number/NumberModel。"
)]
pub(super) struct Options {
    /// 输入文件；不写时从标准输入读
    #[arg(value_name = "文件")]
    file: Option<PathBuf>,
}

/// A question.
#[derive(Deserialize)]
struct Question {
    model: Model,
    input: String,
    /// The day 今天 is counted from: `2026-03-10`, a time after it is passed over.
    #[serde(default, rename = "ref")]
    reference: Option<String>,
}

/// An answer. A question that cannot be read has no entities, and says why on the error stream.
#[derive(Serialize)]
struct Answer {
    entities: Vec<Entity>,
}

pub(super) fn run(options: &Options) -> Outcome {
    let answered = match &options.file {
        None => answer_all(stdin().lock()),
        Some(file) => files::open(file).and_then(|file: File| answer_all(BufReader::new(file))),
    };
    match answered {
        Ok(outcome) => outcome,
        Err(error) if files::is_closed_pipe(&error) => Outcome::Done,
        Err(error) => files::report(&error),
    }
}

fn answer_all(questions: impl BufRead) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    let mut screen = BufWriter::new(stdout().lock());
    for (number, line) in (1..).zip(questions.split(b'\n')) {
        let line = line.context("读取输入时出错，请检查文件后重试。")?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let entities = answer(&line).unwrap_or_else(|error| {
            outcome = Outcome::BadInput;
            // The answers go on: a missing line would shift all that follow.
            let _ = writeln!(stderr(), "第{number}行：{error}");
            Vec::new()
        });
        serde_json::to_writer(&mut screen, &Answer { entities })?;
        screen.write_all(b"\n")?;
    }
    screen.flush()?;
    Ok(outcome)
}

fn answer(line: &[u8]) -> Result<Vec<Entity>, BadInput> {
    let question: Question = serde_json::from_slice(line).map_err(|_| {
        BadInput::new(
            "不是约定的格式，每行应为带 model、input、ref 的 JSON；用 --help 查看可用的 model。",
        )
    })?;
    let reference = match question.reference.as_deref() {
        None | Some("") => None,
        Some(written) => {
            let day: String = written.chars().take(10).collect();
            let day = day
                .parse()
                .map_err(|_| BadInput::new("ref 不是日期，应形如 2026-03-10。"))?;
            Some(day)
        }
    };
    Ok(recognise(question.model, &question.input, reference))
}
