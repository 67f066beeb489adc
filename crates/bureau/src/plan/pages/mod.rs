//! The pages of this slice: which address leads where.

use shell::Route;

/// Every route.
pub(crate) fn routes() -> Vec<Route> {
    vec![]
}
