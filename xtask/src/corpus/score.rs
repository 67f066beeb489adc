//! The score of a prediction, counted as the corpus guide's own scoring script counts.

use super::matching::{
    list, list_of, norm, pair, pair_items, path, same_deadline, same_name, same_target, start,
    words,
};
use serde_json::Value;

/// Shorter noise (page numbers) counts only by position.
const MIN_NOISE: usize = 4;
/// Fields of the document that are compared.
const META: [&str; 5] = ["title", "issuer", "doc_number", "plan_year", "issued_on"];
/// What is counted, in the order of the table.
pub(crate) const PARTS: [&str; 5] = ["items", "targets", "deadlines", "responsible", "metadata"];

/// Right, wrong and missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) right: usize,
    pub(crate) extra: usize,
    pub(crate) missed: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.extra += other.extra;
        self.missed += other.missed;
    }

    /// Share of the predicted that is right.
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.right + self.extra, self.missed == 0)
    }

    /// Share of the expected that was found.
    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.right + self.missed, self.extra == 0)
    }

    /// Harmonic mean of the two; 1 when nothing was expected and nothing predicted.
    pub(crate) fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a corpus are small")]
fn share(part: usize, whole: usize, empty_is_right: bool) -> f64 {
    if whole > 0 {
        part as f64 / whole as f64
    } else if empty_is_right {
        1.0
    } else {
        0.0
    }
}

/// How one document, or all of them together, came out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Score {
    /// One count for each of [`PARTS`].
    pub(crate) counts: [Count; 5],
    /// Predictions that begin in noise or hold its words.
    pub(crate) leaks: usize,
    /// Of the matched items, targets and names: agreeing title, path, comparator, kind, role.
    pub(crate) agreeing: [usize; 5],
    /// Listed near-misses, and how many of them were predicted as targets.
    pub(crate) distractors: (usize, usize),
    /// What was missed, extra or wrong, one line each.
    pub(crate) errors: Vec<String>,
}

impl Score {
    /// Adds another document's score.
    pub(crate) fn add(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            count.add(more);
        }
        for (agreeing, more) in self.agreeing.iter_mut().zip(other.agreeing) {
            *agreeing += more;
        }
        self.leaks += other.leaks;
        self.distractors.0 += other.distractors.0;
        self.distractors.1 += other.distractors.1;
    }

    /// Agreement of title, path, comparator, kind and role among what matched.
    pub(crate) fn agreement(&self) -> [f64; 5] {
        let base =
            [0, 0, 1, 1, 3].map(|part: usize| self.counts.get(part).map_or(0, |count| count.right));
        let mut rates = [1.0; 5];
        for ((rate, &agreeing), base) in rates.iter_mut().zip(&self.agreeing).zip(base) {
            *rate = share(agreeing, base, true);
        }
        rates
    }

    /// Share of the listed distractors that came out as targets.
    pub(crate) fn distractor_share(&self) -> f64 {
        if self.distractors.0 == 0 {
            0.0
        } else {
            share(self.distractors.1, self.distractors.0, false)
        }
    }

    fn agree(&mut self, index: usize, agrees: bool) {
        if let Some(slot) = self.agreeing.get_mut(index) {
            *slot += usize::from(agrees);
        }
    }

    fn count(&mut self, part: usize, right: usize, extra: usize, missed: usize) {
        if let Some(count) = self.counts.get_mut(part) {
            count.add(Count {
                right,
                extra,
                missed,
            });
        }
    }
}

/// Scores one prediction against its gold file.
pub(crate) fn score(gold: &Value, predicted: &Value) -> Score {
    let mut score = Score::default();
    let gold_items = list(gold, "items");
    let limit = gold
        .get("annotated_chars")
        .and_then(Value::as_u64)
        .unwrap_or(u64::MAX);
    let items: Vec<&Value> = list(predicted, "items")
        .into_iter()
        .filter(|item| start(item).is_none_or(|start| start < limit))
        .collect();
    let matched = pair_items(&gold_items, &items);
    score.count(
        0,
        matched.len(),
        items.len() - matched.len(),
        gold_items.len() - matched.len(),
    );
    let nothing = Value::Null;
    for (index, gold_item) in gold_items.iter().enumerate() {
        let name = format!(
            "{} {}",
            words(gold_item, "marker"),
            words(gold_item, "quote_start")
        );
        let item = matched
            .get(&index)
            .and_then(|other| items.get(*other))
            .copied()
            .unwrap_or(&nothing);
        if matched.contains_key(&index) {
            score.agree(
                0,
                norm(&words(gold_item, "title")) == norm(&words(item, "title")),
            );
            score.agree(1, path(gold_item) == path(item));
        } else {
            score.errors.push(format!("missed item {name}"));
        }
        score_part(
            &mut score,
            &name,
            (1, "targets"),
            gold_item,
            item,
            same_target,
        );
        score_part(
            &mut score,
            &name,
            (2, "deadlines"),
            gold_item,
            item,
            same_deadline,
        );
        score_part(
            &mut score,
            &name,
            (3, "responsible"),
            gold_item,
            item,
            same_name,
        );
    }
    for (index, item) in items.iter().enumerate() {
        if matched.values().any(|other| *other == index) {
            continue;
        }
        score.errors.push(format!(
            "extra item {} {}",
            words(item, "marker"),
            words(item, "quote_start")
        ));
        for (part, key) in [(1, "targets"), (2, "deadlines"), (3, "responsible")] {
            score.count(part, 0, list(item, key).len(), 0);
        }
    }
    score_metadata(&mut score, gold, predicted);
    score_leaks(&mut score, gold, &items);
    score_distractors(&mut score, gold, &items);
    score
}

