//! The only SQL of this slice.

mod accounts;
mod members;
mod people;
mod second_factor;
mod units;

#[cfg(test)]
mod tests;

pub(super) use accounts::{
    account_of, account_state, accounts, credentials, failures, forget_failures, former_passwords,
    insert_account, keep_former_password, n_able, note_failure, note_sign_in, owner_of, set_closed,
    set_password,
};
pub(crate) use accounts::{actor_of, identify};
pub(crate) use members::members;
pub(super) use people::{PeopleFilter, PeoplePage};
pub(super) use people::{
    charges, delete_post, delete_posts_of, everybody, insert_person, insert_post, people, person,
    post, posts, posts_of, posts_of_administrators, posts_of_unit, set_charges, update_person,
    update_post,
};
pub(crate) use people::{holders, leaders, person_named, post_holders};
pub(super) use second_factor::{
    any_second_factor, confirm_second_factor, n_recovery_codes, put_second_factor,
    remove_second_factor, second_factor, set_last_step, set_recovery_codes, use_recovery_code,
};
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
