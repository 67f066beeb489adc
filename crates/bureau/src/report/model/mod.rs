//! Periods, what is owed, what a report says, and the way it goes. Pure: days and people are given.

mod course;
mod field;
mod form;
mod lateness;
mod lengths;
mod owed;
mod passed_on;
#[cfg(test)]
mod properties;
mod report;
mod rules;
mod sentences;
mod stamps;
mod story;

pub(crate) use course::{
    Chain, ChainStep, Course, Needs, Place, Reviewer, Stage, StepKind, Unlocked,
};
pub(crate) use field::{FieldKind, ReportField};
pub(crate) use form::{
    DONE, FieldChange, LastTime, NEEDED_FROM, NEEDS, NEXT, OVERDUE_STEPS, PROBLEMS, PROMISED,
    ReportForm,
};
pub(crate) use lateness::{days_late, last_day};
pub(crate) use lengths::{Lengths, too_long};
pub(crate) use owed::{
    LeaderOfTask, OwedTask, Owes, Quantity, Span, Task, TimeLimit, UnitOfTask, WorkStep,
};
pub(crate) use report::{ReportHead, ReportId, ReportState, Round, Which};
pub(crate) use rules::{Ask, CatchUp, DUE_KINDS, DueRule, Rhythm, RulePack};
pub(crate) use sentences::{locked_and_changed, quoted, sentence_key, sentences};
pub(crate) use stamps::{Changed, Stamps};
pub(crate) use story::{Happening, StoryLine};
