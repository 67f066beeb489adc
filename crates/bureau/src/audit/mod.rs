//! 审计: who did what, when, from where, what before and after, and why; for whoever keeps watch.
//!
//! The lines are written by the acts of all slices and kept, chained, by the store. This slice only
//! shows them: filtered, page by page, as files, and proves the chain whole. There is no counting
//! of log-ins here or anywhere (减负).

mod actions;
mod pages;
mod paths;
mod policy;
mod table;
mod words;

use shell::{RailSpec, Slice};

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "audit",
        migrations: &[],
        routes: pages::routes(),
        rail: vec![RailSpec {
            // Those who see it have hardly anything else.
            place: 5,
            label: "审计",
            icon: "clock",
            href: paths::LIST,
            who: policy::AUDITS,
        }],
        ..Slice::default()
    }
}
