//! Addresses of this slice: patterns for the router, and how to build each.

use super::model::{ItemId, PlanId, milestone::StepId};

pub(crate) const HOME: &str = "/";
pub(crate) const LIST: &str = "/plan";
pub(crate) const IMPORT: &str = "/plan/import";
pub(crate) const SHOW: &str = "/plan/{plan}";
pub(crate) const PRINT: &str = "/plan/{plan}/print";
pub(crate) const ITEM: &str = "/plan/{plan}/items/{item}";
pub(crate) const VERSIONS: &str = "/plan/{plan}/versions";
pub(crate) const COMPARE: &str = "/plan/{plan}/compare";
pub(crate) const EXPORT_XLSX: &str = "/plan/{plan}/export.xlsx";
pub(crate) const EXPORT_DOCX: &str = "/plan/{plan}/export.docx";
pub(crate) const ORIGINAL: &str = "/plan/{plan}/original";
pub(crate) const REVIEW: &str = "/plan/{plan}/review";
pub(crate) const DETAILS: &str = "/plan/{plan}/details";
pub(crate) const UNDO: &str = "/plan/{plan}/undo";
pub(crate) const ACCEPT_ALL: &str = "/plan/{plan}/accept-all";
pub(crate) const REMOVE: &str = "/plan/{plan}/remove";
pub(crate) const FINDING_SETTLE: &str = "/plan/{plan}/findings/{finding}/settle";
pub(crate) const ITEM_NEW: &str = "/plan/{plan}/review/new";
pub(crate) const ITEM_EDIT: &str = "/plan/{plan}/review/{item}/edit";
pub(crate) const ITEM_ACCEPT: &str = "/plan/{plan}/review/{item}/accept";
pub(crate) const ITEM_REOPEN: &str = "/plan/{plan}/review/{item}/reopen";
pub(crate) const ITEM_REMOVE: &str = "/plan/{plan}/review/{item}/remove";
pub(crate) const ITEM_MERGE: &str = "/plan/{plan}/review/{item}/merge";
pub(crate) const ITEM_SPLIT: &str = "/plan/{plan}/review/{item}/split";
pub(crate) const ITEM_MOVE: &str = "/plan/{plan}/review/{item}/move";
pub(crate) const ENTRY_ACCEPT: &str = "/plan/{plan}/review/{item}/{sort}/{entry}/accept";
pub(crate) const ENTRY_REMOVE: &str = "/plan/{plan}/review/{item}/{sort}/{entry}/remove";
pub(crate) const ASSIGN: &str = "/plan/{plan}/assign";
pub(crate) const ASSIGN_ITEM: &str = "/plan/{plan}/assign/{item}";
pub(crate) const PUBLISH: &str = "/plan/{plan}/publish";
pub(crate) const FEED: &str = "/calendar-feed";
pub(crate) const FEED_END: &str = "/calendar-feed/end";
pub(crate) const FEED_FILE: &str = "/calendar-feed/{token}/steps.ics";
pub(crate) const PROGRESS: &str = "/plan/{plan}/targets";
pub(crate) const TARGETS: &str = "/plan/{plan}/items/{item}/targets";
pub(crate) const TARGET_CHOOSE: &str = "/plan/{plan}/items/{item}/targets/choose";
pub(crate) const TARGET_COUNT: &str = "/plan/{plan}/items/{item}/targets/count";
pub(crate) const TARGET_CREATE: &str = "/plan/{plan}/items/{item}/targets/create";
pub(crate) const TARGET_CONFIRM: &str = "/plan/{plan}/items/{item}/targets/confirm";
pub(crate) const TARGET_FORGET: &str = "/plan/{plan}/items/{item}/targets/forget";
pub(crate) const TARGET_DIVIDE: &str = "/plan/{plan}/items/{item}/targets/divide";
pub(crate) const CARRY: &str = "/plan/{plan}/carry";
pub(crate) const TIMELINE: &str = "/plan/{plan}/timeline";
pub(crate) const STEPS_TAKE_ALL: &str = "/plan/{plan}/timeline/take-all";
pub(crate) const STEPS: &str = "/plan/{plan}/items/{item}/steps";
pub(crate) const STEPS_PROPOSE: &str = "/plan/{plan}/items/{item}/steps/propose";
pub(crate) const STEPS_SUBMIT: &str = "/plan/{plan}/items/{item}/steps/submit";
pub(crate) const STEPS_AGREE: &str = "/plan/{plan}/items/{item}/steps/agree";
pub(crate) const STEPS_RETURN: &str = "/plan/{plan}/items/{item}/steps/return";
pub(crate) const STEPS_KEEP: &str = "/plan/{plan}/items/{item}/steps/keep";
pub(crate) const STEP_NEW: &str = "/plan/{plan}/items/{item}/steps/new";
pub(crate) const STEP_EDIT: &str = "/plan/{plan}/items/{item}/steps/{step}/edit";
pub(crate) const STEP_MOVE: &str = "/plan/{plan}/items/{item}/steps/{step}/move";
pub(crate) const STEP_DROP: &str = "/plan/{plan}/items/{item}/steps/{step}/drop";
pub(crate) const STEP_START: &str = "/plan/{plan}/items/{item}/steps/{step}/start";
pub(crate) const STEP_DONE: &str = "/plan/{plan}/items/{item}/steps/{step}/done";
pub(crate) const STEP_REOPEN: &str = "/plan/{plan}/items/{item}/steps/{step}/reopen";
pub(crate) const STEP_PROOF: &str = "/plan/{plan}/items/{item}/steps/{step}/proof";

