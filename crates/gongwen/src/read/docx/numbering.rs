//! Automatic numbers: the definitions of `numbering.xml` and the counting.
//!
//! A paragraph names a list (`num`) and a level; the list is an instance of an abstract list that
//! says how each level counts and writes. Instances of one abstract list count on together, unless
//! one of them overrides where a level starts.

use super::{
    look::Shape,
    numerals::NumberFormat,
    styles::{Numbered, Styles},
    xml::{Element, Piece, Xml},
};
use crate::read::error::ReadError;
use std::collections::{HashMap, HashSet};

const N_LEVELS: usize = 9;

/// How a level counts and writes.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: NumberFormat,
    /// The label with `%1` … `%9` for the numbers of the levels.
    text: String,
    /// All numbers in the label in Arabic digits.
    is_legal: bool,
    /// `w:lvlRestart`: which level starts this one again; 0 none does.
    restart: Option<usize>,
    linked_style: Option<String>,
    /// Nothing between label and text.
    is_tight: bool,
    /// The indents it gives its paragraphs.
    shape: Option<Box<Shape>>,
}

#[derive(Debug, Clone, Default)]
struct AbstractList {
    levels: HashMap<usize, Level>,
    /// The list style that holds the levels in this list's place.
    list_style: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct List {
    abstract_id: u32,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

impl List {
    fn level<'a>(&'a self, abstract_list: &'a AbstractList, index: usize) -> Option<&'a Level> {
        (self.levels.get(&index)).or_else(|| abstract_list.levels.get(&index))
    }

    /// The level a paragraph stands on: named by itself, linked to its style, or named by the style.
    fn level_meant(&self, abstract_list: &AbstractList, numbered: &Numbered<'_>) -> usize {
        let linked = || {
            numbered.styles.iter().find_map(|style| {
                (0..N_LEVELS).find(|&index| {
                    self.level(abstract_list, index)
                        .is_some_and(|level| level.linked_style.as_deref() == Some(style))
                })
            })
        };
        (numbered.level.or_else(linked).or(numbered.style_level))
            .unwrap_or(0)
            .min(N_LEVELS - 1)
    }
}

/// The lists a document defines.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstract_lists: HashMap<u32, AbstractList>,
    lists: HashMap<u32, List>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn parse(text: &str) -> Result<Self, ReadError> {
        let mut xml = Xml::new(text);
        let mut numbering = Self::default();
        loop {
            match xml.next()? {
                Piece::Open(element) => match element.name() {
                    "abstractNum" => {
                        let list = parse_abstract(&mut xml)?;
                        if let Some(id) = number(&element, "abstractNumId") {
                            numbering.abstract_lists.insert(id, list);
                        }
                    }
                    "num" => {
                        let list = parse_list(&mut xml)?;
                        if let Some(id) = number(&element, "numId") {
                            numbering.lists.insert(id, list);
                        }
                    }
                    "numbering" => {}
                    _ => xml.skip()?,
                },
                Piece::End => return Ok(numbering),
                _ => {}
            }
        }
    }

    /// What the level a paragraph stands on gives it by way of indents.
    pub(super) fn shape(&self, numbered: &Numbered<'_>, styles: &Styles) -> Option<&Shape> {
        let (list, _, abstract_list) = self.list_of(numbered, styles)?;
        let at = list.level_meant(abstract_list, numbered);
        list.level(abstract_list, at)?.shape.as_deref()
    }

    /// The list a paragraph names, and the abstract list it is an instance of.
    fn list_of(
        &self,
        numbered: &Numbered<'_>,
        styles: &Styles,
    ) -> Option<(&List, u32, &AbstractList)> {
        let list = self.lists.get(&numbered.number_id)?;
        let (id, abstract_list) = self.abstract_of(list, styles)?;
        Some((list, id, abstract_list))
    }

    /// The abstract list behind a list, by way of a list style where it says so.
    fn abstract_of(&self, list: &List, styles: &Styles) -> Option<(u32, &AbstractList)> {
        let named = self.abstract_lists.get(&list.abstract_id)?;
        let through_style = named
            .list_style
            .as_deref()
            .filter(|_| named.levels.is_empty())
            .and_then(|style| styles.number_of_list_style(style))
            .and_then(|number_id| self.lists.get(&number_id))
            .and_then(|list| {
                Some((
                    list.abstract_id,
                    self.abstract_lists.get(&list.abstract_id)?,
                ))
            });
        Some(through_style.unwrap_or((list.abstract_id, named)))
    }
}

fn number<T: std::str::FromStr>(element: &Element<'_>, name: &str) -> Option<T> {
    element.attribute(name)?.trim().parse().ok()
}

fn parse_abstract(xml: &mut Xml<'_>) -> Result<AbstractList, ReadError> {
    let mut list = AbstractList::default();
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name() == "lvl" => {
                let level = parse_level(xml)?;
                if let Some(index) = number::<usize>(&element, "ilvl") {
                    list.levels.insert(index, level);
                }
            }
            Piece::Open(element) => {
                if element.name() == "numStyleLink" {
                    list.list_style = element.value();
                }
                xml.skip()?;
            }
            Piece::Close => return Ok(list),
            Piece::Text(_) => {}
            Piece::End => return Err(ReadError::Damaged),
        }
    }
}

