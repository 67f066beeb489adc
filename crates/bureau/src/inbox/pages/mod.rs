//! The pages of the inbox.

mod fields;
mod list;
mod notices;
mod outward;
mod robot;
mod rows;
mod rule;
mod rules;
mod settings;

pub(crate) use rows::{TodoRow, todo_rows};

use super::{
    paths,
    policy::{self, KEEPS_RULES, SENDS},
};
use shell::{Route, Visit, Who::SignedIn};

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::INBOX, SignedIn, list::show),
        Route::get(paths::SETTINGS, SignedIn, settings::show),
        Route::post(paths::SETTINGS, SignedIn, settings::submit),
        Route::post(paths::READ, SignedIn, notices::read),
        Route::get(paths::NOTICE, SignedIn, notices::open),
        Route::get(paths::RULES, KEEPS_RULES, rules::show),
        Route::get(paths::RULE, KEEPS_RULES, rule::show),
        Route::post(paths::RULE, KEEPS_RULES, rule::submit),
        Route::post(paths::RESTORE_RULE, KEEPS_RULES, rule::restore),
        Route::get(paths::OUTWARD, SENDS, outward::show),
        Route::post(paths::HOLD, SENDS, outward::hold),
        Route::post(paths::TRY_MAIL, SENDS, outward::try_mail),
        Route::post(paths::RETRY_ADDRESS, SENDS, outward::retry_address),
        Route::get(paths::NEW_ROBOT, SENDS, robot::new),
        Route::post(paths::NEW_ROBOT, SENDS, robot::create),
        Route::get(paths::ROBOT, SENDS, robot::show),
        Route::post(paths::ROBOT, SENDS, robot::submit),
        Route::post(paths::REMOVE_ROBOT, SENDS, robot::remove),
        Route::post(paths::TRY_ROBOT, SENDS, robot::try_out),
    ]
}

/// The pages of settings somebody sees: address, word, whether it is this one.
type Tabs = Vec<(&'static str, &'static str, bool)>;

fn tabs(visit: &Visit, current: &'static str) -> Tabs {
    let mut tabs = vec![(paths::SETTINGS, "接收方式")];
    if policy::keeps_rules(&visit.actor) {
        tabs.push((paths::RULES, "提醒规则"));
    }
    if policy::sends(&visit.actor) {
        tabs.push((paths::OUTWARD, "对外发送"));
    }
    tabs.into_iter()
        .map(|(href, word)| (href, word, href == current))
        .collect()
}
