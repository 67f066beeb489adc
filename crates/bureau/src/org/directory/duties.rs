//! Who a piece of work probably belongs to, by the words of its text.

use crate::org::model::Unit;
use base::actor::UnitId;
use std::collections::BTreeMap;

/// A unit whose words of duty occur in a text: 建议：人事科（据“竞聘、考录”）.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DutySuggestion {
    pub(crate) unit: UnitId,
    /// The words found, in the order they stand in the text.
    pub(crate) words: Vec<String>,
}

/// Words of duty by their first character, the longest first.
#[derive(Debug, Default)]
pub(super) struct DutyWords(BTreeMap<char, Vec<DutyWord>>);

/// A word of duty and the units it speaks for.
#[derive(Debug)]
struct DutyWord {
    chars: Vec<char>,
    owners: Vec<UnitId>,
}

impl DutyWords {
    pub(super) fn of(units: &[Unit]) -> Self {
        let mut words: BTreeMap<char, Vec<DutyWord>> = BTreeMap::new();
        for unit in units {
            for duty in &unit.duties {
                let chars: Vec<char> = duty.chars().collect();
                let Some(&first) = chars.first() else {
                    continue;
                };
                let same_first = words.entry(first).or_default();
                match same_first.iter_mut().find(|word| word.chars == chars) {
                    Some(word) => word.owners.push(unit.id),
                    None => same_first.push(DutyWord {
                        chars,
                        owners: vec![unit.id],
                    }),
                }
            }
        }
        for same_first in words.values_mut() {
            same_first.sort_by_key(|word| std::cmp::Reverse(word.chars.len()));
        }
        Self(words)
    }

    /// The unit with the most words; more different words count before more occurrences, and a
    /// longer word takes its letters away from a shorter one inside it.
    pub(super) fn suggest(&self, text: &str) -> Option<DutySuggestion> {
        let chars: Vec<char> = text.chars().filter(|char| !char.is_whitespace()).collect();
        let mut found: BTreeMap<UnitId, (Vec<String>, usize)> = BTreeMap::new();
        let mut rest = chars.as_slice();
        while let Some(first) = rest.first() {
            let longest = self
                .0
                .get(first)
                .into_iter()
                .flatten()
                .find(|word| rest.starts_with(&word.chars));
            let mut n_passed = 1;
            if let Some(DutyWord { chars, owners }) = longest {
                n_passed = chars.len();
                let word: String = chars.iter().collect();
                for owner in owners {
                    let (words, n_times) = found.entry(*owner).or_default();
                    *n_times += 1;
                    if !words.contains(&word) {
                        words.push(word.clone());
                    }
                }
            }
            rest = rest.get(n_passed..).unwrap_or_default();
        }
        let weight = |(words, n_times): &(Vec<String>, usize)| (words.len(), *n_times);
        let most = found.values().map(weight).max()?;
        let mut leading = found.into_iter().filter(|(_, hits)| weight(hits) == most);
        let (unit, (words, _)) = leading.next()?;
        leading
            .next()
            .is_none()
            .then_some(DutySuggestion { unit, words })
    }
}
