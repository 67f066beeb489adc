//! Addresses a page of the working side leads to, built once for its template.

use crate::plan::{model::PlanId, paths};

/// Where the pages of one plan are.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) review: String,
    pub(super) assign: String,
    /// Items without a lead.
    pub(super) open: String,
    /// Items with something proposed.
    pub(super) suggested: String,
    pub(super) publish: String,
    pub(super) details: String,
    pub(super) carry: String,
    pub(super) remove: String,
    pub(super) undo: String,
    pub(super) accept_all: String,
    pub(super) item_new: String,
    pub(super) original: String,
}

impl Links {
    /// The addresses of a plan.
    pub(super) fn of(plan: PlanId) -> Self {
        let assign = paths::assign(plan);
        Self {
            review: paths::review(plan),
            open: format!("{assign}?show=open"),
            suggested: format!("{assign}?show=suggested"),
            assign,
            publish: paths::publish(plan),
            details: paths::details(plan),
            carry: paths::carry(plan),
            remove: paths::remove(plan),
            undo: paths::undo(plan),
            accept_all: paths::accept_all(plan),
            item_new: paths::item_new(plan),
            original: paths::original(plan),
        }
    }
}
