//! Targets without a number: 好于去年, 逐年下降. Found by their words, proposed, never assumed.

use super::MeasureKind;

/// Words that compare with the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrendWords {
    /// The clause they stand in.
    pub(crate) clause: String,
    pub(crate) kind: MeasureKind,
}

const WORDS: [(&str, MeasureKind); 16] = [
    ("不低于去年", MeasureKind::NotBelow),
    ("不低于上年", MeasureKind::NotBelow),
    ("稳中有升", MeasureKind::NotBelow),
    ("好于去年", MeasureKind::Up),
    ("好于上年", MeasureKind::Up),
    ("高于去年", MeasureKind::Up),
    ("高于上年", MeasureKind::Up),
    ("较上年提高", MeasureKind::Up),
    ("较去年提高", MeasureKind::Up),
    ("比上年增长", MeasureKind::Up),
    ("比去年增长", MeasureKind::Up),
    ("逐年提高", MeasureKind::Up),
    ("低于去年", MeasureKind::Down),
    ("低于上年", MeasureKind::Down),
    ("逐年下降", MeasureKind::Down),
    ("较上年下降", MeasureKind::Down),
];

/// The clauses of a text that compare with the year before.
pub(crate) fn trends(text: &str) -> Vec<TrendWords> {
    text.split(['，', '。', '；', '\n'])
        .filter_map(|clause| {
            let (_, kind) = WORDS.iter().find(|(words, _)| clause.contains(words))?;
            Some(TrendWords {
                clause: clause.trim().to_owned(),
                kind: *kind,
            })
        })
        .collect()
}
