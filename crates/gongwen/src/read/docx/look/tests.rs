//! Formatting comes from below; what is nearer to the text wins.

use super::{Align, Paragraph, Place, look};
use crate::read::docx::tests::DocxBuilder;

const THEME: &str = r#"<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme><a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/><a:font script="Hans" typeface="黑体"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Hans" typeface="宋体"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>"#;

const STYLES: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Body"><w:basedOn w:val="a"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:basedOn w:val="Body"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>"#;

fn paragraphs(body: &str) -> Vec<Paragraph> {
    let bytes = DocxBuilder::body(body)
        .styles(STYLES)
        .part("theme", "x", THEME)
        .bytes();
    look(&bytes).unwrap().paragraphs
}

fn p(properties: &str, run: &str, text: &str) -> String {
    format!(
        "<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn fonts_and_sizes_come_from_theme_defaults_styles_and_the_run() {
    for (style, run, font, size) in [
        ("", "", "宋体", 10.5),
        ("Body", "", "仿宋_GB2312", 16.0),
        ("Title", "", "仿宋_GB2312", 22.0),
        ("Title", r#"<w:rStyle w:val="Strong"/>"#, "黑体", 22.0),
        (
            "Title",
            r#"<w:rStyle w:val="Strong"/><w:rFonts w:eastAsia="楷体"/><w:sz w:val="28"/>"#,
            "楷体",
            14.0,
        ),
        (
            "Body",
            r#"<w:rFonts w:eastAsiaTheme="majorEastAsia"/>"#,
            "黑体",
            16.0,
        ),
    ] {
        let style = match style {
            "" => String::new(),
            style => format!(r#"<w:pStyle w:val="{style}"/>"#),
        };
        let all = paragraphs(&p(&style, run, "字"));
        let looks = &all[0].runs[0].looks;
        assert_eq!(
            (looks.east_asian.as_str(), looks.size_pt),
            (font, size),
            "{style} {run}"
        );
    }
}

#[test]
fn indents_of_a_list_stand_between_the_style_and_the_paragraph() {
    let numbering = r#"<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"#;
    let number = r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#;
    let body = p(&format!(r#"<w:pStyle w:val="Body"/>{number}"#), "", "甲")
        + &p(
            &format!(r#"<w:pStyle w:val="Body"/>{number}<w:ind w:left="0"/>"#),
            "",
            "乙",
        );
    let bytes = DocxBuilder::body(&body)
        .styles(STYLES)
        .numbering(numbering)
        .bytes();
    let all = look(&bytes).unwrap().paragraphs;
    assert_eq!(
        (all[0].shape.left, all[0].shape.first_line),
        (Some(420), Some(-420))
    );
    assert_eq!(
        (all[1].shape.left, all[1].shape.first_line),
        (Some(0), Some(-420))
    );
    assert_eq!((all[0].text.as_str(), all[0].label_chars), ("1. 甲", 3));
    // The label has no run: runs begin after it.
    assert_eq!((all[0].runs[0].start, all[0].runs[0].end), (3, 4));
}

#[test]
fn pages_begin_where_breaks_and_sections_say() {
    let page = r#"<w:br w:type="page"/>"#;
    let body = p("", "", "甲")
        + &format!("<w:p><w:r>{page}<w:t>乙</w:t></w:r></w:p>")
        + &format!("<w:p><w:r><w:t>丙</w:t>{page}</w:r></w:p>")
        + &p("<w:pageBreakBefore/>", "", "丁")
        + &p("<w:sectPr/>", "", "戊")
        + &p("", "", "己");
    let all = paragraphs(&body);
    let begins: Vec<bool> = all.iter().map(|paragraph| paragraph.begins_page).collect();
    assert_eq!(begins, [false, true, false, true, false, false]);
    assert!(all[2].ends_page);
    assert_eq!((all[4].section, all[5].section), (0, 1));
}

#[test]
fn shapes_lines_boxes_and_fields_are_noticed() {
    let line = r#"<w:r><w:drawing><wps:wsp><a:prstGeom xmlns:a="a" prst="line"/><a:ln xmlns:a="a"><a:srgbClr val="FF0000"/></a:ln></wps:wsp></w:drawing></w:r>"#;
    let old_line = r##"<w:r><w:pict><v:line strokecolor="#ff0000 [1]"/></w:pict></w:r>"##;
    let text_box = format!(
        r#"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"#,
        p("", "", "盒")
    );
    let field = r#"<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#;
    let all = paragraphs(&format!(
        "<w:p>{line}</w:p><w:p>{old_line}</w:p><w:p>{text_box}</w:p><w:p>{field}</w:p>"
    ));
    for paragraph in &all[..2] {
        assert!(
            paragraph
                .drawn
                .iter()
                .any(|drawn| drawn.is_line && drawn.is_red),
            "{:?}",
            paragraph.drawn
        );
    }
    assert!(!all[2].drawn.iter().any(|drawn| drawn.is_line));
    assert_eq!((all[3].text.as_str(), all[3].place), ("盒", Place::Box));
    assert_eq!(all[4].fields, [" PAGE "]);
    assert_eq!(all[0].shape.align, Some(Align::Left));
}

#[test]
fn a_bookmark_ties_the_paragraphs_it_reaches_into() {
    let start = r#"<w:bookmarkStart w:id="1" w:name="gw_a"/>"#;
    let end = r#"<w:bookmarkEnd w:id="1"/>"#;
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let all = paragraphs(&format!(
        "<w:p>{start}{}</w:p><w:p>{}{end}</w:p><w:p>{}</w:p><w:p>{start}{}</w:p><w:p>{end}{}</w:p>",
        run("甲"),
        run("乙"),
        run("丙"),
        run("丁"),
        run("戊")
    ));
    let tied: Vec<usize> = all
        .iter()
        .map(|paragraph| paragraph.bookmarks.len())
        .collect();
    assert_eq!(tied, [1, 1, 0, 1, 0]);
}
