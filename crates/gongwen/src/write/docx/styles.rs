//! Paragraph and character styles: fonts and sizes of GB/T 9704-2012 7, by their Chinese names.

use super::{
    measure::{CHAR, CHAR_4, LINE, TIGHTER},
    xml::{DECLARATION, MAIN},
};
use crate::{document::Level, standard};

/// 仿宋, of everything unless said otherwise (5.2.2).
pub(super) const SONG_IMITATION: &str = "仿宋_GB2312";
/// 楷体, of second-level headings and names of signers (7.2.6, 7.3.3).
pub(super) const KAI: &str = "楷体_GB2312";
/// 黑体, of first-level headings, 密级 and 附件 marks.
pub(super) const HEI: &str = "黑体";
/// 小标宋, of the mark and the titles.
pub(super) const TITLE_SONG: &str = "方正小标宋简体";
/// 宋体, of page numbers (7.5).
pub(super) const SONG: &str = "宋体";

/// Characters in a paragraph of another font.
pub(super) const IN_SONG_IMITATION: &str = "BodyCharacters";
pub(super) const IN_KAI: &str = "KaiCharacters";
pub(super) const IN_HEI: &str = "HeiCharacters";

/// A paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    half_points: u32,
    /// Content of `w:pPr`, in the schema's order.
    paragraph: String,
    /// Further content of `w:rPr` between font and size.
    characters: String,
}

/// The style of a level of headings.
pub(super) fn of_level(level: Level) -> &'static str {
    match level {
        Level::First => "HeadingFirst",
        Level::Second => "HeadingSecond",
        Level::Third => "HeadingThird",
        Level::Fourth => "HeadingFourth",
    }
}

/// The font of a level of headings, which its number has too (7.3.3).
pub(super) fn font_of_level(level: Level) -> &'static str {
    match level {
        Level::First => HEI,
        Level::Second => KAI,
        Level::Third | Level::Fourth => SONG_IMITATION,
    }
}

