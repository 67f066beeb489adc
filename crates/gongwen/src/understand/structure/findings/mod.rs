//! What an experienced clerk of the office would point at.

mod burden;
mod damage;
mod numbers;
mod table_sums;
mod text;
mod years;

use super::{Structure, clean::Clean, noise::Noise, tables::Table, tree::Tree};
use crate::{
    ledger::{DocKind, Finding, FindingCode},
    source::Source,
    span::Span,
};

/// What the checks look at.
pub(crate) struct Checked<'a> {
    /// The paper.
    pub(crate) source: &'a Source,
    /// The whole text.
    pub(crate) chars: &'a [char],
    /// The text without noise.
    pub(crate) clean: &'a Clean,
    /// What is noise.
    pub(crate) noise: &'a Noise,
    /// The numbered units.
    pub(crate) tree: &'a Tree,
    /// The tables of work.
    pub(crate) tables: &'a [Table],
}

/// All findings of a document, in order of position.
pub(crate) fn findings(checked: &Checked<'_>, structure: &Structure) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(text::segment_marks(checked.noise));
    findings.extend(text::glued_pages(checked));
    findings.extend(damage::spun_text(checked));
    if structure.ledger.kind != DocKind::Negative {
        findings.extend(numbers::numbers(checked));
        findings.extend(years::years(checked, structure));
        findings.extend(burden::burden(checked, structure));
        findings.extend(damage::lost_punctuation(checked));
        findings.extend(damage::truncated_end(structure));
        findings.extend(table_sums::table_sums(checked));
    }
    findings.extend(no_items(checked, structure));
    findings.sort_by_key(|finding| finding.span);
    findings
}

/// A paper in which nothing was found to be done says so.
fn no_items(checked: &Checked<'_>, structure: &Structure) -> Option<Finding> {
    if !structure.ledger.items.is_empty() {
        return None;
    }
    let what = if structure.ledger.kind == DocKind::Negative {
        "这是一篇新闻、制度或公告类文稿，没有需要分解的工作任务。"
    } else {
        "没有识别到带编号的工作任务。"
    };
    Some(Finding {
        code: FindingCode::NoItems,
        span: Span::new(0, checked.chars.len()),
        what: what.to_owned(),
        why: "没有任务条目就形不成责任分解台账。".to_owned(),
        suggestion:
            "请核对导入的是不是工作要点、分解表、方案或总结；如果是，可在审核页手工添加任务。"
                .to_owned(),
    })
}
