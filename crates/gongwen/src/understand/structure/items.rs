//! Units and rows to items with their passages, and the outline.

use super::{
    Structure,
    chars::{at, cut, digit, han_digit},
    clean::Clean,
    headings,
    markers::Style,
    metadata::title::year_in,
    tables::{Row, Table},
    tree::{Tree, Unit},
};
use crate::{
    ledger::{DocKind, Heading, Item, Spanned},
    understand::passage::{Passage, text_of},
};

/// How many characters of the body [`Item::quote_start`] shows.
const QUOTE_START: usize = 15;

/// What items are made from.
pub(crate) struct Parts<'a> {
    pub(crate) chars: &'a [char],
    pub(crate) clean: &'a Clean,
    pub(crate) tree: &'a Tree,
    pub(crate) tables: &'a [Table],
    pub(crate) title: Option<&'a str>,
}

/// An item before it is put in order, with the unit it came from.
struct Draft {
    item: Item,
    passages: Vec<Passage>,
    unit: Option<usize>,
    parent: Option<usize>,
}

/// Fills items, passages and outline of the structure.
pub(crate) fn fill(parts: &Parts<'_>, structure: &mut Structure) {
    let mut headings: Vec<String> = Vec::with_capacity(parts.tree.units.len());
    headings.extend(parts.tree.units.iter().map(|unit| parts.heading(unit)));
    let negative = structure.ledger.kind == DocKind::Negative;
    let mut drafts = Vec::new();
    if !negative {
        drafts.extend(
            (0..parts.tree.units.len())
                .filter_map(|index| parts.leaf(index, &headings, structure.context.plan_year)),
        );
        for (table, parent) in parts.tables.iter().zip(&parts.tree.table_parents) {
            drafts.extend(
                table
                    .rows
                    .iter()
                    .map(|row| parts.row(row, *parent, &headings)),
            );
        }
    }
    drafts.sort_by_key(|draft| draft.item.start);
    let mut item_of_unit = vec![None; parts.tree.units.len()];
    for (number, draft) in drafts.iter().enumerate() {
        if let Some(slot) = draft.unit.and_then(|unit| item_of_unit.get_mut(unit)) {
            *slot = Some(number);
        }
    }
    structure.ledger.outline = parts.outline(&headings, &item_of_unit);
    let owned = parts.sections_with_owner();
    for draft in drafts {
        let owned_above = draft.parent.and_then(|unit| owned.get(unit));
        structure
            .owned_above
            .push(owned_above.copied().unwrap_or_default());
        structure.ledger.items.push(draft.item);
        structure.passages.push(draft.passages);
    }
}