pub(crate) fn show(plan: PlanId) -> String {
    format!("/plan/{plan}")
}

pub(crate) fn print(plan: PlanId) -> String {
    format!("/plan/{plan}/print")
}

pub(crate) fn item(plan: PlanId, item: ItemId) -> String {
    format!("/plan/{plan}/items/{item}")
}

/// An item as it stands in a version; without one in the newest.
pub(crate) fn item_of(plan: PlanId, item: ItemId, version: Option<i64>) -> String {
    of_version(&self::item(plan, item), version)
}

/// An address of a published plan as it stands in a version; without one in the newest.
pub(crate) fn of_version(path: &str, version: Option<i64>) -> String {
    let number = version.map(|number| number.to_string()).unwrap_or_default();
    with(path, &[("version", &number)])
}

pub(crate) fn versions(plan: PlanId) -> String {
    format!("/plan/{plan}/versions")
}

pub(crate) fn version(plan: PlanId, number: i64) -> String {
    of_version(&show(plan), Some(number))
}

/// An address with parameters; those without a value are left out.
pub(crate) fn with(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters.iter().filter(|(_, value)| !value.is_empty()));
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// Where two versions are compared: the last two when none are named.
pub(crate) fn comparison(plan: PlanId) -> String {
    format!("/plan/{plan}/compare")
}

pub(crate) fn compare(plan: PlanId, from: i64, to: i64) -> String {
    with(
        &comparison(plan),
        &[("from", &from.to_string()), ("to", &to.to_string())],
    )
}

pub(crate) fn export_xlsx(plan: PlanId) -> String {
    format!("/plan/{plan}/export.xlsx")
}

pub(crate) fn export_docx(plan: PlanId) -> String {
    format!("/plan/{plan}/export.docx")
}

pub(crate) fn original(plan: PlanId) -> String {
    format!("/plan/{plan}/original")
}

pub(crate) fn review(plan: PlanId) -> String {
    format!("/plan/{plan}/review")
}

/// The review page at an item.
pub(crate) fn review_at(plan: PlanId, item: ItemId) -> String {
    format!("/plan/{plan}/review?at={item}#item-{item}")
}

pub(crate) fn details(plan: PlanId) -> String {
    format!("/plan/{plan}/details")
}

