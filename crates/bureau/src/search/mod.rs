//! 搜索: one box over everything this person may see.
//!
//! What can be found is put in by the slices (`store::search`), each with the audience its policy
//! gives it; here a question is answered within the asker's roles and units.

mod pages;
mod paths;

use shell::Slice;

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "search",
        routes: pages::routes(),
        ..Slice::default()
    }
}
