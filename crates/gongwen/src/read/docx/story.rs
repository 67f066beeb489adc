//! Walking a part (body, header, footer, note) into paragraphs and tables.

use super::{
    look::{Edge, Own, Section},
    styles::ParagraphProperties,
    xml::{Element, Piece, Xml},
};
use crate::read::error::ReadError;

/// A piece of a story, in order.
#[derive(Debug)]
pub(super) enum Node {
    /// A paragraph with the text boxes anchored in it.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph before numbering.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) properties: ParagraphProperties,
    pub(super) text: String,
    pub(super) boxes: Vec<Vec<Node>>,
    /// What it says of its looks, when they are asked for.
    pub(super) look: Option<Box<Own>>,
}

/// A table as the file has it: rows of cells, merges not yet worked out.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) edges: Edges,
}

/// The rules a table or a cell says it has, when looks are asked for; an inner `None` takes one
/// away.
#[derive(Debug, Default)]
pub(super) struct Edges {
    pub(super) top: Option<Option<Edge>>,
    pub(super) bottom: Option<Option<Edge>>,
    /// Between the rows of a table.
    pub(super) inside: Option<Option<Edge>>,
}

impl Edges {
    fn take(&mut self, element: &Element<'_>) {
        match element.name() {
            "top" => self.top = Some(Edge::read(element)),
            "bottom" => self.bottom = Some(Edge::read(element)),
            "insideH" => self.inside = Some(Edge::read(element)),
            _ => {}
        }
    }
}

/// A table row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Grid columns left out before the first cell.
    pub(super) skipped_columns: usize,
    /// Repeated at the top of every page the table goes on to.
    pub(super) is_repeated: bool,
    pub(super) cells: Vec<Cell>,
}

/// A table cell.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) column_span: usize,
    /// Continues the cell above.
    pub(super) continues: bool,
    pub(super) edges: Edges,
    pub(super) nodes: Vec<Node>,
}

/// No table of a paper is wider; what claims to be is cut to this.
pub(super) const MAX_COLUMNS: usize = 1000;

/// Bookmarks open at one place; every paragraph under them repeats their names.
const MAX_OPEN_BOOKMARKS: usize = 64;

/// What the walk noticed on the way.
#[derive(Debug, Default)]
pub(super) struct Noticed {
    pub(super) changes: bool,
    pub(super) hidden_text: bool,
}

/// Reads all paragraphs and tables of a part. Notes each come as a few paragraphs more.
pub(super) fn read_story(text: &str, noticed: &mut Noticed) -> Result<Vec<Node>, ReadError> {
    Ok(walk(Xml::new(text), noticed)?.0)
}

/// The same with what paragraphs say of their looks, and the last section's properties.
pub(super) fn read_story_with_looks(
    text: &str,
    noticed: &mut Noticed,
) -> Result<(Vec<Node>, Option<Section>), ReadError> {
    walk(Xml::with_looks(text), noticed)
}

fn walk(xml: Xml<'_>, noticed: &mut Noticed) -> Result<(Vec<Node>, Option<Section>), ReadError> {
    let mut walker = Walker {
        xml,
        fields: Vec::new(),
        hidden_text: false,
        bookmarks: Vec::new(),
        last_section: None,
    };
    let mut nodes = Vec::new();
    while walker.block_content(&mut nodes)? {}
    noticed.changes |= walker.xml.saw_changes;
    noticed.hidden_text |= walker.hidden_text;
    Ok((nodes, walker.last_section))
}

struct Walker<'i> {
    xml: Xml<'i>,
    /// Complex fields begun and not ended; whether each is still in its instruction.
    fields: Vec<bool>,
    hidden_text: bool,
    /// Bookmarks begun and not ended, by id and name, when looks are asked for.
    bookmarks: Vec<(String, String)>,
    last_section: Option<Section>,
}

