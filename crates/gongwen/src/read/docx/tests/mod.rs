//! Small files written by hand, one for each thing a word processor does.
mod build;
mod hostile;
mod numbering;
mod text;

pub(crate) use build::{DocxBuilder, zipped};
