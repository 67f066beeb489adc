//! Numbers that stand twice in a series, or are missing from it.

use super::Checked;
use crate::{
    ledger::{Finding, FindingCode},
    understand::structure::{chars::cut, markers::Style, tree::Unit},
};

/// Duplicate and missing numbers of headings and items. Rows of a table keep the numbers of the
/// table they were taken from and are not checked.
pub(super) fn numbers(checked: &Checked<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
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
    } else if is == was + 2 && (siblings || is > 2) {
        (
            FindingCode::NumberGap,
            format!(
                "“{}”之后直接是“{}”，中间缺一个编号。",
                words(before),
                words(unit)
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
        why: "编号不连续，分解、督办时按编号引用会指错条目。".to_owned(),
        suggestion: suggestion.to_owned(),
    })
}
