//! The pages of this slice.

mod accounts;
mod administrators;
mod charges;
mod delegations;
mod exchange;
mod fields;
mod hand_over;
mod history;
mod log_in;
mod outside;
mod password;
mod people;
mod person;
mod person_edit;
mod post_edit;
mod qr;
mod rules;
mod second_factor;
mod second_step;
mod sessions;
mod sign_in;
mod unit;
mod unit_act;
mod unit_edit;
mod unit_life;
mod units;

pub(crate) use administrators::first_page;

use super::{
    forms::Choice,
    model::{Unit, UnitKind},
    paths,
    policy::{
        ADMINISTERS, ADMINISTERS_OR_SECURES, ARE_ADMINISTRATORS, Filling, LOOKS_AT_EVERYTHING,
        SECURES,
    },
};
use base::Role;
use shell::{
    Frame, Route, Visit,
    Who::{Anyone, SignedIn, SignedInAtAll},
};

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::SIGN_IN, Anyone, sign_in::show),
        Route::post(paths::SIGN_IN, Anyone, sign_in::submit),
        Route::get(paths::UNIFIED, Anyone, outside::go),
        Route::get(paths::UNIFIED_BACK, Anyone, outside::back),
        Route::get(paths::SECOND_STEP, Anyone, second_step::show),
        Route::post(paths::SECOND_STEP, Anyone, second_step::submit),
        Route::post(paths::SIGN_OUT, SignedInAtAll, sign_in::sign_out),
        Route::get(paths::PASSWORD, SignedInAtAll, password::show),
        Route::post(paths::PASSWORD, SignedInAtAll, password::submit),
        Route::get(paths::SECOND_FACTOR, SignedInAtAll, second_factor::show),
        Route::post(
            paths::SECOND_FACTOR_BEGIN,
            SignedInAtAll,
            second_factor::begin,
        ),
        Route::post(
            paths::SECOND_FACTOR_CONFIRM,
            SignedInAtAll,
            second_factor::confirm,
        ),
        Route::post(
            paths::SECOND_FACTOR_CODES,
            SignedIn,
            second_factor::renew_codes,
        ),
        Route::post(
            paths::SECOND_FACTOR_GIVE_UP,
            SignedIn,
            second_factor::give_up,
        ),
        Route::get(paths::SESSIONS, SignedIn, sessions::show),
        Route::post(paths::END_SESSION, SignedIn, sessions::end),
        Route::post(paths::END_OTHER_SESSIONS, SignedIn, sessions::end_others),
        Route::get(paths::SIGN_IN_RULES, SECURES, rules::show),
        Route::post(paths::SIGN_IN_RULES, SECURES, rules::submit),
        Route::get(paths::LOG_IN, SECURES, log_in::show),
        Route::post(paths::UNLOCK_ACCOUNT, SECURES, log_in::unlock),
        Route::post(
            paths::RESET_SECOND_FACTOR,
            SECURES,
            log_in::reset_second_factor,
        ),
        Route::post(paths::END_SESSIONS_OF, SECURES, log_in::end_all),
        Route::post(paths::END_SESSION_OF, SECURES, log_in::end_one),
        Route::get(paths::UNITS, SignedIn, units::show),
        Route::get(paths::NEW_UNIT, ADMINISTERS, unit_edit::new),
        Route::post(paths::NEW_UNIT, ADMINISTERS, unit_edit::create),
        Route::get(paths::UNIT, SignedIn, unit::show),
        Route::get(paths::EDIT_UNIT, ADMINISTERS, unit_edit::show),
        Route::post(paths::EDIT_UNIT, ADMINISTERS, unit_edit::submit),
        Route::get(paths::RENAME_UNIT, ADMINISTERS, unit_act::rename),
        Route::post(paths::RENAME_UNIT, ADMINISTERS, unit_act::do_rename),
        Route::get(paths::MERGE_UNIT, ADMINISTERS, unit_act::merge),
        Route::post(paths::MERGE_UNIT, ADMINISTERS, unit_act::do_merge),
        Route::get(paths::CLOSE_UNIT, ADMINISTERS, unit_act::close),
        Route::post(paths::CLOSE_UNIT, ADMINISTERS, unit_act::do_close),
        Route::get(paths::SPLIT_UNIT, ADMINISTERS, unit_act::split),
        Route::post(paths::SPLIT_UNIT, ADMINISTERS, unit_act::do_split),
        Route::get(paths::REOPEN_UNIT, ADMINISTERS, unit_act::reopen),
        Route::post(paths::REOPEN_UNIT, ADMINISTERS, unit_act::do_reopen),
        Route::get(paths::PEOPLE, SignedIn, people::show),
        Route::get(paths::NEW_PERSON, ADMINISTERS_OR_SECURES, person_edit::new),
        Route::post(
            paths::NEW_PERSON,
            ADMINISTERS_OR_SECURES,
            person_edit::create,
        ),
        Route::get(paths::PERSON, SignedIn, person::show),
        Route::get(paths::EDIT_PERSON, ADMINISTERS, person_edit::show),
        Route::post(paths::EDIT_PERSON, ADMINISTERS, person_edit::submit),
        Route::get(paths::NEW_POST, ADMINISTERS_OR_SECURES, post_edit::new),
        Route::post(paths::NEW_POST, ADMINISTERS_OR_SECURES, post_edit::create),
        Route::get(paths::POST, ADMINISTERS_OR_SECURES, post_edit::show),
        Route::post(paths::POST, ADMINISTERS_OR_SECURES, post_edit::submit),
        Route::post(paths::END_POST, ADMINISTERS_OR_SECURES, post_edit::end),
        Route::get(paths::CHARGES, ADMINISTERS, charges::show),
        Route::post(paths::CHARGES, ADMINISTERS, charges::submit),
        Route::get(paths::ACCOUNT, ADMINISTERS, accounts::show),
        Route::post(paths::ACCOUNT, ADMINISTERS, accounts::open),
        Route::post(
            paths::RESET_PASSWORD,
            ADMINISTERS_OR_SECURES,
            accounts::reset,
        ),
        Route::post(paths::CLOSE_ACCOUNT, ADMINISTERS, accounts::close),
        Route::post(paths::REOPEN_ACCOUNT, ADMINISTERS, accounts::reopen),
        Route::get(paths::SECURITY, ARE_ADMINISTRATORS, administrators::show),
        Route::get(paths::DELEGATE, SignedIn, delegations::new),
        Route::post(paths::DELEGATE, SignedIn, delegations::create),
        Route::get(paths::DELEGATIONS, SignedIn, delegations::show),
        Route::post(paths::END_DELEGATION, SignedIn, delegations::end),
        Route::get(paths::HAND_OVER, ADMINISTERS, hand_over::show),
        Route::post(paths::HAND_OVER, ADMINISTERS, hand_over::submit),
        Route::get(paths::FIELDS, SignedIn, fields::show),
        Route::post(paths::FIELDS, ADMINISTERS, fields::add),
        Route::get(paths::FIELD, ADMINISTERS, fields::edit),
        Route::post(paths::FIELD, ADMINISTERS, fields::change),
        Route::post(paths::REMOVE_FIELD, ADMINISTERS, fields::remove),
        Route::get(paths::IMPORT, ADMINISTERS, exchange::show),
        Route::post(paths::IMPORT, ADMINISTERS, exchange::preview),
        Route::post(paths::APPLY_IMPORT, ADMINISTERS, exchange::apply),
        Route::get(paths::TEMPLATE, ADMINISTERS, exchange::template),
        Route::get(paths::EXPORT, LOOKS_AT_EVERYTHING, exchange::export),
    ]
}

