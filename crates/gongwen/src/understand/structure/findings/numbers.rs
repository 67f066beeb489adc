//! Numbers that stand twice in a series, or are missing from it.

use super::Checked;
use crate::{
    ledger::{Finding, FindingCode},
    understand::structure::{chars::cut, markers::Style, tables::Row, tree::Unit},
};

/// As many numbers may be missing at once and the series still be the same one.
const WIDEST_GAP: u32 = 5;
/// A table with fewer rows shows no habit of counting on.
const FEWEST_ROWS: usize = 5;

/// Duplicate and missing numbers of headings, items and rows.
pub(super) fn numbers(checked: &Checked<'_>) -> Vec<Finding> {
    let mut findings = serial_numbers(checked);
    // The last unit of each form: numbers may run on across sections (1–24 under five headings).
    let mut last: Vec<(Style, usize)> = Vec::new();
    for (index, unit) in checked.tree.units.iter().enumerate() {
        let style = unit.marker.style;
        let before = last
            .iter()
            .find(|(form, _)| *form == style)
            .and_then(|(_, before)| checked.tree.units.get(*before));
        if style != Style::Calendar
            && let Some(before) = before
        {
            findings.extend(compare(checked, before, unit));
        }
        last.retain(|(form, _)| *form != style);
        last.push((style, index));
    }
    findings
}

/// Serial numbers of the rows of a table that otherwise counts on from row to row. A part of a table
/// keeps the numbers of the whole, so that it may begin anywhere.
fn serial_numbers(checked: &Checked<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in checked.tables {
        let number = |row: &Row| row.marker.trim_end_matches(['.', '、']).parse::<u32>().ok();
        let pairs: Vec<(u32, u32, &Row)> = table
            .rows
            .windows(2)
            .filter_map(|pair| match pair {
                [before, row] => Some((number(before)?, number(row)?, row)),
                _ => None,
            })
            .collect();
        let regular = pairs.iter().filter(|(was, is, _)| *is == was + 1).count();
        if table.rows.len() < FEWEST_ROWS || regular * 10 < pairs.len() * 7 {
            continue;
        }
        for (was, is, row) in pairs {
            let (code, what, suggestion) = if is == was {
                let what = format!("序号“{is}”用了两次。");
                (
                    FindingCode::DuplicateNumber,
                    what,
                    "请核对序号，更正后其后的序号依次顺延。",
                )
            } else if is == was + 2 || jumps(was, is) {
                let what = format!("序号“{was}”之后直接是“{is}”，中间缺{}行。", is - was - 1);
                (
                    FindingCode::NumberGap,
                    what,
                    "请核对是序号跳号，还是漏了内容。",
                )
            } else {
                continue;
            };
            findings.push(Finding {
                code,
                span: checked
                    .clean
                    .span(row.start, row.start + row.marker.chars().count()),
                what,
                why: WHY.to_owned(),
                suggestion: suggestion.to_owned(),
            });
        }
    }
    findings
}

const WHY: &str = "编号不连续，分解、督办时按编号引用会指错条目。";

/// More than one number is missing, not so many that another series has begun.
fn jumps(was: u32, is: u32) -> bool {
    is > was + 2 && is <= was + 1 + WIDEST_GAP
}

fn compare(checked: &Checked<'_>, before: &Unit, unit: &Unit) -> Option<Finding> {
    let (was, is) = (before.marker.number, unit.marker.number);
    let words = |unit: &Unit| {
        cut(&checked.clean.chars, unit.marker.start, unit.marker.end)
            .iter()
            .collect::<String>()
    };
    let siblings = before.parent == unit.parent;
    let (code, what, suggestion) = if is == was && is > 1 {
        (
            FindingCode::DuplicateNumber,
            format!("“{}”用了两次：前一处之后没有接着往下编号。", words(unit)),
            "请核对是编号写错，还是漏了一部分内容；更正后其后的编号依次顺延。",
        )
    } else if is == was + 2 && (siblings || is > 2) || siblings && jumps(was, is) {
        (
            FindingCode::NumberGap,
            format!(
                "“{}”之后直接是“{}”，中间缺{}个编号。",
                words(before),
                words(unit),
                is - was - 1
            ),
            "请核对是编号跳号，还是漏了一条内容。",
        )
    } else {
        return None;
    };
    Some(Finding {
        code,
        span: checked.clean.span(unit.marker.start, unit.marker.end),
        what,
        why: WHY.to_owned(),
        suggestion: suggestion.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use crate::{ledger::FindingCode, source::Source, understand::structure::structure};

    fn numbers(text: &str) -> Vec<(FindingCode, String)> {
        let source = Source::from_text(format!("某县教育局2024年工作要点\n{text}"));
        let findings = structure(&source).ledger.findings;
        findings
            .into_iter()
            .filter(|finding| {
                matches!(
                    finding.code,
                    FindingCode::NumberGap | FindingCode::DuplicateNumber
                )
            })
            .map(|finding| (finding.code, source.slice(finding.span)))
            .collect()
    }

    #[test]
    fn numbers_that_stand_twice_or_are_missing_are_pointed_at() {
        use FindingCode::{DuplicateNumber, NumberGap};
        for (text, code, place) in [
            (
                "一、德育\n（一）甲。\n（二）乙。\n（三）丙。\n（三）丁。\n二、教学\n戊。",
                DuplicateNumber,
                "（三）",
            ),
            (
                "一、德育\n甲。\n二、教学\n乙。\n四、安全\n丙。",
                NumberGap,
                "四、",
            ),
            (
                "一、德育\n甲。\n二、教学\n乙。\n五、安全\n丙。",
                NumberGap,
                "五、",
            ),
            (
                "一、德育\n1.甲。\n2.乙。\n二、教学\n3.丙。\n5.丁。",
                NumberGap,
                "5.",
            ),
            (
                "一、德育\n1.甲。\n2.乙。\n2.丙。\n3.丁。",
                DuplicateNumber,
                "2.",
            ),
            (
                "序号\t工作任务\t责任单位\n1\t德育\t甲科\n2\t智育\t乙科\n3\t体育\t丙科\n3\t美育\t丁科\n4\t劳育\t戊科\n5\t安全\t己科",
                DuplicateNumber,
                "3",
            ),
            (
                "序号\t工作任务\t责任单位\n1\t德育\t甲科\n2\t智育\t乙科\n4\t体育\t丙科\n5\t美育\t丁科\n6\t劳育\t戊科\n7\t安全\t己科",
                NumberGap,
                "4",
            ),
        ] {
            assert_eq!(numbers(text), [(code, place.to_owned())], "{text}");
        }
    }

    #[test]
    fn series_that_begin_anew_or_run_on_are_left_alone() {
        for text in [
            "一、德育\n1.甲。\n2.乙。\n二、教学\n1.丙。\n2.丁。",
            "一、德育\n1.甲。\n2.乙。\n二、教学\n3.丙。\n4.丁。",
            "一、德育\n（一）甲。\n1.乙。\n2.丙。\n（二）丁。\n1.戊。",
            "序号\t工作任务\t责任单位\n72\t德育\t甲科\n73\t智育\t乙科\n74\t体育\t丙科\n75\t美育\t丁科\n76\t劳育\t戊科",
        ] {
            assert_eq!(numbers(text), [], "{text}");
        }
    }
}
