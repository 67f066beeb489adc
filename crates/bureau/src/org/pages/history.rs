//! The life of a unit or a person, as the right side of its page shows it.

use crate::org::acts;
use base::day;
use store::audit;

/// One line of it.
pub(super) struct HistoryLine {
    pub(super) when: String,
    pub(super) who: String,
    pub(super) what: &'static str,
}

pub(super) fn lines(entries: Vec<audit::Entry>) -> Vec<HistoryLine> {
    entries
        .into_iter()
        .map(|entry| HistoryLine {
            when: day::instant_in_words(entry.at_ms),
            who: entry.actor_name,
            what: acts::in_words(&entry.act),
        })
        .collect()
}
