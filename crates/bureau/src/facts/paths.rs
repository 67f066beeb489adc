//! Addresses of this slice's pages.

use super::model::{FactId, FlagId, ImportId, ItemCode};
use base::{TimePeriod, actor::UnitId};

pub(super) const LIST: &str = "/facts";
pub(super) const NEW_ITEM: &str = "/facts/items/new";
pub(super) const ITEM: &str = "/facts/items/{data_item}";
pub(super) const EDIT_ITEM: &str = "/facts/items/{data_item}/edit";
/// Where a register is made the source of an item; the slice of registers answers there.
pub(crate) const TAKEN_OVER: &str = "/facts/items/{data_item}/register";
pub(super) const GRID: &str = "/facts/grid";
pub(super) const SHEET: &str = "/facts/sheet";
pub(super) const ENTER: &str = "/facts/enter";
pub(super) const REVIEW: &str = "/facts/review";
pub(super) const VERIFY: &str = "/facts/review/verify";
pub(super) const FACT: &str = "/facts/values/{fact}";
pub(super) const RETURN: &str = "/facts/values/{fact}/return";
pub(super) const PERIODS: &str = "/facts/periods";
pub(super) const LOCK: &str = "/facts/periods/lock";
pub(super) const UNLOCK: &str = "/facts/periods/unlock";

pub(super) const FLAGS: &str = "/facts/flags";
pub(super) const CONFIRM_FLAG: &str = "/facts/flags/{flag}/confirm";
pub(super) const CHECKS: &str = "/facts/checks";
pub(super) const TWINS: &str = "/facts/twins";
pub(super) const TELL_APART: &str = "/facts/twins/answer";
pub(super) const ASK_AGAIN: &str = "/facts/twins/withdraw";
pub(super) const CHECK_TWINS: &str = "/facts/twins/check";
pub(super) const DATASET: &str = "/facts/dataset";
pub(super) const SET_UP: &str = "/facts/dataset/set-up";
pub(super) const TEMPLATE: &str = "/facts/dataset/template";
pub(super) const IMPORT: &str = "/facts/imports/{import}";
pub(super) const MAP_IMPORT: &str = "/facts/imports/{import}/headers";
pub(super) const APPLY_IMPORT: &str = "/facts/imports/{import}/apply";
pub(super) const LOOK_AGAIN: &str = "/facts/imports/{import}/look";
pub(super) const IMPORT_ERRORS: &str = "/facts/imports/{import}/errors";

/// Codes are words of plain letters: nothing in them needs escaping.
pub(crate) fn item(item: &ItemCode) -> String {
    ITEM.replace("{data_item}", item.as_str())
}

pub(super) fn edit_item(item: &ItemCode) -> String {
    EDIT_ITEM.replace("{data_item}", item.as_str())
}

pub(crate) fn taken_over(item: &ItemCode) -> String {
    TAKEN_OVER.replace("{data_item}", item.as_str())
}

/// The page that answers why a value is what it is.
pub(crate) fn fact(fact: FactId) -> String {
    FACT.replace("{fact}", &fact.to_string())
}

pub(super) fn send_back(fact: FactId) -> String {
    RETURN.replace("{fact}", &fact.to_string())
}

pub(super) fn grid(group: &str, period: TimePeriod) -> String {
    format!("{GRID}?group={}&period={period}", escaped(group))
}

pub(super) fn sheet(unit: UnitId, period: TimePeriod) -> String {
    format!("{SHEET}?unit={unit}&period={period}")
}

pub(super) fn enter(period: TimePeriod) -> String {
    format!("{ENTER}?period={period}")
}

pub(super) fn review(state: &str, group: &str, page: i64) -> String {
    format!(
        "{REVIEW}?state={state}&group={}&page={page}",
        escaped(group)
    )
}

pub(super) fn list(group: &str, source: &str, words: &str) -> String {
    let (group, words) = (escaped(group), escaped(words));
    format!("{LIST}?group={group}&source={source}&q={words}")
}

pub(super) fn list_page(group: &str, source: &str, words: &str, page: &str) -> String {
    format!("{}&page={page}", list(group, source, words))
}

pub(super) fn flags(confirmed: bool, page: i64) -> String {
    format!("{FLAGS}?confirmed={confirmed}&page={page}")
}

pub(super) fn confirm_flag(flag: FlagId) -> String {
    CONFIRM_FLAG.replace("{flag}", &flag.to_string())
}

pub(super) fn check(check: &ItemCode) -> String {
    format!("{CHECKS}?check={check}")
}

pub(super) fn import(import: ImportId) -> String {
    IMPORT.replace("{import}", &import.to_string())
}

pub(super) fn map_import(import: ImportId) -> String {
    MAP_IMPORT.replace("{import}", &import.to_string())
}

pub(super) fn apply_import(import: ImportId) -> String {
    APPLY_IMPORT.replace("{import}", &import.to_string())
}

pub(super) fn look_again(import: ImportId) -> String {
    LOOK_AGAIN.replace("{import}", &import.to_string())
}

pub(super) fn import_errors(import: ImportId) -> String {
    IMPORT_ERRORS.replace("{import}", &import.to_string())
}

fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
