//! Text, tables and what surrounds them.

use super::build::{DocxBuilder, item, level, list, p};
use crate::{
    read::{read, tests::cells_of},
    source::BlockKind,
};

#[test]
fn tracked_changes_are_taken_as_accepted_with_one_remark() {
    let body = r#"<w:p><w:r><w:t>培训</w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del><w:ins><w:r><w:t>200</w:t></w:r></w:ins><w:r><w:t>人</w:t></w:r></w:p>
        <w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>
        <w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>尾</w:t></w:r></w:p>"#;
    let source = DocxBuilder::body(body).source();
    assert_eq!(source.text(), "培训200人\n\n新处\n前半后半\n尾\n");
    assert_eq!(source.remarks.len(), 1);
    assert!(source.remarks[0].message.contains("接受全部修订"));
}

#[test]
fn fields_show_their_result_and_controls_their_content() {
    let body = r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \o</w:instrText></w:r><w:r><w:t>藏</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>目录</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>之后</w:t></w:r></w:p>
        <w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:fldSimple w:instr="DATE"><w:r><w:t>三月</w:t></w:r></w:fldSimple></w:p></w:sdtContent></w:sdt>"#;
    assert_eq!(DocxBuilder::body(body).text(), "目录之后\n链接三月\n");
}

#[test]
fn blanks_tabs_breaks_and_hyphens_are_what_the_page_shows() {
    let body = r#"<w:p><w:r><w:t> 甲 </w:t><w:t xml:space="preserve"> 乙&#x20;</w:t><w:tab/><w:t>丙&amp;&#19969;</w:t><w:br/><w:t>戊</w:t><w:br w:type="page"/><w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0A3"/><w:t>己</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p>"#;
    let source = DocxBuilder::body(body).source();
    assert_eq!(source.text(), "甲 乙 \t丙&丁\n戊-己\n");
    assert!(source.remarks[0].message.contains("隐藏文字"));
}

#[test]
fn a_text_box_is_read_once_after_its_paragraph() {
    let shape = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "<w:p><w:r><w:t>锚</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>{shape}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{shape}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>段</w:t></w:r></w:p>"
    );
    let source = DocxBuilder::body(&body).source();
    assert_eq!(source.text(), "锚段\n框内\n");
    assert_eq!(source.blocks[1].kind, BlockKind::TextBox);
    let fallback_only = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Fallback><w:pict><v:textbox>{shape}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    assert_eq!(DocxBuilder::body(&fallback_only).text(), "\n框内\n");
}

#[test]
fn merged_cells_know_their_place_and_extent() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", text))
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = [
        row(&[
            cell("", "序号"),
            cell(r#"<w:gridSpan w:val="2"/>"#, "任务"),
            cell("", "单位"),
        ]),
        row(&[
            cell("", "1"),
            cell(r#"<w:vMerge w:val="restart"/>"#, "德育"),
            cell("", "甲"),
            cell("", ""),
        ]),
        row(&[
            cell("", "2"),
            cell("<w:vMerge/>", ""),
            cell("", "乙"),
            cell("", "人事科"),
        ]),
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删</w:t></w:r></w:p></w:tc></w:tr>"
            .to_owned(),
    ];
    let body = format!(
        "{}<w:tbl>{}</w:tbl>{}",
        p("", "表前"),
        table.concat(),
        p("", "表后")
    );
    let source = DocxBuilder::body(&body).source();
    assert_eq!(
        source.text(),
        "表前\n序号\n任务\n单位\n1\n德育\n甲\n\n2\n乙\n人事科\n表后\n"
    );
    assert_eq!(
        cells_of(&source),
        [
            "0 r0c0 1x1 序号",
            "0 r0c1 1x2 任务",
            "0 r0c3 1x1 单位",
            "0 r1c0 1x1 1",
            "0 r1c1 2x1 德育",
            "0 r1c2 1x1 甲",
            "0 r1c3 1x1 ",
            "0 r2c0 1x1 2",
            "0 r2c2 1x1 乙",
            "0 r2c3 1x1 人事科",
        ]
    );
}

#[test]
fn serial_numbers_of_a_table_may_be_automatic_and_cells_may_hold_tables() {
    let inner = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("", "内甲"),
        p("", "内乙")
    );
    let row = |last: &str| {
        format!(
            "<w:tr><w:tc>{}</w:tc><w:tc>{last}</w:tc></w:tr>",
            item(1, 0, "")
        )
    };
    let body = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&(p("", "外") + &inner + &p("", ""))),
        row(&p("", "次"))
    );
    let source = DocxBuilder::body(&body)
        .numbering(&list(
            1,
            &level(0, "decimal", "%1", r#"<w:suff w:val="nothing"/>"#),
        ))
        .source();
    assert_eq!(
        cells_of(&source),
        [
            "0 r0c0 1x1 1",
            "0 r0c1 1x1 外|内甲|内乙",
            "0 r1c0 1x1 2",
            "0 r1c1 1x1 次"
        ]
    );
    let frame = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", p("", "框"));
    assert!(cells_of(&DocxBuilder::body(&frame).source()).is_empty());
}

#[test]
fn headers_footers_and_notes_stand_after_the_body_as_margin() {
    let source = DocxBuilder::body(&p("", "正文"))
        .part("header", "hdr", &p("", "某县教育局文件"))
        .part("header", "hdr", &p("", "某县教育局文件"))
        .part("footer", "ftr", &p("", "— 1 —"))
        .part(
            "footnotes",
            "footnotes",
            &format!(r#"<w:footnote w:type="separator">{}</w:footnote><w:footnote w:id="2">{}</w:footnote>"#, p("", "线"), p("", "注文")),
        )
        .source();
    assert_eq!(source.text(), "正文\n注文\n某县教育局文件\n— 1 —\n");
    assert!(
        source.blocks[1..]
            .iter()
            .all(|block| block.kind == BlockKind::Margin)
    );
}

#[test]
fn strict_files_and_files_with_macros_are_read() {
    assert_eq!(DocxBuilder::strict(&p("", "严格")).text(), "严格\n");
    let with_macros = DocxBuilder::body(&p("", "正文"))
        .part("vbaProject", "x", "")
        .bytes();
    let source = read(&with_macros, Some("方案.docm")).unwrap();
    assert_eq!(source.text(), "正文\n");
    assert!(source.remarks[0].message.contains("宏"));
}

#[test]
fn letters_of_formulas_stay() {
    let body = "<w:p><w:r><w:t>系数</w:t></w:r><m:oMath><m:r><m:t>0.65</m:t></m:r></m:oMath></w:p>";
    assert_eq!(DocxBuilder::body(body).text(), "系数0.65\n");
}
