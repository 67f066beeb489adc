//! Headers that stand in a sheet more than once: a printed form repeats them on every page; and those of another
//! table below the first, which nothing below may be read by.

use super::{Columns, Grid, squeezed};
use crate::units;

/// The lines of a sheet down to the last of its header.
#[derive(Debug, Default)]
pub(in crate::ledger) struct Head {
    lines: Vec<Vec<(u32, String)>>,
    /// The columns that are read.
    read: Vec<u32>,
    /// What headers of the fields may say, with brackets and without, and the signs these begin with.
    words: Vec<String>,
    firsts: String,
    /// The units that stand above the header.
    units: Vec<String>,
}

impl Head {
    pub(in crate::ledger) fn of(grid: &Grid, columns: &Columns) -> Self {
        let lines = grid.rows.range(..=columns.header_row);
        let mut read: Vec<u32> = columns.fields.values().copied().collect();
        read.extend(columns.unit);
        read.extend(columns.number);
        let mut words: Vec<String> = columns
            .headers
            .values()
            .map(|word| squeezed(word))
            .collect();
        let bare = words.iter().map(|word| units::before_last_brackets(word));
        let bare: Vec<String> = bare.map(str::to_owned).collect();
        words.extend(bare);
        words.retain(|word| !word.is_empty());
        let above = grid.rows.range(..columns.header_row);
        Self {
            firsts: words
                .iter()
                .filter_map(|word| word.chars().next())
                .collect(),
            words,
            units: above
                .flat_map(|(_, cells)| cells)
                .flat_map(|(_, text)| units::above(text))
                .collect(),
            lines: lines
                .map(|(_, cells)| {
                    let cells = cells.iter();
                    cells
                        .map(|(column, text)| (*column, squeezed(text)))
                        .collect()
                })
                .collect(),
            read,
        }
    }

    /// Whether a line below says again what stands there: a whole line of it, a title as well as a header, or a
    /// header in all the columns that are read. 「登记表（续）」 is a title again, 「第2页」 stands with one.
    pub(in crate::ledger) fn is_repeated_by(&self, cells: &[(u32, String)]) -> bool {
        if let [(_, text)] = cells
            && self.is_of_a_page(text)
        {
            return true;
        }
        self.lines.iter().any(|line| self.says_again(line, cells))
    }

    /// Whether another table begins with a line: it is a header of other columns or units than the first, or
    /// names another unit. Read by the first header, what stands below would be something else.
    pub(in crate::ledger) fn is_ended_by(&self, cells: &[(u32, String)]) -> bool {
        let texts = cells.iter().map(|(_, text)| text.into());
        if units::is_line_of_others(cells.len(), texts, &self.units) {
            return true;
        }
        let n_words = cells.iter().filter(|(_, text)| self.is_header_word(text));
        let n_words = n_words.count();
        n_words >= 2 && n_words * 2 >= cells.len()
    }

    fn is_header_word(&self, text: &str) -> bool {
        let is_mark = |c: char| c.is_whitespace() || c == '*' || c == '＊';
        let first = text.trim_start_matches(is_mark).chars().next();
        if !first.is_some_and(|first| self.firsts.contains(first)) {
            return false;
        }
        let said = squeezed(text);
        let bare = units::before_last_brackets(&said);
        self.words.iter().any(|word| *word == said || word == bare)
    }

    /// Whether a text that is all of its line belongs to a page and not to the table.
    fn is_of_a_page(&self, text: &str) -> bool {
        const CONTINUED: [&str; 6] = ["（续表）", "(续表)", "（续）", "(续)", "续表", "续"];
        if !text.contains(['续', '页']) {
            return false;
        }
        let said = squeezed(text);
        let is_mark = said.starts_with(['第', '共'])
            && said.chars().all(|c| {
                c.is_ascii_digit()
                    || matches!(c, '第' | '共' | '页' | '/' | '，' | ',' | '、')
                    || "一二三四五六七八九十".contains(c)
            });
        let title = CONTINUED.iter().find_map(|word| said.strip_suffix(word));
        let is_title = title.is_some_and(|title| {
            let is_it =
                |line: &Vec<(u32, String)>| matches!(line.as_slice(), [(_, said)] if said == title);
            title.is_empty() || self.lines.iter().any(is_it)
        });
        is_mark || is_title
    }

    fn says_again(&self, line: &[(u32, String)], cells: &[(u32, String)]) -> bool {
        let is_whole = || {
            let mut pairs = line.iter().zip(cells);
            line.len() == cells.len()
                && pairs.all(|((at, said), (column, text))| at == column && is_same(said, text))
        };
        let says = |(column, text): &(u32, String)| {
            let at = line.binary_search_by_key(column, |(at, _)| *at).ok();
            let said = at.and_then(|at| line.get(at));
            said.is_some_and(|(_, said)| is_same(said, text))
        };
        let is_header = || {
            let mut n = 0;
            let read = cells
                .iter()
                .filter(|(column, _)| self.read.contains(column));
            let mut read = read.inspect(|_| n += 1);
            read.all(says) && n >= 2
        };
        is_whole() || is_header()
    }
}

/// Whether a text without blanks and marks is another with them; of most it is seen at the first sign.
fn is_same(squeezed: &str, text: &str) -> bool {
    let mut said = squeezed.chars();
    let is_left_out = |c: &char| c.is_whitespace() || matches!(c, '*' | '＊' | ':' | '：');
    let mut chars = text.chars().filter(|c| !is_left_out(c));
    said.by_ref().all(|c| chars.next() == Some(c)) && chars.next().is_none()
}
