//! Addresses of this slice's pages.

use super::model::{NoticeId, RobotId};

pub(crate) const INBOX: &str = "/inbox";
pub(super) const SETTINGS: &str = "/inbox/settings";
pub(super) const READ: &str = "/inbox/read";
pub(super) const NOTICE: &str = "/inbox/notices/{notice}";
pub(super) const RULES: &str = "/inbox/rules";
pub(super) const RULE: &str = "/inbox/rules/{rule}";
pub(super) const RESTORE_RULE: &str = "/inbox/rules/{rule}/restore";
pub(super) const OUTWARD: &str = "/inbox/outward";
pub(super) const HOLD: &str = "/inbox/outward/hold";
pub(super) const TRY_MAIL: &str = "/inbox/outward/try-mail";
pub(super) const RETRY_ADDRESS: &str = "/inbox/outward/addresses/{person}/retry";
pub(super) const NEW_ROBOT: &str = "/inbox/robots/new";
pub(super) const ROBOT: &str = "/inbox/robots/{robot}";
pub(super) const REMOVE_ROBOT: &str = "/inbox/robots/{robot}/remove";
pub(super) const TRY_ROBOT: &str = "/inbox/robots/{robot}/try";

pub(super) fn notice(notice: NoticeId) -> String {
    NOTICE.replace("{notice}", &notice.to_string())
}

pub(super) fn rule(code: &str) -> String {
    RULE.replace("{rule}", code)
}

pub(super) fn restore_rule(code: &str) -> String {
    RESTORE_RULE.replace("{rule}", code)
}

pub(super) fn robot(robot: RobotId) -> String {
    ROBOT.replace("{robot}", &robot.to_string())
}

pub(super) fn remove_robot(robot: RobotId) -> String {
    REMOVE_ROBOT.replace("{robot}", &robot.to_string())
}

pub(super) fn try_robot(robot: RobotId) -> String {
    TRY_ROBOT.replace("{robot}", &robot.to_string())
}

pub(super) fn retry_address(person: &str) -> String {
    RETRY_ADDRESS.replace("{person}", person)
}

/// The inbox with parameters; those without a value are left out.
pub(super) fn inbox(parameters: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters.iter().filter(|(_, value)| !value.is_empty()));
    match query.finish() {
        query if query.is_empty() => INBOX.to_owned(),
        query => format!("{INBOX}?{query}"),
    }
}
