//! Columns of a page, and the order its lines are read in.

use super::lines::{Line, joined};

/// A line with the column it stands in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) line: Line,
    /// Left edge of the column's space in points; nothing when it goes across the page.
    pub(super) column: Option<f32>,
}

/// Lines beside each other that make columns.
const MIN_ROWS: usize = 4;
/// Widths of the narrowest column of running text, in letters.
const MIN_LETTERS: f32 = 8.0;
/// Columns inside columns, and pieces of a page above and below each other.
const MAX_DEPTH: usize = 6;
/// Places for a gap between columns that are tried.
const MAX_PLACES: usize = 64;

/// The lines in reading order.
pub(super) fn in_order(rows: Vec<Vec<Line>>) -> Vec<Placed> {
    let mut placed = Vec::new();
    order(rows, None, 0, &mut placed);
    placed
}

fn order(rows: Vec<Vec<Line>>, column: Option<f32>, depth: usize, placed: &mut Vec<Placed>) {
    let band = if depth < MAX_DEPTH {
        widest_band(&rows)
    } else {
        None
    };
    let Some(Band { first, last, x }) = band else {
        let lines = rows.into_iter().filter_map(joined);
        placed.extend(lines.map(|line| Placed { line, column }));
        return;
    };
    let mut above = rows;
    let mut inside = above.split_off(first);
    let below = inside.split_off(last + 1 - first);
    order(above, column, depth + 1, placed);
    let (left, right): (Vec<_>, Vec<_>) = inside
        .into_iter()
        .map(|row| {
            row.into_iter()
                .partition::<Vec<Line>, _>(|line| line.x0 < x)
        })
        .unzip();
    for (side, edge) in [(left, column.unwrap_or(0.0)), (right, x)] {
        let side = side.into_iter().filter(|row| !row.is_empty()).collect();
        order(side, Some(edge), depth + 1, placed);
    }
    order(below, column, depth + 1, placed);
}

/// Rows that are parted by one gap.
struct Band {
    first: usize,
    last: usize,
    /// The middle of the gap.
    x: f32,
}

/// The longest run of rows with running text on both sides of a gap.
fn widest_band(rows: &[Vec<Line>]) -> Option<Band> {
    let mut places: Vec<f32> = rows
        .iter()
        .flat_map(|row| row.iter().zip(row.iter().skip(1)))
        .map(|(left, right)| (left.x1 + right.x0) / 2.0)
        .collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|a, b| (*a - *b).abs() < 3.0);
    places.truncate(MAX_PLACES);
    let bands = places.into_iter().filter_map(|x| band_at(rows, x));
    bands
        .max_by_key(|(n_split, _)| *n_split)
        .map(|(_, band)| band)
}

/// The best run of rows that nothing crosses at x, and how many rows have text on both sides.
fn band_at(rows: &[Vec<Line>], x: f32) -> Option<(usize, Band)> {
    let mut best: Option<(usize, Band)> = None;
    let mut first = 0;
    for index in 0..=rows.len() {
        let crossed = rows
            .get(index)
            .is_none_or(|row| row.iter().any(|line| line.x0 < x && line.x1 > x));
        if !crossed {
            continue;
        }
        let run = rows.get(first..index).unwrap_or_default();
        let split: Vec<bool> = run
            .iter()
            .map(|row| {
                let right = row.iter().any(|line| line.x0 >= x);
                right && row.iter().any(|line| line.x1 <= x)
            })
            .collect();
        let n_split = split.iter().filter(|split| **split).count();
        let ends = (
            split.iter().position(|split| *split),
            split.iter().rposition(|split| *split),
        );
        if let (Some(from), Some(_)) = ends
            && n_split >= MIN_ROWS
            && best.as_ref().is_none_or(|(n, _)| n_split > *n)
            && is_running_text(run, |line| line.x1 <= x)
            && is_running_text(run, |line| line.x0 >= x)
        {
            // Lines above the first pair may be a heading; below the last one the left column goes on.
            best = Some((
                n_split,
                Band {
                    first: first + from,
                    last: index - 1,
                    x,
                },
            ));
        }
        first = index + 1;
    }
    best
}

/// Whether lines fill their column, as running text does and cells of a table do not.
fn is_running_text(rows: &[Vec<Line>], is_side: impl Fn(&Line) -> bool) -> bool {
    let lines: Vec<&Line> = rows.iter().flatten().filter(|line| is_side(line)).collect();
    let left = lines
        .iter()
        .map(|line| line.x0)
        .fold(f32::INFINITY, f32::min);
    let right = lines
        .iter()
        .map(|line| line.x1)
        .fold(f32::NEG_INFINITY, f32::max);
    let full = lines
        .iter()
        .filter(|line| line.x1 > right - line.size * 2.0)
        .count();
    let size = lines.first().map_or(0.0, |line| line.size);
    right - left >= size * MIN_LETTERS && full * 2 >= lines.len() && lines.len() >= MIN_ROWS
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use crate::read::pdf::lines::{rows, tests::set};

    #[test]
    fn two_columns_are_read_one_after_the_other() {
        let mut glyphs = set("关于印发二〇二六年工作要点的通知", 100.0, 50.0);
        for row in 0..6_u8 {
            let y = 80.0 + 20.0 * f32::from(row);
            glyphs.extend(set(&format!("左栏第{row}行的文字写满一行"), 50.0, y));
            glyphs.extend(set(&format!("右栏第{row}行的文字写满一行"), 300.0, y));
        }
        let texts: Vec<String> = in_order(rows(glyphs))
            .into_iter()
            .map(|placed| placed.line.text)
            .collect();
        assert!(texts[0].starts_with("关于"));
        assert!(texts[1..7].iter().all(|text| text.starts_with("左栏")));
        assert!(texts[7..].iter().all(|text| text.starts_with("右栏")));
    }

    #[test]
    fn cells_of_a_table_without_lines_are_read_row_by_row() {
        let mut glyphs = Vec::new();
        for row in 0..6_u8 {
            let y = 80.0 + 20.0 * f32::from(row);
            glyphs.extend(set(&format!("{row}"), 50.0, y));
            glyphs.extend(set("任务".repeat(usize::from(row) + 1).as_str(), 100.0, y));
            glyphs.extend(set("基教科", 300.0, y));
        }
        let texts: Vec<String> = in_order(rows(glyphs))
            .into_iter()
            .map(|placed| placed.line.text)
            .collect();
        assert_eq!(texts[1], "1　任务任务\t基教科");
    }
}