impl Walker<'_> {
    /// Reads blocks up to the end of the enclosing element; false at the end of the part.
    fn block_content(&mut self, nodes: &mut Vec<Node>) -> Result<bool, ReadError> {
        loop {
            match self.xml.next()? {
                Piece::Open(element) => match element.name() {
                    "p" => {
                        let paragraph = self.paragraph()?;
                        push_paragraph(nodes, paragraph);
                    }
                    "tbl" => nodes.push(Node::Table(self.table()?)),
                    // The roots of the parts, and notes within theirs.
                    "document" | "body" | "hdr" | "ftr" | "footnotes" | "endnotes" => {}
                    "footnote" | "endnote" => {
                        if is_separator(&element) {
                            self.xml.skip()?;
                        }
                    }
                    "del" => self.deleted()?,
                    "sectPr" if self.xml.taken_off.is_some() => {
                        self.last_section = Some(Section::parse(&mut self.xml)?);
                    }
                    "bookmarkStart" | "bookmarkEnd" => self.bookmark(&element, None)?,
                    _ => self.xml.skip()?,
                },
                Piece::Close => return Ok(true),
                Piece::Text(_) => {}
                Piece::End => return Ok(false),
            }
        }
    }

    fn deleted(&mut self) -> Result<(), ReadError> {
        self.xml.saw_changes = true;
        self.xml.skip()
    }

    fn paragraph(&mut self) -> Result<Paragraph, ReadError> {
        let mut paragraph = Paragraph::default();
        if let Some(taken_off) = &mut self.xml.taken_off {
            taken_off.clear();
            let open = self.bookmarks.iter().map(|(_, name)| name.clone());
            paragraph.look = Some(Box::new(Own::within(open.collect())));
        }
        loop {
            match self.xml.next()? {
                Piece::Open(element) => match element.name() {
                    "pPr" => match &mut paragraph.look {
                        Some(look) => look.properties(&mut self.xml, &mut paragraph.properties)?,
                        None => {
                            paragraph.properties = ParagraphProperties::parse(&mut self.xml)?;
                        }
                    },
                    "bookmarkStart" | "bookmarkEnd" => {
                        self.bookmark(&element, Some(&mut paragraph))?;
                    }
                    "r" => self.run(&mut paragraph)?,
                    "t" => self.text(&element, &mut paragraph.text, true)?,
                    "txbxContent" => self.text_box(&mut paragraph)?,
                    "del" => self.deleted()?,
                    _ => self.xml.skip()?,
                },
                Piece::Close => {
                    if let (Some(look), Some(taken_off)) =
                        (&mut paragraph.look, &self.xml.taken_off)
                    {
                        look.wrappers(taken_off);
                    }
                    return Ok(paragraph);
                }
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    /// A bookmark begins or ends, in a paragraph or between two.
    fn bookmark(
        &mut self,
        element: &Element<'_>,
        paragraph: Option<&mut Paragraph>,
    ) -> Result<(), ReadError> {
        if self.xml.taken_off.is_some() {
            let id = element.attribute("id").unwrap_or_default();
            if let Some(name) = element.attribute("name") {
                if let Some(look) = paragraph.and_then(|paragraph| paragraph.look.as_deref_mut()) {
                    look.begin_bookmark(&name);
                }
                if self.bookmarks.len() < MAX_OPEN_BOOKMARKS {
                    self.bookmarks.push((id, name));
                }
            } else if let Some(at) = self.bookmarks.iter().position(|(open, _)| *open == id) {
                let (_, name) = self.bookmarks.remove(at);
                if let Some(paragraph) = paragraph
                    && let Some(look) = &mut paragraph.look
                    && paragraph.text.is_empty()
                {
                    look.end_bookmark_before(&name);
                }
            }
        }
        self.xml.skip()
    }

    fn text_box(&mut self, paragraph: &mut Paragraph) -> Result<(), ReadError> {
        // A box is a story of its own: fields open outside do not reach into it.
        let fields = std::mem::take(&mut self.fields);
        let taken_off = self.xml.taken_off.as_mut().map(std::mem::take);
        let mut nodes = Vec::new();
        self.block_content(&mut nodes)?;
        self.fields = fields;
        self.xml.taken_off = taken_off;
        paragraph.boxes.push(nodes);
        Ok(())
    }

    fn run(&mut self, paragraph: &mut Paragraph) -> Result<(), ReadError> {
        let mut is_hidden = false;
        if let Some(look) = &mut paragraph.look {
            look.begin_run(paragraph.text.len());
        }
        loop {
            let element = match self.xml.next()? {
                Piece::Open(element) => element,
                Piece::Close => return Ok(()),
                Piece::Text(text) => {
                    if let (Some(look), Some(taken_off)) =
                        (&mut paragraph.look, &self.xml.taken_off)
                    {
                        look.aside(taken_off, &text);
                    }
                    continue;
                }
                Piece::End => return Err(ReadError::Damaged),
            };
            let is_shown = !is_hidden && !self.fields.contains(&true);
            let sign = match element.name() {
                "rPr" => {
                    is_hidden = match &mut paragraph.look {
                        Some(look) => look.run_properties(&mut self.xml)?,
                        None => self.is_hidden()?,
                    };
                    continue;
                }
                "instrText" => {
                    let mut instruction = String::new();
                    self.text(&element, &mut instruction, true)?;
                    if let Some(look) = &mut paragraph.look {
                        look.instruction(&instruction);
                    }
                    continue;
                }
                "t" => {
                    self.hidden_text |= is_hidden;
                    self.text(&element, &mut paragraph.text, is_shown)?;
                    continue;
                }
                "txbxContent" => {
                    self.text_box(paragraph)?;
                    continue;
                }
                "del" => {
                    self.deleted()?;
                    continue;
                }
                "fldChar" => {
                    self.field(&element);
                    None
                }
                "tab" | "ptab" => Some('\t'),
                "br" if !is_page_break(&element) => Some('\n'),
                "br" => {
                    if let Some(look) = &mut paragraph.look {
                        look.break_page(paragraph.text.len());
                    }
                    None
                }
                "cr" => Some('\n'),
                "noBreakHyphen" => Some('-'),
                "sym" => symbol(&element),
                _ => None,
            };
            self.xml.skip()?;
            if is_shown {
                paragraph.text.extend(sign);
            }
        }
    }

    /// Reads a `w:rPr` for hidden text.
    fn is_hidden(&mut self) -> Result<bool, ReadError> {
        let mut hidden = false;
        loop {
            match self.xml.next()? {
                Piece::Open(element) => {
                    if element.name() == "vanish" {
                        hidden = element.is_on();
                    }
                    self.xml.skip()?;
                }
                Piece::Close => return Ok(hidden),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    /// A complex field shows its result, not its instruction.
    fn field(&mut self, element: &Element<'_>) {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") => self.fields.push(true),
            Some("separate") => {
                if let Some(in_instruction) = self.fields.last_mut() {
                    *in_instruction = false;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// Reads a `w:t`: blanks around it count only when the file says so, line ends never.
    fn text(
        &mut self,
        element: &Element<'_>,
        text: &mut String,
        is_shown: bool,
    ) -> Result<(), ReadError> {
        let keeps_blanks = element.attribute("space").as_deref() == Some("preserve");
        let mut content = String::new();
        loop {
            match self.xml.next()? {
                Piece::Text(piece) => content.push_str(&piece),
                Piece::Open(_) => self.xml.skip()?,
                Piece::Close => break,
                Piece::End => return Err(ReadError::Damaged),
            }
        }
        if is_shown {
            let kept = if keeps_blanks {
                content.as_str()
            } else {
                content.trim_matches([' ', '\t', '\r', '\n'])
            };
            let clean = kept.chars().filter(|c| !matches!(c, '\u{ad}' | '\0'));
            text.extend(clean.map(|c| {
                if matches!(c, '\n' | '\r' | '\t') {
                    ' '
                } else {
                    c
                }
            }));
        }
        Ok(())
    }

    fn table(&mut self) -> Result<Table, ReadError> {
        let mut table = Table::default();
        loop {
            match self.xml.next()? {
                Piece::Open(element) if element.name() == "tr" => table.rows.extend(self.row()?),
                Piece::Open(element)
                    if element.name() == "tblPr" && self.xml.taken_off.is_some() =>
                {
                    table.edges = self.table_edges()?;
                }
                Piece::Open(_) => self.xml.skip()?,
                Piece::Close => return Ok(table),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    /// Reads a `w:tblPr` for its borders.
    fn table_edges(&mut self) -> Result<Edges, ReadError> {
        let mut edges = Edges::default();
        loop {
            match self.xml.next()? {
                Piece::Open(element) if element.name() == "tblBorders" => {
                    self.edges(&mut edges)?;
                }
                Piece::Open(_) => self.xml.skip()?,
                Piece::Close => return Ok(edges),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    /// Reads borders up to the end of their element.
    fn edges(&mut self, edges: &mut Edges) -> Result<(), ReadError> {
        loop {
            match self.xml.next()? {
                Piece::Open(element) => {
                    edges.take(&element);
                    self.xml.skip()?;
                }
                Piece::Close => return Ok(()),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    /// A row, unless it was deleted.
    fn row(&mut self) -> Result<Option<Row>, ReadError> {
        let mut row = Row::default();
        let mut is_deleted = false;
        loop {
            match self.xml.next()? {
                Piece::Open(element) => match element.name() {
                    "trPr" => is_deleted = self.row_properties(&mut row)?,
                    "tc" => {
                        let cell = self.cell()?;
                        row.cells.push(cell);
                    }
                    _ => self.xml.skip()?,
                },
                Piece::Close => {
                    self.xml.saw_changes |= is_deleted;
                    return Ok((!is_deleted).then_some(row));
                }
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    fn row_properties(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        let mut is_deleted = false;
        loop {
            match self.xml.next()? {
                Piece::Open(element) => {
                    match element.name() {
                        "gridBefore" => row.skipped_columns = columns(&element),
                        "tblHeader" => row.is_repeated = element.is_on(),
                        "del" => is_deleted = true,
                        _ => {}
                    }
                    self.xml.skip()?;
                }
                Piece::Close => return Ok(is_deleted),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    fn cell(&mut self) -> Result<Cell, ReadError> {
        let mut cell = Cell {
            column_span: 1,
            continues: false,
            edges: Edges::default(),
            nodes: Vec::new(),
        };
        // The properties come first; blocks follow up to the end of the cell.
        loop {
            match self.xml.next()? {
                Piece::Open(element) => match element.name() {
                    "tcPr" => self.cell_properties(&mut cell)?,
                    "p" => {
                        let paragraph = self.paragraph()?;
                        push_paragraph(&mut cell.nodes, paragraph);
                    }
                    "tbl" => cell.nodes.push(Node::Table(self.table()?)),
                    "del" => self.deleted()?,
                    _ => self.xml.skip()?,
                },
                Piece::Close => return Ok(cell),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    fn cell_properties(&mut self, cell: &mut Cell) -> Result<(), ReadError> {
        loop {
            match self.xml.next()? {
                Piece::Open(element) if element.name() == "tcBorders" => {
                    self.edges(&mut cell.edges)?;
                }
                Piece::Open(element) => {
                    match element.name() {
                        "gridSpan" => cell.column_span = columns(&element).max(1),
                        "vMerge" => cell.continues = element.value().as_deref() != Some("restart"),
                        // The old form of a cell merged into its left neighbour.
                        "hMerge" if element.value().as_deref() != Some("restart") => {
                            cell.column_span = 0;
                        }
                        _ => {}
                    }
                    self.xml.skip()?;
                }
                Piece::Close => return Ok(()),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }
}

/// Adds a paragraph, or continues the one before when its mark was deleted.
fn push_paragraph(nodes: &mut Vec<Node>, paragraph: Paragraph) {
    if let Some(Node::Paragraph(previous)) = nodes.last_mut()
        && previous.properties.joins_next
    {
        if let (Some(look), Some(next)) = (&mut previous.look, paragraph.look) {
            look.append(*next, previous.text.len());
        }
        previous.text.push_str(&paragraph.text);
        previous.boxes.extend(paragraph.boxes);
        // What is left of the two is formed by the second paragraph's mark.
        previous.properties = paragraph.properties;
        return;
    }
    nodes.push(Node::Paragraph(paragraph));
}

fn columns(element: &Element<'_>) -> usize {
    element.number().unwrap_or(0).min(MAX_COLUMNS)
}

fn is_page_break(element: &Element<'_>) -> bool {
    matches!(
        element.attribute("type").as_deref(),
        Some("page" | "column")
    )
}

fn is_separator(element: &Element<'_>) -> bool {
    element
        .attribute("type")
        .is_some_and(|kind| kind != "normal")
}

/// A character of a symbol font: readable only when it is not from the private area.
fn symbol(element: &Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(&element.attribute("char")?, 16).ok()?;
    char::from_u32(code).filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c))
}
