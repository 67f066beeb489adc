//! What waits for a person, what they are told, and when they are reminded. Pure: the day is always
//! given.

mod notice;
mod parcel;
mod quiet;
mod remind;
mod robot;
mod todo;

pub(super) use notice::{KeptNotice, NoticeId};
pub(crate) use notice::{Notice, Urgency};
pub(super) use parcel::{Parcel, ParcelId, ParcelState, Receiver};
pub(super) use quiet::{Digest, Out, Settings, Timing};
pub(super) use remind::{RemindRule, Reminder, Step, rule, shipped_rules};
pub(super) use robot::{Robot, RobotId, RobotKind, robot_of};
pub(crate) use todo::{Addressee, Standing, Todo};
pub(super) use todo::{Counts, DueTodo, OpenTodo, TodoId};
