//! Footnotes that say where a figure comes from.

use super::{
    styles::fonts,
    xml::{DECLARATION, MAIN, Shape, paragraph, run, styled},
};

/// The two separators office programs want come first.
const N_SEPARATORS: usize = 2;

/// How the footnotes of a paper count: ①②③, anew on every page.
pub(super) const OF_SECTION: &str = r#"<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numRestart w:val="eachPage"/></w:footnotePr>"#;

/// The same for the whole file, which names the separators too.
pub(super) const OF_FILE: &str = r#"<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numRestart w:val="eachPage"/><w:footnote w:id="0"/><w:footnote w:id="1"/></w:footnotePr>"#;

/// The footnotes of a paper.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    words: Vec<String>,
}

impl Footnotes {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds a note and gives the run that points to it.
    pub(super) fn add(&mut self, words: &str) -> String {
        let id = self.words.len() + N_SEPARATORS;
        self.words.push(words.to_owned());
        format!(
            r#"<w:r><w:rPr>{}</w:rPr><w:footnoteReference w:id="{id}"/></w:r>"#,
            styled("FootnoteMark")
        )
    }

    /// `footnotes.xml`.
    pub(super) fn part(&self) -> String {
        let separator = |id: usize, kind: &str| {
            format!(
                r#"<w:footnote w:type="{kind}" w:id="{id}">{}</w:footnote>"#,
                paragraph(
                    "FootnoteText",
                    &Shape::default(),
                    &format!("<w:r><w:{kind}/></w:r>")
                )
            )
        };
        let mark = format!(
            "<w:r><w:rPr>{}{}</w:rPr><w:footnoteRef/></w:r>",
            styled("FootnoteMark"),
            fonts(super::styles::SONG)
        );
        let notes: String = (N_SEPARATORS..)
            .zip(&self.words)
            .map(|(id, words)| {
                let content = mark.clone() + &run("", words);
                format!(
                    r#"<w:footnote w:id="{id}">{}</w:footnote>"#,
                    paragraph("FootnoteText", &Shape::default(), &content)
                )
            })
            .collect();
        format!(
            r#"{DECLARATION}<w:footnotes xmlns:w="{MAIN}">{}{}{notes}</w:footnotes>"#,
            separator(0, "separator"),
            separator(1, "continuationSeparator"),
        )
    }
}
