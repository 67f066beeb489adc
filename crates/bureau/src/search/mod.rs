//! 搜索: one box over everything this person may see.

use shell::Slice;

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "search",
        ..Slice::default()
    }
}
