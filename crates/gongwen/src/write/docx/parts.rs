//! The fixed parts of the file: page, styles, fonts, page numbers.
//!
//! Lengths are in twips (1/1440 inch; 1 mm = 56.69), font sizes in half points.

pub(super) const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const RELATIONSHIPS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub(super) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>"#;

pub(super) const ROOT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>"#;

pub(super) const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/></Relationships>"#;

pub(super) const APP_PROPERTIES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>luoshi</Application></Properties>"#;

/// Page numbers differ on odd and even pages; punctuation may not stand at a line's beginning.
pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#;

/// A4 turned a quarter: the binding edge (28 mm) lies on top, the top margin (37 mm) at the right,
/// the outer edge (26 mm) at the bottom and the foot (35 mm) at the left (GB/T 9704 5.2, 8). The
/// page number stands 7 mm below the type area.
pub(super) const LANDSCAPE_SECTION: &str = r#"<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1587" w:right="2098" w:bottom="1474" w:left="1984" w:header="851" w:footer="794" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>"#;

/// The title and no person's name.
pub(super) fn core_properties(title: &str) -> String {
    format!(
        r#"{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>"#,
        escape(title)
    )
}

/// `— 1 —` in 4号宋体, one character in from the outer edge.
pub(super) fn page_number(align: &str, indented: &str) -> String {
    let run = |content: &str| format!(r#"<w:r>{content}</w:r>"#);
    let field = [
        run(r#"<w:t xml:space="preserve">— </w:t>"#),
        run(r#"<w:fldChar w:fldCharType="begin"/>"#),
        run(r#"<w:instrText xml:space="preserve"> PAGE </w:instrText>"#),
        run(r#"<w:fldChar w:fldCharType="separate"/>"#),
        run("<w:t>1</w:t>"),
        run(r#"<w:fldChar w:fldCharType="end"/>"#),
        run(r#"<w:t xml:space="preserve"> —</w:t>"#),
    ];
    format!(
        r#"{DECLARATION}<w:ftr xmlns:w="{MAIN}"><w:p><w:pPr><w:pStyle w:val="PageNumber"/><w:ind w:{indented}Chars="100" w:{indented}="280"/><w:jc w:val="{align}"/></w:pPr>{}</w:p></w:ftr>"#,
        field.concat()
    )
}

/// A paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    half_points: u32,
    paragraph: &'static str,
}

/// Fixed pitch of 28.95 pt, 22 lines to the page.
const LINE: &str = r#"<w:spacing w:line="579" w:lineRule="exact"/>"#;

const STYLES: [Style; 9] = [
    Style {
        id: "AttachmentMark",
        name: "附件标记",
        font: "黑体",
        half_points: 32,
        paragraph: LINE,
    },
    Style {
        id: "DocumentTitle",
        name: "公文标题",
        font: "方正小标宋简体",
        half_points: 44,
        paragraph: r#"<w:keepNext/><w:spacing w:line="640" w:lineRule="exact"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>"#,
    },
    Style {
        id: "IssueLine",
        name: "发文行",
        font: "楷体_GB2312",
        half_points: 32,
        paragraph: r#"<w:keepNext/><w:spacing w:after="160" w:line="579" w:lineRule="exact"/><w:jc w:val="center"/>"#,
    },
    Style {
        id: "TableHeading",
        name: "表头",
        font: "黑体",
        half_points: 21,
        paragraph: r#"<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="60" w:after="60" w:line="290" w:lineRule="exact"/><w:jc w:val="center"/>"#,
    },
    Style {
        id: "TableSection",
        name: "表内板块",
        font: "楷体_GB2312",
        half_points: 21,
        paragraph: r#"<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="60" w:after="60" w:line="290" w:lineRule="exact"/>"#,
    },
    Style {
        id: "TableText",
        name: "表内文字",
        font: "仿宋_GB2312",
        half_points: 21,
        paragraph: r#"<w:snapToGrid w:val="0"/><w:spacing w:line="290" w:lineRule="exact"/>"#,
    },
    Style {
        id: "TableNumber",
        name: "表内序号",
        font: "仿宋_GB2312",
        half_points: 21,
        paragraph: r#"<w:snapToGrid w:val="0"/><w:spacing w:line="290" w:lineRule="exact"/><w:jc w:val="center"/>"#,
    },
    // Word wants a paragraph after a table; this one takes no room.
    Style {
        id: "AfterTable",
        name: "表后",
        font: "仿宋_GB2312",
        half_points: 2,
        paragraph: r#"<w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>"#,
    },
    Style {
        id: "PageNumber",
        name: "页码",
        font: "宋体",
        half_points: 28,
        paragraph: r#"<w:snapToGrid w:val="0"/>"#,
    },
];

/// `styles.xml`: 3号仿宋 unless a style says otherwise (GB/T 9704 5.2.2).
pub(super) fn styles() -> String {
    let styles: String = STYLES
        .iter()
        .map(|style| {
            format!(
                r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"#,
                style.id,
                style.name,
                style.paragraph,
                fonts(style.font),
                size = style.half_points,
            )
        })
        .collect();
    let edge =
        |name: &str| format!(r#"<w:{name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#);
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(edge)
        .concat();
    format!(
        r#"{DECLARATION}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:customStyle="1" w:styleId="BreakdownTable"><w:name w:val="责任分解表"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>{styles}</w:styles>"#,
        fonts("仿宋_GB2312"),
    )
}

fn fonts(name: &str) -> String {
    format!(
        r#"<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="Times New Roman"/>"#
    )
}

/// The fonts offices have, with the names they go by where they are missing.
pub(super) fn font_table() -> String {
    let fonts: String = [
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S"),
        ("仿宋_GB2312", "仿宋"),
        ("楷体_GB2312", "楷体"),
        ("黑体", "SimHei"),
        ("宋体", "SimSun"),
    ]
    .map(|(name, other)| {
        format!(r#"<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>"#)
    })
    .concat();
    format!(r#"{DECLARATION}<w:fonts xmlns:w="{MAIN}">{fonts}</w:fonts>"#)
}

/// Text as XML content; characters XML does not allow are left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' => escaped.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
