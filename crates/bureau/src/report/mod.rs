//! 报送: periods (报送期), what each unit owes in them, the report itself — prefilled, verified rather
//! than typed —, its way through review, and what is put together from what was approved.
//!
//! `model` holds the rules and the state machine, `material` what plans and data items know, `actions`
//! the acts, `store` the SQL, `pages` what one sees.

mod actions;
mod acts;
mod handled;
mod jobs;
mod material;
mod model;
mod notify;
mod pages;
mod paths;
mod policy;
mod search;
mod store;

use crate::plan;
use ::store::Migration;
use shell::{
    Attachable, RailSpec, Slice,
    jobs::{JobSpec, ScheduleSpec},
};

pub(crate) use actions::DESK;
pub(crate) use acts::ACTS;
pub(crate) use handled::{OwedReport, ReportYear, Said, set_up_year};

const MIGRATIONS: &[Migration] = &[
    Migration::portable(
        "20261127_1800_report",
        include_str!("migrations/20261127_1800_report.sql"),
    ),
    Migration::portable(
        "20261128_1400_report_standing",
        include_str!("migrations/20261128_1400_report_standing.sql"),
    ),
    Migration::portable(
        "20261128_1900_report_saved",
        include_str!("migrations/20261128_1900_report_saved.sql"),
    ),
    Migration::portable(
        "20261128_2010_report_places",
        include_str!("migrations/20261128_2010_report_places.sql"),
    ),
];

/// The job that opens periods.
const OPEN: &str = "report.open";

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "report",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        searchable: search::SEARCHABLE.to_vec(),
        search_keys: Some(search::keys),
        rail: vec![RailSpec {
            place: 30,
            label: "报送",
            icon: "report",
            href: paths::DESK,
            who: policy::REPORTS,
        }],
        attachables: vec![Attachable::new(actions::FILES_OF, actions::place_of_files)],
        jobs: vec![
            JobSpec::new(OPEN, jobs::open_begun),
            JobSpec::new(plan::REVISED, jobs::renew).called("按要点新版本更新报送期"),
        ],
        schedules: vec![ScheduleSpec::daily(OPEN, 0, 30)],
        ..Slice::default()
    }
}
