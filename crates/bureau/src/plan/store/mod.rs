//! The only SQL of this slice.

mod carried;
mod edits;
mod feeds;
mod items;
mod measures;
mod milestones;
mod plans;
mod rows;
mod seats;
mod versions;

#[cfg(test)]
mod tests;

pub(crate) use carried::{carried, insert_carried};
pub(crate) use edits::{add_edit, last_edit, last_step, remove_edit};
pub(crate) use feeds::{begin_feed, feed_of, person_of_feed, revoke_feed};
pub(crate) use items::{
    accept_all, delete_items, insert_items, item, items, next_place, revisions, save_item,
    save_seats, set_places,
};
pub(crate) use measures::{
    confirm_measure, delete_measure, measures, measures_of_item, save_measure, set_target_parts,
    target_parts,
};
pub(crate) use milestones::{
    StepFilter, add_step_change, delete_step, insert_steps, save_step, save_work_plan, step,
    step_changes, steps_of_item, steps_of_plan, steps_where, work_plan, work_plans,
};
pub(crate) use plans::{
    PlanHead, delete_plan, finding_settled, findings, insert_plan, plan, plan_heads,
    published_plans, save_details, source, touch,
};
pub(crate) use seats::seats_of_person;
pub(super) use versions::published;
pub(crate) use versions::{
    all_versions, insert_version, latest_item, latest_version, version, version_heads,
};
