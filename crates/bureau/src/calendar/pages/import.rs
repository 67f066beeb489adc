//! 导入节假日安排: pasted lines, what they would change, and taking them over.

use super::frame_below_year;
use crate::calendar::{
    actions::{self, ImportPreview},
    model::{Difference, Fault, Mark},
    paths,
};
use ::store::Error;
use askama::Template;
use base::day::in_words;
use serde::Deserialize;
use shell::{Asked, Field, Frame, Posted, Reply, Result, Visit};
use std::fmt::Write as _;

#[derive(Template)]
#[template(path = "calendar/pages/import.html")]
struct ImportPage {
    frame: Frame,
    lines: Field,
    faults: Vec<Fault>,
    /// Years with what changes in them; none before the lines were looked at.
    changes: Option<Vec<YearChanges>>,
}

struct YearChanges {
    year: i16,
    days: Vec<ChangedDay>,
}

struct ChangedDay {
    day: String,
    before: String,
    after: String,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    visit.page(&page(&visit, ""))
}

/// Shows what the lines would change. Nothing is kept yet.
pub(super) async fn preview(visit: Visit, posted: Posted) -> Result<Reply> {
    let lines = posted.raw("lines");
    let preview = actions::preview_import(&visit, lines).await?;
    let mut page = page(&visit, lines);
    let is_wrong = looked_at(&mut page, preview);
    if is_wrong {
        visit.invalid(&page)
    } else {
        visit.page(&page)
    }
}

/// Takes the lines over.
pub(super) async fn apply(visit: Visit, posted: Posted) -> Result<Reply> {
    let lines = posted.raw("lines");
    match actions::import(&visit, lines).await {
        Ok(years) if years.is_empty() => visit.done("内容与现有安排相同，没有改动。", paths::YEAR),
        Ok(years) => {
            let named: Vec<String> = years.iter().map(|year| format!("{year}年")).collect();
            let to = years
                .first()
                .map_or_else(|| paths::YEAR.to_owned(), |year| paths::year(*year));
            visit.done(
                format!(
                    "已更新{}的节假日安排，已经确定的期限不变。",
                    named.join("、")
                ),
                to,
            )
        }
        Err(Error::Refused(refusal)) => {
            let preview = actions::preview_import(&visit, lines).await?;
            let mut page = page(&visit, lines);
            looked_at(&mut page, preview);
            page.lines.refuse(refusal.what);
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Puts the outcome of the look on the page; whether something is wrong.
fn looked_at(page: &mut ImportPage, preview: ImportPreview) -> bool {
    if preview.years.is_empty() && preview.faults.is_empty() {
        page.lines.refuse("请粘贴节假日安排，每行一天。");
    } else if !preview.faults.is_empty() {
        page.lines.refuse(format!(
            "有{}行写得不对，请改好后再核对。",
            preview.faults.len()
        ));
    } else {
        page.changes = Some(
            preview
                .years
                .into_iter()
                .map(|(year, days)| YearChanges {
                    year,
                    days: days.iter().map(changed_day).collect(),
                })
                .collect(),
        );
    }
    page.faults = preview.faults;
    page.lines.error.is_some()
}

fn changed_day(difference: &Difference) -> ChangedDay {
    let words = |mark: &Option<Mark>| match mark {
        Some(mark) => format!("{}{}", mark.name, mark.kind.label()),
        None => "按星期".to_owned(),
    };
    ChangedDay {
        day: in_words(difference.date),
        before: words(&difference.before),
        after: words(&difference.after),
    }
}

fn page(visit: &Visit, lines: &str) -> ImportPage {
    ImportPage {
        frame: frame_below_year(visit, "导入节假日安排")
            .lead("先显示会改动哪些日子，确认后才生效。以前按旧安排确定的期限不会改变，也不会补发提醒。"),
        lines: Field::new("lines", "节假日安排")
            .required()
            .hint("每行一天：日期、放假或调休上班、节日名称，用逗号或制表符隔开，可以从电子表格整块粘贴。每个年份要写全。")
            .value(lines),
        faults: Vec::new(),
        changes: None,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ExportAsked {
    year: Option<i16>,
}

/// The table of a year in the form it is imported in.
pub(super) async fn export(visit: Visit, Asked(asked): Asked<ExportAsked>) -> Result<Reply> {
    let calendar = actions::calendar(&visit.db).await?;
    let year = asked
        .year
        .or_else(|| calendar.years().max())
        .unwrap_or(visit.today().year());
    let table = calendar.table(year).cloned().unwrap_or_default();
    // The mark at the beginning tells spreadsheet programs that the file is UTF-8.
    let heading = ["日期", "放假或调休上班", "节日"].join(",");
    let mut text = format!("\u{feff}{heading}\r\n");
    for (date, mark) in &table.marks {
        let _ = write!(text, "{date},{},{}\r\n", mark.kind.label(), mark.name);
    }
    visit.download(
        text.into_bytes(),
        "text/csv; charset=utf-8",
        &format!("{year}年节假日安排.csv"),
    )
}
