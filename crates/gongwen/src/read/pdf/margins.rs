//! Running heads, feet and page numbers: what stands at the edge of page after page.

use super::{columns::Placed, layout::Block};
use std::collections::{HashMap, HashSet};

/// How much of a page at its upper and lower edge may be margin.
const EDGE: f32 = 0.16;
/// Lines at each edge that are looked at.
const MAX_LINES: usize = 3;
/// Lines of two pages at heights closer than this, in points, stand at the same place.
const SAME_HEIGHT: f32 = 5.0;

/// A page as far as margins go.
pub(super) struct PageBlocks {
    pub(super) height: f32,
    pub(super) blocks: Vec<Block>,
}

/// The lines at one edge of one page, the outermost first.
struct Edge {
    page: usize,
    /// Where each stands among the blocks of its page.
    at: Vec<usize>,
}

/// Takes the margins out of the pages; gives what they say, each once, page numbers left out.
pub(super) fn take_margins(pages: &mut [PageBlocks]) -> Vec<String> {
    let mut marked: HashSet<(usize, usize)> = HashSet::new();
    for is_top in [true, false] {
        let edges: Vec<Edge> = pages
            .iter()
            .enumerate()
            .map(|(page, blocks)| Edge {
                page,
                at: edge_lines(blocks, is_top),
            })
            .collect();
        // Page numbers may stand outside or inside of a running head.
        for depth in 0..MAX_LINES {
            mark(pages, &edges, depth, &mut marked);
        }
    }
    let mut said: Vec<String> = Vec::new();
    for (index, page) in pages.iter_mut().enumerate() {
        let mut at = 0;
        page.blocks.retain(|block| {
            at += 1;
            let Block::Line(placed) = block else {
                return true;
            };
            let is_margin = placed.line.is_margin || marked.contains(&(index, at - 1));
            if is_margin
                && page_number(&placed.line.text).is_none()
                && !said.contains(&placed.line.text)
            {
                said.push(placed.line.text.clone());
            }
            !is_margin
        });
    }
    // The same words with another number are the same head.
    let mut seen = HashSet::new();
    said.retain(|text| seen.insert(pattern(text)));
    said
}

/// The lines near an edge, the outermost first, up to the first table.
fn edge_lines(page: &PageBlocks, is_top: bool) -> Vec<usize> {
    let near = |placed: &Placed| match is_top {
        true => placed.line.y < page.height * EDGE,
        false => placed.line.y > page.height * (1.0 - EDGE),
    };
    let mut lines: Vec<(usize, f32)> = page
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(index, block)| match block {
            Block::Line(placed) if near(placed) => Some((index, placed.line.y)),
            _ => None,
        })
        .collect();
    lines.sort_by(|a, b| {
        if is_top {
            a.1.total_cmp(&b.1)
        } else {
            b.1.total_cmp(&a.1)
        }
    });
    lines
        .into_iter()
        .map(|(index, _)| index)
        .take(MAX_LINES)
        .collect()
}

/// Marks the lines of one depth that are margins, where all lines further out are.
fn mark(pages: &[PageBlocks], edges: &[Edge], depth: usize, marked: &mut HashSet<(usize, usize)>) {
    let candidates: Vec<(usize, usize, &Placed)> = edges
        .iter()
        .filter(|edge| {
            edge.at
                .iter()
                .take(depth)
                .all(|at| marked.contains(&(edge.page, *at)))
        })
        .filter_map(|edge| {
            let at = *edge.at.get(depth)?;
            match pages.get(edge.page)?.blocks.get(at)? {
                Block::Line(placed) => Some((edge.page, at, placed)),
                Block::Table(_) => None,
            }
        })
        .collect();
    // Page numbers: how often each distance from number to page occurs.
    let mut shifts: HashMap<i64, usize> = HashMap::new();
    let mut repeated: HashMap<String, Vec<f32>> = HashMap::new();
    for (page, _, placed) in &candidates {
        if let Some(number) = page_number(&placed.line.text) {
            *shifts.entry(number - *page as i64).or_default() += 1;
        }
        repeated
            .entry(pattern(&placed.line.text))
            .or_default()
            .push(placed.line.y);
    }
    for (page, at, placed) in candidates {
        let text = &placed.line.text;
        let counts_on = page_number(text)
            .is_some_and(|number| shifts.get(&(number - page as i64)).is_some_and(|n| *n >= 2));
        let alone =
            page_number(text).is_some() && (is_dressed(text) || pages.len() == 1 && depth == 0);
        let n_same = repeated.get(&pattern(text)).map_or(0, |heights| {
            heights
                .iter()
                .filter(|y| (**y - placed.line.y).abs() < SAME_HEIGHT)
                .count()
        });
        // Odd and even pages may differ, and the first page has none.
        let is_repeated = n_same >= 2 && n_same * 3 >= pages.len().saturating_sub(1);
        if placed.line.is_margin || counts_on || alone || is_repeated {
            marked.insert((page, at));
        }
    }
}

