//! How far down the pages the text reaches, reckoned on the grid of the standard.
//!
//! The file is laid out by the office program, not by us; but where the 版记 goes has to be known
//! while writing. Text in exact lines is reckoned well, tables less so: the ruler knows how far it
//! may be wrong, and [`Ruler::end`] says so instead of guessing.

use super::measure::{AREA_HEIGHT, AREA_WIDTH, LINE};
use crate::standard;

/// Where the text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// On this page, this far from the foot of the type area at least.
    Page { number: u32, room: u32 },
    /// On one of two pages.
    Unsure,
}

/// Reckons where on the pages the text stands. Lengths in twips.
#[derive(Debug)]
pub(super) struct Ruler {
    page: u32,
    used: u32,
    height: u32,
    /// How far `used` may be wrong.
    doubt: u32,
    /// Whether `page` itself may be wrong.
    is_lost: bool,
}

impl Ruler {
    /// At the top of page 1, upright or landscape.
    pub(super) fn new(is_landscape: bool) -> Self {
        Self {
            page: 1,
            used: 0,
            height: height(is_landscape),
            // Lines break a little differently in every program and with every set of fonts.
            doubt: LINE,
            is_lost: false,
        }
    }

    /// So many lines of this height with room above them.
    pub(super) fn lines(&mut self, n_lines: u32, line: u32, above: u32) {
        let (height, first) = (self.height.max(1), above.saturating_add(line));
        if self.used.saturating_add(first) > height {
            self.turn(1, line);
        } else {
            self.used += first;
        }
        let rest = n_lines.saturating_sub(1);
        let fitting = (height - self.used.min(height)) / line.max(1);
        if rest <= fitting {
            self.used += rest * line;
        } else {
            let a_page = (height / line.max(1)).max(1);
            let over = rest - fitting;
            self.turn(over.div_ceil(a_page), ((over - 1) % a_page + 1) * line);
        }
        // A line in forty may break where it was not expected to.
        self.doubt += n_lines.saturating_mul(line) / 40;
    }

    /// Room that is taken whole, for example a row of a table; `doubt` is how far it may be wrong.
    pub(super) fn block(&mut self, height: u32, doubt: u32) {
        if self.used.saturating_add(height) > self.height {
            let pages = height.div_ceil(self.height.max(1)).max(1);
            self.turn(pages, height % self.height.max(1));
        } else {
            self.used += height;
        }
        self.doubt = self.doubt.saturating_add(doubt);
    }

    /// What follows begins a page, upright or landscape.
    pub(super) fn new_page(&mut self, is_landscape: bool) {
        self.is_lost |= self.end() == End::Unsure;
        self.page = self.page.saturating_add(1);
        self.used = 0;
        self.height = height(is_landscape);
        self.doubt = LINE;
    }

    fn turn(&mut self, n_pages: u32, used: u32) {
        self.page = self.page.saturating_add(n_pages);
        self.used = used;
    }

    /// Where the text ends.
    pub(super) fn end(&self) -> End {
        let is_first = self.page == 1;
        let may_be_before = self.used <= self.doubt && !is_first && self.doubt > LINE;
        if self.is_lost || may_be_before || self.used.saturating_add(self.doubt) > self.height {
            return End::Unsure;
        }
        End::Page {
            number: self.page,
            room: self.height - self.used - self.doubt,
        }
    }
}

fn height(is_landscape: bool) -> u32 {
    if is_landscape {
        AREA_WIDTH
    } else {
        AREA_HEIGHT
    }
}

/// Lines a text fills when its first line begins so many halves of a character in.
pub(super) fn n_lines(half_chars: u32, indent_halves: u32) -> u32 {
    let halves = half_chars.saturating_add(indent_halves);
    halves.div_ceil(2 * standard::CHARS).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_page_is_followed_by_the_next() {
        let mut ruler = Ruler::new(false);
        ruler.lines(10, LINE, 0);
        assert!(matches!(ruler.end(), End::Page { number: 1, .. }));
        ruler.lines(11, LINE, 0);
        assert_eq!(ruler.end(), End::Unsure);
        ruler.lines(11, LINE, 0);
        assert!(matches!(ruler.end(), End::Page { number: 2, room } if room > 9 * LINE));
        ruler.new_page(false);
        assert!(matches!(ruler.end(), End::Page { number: 3, .. }));
    }

    #[test]
    fn who_does_not_know_the_page_before_does_not_know_this_one() {
        let mut ruler = Ruler::new(false);
        ruler.lines(22, LINE, 0);
        ruler.new_page(true);
        assert_eq!(ruler.end(), End::Unsure);
    }

    #[test]
    fn wild_heights_do_not_overflow() {
        let mut ruler = Ruler::new(false);
        ruler.lines(u32::MAX, u32::MAX, u32::MAX);
        ruler.block(u32::MAX, u32::MAX);
        ruler.new_page(false);
        assert_eq!(ruler.end(), End::Unsure);
    }
}
