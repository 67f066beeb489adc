//! Traces that copying and converting left in the text.

use super::Checked;
use crate::{
    ledger::{Finding, FindingCode},
    understand::structure::{chars::cut, noise::Noise},
};

/// Segment marks of a sharing site: one finding for the document, at the first mark inside it.
pub(super) fn segment_marks(noise: &Noise) -> Option<Finding> {
    let place = noise.segment_marks.get(1).or(noise.segment_marks.first())?;
    Some(Finding {
        code: FindingCode::SegmentMark,
        span: *place,
        what: format!(
            "文中有{}处文档网站加的分段序号，形同条目编号，有的把句子截成了两段。",
            noise.segment_marks.len()
        ),
        why: "这些序号不是原文，会与真正的条目编号混淆，也会把数字拆开。".to_owned(),
        suggestion: "已在识别时略去；如要引用原文，请向发文单位索取正式文本核对。".to_owned(),
    })
}

/// Page numbers stuck to the words, one finding each.
pub(super) fn glued_pages(checked: &Checked<'_>) -> Vec<Finding> {
    let finding = |place: &crate::span::Span| {
        let number: String = cut(checked.chars, place.start, place.end).iter().collect();
        Finding {
            code: FindingCode::GluedPageNumber,
            span: *place,
            what: format!("“{number}”疑为页码，粘连在正文里。"),
            why: "页码混入正文，容易被误读成条目编号或者指标数字。".to_owned(),
            suggestion: "已在识别时略去；请对照原件确认此处没有漏掉数字。".to_owned(),
        }
    };
    checked.noise.glued_pages.iter().map(finding).collect()
}
