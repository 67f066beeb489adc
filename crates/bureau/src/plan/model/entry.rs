//! What was read in an item (or added to it): a target, a deadline, a party.

use base::define_id;
use gongwen::{
    day::Day,
    ledger::{Commitment, Comparator, Recurrence, Role, TargetKind},
    span::Span,
};
use serde::{Deserialize, Serialize};

define_id!(
    /// A target, deadline, party or seat of an item.
    EntryId
);

/// A value of an item with its provenance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry<T> {
    pub(crate) id: EntryId,
    pub(crate) origin: Origin,
    /// A person has looked at it and agrees.
    pub(crate) is_accepted: bool,
    /// The words it was read from.
    pub(crate) quote: String,
    /// Where they stand in the paper; none for what a person added.
    pub(crate) span: Option<Span>,
    pub(crate) value: T,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Origin {
    /// 识别: read from the paper.
    Read,
    /// 更正: read from the paper and corrected by a person.
    Corrected,
    /// 补录: added by a person.
    Added,
}

impl Origin {
    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Read => "识别",
            Self::Corrected => "更正",
            Self::Added => "补录",
        }
    }
}

/// A quantity to be reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TargetValue {
    /// What is counted.
    pub(crate) subject: String,
    pub(crate) value: f64,
    /// Upper end of a range.
    pub(crate) max: Option<f64>,
    pub(crate) comparator: Comparator,
    pub(crate) unit: String,
    pub(crate) kind: TargetKind,
    pub(crate) commitment: Commitment,
}

/// When the work is done; all empty means the words could not be resolved to days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeadlineValue {
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
    pub(crate) recurs: Option<Recurrence>,
}

/// Who the paper names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PartyValue {
    pub(crate) name: String,
    pub(crate) role: Role,
}

impl<T> Entry<T> {
    /// A value read from the paper.
    pub(crate) fn read(quote: String, span: Span, value: T) -> Self {
        Self {
            id: EntryId::new(),
            origin: Origin::Read,
            is_accepted: false,
            quote,
            span: Some(span),
            value,
        }
    }

    /// A value added by a person, who thereby agrees to it.
    pub(crate) fn added(value: T) -> Self {
        Self {
            id: EntryId::new(),
            origin: Origin::Added,
            is_accepted: true,
            quote: String::new(),
            span: None,
            value,
        }
    }

    /// The value as a person corrected it; the words it was read from stay.
    pub(crate) fn correct(&mut self, value: T)
    where
        T: PartialEq,
    {
        if self.origin == Origin::Read && self.value != value {
            self.origin = Origin::Corrected;
        }
        self.value = value;
        self.is_accepted = true;
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Origin, PartyValue};
    use gongwen::{ledger::Role, span::Span};

    #[test]
    fn a_correction_keeps_the_words_it_was_read_from() {
        let office = |name: &str| PartyValue {
            name: name.into(),
            role: Role::Lead,
        };
        let mut entry = Entry::read("人事科".into(), Span::new(3, 6), office("人事科"));
        entry.correct(office("人事科"));
        assert_eq!((entry.origin, entry.is_accepted), (Origin::Read, true));
        entry.correct(office("组织人事科"));
        assert_eq!(
            (entry.origin, entry.quote.as_str()),
            (Origin::Corrected, "人事科")
        );
    }
}
