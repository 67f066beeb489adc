//! Tables with their cells on one line, between bars or tabs.

use super::{Cell, Column, Row, Table, columns::column, is_work_table};
use crate::understand::{
    passage::CellRole,
    structure::{
        chars::{at, is_han},
        clean::Clean,
        lines::Line,
        markers,
    },
};

/// A table whose header is the first of these lines, and how many lines it takes.
pub(super) fn table(clean: &Clean, lines: &[Line]) -> Option<(Table, usize)> {
    let head = lines.first()?;
    let separator = ['\t', '|', '｜', ' '].into_iter().find(|&separator| {
        head.of(&clean.chars)
            .iter()
            .filter(|&&c| c == separator)
            .count()
            >= 2
    })?;
    let mut columns = heads(clean, *head, separator);
    let mut used = 1;
    if let Some(lower) = lines
        .get(1)
        .and_then(|line| lower_heads(clean, *line, separator))
    {
        columns.resize(columns.len().max(lower.len()), None);
        for (column, lower) in columns.iter_mut().zip(lower) {
            *column = lower.or(*column);
        }
        used = 2;
    }
    let known: Vec<Column> = columns.iter().copied().flatten().collect();
    let numbered = columns.first() == Some(&Some(Column::Serial));
    if !is_work_table(&known)
        || known.len() * 3 < columns.len() * 2
        || separator == ' ' && (!numbered || known.len() < columns.len())
    {
        return None;
    }
    let mut rows = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut category = None;
    for &line in lines.get(used..)? {
        let words = line.of(&clean.chars);
        let cells = cells(clean, line, separator);
        let filled = cells.iter().filter(|(start, end)| end > start).count();
        let ruled = words
            .iter()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '｜'));
        if !ruled {
            if filled == 1
                && markers::at_line_start(&clean.chars, line)
                    .is_some_and(|marker| marker.style <= markers::Style::HanBracket)
            {
                path = section(clean, &cells).into_iter().collect();
                category = None;
            } else if separator == ' ' && !is_blank_row(clean, &cells, columns.len()) {
                break;
            } else if words.contains(&separator) {
                let cells = fitted(cells, &columns);
                rows.extend(row(clean, &cells, &columns, &path, &mut category));
            } else {
                break;
            }
        }
        used += 1;
    }
    let end = lines.get(used - 1)?.next;
    (!rows.is_empty()).then_some((
        Table {
            start: head.start,
            end,
            rows,
        },
        used,
    ))
}

/// What each column of a line of column heads holds.
fn heads(clean: &Clean, line: Line, separator: char) -> Vec<Option<Column>> {
    cells(clean, line, separator)
        .iter()
        .map(|&(start, end)| column(&clean.words(start, end)))
        .collect()
}

/// The second line of a head of two: nothing in its first column, heads in the others. 责任 over
/// 牵头单位 and 配合单位.
fn lower_heads(clean: &Clean, line: Line, separator: char) -> Option<Vec<Option<Column>>> {
    if separator == ' ' {
        return None;
    }
    let cells = cells(clean, line, separator);
    let heads = heads(clean, line, separator);
    let filled = |(start, end): &&(usize, usize)| end > start;
    let n_filled = cells.iter().filter(filled).count();
    let n_heads = heads.iter().flatten().count();
    let first_is_empty = cells.first().is_some_and(|(start, end)| start == end);
    (first_is_empty && n_filled >= 1 && n_heads == n_filled).then_some(heads)
}

/// The cells of a line, those at the outer bars left out. A tab at its head stands after an empty
/// cell.
fn cells(clean: &Clean, line: Line, separator: char) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    let begin = if separator == '\t' {
        line.begin
    } else {
        line.start
    };
    let mut start = begin;
    for index in begin..=line.end {
        if index == line.end || at(&clean.chars, index) == separator {
            cells.push(clean.trim(start, index));
            start = index + 1;
        }
    }
    if separator == ' ' {
        cells.retain(|(start, end)| start < end);
        return cells;
    }
    let hollow = |cell: Option<&(usize, usize)>| cell.is_some_and(|(start, end)| start == end);
    if separator != '\t' && hollow(cells.last()) {
        cells.pop();
    }
    if separator != '\t' && hollow(cells.first()) {
        cells.remove(0);
    }
    cells
}

/// Whether a line of words between blanks is a row: a number first, and enough cells.
fn is_blank_row(clean: &Clean, cells: &[(usize, usize)], n_columns: usize) -> bool {
    let Some(&(start, end)) = cells.first() else {
        return false;
    };
    let number = markers::number_at(&clean.chars, start);
    number.is_some_and(|(_, after)| after == end) && cells.len() >= n_columns
}

/// Words between blanks may hold blanks themselves: more cells than columns are the work's.
fn fitted(mut cells: Vec<(usize, usize)>, columns: &[Option<Column>]) -> Vec<(usize, usize)> {
    let work = columns
        .iter()
        .rposition(|column| *column == Some(Column::Cell(CellRole::Work)));
    if let Some(work) = work {
        while cells.len() > columns.len() && work + 1 < cells.len() {
            let (_, end) = cells.remove(work + 1);
            if let Some(cell) = cells.get_mut(work) {
                cell.1 = end;
            }
        }
    }
    cells
}

fn section(clean: &Clean, cells: &[(usize, usize)]) -> Option<String> {
    let &(start, end) = cells.iter().find(|(start, end)| end > start)?;
    let marker = markers::read(&clean.chars, start)?;
    let words = clean.words(markers::body_start(&clean.chars, marker.end, end), end);
    Some(words.trim_end_matches(['。', '：', ':']).to_owned())
}

fn row(
    clean: &Clean,
    cells: &[(usize, usize)],
    columns: &[Option<Column>],
    path: &[String],
    category: &mut Option<String>,
) -> Option<Row> {
    let mut row = Row {
        path: path.to_vec(),
        ..Row::default()
    };
    let mut has_marker = false;
    for (&(start, end), column) in cells.iter().zip(columns) {
        if start == end {
            continue;
        }
        match column {
            Some(Column::Serial) => {
                row.marker = clean.words(start, end);
                row.start = start;
                has_marker = true;
            }
            Some(Column::Category) => *category = Some(clean.words(start, end)),
            Some(Column::Cell(role)) => row.cells.push(Cell {
                start,
                end,
                role: *role,
            }),
            None => row.cells.push(Cell {
                start,
                end,
                role: CellRole::Other,
            }),
        }
    }
    row.path.extend(category.clone());
    let first = row.cells.first()?.start;
    row.body = first;
    row.start = if has_marker { row.start } else { first };
    row.end = row.cells.last()?.end;
    let work = row.cells.iter().any(|cell| {
        cell.role.is_work()
            && clean
                .chars
                .iter()
                .take(cell.end)
                .skip(cell.start)
                .any(|c| is_han(*c))
    });
    work.then_some(row)
}