/// The text with every number made one sign and blanks left out.
fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_numeric() {
            pattern.push(c);
        } else if !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    pattern
}

/// Whether a page number is written as nothing else is: `— 3 —`, `第 3 页`.
fn is_dressed(text: &str) -> bool {
    text.trim().parse::<i64>().is_err()
}

/// The number of a line that is nothing but a page number.
fn page_number(text: &str) -> Option<i64> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(narrow)
        .collect();
    let is_dash = |c: char| "-—–―─·~_−".contains(c);
    let inner = bare.trim_matches(is_dash);
    let inner = inner.strip_prefix("Page").unwrap_or(inner);
    let number = match inner.strip_prefix('第') {
        Some(rest) => {
            let (number, rest) = rest.split_once('页')?;
            let rest = rest.trim_start_matches(['/', ',', '，', '共']);
            let rest = rest.trim_end_matches('页');
            rest.chars().all(|c| c.is_ascii_digit()).then_some(number)?
        }
        None => match inner.split_once(['/', '／']) {
            Some((number, all)) => all.chars().all(|c| c.is_ascii_digit()).then_some(number)?,
            None => inner,
        },
    };
    let is_number = (1..=4).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit());
    is_number.then(|| number.parse().ok())?
}

/// A full-width digit as the narrow one.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{PageBlocks, page_number, take_margins};
    use crate::read::pdf::{
        columns::Placed,
        layout::Block,
        lines::{tests::set, whole_lines},
    };

    fn page(lines: &[(&str, f32)]) -> PageBlocks {
        let blocks = lines.iter().map(|(text, y)| {
            let line = whole_lines(set(text, 60.0, *y)).remove(0);
            Block::Line(Placed { line, column: None })
        });
        PageBlocks {
            height: 842.0,
            blocks: blocks.collect(),
        }
    }

    fn left(pages: &[PageBlocks]) -> Vec<String> {
        let blocks = pages.iter().flat_map(|page| &page.blocks);
        let texts = blocks.filter_map(|block| match block {
            Block::Line(placed) => Some(placed.line.text.clone()),
            Block::Table(_) => None,
        });
        texts.collect()
    }

    #[test]
    fn page_numbers_are_known_in_all_their_forms() {
        for text in [
            "3",
            "- 3 -",
            "— 3 —",
            "第3页",
            "第 3 页 共 9 页",
            "第3页/共9页",
            "3/9",
            "３",
            "Page 3",
        ] {
            assert_eq!(page_number(text), Some(3), "{text}");
        }
        for text in ["3月", "第3章", "3.5", "2026年", "1、"] {
            assert_eq!(page_number(text), None, "{text}");
        }
    }

    #[test]
    fn heads_and_numbers_are_taken_and_the_text_stays() {
        let mut pages = vec![
            page(&[
                ("清禾县教育局", 40.0),
                ("正文甲", 100.0),
                ("5", 700.0),
                ("— 1 —", 800.0),
            ]),
            page(&[("清禾县教育局", 41.0), ("正文乙", 100.0), ("— 2 —", 800.0)]),
            page(&[("清禾县教育局", 40.0), ("正文丙", 100.0), ("— 3 —", 800.0)]),
        ];
        assert_eq!(take_margins(&mut pages), ["清禾县教育局"]);
        assert_eq!(left(&pages), ["正文甲", "5", "正文乙", "正文丙"]);
    }

    #[test]
    fn the_title_of_a_single_page_is_no_running_head() {
        let mut pages = vec![page(&[("2026年工作要点", 60.0), ("一、抓好教育", 100.0)])];
        assert!(take_margins(&mut pages).is_empty());
        assert_eq!(left(&pages).len(), 2);
    }
}
