//! 待办: what waits for somebody to act.

use super::Step;
use base::{
    Actor, Role,
    actor::{PersonId, UnitId},
    day::Date,
    define_id,
};

define_id!(
    /// A to-do.
    TodoId
);

/// 待办: something waits for one of these to act, until it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Todo {
    /// Who may do it: the first of them who does it settles it for all.
    pub(crate) for_: Vec<Addressee>,
    /// Id of the thing it is about.
    pub(crate) about: String,
    /// What is to be done with it: `report.fill`, `report.review`. One thing has at most one to-do
    /// of a kind.
    pub(crate) kind: &'static str,
    /// One line with a verb first: 「填报5月份工作总结」.
    pub(crate) title: String,
    /// Where it is done: an address of this application.
    pub(crate) href: String,
    /// The last day, to its end.
    pub(crate) due: Option<Date>,
    pub(crate) standing: Standing,
    /// Which rule of `remind_rules.toml` says when to remind; an unknown one counts as `ordinary`.
    pub(crate) remind: &'static str,
    /// The unit that answers for it: when it is overdue its head is told, then the leader in charge.
    /// Nobody is told when there is none.
    pub(crate) escalates_in: Option<UnitId>,
}

/// Who a to-do is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Addressee {
    Person(PersonId),
    /// Whoever holds this role in this unit when they look.
    Post(UnitId, Role),
}

/// How it came back to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// 退回: was done and came back; stands before everything else.
    Returned,
    /// New.
    Open,
}

/// A to-do as it waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inbox) struct OpenTodo {
    pub(in crate::inbox) kind: String,
    pub(in crate::inbox) title: String,
    pub(in crate::inbox) href: String,
    pub(in crate::inbox) due: Option<Date>,
    pub(in crate::inbox) standing: Standing,
    pub(in crate::inbox) asked_ms: i64,
    /// Who was told of its delay so far, in words, latest first.
    pub(in crate::inbox) told: Vec<(Step, String)>,
}

/// A to-do some of whose reminders have come due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inbox) struct DueTodo {
    pub(in crate::inbox) id: TodoId,
    pub(in crate::inbox) title: String,
    pub(in crate::inbox) href: String,
    pub(in crate::inbox) due: Date,
    pub(in crate::inbox) unit: Option<UnitId>,
    pub(in crate::inbox) addressees: Vec<Addressee>,
    /// The steps to take now.
    pub(in crate::inbox) steps: Vec<Step>,
}

/// How much waits for somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::inbox) struct Counts {
    /// To-dos.
    pub(in crate::inbox) n_todos: i64,
    /// To-dos whose day is past.
    pub(in crate::inbox) n_overdue: i64,
    /// Notices not read yet.
    pub(in crate::inbox) n_unread: i64,
}

impl Addressee {
    /// The word stored.
    pub(in crate::inbox) fn seat(self) -> String {
        match self {
            Self::Person(person) => format!("person {person}"),
            Self::Post(unit, role) => format!("post {unit} {}", role.code()),
        }
    }

    /// The addressee of a stored word.
    pub(in crate::inbox) fn of_seat(seat: &str) -> Option<Self> {
        let mut words = seat.split(' ');
        match (words.next()?, words.next()?, words.next()) {
            ("person", person, None) => Some(Self::Person(person.parse().ok()?)),
            ("post", unit, Some(role)) => {
                Some(Self::Post(unit.parse().ok()?, Role::from_code(role)?))
            }
            _ => None,
        }
    }

    /// Everything this person sits on.
    pub(in crate::inbox) fn all_of(actor: &Actor) -> Vec<String> {
        let posts = actor
            .posts
            .iter()
            .map(|(unit, role)| Self::Post(*unit, *role));
        std::iter::once(Self::Person(actor.person))
            .chain(posts)
            .map(Self::seat)
            .collect()
    }
}

impl Standing {
    /// The word stored.
    pub(in crate::inbox) fn code(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Open => "open",
        }
    }

    /// The standing with this stored word.
    pub(in crate::inbox) fn from_code(code: &str) -> Option<Self> {
        [Self::Returned, Self::Open]
            .into_iter()
            .find(|standing| standing.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::Addressee;
    use base::{
        Role,
        actor::{PersonId, UnitId},
    };

    #[test]
    fn an_addressee_is_read_back_as_it_was_stored() {
        for addressee in [
            Addressee::Person(PersonId::new()),
            Addressee::Post(UnitId::new(), Role::OfficeHead),
        ] {
            assert_eq!(Addressee::of_seat(&addressee.seat()), Some(addressee));
        }
        assert_eq!(Addressee::of_seat("post 1"), None);
    }
}
