//! 公式: one item computed from others. A small language, exact to the last place.
//!
//! Items stand in brackets by name or code; + − × ÷ and parentheses mean what they mean on paper.
//! `下级合计([项])` adds up the units below, and is missing while one of them is; `下级已报合计` adds
//! up what is there. `上期([项])` is the period before, `上年同期([项])` the same one a year earlier.
//! `四舍五入(…，2)` rounds half up. A missing number makes the result missing: it never counts as 0.

mod exact;
mod read;
mod units;

#[cfg(test)]
mod tests;

pub(in crate::facts) use exact::Exact;
pub(in crate::facts) use read::FormulaError;
pub(in crate::facts) use units::check_units;

use super::model::{Amount, DataItem, ItemCode, Source};
use std::collections::{BTreeMap, BTreeSet};

/// A formula that was read.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::facts) struct Formula {
    expression: Expression,
}

#[derive(Debug, Clone, PartialEq)]
enum Expression {
    Number(Amount),
    Input(Input),
    Negated(Box<Expression>),
    Combined(Operator, Box<Expression>, Box<Expression>),
    Rounded(Box<Expression>, u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    DividedBy,
}

/// Another item as a formula asks for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) struct Input {
    pub(in crate::facts) item: ItemCode,
    pub(in crate::facts) of: Reach,
}

/// Of whom and when an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) enum Reach {
    /// Of the same unit and period.
    Same,
    /// Of all units below, none of which may be missing.
    AllBelow,
    /// Of those units below that have it.
    KnownBelow,
    /// Of the period before.
    Previous,
    /// Of the same period a year earlier.
    YearBefore,
}

/// Why a formula gives no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::facts) enum NoResult {
    Missing(Input),
    DividedByZero,
    TooLarge,
}

impl Reach {
    /// The function that asks for it; empty for the same unit and period.
    fn word(self) -> &'static str {
        match self {
            Self::Same => "",
            Self::AllBelow => "下级合计",
            Self::KnownBelow => "下级已报合计",
            Self::Previous => "上期",
            Self::YearBefore => "上年同期",
        }
    }

    /// Whether it adds up the units below.
    pub(in crate::facts) fn is_below(self) -> bool {
        matches!(self, Self::AllBelow | Self::KnownBelow)
    }
}

impl Formula {
    /// Reads a formula; `find` knows items by name or code.
    pub(in crate::facts) fn read(
        text: &str,
        find: impl Fn(&str) -> Option<ItemCode>,
    ) -> Result<Self, FormulaError> {
        read::read(text, &find)
    }

    /// Reads the stored form, which has codes in its brackets.
    pub(in crate::facts) fn stored(text: &str) -> Option<Self> {
        Self::read(text, |code| code.parse().ok()).ok()
    }

    /// The items it asks for, each once.
    pub(in crate::facts) fn inputs(&self) -> BTreeSet<Input> {
        let mut inputs = BTreeSet::new();
        self.expression.gather(&mut inputs);
        inputs
    }

    /// The result, exact; `value` answers for each input.
    pub(in crate::facts) fn result(
        &self,
        value: &impl Fn(&Input) -> Option<Exact>,
    ) -> Result<Exact, NoResult> {
        self.expression.result(value)
    }

    /// Written with whatever each item is called by.
    pub(in crate::facts) fn written(&self, name: &impl Fn(&ItemCode) -> String) -> String {
        let mut text = String::new();
        self.expression.write(&mut text, name, 0);
        text
    }
}

impl Expression {
    fn gather(&self, inputs: &mut BTreeSet<Input>) {
        match self {
            Self::Number(_) => {}
            Self::Input(input) => {
                inputs.insert(input.clone());
            }
            Self::Negated(inner) | Self::Rounded(inner, _) => inner.gather(inputs),
            Self::Combined(_, left, right) => {
                left.gather(inputs);
                right.gather(inputs);
            }
        }
    }

    fn result(&self, value: &impl Fn(&Input) -> Option<Exact>) -> Result<Exact, NoResult> {
        let kept = |exact: Option<Exact>| exact.ok_or(NoResult::TooLarge);
        match self {
            Self::Number(amount) => Ok(Exact::of(*amount)),
            Self::Input(input) => value(input).ok_or_else(|| NoResult::Missing(input.clone())),
            Self::Negated(inner) => kept(inner.result(value)?.negated()),
            Self::Rounded(inner, decimals) => {
                let rounded = inner.result(value)?.rounded(*decimals);
                kept(rounded.map(Exact::of))
            }
            Self::Combined(operator, left, right) => {
                let (left, right) = (left.result(value)?, right.result(value)?);
                match operator {
                    Operator::Plus => kept(left.plus(right)),
                    Operator::Minus => kept(right.negated().and_then(|right| left.plus(right))),
                    Operator::Times => kept(left.times(right)),
                    Operator::DividedBy if right.is_zero() => Err(NoResult::DividedByZero),
                    Operator::DividedBy => kept(left.divided_by(right)),
                }
            }
        }
    }

    /// `above` is how tightly what stands around it binds.
    fn write(&self, text: &mut String, name: &impl Fn(&ItemCode) -> String, above: u8) {
        match self {
            Self::Number(amount) => text.push_str(&amount.plain()),
            Self::Input(Input { item, of }) => {
                let item = name(item);
                match of {
                    Reach::Same => text.push_str(&format!("[{item}]")),
                    reach => text.push_str(&format!("{}([{item}])", reach.word())),
                }
            }
            Self::Negated(inner) => {
                text.push('−');
                inner.write(text, name, 3);
            }
            Self::Rounded(inner, decimals) => {
                text.push_str("四舍五入(");
                inner.write(text, name, 0);
                text.push_str(&format!("，{decimals})"));
            }
            Self::Combined(operator, left, right) => {
                let (sign, binds) = match operator {
                    Operator::Plus => ('+', 1),
                    Operator::Minus => ('−', 1),
                    Operator::Times => ('×', 2),
                    Operator::DividedBy => ('÷', 2),
                };
                let is_bracketed = binds < above;
                if is_bracketed {
                    text.push('(');
                }
                left.write(text, name, binds);
                text.push_str(&format!(" {sign} "));
                // a − (b + c) and a ÷ (b × c) need theirs.
                right.write(text, name, binds + 1);
                if is_bracketed {
                    text.push(')');
                }
            }
        }
    }
}

/// The formulas among the items, each after those it asks for. The error names the items of a circle.
pub(in crate::facts) fn in_order(
    items: &[DataItem],
) -> Result<Vec<(ItemCode, Formula)>, Vec<ItemCode>> {
    let mut open: BTreeMap<ItemCode, Formula> = items
        .iter()
        .filter_map(|item| match &item.source {
            Source::Formula(text) if !item.is_retired => {
                Some((item.code.clone(), Formula::stored(text)?))
            }
            _ => None,
        })
        .collect();
    let mut ordered = Vec::with_capacity(open.len());
    while !open.is_empty() {
        let ready: Vec<ItemCode> = open
            .iter()
            .filter(|(_, formula)| {
                let inputs = formula.inputs();
                inputs.iter().all(|input| !open.contains_key(&input.item))
            })
            .map(|(code, _)| code.clone())
            .collect();
        if ready.is_empty() {
            return Err(open.into_keys().collect());
        }
        for code in ready {
            if let Some(formula) = open.remove(&code) {
                ordered.push((code, formula));
            }
        }
    }
    Ok(ordered)
}
