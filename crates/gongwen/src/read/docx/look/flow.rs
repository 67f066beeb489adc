//! Stories to paragraphs in reading order, each with the looks it ends up with.

use super::{Edge, Own, Paragraph, Place, Run, Section, Table, sheet::Sheet};
use crate::read::docx::{
    numbering::Counter,
    story::{self, Node},
};

/// Lays stories out one after another; numbers count on through all of them.
pub(super) struct Flow<'a> {
    sheet: &'a Sheet,
    counter: Counter<'a>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    sections: Vec<Section>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(sheet: &'a Sheet) -> Self {
        Self {
            sheet,
            counter: Counter::new(&sheet.numbering, &sheet.styles),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// Everything laid out, and the sections closed by the last one's properties.
    pub(super) fn finish(
        mut self,
        last: Option<Section>,
    ) -> (Vec<Paragraph>, Vec<Table>, Vec<Section>) {
        self.sections.extend(last);
        (self.paragraphs, self.tables, self.sections)
    }

    /// Lays out blocks that stand in one place.
    pub(super) fn nodes(&mut self, nodes: &[Node], place: Place) {
        for node in nodes {
            match node {
                Node::Paragraph(paragraph) => {
                    let empty = Own::default();
                    let own = paragraph.look.as_deref().unwrap_or(&empty);
                    let laid_out = self.paragraph(paragraph, own, place);
                    self.paragraphs.push(laid_out);
                    for nodes in &paragraph.boxes {
                        self.nodes(nodes, Place::Box);
                    }
                    self.sections.extend(own.section.clone());
                }
                Node::Table(table) => self.table(table, place),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &story::Paragraph, own: &Own, place: Place) -> Paragraph {
        let label = match self.sheet.styles.numbering(&paragraph.properties) {
            Some(numbered) => self.counter.label(&numbered),
            None => String::new(),
        };
        let (shape, face) = self.sheet.paragraph(&paragraph.properties, &own.shape);
        let label_chars = label.chars().count();
        let text_bytes = paragraph.text.trim_end().len();
        let is_blank_to = |at: usize| {
            let head = paragraph.text.get(..at).unwrap_or_default();
            head.trim().is_empty()
        };
        let looks = |direct| {
            let characters = self.sheet.characters(&face, direct);
            characters.resolved(&self.sheet.theme)
        };
        let mut runs: Vec<Run> = Vec::new();
        let ends = own.runs.iter().skip(1).map(|(start, _)| *start);
        let (mut at_byte, mut at_char) = (0, label_chars);
        for ((start, direct), end) in own.runs.iter().zip(ends.chain([paragraph.text.len()])) {
            let chars_between = |from: usize, to: usize| {
                let words = paragraph.text.get(from..to).unwrap_or_default();
                words.chars().count()
            };
            let first = at_char + chars_between(at_byte, *start);
            let last = first + chars_between(*start, end);
            (at_byte, at_char) = (end, last);
            if last > first {
                runs.push(Run {
                    start: first,
                    end: last,
                    looks: looks(direct),
                });
            }
        }
        let is_empty = text_bytes == 0;
        Paragraph {
            begins_page: shape.begins_page == Some(true)
                || (!is_empty && own.page_breaks.iter().any(|at| is_blank_to(*at))),
            ends_page: own
                .page_breaks
                .iter()
                .any(|at| *at >= text_bytes && !is_blank_to(*at))
                || (is_empty && !own.page_breaks.is_empty()),
            text: label + &paragraph.text,
            label_chars,
            runs,
            shape,
            mark: looks(&own.mark),
            place,
            section: self.sections.len(),
            fields: own.fields.clone(),
            drawn: own.drawn.clone(),
            drawn_at: own.drawn_at.clone(),
            bookmarks: own.bookmarks.clone(),
        }
    }

    fn table(&mut self, table: &story::Table, place: Place) {
        let number = self.tables.len();
        let n_rows = table.rows.len();
        let edges = table.rows.iter().enumerate().map(|(index, row)| {
            let own = |edge: fn(&story::Edges) -> Option<Option<Edge>>| {
                row.cells.iter().find_map(|cell| edge(&cell.edges))
            };
            let of_table = |is_outer, edge: Option<Option<Edge>>| {
                let edge = if is_outer { edge } else { table.edges.inside };
                edge.flatten()
            };
            let above =
                own(|edges| edges.top).unwrap_or_else(|| of_table(index == 0, table.edges.top));
            let below = own(|edges| edges.bottom)
                .unwrap_or_else(|| of_table(index + 1 == n_rows, table.edges.bottom));
            (above, below)
        });
        self.tables.push(Table {
            edges: edges.collect(),
            n_header_rows: table.rows.iter().take_while(|row| row.is_repeated).count(),
            n_columns: table
                .rows
                .iter()
                .map(|row| row.cells.len())
                .max()
                .unwrap_or(0),
        });
        for (row, cells) in table.rows.iter().enumerate() {
            for cell in &cells.cells {
                let place = match place {
                    // A table within a table belongs to the cell it stands in.
                    Place::Cell { .. } => place,
                    _ => Place::Cell { table: number, row },
                };
                self.nodes(&cell.nodes, place);
            }
        }
    }
}
