//! Paragraphs and runs as XML.

use std::fmt::Write as _;

pub(super) const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const RELATIONSHIPS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What a paragraph says beyond its style. Lengths in twips.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// Stays on one page with the paragraph after it.
    pub(super) keep_next: bool,
    /// Begins a page.
    pub(super) page_break: bool,
    /// Attributes of `w:framePr`.
    pub(super) frame: Option<String>,
    /// Level and list of an automatic number.
    pub(super) number: Option<(usize, u32)>,
    /// Content of `w:pBdr`.
    pub(super) borders: Option<String>,
    /// Content of `w:tabs`.
    pub(super) tabs: Option<String>,
    /// Room above.
    pub(super) before: Option<u32>,
    /// Room below.
    pub(super) after: Option<u32>,
    /// Exact height of its lines.
    pub(super) line: Option<u32>,
    /// Attributes of `w:ind`.
    pub(super) indent: Option<String>,
    /// `w:jc`.
    pub(super) align: Option<&'static str>,
    /// `w:outlineLvl`.
    pub(super) outline: Option<u8>,
}

/// A paragraph in a style of [`super::styles`], with runs as its content.
pub(super) fn paragraph(style: &str, shape: &Shape, content: &str) -> String {
    let mut xml = String::with_capacity(content.len() + 160);
    write_paragraph(&mut xml, style, shape, content);
    xml
}

/// The same, added to what is there. The order of the properties is the schema's.
pub(super) fn write_paragraph(xml: &mut String, style: &str, shape: &Shape, content: &str) {
    let _ = write!(xml, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>"#);
    if shape.keep_next {
        xml.push_str("<w:keepNext/>");
    }
    if shape.page_break {
        xml.push_str("<w:pageBreakBefore/>");
    }
    if let Some(frame) = &shape.frame {
        let _ = write!(xml, "<w:framePr {frame}/>");
    }
    if let Some((level, list)) = shape.number {
        let _ = write!(
            xml,
            r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#
        );
    }
    if let Some(borders) = &shape.borders {
        let _ = write!(xml, "<w:pBdr>{borders}</w:pBdr>");
    }
    if let Some(tabs) = &shape.tabs {
        let _ = write!(xml, "<w:tabs>{tabs}</w:tabs>");
    }
    if shape.before.is_some() || shape.after.is_some() || shape.line.is_some() {
        xml.push_str("<w:spacing");
        if let Some(before) = shape.before {
            let _ = write!(xml, r#" w:before="{before}""#);
        }
        if let Some(after) = shape.after {
            let _ = write!(xml, r#" w:after="{after}""#);
        }
        if let Some(line) = shape.line {
            let _ = write!(xml, r#" w:line="{line}" w:lineRule="exact""#);
        }
        xml.push_str("/>");
    }
    if let Some(indent) = &shape.indent {
        let _ = write!(xml, "<w:ind {indent}/>");
    }
    if let Some(align) = shape.align {
        let _ = write!(xml, r#"<w:jc w:val="{align}"/>"#);
    }
    if let Some(outline) = shape.outline {
        let _ = write!(xml, r#"<w:outlineLvl w:val="{outline}"/>"#);
    }
    xml.push_str("</w:pPr>");
    xml.push_str(content);
    xml.push_str("</w:p>");
}

/// A run of text with the content of its `w:rPr`; nothing for no text.
pub(super) fn run(properties: &str, text: &str) -> String {
    let mut xml = String::with_capacity(text.len() + 64);
    write_run(&mut xml, properties, text);
    xml
}

/// The same, added to what is there. A line end becomes a line break, a tab a tab.
pub(super) fn write_run(xml: &mut String, properties: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    xml.push_str("<w:r>");
    if !properties.is_empty() {
        let _ = write!(xml, "<w:rPr>{properties}</w:rPr>");
    }
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            xml.push_str("<w:br/>");
        }
        for (place, piece) in line.split('\t').enumerate() {
            if place > 0 {
                xml.push_str("<w:tab/>");
            }
            if !piece.is_empty() {
                xml.push_str(r#"<w:t xml:space="preserve">"#);
                escape_into(xml, piece);
                xml.push_str("</w:t>");
            }
        }
    }
    xml.push_str("</w:r>");
}

/// Properties of a run in a character style.
pub(super) fn styled(style: &str) -> String {
    format!(r#"<w:rStyle w:val="{style}"/>"#)
}

/// Text as XML content or attribute value; characters XML does not allow are left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_into(&mut escaped, text);
    escaped
}

fn escape_into(escaped: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push(' '),
            '\n' => escaped.push('\n'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
}
