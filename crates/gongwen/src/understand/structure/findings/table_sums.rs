//! Rows of 小计 and 合计 in tables of figures that are not what their rows add up to.

use super::Checked;
use crate::{
    ledger::{Finding, FindingCode},
    source::{BlockKind, Source},
    understand::structure::{
        chars::{at, cut, is_blank, is_han},
        clean::Clean,
    },
};

/// A cell: its range in the clean text.
type Range = (usize, usize);

/// A table as rows of cells by column; a column a row has no cell for is nothing.
type Grid = Vec<Vec<Option<Range>>>;

/// Columns of a table beyond this are left unread.
const MOST_COLUMNS: usize = 64;
/// How many characters of a cell a figure may take, its unit included.
const LONGEST_FIGURE: usize = 16;

/// What does not add up in the tables of the paper.
pub(super) fn table_sums(checked: &Checked<'_>) -> Vec<Finding> {
    let mut grids = of_the_file(checked.source, checked.clean);
    if grids.is_empty() {
        grids = in_text(checked.clean);
    }
    grids
        .iter()
        .flat_map(|grid| wrong_totals(checked, grid))
        .collect()
}

/// Tables whose cells the file states.
fn of_the_file(source: &Source, clean: &Clean) -> Vec<Grid> {
    let mut grids: Vec<(usize, Grid)> = Vec::new();
    for block in &source.blocks {
        let BlockKind::Cell {
            table, row, column, ..
        } = block.kind
        else {
            continue;
        };
        if grids.last().is_none_or(|(number, _)| *number != table) {
            grids.push((table, Grid::new()));
        }
        let Some((_, grid)) = grids.last_mut() else {
            continue;
        };
        // Rows come in order; one that skips far ahead is no table of figures.
        if row > grid.len() + MOST_COLUMNS || column >= MOST_COLUMNS {
            continue;
        }
        grid.resize_with(grid.len().max(row + 1), Vec::new);
        if let Some(cells) = grid.get_mut(row) {
            cells.resize(cells.len().max(column + 1), None);
            let place = clean.trim(clean.find(block.span.start), clean.find(block.span.end));
            if let Some(cell) = cells.get_mut(column) {
                *cell = Some(place);
            }
        }
    }
    grids.into_iter().map(|(_, grid)| grid).collect()
}

/// Tables of a plain text: lines one after the other with cells between tabs or bars.
fn in_text(clean: &Clean) -> Vec<Grid> {
    let mut grids = Vec::new();
    let mut grid = Grid::new();
    for line in clean.lines.iter().filter(|line| !line.is_empty()) {
        let separates = |index: &usize| matches!(at(&clean.chars, *index), '\t' | '|' | '｜');
        let mut cells = Vec::new();
        let mut start = line.start;
        for index in (line.start..line.end).filter(separates).chain([line.end]) {
            cells.push(Some(clean.trim(start, index)));
            start = index + 1;
        }
        if (3..MOST_COLUMNS).contains(&cells.len()) {
            grid.push(cells);
        } else if !grid.is_empty() {
            grids.push(std::mem::take(&mut grid));
        }
    }
    grids.push(grid);
    grids
}

/// What a row is to a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKind {
    /// A row of figures.
    Plain,
    /// 小计 over the rows of its group.
    Subtotal,
    /// 合计, 总计.
    Total,
    /// 其中: part of the row above, counted there.
    Part,
}

fn row_kind(clean: &Clean, row: &[Option<Range>]) -> RowKind {
    for cell in row.iter().flatten().take(3) {
        let mut words: String = clean.words(cell.0, cell.1);
        words.retain(|char| !is_blank(char) && !matches!(char, ':' | '：'));
        match words.as_str() {
            "合计" | "总计" | "共计" | "全县合计" | "全市合计" | "全区合计" | "全校合计" =>
            {
                return RowKind::Total;
            }
            "小计" => return RowKind::Subtotal,
            _ if words.starts_with("其中") => return RowKind::Part,
            _ => {}
        }
    }
    RowKind::Plain
}

