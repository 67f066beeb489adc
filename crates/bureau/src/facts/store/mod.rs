//! The only SQL of this slice.

mod checks;
mod history;
mod imports;
mod items;
mod locks;
mod twins;
mod values;

pub(super) use checks::{
    checks, confirm_flag, delete_flags, flag, flags, flags_of, insert_flags, n_flags, save_check,
};
pub(super) use history::{Past, history, insert_history, moved};
pub(super) use imports::{
    Import, close_import, delete_import, headers, hold_import, import, imports, insert_import,
    insert_sheet, preview, save_header, save_preview, sheet,
};
pub(super) use items::{ItemVersion, insert_version, item, items, save_item, versions};
pub(super) use locks::{Lock, insert_lock, locks, remove_lock};
pub(crate) use twins::NotTheSame;
pub(super) use twins::{insert_not_the_same, not_the_same};
pub(super) use values::{
    Counts, KeptFact, PeriodCount, Standing, StatePage, counts, fact, facts, facts_of, in_state,
    keys_of, periods, replace, set_state, standing,
};
pub(crate) use values::{Places, Wanted, values};

use super::model::Amount;
use ::store::{Error, Result};

/// `$4, $5, $6` for so many arguments after the first so many.
fn marks(first: usize, n: usize) -> String {
    let marks: Vec<String> = (first + 1..=first + n).map(|n| format!("${n}")).collect();
    marks.join(", ")
}

fn amount(minor: Option<i64>, decimals: i64) -> Result<Option<Amount>> {
    let Some(minor) = minor else {
        return Ok(None);
    };
    let decimals = u8::try_from(decimals).ok();
    decimals
        .and_then(|decimals| Amount::new(minor, decimals))
        .map(Some)
        .ok_or_else(|| Error::Corrupt("facts: decimals".to_owned()))
}

fn minor(amount: Option<Amount>) -> Option<i64> {
    amount.map(Amount::minor)
}

fn decimals(amount: Option<Amount>) -> i64 {
    amount.map_or(0, |amount| i64::from(amount.decimals()))
}
