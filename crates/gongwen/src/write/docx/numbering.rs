//! Automatic numbers of headings: `numbering.xml`.
//!
//! The numbers a reader sees have to be those of [`Document::numbered`](crate::document::Document::numbered).
//! Office programs count by themselves, so their counting is followed here, and where it would go
//! another way (after a heading without number, at the beginning of an attachment) a list of its own
//! begins that says where to start.
//!
//! A running level and the levels below it are a list of their own. Word is told by `lvlRestart` not to
//! begin it anew, but LibreOffice does not know that word; without a level above in the same list
//! neither has a reason to.

use super::{
    styles::{font_of_level, fonts},
    xml::{DECLARATION, MAIN},
};
use crate::document::Level;
use std::fmt::Write as _;

const LEVELS: [Level; 4] = [Level::First, Level::Second, Level::Third, Level::Fourth];

/// The lists of a paper.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The running level of each abstract list; its number is its place.
    abstracts: Vec<Option<Level>>,
    /// The lists in the order of their numbers, which begin at 1.
    lists: Vec<List>,
    /// Where the office program's counting stands, for each abstract list.
    standings: Vec<[Option<u32>; 4]>,
}

#[derive(Debug)]
struct List {
    abstract_list: usize,
    /// Levels that begin anew at 1.
    restarts: [bool; 4],
}

/// The numbering of one body: the paper's or an attachment's.
#[derive(Debug)]
pub(super) struct Counting {
    running: Option<Level>,
    /// Levels above the running one; all where none runs on.
    upper: Group,
    /// The running level and those below it.
    lower: Group,
}

/// Levels that count together.
#[derive(Debug)]
struct Group {
    abstract_list: usize,
    /// The list in use, by its number.
    list: Option<u32>,
    /// Overrides of that list not used up yet.
    fresh: [bool; 4],
}

impl Counting {
    fn group(&mut self, level: Level) -> &mut Group {
        match self.running {
            Some(running) if level >= running => &mut self.lower,
            _ => &mut self.upper,
        }
    }
}

impl Numbering {
    /// Whether any heading is numbered.
    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Begins the numbering of a body.
    pub(super) fn begin(&mut self, running: Option<Level>) -> Counting {
        // The first level runs on by itself.
        let running = running.filter(|level| *level != Level::First);
        Counting {
            running,
            upper: self.group(None),
            lower: self.group(running),
        }
    }

    fn group(&mut self, running: Option<Level>) -> Group {
        let place = self.abstracts.iter().position(|other| *other == running);
        Group {
            abstract_list: place.unwrap_or_else(|| {
                self.abstracts.push(running);
                self.standings.push([None; 4]);
                self.abstracts.len() - 1
            }),
            list: None,
            fresh: [false; 4],
        }
    }

    /// The list for the next numbered heading, whose number has to come out as `count`.
    pub(super) fn list_for(&mut self, counting: &mut Counting, level: Level, count: u32) -> u32 {
        let running = counting.running.map(Level::depth);
        let group = counting.group(level);
        let list = match group.list {
            None => self.open(group, [true; 4]),
            Some(list) if self.next(group, level) == count => list,
            Some(_) => {
                let mut restarts = [false; 4];
                if let Some(restart) = restarts.get_mut(level.depth()) {
                    *restart = true;
                }
                self.open(group, restarts)
            }
        };
        let next = self.next(group, level);
        if let Some(fresh) = group.fresh.get_mut(level.depth()) {
            *fresh = false;
        }
        if let Some(standing) = self.standings.get_mut(group.abstract_list) {
            for (depth, number) in standing.iter_mut().enumerate() {
                if depth == level.depth() {
                    *number = Some(next);
                } else if depth > level.depth() && Some(depth) != running {
                    *number = None;
                }
            }
        }
        list
    }

    fn open(&mut self, group: &mut Group, restarts: [bool; 4]) -> u32 {
        self.lists.push(List {
            abstract_list: group.abstract_list,
            restarts,
        });
        let list = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        group.list = Some(list);
        group.fresh = restarts;
        list
    }

    /// The number the office program would give.
    fn next(&self, group: &Group, level: Level) -> u32 {
        let depth = level.depth();
        if group.fresh.get(depth).copied().unwrap_or(false) {
            return 1;
        }
        let standing = self.standings.get(group.abstract_list);
        let number = standing.and_then(|numbers| numbers.get(depth).copied().flatten());
        number.map_or(1, |number| number.saturating_add(1))
    }

    /// `numbering.xml`.
    pub(super) fn part(&self) -> String {
        let mut xml = format!(r#"{DECLARATION}<w:numbering xmlns:w="{MAIN}">"#);
        for (id, running) in self.abstracts.iter().enumerate() {
            write_abstract(&mut xml, id, *running);
        }
        for (id, list) in (1..).zip(&self.lists) {
            let _ = write!(
                xml,
                r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{}"/>"#,
                list.abstract_list
            );
            for (level, _) in list.restarts.iter().enumerate().filter(|(_, on)| **on) {
                let _ = write!(
                    xml,
                    r#"<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>"#
                );
            }
            xml.push_str("</w:num>");
        }
        xml.push_str("</w:numbering>");
        xml
    }
}

/// 一、（一）1.（1）, each in the font of its level, nothing between number and words (7.3.3).
fn write_abstract(xml: &mut String, id: usize, running: Option<Level>) {
    let _ = write!(
        xml,
        r#"<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>"#
    );
    for level in LEVELS {
        let (format, text) = match level {
            Level::First => ("chineseCountingThousand", "%1、"),
            Level::Second => ("chineseCountingThousand", "（%2）"),
            Level::Third => ("decimal", "%3."),
            Level::Fourth => ("decimal", "（%4）"),
        };
        let restart = if running == Some(level) {
            r#"<w:lvlRestart w:val="0"/>"#
        } else {
            ""
        };
        let _ = write!(
            xml,
            r#"<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{restart}<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind {}/></w:pPr><w:rPr>{}</w:rPr></w:lvl>"#,
            level.depth(),
            super::styles::body_indent(),
            fonts(font_of_level(level)),
        );
    }
    xml.push_str("</w:abstractNum>");
}
