//! A ledger for the eye.

use super::columns::row;
use gongwen::{
    ledger::{
        Commitment, Deadline, DocKind, Finding, Item, Ledger, Recurrence, Responsible, Role, Target,
    },
    source::Source,
};

const WIDTHS: [usize; 5] = [8, 44, 26, 20, 22];
/// How much of a task's words is shown when it has no title.
const SHOWN_CHARS: usize = 60;
const UNKNOWN: &str = "未识别";

/// The summary, the items, and what a person should look at.
pub(super) fn table(name: &str, source: &Source, ledger: &Ledger) -> String {
    let mut text = summary(name, ledger);
    if ledger.items.is_empty() {
        text += "\n这份文件中没有找到工作任务（可能是新闻、法规或通知），没有可拆解的内容。\n";
    } else {
        text.push('\n');
        text += &row(&["编号", "任务", "目标", "时限", "责任"], &WIDTHS);
        text += &rule();
        let mut path: &[String] = &[];
        for item in &ledger.items {
            if item.path != path {
                path = &item.path;
                if !path.is_empty() {
                    text += &format!("【{}】\n", path.join(" / "));
                }
            }
            text += &item_row(item);
        }
    }
    let remarks = source.remarks.iter().map(|remark| remark.message.clone());
    let findings = ledger
        .findings
        .iter()
        .map(|finding| finding_line(source, finding));
    let notes: Vec<String> = remarks.chain(findings).collect();
    if !notes.is_empty() {
        text += "\n提示\n";
        for note in notes {
            text += &format!("  • {note}\n");
        }
    }
    text.push('\n');
    text
}

fn summary(name: &str, ledger: &Ledger) -> String {
    let count = |number: fn(&Item) -> usize| -> usize { ledger.items.iter().map(number).sum() };
    let without =
        |is_empty: fn(&Item) -> bool| ledger.items.iter().filter(|item| is_empty(item)).count();
    let title = ledger
        .title
        .as_ref()
        .map_or(UNKNOWN, |title| title.value.as_str());
    let year = ledger
        .plan_year
        .as_ref()
        .map_or_else(|| UNKNOWN.to_owned(), |year| year.value.to_string());
    let mut facts = vec![
        format!("标题 {title}"),
        format!("类型 {}", kind_name(ledger.kind)),
        format!("年度 {year}"),
    ];
    let optional = [
        (
            "发文机关",
            ledger.issuer.as_ref().map(|issuer| issuer.value.clone()),
        ),
        (
            "文号",
            ledger
                .doc_number
                .as_ref()
                .map(|number| number.value.clone()),
        ),
        (
            "日期",
            ledger.issued_on.as_ref().map(|day| day.value.to_string()),
        ),
    ];
    facts.extend(
        optional
            .into_iter()
            .filter_map(|(label, value)| Some(format!("{label} {}", value?))),
    );
    format!(
        "{name}\n{}\n{} 条 · 目标 {} · 时限 {} · 责任 {} · 未识别时限 {} · 未识别责任 {} · 提示 {}\n",
        facts.join(" · "),
        ledger.items.len(),
        count(|item| item.targets.len()),
        count(|item| item.deadlines.len()),
        count(|item| item.responsible.len()),
        without(|item| item.deadlines.is_empty()),
        without(|item| item.responsible.is_empty()),
        ledger.findings.len(),
    )
}

fn rule() -> String {
    let width: usize = WIDTHS.iter().map(|width| width + 1).sum();
    "─".repeat(width - 1) + "\n"
}

fn item_row(item: &Item) -> String {
    let words = match &item.title {
        Some(title) => title.value.clone(),
        None => shortened(&item.body),
    };
    let cells = [
        item.marker.clone(),
        words,
        lines_or_unknown(&item.targets, target_line),
        lines_or_unknown(&item.deadlines, deadline_line),
        lines_or_unknown(&item.responsible, responsible_line),
    ];
    row(&cells.each_ref().map(String::as_str), &WIDTHS)
}

fn shortened(body: &str) -> String {
    let words: String = body.split_whitespace().collect();
    let mut shown: String = words.chars().take(SHOWN_CHARS).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    shown
}

fn lines_or_unknown<T>(values: &[T], line: fn(&T) -> String) -> String {
    if values.is_empty() {
        return UNKNOWN.to_owned();
    }
    let lines: Vec<String> = values
        .iter()
        .map(|value| line(value).replace(['\n', '\r'], ""))
        .collect();
    lines.join("\n")
}

fn target_line(target: &Target) -> String {
    let commitment = match target.commitment {
        Commitment::Plain => "",
        Commitment::Binding => "确保 ",
        Commitment::Stretch => "力争 ",
    };
    let gap = if target.subject.is_empty() { "" } else { " " };
    format!("{}{gap}{commitment}{}", target.subject, target.quote)
}

fn deadline_line(deadline: &Deadline) -> String {
    let meaning = match (deadline.from, deadline.to, deadline.recurs) {
        (_, _, Some(rhythm)) => recurrence_name(rhythm).to_owned(),
        (Some(from), Some(to), _) if from == to => to.to_string(),
        (Some(from), Some(to), _) => format!("{from} 至 {to}"),
        (None, Some(to), _) => format!("至 {to}"),
        (Some(from), None, _) => format!("{from} 起"),
        (None, None, None) => "日期未定".to_owned(),
    };
    if meaning == deadline.quote {
        meaning
    } else {
        format!("{}（{meaning}）", deadline.quote)
    }
}

fn responsible_line(unit: &Responsible) -> String {
    let role = match unit.role {
        Role::Lead => "牵头",
        Role::Support => "配合",
        Role::Responsible => "责任",
        Role::Leader => "领导",
    };
    format!("{role} {}", unit.name)
}

fn recurrence_name(rhythm: Recurrence) -> &'static str {
    match rhythm {
        Recurrence::Weekly => "每周",
        Recurrence::Monthly => "每月",
        Recurrence::Quarterly => "每季度",
        Recurrence::HalfYearly => "每半年",
        Recurrence::Yearly => "每年",
        Recurrence::PerTerm => "每学期",
    }
}

fn kind_name(kind: DocKind) -> &'static str {
    match kind {
        DocKind::WorkPlan => "工作要点或计划",
        DocKind::ResponsibilityTable => "责任分解表",
        DocKind::Summary => "工作总结",
        DocKind::Scheme => "实施方案",
        DocKind::Negative => "非工作安排文件",
    }
}

/// `第 12 行：……。建议：……`
fn finding_line(source: &Source, finding: &Finding) -> String {
    let before = source.text().chars().take(finding.span.start);
    let line = before.filter(|c| *c == '\n').count() + 1;
    format!("第 {line} 行：{}{}", finding.what, finding.suggestion)
}
