//! The tree of numbered units.

use super::{
    clean::Clean,
    endings::Ending,
    lines::Line,
    markers::{self, Marker, Style},
    numbering::{Open, inline_markers, line_marker},
    tables::Table,
};

/// A numbered unit: a heading or a leaf.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    /// Its marker, in the clean text.
    pub(crate) marker: Marker,
    /// Where its words begin.
    pub(crate) body: usize,
    /// End of the line its marker stands on, or the next marker on that line.
    pub(crate) line_end: usize,
    /// Where it ends: at the next unit, or where the text closes.
    pub(crate) end: usize,
    /// Depth in the tree, 0 the outermost.
    pub(crate) depth: usize,
    /// The unit it stands under.
    pub(crate) parent: Option<usize>,
    /// Whether a unit or a table row stands under it.
    pub(crate) has_children: bool,
}

/// The units of a text and which unit each table stands under.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// All units in order of position.
    pub(crate) units: Vec<Unit>,
    /// For each table the unit it stands under.
    pub(crate) table_parents: Vec<Option<usize>>,
    /// Places where another paper begins on the same page.
    pub(crate) paper_starts: Vec<usize>,
}

impl Tree {
    /// The units above a unit, outermost first, itself included.
    pub(crate) fn chain(&self, unit: Option<usize>) -> Vec<usize> {
        let mut chain = Vec::new();
        let mut next = unit;
        while let Some(index) = next {
            chain.push(index);
            next = self.units.get(index).and_then(|unit| unit.parent);
        }
        chain.reverse();
        chain
    }
}

/// Builds the tree from the lines that no table has taken.
pub(crate) fn tree(clean: &Clean, tables: &[Table], endings: &[Option<Ending>]) -> Tree {
    let mut builder = Builder {
        clean,
        calendar: has_calendar(clean),
        bare: has_bare_series(clean),
        tree: Tree::default(),
        open: Open::default(),
        stack: Vec::new(),
    };
    let resumes = Resumption::new(clean);
    let mut tables = tables.iter().enumerate().peekable();
    let mut skip_to = 0;
    for (index, &line) in clean.lines.iter().enumerate() {
        while let Some((_, table)) = tables.next_if(|(_, table)| table.start < line.next) {
            builder.table(table);
            skip_to = table.end;
        }
        if line.is_empty() || line.start < skip_to {
            continue;
        }
        if let Some(ending) = endings.get(index).copied().flatten() {
            builder.close(line.start, ending);
            continue;
        }
        let next_line = clean
            .lines
            .get(index + 1..)
            .unwrap_or_default()
            .iter()
            .find(|line| !line.is_empty());
        builder.line(
            line,
            next_line.and_then(|line| markers::at_line_start(&clean.chars, *line)),
            &resumes,
        );
    }
    builder.end_at(clean.chars.len());
    builder.tree
}

struct Builder<'a> {
    clean: &'a Clean,
    calendar: bool,
    /// Whether numerals without punctuation head units.
    bare: bool,
    tree: Tree,
    open: Open,
    /// Indices of the open units, outermost first.
    stack: Vec<usize>,
}

