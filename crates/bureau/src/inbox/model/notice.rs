//! 通知: what somebody should know and need not act upon.

use base::{actor::PersonId, define_id};

define_id!(
    /// A notice to one person.
    NoticeId
);

/// 通知: something happened that these people should know of.
///
/// While one about the same thing and of the same kind is unread, it is renewed rather than sent a
/// second time; so a matter that changes ten times before lunch is one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Who is told. Whoever acts needs no notice of it and is left out.
    pub(crate) to: Vec<PersonId>,
    /// What sort of event: `report.returned`.
    pub(crate) kind: &'static str,
    /// One line, without the final stop.
    pub(crate) subject: String,
    /// More, line by line; may be empty.
    pub(crate) body: String,
    /// Where to look: an address of this application.
    pub(crate) href: String,
    /// Id of the thing it is about.
    pub(crate) about: String,
    pub(crate) urgency: Urgency,
}

/// Whether it may wait for a quiet hour to end or a digest to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Urgency {
    /// It may wait.
    Ordinary,
    /// It goes out at once, also at night.
    Urgent,
}

/// A notice as it lies in somebody's inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inbox) struct KeptNotice {
    pub(in crate::inbox) id: NoticeId,
    pub(in crate::inbox) subject: String,
    pub(in crate::inbox) body: String,
    pub(in crate::inbox) href: String,
    pub(in crate::inbox) urgency: Urgency,
    /// How many times it was sent while nobody had read it.
    pub(in crate::inbox) n_times: i64,
    pub(in crate::inbox) at_ms: i64,
    pub(in crate::inbox) is_read: bool,
}

impl Urgency {
    /// The number stored; the larger is the more urgent.
    pub(in crate::inbox) fn weight(self) -> i64 {
        i64::from(self == Self::Urgent)
    }

    /// The urgency of a stored number.
    pub(in crate::inbox) fn of_weight(weight: i64) -> Self {
        match weight {
            0 => Self::Ordinary,
            _ => Self::Urgent,
        }
    }
}
