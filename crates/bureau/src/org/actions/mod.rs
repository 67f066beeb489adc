//! What can be done with units, people, posts and log-ins. Pages, imports and commands all go
//! through here, so that each rule is written once.

mod accounts;
mod found;
mod sign_in;

pub(crate) use accounts::FirstPassword;
pub(super) use accounts::{
    change_password, close_account, open_account, reopen_account, reset_password,
};
pub(crate) use found::{Founded, Founding, found_bureau};
pub(super) use sign_in::{sign_in, sign_out};
