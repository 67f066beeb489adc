//! 学分银行: accounts, and entries that move credits between them. No credit comes from nowhere: what one
//! account gains another gives, so that all balances together are nothing.

use base::{actor::UnitId, define_id, id::Uuid};

define_id!(
    /// An account of credits.
    CreditAccountId
);

define_id!(
    /// An entry in the books of the bank.
    CreditEntryId
);

/// The account that credits are given out from; its balance is what was given out, below nothing.
pub(crate) const ISSUED: CreditAccountId = CreditAccountId(Uuid::from_u128(0xC4ED_0001));
/// The account that credits go to when a school recognises them in place of a course.
pub(crate) const RECOGNISED: CreditAccountId = CreditAccountId(Uuid::from_u128(0xC4ED_0002));

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreditAccount {
    pub(crate) id: CreditAccountId,
    pub(crate) number: i64,
    pub(crate) holder: String,
    /// 身份证号, by which a person has one account only; empty for those of the bank itself.
    pub(crate) id_no: String,
    /// The unit that opened it and enters what was learnt there.
    pub(crate) unit: UnitId,
    pub(crate) is_closed: bool,
    pub(crate) opened_ms: i64,
    /// In tenths of a credit.
    pub(crate) balance_tenths: i64,
}

impl CreditAccount {
    /// 「XF00000012」.
    pub(crate) fn written_number(&self) -> String {
        format!("XF{:08}", self.number)
    }

    /// The identity card with its middle covered.
    pub(crate) fn covered_id(&self) -> String {
        let chars: Vec<char> = self.id_no.chars().collect();
        match (chars.get(..4), chars.get(chars.len().saturating_sub(4)..)) {
            (Some(first), Some(last)) if chars.len() >= 12 => {
                let covered = "*".repeat(chars.len() - 8);
                let (first, last): (String, String) =
                    (first.iter().collect(), last.iter().collect());
                format!("{first}{covered}{last}")
            }
            _ => String::new(),
        }
    }
}

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// 存入: a result of learning is recognised.
    Earn,
    /// 转移: from one account to another, such as of one person under two names.
    Transfer,
    /// 转换: a school takes credits in place of a course.
    Recognise,
    /// 冲正: takes an entry back whole.
    Reverse,
}

impl EntryKind {
    pub(crate) const ALL: [Self; 4] = [Self::Earn, Self::Transfer, Self::Recognise, Self::Reverse];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Earn => "存入",
            Self::Transfer => "转移",
            Self::Recognise => "转换",
            Self::Reverse => "冲正",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Earn => "earn",
            Self::Transfer => "transfer",
            Self::Recognise => "recognise",
            Self::Reverse => "reverse",
        }
    }

    /// The kind with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An entry: so many tenths from one account to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreditEntry {
    /// Given with the form, so that a form sent twice is one entry.
    pub(crate) id: CreditEntryId,
    pub(crate) kind: EntryKind,
    pub(crate) from: CreditAccountId,
    pub(crate) to: CreditAccountId,
    pub(crate) tenths: i64,
    /// What was learnt, or why.
    pub(crate) words: String,
    pub(crate) reverses: Option<CreditEntryId>,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatementLine {
    pub(crate) entry: CreditEntryId,
    pub(crate) number: i64,
    pub(crate) kind: EntryKind,
    pub(crate) at_ms: i64,
    pub(crate) by_name: String,
    pub(crate) words: String,
    pub(crate) tenths: i64,
    pub(crate) balance_tenths: i64,
    /// Whether it was taken back.
    pub(crate) is_reversed: bool,
}

/// Tenths as credits are written: `3.5`.
pub(crate) fn credits_in_words(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.abs();
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::credits_in_words;

    #[test]
    fn credits_are_written_with_one_decimal() {
        for (tenths, words) in [(0, "0.0"), (35, "3.5"), (-7, "-0.7"), (1200, "120.0")] {
            assert_eq!(credits_in_words(tenths), words);
        }
    }
}
