//! What a file would change, as its page tells it: made at once for a small file, kept for a large one.

use super::table::{Outcome, Table};
use crate::facts::model::{Amount, ItemCode};
use base::actor::UnitId;
use serde::{Deserialize, Serialize};

/// More changes than this nobody reads on a page; the rest is counted.
const MOST_CHANGES: usize = 300;
/// Rows with something wrong that are shown; all of them stand in the copy.
const MOST_WRONG: usize = 300;
/// Rows that can be chosen one by one; of more, all are taken or none.
const MOST_CHOICES: usize = 2_000;

/// A file held against what was known, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::facts) struct Preview {
    /// How many cells are new, changed, the same, wrong.
    pub(in crate::facts) counts: [usize; 4],
    pub(in crate::facts) n_rows: usize,
    /// Rows of totals, which are left out.
    pub(in crate::facts) n_totals: usize,
    /// Headers nobody knows yet.
    pub(in crate::facts) unknown: Vec<String>,
    /// Headers that are read as somebody once said, with the code of the item; empty for one that is left
    /// out.
    #[serde(default)]
    pub(in crate::facts) said: Vec<(String, String)>,
    /// Headers that are read by the name of their item, with its code.
    #[serde(default)]
    pub(in crate::facts) by_name: Vec<(String, String)>,
    /// By which it is known whether what was shown is still what would happen; empty where nobody wrote it down.
    #[serde(default)]
    pub(in crate::facts) digest: String,
    /// What of the file was hidden and is not read, or read otherwise than it stands, in sentences.
    pub(in crate::facts) remarks: Vec<String>,
    pub(in crate::facts) wrong: Vec<WrongRow>,
    pub(in crate::facts) n_wrong_rows: usize,
    pub(in crate::facts) changes: Vec<Change>,
    /// Rows with something new in them; none when they are too many to choose from.
    pub(in crate::facts) choices: Vec<Choice>,
    pub(in crate::facts) n_choices: usize,
}

/// A row with something wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::facts) struct WrongRow {
    /// As the spreadsheet counts, from 1.
    pub(in crate::facts) row: u32,
    pub(in crate::facts) unit: String,
    pub(in crate::facts) words: Vec<String>,
}

/// A number that would be another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::facts) struct Change {
    pub(in crate::facts) unit: String,
    pub(in crate::facts) item: String,
    pub(in crate::facts) was: String,
    pub(in crate::facts) is: String,
}

/// A row that can be taken or left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::facts) struct Choice {
    /// As the spreadsheet counts, from 1.
    pub(in crate::facts) row: u32,
    pub(in crate::facts) unit: String,
    pub(in crate::facts) n_new: usize,
    pub(in crate::facts) n_changed: usize,
    pub(in crate::facts) n_wrong: usize,
}

/// What units, items and amounts are called.
pub(in crate::facts) struct Names<'a> {
    pub(in crate::facts) unit: &'a dyn Fn(UnitId) -> String,
    pub(in crate::facts) item: &'a dyn Fn(&ItemCode) -> String,
    pub(in crate::facts) amount: &'a dyn Fn(&ItemCode, Amount) -> String,
}

impl Preview {
    pub(in crate::facts) fn of(table: &Table, remarks: &[String], names: &Names<'_>) -> Self {
        let mut preview = Self {
            counts: table.counts(),
            n_rows: table.rows.len(),
            n_totals: table.n_totals,
            unknown: table.unknown.clone(),
            said: table
                .said
                .iter()
                .map(|(word, item)| (word.clone(), item.as_ref().map(ToString::to_string)))
                .map(|(word, item)| (word, item.unwrap_or_default()))
                .collect(),
            by_name: table
                .by_name
                .iter()
                .map(|(word, item)| (word.clone(), item.to_string()))
                .collect(),
            digest: table.digest(),
            remarks: remarks.iter().chain(&table.remarks).cloned().collect(),
            ..Self::default()
        };
        for row in &table.rows {
            let unit = row
                .unit
                .map_or_else(|| row.written.clone(), |unit| (names.unit)(unit));
            let words = row.complaints(names.item);
            let mut choice = Choice {
                row: row.row + 1,
                unit: unit.clone(),
                n_new: 0,
                n_changed: 0,
                n_wrong: words.len(),
            };
            for cell in &row.cells {
                match &cell.outcome {
                    Outcome::New(_) => choice.n_new += 1,
                    Outcome::Changed(was, is) => {
                        choice.n_changed += 1;
                        if preview.changes.len() < MOST_CHANGES {
                            preview.changes.push(Change {
                                unit: unit.clone(),
                                item: (names.item)(&cell.item),
                                was: (names.amount)(&cell.item, *was),
                                is: (names.amount)(&cell.item, *is),
                            });
                        }
                    }
                    Outcome::Same | Outcome::Wrong(_) => {}
                }
            }
            if !words.is_empty() {
                preview.n_wrong_rows += 1;
                if preview.wrong.len() < MOST_WRONG {
                    preview.wrong.push(WrongRow {
                        row: row.row + 1,
                        unit,
                        words,
                    });
                }
            }
            if choice.n_new + choice.n_changed > 0 {
                preview.choices.push(choice);
            }
        }
        preview.n_choices = preview.choices.len();
        if preview.n_choices > MOST_CHOICES {
            preview.choices.clear();
        }
        preview
    }

    /// What was said of headers so that two columns would be one item: the headers and the code of the item.
    pub(in crate::facts) fn said_twice(
        &self,
        meanings: &[(String, Option<ItemCode>)],
    ) -> Option<(String, String, ItemCode)> {
        let is_said_anew = |header: &str| meanings.iter().any(|(word, _)| word == header);
        let stay = self.by_name.iter().chain(&self.said);
        let stay = stay.filter(|(word, code)| !code.is_empty() && !is_said_anew(word));
        let mut meant: Vec<(&str, &str)> = stay.map(|(word, code)| (&**word, &**code)).collect();
        for (word, item) in meanings {
            let Some(item) = item else { continue };
            if let Some((other, _)) = meant.iter().find(|(_, code)| *code == item.as_str()) {
                return Some(((*other).to_owned(), word.clone(), item.clone()));
            }
            meant.push((word, item.as_str()));
        }
        None
    }

    /// How many changes are not listed.
    pub(in crate::facts) fn n_more_changes(&self) -> usize {
        let [_, n_changed, ..] = self.counts;
        n_changed.saturating_sub(self.changes.len())
    }

    /// Rows, from 0, that could have been chosen and were not.
    pub(in crate::facts) fn left_out(&self, chosen: &[u32]) -> Vec<u32> {
        self.choices
            .iter()
            .filter(|choice| !chosen.contains(&choice.row))
            .map(|choice| choice.row - 1)
            .collect()
    }
}
