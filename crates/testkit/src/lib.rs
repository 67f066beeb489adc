//! For tests: databases on both engines, an application without a socket, assertions about pages, a
//! directory of people.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "used by tests only"
)]

mod archive;
mod browser;
mod databases;
mod directory;
mod page;

pub use archive::repacked;
pub use browser::{Browser, TestApp};
pub use databases::{TestDb, databases, sqlite};
pub use directory::{Slapd, free_port};
pub use page::Page;
