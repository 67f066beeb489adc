//! 数据项: each number once, with where it came from.

use shell::Slice;

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "facts",
        ..Slice::default()
    }
}
