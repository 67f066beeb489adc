//! What every other crate speaks in: ids, the clock, days, refusals, settings, and the person who acts.
//!
//! No database, no web, no document. A thing comes in here when a third crate needs it.

// Lets `define_id!` name this crate the same way inside and outside of it.
extern crate self as base;

pub mod actor;
pub mod clock;
pub mod config;
pub mod day;
pub mod id;
pub mod period;
pub mod refusal;

pub use actor::{Actor, Role};
pub use clock::Clock;
pub use config::Config;
pub use period::{Grain, TimePeriod};
pub use refusal::Refusal;
