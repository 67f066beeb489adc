//! Items with everything in them.

mod read;
mod write;

pub(crate) use read::{item, items, next_place, revisions};
pub(crate) use write::{accept_all, delete_items, insert_items, save_item, save_seats, set_places};

const ITEM: [&str; 11] = [
    "id",
    "plan_id",
    "place",
    "marker",
    "path",
    "title",
    "body",
    "span_start",
    "span_end",
    "is_checked",
    "revision",
];
const ENTRY: [&str; 9] = [
    "id",
    "plan_id",
    "item_id",
    "place",
    "origin",
    "is_accepted",
    "quote",
    "span_start",
    "span_end",
];
const TARGET: [&str; 7] = [
    "subject",
    "value",
    "max_value",
    "comparator",
    "unit",
    "kind",
    "commitment",
];
const DEADLINE: [&str; 3] = ["from_day", "to_day", "recurs"];
const PARTY: [&str; 2] = ["name", "role"];
const ASSIGNMENT: [&str; 10] = [
    "id",
    "plan_id",
    "item_id",
    "place",
    "part",
    "unit_id",
    "person_id",
    "group_name",
    "is_suggestion",
    "reason",
];
/// Tables of what an item holds.
const PARTS: [&str; 4] = [
    "plan_targets",
    "plan_deadlines",
    "plan_parties",
    "plan_assignments",
];