impl Builder<'_> {
    fn line(&mut self, line: Line, next_line: Option<Marker>, resumes: &Resumption) {
        let chars = &self.clean.chars;
        let head = line_marker(chars, line, &self.open)
            .or_else(|| self.bare_marker(line))
            .filter(|marker| self.calendar || marker.style != Style::Calendar);
        let mut from = line.start;
        if let Some(marker) = head {
            let resumes = self
                .open
                .innermost()
                .is_some_and(|innermost| resumes.after(marker, innermost));
            self.add(marker, line, resumes);
            from = marker.end;
        }
        for marker in inline_markers(chars, line, from, &self.open, next_line) {
            self.cut_line(marker.start);
            self.add(marker, line, false);
        }
    }

    /// A numeral without punctuation that begins a series or carries it on.
    fn bare_marker(&self, line: Line) -> Option<Marker> {
        let marker = markers::bare_at_line_start(&self.clean.chars, line).filter(|_| self.bare)?;
        let fits = marker.number == 1 || self.open.expects(marker);
        fits.then_some(marker)
    }

    fn add(&mut self, marker: Marker, line: Line, resumes: bool) {
        self.end_at(marker.start);
        let depth = self.open.take(marker, resumes);
        self.stack.truncate(depth);
        let parent = self.stack.last().copied();
        if let Some(parent) = parent.and_then(|parent| self.tree.units.get_mut(parent)) {
            parent.has_children = true;
        }
        let body = markers::body_start(&self.clean.chars, marker.end, line.end.max(marker.end));
        self.stack.push(self.tree.units.len());
        self.tree.units.push(Unit {
            marker,
            body,
            line_end: line.end,
            end: usize::MAX,
            depth: self.stack.len() - 1,
            parent,
            has_children: false,
        });
    }

    /// The innermost unit's own line stops where the next marker stands on it.
    fn cut_line(&mut self, stop: usize) {
        if let Some(last) = self.tree.units.last_mut() {
            last.line_end = last.line_end.min(stop);
        }
    }

    fn table(&mut self, table: &Table) {
        self.end_at(table.start);
        let parent = self.stack.last().copied();
        self.tree.table_parents.push(parent);
        if let Some(parent) = parent.and_then(|parent| self.tree.units.get_mut(parent)) {
            parent.has_children = !table.rows.is_empty() || parent.has_children;
        }
    }

    /// The words of the last unit end here.
    fn end_at(&mut self, stop: usize) {
        if let Some(last) = self.tree.units.last_mut()
            && last.end == usize::MAX
        {
            last.end = stop.max(last.body);
        }
    }

    fn close(&mut self, stop: usize, ending: Ending) {
        self.end_at(stop);
        if ending != Ending::Remark {
            self.open.close();
            self.stack.clear();
        }
        if ending == Ending::Title {
            self.tree.paper_starts.push(stop);
        }
    }
}

/// Whether the heads of lines name months or weeks in order: a calendar, not the dates of a table.
fn has_calendar(clean: &Clean) -> bool {
    let mut previous: Option<u32> = None;
    for &line in clean.lines.iter().filter(|line| !line.is_empty()) {
        let Some(marker) = markers::at_line_start(&clean.chars, line) else {
            continue;
        };
        if marker.style == Style::Calendar {
            if previous.is_some_and(|number| {
                number % 12 + 1 == marker.number || number + 1 == marker.number
            }) {
                return true;
            }
            previous = Some(marker.number);
        }
    }
    false
}

/// Whether `一 …` and later `二 …` head lines, in a text without `一、`.
fn has_bare_series(clean: &Clean) -> bool {
    let mut reached = 0;
    for &line in &clean.lines {
        let punctuated = markers::at_line_start(&clean.chars, line);
        if punctuated.is_some_and(|marker| marker.style == Style::Han) {
            return false;
        }
        if let Some(marker) = markers::bare_at_line_start(&clean.chars, line)
            && marker.style == Style::Han
            && marker.number == reached + 1
        {
            reached = marker.number;
        }
    }
    reached >= 2
}

/// For every marker at the head of a line, which number of each form comes next: tells a series
/// that goes on from one that is over.
struct Resumption {
    heads: Vec<Marker>,
}

impl Resumption {
    fn new(clean: &Clean) -> Self {
        let heads = clean
            .lines
            .iter()
            .filter_map(|line| markers::at_line_start(&clean.chars, *line))
            .collect();
        Self { heads }
    }

    /// Whether after `marker` the series of `innermost` is carried on before a unit of that form
    /// begins anew.
    fn after(&self, marker: Marker, innermost: (Style, u32)) -> bool {
        let (style, number) = innermost;
        if marker.style >= style || marker.number != 1 {
            return false;
        }
        let from = self
            .heads
            .partition_point(|head| head.start <= marker.start);
        // Far enough for the longest list of sub-headings, and bounded whatever the text.
        let mut window = self.heads.iter().skip(from).take(40);
        window
            .find(|head| head.style == style)
            .is_some_and(|head| head.number == number + 1)
    }
}
