//! Paragraphs and tables to the lines and blocks of a source.

use super::{
    numbering::Counter,
    story::{MAX_COLUMNS, Node, Paragraph, Table},
    styles::Styles,
};
use crate::{
    read::builder::{GridCell, SourceBuilder},
    source::BlockKind,
};

/// Writes stories one after another; numbers count on through all of them.
pub(super) struct Layout<'a> {
    pub(super) builder: SourceBuilder,
    pub(super) counter: Counter<'a>,
    pub(super) styles: &'a Styles,
}

impl Layout<'_> {
    /// The body: paragraphs, headings, tables with their cells, text boxes after their anchor.
    pub(super) fn body(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Paragraph(paragraph) => self.body_paragraph(paragraph),
                // A table of one cell is a frame around text.
                Node::Table(table) => match only_cell(table) {
                    Some(nodes) => self.body(nodes),
                    None => {
                        let cells = self.cells(table);
                        self.builder.table(&cells);
                    }
                },
            }
        }
    }

    fn body_paragraph(&mut self, paragraph: &Paragraph) {
        let kind = match self.styles.outline(&paragraph.properties) {
            Some(level) => BlockKind::Heading(level + 1),
            None => BlockKind::Paragraph,
        };
        let line = self.line(paragraph);
        self.builder.paragraph(&line, kind);
        for nodes in &paragraph.boxes {
            self.aside(nodes, &BlockKind::TextBox);
        }
    }

    /// Text beside the running text: every line of it is of one kind.
    pub(super) fn aside(&mut self, nodes: &[Node], kind: &BlockKind) {
        for line in self.lines(nodes) {
            if !line.trim().is_empty() {
                self.builder.paragraph(&line, kind.clone());
            }
        }
    }

    /// All lines of a story, tables and boxes included, in reading order.
    pub(super) fn lines(&mut self, nodes: &[Node]) -> Vec<String> {
        let mut lines = Vec::new();
        for node in nodes {
            match node {
                Node::Paragraph(paragraph) => {
                    lines.push(self.line(paragraph));
                    for nodes in &paragraph.boxes {
                        lines.extend(self.lines(nodes));
                    }
                }
                Node::Table(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        lines.extend(self.lines(&cell.nodes));
                    }
                }
            }
        }
        lines
    }

    /// A paragraph with its automatic number written out.
    fn line(&mut self, paragraph: &Paragraph) -> String {
        let label = match self.styles.numbering(&paragraph.properties) {
            Some(numbered) => self.counter.label(&numbered),
            None => String::new(),
        };
        label + &paragraph.text
    }

    /// The cells with their places: continued cells are taken into the one they continue.
    fn cells(&mut self, table: &Table) -> Vec<GridCell> {
        let mut cells: Vec<GridCell> = Vec::new();
        // For each grid column, the cell that began there last and reaches down to this row.
        let mut above: Vec<Option<usize>> = Vec::new();
        for (row_index, row) in table.rows.iter().enumerate() {
            let mut column = row.skipped_columns;
            let mut here: Vec<Option<usize>> = vec![None; column];
            for cell in &row.cells {
                let continued = above.get(column).copied().flatten();
                let at = match continued.and_then(|index| Some((index, cells.get_mut(index)?))) {
                    Some((index, upper)) if cell.continues => {
                        upper.row_span = row_index + 1 - upper.row;
                        index
                    }
                    _ if cell.column_span == 0 && !here.is_empty() => {
                        let left = here.last().copied().flatten();
                        if let Some(left) = left.and_then(|index| cells.get_mut(index)) {
                            left.column_span += 1;
                        }
                        here.push(None);
                        column += 1;
                        continue;
                    }
                    _ => {
                        let mut lines = self.lines(&cell.nodes);
                        while lines.len() > 1
                            && lines.last().is_some_and(|line| line.trim().is_empty())
                        {
                            lines.pop();
                        }
                        cells.push(GridCell {
                            row: row_index,
                            column,
                            row_span: 1,
                            column_span: span_within(column, cell.column_span),
                            text: lines.join("\n"),
                        });
                        cells.len() - 1
                    }
                };
                here.push(Some(at));
                let width = span_within(column, cell.column_span);
                here.resize(column + width, None);
                column += width;
            }
            above = here;
        }
        cells
    }
}

/// The span of a cell, cut where tables end: wild values are no reason to fill the memory.
fn span_within(column: usize, span: usize) -> usize {
    span.min(MAX_COLUMNS.saturating_sub(column)).max(1)
}

fn only_cell(table: &Table) -> Option<&[Node]> {
    match table.rows.as_slice() {
        [row] => match row.cells.as_slice() {
            [cell] => Some(&cell.nodes),
            _ => None,
        },
        _ => None,
    }
}
