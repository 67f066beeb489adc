//! Targets are measured by facts, and divided among units.

mod change;
mod look;

pub(crate) use change::{
    Choice, NewItem, choose_items, confirm_words, create_item, divide, forget_measure,
};
pub(crate) use look::{Line, LinePart, PlanProgress, Subject, plan_progress, progress_of};
