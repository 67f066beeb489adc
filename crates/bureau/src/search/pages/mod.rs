//! The page of this slice.

mod excerpt;
mod find;

use super::paths;
use shell::{Route, Who};

/// The one route. Whoever is signed in may ask; what is found is for its audience alone.
pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(paths::SEARCH, Who::SignedIn, find::show)]
}
