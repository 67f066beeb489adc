//! The only SQL of this slice.

mod accounts;
mod members;
mod people;
mod units;

#[cfg(test)]
mod tests;

pub(crate) use accounts::actor_of;
pub use accounts::identify;
pub(super) use accounts::{
    account_of, accounts, credentials, failures, forget_failures, insert_account, n_able,
    note_failure, set_closed, set_password,
};
pub(crate) use members::members;
pub(super) use people::{PeopleFilter, PeoplePage};
pub(super) use people::{
    charges, delete_post, delete_posts_of, everybody, insert_person, insert_post, people, person,
    post, posts, posts_of, posts_of_administrators, posts_of_unit, set_charges, update_person,
    update_post,
};
pub(crate) use people::{leaders, person_named};
pub(crate) use units::units;
pub(super) use units::{below, insert_unit, kept_units, n_people, unit, update_unit};

/// The character that joins the words of one column; no name holds it.
const JOINT: &str = "、";

/// Words kept in one column.
fn words(joined: &str) -> Vec<String> {
    joined
        .split(JOINT)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
