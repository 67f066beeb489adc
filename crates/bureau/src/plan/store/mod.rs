//! The only SQL of this slice.

mod edits;
mod items;
mod plans;
mod rows;
mod versions;

#[cfg(test)]
mod tests;

pub(crate) use edits::{add_edit, last_edit, remove_edit};
pub(crate) use items::{
    accept_all, delete_items, insert_items, item, items, next_place, revisions, save_item,
    save_seats, set_places,
};
pub(crate) use plans::{
    PlanHead, delete_plan, finding_settled, findings, insert_plan, plan, plan_heads, save_details,
    source, touch,
};
pub(crate) use versions::{all_versions, insert_version, latest_version, version, version_heads};
