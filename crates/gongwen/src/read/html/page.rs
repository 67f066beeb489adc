//! From tags and text to lines.
//!
//! No tree is built: browsers close forgotten elements by rules that matter for layout, while a
//! line of text ends at every block tag, whichever element it belongs to.

use super::table::{Content, TableBuilder};
use crate::{read::builder::SourceBuilder, source::BlockKind};
use html5ever::tokenizer::Tag;

/// Tables within tables; deeper ones are read as running text.
const MAX_TABLES: usize = 32;
/// Elements left out or marked that may be open at once.
const MAX_OPEN: usize = 256;

/// A line of the page with its form.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) kind: BlockKind,
}

/// The page read so far.
#[derive(Default)]
pub(super) struct Page {
    content: Vec<Content>,
    line: String,
    /// Blanks met since the last visible character of the line; whether a line end was among them.
    pending_blank: Option<bool>,
    heading: Option<u8>,
    preformatted: usize,
    /// Open elements that make their content furniture.
    furniture: Vec<String>,
    /// The element being left out and how many of its name are open.
    skipped: Option<(String, usize)>,
    /// An article's own header and footer belong to it.
    articles: usize,
    lists: Vec<List>,
    /// The number of a list item that waits for the item's first words.
    label: Option<String>,
    tables: Vec<TableBuilder>,
}

/// An ordered list counts its items; others have no number.
struct List {
    next: Option<i64>,
}

impl Page {
    /// Characters between tags.
    pub(super) fn text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        for c in text.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.end_line(),
                '\r' => {}
                ' ' | '\t' | '\n' | '\u{c}' => {
                    let broken = self.pending_blank.unwrap_or(false) || c == '\n';
                    self.pending_blank = Some(broken);
                }
                // Soft hyphens and joiners are for the eye of the layout only.
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                '\u{a0}' => self.push(' '),
                c => self.push(c),
            }
        }
    }

    fn push(&mut self, c: char) {
        let blank = self.pending_blank.take();
        if let (Some(broken), Some(last)) = (blank, self.line.chars().last()) {
            // The editor's line break between two Chinese characters is no blank.
            if !(broken && is_wide(last) && is_wide(c)) {
                self.line.push(' ');
            }
        }
        self.line.push(c);
    }

    /// A start tag.
    pub(super) fn open(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name);
            return;
        }
        if is_left_out(name) || (is_container(name) && is_hidden(tag)) {
            if !tag.self_closing {
                self.skipped = Some((name.to_owned(), 1));
            }
            return;
        }
        if is_block(name) {
            self.end_line();
        }
        if self.is_furniture(tag) && self.furniture.len() < MAX_OPEN {
            self.furniture.push(name.to_owned());
        }
        match name {
            "article" | "main" => self.articles += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = heading_level(name),
            "pre" => self.preformatted += 1,
            "br" => self.end_line(),
            "ol" if self.lists.len() < MAX_OPEN => self.lists.push(List {
                next: Some(number_of(tag, "start").unwrap_or(1)),
            }),
            "ul" | "menu" if self.lists.len() < MAX_OPEN => self.lists.push(List { next: None }),
            "li" => self.item(tag),
            "table" if self.tables.len() < MAX_TABLES => {
                if let Some(outer) = self.tables.last_mut() {
                    outer.holds_table();
                }
                self.tables.push(TableBuilder::default());
            }
            "tr" => self.table(TableBuilder::row),
            "td" | "th" => {
                let spans = (number_of(tag, "rowspan"), number_of(tag, "colspan"));
                self.table(|table| table.cell(spans.0, spans.1));
            }
            "caption" => self.table(TableBuilder::caption),
            _ => {}
        }
    }

    /// An end tag.
    pub(super) fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth -= usize::from(skipped == name);
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        if is_block(name) {
            self.end_line();
        }
        if let Some(open) = self.furniture.iter().rposition(|open| open == name) {
            self.furniture.truncate(open);
        }
        match name {
            "article" | "main" => self.articles = self.articles.saturating_sub(1),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = None,
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "ol" | "ul" | "menu" => {
                self.lists.pop();
            }
            "td" | "th" | "caption" => self.table(TableBuilder::end_cell),
            "table" => self.end_table(),
            _ => {}
        }
    }

    /// Writes everything out.
    pub(super) fn write(mut self, builder: &mut SourceBuilder) {
        self.end_line();
        while !self.tables.is_empty() {
            self.end_table();
        }
        for content in self.content {
            content.write(builder);
        }
    }

    fn table(&mut self, act: impl FnOnce(&mut TableBuilder)) {
        if let Some(table) = self.tables.last_mut() {
            act(table);
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        let contents = table.finish();
        match self.tables.last_mut() {
            Some(outer) => outer.add(contents),
            None => self.content.extend(contents),
        }
    }

    fn item(&mut self, tag: &Tag) {
        let Some(List { next: Some(next) }) = self.lists.last_mut() else {
            return;
        };
        let number = number_of(tag, "value").unwrap_or(*next);
        *next = number.saturating_add(1);
        self.label = Some(format!("{number}. "));
    }

    fn end_line(&mut self) {
        self.pending_blank = None;
        let line = std::mem::take(&mut self.line);
        let text = line.trim();
        if text.is_empty() {
            return;
        }
        // Lists whose items carry a number in their words would show two.
        let label = self.label.take().filter(|_| !begins_numbered(text));
        let text = label.unwrap_or_default() + text;
        let kind = match self.heading {
            _ if !self.furniture.is_empty() => BlockKind::Furniture,
            Some(level) => BlockKind::Heading(level),
            None => BlockKind::Paragraph,
        };
        let line = Content::Line(Line { text, kind });
        match self.tables.last_mut() {
            Some(table) => table.add(vec![line]),
            None => self.content.push(line),
        }
    }

    fn is_furniture(&self, tag: &Tag) -> bool {
        match &*tag.name {
            "nav" | "aside" | "button" | "select" | "menu" => true,
            "header" | "footer" => self.articles == 0,
            name if is_container(name) => {
                let role = attribute(tag, "role").is_some_and(|role| {
                    matches!(
                        role,
                        "navigation" | "banner" | "contentinfo" | "complementary" | "search"
                    )
                });
                let named = ["class", "id"].iter().any(|key| {
                    attribute(tag, key).is_some_and(|names| {
                        names.split_ascii_whitespace().any(|name| {
                            FURNITURE_NAMES.contains(&name.to_ascii_lowercase().as_str())
                        })
                    })
                });
                role || named
            }
            _ => false,
        }
    }
}

