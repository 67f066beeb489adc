//! What can be done with attachments.

mod attach;
mod keep;

pub(super) use attach::{attach, attachment, content, remove};
pub(super) use keep::{clear, retire};