/// First line indented by two characters.
pub(super) fn body_indent() -> String {
    format!(r#"w:firstLineChars="200" w:firstLine="{}""#, 2 * CHAR)
}

fn tighter() -> String {
    format!(r#"<w:spacing w:val="{TIGHTER}"/>"#)
}

/// A style in 3号 on the grid of the page.
fn on_grid(
    id: &'static str,
    name: &'static str,
    font: &'static str,
    paragraph: impl Into<String>,
) -> Style {
    Style {
        id,
        name,
        font,
        half_points: standard::SIZE_3_HALF_POINTS,
        paragraph: paragraph.into(),
        characters: tighter(),
    }
}

/// A style off the grid: tables, notes, the foot of the page.
fn off_grid(
    id: &'static str,
    name: &'static str,
    font: &'static str,
    half_points: u32,
    paragraph: impl Into<String>,
) -> Style {
    Style {
        id,
        name,
        font,
        half_points,
        paragraph: format!(r#"<w:snapToGrid w:val="0"/>{}"#, paragraph.into()),
        characters: r#"<w:spacing w:val="0"/>"#.to_owned(),
    }
}

fn heading(level: Level, name: &'static str) -> Style {
    on_grid(
        of_level(level),
        name,
        font_of_level(level),
        format!(
            r#"<w:ind {}/><w:outlineLvl w:val="{}"/>"#,
            body_indent(),
            level.depth() + 1
        ),
    )
}

fn paper_styles() -> Vec<Style> {
    let line = format!(r#"<w:spacing w:line="{LINE}" w:lineRule="exact"/>"#);
    let flush = r#"<w:jc w:val="left"/>"#;
    let centred = r#"<w:jc w:val="center"/>"#;
    let title = |id, name, outline| Style {
        id,
        name,
        font: TITLE_SONG,
        half_points: standard::SIZE_2_HALF_POINTS,
        paragraph: format!(
            r#"<w:keepNext/><w:snapToGrid w:val="0"/>{line}<w:ind w:left="0" w:firstLine="0"/>{centred}<w:outlineLvl w:val="{outline}"/>"#
        ),
        characters: r#"<w:spacing w:val="0"/>"#.to_owned(),
    };
    vec![
        on_grid("HeadLine", "版头标注", SONG_IMITATION, flush),
        Style {
            id: "IssuerMark",
            name: "发文机关标志",
            font: TITLE_SONG,
            half_points: 2 * standard::SIZE_3_HALF_POINTS,
            paragraph: format!(r#"<w:snapToGrid w:val="0"/>{centred}"#),
            characters: r#"<w:color w:val="FF0000"/><w:spacing w:val="0"/>"#.to_owned(),
        },
        on_grid("IssueNumber", "发文字号", SONG_IMITATION, centred),
        on_grid(
            "HeadRule",
            "版头分隔线",
            SONG_IMITATION,
            r#"<w:snapToGrid w:val="0"/>"#,
        ),
        title("DocumentTitle", "公文标题", 0),
        on_grid(
            "Subtitle",
            "题下标注",
            KAI,
            format!("<w:keepNext/>{centred}"),
        ),
        on_grid("Addressees", "主送机关", SONG_IMITATION, flush),
        on_grid(
            "BodyText",
            "公文正文",
            SONG_IMITATION,
            format!("<w:ind {}/>", body_indent()),
        ),
        heading(Level::First, "一级标题"),
        heading(Level::Second, "二级标题"),
        heading(Level::Third, "三级标题"),
        heading(Level::Fourth, "四级标题"),
        on_grid(
            "AttachmentNote",
            "附件说明",
            SONG_IMITATION,
            format!("<w:keepNext/>{flush}"),
        ),
        on_grid(
            "SignatureName",
            "发文机关署名",
            SONG_IMITATION,
            "<w:keepNext/>",
        ),
        on_grid("SignatureDate", "成文日期", SONG_IMITATION, ""),
        on_grid(
            "Note",
            "附注",
            SONG_IMITATION,
            format!("<w:ind {}/>", body_indent()),
        ),
        on_grid("Attendance", "出席人员", SONG_IMITATION, flush),
        on_grid(
            "AttachmentMark",
            "附件标记",
            HEI,
            format!("<w:keepNext/>{flush}"),
        ),
        title("AttachmentTitle", "附件标题", 0),
        on_grid("CutLine", "裁切线", SONG_IMITATION, flush),
        off_grid(
            "Imprint",
            "版记",
            SONG_IMITATION,
            standard::SIZE_4_HALF_POINTS,
            format!(
                r#"<w:spacing w:line="{}" w:lineRule="exact"/>{flush}"#,
                super::imprint::LINE
            ),
        ),
        off_grid(
            "PageNumber",
            "页码",
            SONG,
            standard::SIZE_4_HALF_POINTS,
            format!(
                r#"<w:spacing w:line="{}" w:lineRule="exact"/><w:ind w:left="{CHAR_4}" w:right="{CHAR_4}"/>"#,
                super::pages::NUMBER_LINE
            ),
        ),
        off_grid(
            "FootnoteText",
            "公文脚注",
            SONG_IMITATION,
            18,
            r#"<w:spacing w:line="240" w:lineRule="exact"/>"#,
        ),
    ]
}

fn table_styles() -> Vec<Style> {
    let size = 21;
    let line = |more: &str| format!(r#"<w:spacing {more}w:line="290" w:lineRule="exact"/>"#);
    vec![
        on_grid(
            "TableCaption",
            "表题",
            HEI,
            r#"<w:keepNext/><w:jc w:val="center"/>"#,
        ),
        off_grid(
            "TableHeading",
            "表头",
            HEI,
            size,
            line(r#"w:before="60" w:after="60" "#) + r#"<w:jc w:val="center"/>"#,
        ),
        off_grid(
            "TableSection",
            "表内板块",
            HEI,
            size,
            line(r#"w:before="60" w:after="60" "#) + r#"<w:jc w:val="left"/>"#,
        ),
        off_grid(
            "TableText",
            "表内文字",
            SONG_IMITATION,
            size,
            line("") + r#"<w:jc w:val="left"/>"#,
        ),
        // Word wants a paragraph after a table; this one takes no room.
        off_grid(
            "AfterTable",
            "表后",
            SONG_IMITATION,
            2,
            r#"<w:spacing w:line="12" w:lineRule="exact"/>"#,
        ),
    ]
}

/// `styles.xml`: 3号仿宋 unless a style says otherwise (GB/T 9704 5.2.2).
pub(super) fn styles() -> String {
    let styles: String = paper_styles()
        .iter()
        .chain(&table_styles())
        .map(|style| {
            format!(
                r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}{}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"#,
                style.id,
                style.name,
                style.paragraph,
                fonts(style.font),
                style.characters,
                size = style.half_points,
            )
        })
        .collect();
    let characters: String = [
        (IN_SONG_IMITATION, "仿宋字", SONG_IMITATION),
        (IN_KAI, "楷体字", KAI),
        (IN_HEI, "黑体字", HEI),
    ]
    .map(|(id, name, font)| {
        format!(
            r#"<w:style w:type="character" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/><w:qFormat/><w:rPr>{}</w:rPr></w:style>"#,
            fonts(font)
        )
    })
    .concat();
    let edge =
        |name: &str| format!(r#"<w:{name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#);
    let borders = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(edge)
        .concat();
    format!(
        r#"{DECLARATION}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/><w:spacing w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr><w:rPr>{tighter}</w:rPr></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultCharacters"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:customStyle="1" w:styleId="PaperTable"><w:name w:val="公文表格"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>{styles}{characters}<w:style w:type="character" w:customStyle="1" w:styleId="FootnoteMark"><w:name w:val="公文脚注序号"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>"#,
        fonts = fonts(SONG_IMITATION),
        tighter = tighter(),
    )
}

/// A font for Chinese and for Latin characters alike. The hint makes quotes and dashes, which both
/// scripts have, as wide as Chinese characters.
pub(super) fn fonts(name: &str) -> String {
    format!(
        r#"<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="Times New Roman"/>"#
    )
}

/// `fontTable.xml`: the fonts offices have, with the names they go by where they are missing.
pub(super) fn font_table() -> String {
    let fonts: String = [
        (TITLE_SONG, "FZXiaoBiaoSong-B05S", "roman"),
        (SONG_IMITATION, "仿宋", "modern"),
        (KAI, "楷体", "modern"),
        (HEI, "SimHei", "modern"),
        (SONG, "SimSun", "auto"),
    ]
    .map(|(name, other, family)| {
        format!(
            r#"<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>"#
        )
    })
    .concat();
    format!(r#"{DECLARATION}<w:fonts xmlns:w="{MAIN}">{fonts}</w:fonts>"#)
}