/// The frame of a page below the list of units.
fn frame_below_units(visit: &Visit, title: impl Into<String>) -> Frame {
    visit.frame(title).crumb("组织与设置", paths::UNITS)
}

/// The frame of a page below the list of people.
fn frame_below_people(visit: &Visit, title: impl Into<String>) -> Frame {
    frame_below_units(visit, title).crumb("人员", paths::PEOPLE)
}

/// The units there are; one that is no more only where it was chosen before.
fn unit_choices<'a>(units: impl IntoIterator<Item = &'a Unit>, chosen: &str) -> Vec<Choice> {
    units
        .into_iter()
        .filter(|unit| unit.is_living() || unit.id.to_string() == chosen)
        .map(|unit| (unit.id.to_string(), unit.short_name.clone()))
        .collect()
}

fn kind_choices() -> Vec<Choice> {
    UnitKind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), kind.label().to_owned()))
        .collect()
}

/// Every role, to look for.
fn role_choices() -> Vec<Choice> {
    choices_of_roles(|_| true)
}

/// The roles of posts this person fills.
fn fillable_role_choices(filling: Filling) -> Vec<Choice> {
    choices_of_roles(|role| filling.fills(role))
}

fn choices_of_roles(is_chosen: impl Fn(Role) -> bool) -> Vec<Choice> {
    Role::ALL
        .iter()
        .filter(|role| is_chosen(**role))
        .map(|role| (role.code().to_owned(), role.label().to_owned()))
        .collect()
}
