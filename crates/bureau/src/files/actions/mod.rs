//! What can be done with attachments.

mod attach;
mod held;
mod keep;

pub(crate) use attach::let_go;
pub(super) use attach::{attach, attachment, content, remove};
pub(crate) use held::held;
pub(super) use keep::{clear, retire};
