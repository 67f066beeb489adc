//! Pages to the lines and blocks of a source.

use super::{
    columns::{self, Placed},
    content::Drawn,
    grids,
    lines::{self, Line},
    margins::{self, PageBlocks},
    paragraphs::{self, Frame, Joiner},
    tables::Table,
};
use crate::{read::builder::SourceBuilder, source::BlockKind};
use std::collections::BTreeMap;

/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Line(Placed),
    Table(Table),
}

/// The pages of a document one after another.
pub(in crate::read) struct Layout {
    pages: Vec<PageBlocks>,
    widths: Vec<f32>,
    comparisons_left: usize,
}

/// Lines that share a space: width of the page, left edge of the column, odd or even page.
type Space = (i32, i32, Option<bool>);

/// Pages whose widths differ by less are as wide as each other, in points.
const WIDTH_STEP: f32 = 5.0;

/// Lines from which the odd pages of a document have a space of their own.
const ENOUGH_LINES: usize = 8;

impl Layout {
    pub(in crate::read) fn new() -> Self {
        Self {
            pages: Vec::new(),
            widths: Vec::new(),
            comparisons_left: grids::MAX_COMPARISONS,
        }
    }

    /// Adds a page.
    pub(in crate::read) fn page(&mut self, drawn: Drawn) {
        let mut glyphs = drawn.glyphs;
        let mut tables: Vec<Table> =
            grids::grids(&drawn.rules, &mut glyphs, &mut self.comparisons_left)
                .into_iter()
                .map(Table::read)
                .collect();
        tables.sort_by(|a, b| a.top.total_cmp(&b.top));
        let mut tables = tables.into_iter().peekable();
        let mut blocks = Vec::new();
        for placed in columns::in_order(lines::rows(glyphs)) {
            while let Some(table) = tables.next_if(|table| placed.line.y > table.top) {
                blocks.push(Block::Table(table));
            }
            blocks.push(Block::Line(placed));
        }
        blocks.extend(tables.map(Block::Table));
        self.pages.push(PageBlocks {
            height: drawn.height,
            blocks,
        });
        self.widths.push(drawn.width);
    }

    /// Writes the document: paragraphs and tables, then what its margins say.
    pub(in crate::read) fn write(mut self, builder: &mut SourceBuilder) {
        let said = margins::take_margins(&mut self.pages);
        let frames = self.frames();
        let mut joiner = Joiner::default();
        let mut table: Option<Table> = None;
        for (page, (blocks, width)) in self.pages.into_iter().zip(self.widths).enumerate() {
            for block in blocks.blocks {
                match block {
                    Block::Line(placed) => {
                        write_table(&mut table, builder);
                        let space = space(width, &placed, page);
                        let general = (space.0, space.1, None);
                        if let Some(frame) = frames.get(&space).or_else(|| frames.get(&general)) {
                            joiner.push(&placed, page, *frame);
                        }
                        write_paragraphs(&mut joiner, builder);
                    }
                    Block::Table(next) => {
                        joiner.close();
                        write_paragraphs(&mut joiner, builder);
                        let other = match &mut table {
                            Some(table) => table.go_on(next),
                            None => Some(next),
                        };
                        if let Some(other) = other {
                            write_table(&mut table, builder);
                            table = Some(other);
                        }
                    }
                }
            }
        }
        joiner.close();
        write_paragraphs(&mut joiner, builder);
        write_table(&mut table, builder);
        for text in said {
            builder.paragraph(&text, BlockKind::Margin);
        }
    }

    /// Where lines usually begin and end, for each space there is.
    fn frames(&self) -> BTreeMap<Space, Frame> {
        let mut spaces: BTreeMap<Space, Vec<&Line>> = BTreeMap::new();
        for (page, (blocks, width)) in self.pages.iter().zip(&self.widths).enumerate() {
            for block in &blocks.blocks {
                if let Block::Line(placed) = block {
                    let own = space(*width, placed, page);
                    spaces.entry(own).or_default().push(&placed.line);
                    spaces
                        .entry((own.0, own.1, None))
                        .or_default()
                        .push(&placed.line);
                }
            }
        }
        let enough = spaces
            .into_iter()
            .filter(|((.., odd), lines)| odd.is_none() || lines.len() >= ENOUGH_LINES);
        let frames = enough.filter_map(|(space, lines)| {
            // The margins of a page are as wide on both sides, as far as nothing else shows.
            let across = |left: f32| (space.1 < 0).then_some(space.0 as f32 * WIDTH_STEP - left);
            Some((space, paragraphs::frame(&lines, across)?))
        });
        frames.collect()
    }
}

fn space(width: f32, placed: &Placed, page: usize) -> Space {
    let column = placed.column.map_or(-1, |x| (x / 30.0).round() as i32);
    (
        (width / WIDTH_STEP).round() as i32,
        column,
        Some(page.is_multiple_of(2)),
    )
}

fn write_paragraphs(joiner: &mut Joiner, builder: &mut SourceBuilder) {
    for text in joiner.take() {
        builder.paragraph(&text, BlockKind::Paragraph);
    }
}

fn write_table(table: &mut Option<Table>, builder: &mut SourceBuilder) {
    if let Some(table) = table.take() {
        builder.table(&table.cells);
    }
}
