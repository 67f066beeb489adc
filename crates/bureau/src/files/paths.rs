//! Addresses of this slice's pages.

use super::model::AttachmentId;

pub(super) const ATTACH: &str = "/files/to/{object_kind}/{object}";
pub(super) const DOWNLOAD: &str = "/files/{attachment}";
pub(super) const LOOK: &str = "/files/{attachment}/look";
pub(super) const INLINE: &str = "/files/{attachment}/inline";
pub(super) const REMOVE: &str = "/files/{attachment}/remove";

/// Kinds and ids are words of our own: nothing in them needs escaping.
pub(super) fn attach(object_kind: &str, object: &str) -> String {
    ATTACH
        .replace("{object_kind}", object_kind)
        .replace("{object}", object)
}

fn of(pattern: &str, attachment: AttachmentId) -> String {
    pattern.replace("{attachment}", &attachment.to_string())
}

pub(super) fn download(attachment: AttachmentId) -> String {
    of(DOWNLOAD, attachment)
}

pub(super) fn look(attachment: AttachmentId) -> String {
    of(LOOK, attachment)
}

pub(super) fn inline(attachment: AttachmentId) -> String {
    of(INLINE, attachment)
}

pub(super) fn remove(attachment: AttachmentId) -> String {
    of(REMOVE, attachment)
}
