//! Targets are measured by facts, and divided among units.

mod change;
mod look;

pub(crate) use change::{
    Choice, NewItem, choose_items, confirm_words, count_in_register, create_item, divide,
    forget_measure, register_hints,
};
pub(crate) use look::{
    Counted, Line, LinePart, Subject, adds_up, item_progress, plan_progress, progress_of,
    taken_together,
};
