//! Which data item a target may be measured by, from its words. A suggestion, with its reason.

use super::Scaled;
use crate::{
    facts::{Amount, DataItem, ItemCode, SourceKind},
    ledger::shared_words,
};

/// A data item that may fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ItemHint {
    pub(crate) code: ItemCode,
    /// 据“班主任、培训”，单位同为“名”.
    pub(crate) reason: String,
    /// How many characters of its name stand in the target's words.
    pub(crate) n_shared: usize,
}

/// The items whose names share most with the words of a target, the best first. What counts something
/// else (人次 for 人) measures another thing, and is not suggested however alike the words are.
pub(crate) fn suggest_items(items: &[DataItem], words: &str, unit: &str) -> Vec<ItemHint> {
    const MOST: usize = 5;
    let mut scored: Vec<(usize, ItemHint)> = items
        .iter()
        .filter_map(|item| {
            Scaled::new(Amount::ZERO, unit).in_unit(&item.unit)?;
            // Counting in the same unit is what made it a candidate, and says nothing more.
            let mut shared = shared_words(&item.name, words);
            shared.retain(|word| word != unit);
            let n_chars: usize = shared.iter().map(|word| word.chars().count()).sum();
            if n_chars < 2 {
                return None;
            }
            let is_register = item.source.kind() == SourceKind::Register;
            let reason = format!(
                "据“{}”，{}{}",
                shared.join("、"),
                match item.unit.as_str() {
                    "" => "都没有计量单位".to_owned(),
                    unit => format!("单位同为“{unit}”"),
                },
                if is_register {
                    "，由台账汇总"
                } else {
                    ""
                }
            );
            // Letters of the name that the target does not have make it another thing.
            let n_other = item.name.chars().count().saturating_sub(n_chars);
            let score = n_chars * 20 + usize::from(is_register) * 5;
            Some((
                score.saturating_sub(n_other * 3),
                ItemHint {
                    code: item.code.clone(),
                    reason,
                    n_shared: n_chars,
                },
            ))
        })
        .collect();
    scored.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.code.cmp(&other.code)));
    scored
        .into_iter()
        .take(MOST)
        .map(|(_, hint)| hint)
        .collect()
}