fn wrong_totals(checked: &Checked<'_>, grid: &Grid) -> Vec<Finding> {
    let kinds: Vec<RowKind> = grid
        .iter()
        .map(|row| row_kind(checked.clean, row))
        .collect();
    let is_total = |kind: &RowKind| matches!(kind, RowKind::Subtotal | RowKind::Total);
    let n_columns = grid.iter().map(Vec::len).max().unwrap_or(0);
    let mut findings = Vec::new();
    for (row, kind) in kinds.iter().enumerate().filter(|(_, kind)| is_total(kind)) {
        let mut checked_columns = 0;
        let mut wrong = Vec::new();
        for column in 0..n_columns {
            let Some(total) = figure(checked.clean, grid, row, column) else {
                continue;
            };
            if is_no_sum(checked.clean, grid, column) {
                continue;
            }
            let Some(sum) = sum_for(checked.clean, grid, &kinds, row, *kind, column) else {
                continue;
            };
            checked_columns += 1;
            if (sum - total.value).abs() > total.slack {
                wrong.push((column, sum, total));
            }
        }
        // Where most columns differ, the rows are not what the total is about.
        if wrong.len() * 2 <= checked_columns.max(2) {
            findings.extend(wrong.into_iter().map(|(column, sum, total)| {
                let place = grid
                    .get(row)
                    .and_then(|row| row.get(column).copied().flatten());
                finding(checked, place.unwrap_or_default(), sum, total)
            }));
        }
    }
    findings
}

fn finding(checked: &Checked<'_>, place: Range, sum: f64, total: Figure) -> Finding {
    let written = cut(&checked.clean.chars, place.0, place.1)
        .iter()
        .collect::<String>();
    let decimals = total.decimals;
    Finding {
        code: FindingCode::SumMismatch,
        span: checked.clean.span(place.0, place.1),
        what: format!("表中合计数是{written}，各行加起来是{sum:.decimals$}。"),
        why: "合计与各行对不上，填报和考核时不知以哪个数为准。".to_owned(),
        suggestion: "请逐行核对后改正；有的行不计入合计的，请在备注中写明。".to_owned(),
    }
}

/// What the rows of a total add up to in a column; nothing when it cannot be told which they are or
/// one of them has words in the column.
fn sum_for(
    clean: &Clean,
    grid: &Grid,
    kinds: &[RowKind],
    row: usize,
    kind: RowKind,
    column: usize,
) -> Option<f64> {
    // Back to the total before: of 小计 any, of 合计 the 合计 before.
    let begin = (0..row)
        .rev()
        .find(|&index| match kinds.get(index) {
            Some(RowKind::Total) => true,
            Some(RowKind::Subtotal) => kind == RowKind::Subtotal,
            _ => false,
        })
        .map_or(0, |index| index + 1);
    let subtotals = kind == RowKind::Total
        && kinds
            .get(begin..row)
            .unwrap_or_default()
            .contains(&RowKind::Subtotal);
    let wanted = if subtotals {
        RowKind::Subtotal
    } else {
        RowKind::Plain
    };
    let mut sum = 0.0;
    let mut addends = 0;
    for index in begin..row {
        if kinds.get(index) != Some(&wanted) {
            continue;
        }
        match (
            figure(clean, grid, index, column),
            cell(grid, index, column),
        ) {
            (Some(figure), _) => {
                sum += figure.value;
                addends += 1;
            }
            (None, Some((start, end)))
                if end > start && addends > 0 && !is_dash(clean, start, end) =>
            {
                return None;
            }
            _ => {}
        }
    }
    (addends >= 2).then_some(sum)
}

fn is_dash(clean: &Clean, start: usize, end: usize) -> bool {
    cut(&clean.chars, start, end)
        .iter()
        .all(|char| matches!(char, '-' | '—' | '/' | '－'))
}

fn cell(grid: &Grid, row: usize, column: usize) -> Option<Range> {
    grid.get(row)?.get(column).copied().flatten()
}

/// A number in a cell.
#[derive(Debug, Clone, Copy)]
struct Figure {
    value: f64,
    decimals: usize,
    /// What rounding of the rows may make of the sum.
    slack: f64,
}

