//! For tests: databases on both engines, an application without a socket, assertions about pages.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "used by tests only"
)]

mod browser;
mod databases;
mod page;

pub use browser::{Browser, TestApp};
pub use databases::{TestDb, databases, sqlite};
pub use page::Page;
