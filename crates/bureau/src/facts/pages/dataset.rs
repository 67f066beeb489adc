//! 学年基表: setting it up, the template, uploading a filled-in file.

use super::frame_below_list;
use crate::facts::{
    actions::{dataset as act, imports, look::View},
    paths, policy,
};
use ::store::Error;
use askama::Template;
use base::{Grain, TimePeriod, day::instant_in_words};
use serde::Deserialize;
use shell::{Asked, Field, Frame, Reply, Result, Upload, Visit};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[template(path = "facts/pages/dataset.html")]
struct DatasetPage {
    frame: Frame,
    n_items: usize,
    may_define: bool,
    may_import: bool,
    period: Field,
    periods: Vec<(String, String)>,
    file: Field,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    file_name: String,
    period: String,
    by: String,
    when: String,
    outcome: String,
    is_applied: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TemplateAsked {
    period: String,
}

pub(super) async fn show(visit: Visit) -> Result<Reply> {
    let page = page(&visit).await?;
    visit.page(&page)
}

pub(super) async fn set_up(visit: Visit, _: shell::Posted) -> Result<Reply> {
    let mut tx = visit.db.begin_write().await?;
    let n = act::set_up(&mut tx, &visit).await?;
    tx.commit().await?;
    let words = match n {
        0 => "学年基表已经齐全，没有改动。".to_owned(),
        n => format!("已设立{n}个数据项和校核规则。"),
    };
    visit.done(words, paths::DATASET)
}

pub(super) async fn template(visit: Visit, Asked(asked): Asked<TemplateAsked>) -> Result<Reply> {
    let period = period_of(&visit, &asked.period);
    let bytes = act::template(&visit, period).await?;
    visit.download(bytes, XLSX, &format!("{}学年基表.xlsx", period.label()))
}

pub(super) async fn upload(visit: Visit, upload: Upload) -> Result<Reply> {
    let period = period_of(&visit, upload.posted.get("period"));
    let file = upload.files.into_iter().next();
    let (name, bytes) = file.map_or_else(Default::default, |file| (file.name, file.bytes));
    match imports::receive(&visit, bytes, &name, period).await {
        Ok((_, Some(job))) => visit.started(job),
        Ok((id, None)) => visit.guest().go(None, &paths::import(id)),
        Err(Error::Refused(refusal)) if refusal.rule == "facts.import.file" => {
            let mut page = page(&visit).await?;
            page.period.value = period.to_string();
            page.file.refuse(refusal.what);
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// A school year; the one that is running when none was asked for.
fn period_of(visit: &Visit, asked: &str) -> TimePeriod {
    let asked: Option<TimePeriod> = asked.parse().ok();
    asked
        .filter(|period| period.grain() == Grain::SchoolYear)
        .unwrap_or_else(|| TimePeriod::holding(Grain::SchoolYear, visit.today()))
}

async fn page(visit: &Visit) -> Result<DatasetPage> {
    let view = View::of(visit).await?;
    let now = period_of(visit, "");
    let periods = [now.next(), now, now.previous(), now.previous().previous()];
    let rows = imports::imports(visit)
        .await?
        .into_iter()
        .map(|import| Row {
            href: paths::import(import.id),
            file_name: import.file_name,
            period: import.period.label(),
            by: import.by,
            when: instant_in_words(import.at_ms),
            outcome: match import.is_applied {
                true => format!(
                    "新填{}个，改动{}个，未收{}个",
                    import.n_new, import.n_changed, import.n_left_out
                ),
                false => "还没有导入".to_owned(),
            },
            is_applied: import.is_applied,
        });
    Ok(DatasetPage {
        frame: frame_below_list(visit, "学年基表").lead(
            "每学年一次，下载模板，填好后导入；导入前先看会改动什么，有误的格子标在文件里退回。",
        ),
        n_items: act::dataset_items(&view).len(),
        may_define: policy::defines(&visit.actor),
        may_import: policy::imports(&visit.actor),
        period: Field::new("period", "学年")
            .required()
            .value(now.to_string()),
        periods: periods
            .iter()
            .map(|period| (period.to_string(), period.label()))
            .collect(),
        file: Field::new("file", "填好的文件")
            .required()
            .hint("只收 .xlsx；表头名称不同的，下一步可以对应，以后会记住。"),
        rows: rows.collect(),
    })
}

impl DatasetPage {
    fn fields(&self) -> [&Field; 1] {
        [&self.file]
    }

    fn is_wrong(&self) -> bool {
        self.file.error.is_some()
    }
}
