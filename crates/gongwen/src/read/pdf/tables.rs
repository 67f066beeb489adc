//! Tables of pages to tables of the document: cells with their words, and what a page break cut put
//! together again.

use super::{grids::Grid, lines, paragraphs};
use crate::read::builder::GridCell;

/// Columns of two pages at places closer than this, in points, are the same.
const SAME_PLACE: f32 = 5.0;

/// A table with its words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// Edges of its columns.
    pub(super) xs: Vec<f32>,
    pub(super) cells: Vec<GridCell>,
    /// Upper edge on its page, in points.
    pub(super) top: f32,
}

impl Table {
    /// Reads the words of the cells.
    pub(super) fn read(grid: Grid) -> Self {
        let cells: Vec<_> = grid
            .cells
            .into_iter()
            .map(|cell| {
                let lines = lines::whole_lines(cell.glyphs.clone());
                (cell, lines)
            })
            .collect();
        // How far words keep from the lines, as far as the fullest cell shows it.
        let padding = cells
            .iter()
            .flat_map(|(cell, lines)| lines.iter().map(|line| line.x0 - cell.x0))
            .fold(8.0, f32::min)
            .max(0.0);
        let cells = cells.into_iter().map(|(cell, lines)| GridCell {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            text: paragraphs::in_cell(&lines, cell.x1 - cell.x0 - 2.0 * padding).join("\n"),
        });
        Self {
            cells: cells.collect(),
            xs: grid.xs,
            top: grid.ys.first().copied().unwrap_or(0.0),
        }
    }

    /// Adds the part of the table that stands on the next page; gives it back when it is another table.
    pub(super) fn go_on(&mut self, next: Self) -> Option<Self> {
        let outer = |table: &Self| Some((*table.xs.first()?, *table.xs.last()?));
        let (Some((left, right)), Some((next_left, next_right))) = (outer(self), outer(&next))
        else {
            return Some(next);
        };
        if (left - next_left).abs() > SAME_PLACE || (right - next_right).abs() > SAME_PLACE {
            return Some(next);
        }
        let mut xs: Vec<f32> = self.xs.iter().chain(&next.xs).copied().collect();
        xs.sort_by(f32::total_cmp);
        xs.dedup_by(|a, b| *a - *b <= SAME_PLACE);
        // One side may lack a line that only divides cells which the other merges.
        if xs.len() > self.xs.len().max(next.xs.len()) {
            return Some(next);
        }
        let mut next = next;
        self.spread(&xs);
        next.spread(&xs);
        next.drop_repeated_head(self);
        self.append(next);
        None
    }

    /// Counts the columns by these edges.
    fn spread(&mut self, xs: &[f32]) {
        let place = |own: usize| -> usize {
            let at = self.xs.get(own).copied().unwrap_or(f32::MAX);
            xs.iter().take_while(|x| **x < at - SAME_PLACE).count()
        };
        let places: Vec<usize> = (0..self.xs.len()).map(place).collect();
        for cell in &mut self.cells {
            let start = places.get(cell.column).copied().unwrap_or(cell.column);
            let end = places.get(cell.column + cell.column_span).copied();
            cell.column_span = end.unwrap_or(start + 1).saturating_sub(start).max(1);
            cell.column = start;
        }
        self.xs = xs.to_vec();
    }

    fn n_rows(&self) -> usize {
        self.cells
            .iter()
            .map(|cell| cell.row + cell.row_span)
            .max()
            .unwrap_or(0)
    }

    fn row(&self, row: usize) -> Vec<&str> {
        let cells = self.cells.iter().filter(|cell| cell.row == row);
        cells.map(|cell| cell.text.as_str()).collect()
    }

    /// Takes out the head rows that are set again on each page.
    fn drop_repeated_head(&mut self, above: &Self) {
        let n_rows = self.n_rows();
        let n_same = (0..n_rows.min(4))
            .take_while(|row| {
                let own = self.row(*row);
                own == above.row(*row) && own.iter().any(|text| !text.is_empty())
            })
            .count();
        // A head of two rows has cells that reach through both.
        let reaches = self
            .cells
            .iter()
            .any(|cell| cell.row < n_same && cell.row + cell.row_span > n_same);
        if n_same == 0 || reaches {
            return;
        }
        self.cells.retain(|cell| cell.row >= n_same);
        for cell in &mut self.cells {
            cell.row -= n_same;
        }
    }

    fn append(&mut self, mut next: Self) {
        let n_rows = self.n_rows();
        let serial = self.serial_column();
        if next.first_row_goes_on(serial) {
            next.give_first_row_to(self, n_rows.saturating_sub(1));
        }
        let rows_added = next.n_rows();
        for mut cell in next.cells {
            // A head of several rows that the page break cut: its lower part is empty.
            let above = (cell.row == 0
                && cell.text.is_empty()
                && serial.is_some_and(|serial| cell.column < serial))
            .then(|| self.reaching(n_rows, cell.column))
            .flatten();
            match above {
                Some(above) => above.row_span += cell.row_span.min(rows_added),
                None => {
                    cell.row += n_rows;
                    self.cells.push(cell);
                }
            }
        }
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
    }

