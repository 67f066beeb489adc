//! The store on real databases, on both engines.
#![expect(clippy::unwrap_used, reason = "tests fail where something is missing")]

mod audit;
mod audit_keeping;
mod backup;
mod bulk;
mod jobs;
mod s3;
mod search;
mod sessions;
mod support;
