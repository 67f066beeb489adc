//! Addresses of this slice's pages.

use super::model::NoticeId;

pub(crate) const INBOX: &str = "/inbox";
pub(super) const READ: &str = "/inbox/read";
pub(super) const NOTICE: &str = "/inbox/notices/{notice}";

pub(super) fn notice(notice: NoticeId) -> String {
    NOTICE.replace("{notice}", &notice.to_string())
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