    /// The cell that ends with the last row in this column.
    fn reaching(&mut self, n_rows: usize, column: usize) -> Option<&mut GridCell> {
        self.cells.iter_mut().find(|cell| {
            cell.row + cell.row_span == n_rows
                && (cell.column..cell.column + cell.column_span).contains(&column)
        })
    }

    /// The column of serial numbers: 序号 at its head, or short numbers in most of its cells.
    fn serial_column(&self) -> Option<usize> {
        let head = self.cells.iter().find(|cell| {
            let words: String = cell.text.chars().filter(|c| !c.is_whitespace()).collect();
            cell.row < 4 && (words == "序号" || words == "编号" || words == "序")
        });
        head.map(|cell| cell.column).or_else(|| {
            (0..self.xs.len()).find(|column| {
                let cells = self.cells.iter().filter(|cell| cell.column == *column);
                let (n_numbers, n_cells) = cells.fold((0, 0), |(numbers, all), cell| {
                    let is_number =
                        cell.text.chars().count() <= 3 && cell.text.trim().parse::<u32>().is_ok();
                    (numbers + usize::from(is_number), all + 1)
                });
                n_numbers >= 3 && n_numbers * 10 >= n_cells * 7
            })
        })
    }

    /// Whether the first row is the rest of one that began on the page before: it has words and no
    /// serial number.
    fn first_row_goes_on(&self, serial: Option<usize>) -> bool {
        let Some(serial) = serial else { return false };
        let first = self.cells.iter().filter(|cell| cell.row == 0);
        let is_numbered = first.clone().any(|cell| {
            (cell.column..cell.column + cell.column_span).contains(&serial) && !cell.text.is_empty()
        });
        // A row of one wide cell names a section.
        !is_numbered && first.clone().count() > 1 && first.clone().any(|cell| !cell.text.is_empty())
    }

    /// Adds the words of the first row to those of the row it goes on from.
    fn give_first_row_to(&mut self, above: &mut Self, row: usize) {
        let (first, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.cells)
            .into_iter()
            .partition(|cell| cell.row == 0);
        for cell in first {
            if !cell.text.is_empty()
                && let Some(upper) = above.reaching(row + 1, cell.column)
            {
                let goes_on =
                    !paragraphs::ends_sentence(&upper.text) || !paragraphs::starts_item(&cell.text);
                if goes_on {
                    paragraphs::append(&mut upper.text, &cell.text);
                } else {
                    upper.text = format!("{}\n{}", upper.text, cell.text);
                }
            }
            // What reaches further down belongs to the rows below.
            if cell.row_span > 1 {
                let (row_span, text) = (cell.row_span - 1, String::new());
                self.cells.push(GridCell {
                    row: 0,
                    row_span,
                    text,
                    ..cell
                });
            }
        }
        self.cells.extend(rest.into_iter().map(|cell| GridCell {
            row: cell.row - 1,
            ..cell
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::read::builder::GridCell;

    fn table(rows: &[[&str; 3]]) -> Table {
        let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
            texts
                .iter()
                .enumerate()
                .map(move |(column, text)| GridCell {
                    row,
                    column,
                    row_span: 1,
                    column_span: 1,
                    text: (*text).to_owned(),
                })
        });
        Table {
            xs: vec![0.0, 50.0, 200.0, 300.0],
            cells: cells.collect(),
            top: 0.0,
        }
    }

    fn rows(table: &Table) -> Vec<String> {
        (0..table.n_rows())
            .map(|row| table.row(row).join("|"))
            .collect()
    }

    #[test]
    fn a_row_cut_by_the_page_is_one_row_again_and_its_head_is_not_repeated() {
        let head = ["序号", "任务", "单位"];
        let mut above = table(&[head, ["1", "新建学校，", "基教科"]]);
        let next = table(&[
            head,
            ["", "新增学位200个。", ""],
            ["2", "培训教师", "人事科"],
        ]);
        assert_eq!(above.go_on(next), None);
        assert_eq!(
            rows(&above),
            [
                "序号|任务|单位",
                "1|新建学校，新增学位200个。|基教科",
                "2|培训教师|人事科"
            ]
        );
    }

    #[test]
    fn a_table_of_other_columns_is_another_table() {
        let mut above = table(&[["序号", "任务", "单位"]]);
        let mut next = table(&[["1", "甲", "乙"]]);
        next.xs = vec![20.0, 60.0, 200.0, 320.0];
        assert!(above.go_on(next).is_some());
    }
}
