//! The parts of the file and how they refer to each other.

use super::{
    footnotes,
    kept::KEPT_NAMESPACE,
    pages::Margin,
    styles,
    xml::{DECLARATION, MAIN, RELATIONSHIPS, escape},
};

const CONTENT_TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const PACKAGE_RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// A written paper before it is packed.
pub(super) struct Paper<'a> {
    pub(super) title: &'a str,
    /// Content of `w:body`.
    pub(super) body: String,
    pub(super) margins: Vec<Margin>,
    pub(super) numbering: Option<String>,
    pub(super) footnotes: Option<String>,
    pub(super) kept: String,
}

/// A part the document refers to: relation id, kind and file below `word/`.
struct Related {
    id: String,
    kind: &'static str,
    file: String,
    content: String,
}

/// Every part with its name, in the order they are packed.
pub(super) fn parts(paper: &Paper<'_>) -> Vec<(String, String)> {
    let has_footnotes = paper.footnotes.is_some();
    let related = related(paper);
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(&related)),
        ("_rels/.rels".to_owned(), root_relations()),
        ("docProps/core.xml".to_owned(), core_properties(paper.title)),
        (
            "docProps/app.xml".to_owned(),
            format!(
                r#"{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>luoshi</Application></Properties>"#
            ),
        ),
        (
            "word/document.xml".to_owned(),
            format!(
                r#"{DECLARATION}<w:document xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}"><w:body>{}</w:body></w:document>"#,
                paper.body
            ),
        ),
        (
            "word/_rels/document.xml.rels".to_owned(),
            document_relations(&related),
        ),
        ("word/settings.xml".to_owned(), settings(has_footnotes)),
        ("customXml/item1.xml".to_owned(), paper.kept.clone()),
        (
            "customXml/itemProps1.xml".to_owned(),
            format!(
                r#"{DECLARATION}<ds:datastoreItem ds:itemID="{{6C756F73-6869-4677-9A01-000000000001}}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="{KEPT_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>"#
            ),
        ),
        (
            "customXml/_rels/item1.xml.rels".to_owned(),
            relations(&format!(
                r#"<Relationship Id="rId1" Type="{RELATIONSHIPS}/customXmlProps" Target="itemProps1.xml"/>"#
            )),
        ),
    ];
    for part in related {
        parts.push((format!("word/{}", part.file), part.content));
    }
    parts
}

fn related(paper: &Paper<'_>) -> Vec<Related> {
    let part = |id: &str, kind, content: String| Related {
        id: id.to_owned(),
        kind,
        file: format!("{kind}.xml"),
        content,
    };
    let mut related = vec![
        part("rIdStyles", "styles", styles::styles()),
        part("rIdFonts", "fontTable", styles::font_table()),
    ];
    let numbering = paper.numbering.clone();
    related.extend(numbering.map(|content| part("rIdNumbering", "numbering", content)));
    let footnotes = paper.footnotes.clone();
    related.extend(footnotes.map(|content| part("rIdFootnotes", "footnotes", content)));
    related.extend((1..).zip(&paper.margins).map(|(number, margin)| Related {
        id: format!("rIdMargin{number}"),
        kind: margin.kind,
        file: format!("{}{number}.xml", margin.kind),
        content: margin.content.clone(),
    }));
    related
}

fn content_types(related: &[Related]) -> String {
    let over =
        |name: &str, kind: &str| format!(r#"<Override PartName="/{name}" ContentType="{kind}"/>"#);
    let of_word: String = related
        .iter()
        .map(|part| {
            let kind = format!("{WORD_TYPE}{}+xml", part.kind);
            over(&format!("word/{}", part.file), &kind)
        })
        .collect();
    let fixed = [
        over(
            "word/document.xml",
            &format!("{WORD_TYPE}document.main+xml"),
        ),
        over("word/settings.xml", &format!("{WORD_TYPE}settings+xml")),
        over(
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
        ),
        over(
            "docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ),
        over(
            "customXml/itemProps1.xml",
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        ),
    ]
    .concat();
    format!(
        r#"{DECLARATION}<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{fixed}{of_word}</Types>"#
    )
}

fn relations(content: &str) -> String {
    format!(r#"{DECLARATION}<Relationships xmlns="{PACKAGE_RELATIONS}">{content}</Relationships>"#)
}

fn root_relations() -> String {
    relations(&format!(
        r#"<Relationship Id="rId1" Type="{RELATIONSHIPS}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{PACKAGE_RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="{RELATIONSHIPS}/extended-properties" Target="docProps/app.xml"/>"#
    ))
}

fn document_relations(related: &[Related]) -> String {
    let own: String = related
        .iter()
        .map(|part| {
            format!(
                r#"<Relationship Id="{}" Type="{RELATIONSHIPS}/{}" Target="{}"/>"#,
                part.id, part.kind, part.file
            )
        })
        .collect();
    relations(&format!(
        r#"<Relationship Id="rIdSettings" Type="{RELATIONSHIPS}/settings" Target="settings.xml"/><Relationship Id="rIdKept" Type="{RELATIONSHIPS}/customXml" Target="../customXml/item1.xml"/>{own}"#
    ))
}

/// Page numbers differ on odd and even pages; punctuation may not stand at a line's beginning.
fn settings(has_footnotes: bool) -> String {
    let footnotes = if has_footnotes {
        footnotes::OF_FILE
    } else {
        ""
    };
    format!(
        r#"{DECLARATION}<w:settings xmlns:w="{MAIN}"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>{footnotes}<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#
    )
}

/// The title, no person's name, and a day that is the same every day.
fn core_properties(title: &str) -> String {
    const DAY: &str = "2000-01-01T00:00:00Z";
    format!(
        r#"{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">{DAY}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{DAY}</dcterms:modified></cp:coreProperties>"#,
        escape(title)
    )
}