pub(crate) fn undo(plan: PlanId) -> String {
    format!("/plan/{plan}/undo")
}

pub(crate) fn accept_all(plan: PlanId) -> String {
    format!("/plan/{plan}/accept-all")
}

pub(crate) fn remove(plan: PlanId) -> String {
    format!("/plan/{plan}/remove")
}

pub(crate) fn item_new(plan: PlanId) -> String {
    format!("/plan/{plan}/review/new")
}

/// An act on an item: `edit`, `accept`, `reopen`, `remove`, `merge`, `split`, `move`.
pub(crate) fn item_act(plan: PlanId, item: ItemId, act: &str) -> String {
    format!("/plan/{plan}/review/{item}/{act}")
}

/// Addresses as the review page of the same plan says them, without what they begin with like its
/// own: a page of 150 items has thousands of them.
pub(crate) mod beside_review {
    use crate::plan::model::{FindingId, ItemId};

    /// Where the acts on an item begin, see [`super::item_act`]. Those on one of its values follow
    /// behind its sort and id.
    pub(crate) fn item_acts(item: ItemId) -> String {
        format!("review/{item}")
    }

    pub(crate) fn assign_item(item: ItemId) -> String {
        format!("assign/{item}")
    }

    pub(crate) fn finding_settle(finding: FindingId) -> String {
        format!("findings/{finding}/settle")
    }
}

pub(crate) fn assign(plan: PlanId) -> String {
    format!("/plan/{plan}/assign")
}

pub(crate) fn assign_item(plan: PlanId, item: ItemId) -> String {
    format!("/plan/{plan}/assign/{item}")
}

pub(crate) fn publish(plan: PlanId) -> String {
    format!("/plan/{plan}/publish")
}

pub(crate) fn timeline(plan: PlanId) -> String {
    format!("/plan/{plan}/timeline")
}

/// Plans for everything one leads.
pub(crate) fn steps_take_all(plan: PlanId) -> String {
    format!("/plan/{plan}/timeline/take-all")
}

/// The work plan of an item.
pub(crate) fn steps(plan: PlanId, item: ItemId) -> String {
    format!("/plan/{plan}/items/{item}/steps")
}

/// An act on the work plan of an item: `propose`, `submit`, `agree`, `return`, `keep`, `new`.
pub(crate) fn steps_act(plan: PlanId, item: ItemId, act: &str) -> String {
    format!("/plan/{plan}/items/{item}/steps/{act}")
}

/// An act on a step: `edit`, `move`, `drop`, `start`, `done`, `reopen`, `proof`.
pub(crate) fn step_act(plan: PlanId, item: ItemId, step: StepId, act: &str) -> String {
    format!("/plan/{plan}/items/{item}/steps/{step}/{act}")
}

/// Where a step of an item is moved, `{step}` in place of its id: for the script that drags them.
pub(crate) fn step_moves(plan: PlanId, item: ItemId) -> String {
    format!("/plan/{plan}/items/{item}/steps/{{step}}/move")
}

/// The calendar file a secret word opens.
pub(crate) fn feed_file(token: &str) -> String {
    format!("/calendar-feed/{token}/steps.ics")
}

/// How far the targets of a plan are.
pub(crate) fn progress(plan: PlanId) -> String {
    format!("/plan/{plan}/targets")
}

/// What the targets of an item are measured by.
pub(crate) fn targets(plan: PlanId, item: ItemId) -> String {
    format!("/plan/{plan}/items/{item}/targets")
}

/// An act on the targets of an item: `choose`, `create`, `confirm`, `forget`, `divide`.
pub(crate) fn targets_act(plan: PlanId, item: ItemId, act: &str) -> String {
    format!("/plan/{plan}/items/{item}/targets/{act}")
}

/// Where the year before is gone through for what goes on.
pub(crate) fn carry(plan: PlanId) -> String {
    format!("/plan/{plan}/carry")
}
