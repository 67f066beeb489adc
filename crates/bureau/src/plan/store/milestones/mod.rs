//! Work plans, their steps, and what was changed in them.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use read::{
    StepFilter, step, step_changes, steps_of_item, steps_of_plan, steps_where, work_plan,
    work_plans,
};
pub(crate) use write::{add_step_change, delete_step, insert_steps, save_step, save_work_plan};

const STEP: [&str; 25] = [
    "id",
    "plan_id",
    "item_id",
    "place",
    "name",
    "begins",
    "due",
    "due_day",
    "owner_unit",
    "owner_person",
    "owner_name",
    "weight",
    "after_ids",
    "evidence",
    "origin",
    "state",
    "done_day",
    "done_by",
    "done_words",
    "done_file",
    "done_file_name",
    "baseline_begins",
    "baseline_due",
    "is_dropped",
    "revision",
];
