//! 公文 — Chinese official documents of an education bureau: read them, understand them, write them.
//!
//! The library is pure: bytes or text in, values out. It opens no file, asks no clock, starts no
//! thread, and gives the same answer for the same bytes every time.
//!
//! ```text
//! bytes ──read──▶ Source ──understand──▶ Ledger ──write──▶ .docx / .xlsx / JSON
//!                (text + blocks)        (items, targets, deadlines, owners, findings, each with its span)
//!
//!                                      Document ──write──▶ .docx / .pdf, by GB/T 9704
//! ```
//!
//! The road through it, one function each: [`read::read`], [`understand::understand`], and the
//! functions of [`mod@write`].
#![warn(missing_docs)]

pub mod annotate;
pub mod check;
pub mod day;
pub mod difference;
pub mod document;
pub mod ledger;
pub mod paper;
pub mod read;
pub mod recognise;
pub mod round_trip;
pub mod source;
pub mod span;
pub mod standard;
pub mod understand;
pub mod write;

/// The example of the README, compiled and run with the other examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
