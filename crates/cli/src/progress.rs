//! How far long work is, on the terminal.

use std::io::{IsTerminal as _, Write as _, stderr};
use store::backup::Progress;

/// Tells how far it is: on a terminal in one line that changes, elsewhere one line a stage.
pub(crate) struct Teller {
    told: Option<(&'static str, u64)>,
    on_terminal: bool,
}

impl Teller {
    pub(crate) fn new() -> Self {
        Self {
            told: None,
            on_terminal: stderr().is_terminal(),
        }
    }

    /// Tells it, unless nobody would see a difference. A terminal that is gone is no reason to stop.
    pub(crate) fn tell(&mut self, progress: Progress) {
        let percent = match (self.on_terminal, progress.total) {
            (false, _) | (_, 0) => 0,
            (true, total) => progress.done * 100 / total,
        };
        let news = (progress.stage, percent);
        if self.told == Some(news) {
            return;
        }
        self.told = Some(news);
        let _ = match self.on_terminal {
            true => write!(stderr(), "\r\x1b[K{} {percent}%", progress.stage),
            false => writeln!(stderr(), "{}", progress.stage),
        };
    }

    /// Tells which part of it comes next, where nobody knows how long each takes.
    pub(crate) fn tell_part(&mut self, what: &str, part: &'static str) {
        self.told = Some((part, 0));
        let _ = match self.on_terminal {
            true => write!(stderr(), "\r\x1b[K{what}{part}……"),
            false => writeln!(stderr(), "{what}{part}"),
        };
    }

    /// Clears the line that changes.
    pub(crate) fn end(&self) {
        if self.on_terminal && self.told.is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
