//! 发件: something on its way out of the application, and what became of it.

use super::{NoticeId, RobotId};
use base::{actor::PersonId, define_id};

define_id!(
    /// A parcel. Mail carries it as its name, so that a server can tell a mail it has already.
    ParcelId
);

/// 发件: notices that go out together, by one way. What they say is read when they go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inbox) struct Parcel {
    pub(in crate::inbox) id: ParcelId,
    pub(in crate::inbox) to: Receiver,
    pub(in crate::inbox) notices: Vec<NoticeId>,
    pub(in crate::inbox) state: ParcelState,
    /// When sending was begun and neither success nor failure was written down: the process was
    /// killed in between, or does it just now.
    pub(in crate::inbox) begun_ms: Option<i64>,
}

/// Who a parcel goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::inbox) enum Receiver {
    /// Mail to a person.
    Person(PersonId),
    /// Words in a group.
    Robot(RobotId),
}

/// What became of a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inbox) enum ParcelState {
    /// On its way.
    Waiting,
    Sent,
    /// Refused for good; its notices wait for the address to be put right.
    Failed,
    /// Nothing was left to say, or it was taken apart to be packed anew.
    Dropped,
}

impl ParcelState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Failed, Self::Dropped];

    /// The word shown.
    pub(in crate::inbox) fn label(self) -> &'static str {
        match self {
            Self::Waiting => "待发送",
            Self::Sent => "已送出",
            Self::Failed => "未送达",
            Self::Dropped => "未发送",
        }
    }

    /// The word stored.
    pub(in crate::inbox) fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }

    /// The state with this stored word.
    pub(in crate::inbox) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

impl Receiver {
    /// The word stored for the way, and the id.
    pub(in crate::inbox) fn stored(self) -> (&'static str, String) {
        match self {
            Self::Person(person) => ("mail", person.to_string()),
            Self::Robot(robot) => ("robot", robot.to_string()),
        }
    }

    /// The receiver of stored words.
    pub(in crate::inbox) fn of(way: &str, id: &str) -> Option<Self> {
        match way {
            "mail" => Some(Self::Person(id.parse().ok()?)),
            "robot" => Some(Self::Robot(id.parse().ok()?)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ParcelState, Receiver, RobotId};
    use base::actor::PersonId;

    #[test]
    fn a_parcel_is_read_back_as_it_was_stored() {
        for to in [
            Receiver::Person(PersonId::new()),
            Receiver::Robot(RobotId::new()),
        ] {
            let (way, id) = to.stored();
            assert_eq!(Receiver::of(way, &id), Some(to));
        }
        for state in ParcelState::ALL {
            assert_eq!(ParcelState::from_code(state.code()), Some(state));
        }
        assert_eq!(Receiver::of("pigeon", "1"), None);
    }
}
