//! What can be done with units, people, posts and log-ins. Pages, imports and commands all go
//! through here, so that each rule is written once.

mod accounts;
mod administrators;
mod delegations;
mod fields;
mod files;
mod found;
mod greet;
mod hand_over;
mod import;
mod outside;
mod people;
mod read;
mod reorganise;
mod rules;
mod second_factor;
mod sessions;
mod sign_in;
mod units;

pub use accounts::reset_log_in;
pub(crate) use accounts::{FirstPassword, open_account};
pub(super) use accounts::{change_password, close_account, reopen_account, reset_password};
pub(super) use administrators::{administrators, filling, lacks_administrators};
pub(crate) use delegations::delegate;
pub(super) use delegations::{DelegationChoices, delegation_choices, delegations, end_delegation};
pub(super) use fields::{add_field, change_field, fields, leaders_by_field, remove_field};
pub(super) use files::{FILES_OF_UNIT, place_of_files};
pub(crate) use found::{Founding, found_bureau};
pub use greet::{greet_directory, greet_provider};
pub(super) use hand_over::{Leaving, hand_over, leaving};
pub(crate) use import::{Take, import};
pub(super) use import::{preview_import, sheets};
pub use outside::check_settings;
pub(super) use outside::{BACK, come_back, way_there};
pub(super) use people::{
    begin_post, change_person, change_post, create_person, end_post, set_charges,
};
pub(super) use read::{
    PeopleList, PersonRecord, UnitRecord, UnitTree, all_units, people_list, person_record, post,
    unit_record, unit_tree,
};
pub(crate) use reorganise::{Occasion, merge_unit};
pub(super) use reorganise::{close_unit, rename_unit, reopen_unit, split_off};
pub(super) use rules::{set_sign_in_rules, sign_in_rules};
pub(super) use second_factor::{
    OwnSecondFactor, begin_second_factor, confirm_second_factor, give_up_second_factor,
    own_second_factor, renew_recovery_codes, reset_second_factor,
};
pub(super) use sessions::{
    LogInRecord, end_other_sessions, end_own_session, end_sessions_of, log_in_record, own_sessions,
    unlock_account,
};
pub(super) use sign_in::{Admitted, is_half_way, second_step, sign_in, sign_out};
pub(super) use units::{UnitDraft, change_unit, create_unit};
