//! Tables flattened to one cell a line.

use std::collections::HashSet;

use super::{
    Cell, Column, Row, Table,
    columns::{self, column},
    is_work_table,
};
use crate::understand::{
    passage::CellRole,
    structure::{
        chars::{at, cut, digit, ends_sentence, is_blank, is_han},
        clean::Clean,
        lines::Line,
        markers::{self, Marker, Style},
    },
};

/// More lines than this are no single row of a table.
const LONGEST_ROW: usize = 40;

/// A table whose header, these columns, begins with the first of these lines, and how many lines it
/// takes.
pub(super) fn table(
    clean: &Clean,
    lines: &[Line],
    columns: &[Column],
    closing: &HashSet<usize>,
) -> Option<(Table, usize)> {
    let start = lines.first()?.start;
    let mut reader = Reader {
        clean,
        columns,
        closing,
        sections: Vec::new(),
        category: None,
        rows: Vec::new(),
        last_number: 0,
    };
    let used = columns.len() + reader.read(lines.get(columns.len()..).unwrap_or_default());
    let end = lines.get(used - 1).map_or(start, |line| line.next);
    (!reader.rows.is_empty()).then_some((
        Table {
            start,
            end,
            rows: reader.rows,
        },
        used,
    ))
}

/// The columns that the first lines name, one a line.
pub(super) fn header(clean: &Clean, lines: &[Line]) -> Option<Vec<Column>> {
    let first = lines.first()?;
    if first.len() > 16
        || !columns::may_be_first(first.of(&clean.chars))
        || markers::at_line_start(&clean.chars, *first).is_some()
    {
        return None;
    }
    let named = lines.iter().take(12).map_while(|line| {
        let words: String = line.of(&clean.chars).iter().collect();
        column(&words)
    });
    let columns: Vec<Column> = named.collect();
    let opens = matches!(columns.first(), Some(Column::Serial | Column::Category));
    (opens && columns.len() >= 3 && is_work_table(&columns) && columns.contains(&Column::Serial))
        .then_some(columns)
}

struct Reader<'a> {
    clean: &'a Clean,
    columns: &'a [Column],
    /// Where lines begin that close a paper: a signature, remarks, another title.
    closing: &'a HashSet<usize>,
    sections: Vec<(Style, String)>,
    category: Option<String>,
    rows: Vec<Row>,
    last_number: u32,
}

