//! Figures that are other than written.

use super::Figure;
use crate::difference::Run;
use serde::Serialize;

/// A figure that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureChange {
    /// As written; nothing when it is new.
    pub before: Option<String>,
    /// As it stands now; nothing when it is gone.
    pub after: Option<String>,
    /// Key of the fact the figure was taken from.
    pub fact: Option<String>,
    /// Where the figure came from, in words.
    pub source: Option<String>,
}

/// The figures in what changed, with their facts.
pub(super) fn changed(words: &[Run], figures: &[&Figure]) -> Vec<FigureChange> {
    let mut changes = Vec::new();
    let mut at = 0;
    let mut before_here = String::new();
    while let Some(run) = words.get(at) {
        let (old, new, width) = match (run, words.get(at + 1)) {
            (Run::Removed(old), Some(Run::Added(new))) => (Some(old), Some(new), 2),
            (Run::Removed(old), _) => (Some(old), None, 1),
            (Run::Added(new), _) => (None, Some(new), 1),
            (Run::Same(same), _) => {
                before_here.push_str(same);
                at += 1;
                continue;
            }
        };
        let unit = match words.get(at + width) {
            Some(Run::Same(same)) => unit(same),
            _ => String::new(),
        };
        let with_unit = |text: Option<&String>| {
            let text = text.filter(|text| has_figure(text))?;
            let ends_in_figure = text.chars().last().is_some_and(is_figure);
            Some(if ends_in_figure {
                format!("{text}{unit}")
            } else {
                text.clone()
            })
        };
        let (before, after) = (with_unit(old), with_unit(new));
        if before.is_some() || after.is_some() {
            let old = old.map(String::as_str).unwrap_or_default();
            let figure = figures
                .iter()
                .find(|figure| touches(figure, &before_here, old, words.get(at + width)));
            changes.push(FigureChange {
                before,
                after,
                fact: figure.and_then(|figure| figure.fact.clone()),
                source: figure.map(|figure| figure.source.clone()),
            });
        }
        before_here.push_str(old.map(String::as_str).unwrap_or_default());
        at += width;
    }
    changes
}

/// Whether what was taken out lies in a figure: its words reach from before to after it.
fn touches(figure: &Figure, before: &str, removed: &str, next: Option<&Run>) -> bool {
    let after = match next {
        Some(Run::Same(same)) => same.as_str(),
        _ => "",
    };
    let quote = super::clean(&figure.text);
    let near: String = {
        let n_chars = quote.chars().count();
        let head: Vec<char> = before.chars().rev().take(n_chars).collect();
        let head: String = head.into_iter().rev().collect();
        let tail: String = after.chars().take(n_chars).collect();
        format!("{head}{removed}{tail}")
    };
    !removed.is_empty() && (near.contains(&quote) || removed.contains(&quote))
}

/// The unit a figure is followed by: one or two characters, `名`, `人次`, `%`.
fn unit(after: &str) -> String {
    let mut chars = after.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let pairs = ["万元", "亿元", "人次", "学时", "个百", "平方"];
    let pair: String = after.chars().take(2).collect();
    if pairs.contains(&pair.as_str()) {
        return pair;
    }
    let is_unit = first == '%' || crate::understand::structure::chars::is_han(first);
    if is_unit {
        first.to_string()
    } else {
        String::new()
    }
}

fn has_figure(text: &str) -> bool {
    text.chars().any(is_figure)
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '０'..='９')
        || "〇一二三四五六七八九十百千万亿两半".contains(c)
}
