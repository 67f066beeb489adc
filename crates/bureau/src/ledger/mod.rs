//! 台账: registers of typed rows, and what they roll up to.

use shell::Slice;

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "ledger",
        ..Slice::default()
    }
}
