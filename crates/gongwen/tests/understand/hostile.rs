//! Texts that no office writes must not keep the program busy.

use gongwen::{source::Source, understand::understand};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// Characters of each text: enough for work that grows with the square to take minutes.
const LENGTH: usize = 20_000;

/// What a debug build needs for such a text on a busy machine, many times over.
const LONGEST: Duration = Duration::from_secs(30);

/// Shapes that rules have tripped over: what one rule reads far ahead, again and again.
const SHAPES: &[&str] = &[
    "1、",
    "（一）\n",
    "加强教育工作",
    "7",
    "三百",
    "2万",
    "3所",
    "2013年",
    "3月-",
    "月、",
    "一",
    "（",
    "“3所",
    "《（“",
    "（责任科室：",
    "完成时限：6月底前",
    "完成时限：6月底前；",
    "新建学校3所",
    "新建学校3所，6月底前完成，",
    "责任单位：教育局和",
    "各市、县、",
    "由局长任组长",
    "牵头",
    "版权所有",
    "第九周 抓好\n",
    "教育科\n",
    "1\t新建学校3所\t教育科\n",
    "某市2013年工作要点\n一、抓好\n",
    "共3所，",
    "3所，其中2所、",
    "分别占3%、",
    "新增学位3个，",
    "新增学位3个。\n2、",
    "新增学位3000，",
    "合计\t3\t4\n",
    "3所（",
];

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "how long it takes is the question"
)]
fn a_text_of_one_shape_repeated_is_read_in_time_that_grows_with_its_length() {
    for shape in SHAPES {
        let times = LENGTH / shape.chars().count();
        let text = format!("一、工作目标\n1、{}", shape.repeat(times));
        let source = Source::from_text(text);
        let start = Instant::now();
        black_box(understand(&source));
        let taken = start.elapsed();
        assert!(taken < LONGEST, "{shape:?}: {taken:?}");
    }
}

#[test]
fn a_heading_without_a_stop_is_not_carried_along_whole_by_every_item_under_it() {
    let text = format!(
        "一、{}\n{}",
        "加强教育".repeat(500),
        "（一）抓好\n".repeat(50)
    );
    let ledger = understand(&Source::from_text(text));
    let carried: usize = ledger
        .items
        .iter()
        .flat_map(|item| &item.path)
        .map(String::len)
        .sum();
    assert!(carried < 50 * 1000, "{carried}");
}
