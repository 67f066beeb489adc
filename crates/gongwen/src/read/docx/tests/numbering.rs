//! Automatic numbers come out as they stand on the page.

use super::build::{DocxBuilder, item, level, list, p};

fn three_levels() -> String {
    level(0, "chineseCounting", "%1、", "")
        + &level(1, "chineseCounting", "（%2）", "")
        + &level(2, "decimal", "%3.", "")
}

#[test]
fn three_levels_count_and_start_again_under_each_heading() {
    let body = [
        item(1, 0, "总体要求"),
        item(1, 0, "重点任务"),
        item(1, 1, "德育"),
        item(1, 2, "活动"),
        item(1, 2, "阵地"),
        item(1, 1, "教学"),
        item(1, 2, "5所学校开展教研"),
        item(1, 0, "保障"),
        item(1, 1, "经费"),
    ];
    let text = DocxBuilder::body(&body.concat())
        .numbering(&list(1, &three_levels()))
        .text();
    assert_eq!(
        text,
        "一、总体要求\n二、重点任务\n（一）德育\n1. 活动\n2. 阵地\n（二）教学\n1. 5所学校开展教研\n三、保障\n（一）经费\n"
    );
}

#[test]
fn numbering_comes_through_a_chain_of_styles_and_the_level_by_its_link() {
    let styles = r#"
        <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
          <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/>
          <w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="mine"><w:basedOn w:val="h2"/></w:style>
        <w:style w:type="paragraph" w:styleId="off"><w:basedOn w:val="h1"/>
          <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style>
        <w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>"#;
    let levels = level(
        0,
        "chineseCountingThousand",
        "%1、",
        r#"<w:pStyle w:val="h1"/>"#,
    ) + &level(1, "decimal", "%2．", r#"<w:pStyle w:val="h2"/>"#);
    let styled = |style: &str, text: &str| p(&format!(r#"<w:pStyle w:val="{style}"/>"#), text);
    let body = [
        styled("h1", "甲"),
        styled("h2", "乙"),
        styled("mine", "丙"),
        styled("off", "丁"),
        styled("x", "戊"),
        styled("h1", "己"),
        p(
            r#"<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>"#,
            "庚",
        ),
    ];
    let source = DocxBuilder::body(&body.concat())
        .styles(styles)
        .numbering(&list(1, &levels))
        .source();
    assert_eq!(source.text(), "一、甲\n1．乙\n2．丙\n丁\n戊\n二、己\n庚\n");
    let kinds: Vec<String> = source
        .blocks
        .iter()
        .map(|block| format!("{:?}", block.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            "Heading(1)",
            "Heading(2)",
            "Heading(2)",
            "Heading(1)",
            "Paragraph",
            "Heading(1)",
            "Heading(1)"
        ]
    );
}

#[test]
fn an_instance_with_its_own_start_begins_there_once_and_others_count_on() {
    let numbering = list(1, &three_levels())
        + r#"<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
             <w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
             <w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="2"><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%3)"/><w:suff w:val="nothing"/></w:lvl></w:lvlOverride></w:num>"#;
    let body = [
        item(1, 2, "a"),
        item(2, 2, "b"),
        item(3, 2, "c"),
        item(3, 2, "d"),
        item(4, 2, "e"),
    ];
    let text = DocxBuilder::body(&body.concat())
        .numbering(&numbering)
        .text();
    assert_eq!(text, "1. a\n2. b\n1. c\n2. d\nC)e\n");
}

#[test]
fn labels_of_several_levels_may_be_all_in_arabic_digits() {
    let levels = level(0, "chineseCounting", "第%1章", "")
        + &level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + &level(
            2,
            "decimal",
            "%1.%2.%3",
            r#"<w:isLgl/><w:suff w:val="space"/>"#,
        );
    let body = [
        item(1, 0, "总则"),
        item(1, 1, "依据"),
        item(1, 2, "范围"),
        item(1, 1, "原则"),
    ];
    let text = DocxBuilder::body(&body.concat())
        .numbering(&list(1, &levels))
        .text();
    assert_eq!(text, "第一章 总则\n1.1 依据\n1.1.1 范围\n1.2 原则\n");
}

#[test]
fn a_level_may_run_on_through_its_headings() {
    let levels = level(0, "chineseCounting", "（%1）", "")
        + &level(1, "decimal", "%2、", r#"<w:lvlRestart w:val="0"/>"#);
    let body = [
        item(1, 0, "甲"),
        item(1, 1, "a"),
        item(1, 1, "b"),
        item(1, 0, "乙"),
        item(1, 1, "c"),
    ];
    let text = DocxBuilder::body(&body.concat())
        .numbering(&list(1, &levels))
        .text();
    assert_eq!(text, "（一）甲\n1、a\n2、b\n（二）乙\n3、c\n");
}

#[test]
fn signs_of_symbol_fonts_become_dots_and_unknown_lists_are_remarked_on() {
    let body = [item(1, 0, "甲"), item(7, 0, "乙")];
    let source = DocxBuilder::body(&body.concat())
        .numbering(&list(1, &level(0, "bullet", "\u{f0b7}", "")))
        .source();
    assert_eq!(source.text(), "• 甲\n乙\n");
    assert!(
        source
            .remarks
            .iter()
            .any(|remark| remark.message.contains("有 1 段使用了自动编号"))
    );
}

#[test]
fn a_list_style_stands_for_the_list_it_defines() {
    let numbering = format!(
        r#"{}<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="公文"/></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>"#,
        list(1, &three_levels())
    );
    let styles = r#"<w:style w:type="numbering" w:styleId="公文"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let text = DocxBuilder::body(&item(5, 1, "甲"))
        .styles(styles)
        .numbering(&numbering)
        .text();
    assert_eq!(text, "（一）甲\n");
}
