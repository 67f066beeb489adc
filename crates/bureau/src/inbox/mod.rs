//! 待办与通知: what waits for a person, what they are told, and how it reaches them.
//!
//! Other slices use it from inside their own transactions, so that a to-do and what it is about come
//! and go together:
//!
//! ```text
//! inbox::tell(&mut tx, ctx, Notice { .. })      somebody should know
//! inbox::ask(&mut tx, ctx, Todo { .. })         somebody should act; replaces the one before
//! inbox::retitle(&mut tx, about, kind, title)   some of it is done: it says what is left
//! inbox::settle(&mut tx, about, kind)           it is done: to-do and reminders go
//! inbox::withdraw(&mut tx, about, kind)         it is gone: notices of it nobody has read go
//! inbox::todo_rows(ctx)                         what waits for whoever looks, for a page
//! ```
//!
//! Days of reminders are computed once, when something is asked, and kept ([`actions`] says what a
//! change of the calendar does to them). Titles, subjects and addresses come from the slice that knows
//! the matter; nothing here asks whether somebody may see it, so whoever asks names only people who may.

mod actions;
mod handled;
mod jobs;
mod model;
mod outward;
mod pages;
mod paths;
mod policy;
mod store;

pub(crate) use actions::{
    DESK, ask, ask_all, n_waiting, remind, retitle, settle, tell, told_since, withdraw,
};
pub(crate) use handled::{add_robot, hold, set_mail, set_reminding};
pub(crate) use model::{Addressee, Notice, Standing, Todo, Urgency};
pub(crate) use pages::{TodoRow, todo_rows};
/// Where the whole inbox is.
pub(crate) use paths::INBOX as PAGE;

/// What the inbox does by itself and people set in it, as the audit names it, with its words.
pub(crate) const ACTS: &[(&str, &str)] = &[
    ("inbox.escalated", "逾期事项告知负责人或分管领导"),
    ("inbox.settings.changed", "修改接收方式"),
    ("inbox.rule.changed", "修改提醒规则"),
    ("inbox.robot.created", "添加群机器人"),
    ("inbox.robot.changed", "修改群机器人"),
    ("inbox.robot.removed", "删除群机器人"),
    ("inbox.outward.held", "暂停对外发送"),
    ("inbox.outward.released", "恢复对外发送"),
    ("inbox.address.retried", "重新发往被拒收的邮箱"),
    ("inbox.todo.passed_on", "交接待办"),
];

/// Whether the mail server takes mail from us now: the reason when it does not, in a sentence without
/// its stop.
pub(crate) async fn greet(server: &base::config::MailServer) -> Result<(), String> {
    outward::greet(server).await.map_err(|fault| fault.words)
}

use ::store::Migration;
use shell::{RailSpec, Slice};

const MIGRATIONS: &[Migration] = &[
    Migration::portable(
        "20261127_2050_inbox",
        include_str!("migrations/20261127_2050_inbox.sql"),
    ),
    Migration::portable(
        "20261128_0040_inbox_outward",
        include_str!("migrations/20261128_0040_inbox_outward.sql"),
    ),
    Migration::portable(
        "20261128_1900_inbox_about",
        include_str!("migrations/20261128_1900_inbox_about.sql"),
    ),
];

/// The slice. The inbox itself has no entry in the rail: the count in the top bar leads to it.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "inbox",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        rail: vec![RailSpec {
            place: 86,
            label: "提醒规则",
            icon: "inbox",
            href: paths::RULES,
            who: policy::KEEPS_RULES,
        }],
        jobs: jobs::specs(),
        schedules: jobs::schedules(),
        ..Slice::default()
    }
}
