//! What surrounds every page: title, rail, crumbs, person, message of the last act.

use crate::{app::Inbox, assets};

/// Everything the frame templates draw; each page has one in its field `frame`.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Title of the page, also of the browser tab.
    pub title: String,
    /// One line of what this page is.
    pub lead: String,
    /// Name of the bureau.
    pub bureau: String,
    /// Where the bureau's name leads: this person's first page. Empty means `/`.
    pub home: String,
    /// Where a question typed into the top bar goes; empty where there is nothing to ask.
    pub search: String,
    /// Who is signed in; without, the light frame of public pages is drawn.
    pub person: Option<Person>,
    /// What waits for them; without, nothing of it is drawn.
    pub inbox: Option<Inbox>,
    /// What opens under the person's name: password, log-out.
    pub menu: Vec<MenuEntry>,
    /// Entries of the left rail this person may use, at most nine.
    pub rail: Vec<RailEntry>,
    /// Way to this page, outermost first.
    pub crumbs: Vec<Crumb>,
    /// What the last act brought about, shown once.
    pub message: Option<Message>,
    /// Token that every form carries.
    pub csrf: String,
}

impl Frame {
    /// Address of a bundle, for the head of a page.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }

    /// Where the bureau's name leads.
    pub fn home_href(&self) -> &str {
        match self.home.as_str() {
            "" => "/",
            home => home,
        }
    }
}

/// The person signed in, as the top bar shows them: 「人事科 · 王敏」.
#[derive(Debug, Clone)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Short name of their unit.
    pub unit: String,
}

/// An entry of the menu under the person's name.
#[derive(Debug, Clone)]
pub struct MenuEntry {
    /// Words shown.
    pub label: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether it acts (log-out) instead of leading to a page.
    pub posts: bool,
}

/// An entry of the left rail.
#[derive(Debug, Clone)]
pub struct RailEntry {
    /// Word shown.
    pub label: &'static str,
    /// Name of its icon in `icons.html`.
    pub icon: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether the page shown belongs to it.
    pub current: bool,
}

/// A step of the way to a page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Word shown.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// A message after an act.
#[derive(Debug, Clone)]
pub struct Message {
    /// What sort of message.
    pub tone: Tone,
    /// One or two sentences.
    pub text: String,
}

/// Sort of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Done,
    /// It worked, but look at this.
    Notice,
    /// It was refused.
    Refused,
}

impl Tone {
    /// Name in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Done => "done",
            Tone::Notice => "notice",
            Tone::Refused => "refused",
        }
    }
}