impl Parts<'_> {
    fn heading(&self, unit: &Unit) -> String {
        if unit.marker.style == Style::Calendar {
            return self.clean.words(unit.marker.start, unit.marker.end);
        }
        headings::heading(self.clean, unit)
    }

    /// For each unit whether its own line, or that of a unit above it, names who answers for it.
    fn sections_with_owner(&self) -> Vec<bool> {
        let mut owned: Vec<bool> = Vec::with_capacity(self.tree.units.len());
        for unit in &self.tree.units {
            let line: String = cut(
                &self.clean.chars,
                unit.body,
                unit.line_end.min(unit.body + 120),
            )
            .iter()
            .collect();
            let names = unit.has_children
                && ["责任", "牵头", "负责"].iter().any(|label| {
                    line.rfind(label)
                        .is_some_and(|at| line.get(at..).is_some_and(closes_bracket))
                });
            let above = unit.parent.and_then(|parent| owned.get(parent)).copied();
            owned.push(names || above.unwrap_or_default());
        }
        owned
    }

    /// The item of a leaf that is work.
    fn leaf(&self, index: usize, headings: &[String], plan_year: Option<i16>) -> Option<Draft> {
        let unit = self.tree.units.get(index)?;
        if unit.has_children {
            return None;
        }
        let above = self.tree.chain(unit.parent);
        let heading = headings.get(index)?;
        let scene_above = above
            .iter()
            .filter_map(|&unit| headings.get(unit))
            .any(|words| headings::whole_section_sets_scene(words));
        if scene_above || headings::sets_scene(heading) {
            return None;
        }
        let path: Vec<String> = above
            .iter()
            .filter_map(|&unit| headings.get(unit))
            .cloned()
            .collect();
        let (body, end) = self.clean.trim(unit.body, unit.end);
        let mut passage = self.clean.passage(body, end);
        passage.year = self.year_of(unit, path.iter().chain([heading]), plan_year);
        let title = if unit.marker.style == Style::Calendar {
            None
        } else {
            headings::title(self.clean, unit)
        };
        Some(Draft {
            item: self.item(
                Place {
                    marker: unit.marker.start,
                    marker_end: unit.marker.end,
                    body,
                    end,
                },
                path,
                title,
                passage.text(),
            ),
            passages: vec![passage],
            unit: Some(index),
            parent: unit.parent,
        })
    }

    /// The year a unit speaks of when it is not the plan's: a section about another year, a month
    /// of the second half of a school year, a second paper on the page.
    fn year_of<'b>(
        &self,
        unit: &Unit,
        headings: impl Iterator<Item = &'b String>,
        plan_year: Option<i16>,
    ) -> Option<i16> {
        let plan_year = plan_year?;
        let mut headings = headings;
        let of_section = headings
            .find_map(|words| section_year(words))
            .filter(|year| *year != plan_year);
        if of_section.is_some() {
            return of_section;
        }
        if unit.marker.style == Style::Calendar
            && self.starts_in_autumn()
            && unit.marker.number <= 7
            && is_month(self.clean, unit)
        {
            return Some(plan_year + 1);
        }
        let papers = &self.tree.paper_starts;
        let before = papers.partition_point(|&start| start < unit.marker.start);
        let paper = papers.get(before.checked_sub(1)?)?;
        let title: Vec<char> = cut(&self.clean.chars, *paper, *paper + 60)
            .iter()
            .copied()
            .take_while(|&c| c != '\n')
            .collect();
        year_in(&title).filter(|year| *year != plan_year)
    }

    /// Whether the plan is for a term that begins in autumn.
    fn starts_in_autumn(&self) -> bool {
        self.title.is_some_and(is_autumn_term)
    }

    fn row(&self, row: &Row, parent: Option<usize>, headings: &[String]) -> Draft {
        let mut path: Vec<String> = self
            .tree
            .chain(parent)
            .iter()
            .filter_map(|&unit| headings.get(unit))
            .cloned()
            .collect();
        path.extend(row.path.iter().cloned());
        let passages: Vec<Passage> = row
            .cells
            .iter()
            .map(|cell| Passage {
                cell: Some(cell.role),
                ..self.clean.passage(cell.start, cell.end)
            })
            .collect();
        let body: Vec<String> = passages.iter().map(Passage::text).collect();
        let title = self.row_title(row);
        let marker_end = row.start + row.marker.chars().count();
        let mut item = self.item(
            Place {
                marker: row.start,
                marker_end,
                body: row.body,
                end: row.end,
            },
            path,
            title,
            body.join("\n"),
        );
        item.marker.clone_from(&row.marker);
        Draft {
            item,
            passages,
            unit: None,
            parent,
        }
    }

    /// The heading of a row: a short first cell of work with more work beside or after it.
    fn row_title(&self, row: &Row) -> Option<(usize, usize)> {
        let mut work = row.cells.iter().filter(|cell| cell.role.is_work());
        let first = work.next()?;
        let words = cut(&self.clean.chars, first.start, first.end);
        let stop = words
            .iter()
            .position(|c| matches!(c, '。' | '：' | ':'))
            .unwrap_or(words.len());
        let more = stop + 1 < words.len() || work.next().is_some();
        let heading = (2..=24).contains(&stop)
            && !cut(words, 0, stop)
                .iter()
                .any(|c| c.is_ascii_digit() || matches!(c, '；' | ';'));
        (more && heading).then_some((first.start, first.start + stop))
    }

    fn item(
        &self,
        place: Place,
        path: Vec<String>,
        title: Option<(usize, usize)>,
        body: String,
    ) -> Item {
        let start = self.clean.at.get(place.marker).copied().unwrap_or_default();
        let body_at = self
            .clean
            .at
            .get(place.body)
            .copied()
            .unwrap_or(self.chars.len());
        let quote = if place.end > place.body {
            QUOTE_START
        } else {
            0
        };
        Item {
            path,
            marker: text_of(cut(&self.clean.chars, place.marker, place.marker_end).iter()),
            start,
            title: title.map(|(from, to)| Spanned {
                value: self.clean.words(from, to),
                span: self.clean.span(from, to),
            }),
            span: Some(
                self.clean
                    .span(place.marker, place.end.max(place.marker_end)),
            ),
            body,
            quote_start: text_of(cut(self.chars, body_at, body_at + quote).iter()),
            ..Item::default()
        }
    }

    fn outline(&self, headings: &[String], item_of_unit: &[Option<usize>]) -> Vec<Heading> {
        self.tree
            .units
            .iter()
            .zip(headings)
            .enumerate()
            .map(|(index, (unit, heading))| Heading {
                marker: text_of(cut(&self.clean.chars, unit.marker.start, unit.marker.end).iter()),
                title: heading.clone(),
                depth: unit.depth,
                span: self.clean.span(
                    unit.marker.start,
                    headings::heading_end(self.clean, unit).max(unit.marker.end),
                ),
                item: item_of_unit.get(index).copied().flatten(),
            })
            .collect()
    }
}

/// Whether the bracket that a label stands in closes the line.
fn closes_bracket(words: &str) -> bool {
    words
        .trim_end_matches('。')
        .ends_with(['）', ')', '】', ']', '〕'])
}

/// Where an item stands in the clean text.
#[derive(Debug, Clone, Copy)]
struct Place {
    marker: usize,
    marker_end: usize,
    body: usize,
    end: usize,
}

/// Whether the calendar row is a month rather than a week.
fn is_month(clean: &Clean, unit: &Unit) -> bool {
    (unit.marker.start..unit.marker.end).any(|index| at(&clean.chars, index) == '月')
}

/// The first term of a school year, or the school year as a whole.
pub(crate) fn is_autumn_term(title: &str) -> bool {
    let later = ["第二学期", "下学期", "春季学期", "春学期"]
        .iter()
        .any(|term| title.contains(term));
    !later
        && ["学年", "第一学期", "上学期", "秋季学期", "秋学期"]
            .iter()
            .any(|term| title.contains(term))
}

/// The year a section heading is about: 二、2017年工作安排.
fn section_year(heading: &str) -> Option<i16> {
    const PARTS: &[&str] = &[
        "工作", "计划", "安排", "总结", "回顾", "打算", "要点", "思路", "目标", "任务", "情况",
    ];
    let figures = heading
        .chars()
        .filter(|c| digit(*c).or(han_digit(*c)).is_some());
    let about = figures.count() >= 4
        && heading.chars().count() <= 30
        && PARTS.iter().any(|part| heading.contains(part))
        && !heading.contains('《');
    let words: Vec<char> = heading.chars().collect();
    if about { year_in(&words) } else { None }
}
