//! Ruled tables: the grid that lines drawn on a page make, and the text in its cells.

use super::content::{Glyph, Rule};

/// Lines closer than this are one, in points.
const TOUCH: f32 = 3.0;
/// More lines than this are a drawing.
const MAX_LINES: usize = 1_500;
const MAX_COLUMNS: usize = 64;
const MAX_ROWS: usize = 300;
/// Comparisons of fields with lines in one document. Beyond them tables are read as plain lines.
pub(super) const MAX_COMPARISONS: usize = 1_000_000_000;

/// A cell with the characters in it.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
    /// Left and right edge.
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) glyphs: Vec<Glyph>,
}

/// A table on one page.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Edges of its columns from left to right.
    pub(super) xs: Vec<f32>,
    /// Edges of its rows from above.
    pub(super) ys: Vec<f32>,
    pub(super) cells: Vec<Cell>,
    /// For each field, row by row, the cell it belongs to.
    owners: Vec<Vec<Option<usize>>>,
}

/// A line along (or across) the page: where it lies, and from where to where it goes.
#[derive(Debug, Clone, Copy)]
struct Edge {
    at: f32,
    from: f32,
    to: f32,
}

/// The tables of a page, with their text taken out of `glyphs`.
pub(super) fn grids(
    rules: &[Rule],
    glyphs: &mut Vec<Glyph>,
    comparisons_left: &mut usize,
) -> Vec<Grid> {
    let along = rules
        .iter()
        .filter(|rule| rule.y0 == rule.y1 && rule.x1 > rule.x0);
    let across = rules
        .iter()
        .filter(|rule| rule.x0 == rule.x1 && rule.y1 > rule.y0);
    let along = merged(
        along
            .map(|rule| Edge {
                at: rule.y0,
                from: rule.x0,
                to: rule.x1,
            })
            .collect(),
    );
    let across = merged(
        across
            .map(|rule| Edge {
                at: rule.x0,
                from: rule.y0,
                to: rule.y1,
            })
            .collect(),
    );
    if along.len() + across.len() > MAX_LINES {
        return Vec::new();
    }
    let mut grids = Vec::new();
    for (along, across) in groups(&along, &across) {
        grids.extend(grid(&along, &across, comparisons_left));
    }
    grids.retain_mut(|grid| grid.take_text(glyphs));
    grids
}

/// Lines in pieces put together: tables are often drawn cell by cell.
fn merged(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut levels: Vec<Vec<Edge>> = Vec::new();
    for edge in edges {
        match levels.last_mut() {
            Some(level)
                if level
                    .first()
                    .is_some_and(|first| edge.at - first.at <= TOUCH) =>
            {
                level.push(edge);
            }
            _ => levels.push(vec![edge]),
        }
    }
    let mut merged: Vec<Edge> = Vec::new();
    for mut level in levels {
        let at = level.first().map_or(0.0, |edge| edge.at);
        level.sort_by(|a, b| a.from.total_cmp(&b.from));
        let start = merged.len();
        for edge in level {
            match merged.get_mut(start..).and_then(<[Edge]>::last_mut) {
                Some(last) if edge.from <= last.to + TOUCH => last.to = last.to.max(edge.to),
                _ => merged.push(Edge { at, ..edge }),
            }
        }
    }
    merged
}

/// Lines that touch each other, directly or through others.
fn groups(along: &[Edge], across: &[Edge]) -> Vec<(Vec<Edge>, Vec<Edge>)> {
    let mut group_of: Vec<usize> = (0..along.len() + across.len()).collect();
    let root = |group_of: &[usize], mut index: usize| {
        while let Some(&up) = group_of.get(index).filter(|up| **up != index) {
            index = up;
        }
        index
    };
    for (i, a) in along.iter().enumerate() {
        for (j, b) in across.iter().enumerate() {
            let touches = a.from - TOUCH <= b.at
                && b.at <= a.to + TOUCH
                && b.from - TOUCH <= a.at
                && a.at <= b.to + TOUCH;
            if touches {
                let (one, other) = (root(&group_of, i), root(&group_of, along.len() + j));
                if let Some(up) = group_of.get_mut(one.max(other)) {
                    *up = one.min(other);
                }
            }
        }
    }
    let mut groups: Vec<(usize, Vec<Edge>, Vec<Edge>)> = Vec::new();
    let all = along
        .iter()
        .map(|edge| (edge, true))
        .chain(across.iter().map(|edge| (edge, false)));
    for (index, (edge, is_along)) in all.enumerate() {
        let root = root(&group_of, index);
        let position = groups.iter().position(|(found, ..)| *found == root);
        let position = position.unwrap_or_else(|| {
            groups.push((root, Vec::new(), Vec::new()));
            groups.len() - 1
        });
        if let Some((_, along, across)) = groups.get_mut(position) {
            if is_along { along } else { across }.push(*edge);
        }
    }
    let groups = groups.into_iter().map(|(_, along, across)| (along, across));
    groups
        .filter(|(along, across)| along.len() >= 2 && !across.is_empty())
        .collect()
}

