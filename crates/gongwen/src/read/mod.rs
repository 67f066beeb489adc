//! Bytes to [`Source`](crate::source::Source).
