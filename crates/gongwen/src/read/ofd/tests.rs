//! Documents built from invented papers, line by line as a word processor sets them.

use crate::{
    read::{ReadError, docx::tests::zipped, read, tests::cells_of},
    source::{BlockKind, Format, Source},
};

/// 三号, in millimetres.
const SIZE: f32 = 5.6;
/// Left edge of the text on the page.
const LEFT: f32 = 28.0;
/// Characters of a full line.
const PER_LINE: usize = 28;
const NAMESPACE: &str = r#"xmlns:ofd="http://www.ofdspec.org/2016""#;

/// A page, object by object.
#[derive(Default)]
struct Page {
    objects: String,
    templates: String,
}

impl Page {
    /// A line of text whose baseline begins here; every character says how far the next one is.
    fn line(self, x: f32, y: f32, text: &str) -> Self {
        let gaps = text.chars().count() - 1;
        self.object(
            x,
            y,
            &format!(r#"<ofd:TextCode X="0" Y="0" DeltaX="g {gaps} {SIZE}">{text}</ofd:TextCode>"#),
        )
    }

    fn object(mut self, x: f32, y: f32, codes: &str) -> Self {
        self.objects += &format!(
            r#"<ofd:TextObject ID="1" Boundary="{x} {y} 160 8" Font="2" Size="{SIZE}">{codes}</ofd:TextObject>"#
        );
        self
    }

    fn with(mut self, object: &str) -> Self {
        self.objects += object;
        self
    }

    fn on_template(mut self, id: &str) -> Self {
        self.templates = format!(r#"<ofd:Template TemplateID="{id}" ZOrder="Background"/>"#);
        self
    }

    fn xml(&self) -> Vec<u8> {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><ofd:Page {NAMESPACE}>{}<ofd:Content><ofd:Layer ID="9" Type="Body"><ofd:PageBlock>{}</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>"#,
            self.templates, self.objects
        )
        .into_bytes()
    }
}

/// Pages of a paper set in 28 characters a line and 22 lines a page, with page numbers.
fn set(paragraphs: &[&str]) -> Vec<Page> {
    let mut lines: Vec<(f32, String)> = Vec::new();
    for paragraph in paragraphs {
        let mut indent = 2;
        let mut rest: Vec<char> = paragraph.chars().collect();
        while !rest.is_empty() {
            let n = rest.len().min(PER_LINE - indent);
            let line: String = rest.drain(..n).collect();
            lines.push((LEFT + SIZE * indent as f32, line));
            indent = 0;
        }
    }
    let page = |(number, lines): (usize, &[(f32, String)])| {
        let mut page = Page::default();
        for (row, (x, text)) in lines.iter().enumerate() {
            page = page.line(*x, 45.0 + 10.2 * row as f32, text);
        }
        page.line(95.0, 283.0, &format!("— {} —", number + 1))
    };
    lines.chunks(22).enumerate().map(page).collect()
}

fn document(pages: usize) -> String {
    let pages: String = (0..pages)
        .map(|index| format!(r#"<ofd:Page ID="{index}" BaseLoc="Pages/{index}.xml"/>"#))
        .collect();
    format!(
        r#"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="7" BaseLoc="/Doc_0/Tpl.xml"/></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"#
    )
}

fn ofd(pages: &[Page], more: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let names: Vec<String> = (0..pages.len())
        .map(|index| format!("Doc_0/Pages/{index}.xml"))
        .collect();
    let main = format!(
        "<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>\n  Doc_0/Document.xml\n</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    );
    let mut parts: Vec<(&str, Vec<u8>)> = vec![
        ("OFD.xml", main.into_bytes()),
        ("Doc_0/Document.xml", document(pages.len()).into_bytes()),
    ];
    for (name, page) in names.iter().zip(pages) {
        parts.push((name, page.xml()));
    }
    parts.extend_from_slice(more);
    zipped(&parts)
}

fn source(pages: &[Page]) -> Source {
    read(&ofd(pages, &[]), Some("要点.ofd")).unwrap()
}

/// The text without running heads, feet and page numbers.
fn body(source: &Source) -> String {
    let mut text = String::new();
    for block in &source.blocks {
        if block.kind != BlockKind::Margin {
            text += &source.slice(block.span);
            text.push('\n');
        }
    }
    text
}

const PAPER: [&str; 7] = [
    "一、加强教师队伍建设",
    "（一）开展师德师风专项教育。组织全县教师参加集中学习，每学期不少于2次，年底前完成全员轮训，参训率达到100%。（牵头单位：人事科）",
    "（二）补充紧缺学科教师。计划招聘中小学教师120名，其中农村学校不少于70名，8月底前到岗。（牵头单位：人事科；配合单位：财务科）",
    "二、改善办学条件",
    "（三）新建公办幼儿园2所，改扩建义务教育学校5所，新增学位3000个，9月1日前投入使用。（牵头单位：基建办）",
    "（四）完成全县各级各类学校校舍安全排查，对查出的问题建立台账，逐项整改销号。（牵头单位：安全科）",
    "三、抓好组织实施",
];

#[test]
fn lines_are_joined_to_paragraphs_and_page_numbers_put_aside() {
    let long: Vec<&str> = PAPER.iter().copied().cycle().take(21).collect();
    let pages = set(&long);
    assert!(pages.len() >= 2);
    let source = source(&pages);
    assert_eq!(source.format, Format::Ofd);
    assert!(source.remarks.is_empty(), "{:?}", source.remarks);
    assert_eq!(body(&source), long.join("\n") + "\n");
}

#[test]
fn places_follow_boundaries_matrices_and_steps_between_characters() {
    let page = Page::default()
        // Twice the size by the matrix, moved down by it: below the next two.
        .with(r#"<ofd:TextObject Boundary="28 40 160 40" Size="2.8" CTM="2 0 0 2 0 30"><ofd:TextCode X="0" Y="1" DeltaX="g 20 2.8">三、改善全县义务教育学校办学条件</ofd:TextCode></ofd:TextObject>"#)
        // One object may hold the pieces of a line; a piece without a place follows where it began.
        .object(28.0, 40.0, r#"<ofd:TextCode X="0" Y="0" DeltaX="5.6">一、</ofd:TextCode><ofd:TextCode X="11.2">甲</ofd:TextCode>"#)
        .object(28.0, 50.0, r#"<ofd:TextCode X="0" Y="0">二、&amp;&#20057;</ofd:TextCode>"#);
    assert_eq!(
        source(&[page]).text(),
        "一、甲\n二、&乙\n三、改善全县义务教育学校办学条件\n"
    );
}

#[test]
fn what_lies_across_the_page_or_is_not_shown_is_not_read() {
    let page = Page::default()
        .line(28.0, 40.0, "一、抓好德育")
        .with(r#"<ofd:TextObject Boundary="20 20 160 160" Size="20" CTM="0.7 -0.7 0.7 0.7 0 0"><ofd:TextCode X="0" Y="0" DeltaX="20 20">水印字</ofd:TextCode></ofd:TextObject>"#)
        .with(r#"<ofd:TextObject Boundary="28 90 160 8" Size="5.6" Visible="false"><ofd:TextCode X="0" Y="0">隐去的字</ofd:TextCode></ofd:TextObject>"#);
    assert_eq!(source(&[page]).text(), "一、抓好德育\n");
}

#[test]
fn a_template_is_part_of_the_pages_that_lie_on_it() {
    let template = Page::default().line(60.0, 40.0, "青禾县教育局文件");
    let page = Page::default()
        .line(28.0, 90.0, "一、抓好德育")
        .on_template("7");
    let file = ofd(&[page], &[("Doc_0/Tpl.xml", template.xml())]);
    let source = read(&file, None).unwrap();
    assert_eq!(source.text(), "青禾县教育局文件\n一、抓好德育\n");
}

#[test]
fn cells_are_found_by_the_lines_around_them() {
    let mut page = Page::default();
    for row in 0..4 {
        let y = 40.0 + 12.0 * row as f32;
        page = page.with(&format!(r#"<ofd:PathObject Boundary="28 {y} 150 1"><ofd:AbbreviatedData>M 0 0 L 150 0</ofd:AbbreviatedData></ofd:PathObject>"#));
    }
    for x in [28.0, 103.0, 178.0] {
        page = page.with(&format!(r#"<ofd:PathObject Boundary="{x} 40 1 36"><ofd:AbbreviatedData>M 0 0 L 0 36</ofd:AbbreviatedData></ofd:PathObject>"#));
    }
    for (row, (task, office)) in [
        ("工作任务", "责任单位"),
        ("新建学校", "基教科"),
        ("师德培训", "人事科"),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 48.0 + 12.0 * row as f32;
        page = page.line(32.0, y, task).line(107.0, y, office);
    }
    assert_eq!(
        cells_of(&source(&[page])),
        [
            "0 r0c0 1x1 工作任务",
            "0 r0c1 1x1 责任单位",
            "0 r1c0 1x1 新建学校",
            "0 r1c1 1x1 基教科",
            "0 r2c0 1x1 师德培训",
            "0 r2c1 1x1 人事科",
        ]
    );
}

#[test]
fn a_scan_an_encrypted_and_a_damaged_file_say_what_they_are() {
    let picture = r#"<ofd:ImageObject ID="1" Boundary="0 0 210 297" ResourceID="3"/>"#;
    let scan = ofd(&[Page::default().with(picture)], &[]);
    assert_eq!(read(&scan, Some("a.ofd")), Err(ReadError::Scan));
    let locked = zipped(&[
        ("OFD.xml", format!("<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>").into_bytes()),
        ("Encryptions.xml", b"<Encryptions/>".to_vec()),
        ("Doc_0/Document.xml", (0_u8..200).collect()),
    ]);
    assert_eq!(read(&locked, Some("a.ofd")), Err(ReadError::Encrypted));
    for parts in [
        vec![("OFD.xml", b"<ofd:OFD".to_vec())],
        vec![("OFD.xml", b"<OFD/>".to_vec())],
        vec![(
            "OFD.xml",
            b"<OFD><DocRoot>../../etc/passwd</DocRoot></OFD>".to_vec(),
        )],
    ] {
        assert_eq!(
            read(&zipped(&parts), Some("a.ofd")),
            Err(ReadError::Damaged)
        );
    }
    assert_eq!(
        read(&ofd(&[Page::default()], &[]), None),
        Err(ReadError::Empty)
    );
}

#[test]
fn a_page_made_to_exhaust_is_refused() {
    let steps = Page::default().object(
        28.0,
        40.0,
        r#"<ofd:TextCode X="0" Y="0" DeltaX="g 99999999999 1e38 1e38">甲乙丙</ofd:TextCode>"#,
    );
    assert!(read(&ofd(&[steps], &[]), None).is_ok());
    let long = Page::default().line(28.0, 40.0, &"甲".repeat(200_001));
    assert_eq!(read(&ofd(&[long], &[]), None), Err(ReadError::Bomb));
    let deep = Page::default().with(&"<ofd:PageBlock>".repeat(50_000));
    assert_eq!(read(&ofd(&[deep], &[]), None), Err(ReadError::TooDeep));
    let entities = Page::default().object(28.0, 40.0, "<ofd:TextCode>甲&x;乙</ofd:TextCode>");
    assert_eq!(source(&[entities]).text(), "甲乙\n");
}
