//! What form of document it is.

use super::{
    chars::{cut, is_blank},
    clean::Clean,
    markers::{self, Style},
    tables::Table,
};
use crate::ledger::DocKind;

/// Articles (第X条) at the heads of this many lines make a regulation.
const ARTICLES: usize = 3;

/// The form of the document, from its title, its numbering and its tables.
pub(crate) fn kind(clean: &Clean, tables: &[Table], title: Option<&str>) -> DocKind {
    if is_negative(clean, tables, title.unwrap_or_default()) {
        return DocKind::Negative;
    }
    let title = title.unwrap_or_default();
    // 要点责任分解表, 任务推进情况表: the paper is the table, whatever the table is about.
    if !tables.is_empty() && is_table_by_name(title) {
        return DocKind::ResponsibilityTable;
    }
    by_title(title).unwrap_or(if tables.is_empty() {
        DocKind::WorkPlan
    } else {
        DocKind::ResponsibilityTable
    })
}

fn is_table_by_name(title: &str) -> bool {
    let title = title.trim_end_matches(['）', ')', '》']);
    ["表", "清单", "台账", "分工", "分解"]
        .iter()
        .any(|word| title.ends_with(word))
}

fn by_title(title: &str) -> Option<DocKind> {
    const WORDS: &[(&str, DocKind)] = &[
        ("分解", DocKind::ResponsibilityTable),
        ("分工表", DocKind::ResponsibilityTable),
        ("任务清单", DocKind::ResponsibilityTable),
        ("台账", DocKind::ResponsibilityTable),
        ("总结", DocKind::Summary),
        ("總結", DocKind::Summary),
        ("回顾", DocKind::Summary),
        ("汇报", DocKind::Summary),
        ("完成情况", DocKind::Summary),
        ("进展情况", DocKind::Summary),
        ("述职", DocKind::Summary),
        ("要点", DocKind::WorkPlan),
        ("要點", DocKind::WorkPlan),
        ("工作计划", DocKind::WorkPlan),
        ("工作計劃", DocKind::WorkPlan),
        ("安排", DocKind::WorkPlan),
        ("打算", DocKind::WorkPlan),
        ("方案", DocKind::Scheme),
        ("意见", DocKind::Scheme),
        ("规划", DocKind::Scheme),
        ("行动", DocKind::Scheme),
        ("措施", DocKind::Scheme),
        ("报告", DocKind::Summary),
        ("计划", DocKind::WorkPlan),
    ];
    // A combined document is what it is first.
    WORDS
        .iter()
        .filter(|(word, _)| title.contains(word))
        .filter_map(|(word, kind)| title.find(word).map(|place| (place, *kind)))
        .min_by_key(|(place, _)| *place)
        .map(|(_, kind)| kind)
}

/// News, regulations and recruitment notices hold no work items, whatever they number.
fn is_negative(clean: &Clean, tables: &[Table], title: &str) -> bool {
    let work_title = by_title(title).is_some();
    if is_regulation(clean, title) || is_notice_to_the_public(title) {
        return true;
    }
    !work_title && tables.is_empty() && is_news(clean, title)
}

fn is_regulation(clean: &Clean, title: &str) -> bool {
    let mut articles = 0;
    let mut others = 0;
    for line in &clean.lines {
        match markers::at_line_start(&clean.chars, *line).map(|marker| marker.style) {
            Some(Style::Article) => articles += 1,
            Some(Style::Han | Style::Arabic) => others += 1,
            _ => {}
        }
    }
    let named = || {
        [
            "规程", "规定", "条例", "细则", "章程", "办法", "制度", "准则", "规则",
        ]
        .iter()
        .any(|word| title.trim_end_matches(['）', ')']).contains(word))
    };
    articles >= ARTICLES && (articles * 2 > others || named())
}

/// 招聘公告, 招生简章, 公示: addressed to the public, not to those who work.
fn is_notice_to_the_public(title: &str) -> bool {
    let recruits = || {
        [
            "招聘", "招录", "招考", "选调", "引进", "遴选", "招生", "面试", "体检", "拟聘", "录用",
            "中标", "采购", "招标", "成交",
        ]
        .iter()
        .any(|word| title.contains(word))
    };
    let announces = ["公告", "简章", "启事", "公示", "通告", "须知", "名单"]
        .iter()
        .any(|word| title.contains(word));
    announces && (!title.contains("工作") || recruits()) || title.ends_with("招聘启事")
}

/// A story: reporters and hearsay, and no series of headings of its own.
fn is_news(clean: &Clean, title: &str) -> bool {
    const SIGNS: &[&str] = &[
        "本报讯",
        "记者",
        "通讯员",
        "据介绍",
        "据了解",
        "据悉",
        "会议强调",
        "会议指出",
        "会议要求",
        "会议通报",
        "会上",
        "近日",
        "日前",
        "又讯",
        "出席会议",
        "主持会议",
        "参加会议",
        "图为",
        "召开",
        "作了讲话",
        "讲话强调",
    ];
    let text: String = cut(&clean.chars, 0, 6000)
        .iter()
        .filter(|c| !is_blank(**c))
        .collect();
    let signs = SIGNS.iter().filter(|sign| text.contains(**sign)).count();
    let headings = clean
        .lines
        .iter()
        .filter_map(|line| markers::at_line_start(&clean.chars, *line))
        .filter(|marker| marker.style != Style::Calendar)
        .count();
    let story = [
        "召开", "举行", "举办", "开展", "赴", "调研", "启动", "荣获", "走进", "圆满",
    ]
    .iter()
    .any(|word| title.contains(word));
    signs >= 3 && headings < 3 || story && signs >= 1 && headings < 6 && !title.ends_with("通知")
}