/// Names that pages give to what stands around the text, everywhere the same.
const FURNITURE_NAMES: [&str; 13] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "footer",
    "foot",
    "breadcrumb",
    "breadcrumbs",
    "crumbs",
    "copyright",
    "sidebar",
    "share",
    "toolbar",
];

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| &*attribute.value)
}

fn number_of<T: std::str::FromStr>(tag: &Tag, name: &str) -> Option<T> {
    attribute(tag, name)?.trim().parse().ok()
}

fn heading_level(name: &str) -> Option<u8> {
    name.strip_prefix('h')?.parse().ok()
}

/// Content that is not on the page.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "title"
            | "template"
            | "noscript"
            | "iframe"
            | "object"
            | "svg"
            | "textarea"
            | "noembed"
            | "noframes"
            | "xmp"
            | "rt"
            | "rp"
            | "audio"
            | "video"
            | "canvas"
    )
}

/// Elements that must be closed, so that leaving one out has a sure end.
fn is_container(name: &str) -> bool {
    matches!(
        name,
        "div" | "span" | "section" | "ul" | "ol" | "table" | "a" | "form" | "article"
    )
}

fn is_hidden(tag: &Tag) -> bool {
    attribute(tag, "hidden").is_some()
        || attribute(tag, "style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.to_ascii_lowercase().contains("display:none")
        })
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "menu"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "blockquote"
            | "pre"
            | "form"
            | "fieldset"
            | "legend"
            | "figure"
            | "figcaption"
            | "address"
            | "hr"
            | "center"
            | "body"
            | "head"
            | "html"
            | "option"
            | "select"
            | "button"
            | "details"
            | "summary"
    )
}

/// Chinese characters and full-width signs, between which no blank is written.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—')
}

/// Whether the words bring a number of their own: `1.`, `（一）`, `一、`, `①`.
fn begins_numbered(text: &str) -> bool {
    let mut chars = text.trim_start().chars();
    match chars.next() {
        Some('（' | '(' | '第') => chars.next().is_some_and(is_numeral),
        Some(first) if ('①'..='㊿').contains(&first) => true,
        Some(first) if is_numeral(first) => {
            matches!(
                chars.find(|c| !is_numeral(*c)),
                Some('.' | '．' | '、' | ')' | '）')
            )
        }
        _ => false,
    }
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇一二三四五六七八九十百".contains(c)
}
