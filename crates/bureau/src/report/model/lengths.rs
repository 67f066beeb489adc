//! 字数: how much may be written where, and what is said of more.

use super::{DONE, FieldKind, ReportField, ReportForm};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// The most characters of each kind of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lengths {
    progress: usize,
    words: usize,
    name: usize,
    remark: usize,
    pub(crate) opinion: usize,
    pub(crate) reason: usize,
}

/// What came with the program; nothing is limited when that is damaged.
static SHIPPED: LazyLock<Lengths> = LazyLock::new(|| {
    toml::from_str(include_str!("../rules/lengths.toml")).unwrap_or(Lengths {
        progress: usize::MAX,
        words: usize::MAX,
        name: usize::MAX,
        remark: usize::MAX,
        opinion: usize::MAX,
        reason: usize::MAX,
    })
});

impl Lengths {
    /// The limits in force.
    pub(crate) fn shipped() -> Self {
        *SHIPPED
    }

    /// The most a field says; none where it is no text.
    pub(crate) fn of(&self, field: &ReportField) -> Option<usize> {
        match field.kind {
            FieldKind::Words if field.key == DONE => Some(self.progress),
            FieldKind::Words => Some(self.words),
            FieldKind::Name => Some(self.name),
            FieldKind::Number | FieldKind::Supplied | FieldKind::Step | FieldKind::StepOfOthers => {
                None
            }
        }
    }

    /// What is too long in a form, among what may be changed: a sentence for each field.
    pub(crate) fn exceeded(
        &self,
        form: &ReportForm,
        may_edit: impl Fn(&str) -> bool,
    ) -> BTreeMap<String, String> {
        let open = form.0.iter().filter(|field| may_edit(&field.key));
        let mut exceeded = BTreeMap::new();
        for field in open {
            let value = self.of(field).and_then(|most| too_long(&field.value, most));
            let remark =
                || too_long(&field.remark, self.remark).map(|words| format!("说明{words}"));
            if let Some(words) = value.or_else(remark) {
                exceeded.insert(field.key.clone(), words);
            }
        }
        exceeded
    }
}

/// What is said of words that are longer than they may be; nothing when they are not.
pub(crate) fn too_long(words: &str, most: usize) -> Option<String> {
    let n = words.chars().count();
    let over = n.checked_sub(most).filter(|over| *over > 0)?;
    Some(format!(
        "最多{most}字，现在{n}字，没有保存。请删去{over}字，较长的材料可以作为附件上传。"
    ))
}

#[cfg(test)]
mod tests {
    use super::{Lengths, too_long};

    #[test]
    fn what_is_too_long_is_told_with_its_limit_and_its_length() {
        let lengths = Lengths::shipped();
        assert!(lengths.progress < usize::MAX && lengths.reason < lengths.progress);
        assert_eq!(too_long(&"好".repeat(500), 500), None);
        let words = too_long(&"好".repeat(503), 500).unwrap();
        assert!(
            words.starts_with("最多500字，现在503字，没有保存。请删去3字"),
            "{words}"
        );
    }
}
