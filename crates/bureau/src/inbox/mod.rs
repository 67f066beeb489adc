//! 待办与通知: what waits for a person, what they are told, and how it reaches them.

use shell::Slice;

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "inbox",
        ..Slice::default()
    }
}
