//! The only SQL of this slice.

mod accounts;
mod charges;
mod delegations;
mod fields;
mod life;
mod members;
mod people;
mod posts;
mod second_factor;
mod units;

#[cfg(test)]
mod life_tests;
#[cfg(test)]
mod tests;

pub(super) use accounts::{
    account_by_phone, account_named, account_of, account_state, accounts, credentials, failures,
    forget_failures, former_passwords, insert_account, keep_former_password, n_able, note_failure,
    note_sign_in, owner_of, set_closed, set_password,
};
pub(crate) use accounts::{actor_of, identify};
pub(crate) use charges::leaders;
pub(super) use charges::{charges, set_charges};
pub(super) use delegations::{delegation, delegations, end_delegation, insert_delegation};
pub(super) use fields::{
    delete_field, field_charges, fields, insert_field, insert_hand_over, set_field_charges,
    successor_of, update_field,
};
pub(super) use life::{insert_unit_act, unit_acts};
pub(crate) use members::{members, units_of};
pub(super) use people::{
    PeopleFilter, PeoplePage, everybody, insert_person, people, person, update_person,
};
pub(crate) use people::{holders, person_name, person_named};
pub(crate) use posts::post_holders;
pub(super) use posts::{
    end_post, insert_past_post, insert_post, past_posts, past_posts_of, post, posts, posts_of,
    posts_of_administrators, posts_of_unit, remove_post, update_post,
};
pub(super) use second_factor::{
    any_second_factor, confirm_second_factor, n_recovery_codes, put_second_factor,
    remove_second_factor, second_factor, set_last_step, set_recovery_codes, use_recovery_code,
};
pub(super) use units::{belonging_to, insert_unit, kept_units, n_people, unit, update_unit};
pub(crate) use units::{every_unit, units};

use ::store::{Error, Result};
use base::day::Date;

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

/// A day as it is kept.
fn stored_day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// A day that was kept.
fn day(stored: Option<String>) -> Result<Option<Date>> {
    stored.as_deref().map(known_day).transpose()
}

fn known_day(stored: &str) -> Result<Date> {
    stored
        .parse()
        .map_err(|_| Error::Corrupt(format!("day {stored}")))
}