/// The number that fills a cell, a short unit after it allowed; a share is none.
fn figure(clean: &Clean, grid: &Grid, row: usize, column: usize) -> Option<Figure> {
    let (start, end) = cell(grid, row, column)?;
    if end - start > LONGEST_FIGURE {
        return None;
    }
    let words: String = cut(&clean.chars, start, end)
        .iter()
        .filter(|char| !is_blank(**char) && !matches!(char, ',' | '，'))
        .collect();
    let digits = words.trim_end_matches(is_han);
    let unit = words.get(digits.len()..).unwrap_or_default();
    if unit.chars().count() > 2 || unit.contains(['月', '年', '日', '号', '周', '第', '万', '亿'])
    {
        return None;
    }
    let plain = digits
        .chars()
        .all(|char| char.is_ascii_digit() || char == '.');
    let value: f64 = digits.parse().ok().filter(|_| plain)?;
    let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
    let rows = grid.len().min(1000) as f64;
    let slack = if decimals == 0 {
        1e-6
    } else {
        0.5 * rows * 0.1_f64.powi(i32::try_from(decimals).unwrap_or(4)) * 0.5 + 1e-6
    };
    Some(Figure {
        value,
        decimals,
        slack,
    })
}

/// Serial numbers, shares, averages and years do not add up.
fn is_no_sum(clean: &Clean, grid: &Grid, column: usize) -> bool {
    const HEADS: [&str; 14] = [
        "序号", "编号", "率", "比", "%", "均", "电话", "年", "月", "时间", "排名", "位次", "得分",
        "班额",
    ];
    let heads = (0..grid.len().min(4)).map_while(|row| match figure(clean, grid, row, column) {
        Some(_) => None,
        None => Some(cell(grid, row, column)),
    });
    heads
        .flatten()
        .map(|(start, end)| clean.words(start, end.min(start + 30)))
        .any(|words| HEADS.iter().any(|head| words.contains(head)))
}

#[cfg(test)]
mod tests {
    use crate::{ledger::FindingCode, source::Source, understand::structure::structure};

    /// What is said of the totals in a paper with this table.
    fn said(table: &str) -> Vec<String> {
        let paper = format!(
            "某县教育局2024年工作要点\n一、抓好建设\n分配如下：\n{table}\n二、抓好质量\n落实责任。"
        );
        let findings = structure(&Source::from_text(paper)).ledger.findings;
        findings
            .into_iter()
            .filter(|finding| finding.code == FindingCode::SumMismatch)
            .map(|finding| finding.what)
            .collect()
    }

    #[test]
    fn a_total_that_its_rows_do_not_make_is_pointed_at() {
        for (table, sum) in [
            (
                "学校\t学位\t经费\n一小\t300\t12.5\n二小\t450\t20\n三小\t200\t8.5\n合 计\t960\t41",
                "950",
            ),
            (
                "|类别|学校|数量|备注|\n|小学|一小|3|无|\n|小学|二小|4|无|\n|小学|小计|7|无|\n|中学|一中|5|无|\n|中学|二中|1|无|\n|中学|小计|6|无|\n|总计||14||",
                "13",
            ),
        ] {
            let said = said(table);
            assert_eq!(said.len(), 1, "{table} {said:?}");
            assert!(said[0].ends_with(&format!("加起来是{sum}。")), "{said:?}");
        }
    }

    #[test]
    fn totals_that_fit_and_columns_that_do_not_add_up_are_left_alone() {
        for table in [
            "序号\t学校\t学位\t占比\n1\t一小\t300\t40%\n2\t二小\t450\t60%\n\t合计\t750\t100%",
            "学校\t学位\t班额\n一小\t300\t45\n二小\t450\t50\n合计\t750\t48",
            "学校\t学位\t备注\n一小\t300\t无\n其中寄宿\t100\t无\n二小\t450\t无\n合计\t750\t无",
            "学校\t学位\t备注\n一小\t若干\t无\n二小\t450\t无\n合计\t750\t无",
            "学校\t学位\t教师\n合计\t750\t30\n一小\t300\t12\n二小\t450\t18",
        ] {
            assert_eq!(said(table), Vec::<String>::new(), "{table}");
        }
    }
}
