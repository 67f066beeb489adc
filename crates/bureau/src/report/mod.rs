//! 报送: periods, reports, the chain of review, what is put together from them.

use shell::Slice;

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "report",
        ..Slice::default()
    }
}
