//! The demo county: everything is invented, and everything comes in through the doors a bureau uses.

pub mod org;
