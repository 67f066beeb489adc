//! 要点: a paper comes in, is read, reviewed, assigned and published as a plan everyone works from.
//!
//! `actions` are the acts (import, review, assign, publish), `model` the rules, `policy` who may,
//! `store` the SQL, `pages` what one sees, `suggest` who a task may belong to.

mod actions;
mod acts;
mod export;
mod facts;
#[cfg(test)]
mod fixtures;
mod handled;
mod handled_steps;
mod model;
mod pages;
mod paths;
mod policy;
mod search;
mod store;
mod suggest;
mod tasks;
mod told;

use ::store::Migration;
use shell::{Attachable, RailSpec, Slice};

pub(crate) use actions::{
    DESK, adds_up, confirm_from_report, finish_from_report, taken_together, unsay_from_report,
};
pub(crate) use acts::ACTS;
pub(crate) use handled::{Handled, handle};
pub(crate) use model::milestone::{Step, StepId};
pub(crate) use model::progress::{Measure, MeasureKind};
pub(crate) use model::{
    EntryId, ItemId, Part, PlanId, PublishedItem, TargetValue, commitment_word, target_words,
};
pub(crate) use store::published_plans;
pub(crate) use tasks::{TaskWork, numbers_typed, task_work, task_works};

const MIGRATIONS: &[Migration] = &[
    Migration::portable(
        "20260301_1100_plan",
        include_str!("migrations/20260301_1100_plan.sql"),
    ),
    Migration::portable(
        "20261127_1300_plan_milestones",
        include_str!("migrations/20261127_1300_plan_milestones.sql"),
    ),
    Migration::portable(
        "20261127_1305_plan_feeds",
        include_str!("migrations/20261127_1305_plan_feeds.sql"),
    ),
    Migration::portable(
        "20261127_1310_plan_progress",
        include_str!("migrations/20261127_1310_plan_progress.sql"),
    ),
    Migration::portable(
        "20261128_2000_plan_current_items",
        include_str!("migrations/20261128_2000_plan_current_items.sql"),
    ),
    Migration {
        id: "20261128_2001_plan_current_items_filled",
        sqlite: include_str!("migrations/20261128_2001_plan_current_items_filled.sqlite.sql"),
        postgres: include_str!("migrations/20261128_2001_plan_current_items_filled.postgres.sql"),
    },
];

/// The kind of the job that is put in when a later version of a plan comes into force; whoever asks units
/// about its tasks declares it and follows. Its payload names the plan: `{"plan": id}`.
pub(crate) const REVISED: &str = "plan.revised";

/// What plans are called where files are attached to them.
const FILES_OF: &str = "plan";
/// The same of an item, named by its plan and itself.
const FILES_OF_ITEM: &str = "plan-item";

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "plan",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        rail: vec![
            RailSpec {
                place: 10,
                label: "工作台",
                icon: "desk",
                href: paths::HOME,
                who: policy::READ,
            },
            RailSpec {
                place: 20,
                label: "要点",
                icon: "plan",
                href: paths::LIST,
                who: policy::READ,
            },
        ],
        searchable: search::SEARCHABLE.to_vec(),
        search_keys: Some(search::keys),
        attachables: vec![
            Attachable::new(FILES_OF, actions::place_of_files).found_by(search::holder),
            Attachable::new(FILES_OF_ITEM, actions::place_of_item_files),
        ],
        ..Slice::default()
    }
}
