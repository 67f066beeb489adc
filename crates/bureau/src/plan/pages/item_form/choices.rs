//! Choices of the form: the word stored and the word shown.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

pub(in crate::plan::pages) const COMPARATORS: [(&str, &str); 7] = [
    ("eq", "等于"),
    ("ge", "不少于"),
    ("gt", "超过"),
    ("le", "不超过"),
    ("lt", "低于"),
    ("range", "区间"),
    ("approx", "约"),
];
pub(in crate::plan::pages) const KINDS: [(&str, &str); 7] = [
    ("count", "数量"),
    ("ratio", "比率"),
    ("money", "金额"),
    ("area", "面积"),
    ("frequency", "频次"),
    ("rank", "位次"),
    ("other", "其他"),
];
pub(in crate::plan::pages) const COMMITMENTS: [(&str, &str); 3] = [
    ("plain", "未说明"),
    ("binding", "确保"),
    ("stretch", "力争"),
];
pub(in crate::plan::pages) const RECURRENCES: [(&str, &str); 7] = [
    ("", "不重复"),
    ("weekly", "每周"),
    ("monthly", "每月"),
    ("quarterly", "每季度"),
    ("half_yearly", "每半年"),
    ("yearly", "每年"),
    ("per_term", "每学期"),
];
pub(in crate::plan::pages) const ROLES: [(&str, &str); 4] = [
    ("lead", "牵头"),
    ("responsible", "责任"),
    ("support", "配合"),
    ("leader", "领导"),
];

/// The stored word of a value.
pub(super) fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The value with a stored word.
pub(super) fn choice<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::String(word.to_owned())).ok()
}
