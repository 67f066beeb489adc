//! The application. One folder per slice; lowest first: [`org`], then `plan`.
//!
//! Outside, only [`slices`], [`identify`] and `demo` are known, so that the compiler reports
//! whatever no page, command or test uses.

mod org;
mod plan;

pub use org::identify;
use shell::Slice;
use store::Migration;

/// Every slice, lowest first.
#[must_use]
pub fn slices() -> Vec<Slice> {
    vec![org::slice(), plan::slice()]
}

/// Every migration of the store and the slices.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    let slices = slices();
    store::migrate::OWN
        .iter()
        .chain(slices.iter().flat_map(|slice| slice.migrations))
        .copied()
        .collect()
}