/// Different places, those that touch made one.
fn places(edges: &[Edge]) -> Vec<f32> {
    let mut places: Vec<f32> = edges.iter().map(|edge| edge.at).collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|a, b| *a - *b <= TOUCH);
    places
}

fn grid(along: &[Edge], across: &[Edge], comparisons_left: &mut usize) -> Option<Grid> {
    let mut ys = places(along);
    let mut xs = places(across);
    // Tables that are open at the sides, or cut by the page before the line under the last row.
    let top = across
        .iter()
        .map(|edge| edge.from)
        .fold(f32::INFINITY, f32::min);
    let bottom = across
        .iter()
        .map(|edge| edge.to)
        .fold(f32::NEG_INFINITY, f32::max);
    if ys.first().is_some_and(|first| first - top > 10.0) {
        ys.insert(0, top);
    }
    if ys.last().is_some_and(|last| bottom - last > 10.0) {
        ys.push(bottom);
    }
    let left = along
        .iter()
        .map(|edge| edge.from)
        .fold(f32::INFINITY, f32::min);
    let right = along
        .iter()
        .map(|edge| edge.to)
        .fold(f32::NEG_INFINITY, f32::max);
    if xs.first().is_some_and(|first| first - left > 10.0) {
        xs.insert(0, left);
    }
    if xs.last().is_some_and(|last| right - last > 10.0) {
        xs.push(right);
    }
    let (n_columns, n_rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    // One cell is a frame around text.
    if n_columns * n_rows < 2 || n_columns > MAX_COLUMNS || n_rows > MAX_ROWS {
        return None;
    }
    let comparisons = n_columns * n_rows * (along.len() + across.len()) * 2;
    *comparisons_left = comparisons_left.checked_sub(comparisons)?;
    let (cells, owners) = cells(&xs, &ys, along, across);
    (cells.len() >= 2).then_some(Grid {
        xs,
        ys,
        cells,
        owners,
    })
}

/// The fields of the grid, those without a line between them made one cell.
fn cells(
    xs: &[f32],
    ys: &[f32],
    along: &[Edge],
    across: &[Edge],
) -> (Vec<Cell>, Vec<Vec<Option<usize>>>) {
    let pairs = |places: &[f32]| -> Vec<(f32, f32)> {
        places
            .iter()
            .copied()
            .zip(places.iter().copied().skip(1))
            .collect()
    };
    let (columns, rows) = (pairs(xs), pairs(ys));
    let is_drawn = |edges: &[Edge], at: f32, (from, to): (f32, f32)| {
        let (from, to) = (from + (to - from) * 0.3, to - (to - from) * 0.3);
        edges
            .iter()
            .any(|edge| (edge.at - at).abs() <= TOUCH && edge.from <= from && edge.to >= to)
    };
    let mut owners: Vec<Vec<Option<usize>>> = vec![vec![None; columns.len()]; rows.len()];
    let is_free = |owners: &[Vec<Option<usize>>], row: usize, column: usize| {
        owners.get(row).and_then(|row| row.get(column)) == Some(&None)
    };
    let mut cells = Vec::new();
    for (row, (top, bottom)) in rows.iter().enumerate() {
        for (column, (x0, first_x1)) in columns.iter().enumerate() {
            if !is_free(&owners, row, column) {
                continue;
            }
            // To the right and downwards as far as no line is drawn.
            let (mut column_span, mut x1) = (1, *first_x1);
            while let Some((_, next)) = columns.get(column + column_span)
                && is_free(&owners, row, column + column_span)
                && !is_drawn(across, x1, (*top, *bottom))
            {
                (column_span, x1) = (column_span + 1, *next);
            }
            let (mut row_span, mut y1) = (1, *bottom);
            while let Some((_, next)) = rows.get(row + row_span)
                && !columns
                    .iter()
                    .skip(column)
                    .take(column_span)
                    .any(|column| is_drawn(along, y1, *column))
            {
                (row_span, y1) = (row_span + 1, *next);
            }
            for row in owners.iter_mut().skip(row).take(row_span) {
                for owner in row.iter_mut().skip(column).take(column_span) {
                    *owner = Some(cells.len());
                }
            }
            let glyphs = Vec::new();
            cells.push(Cell {
                row,
                column,
                row_span,
                column_span,
                x0: *x0,
                x1,
                glyphs,
            });
        }
    }
    (cells, owners)
}

impl Grid {
    /// Takes the characters inside; gives them back when hardly any cell has text: then the lines are
    /// no table.
    fn take_text(&mut self, glyphs: &mut Vec<Glyph>) -> bool {
        let (Some(&left), Some(&right)) = (self.xs.first(), self.xs.last()) else {
            return false;
        };
        let (Some(&top), Some(&bottom)) = (self.ys.first(), self.ys.last()) else {
            return false;
        };
        let mut taken = Vec::new();
        glyphs.retain(|glyph| {
            let (x, y) = ((glyph.x0 + glyph.x1) / 2.0, glyph.y - glyph.size * 0.3);
            let is_inside = (left..=right).contains(&x) && (top..=bottom).contains(&y);
            if is_inside {
                taken.push((x, y, *glyph));
            }
            !is_inside
        });
        let field = |places: &[f32], at: f32| {
            places
                .partition_point(|place| *place <= at)
                .saturating_sub(1)
        };
        for &(x, y, glyph) in &taken {
            let (row, column) = (field(&self.ys, y), field(&self.xs, x));
            let owner = self.owners.get(row).and_then(|row| *row.get(column)?);
            let cell = owner.and_then(|owner| self.cells.get_mut(owner));
            if let Some(cell) = cell {
                cell.glyphs.push(glyph);
            }
        }
        let n_filled = self
            .cells
            .iter()
            .filter(|cell| !cell.glyphs.is_empty())
            .count();
        if n_filled < 2 {
            glyphs.extend(taken.into_iter().map(|(_, _, glyph)| glyph));
        }
        n_filled >= 2
    }
}

#[cfg(test)]
mod tests {
    use super::grids;
    use crate::read::pdf::{content::Rule, lines::tests::set};

    fn rule(x0: f32, y0: f32, x1: f32, y1: f32) -> Rule {
        Rule { x0, y0, x1, y1 }
    }

    #[test]
    fn fields_without_a_line_between_them_are_one_cell() {
        let mut rules: Vec<Rule> = [0.0, 20.0, 40.0, 60.0]
            .map(|y| rule(0.0, y, 300.0, y))
            .to_vec();
        rules.extend([0.0, 50.0, 200.0, 300.0].map(|x| rule(x, 0.0, x, 60.0)));
        // The first column has no line under its second row, the first row none after its second column.
        rules.remove(2);
        rules.push(rule(50.0, 40.0, 300.0, 40.0));
        rules.retain(|rule| rule.x0 != 200.0 || rule.x1 != 200.0);
        rules.push(rule(200.0, 20.0, 200.0, 60.0));
        let mut glyphs = [
            set("表头", 60.0, 15.0),
            set("甲", 5.0, 35.0),
            set("表外", 5.0, 100.0),
        ]
        .concat();
        let found = grids(&rules, &mut glyphs, &mut 1_000_000);
        let spans: Vec<_> = found[0]
            .cells
            .iter()
            .map(|cell| {
                (
                    cell.row,
                    cell.column,
                    cell.row_span,
                    cell.column_span,
                    cell.glyphs.len(),
                )
            })
            .collect();
        assert_eq!(
            spans,
            [
                (0, 0, 1, 1, 0),
                (0, 1, 1, 2, 2),
                (1, 0, 2, 1, 1),
                (1, 1, 1, 1, 0),
                (1, 2, 1, 1, 0),
                (2, 1, 1, 1, 0),
                (2, 2, 1, 1, 0)
            ]
        );
        assert_eq!(glyphs.len(), 2);
    }

    #[test]
    fn a_frame_and_an_underline_are_no_table() {
        let frame = [
            rule(0.0, 0.0, 300.0, 0.0),
            rule(0.0, 60.0, 300.0, 60.0),
            rule(0.0, 0.0, 0.0, 60.0),
            rule(300.0, 0.0, 300.0, 60.0),
        ];
        let mut glyphs = set("正文", 10.0, 30.0);
        assert!(grids(&frame, &mut glyphs, &mut 1_000_000).is_empty());
        assert!(grids(&[rule(0.0, 10.0, 100.0, 10.0)], &mut glyphs, &mut 1_000_000).is_empty());
        assert_eq!(glyphs.len(), 2);
    }
}
