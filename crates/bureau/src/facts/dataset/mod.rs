//! 学年基表: the yearly dataset of schools, its definition, and its way in and out as a workbook.

mod definition;
mod preview;
mod read;
mod table;
mod write;

#[cfg(test)]
mod tests;

pub(in crate::facts) use definition::shipped;
pub(in crate::facts) use preview::{Names, Preview};
pub(in crate::facts) use read::{Sheet, check_kind, read};
pub(in crate::facts) use table::{Known, Outcome, Table};
pub(in crate::facts) use write::{TemplateRow, error_copy, template};
