//! 待办与通知: everything that waits for one person, on one page.

use super::rows::{TodoRow, in_this_year};
use crate::{
    calendar::Left,
    inbox::{
        actions::{self, Inbox},
        model::{Counts, KeptNotice, OpenTodo, Standing, Urgency},
        paths,
        store::NoticeFilter,
    },
};
use askama::Template;
use base::day::Date;
use serde::Deserialize;
use shell::{Asked, Frame, Reply, Result, Visit};

/// How many rows one page shows.
const PAGE: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// `unread`, `read` or `all` notices; else to-dos.
    view: String,
    /// `overdue`, `soon`, `returned`; else all to-dos.
    due: String,
    /// Part of a title.
    q: String,
    /// Counted from 1.
    page: String,
}

#[derive(Template)]
#[template(path = "inbox/pages/list.html")]
struct InboxPage {
    frame: Frame,
    counts: Counts,
    view: View,
    asked: Query,
    todos: Vec<TodoRow>,
    notices: Vec<NoticeRow>,
    n_all: i64,
    n_skipped: i64,
    /// The instant the page was drawn: what came later is not marked with the rest.
    now_ms: i64,
}

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Todos,
    Unread,
    Read,
    All,
}

struct NoticeRow {
    id: String,
    href: String,
    subject: String,
    body: String,
    is_urgent: bool,
    is_read: bool,
    at: String,
    n_times: i64,
}

/// Choices of the filter by time.
const DUE: [(&str, &str); 3] = [
    ("overdue", "已逾期"),
    ("soon", "5个工作日内到期"),
    ("returned", "退回的"),
];

/// 5个工作日内 (`supervision.toml`, `blue_days`).
const SOON_DAYS: u32 = 5;

pub(super) async fn show(visit: Visit, Asked(asked): Asked<Query>) -> Result<Reply> {
    let view = View::of(&asked.view);
    let page = asked.page.parse().unwrap_or(1).clamp(1, 100_000);
    let n_skipped = (page - 1) * PAGE;
    let Inbox {
        counts,
        todos,
        notices,
        n_notices,
        calendar,
    } = match view.filter() {
        None => actions::todo_inbox(&visit).await?,
        Some(filter) => actions::notice_inbox(&visit, filter, n_skipped, PAGE).await?,
    };
    let today = visit.today();
    let left = |todo: &OpenTodo| todo.due.map(|due| Left::of(&calendar, today, due));
    let chosen: Vec<TodoRow> = todos
        .into_iter()
        .filter(|todo| asked.lets_through(todo, left(todo)))
        .map(|todo| TodoRow::of(left(&todo), todo, today))
        .collect();
    let n_all = match view {
        View::Todos => i64::try_from(chosen.len()).unwrap_or(i64::MAX),
        _ => n_notices,
    };
    let skipped = usize::try_from(n_skipped).unwrap_or(usize::MAX);
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    visit.page(&InboxPage {
        frame: visit
            .frame("待办与通知")
            .lead("等着办的事按退回、时限先后排列；通知看过就算，不必回复。"),
        counts,
        view,
        todos: chosen.into_iter().skip(skipped).take(most).collect(),
        notices: notices
            .into_iter()
            .map(|kept| NoticeRow::of(kept, today))
            .collect(),
        n_all,
        n_skipped,
        asked,
        now_ms: visit.now_ms(),
    })
}

impl View {
    fn of(word: &str) -> Self {
        match word {
            "unread" => Self::Unread,
            "read" => Self::Read,
            "all" => Self::All,
            _ => Self::Todos,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Todos => "",
            Self::Unread => "unread",
            Self::Read => "read",
            Self::All => "all",
        }
    }

    /// Which notices it shows; nothing for the to-dos.
    fn filter(self) -> Option<NoticeFilter> {
        let is_read = match self {
            Self::Todos => return None,
            Self::Unread => Some(false),
            Self::Read => Some(true),
            Self::All => None,
        };
        Some(NoticeFilter { is_read })
    }

    fn href(self) -> String {
        paths::inbox(&[("view", self.word())])
    }
}

impl Query {
    fn is_filtered(&self) -> bool {
        !self.due.is_empty() || !self.q.trim().is_empty()
    }

    fn lets_through(&self, todo: &OpenTodo, left: Option<Left>) -> bool {
        let is_due = match self.due.as_str() {
            "overdue" => matches!(left, Some(Left::Overdue(_))),
            "soon" => {
                matches!(left, Some(Left::Today | Left::Working(..=SOON_DAYS)))
            }
            "returned" => todo.standing == Standing::Returned,
            _ => true,
        };
        is_due && todo.title.contains(self.q.trim())
    }
}

impl NoticeRow {
    fn of(kept: KeptNotice, today: Date) -> Self {
        let at = base::clock::instant_in_china(kept.at_ms);
        let day = in_this_year(at.date(), today);
        Self {
            id: kept.id.to_string(),
            href: paths::notice(kept.id),
            subject: kept.subject,
            body: kept.body,
            is_urgent: kept.urgency == Urgency::Urgent,
            is_read: kept.is_read,
            at: format!("{day} {:02}:{:02}", at.hour(), at.minute()),
            n_times: kept.n_times,
        }
    }
}

impl InboxPage {
    fn n_shown(&self) -> i64 {
        let n = self.todos.len() + self.notices.len();
        i64::try_from(n).unwrap_or(0)
    }

    fn page_href(&self, page: i64) -> String {
        paths::inbox(&[
            ("view", self.view.word()),
            ("due", &self.asked.due),
            ("q", self.asked.q.trim()),
            ("page", &page.to_string()),
        ])
    }

    fn previous(&self) -> String {
        match self.n_skipped / PAGE {
            0 => String::new(),
            page => self.page_href(page),
        }
    }

    fn next(&self) -> String {
        match self.n_skipped + self.n_shown() < self.n_all {
            true => self.page_href(self.n_skipped / PAGE + 2),
            false => String::new(),
        }
    }
}
