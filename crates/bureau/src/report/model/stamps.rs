//! What each field said when a page was drawn, as short stamps the page carries back. When two people
//! wrote in a report at once, they tell who of them changed what: what only one changed is taken, what
//! both changed is shown side by side.

use super::{ReportField, ReportForm};
use std::collections::BTreeMap;

/// A stamp for each field, by its key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stamps(BTreeMap<String, String>);

/// Who changed a field since a page was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Changed {
    /// Nobody, or both to the same words.
    Nobody,
    /// Whoever typed in the page.
    Mine,
    /// Whoever saved meanwhile.
    Theirs,
    /// Both, and differently.
    Both,
}

impl Stamps {
    /// The stamps of a form.
    pub(crate) fn of(form: &ReportForm) -> Self {
        let stamps = form.0.iter();
        Self(
            stamps
                .map(|field| (field.key.clone(), stamp(field)))
                .collect(),
        )
    }

    /// As a page carries them.
    pub(crate) fn in_words(&self) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(key, stamp)| format!("{key}={stamp}"))
            .collect();
        pairs.join(" ")
    }

    /// As a page carried them; what is none is left out.
    pub(crate) fn carried(words: &str) -> Self {
        let pairs = words.split(' ').filter_map(|pair| pair.split_once('='));
        Self(
            pairs
                .map(|(key, stamp)| (key.to_owned(), stamp.to_owned()))
                .collect(),
        )
    }

    /// Who changed a field: `mine` as it was typed, `theirs` as it is kept now.
    pub(crate) fn changed(&self, mine: &ReportField, theirs: &ReportField) -> Changed {
        let (mine_now, theirs_now) = (stamp(mine), stamp(theirs));
        if mine_now == theirs_now {
            return Changed::Nobody;
        }
        match self.0.get(&mine.key) {
            Some(base) if *base == mine_now => Changed::Theirs,
            Some(base) if *base == theirs_now => Changed::Mine,
            _ => Changed::Both,
        }
    }

    /// Whether nobody has changed anything of a form since.
    pub(crate) fn still_hold(&self, form: &ReportForm) -> bool {
        !self.0.is_empty() && *self == Self::of(form)
    }
}

/// FNV-1a: it need not withstand anybody, it only tells words apart.
fn stamp(field: &ReportField) -> String {
    let bytes = [field.value.trim(), "\0", field.remark.trim()];
    let bytes = bytes.iter().flat_map(|part| part.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::{Changed, Stamps};
    use crate::report::model::{FieldKind, ReportField, ReportForm};

    fn field(value: &str) -> ReportField {
        ReportField {
            key: "n:1".into(),
            kind: FieldKind::Words,
            label: "进展".into(),
            unit: String::new(),
            goal: String::new(),
            prefilled: String::new(),
            source: String::new(),
            href: String::new(),
            value: value.into(),
            remark: String::new(),
            place: None,
        }
    }

    #[test]
    fn who_changed_a_field_is_told_from_what_the_page_showed() {
        let stamps = Stamps::of(&ReportForm(vec![field("原来的话")]));
        let carried = Stamps::carried(&stamps.in_words());
        assert_eq!(carried, stamps);
        for (mine, theirs, changed) in [
            ("原来的话", "原来的话", Changed::Nobody),
            ("都改成这样", "都改成这样", Changed::Nobody),
            ("我改的", "原来的话", Changed::Mine),
            ("原来的话", "别人改的", Changed::Theirs),
            ("我改的", "别人改的", Changed::Both),
        ] {
            let told = carried.changed(&field(mine), &field(theirs));
            assert_eq!(told, changed, "{mine} {theirs}");
        }
        // A page that carried nothing back knows of no change that is not one.
        let none = Stamps::carried("乱写");
        assert_eq!(none.changed(&field("甲"), &field("乙")), Changed::Both);
        assert!(!none.still_hold(&ReportForm::default()));
        assert!(carried.still_hold(&ReportForm(vec![field("原来的话 ")])));
    }
}