impl Reader<'_> {
    /// Reads rows until the table ends; gives the number of lines it took.
    fn read(&mut self, lines: &[Line]) -> usize {
        let mut index = 0;
        while let Some(&line) = lines.get(index) {
            if let Some(serial) = self.serial(line, lines.get(index + 1)) {
                let used = self.row(serial, lines.get(index..).unwrap_or_default());
                index += used;
            } else if let Some(marker) = self.section(line) {
                self.enter(marker, line);
                index += 1;
            } else if self.rows.is_empty() && index == 0 && line.len() <= 30
                || self.is_category(line, lines.get(index + 1))
            {
                self.category = Some(self.words(line));
                index += 1;
            } else {
                break;
            }
        }
        index
    }

    fn words(&self, line: Line) -> String {
        let (start, end) = self.inside(line);
        self.clean.words(start, end)
    }

    /// A line without the bars that may frame it.
    fn inside(&self, line: Line) -> (usize, usize) {
        let chars = &self.clean.chars;
        let (mut start, mut end) = (line.start, line.end);
        while start < end && (at(chars, start) == '|' || is_blank(at(chars, start))) {
            start += 1;
        }
        while end > start && (at(chars, end - 1) == '|' || is_blank(at(chars, end - 1))) {
            end -= 1;
        }
        (start, end)
    }

    /// A serial number: a number alone on its line that comes after the last one.
    fn serial(&self, line: Line, next: Option<&Line>) -> Option<Marker> {
        let chars = &self.clean.chars;
        let (start, end) = self.inside(line);
        let (number, after) = markers::number_at(chars, start)?;
        digit(at(chars, start))?;
        let stopped = after + usize::from(matches!(at(chars, after), '.' | '、' | '．'));
        let fits = number > self.last_number || number == 1;
        let followed = next.is_some_and(|next| !next.is_empty());
        (stopped == end && fits && followed && number < 10_000).then_some(Marker {
            style: Style::Arabic,
            number,
            start,
            end: stopped,
        })
    }

    /// A row that only names a section: `一、…`.
    fn section(&self, line: Line) -> Option<Marker> {
        markers::at_line_start(&self.clean.chars, line)
            .filter(|marker| marker.style <= Style::HanBracket && line.len() <= 60)
    }

    fn enter(&mut self, marker: Marker, line: Line) {
        self.sections.retain(|(style, _)| *style < marker.style);
        let (start, end) = self.inside(line);
        let body = markers::body_start(&self.clean.chars, marker.end.max(start), end);
        let words = self.clean.words(body, end);
        self.sections.push((
            marker.style,
            words.trim_end_matches(['。', '：', ':']).to_owned(),
        ));
        self.category = None;
    }

    /// A short line before a serial number, in a table with a column of categories.
    fn is_category(&self, line: Line, next: Option<&Line>) -> bool {
        self.columns.contains(&Column::Category)
            && line.len() <= 30
            && next.is_some_and(|next| self.serial(*next, Some(next)).is_some())
    }

    /// Reads the row whose serial number is on the first line; gives how many lines it took.
    fn row(&mut self, serial: Marker, lines: &[Line]) -> usize {
        let roles: Vec<Column> = self
            .columns
            .iter()
            .copied()
            .filter(|column| *column != Column::Serial)
            .filter(|column| *column != Column::Category || !self.category_before_serial())
            .collect();
        self.last_number = serial.number;
        let mut cells = Vec::new();
        let mut used = 1;
        while let Some(&line) = lines.get(used) {
            let next = lines.get(used + 1);
            let full = cells.len() + 1 >= roles.len();
            let ends = self.section(line).is_some()
                || (self.serial(line, next).is_some()
                    && !cells.is_empty()
                    && self.is_next_row(line, cells.len(), roles.len()))
                || used > LONGEST_ROW
                || (full
                    && !self.is_last_cell(line, cells.last().copied(), &roles)
                    && self.is_category(line, next))
                || (cells.len() >= roles.len()
                    && (self.closing.contains(&line.start) || self.is_after_table(line))
                    && !self.goes_on(lines.get(used..).unwrap_or_default()));
            if ends {
                break;
            }
            cells.push(self.inside(line));
            used += 1;
        }
        self.push(serial, &cells, &roles);
        used
    }

    /// A line that looks like the last cell of a row, which the line before does not.
    fn is_last_cell(&self, line: Line, before: Option<(usize, usize)>, roles: &[Column]) -> bool {
        let Some(Column::Cell(role)) = roles.last() else {
            return false;
        };
        let chars = &self.clean.chars;
        likely(line.of(chars), *role)
            && before.is_some_and(|(start, end)| !likely(cut(chars, start, end), *role))
    }

    /// 类别 before 序号: the category stands on a line before the serial number, never in the row.
    fn category_before_serial(&self) -> bool {
        let place = |wanted| self.columns.iter().position(|column| *column == wanted);
        place(Column::Category) < place(Column::Serial)
    }

    /// A number in a row is a cell (a quantity) unless it follows the serial number and the row is
    /// nearly full.
    fn is_next_row(&self, line: Line, n_cells: usize, n_roles: usize) -> bool {
        let number = markers::number_at(&self.clean.chars, self.inside(line).0)
            .map_or(0, |(number, _)| number);
        number == self.last_number + 1 || n_cells + 2 >= n_roles
    }

    /// Whether the next serial number stands a few lines further down: then this line is a cell's.
    fn goes_on(&self, lines: &[Line]) -> bool {
        lines.iter().take(8).any(|line| {
            let (start, end) = self.inside(*line);
            markers::number_at(&self.clean.chars, start)
                .is_some_and(|(number, after)| number == self.last_number + 1 && after == end)
        })
    }

    /// Lines after a full row that can be no cell: a sentence of another paper, remarks.
    fn is_after_table(&self, line: Line) -> bool {
        let words = line.of(&self.clean.chars);
        let colon = words.iter().take(8).any(|c| matches!(c, ':' | '：'));
        colon
            || words.len() > 30
            || ![CellRole::Responsible, CellRole::Deadline]
                .iter()
                .any(|role| likely(words, *role))
    }

    fn push(&mut self, serial: Marker, spans: &[(usize, usize)], roles: &[Column]) {
        let mut roles = roles.to_vec();
        // A spanning category stands only in the first row it covers.
        let category_at = roles.iter().position(|role| *role == Column::Category);
        let mut spans = spans.to_vec();
        if let Some(position) = category_at {
            let named = spans.len() >= roles.len() && position < spans.len();
            if named {
                let (start, end) = spans.remove(position);
                self.category = Some(self.clean.words(start, end));
            }
            roles.remove(position);
        }
        let roles: Vec<CellRole> = roles
            .iter()
            .filter_map(|column| {
                if let Column::Cell(role) = column {
                    Some(*role)
                } else {
                    None
                }
            })
            .collect();
        let cells = align(&self.clean.chars, &spans, &roles);
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else {
            return;
        };
        // The empty rows of a form are no work.
        if !cut(&self.clean.chars, first.start, last.end)
            .iter()
            .any(|c| is_han(*c))
        {
            return;
        }
        let path = self
            .sections
            .iter()
            .map(|(_, words)| words.clone())
            .chain(self.category.clone())
            .collect();
        self.rows.push(Row {
            marker: cut(&self.clean.chars, serial.start, serial.end)
                .iter()
                .collect(),
            start: serial.start,
            body: first.start,
            end: last.end,
            path,
            cells,
        });
    }
}

