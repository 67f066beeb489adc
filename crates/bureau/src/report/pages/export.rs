//! 汇总 as a paper and as a workbook.

use crate::{
    org::looks_like_formula,
    report::{
        actions::{Summary, SummaryItem},
        model::{DONE, FieldKind, NEEDED_FROM, NEEDS, ReportForm, ReportHead, ReportState},
        store::MissingOfUnit,
    },
};
use base::day::Date;
use gongwen::{
    day::Day,
    paper::{Paper, Section, Words, YearSummary},
    write::paper_docx,
};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use std::io;

/// What a period's summary is called.
pub(super) fn title(summary: &Summary) -> String {
    let issuer = match summary.plan.issuer.is_empty() {
        true => &summary.plan.title,
        false => &summary.plan.issuer,
    };
    format!("{issuer}{}工作汇总", summary.round.period.label())
}

/// What a report says, line by line, blank fields left out.
pub(super) fn lines(form: &ReportForm) -> Vec<(String, String)> {
    form.0
        .iter()
        .filter(|field| !field.is_silent())
        .map(|field| match field.is_step() {
            true => (format!("节点“{}”", field.label), field.step_in_words()),
            false => (field.label.clone(), field.shown()),
        })
        .collect()
}

/// The summary as a paper of GB/T 9704 layout.
pub(super) fn docx(summary: &Summary, today: Date) -> io::Result<Vec<u8>> {
    let mut sections: Vec<Section> = summary
        .groups
        .iter()
        .map(|(word, items)| Section {
            title: word.clone(),
            sections: items.iter().map(item_section).collect(),
            ..Section::default()
        })
        .collect();
    let needs = needs(summary);
    if !needs.is_empty() {
        sections.push(section("需协调事项", needs));
    }
    let missing: Vec<String> = summary.missing.iter().map(missing_of_unit).collect();
    if !missing.is_empty() {
        sections.push(section("尚未报送或审阅完毕的任务", missing));
    }
    let n_in: usize = summary.groups.iter().map(|(_, items)| items.len()).sum();
    let month = u8::try_from(today.month()).unwrap_or(1);
    let day = u8::try_from(today.day()).unwrap_or(1);
    let paper = Paper::YearSummary(YearSummary {
        title: title(summary),
        issuer: match summary.plan.issuer.is_empty() {
            true => "办公室".to_owned(),
            false => summary.plan.issuer.clone(),
        },
        date: Day::new(today.year(), month, day),
        lead: vec![Words::Plain(format!(
            "{}应报送{}份，{}。{}",
            summary.round.period.label(),
            summary.n_asked,
            match summary.n_missing {
                0 => "已全部汇入".to_owned(),
                n => format!("汇入{n_in}份，尚缺{n}份"),
            },
            match summary.with_unapproved {
                true => "其中标明“未核”的尚未审阅完毕。",
                false => "以下数据均经审阅核定。",
            }
        ))],
        sections,
        ..YearSummary::default()
    });
    let document = paper.document().map_err(io::Error::other)?;
    paper_docx(&document).map_err(io::Error::other)
}

/// What a unit has not handed in, or nobody has approved yet.
fn missing_of_unit(missing: &MissingOfUnit) -> String {
    let unit = missing.first.first().map_or("", |head| &head.unit_name);
    let named: Vec<String> = missing
        .first
        .iter()
        .map(|head| format!("{}（{}）", head.task(), head.standing()))
        .collect();
    let n = missing.n;
    match usize::try_from(n).is_ok_and(|n| n > named.len()) {
        true => format!("{unit}尚缺{n}份：{}等。", named.join("；")),
        false => format!("{unit}尚缺{n}份：{}。", named.join("；")),
    }
}

fn section(title: &str, text: Vec<String>) -> Section {
    Section {
        title: title.to_owned(),
        text: text.into_iter().map(Words::Plain).collect(),
        ..Section::default()
    }
}

/// A report: its task as the heading, the progress running on, numbers and the rest below.
fn item_section(item: &SummaryItem) -> Section {
    let is_approved = item.head.state == ReportState::Filed;
    let mark = if is_approved { "" } else { "（未核）" };
    let form = &item.form;
    let numbers: Vec<String> = form
        .0
        .iter()
        .filter(|field| field.is_number() && !field.is_silent())
        .map(|field| format!("{}{}", field.label, field.shown()))
        .collect();
    let mut text = vec![form.value(DONE).to_owned()];
    if !numbers.is_empty() {
        text.push(format!("数据：{}。", numbers.join("，")));
    }
    for field in &form.0 {
        let is_other = field.kind == FieldKind::Words && field.key != DONE && field.key != NEEDS;
        if is_other && !field.value.is_empty() {
            text.push(format!("{}：{}", field.label, field.value));
        }
    }
    text.retain(|words| !words.is_empty());
    Section {
        title: format!("{}（{}）{mark}。", item.head.heading, item.head.unit_name),
        text: text.into_iter().map(Words::Plain).collect(),
        ..Section::default()
    }
}

