//! Forms of this slice: what was typed → a draft, or the form back with what is wrong.

mod account;
mod delegation;
mod field;
mod hand_over;
mod occasion;
mod person;
mod unit;

pub(super) use account::AccountForm;
pub(super) use delegation::{DelegationForm, REVIEW};
pub(super) use field::FieldForm;
pub(super) use hand_over::HandOverForm;
pub(super) use occasion::{OccasionForm, UnitActAsked, UnitActForm};
pub(super) use person::{PersonForm, PostForm};
pub(super) use unit::UnitForm;

use base::day::Date;
use shell::Field;

/// The longest name, title or list of words; the longest real ones have some 60 characters.
const MOST_CHARS: usize = 500;

/// Value and label of a choice.
pub(super) type Choice = (String, String);

/// Refuses what is longer than anybody means to type.
fn check_length(field: &mut Field) {
    if field.value.chars().count() > MOST_CHARS {
        field.refuse(format!("{}不能超过{MOST_CHARS}个字。", field.label));
    }
}

/// The whole number of a field; the field says so when it is none.
fn whole_number(field: &mut Field) -> Option<i64> {
    let number = field.value.trim().parse().ok();
    if number.is_none() {
        field.refuse(format!("{}要填整数。", field.label));
    }
    number
}

/// The day of a field; none when it is empty, or wrong and says so.
fn day(field: &mut Field) -> Option<Date> {
    field.check_filled();
    if field.value.is_empty() {
        return None;
    }
    let day = field.value.parse().ok();
    if day.is_none() {
        field.refuse(format!("{}不是日期，如2026-09-01。", field.label));
    }
    day
}
