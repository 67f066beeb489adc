//! What holds for every text, however broken.

use gongwen::{
    ledger::{Ledger, json},
    source::Source,
    span::Span,
    understand::{structure::structure, understand},
};
use proptest::prelude::*;

/// Pieces that papers are made of, so that random texts look like broken papers.
const PIECES: &[&str] = &[
    "一、",
    "二、",
    "（一）",
    "(二)",
    "1.",
    "2、",
    "（1）",
    "第一条 ",
    "第一章 ",
    "九月份:",
    "第一周：",
    "序号",
    "任务",
    "责任单位",
    "完成时限",
    "类别",
    "|",
    "\t",
    "\n",
    "\r\n",
    " ",
    "\u{3000}",
    "。",
    "；",
    "，",
    "：",
    "《",
    "》",
    "“",
    "”",
    "- 2 -",
    "第1页 共4页",
    "目录",
    "附件：1.",
    "2024年",
    "2024年3月21日",
    "2024321",
    "二〇二四年",
    "12",
    "3.5万",
    "18",
    "o",
    "新建学校3所",
    "6月底前",
    "（责任科室：基教科）",
    "加强教师队伍建设",
    "某某县教育局",
    "工作要点",
    "的通知",
    "关于印发",
    "展开阅读全文",
    "由会员分享",
    "当前位置:",
    "版权所有",
    "发布时间:",
    "指导思想",
    "jiào",
    "\u{fffd}",
    "𠮷",
    "é",
    "\0",
];

fn broken_paper() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let source = Source::from_text(text);
    let parts = structure(&source);
    prop_assert_eq!(parts.passages.len(), parts.ledger.items.len());
    let length = text.chars().count();
    for passage in parts.passages.iter().flatten() {
        prop_assert_eq!(passage.chars.len(), passage.at.len());
        let chars: Vec<char> = text.chars().collect();
        for (c, place) in passage.chars.iter().zip(&passage.at) {
            prop_assert_eq!(Some(c), chars.get(*place));
        }
    }
    let ledger = understand(&source);
    for span in spans(&ledger) {
        prop_assert!(
            span.start <= span.end && span.end <= length,
            "{span:?} of {length}"
        );
    }
    check_items(&source, &ledger)?;
    let _ = json::document("x", &source, &ledger);
    Ok(())
}

/// Markers and quotes stand where they say they stand.
fn check_items(source: &Source, ledger: &Ledger) -> Result<(), TestCaseError> {
    let inside_noise = |place: usize| ledger.noise.iter().any(|noise| noise.contains(place));
    for item in &ledger.items {
        let marker = source.slice(Span::new(
            item.start,
            item.start + item.marker.chars().count(),
        ));
        let split = (item.start..item.start + item.marker.chars().count()).any(inside_noise);
        prop_assert!(
            split
                || without_breaks(&marker).starts_with(&without_breaks(&item.marker))
                || marker.contains('\n'),
            "{marker:?} is not {:?}",
            item.marker
        );
        prop_assert!(
            !inside_noise(item.start),
            "{:?} begins in noise",
            item.marker
        );
        for (quote, span) in item
            .targets
            .iter()
            .map(|target| (&target.quote, target.span))
            .chain(
                item.deadlines
                    .iter()
                    .map(|deadline| (&deadline.quote, deadline.span)),
            )
        {
            prop_assert_eq!(quote, &source.slice(span));
        }
    }
    Ok(())
}

fn without_breaks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn spans(ledger: &Ledger) -> Vec<Span> {
    let mut spans: Vec<Span> = ledger.noise.clone();
    spans.extend(ledger.outline.iter().map(|heading| heading.span));
    spans.extend(ledger.findings.iter().map(|finding| finding.span));
    spans.extend(ledger.title.iter().map(|title| title.span));
    spans.extend(ledger.issuer.iter().map(|issuer| issuer.span));
    spans.extend(ledger.doc_number.iter().map(|number| number.span));
    spans.extend(ledger.plan_year.iter().map(|year| year.span));
    spans.extend(ledger.issued_on.iter().map(|day| day.span));
    for item in &ledger.items {
        spans.push(Span::new(item.start, item.start));
        spans.extend(item.span);
        spans.extend(item.title.iter().map(|title| title.span));
        spans.extend(item.targets.iter().map(|target| target.span));
        spans.extend(item.deadlines.iter().map(|deadline| deadline.span));
        spans.extend(item.responsible.iter().map(|name| name.span));
    }
    spans
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_broken_paper_gives_no_panic_and_only_places_inside_the_text(text in broken_paper()) {
        check(&text)?;
    }

    #[test]
    fn any_text_gives_no_panic(text in any::<String>()) {
        check(&text)?;
    }
}

#[test]
fn a_paper_of_five_thousand_items_has_five_thousand_items() {
    let mut text = String::from("某某县教育局2024年工作要点\n一、主要任务\n");
    for number in 1..=5000 {
        text.push_str(&format!(
            "{number}.推进第{number}项工作。新建学校{}所，6月底前完成。（责任科室：基教科）\n",
            number % 9 + 1
        ));
    }
    let ledger = understand(&Source::from_text(text));
    assert_eq!(ledger.items.len(), 5000);
    assert_eq!(
        ledger.items.last().map(|item| item.marker.as_str()),
        Some("5000.")
    );
}