/// What is needed from whom, over all reports.
fn needs(summary: &Summary) -> Vec<String> {
    summary
        .groups
        .iter()
        .flat_map(|(_, items)| items)
        .filter(|item| !item.form.value(NEEDS).is_empty())
        .map(|item| {
            format!(
                "{}（{}）{}",
                item.head.heading,
                item.head.unit_name,
                asked_of(item.form.value(NEEDED_FROM), item.form.value(NEEDS))
            )
        })
        .collect()
}

/// What is needed, with from whom before it; not a second time where the text begins by saying so.
fn asked_of(name: &str, needs: &str) -> String {
    let first = name
        .split(['、', '，', ',', '；'])
        .next()
        .unwrap_or("")
        .trim();
    let is_said = needs
        .strip_prefix('请')
        .is_some_and(|rest| rest.trim_start().starts_with(first));
    match first.is_empty() || is_said {
        true => needs.to_owned(),
        false => format!("请{name}：{needs}"),
    }
}

/// Columns of the workbook with their width in characters.
const COLUMNS: [(&str, f64); 10] = [
    ("序号", 8.0),
    ("分组", 18.0),
    ("任务", 40.0),
    ("报送单位", 16.0),
    ("分管领导", 12.0),
    ("状态", 10.0),
    ("数据", 40.0),
    ("进展", 50.0),
    ("存在问题和下一步", 50.0),
    ("需协调事项", 30.0),
];

/// The summary as a workbook: what is in on the first sheet, what is missing on the second.
pub(super) fn xlsx(summary: &Summary, missing: &[ReportHead]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day instead of the clock: the same summary is the same file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title(summary))
            .set_creation_datetime(&created),
    );
    let header = Format::new().set_bold().set_background_color("#EEF2F7");
    let text = Format::new().set_num_format("@").set_text_wrap();
    let quoted = text.clone().set_quote_prefix();
    let sheet = workbook.add_worksheet();
    sheet.set_name("汇总")?;
    for (place, (word, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, word, &header)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let items = summary
        .groups
        .iter()
        .flat_map(|(word, items)| items.iter().map(move |item| (word, item)));
    for (row, (word, item)) in (1u32..).zip(items) {
        for (place, cell) in (0..).zip(cells(row, word, item)) {
            let format = if looks_like_formula(&cell) {
                &quoted
            } else {
                &text
            };
            sheet.write_string_with_format(row, place, &cell, format)?;
        }
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name("尚缺")?;
    for (place, (word, width)) in (0..).zip([
        ("任务", 40.0),
        ("单位", 16.0),
        ("截止", 14.0),
        ("状态", 26.0),
        ("到哪一步", 24.0),
    ]) {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, word, &header)?;
    }
    for (row, head) in (1u32..).zip(missing) {
        let cells = [
            head.task(),
            head.unit_name.clone(),
            base::day::in_words(head.due),
            head.standing(),
            head.waits_for.clone(),
        ];
        for (place, cell) in (0..).zip(cells) {
            let format = if looks_like_formula(&cell) {
                &quoted
            } else {
                &text
            };
            sheet.write_string_with_format(row, place, &cell, format)?;
        }
    }
    workbook.save_to_buffer()
}

fn cells(number: u32, group: &str, item: &SummaryItem) -> [String; 10] {
    let form = &item.form;
    let joined = |wanted: &dyn Fn(&crate::report::model::ReportField) -> bool| {
        let lines: Vec<String> = form
            .0
            .iter()
            .filter(|field| wanted(field) && !field.is_silent())
            .map(|field| format!("{}：{}", field.label, field.shown()))
            .collect();
        lines.join("\n")
    };
    [
        number.to_string(),
        group.to_owned(),
        item.head.task(),
        item.head.unit_name.clone(),
        item.head.leader_name.clone(),
        item.head.state.label().to_owned(),
        joined(&|field| field.is_number() || field.kind == FieldKind::Step),
        form.value(DONE).to_owned(),
        joined(&|field| field.kind == FieldKind::Words && field.key != DONE && field.key != NEEDS),
        joined(&|field| field.key == NEEDS || field.key == NEEDED_FROM),
    ]
}

#[cfg(test)]
mod tests {
    use super::asked_of;

    #[test]
    fn a_paper_does_not_name_twice_from_whom_something_is_needed() {
        for (name, needs, words) in [
            ("县人社局", "请县人社局核定岗位。", "请县人社局核定岗位。"),
            (
                "县人社局、县编办",
                "请县人社局核定岗位。",
                "请县人社局核定岗位。",
            ),
            ("县财政局", "请尽快拨付。", "请县财政局：请尽快拨付。"),
            ("县财政局", "拨付经费。", "请县财政局：拨付经费。"),
            ("", "拨付经费。", "拨付经费。"),
        ] {
            assert_eq!(asked_of(name, needs), words);
        }
    }
}
