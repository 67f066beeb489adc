//! What written papers hold.

mod papers;
mod parts;
