//! What holds for every text, however broken.

use super::whole::whole;
use gongwen::{source::Source, understand::understand};
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_broken_paper_gives_no_panic_and_only_places_inside_the_text(text in broken_paper()) {
        whole(&Source::from_text(text));
    }

    #[test]
    fn any_text_gives_no_panic(text in any::<String>()) {
        whole(&Source::from_text(text));
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