fn parse_list(xml: &mut Xml<'_>) -> Result<List, ReadError> {
    let mut list = List::default();
    let mut overridden = None;
    loop {
        match xml.next()? {
            Piece::Open(element) => match element.name() {
                "lvlOverride" => overridden = number::<usize>(&element, "ilvl"),
                "lvl" => {
                    let level = parse_level(xml)?;
                    if let Some(index) = overridden {
                        list.levels.insert(index, level);
                    }
                }
                name => {
                    match (name, element.number(), overridden) {
                        ("abstractNumId", Some(id), _) => list.abstract_id = id,
                        ("startOverride", Some(start), Some(index)) => {
                            list.starts.insert(index, start);
                        }
                        _ => {}
                    }
                    xml.skip()?;
                }
            },
            Piece::Close if overridden.take().is_some() => {}
            Piece::Close => return Ok(list),
            Piece::Text(_) => {}
            Piece::End => return Err(ReadError::Damaged),
        }
    }
}

fn parse_level(xml: &mut Xml<'_>) -> Result<Level, ReadError> {
    let mut level = Level::default();
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name() == "pPr" => {
                level.shape = Some(Box::new(Shape::parse(xml)?));
            }
            Piece::Open(element) => {
                match element.name() {
                    "start" => level.start = element.number().unwrap_or(0),
                    "numFmt" => {
                        level.format = NumberFormat::named(&element.value().unwrap_or_default());
                    }
                    "lvlText" => level.text = element.value().unwrap_or_default(),
                    "isLgl" => level.is_legal = element.is_on(),
                    "lvlRestart" => level.restart = element.number(),
                    "pStyle" => level.linked_style = element.value(),
                    "suff" => level.is_tight = element.value().as_deref() == Some("nothing"),
                    _ => {}
                }
                xml.skip()?;
            }
            Piece::Close => return Ok(level),
            Piece::Text(_) => {}
            Piece::End => return Err(ReadError::Damaged),
        }
    }
}

/// Counts through the document, paragraph after paragraph.
#[derive(Debug)]
pub(super) struct Counter<'a> {
    numbering: &'a Numbering,
    styles: &'a Styles,
    /// For each abstract list, the number each level stands at.
    standings: HashMap<u32, [Option<u32>; N_LEVELS]>,
    /// Overridden starts that have been used up.
    started: HashSet<(u32, usize)>,
    /// Paragraphs that name a list the file does not define.
    pub(super) n_undefined: usize,
}

impl<'a> Counter<'a> {
    /// A counter before the first paragraph.
    pub(super) fn new(numbering: &'a Numbering, styles: &'a Styles) -> Self {
        Self {
            numbering,
            styles,
            standings: HashMap::new(),
            started: HashSet::new(),
            n_undefined: 0,
        }
    }

    /// Counts one more paragraph and gives its label with what separates it from the text.
    pub(super) fn label(&mut self, numbered: &Numbered<'_>) -> String {
        let numbering = self.numbering;
        let Some((list, abstract_id, abstract_list)) = numbering.list_of(numbered, self.styles)
        else {
            self.n_undefined += 1;
            return String::new();
        };
        let level_at = |index| list.level(abstract_list, index);
        let at = list.level_meant(abstract_list, numbered);
        let Some(level) = level_at(at) else {
            return String::new();
        };
        let start_of = |index: usize| {
            let own = list.starts.get(&index).copied();
            own.or_else(|| level_at(index).map(|level| level.start))
        };

        let standing = self.standings.entry(abstract_id).or_default();
        // An instance that overrides a start begins there once, whatever its siblings counted.
        if list.starts.contains_key(&at)
            && self.started.insert((numbered.number_id, at))
            && let Some(number) = standing.get_mut(at)
        {
            *number = None;
        }
        let next = match standing.get(at).copied().flatten() {
            Some(number) => number.saturating_add(1),
            None => start_of(at).unwrap_or(1),
        };
        for (index, number) in standing.iter_mut().enumerate() {
            if index == at {
                *number = Some(next);
            } else if index > at {
                let restarts = match level_at(index).and_then(|level| level.restart) {
                    None => true,
                    Some(after) => at < after,
                };
                if restarts {
                    *number = None;
                }
            }
        }
        let number_of = |index: usize| {
            let counted = standing.get(index).copied().flatten();
            counted.or_else(|| start_of(index)).unwrap_or(1)
        };
        with_gap(write_label(level, number_of, level_at), level.is_tight)
    }
}

fn write_label<'a>(
    level: &Level,
    number_of: impl Fn(usize) -> u32,
    level_at: impl Fn(usize) -> Option<&'a Level>,
) -> String {
    if level.format == NumberFormat::Bullet {
        return level.text.chars().map(readable_sign).collect();
    }
    let mut label = String::new();
    let mut signs = level.text.chars().peekable();
    while let Some(sign) = signs.next() {
        let index = (sign == '%')
            .then(|| signs.peek().and_then(|digit| digit.to_digit(10)))
            .flatten()
            .and_then(|digit| (digit as usize).checked_sub(1));
        let Some(index) = index else {
            label.push(sign);
            continue;
        };
        signs.next();
        let format = match level_at(index) {
            Some(named) if level.is_legal && named.format != NumberFormat::None => {
                NumberFormat::Decimal
            }
            Some(named) => named.format,
            None => NumberFormat::Decimal,
        };
        label.push_str(&format.write(number_of(index)));
    }
    label
}

/// Signs of symbol fonts have no meaning as characters.
fn readable_sign(sign: char) -> char {
    if ('\u{e000}'..='\u{f8ff}').contains(&sign) {
        '•'
    } else {
        sign
    }
}

/// Full-width punctuation closes a label by itself; `1.` before `5所` needs a blank.
fn with_gap(mut label: String, is_tight: bool) -> String {
    let closes_itself = label
        .chars()
        .last()
        .is_none_or(|last| "、．。，：）】〕〉》".contains(last) || last.is_whitespace());
    if !is_tight && !closes_itself {
        label.push(' ');
    }
    label
}