fn score_part(
    score: &mut Score,
    name: &str,
    (part, key): (usize, &str),
    gold_item: &Value,
    item: &Value,
    same: fn(&Value, &Value) -> bool,
) {
    let (expected, found) = (list(gold_item, key), list(item, key));
    let matched = pair(&expected, &found, same);
    score.count(
        part,
        matched.len(),
        found.len() - matched.len(),
        expected.len() - matched.len(),
    );
    for (&a, &b) in &matched {
        let (Some(gold), Some(predicted)) = (expected.get(a), found.get(b)) else {
            continue;
        };
        let agrees = |field: &str| gold.get(field) == predicted.get(field);
        match part {
            1 => {
                score.agree(2, agrees("cmp"));
                score.agree(3, agrees("kind"));
            }
            3 => score.agree(4, agrees("role")),
            _ => {}
        }
    }
    let label = |value: &Value| {
        if part == 3 {
            words(value, "name")
        } else {
            words(value, "quote")
        }
    };
    for (_, value) in expected
        .iter()
        .enumerate()
        .filter(|(index, _)| !matched.contains_key(index))
    {
        score
            .errors
            .push(format!("missed {key} {name}: {}", label(value)));
    }
    for (index, value) in found.iter().enumerate() {
        if !matched.values().any(|other| *other == index) {
            score
                .errors
                .push(format!("extra {key} {name}: {}", label(value)));
        }
    }
}

fn score_metadata(score: &mut Score, gold: &Value, predicted: &Value) {
    for key in META {
        let (expected, found) = (meta(gold, key), meta(predicted, key));
        if expected.is_none() && found.is_none() {
            continue;
        }
        if expected == found {
            score.count(4, 1, 0, 0);
        } else {
            score.count(
                4,
                0,
                usize::from(found.is_some()),
                usize::from(expected.is_some()),
            );
            score.errors.push(format!(
                "wrong metadata {key}: gold {expected:?}, predicted {found:?}"
            ));
        }
    }
}

fn meta(document: &Value, key: &str) -> Option<String> {
    match document.get(key)? {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(norm(text)),
        other => Some(other.to_string()),
    }
}

/// Everything that begins in noise, and every title, heading, subject or name that holds its words.
fn score_leaks(score: &mut Score, gold: &Value, items: &[&Value]) {
    let spans: Vec<(u64, u64)> = list_of(gold, "noise_spans")
        .iter()
        .filter_map(|span| Some((span.get(0)?.as_u64()?, span.get(1)?.as_u64()?)))
        .collect();
    let noise: Vec<String> = list_of(gold, "noise")
        .iter()
        .filter_map(Value::as_str)
        .map(norm)
        .filter(|words| words.chars().count() >= MIN_NOISE)
        .collect();
    for item in items {
        let details = ["targets", "deadlines", "responsible"]
            .iter()
            .flat_map(|key| list(item, key));
        for value in std::iter::once(*item).chain(details) {
            if start(value)
                .is_some_and(|start| spans.iter().any(|(from, to)| (*from..*to).contains(&start)))
            {
                score.leaks += 1;
                score.errors.push(format!(
                    "leak {}",
                    value
                        .get("quote")
                        .or(value.get("marker"))
                        .unwrap_or(&Value::Null)
                ));
            }
        }
        for text in texts(item) {
            let text = norm(&text);
            if noise.iter().any(|words| text.contains(words)) {
                score.leaks += 1;
                score.errors.push(format!("leak {text}"));
            }
        }
    }
}

fn texts(item: &Value) -> Vec<String> {
    let mut texts = vec![
        words(item, "title"),
        words(item, "text"),
        words(item, "body"),
    ];
    texts.extend(
        list_of(item, "path")
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned),
    );
    texts.extend(
        list(item, "targets")
            .into_iter()
            .map(|target| words(target, "subject")),
    );
    texts.extend(
        list(item, "responsible")
            .into_iter()
            .map(|name| words(name, "name")),
    );
    texts
}

/// A listed near-miss counts as predicted when the quote of a target holds it.
fn score_distractors(score: &mut Score, gold: &Value, items: &[&Value]) {
    let quotes: Vec<String> = items
        .iter()
        .flat_map(|item| list(item, "targets"))
        .map(|target| norm(&words(target, "quote")))
        .collect();
    for distractor in list_of(gold, "distractors")
        .iter()
        .filter_map(Value::as_str)
    {
        let wanted = norm(distractor);
        score.distractors.0 += 1;
        if quotes.iter().any(|quote| quote.contains(&wanted)) {
            score.distractors.1 += 1;
            score
                .errors
                .push(format!("distractor taken as target: {distractor}"));
        }
    }
}
