//! An attachment and how long it is kept.

use base::define_id;
use serde::Deserialize;
use std::sync::LazyLock;

define_id!(
    /// An attachment.
    AttachmentId
);

/// 附件: a file attached to a thing of some slice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attachment {
    pub(crate) id: AttachmentId,
    /// What kind of thing it is attached to, as its slice calls it.
    pub(crate) object_kind: String,
    pub(crate) object_id: String,
    /// Name of the content in the file store.
    pub(crate) content: String,
    pub(crate) name: String,
    pub(crate) n_bytes: i64,
    /// What the content is, found by looking at it.
    pub(crate) media_type: String,
    pub(crate) retention: String,
    pub(crate) attached_ms: i64,
    pub(crate) person_name: String,
}

impl Attachment {
    /// Its size in words: 「1.2 MB」.
    pub(crate) fn size_in_words(&self) -> String {
        match self.n_bytes {
            0..1_000 => format!("{} B", self.n_bytes),
            1_000..1_000_000 => format!("{} KB", self.n_bytes / 1_000),
            n => format!("{}.{} MB", n / 1_000_000, n % 1_000_000 / 100_000),
        }
    }
}

/// 保管类别: how long an attachment is kept, and what then.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retention {
    pub(crate) code: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) days: i64,
    pub(crate) then: RetentionEnd,
}

/// What happens when the days of a class are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RetentionEnd {
    /// Nothing by itself.
    Keep,
    /// The attachment goes.
    Remove,
}

/// The classes there are; the first is the usual one.
pub(crate) fn retentions() -> &'static [Retention] {
    #[derive(Deserialize)]
    struct File {
        class: Vec<Retention>,
    }
    static CLASSES: LazyLock<Vec<Retention>> = LazyLock::new(|| {
        // A test reads the file; a program that went out can.
        toml::from_str::<File>(include_str!("retention.toml"))
            .map(|file| file.class)
            .unwrap_or_default()
    });
    &CLASSES
}

#[cfg(test)]
mod tests {
    use super::{RetentionEnd, retentions};

    #[test]
    fn the_usual_class_keeps_and_what_is_removed_has_its_days() {
        assert_eq!(retentions()[0].then, RetentionEnd::Keep);
        for class in retentions() {
            assert_eq!(
                class.then == RetentionEnd::Remove,
                class.days > 0,
                "{class:?}"
            );
        }
    }
}
