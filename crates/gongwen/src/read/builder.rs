//! Writing the text of a [`Source`] line by line while counting code points.

use crate::{
    source::{Block, BlockKind, Format, Remark, Source},
    span::Span,
};

/// Collects lines and blocks.
#[derive(Default)]
pub(super) struct SourceBuilder {
    text: String,
    length: usize,
    blocks: Vec<Block>,
    remarks: Vec<Remark>,
    n_tables: usize,
}

impl SourceBuilder {
    /// Writes a paragraph on a line of its own. Empty ones keep their line and get no block.
    pub(super) fn paragraph(&mut self, line: &str, kind: BlockKind) {
        let span = self.write(line);
        if !span.is_empty() {
            self.blocks.push(Block { span, kind });
        }
    }

    /// Writes a table, a line for each paragraph of each cell; every cell is a block, empty ones
    /// with an empty span on an empty line.
    pub(super) fn table(&mut self, cells: &[GridCell]) {
        let table = self.n_tables;
        self.n_tables += 1;
        for cell in cells {
            let span = self.write(&cell.text);
            self.blocks.push(Block {
                span,
                kind: BlockKind::Cell {
                    table,
                    row: cell.row,
                    column: cell.column,
                    row_span: cell.row_span,
                    column_span: cell.column_span,
                },
            });
        }
    }

    /// Adds something to tell the person who imports the file.
    pub(super) fn remark(&mut self, message: impl Into<String>) {
        self.remarks.push(Remark {
            span: None,
            message: message.into(),
        });
    }

    /// Says that the file's macros were left alone.
    pub(super) fn remark_macros(&mut self) {
        self.remark("文件带有宏，读取时没有运行，只取了其中的文字。");
    }

    /// The source written so far.
    pub(super) fn finish(self, format: Format) -> Source {
        Source::new(self.text, format, self.blocks, self.remarks)
    }

    fn write(&mut self, line: &str) -> Span {
        let start = self.length;
        self.text.push_str(line);
        self.length += line.chars().count();
        let span = Span::new(start, self.length);
        self.text.push('\n');
        self.length += 1;
        span
    }
}

/// A cell with its place in the grid; merged cells cover several rows or columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GridCell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
    /// Its paragraphs, a line each.
    pub(super) text: String,
}
