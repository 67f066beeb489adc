use super::recast;
use crate::{
    day::Day,
    document::{Block, Document, Form, IssueNumber, Level},
    source::Source,
};

const NOTICE: &str = "清禾县教育局文件\n清教发〔2026〕6号\n\n清禾县教育局关于印发《2026年教育工作要点》的通知\n\
各乡镇中心学校，局直属各学校：\n　　现将《2026年教育工作要点》印发给你们，请认真贯彻落实。\n\
附件：1.责任分解表\n2.联络员名单\n清禾县教育局\n2026年3月5日\n（此件公开发布）\n\
2026年教育工作要点\n一、办好基础教育\n（一）学前教育。新增学位900个。\n1.新建幼儿园3所。\n2.改造幼儿园2所。\n\
（二）义务教育。\n3.改造学校6所。\n抄送：县委办，县政府办。\n清禾县教育局办公室　　2026年3月6日印发\n\
附件1\n责任分解表\n略。\n";

fn of(text: &str) -> Document {
    recast(&Source::from_text(text))
}

fn lines(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(Block::plain_text).collect()
}

#[test]
fn a_notice_with_the_paper_it_issues_falls_into_its_parts() {
    let paper = of(NOTICE);
    assert_eq!(paper.form, Form::File);
    assert_eq!(paper.head.issuers, ["清禾县教育局"]);
    let number = IssueNumber::Serial {
        code: "清教发".to_owned(),
        year: 2026,
        serial: 6,
    };
    assert_eq!(paper.head.number, Some(number));
    assert_eq!(
        paper.title,
        ["清禾县教育局关于印发《2026年教育工作要点》的通知"]
    );
    assert_eq!(paper.addressees, ["各乡镇中心学校", "局直属各学校"]);
    assert_eq!(
        lines(&paper.body),
        ["现将《2026年教育工作要点》印发给你们，请认真贯彻落实。"]
    );
    let signature = paper.signature.unwrap();
    assert_eq!(signature.names, ["清禾县教育局"]);
    assert_eq!(signature.date, Day::new(2026, 3, 5));
    assert_eq!(paper.note.as_deref(), Some("此件公开发布"));
    let imprint = paper.imprint.unwrap();
    assert_eq!(imprint.copies, ["县委办", "县政府办"]);
    assert_eq!(imprint.printed_by.as_deref(), Some("清禾县教育局办公室"));
    let attachments: Vec<(&str, bool)> = paper
        .attachments
        .iter()
        .map(|one| (one.title.as_str(), one.listed))
        .collect();
    assert_eq!(
        attachments,
        [
            ("2026年教育工作要点", false),
            ("责任分解表", true),
            ("联络员名单", true)
        ]
    );
}

#[test]
fn items_counted_through_keep_their_numbers() {
    let paper = of(NOTICE);
    let plan = &paper.attachments[0];
    assert_eq!(plan.running_level, Some(Level::Third));
    let labels: Vec<String> = plan
        .numbered(1)
        .into_iter()
        .filter_map(|one| one.label)
        .collect();
    assert_eq!(labels, ["一、", "（一）", "1.", "2.", "（二）", "3."]);
}

#[test]
fn a_number_out_of_order_is_kept_as_it_stands() {
    let paper = of("2026年工作要点\n一、基础教育\n（一）学前教育\n（三）义务教育\n二、安全\n");
    assert_eq!(
        lines(&paper.body),
        ["基础教育", "学前教育", "（三）义务教育", "安全"]
    );
}

#[test]
fn a_plain_paper_has_no_head_and_no_seal() {
    let paper = of(
        "清禾县教育局2026年工作总结\n一、主要工作\n新建学校3所。\n清禾县教育局\n2026年12月1日\n",
    );
    assert_eq!(paper.form, Form::Plain);
    assert_eq!(paper.title, ["清禾县教育局2026年工作总结"]);
    assert_eq!(paper.signature.unwrap().names, ["清禾县教育局"]);
}

#[test]
fn words_that_are_no_known_part_stay_where_they_stood() {
    let paper = of("内部资料\n清禾县教育局2026年工作要点\n第一章　总则\n抓好落实。\n");
    assert_eq!(
        lines(&paper.body),
        ["内部资料", "第一章　总则", "抓好落实。"]
    );
}

#[test]
fn a_page_that_lost_its_line_breaks_is_cut_at_title_and_numbers() {
    let paper = of(
        "清禾县教育局2026年工作要点一、办好学前教育。新增学位900个。二、抓好安全。排查隐患。三、建设队伍。招聘教师56名。",
    );
    assert_eq!(paper.title, ["清禾县教育局2026年工作要点"]);
    assert_eq!(
        lines(&paper.body),
        [
            "办好学前教育。新增学位900个。",
            "抓好安全。排查隐患。",
            "建设队伍。招聘教师56名。"
        ]
    );
}

#[test]
fn a_kind_that_is_spread_over_a_line_of_its_own_ends_the_title() {
    let paper = of(
        "清禾县教育局\n关于印发《2026年工作要点》的\n通 知\n各学校:\n现将要点印发给你们,请落实。\n2026年工作要点\n一、安全\n",
    );
    assert_eq!(
        paper.title,
        ["清禾县教育局", "关于印发《2026年工作要点》的", "通知"]
    );
    assert_eq!(paper.addressees, ["各学校"]);
    assert_eq!(lines(&paper.body), ["现将要点印发给你们，请落实。"]);
}