/// Gives each line the column it most likely stands in. Columns only go to the right; a column may
/// be empty, and a cell may have several lines.
fn align(chars: &[char], spans: &[(usize, usize)], roles: &[CellRole]) -> Vec<Cell> {
    if roles.is_empty() {
        return Vec::new();
    }
    let cell = |(index, &(start, end)): (usize, &(usize, usize))| Cell {
        start,
        end,
        role: roles.get(index).copied().unwrap_or(CellRole::Other),
    };
    if spans.len() == roles.len() {
        return spans.iter().enumerate().map(cell).collect();
    }
    // best[column] = (score, path of columns) with the last line placed in `column`.
    let mut best: Vec<(i32, Vec<usize>)> = Vec::new();
    for (index, &(start, end)) in spans.iter().enumerate() {
        let words = cut(chars, start, end);
        let mut next = Vec::with_capacity(roles.len());
        for (column, &role) in roles.iter().enumerate() {
            let own = if likely(words, role) { 4 } else { 0 };
            let arrive = if index == 0 {
                (if column == 0 { 0 } else { -2 }, Vec::new())
            } else {
                best.iter()
                    .enumerate()
                    .take(column + 1)
                    .map(|(from, (score, path))| {
                        let step = match column - from {
                            0 => -2,
                            1 => 1,
                            _ => -1,
                        };
                        (score + step, path)
                    })
                    .max_by_key(|(score, _)| *score)
                    .map_or((0, Vec::new()), |(score, path)| (score, path.clone()))
            };
            let (score, mut path) = arrive;
            path.push(column);
            next.push((score + own, path));
        }
        best = next;
    }
    let path = best
        .into_iter()
        .max_by_key(|(score, _)| *score)
        .map(|(_, path)| path)
        .unwrap_or_default();
    spans
        .iter()
        .zip(path)
        .map(|(&(start, end), column)| Cell {
            start,
            end,
            role: roles.get(column).copied().unwrap_or(CellRole::Other),
        })
        .collect()
}

/// Whether words look like what a column of this role holds.
fn likely(words: &[char], role: CellRole) -> bool {
    const OFFICES: &str = "局委办科股室府处队校院心位门馆会园镇乡道司区县市部所站组团";
    let has_sentence = words.iter().any(|&c| ends_sentence(c) || c == '，');
    let text_end = words
        .iter()
        .rev()
        .find(|c| is_han(**c))
        .copied()
        .unwrap_or('\0');
    match role {
        CellRole::Work | CellRole::Measure => words.len() > 16 || has_sentence,
        CellRole::Deadline => {
            words.len() <= 20
                && !has_sentence
                && (words.iter().any(|c| matches!(c, '月' | '日' | '年' | '季'))
                    || matches!(text_end, '期' | '前' | '底'))
        }
        CellRole::Lead | CellRole::Support | CellRole::Responsible => {
            OFFICES.contains(text_end) && !words.iter().any(|c| digit(*c).is_some())
        }
        CellRole::Leader => {
            words.iter().filter(|c| is_han(**c)).count() <= 8
                && words.iter().all(|&c| is_han(c) || is_blank(c) || c == '、')
        }
        CellRole::Other => false,
    }
}
