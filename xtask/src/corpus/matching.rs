//! What of a prediction agrees with what of the gold file: the matching rules of the corpus guide.
//!
//! This file and `score.rs` use nothing but `serde_json`; the library's own tests include them, so
//! that they and `cargo x corpus` judge alike.

use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Characters of the body's start that must agree.
const BODY: usize = 8;
/// Characters by which two start offsets may differ.
const SLACK: u64 = 3;

/// Words as they are compared: compatibility forms folded, white space removed.
pub(super) fn norm(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(folded)
        .collect()
}

fn folded(c: char) -> Vec<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).into_iter().collect(),
        '∶' | '︰' => vec![':'],
        '㎡' => vec!['m', '2'],
        '…' => vec!['.'; 3],
        '①'..='⑳' => (c as u32 - '①' as u32 + 1).to_string().chars().collect(),
        _ => vec![c],
    }
}

fn same_item(gold: &Value, predicted: &Value) -> Option<u64> {
    if norm(&words(gold, "marker")) != norm(&words(predicted, "marker")) {
        return None;
    }
    let distance = start(gold)
        .zip(start(predicted))
        .map(|(a, b)| a.abs_diff(b));
    let body = |value: &Value| {
        norm(&words(value, "quote_start"))
            .chars()
            .take(BODY)
            .collect::<String>()
    };
    let near = distance.is_some_and(|distance| distance <= SLACK);
    let same_words = !body(gold).is_empty() && body(gold) == body(predicted);
    (near || same_words).then_some(distance.unwrap_or(0))
}

pub(super) fn same_target(gold: &Value, predicted: &Value) -> bool {
    same_number(gold.get("value"), predicted.get("value"))
        && same_number(gold.get("max"), predicted.get("max"))
        && norm(&words(gold, "unit")) == norm(&words(predicted, "unit"))
        && overlap(gold, predicted)
}

pub(super) fn same_deadline(gold: &Value, predicted: &Value) -> bool {
    let keys = ["from", "to", "recurs"];
    let field =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    keys.iter()
        .all(|key| field(gold, key) == field(predicted, key))
        && (keys.iter().any(|key| field(gold, key).is_some()) || overlap(gold, predicted))
}

pub(super) fn same_name(gold: &Value, predicted: &Value) -> bool {
    let name = norm(&words(gold, "name"));
    !name.is_empty() && name == norm(&words(predicted, "name"))
}

fn same_number(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a.and_then(Value::as_f64), b.and_then(Value::as_f64)) {
        (None, None) => true,
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
        _ => false,
    }
}

fn overlap(gold: &Value, predicted: &Value) -> bool {
    let (a, b) = (words(gold, "quote"), words(predicted, "quote"));
    let length = |text: &str| u64::try_from(text.chars().count().max(1)).unwrap_or(1);
    match (start(gold), start(predicted)) {
        (Some(from), Some(to)) => from < to + length(&b) && to < from + length(&a),
        _ => {
            let (a, b) = (norm(&a), norm(&b));
            !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
        }
    }
}

/// One to one, the nearest start first.
pub(super) fn pair_items(gold: &[&Value], predicted: &[&Value]) -> HashMap<usize, usize> {
    let mut candidates = Vec::new();
    for (i, gold) in gold.iter().enumerate() {
        for (j, predicted) in predicted.iter().enumerate() {
            candidates.extend(same_item(gold, predicted).map(|distance| (distance, i, j)));
        }
    }
    candidates.sort_unstable();
    let mut matched = HashMap::new();
    let mut taken = HashSet::new();
    for (_, i, j) in candidates {
        if !matched.contains_key(&i) && taken.insert(j) {
            matched.insert(i, j);
        }
    }
    matched
}

/// The largest one-to-one matching.
pub(super) fn pair(
    gold: &[&Value],
    predicted: &[&Value],
    same: fn(&Value, &Value) -> bool,
) -> HashMap<usize, usize> {
    let mut owner: HashMap<usize, usize> = HashMap::new();
    for index in 0..gold.len() {
        place(index, gold, predicted, same, &mut owner, &mut Vec::new());
    }
    owner
        .into_iter()
        .map(|(predicted, gold)| (gold, predicted))
        .collect()
}

fn place(
    index: usize,
    gold: &[&Value],
    predicted: &[&Value],
    same: fn(&Value, &Value) -> bool,
    owner: &mut HashMap<usize, usize>,
    seen: &mut Vec<usize>,
) -> bool {
    let Some(wanted) = gold.get(index) else {
        return false;
    };
    for (j, candidate) in predicted.iter().enumerate() {
        if seen.contains(&j) || !same(wanted, candidate) {
            continue;
        }
        seen.push(j);
        let free = match owner.get(&j).copied() {
            None => true,
            Some(holder) => place(holder, gold, predicted, same, owner, seen),
        };
        if free {
            owner.insert(j, index);
            return true;
        }
    }
    false
}

pub(super) fn list<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    list_of(value, key)
        .iter()
        .filter(|entry| entry.is_object())
        .collect()
}

pub(super) fn list_of<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

pub(super) fn words(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

pub(super) fn path(item: &Value) -> Vec<String> {
    list_of(item, "path")
        .iter()
        .filter_map(Value::as_str)
        .map(norm)
        .collect()
}

pub(super) fn start(value: &Value) -> Option<u64> {
    value.get("start").and_then(Value::as_u64)
}
