//! What waits for a person, what they are told, and when they are reminded. Pure: the day is always
//! given.

mod left;
mod notice;
mod remind;
mod todo;

pub(super) use left::Left;
pub(super) use notice::{KeptNotice, NoticeId};
pub(crate) use notice::{Notice, Urgency};
pub(super) use remind::{Reminder, Step, rule, shipped_rules};
pub(crate) use todo::{Addressee, Standing, Todo};
pub(super) use todo::{Counts, DueTodo, OpenTodo, TodoId};
