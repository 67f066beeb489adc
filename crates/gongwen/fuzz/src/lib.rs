//! The readers as the tests run them, given to the fuzzer.

#[path = "../../tests/readers/mod.rs"]
mod readers;

/// Runs the reader of this name.
///
/// # Panics
/// When the reader breaks its word.
pub fn run(name: &str, bytes: &[u8]) {
    readers::run(name, bytes);
}
