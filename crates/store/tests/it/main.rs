//! The store on real databases, on both engines.
#![expect(clippy::unwrap_used, reason = "tests fail where something is missing")]

mod audit;
mod audit_keeping;
mod backup;
<<<<<<< HEAD
mod jobs;
=======
mod search;
>>>>>>> 01c22b8 (Find what is put in by words of one and two characters, for whoever may, on both engines)
mod support;
