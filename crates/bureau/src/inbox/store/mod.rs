//! The only SQL of the inbox.

mod desk;
mod notices;
mod out;
mod reminders;
mod robots;
mod rules;
mod settings;
#[cfg(test)]
mod tests;
mod todos;

pub(super) use desk::{OwnTodo, pass_seats, todos_of_person};
pub(super) use notices::{
    NoticeFilter, delete_unread, notice, notices, put_notice, read_all_notices, read_notices,
    told_since,
};
pub(super) use out::{
    ParcelLine, Ways, end_parcel, insert_parcel, newest_parcels, parcel, set_begun, still_unread,
    sweep_parcels, unpack, unpack_failed, waiting_to_go,
};
pub(super) use reminders::{claim_due, move_reminder, note_told, reminders_after};
pub(super) use robots::{delete_robot, note_spoke, robot, robots, save_robot, set_robot_fault};
pub(super) use rules::{
    RuleVersion, insert_rule, replace_reminders, rule_versions, set_rules, todos_with_a_day,
};
pub(super) use settings::{
    FaultyAddress, all_settings, faulty_addresses, save_settings, set_mail_fault, settings,
};
pub(super) use todos::{counts, delete_todo, put_todo, rename_todo, todos};

/// `$3, $4, $5`: marks for so many arguments after the first ones.
fn marks(n_before: usize, n: usize) -> String {
    let marks: Vec<String> = (1..=n).map(|at| format!("${}", n_before + at)).collect();
    marks.join(", ")
}
