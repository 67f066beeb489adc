//! Plans and their items: states, and what may be done to them.

mod assignment;
mod carried;
mod entry;
mod ics;
mod item;
pub(crate) mod milestone;
mod plan;
pub(crate) mod progress;
mod version;
mod words;

pub(crate) use assignment::{Assignment, Holder, Part};
pub(crate) use carried::Carried;
pub(crate) use entry::{DeadlineValue, Entry, EntryId, Origin, PartyValue, TargetValue};
pub(crate) use ics::{CalendarEntry, calendar_file};
pub(crate) use item::{Item, ItemId};
pub(crate) use plan::{Finding, FindingId, MetadataSpans, Plan, PlanId, Source, Stage};
pub(crate) use version::{
    Change, ItemChange, PublishedItem, PublishedPlan, Seat, VersionHead, compare,
};
pub(crate) use words::{commitment_word, deadline_words, kind_word, role_word, target_words};
