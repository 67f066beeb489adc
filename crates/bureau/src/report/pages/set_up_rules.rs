//! 报送规则 on the page where a year is set up: when each rhythm is due and what it asks.

use crate::report::{
    actions::{TypedRhythm, TypedRules, WrongRules},
    model::{Ask, ChainStep, DUE_KINDS, Needs, RulePack},
};
use shell::Posted;

/// The rule of a rhythm as it is drawn.
pub(super) struct RuleView {
    pub(super) code: &'static str,
    pub(super) word: &'static str,
    /// Code, word and whether it is chosen.
    pub(super) kinds: Vec<(&'static str, &'static str, bool)>,
    pub(super) value: String,
    pub(super) asks: Vec<(&'static str, &'static str, bool)>,
    pub(super) supporting: bool,
    /// The rule that came with the program, in words.
    pub(super) shipped: String,
    /// The rule in force.
    pub(super) stands: String,
    pub(super) error: Option<String>,
}

/// The rules in force, or as they were typed.
pub(super) fn rule_views(
    rules: &RulePack,
    typed: Option<&(TypedRules, WrongRules)>,
) -> Vec<RuleView> {
    let shipped = RulePack::shipped();
    rules
        .rhythms
        .iter()
        .map(|rhythm| {
            let again = typed.and_then(|(typed, _)| typed.rhythms.get(&rhythm.grain));
            let (kind, value) = rhythm.due.typed();
            let (kind, value) = again
                .and_then(|again| again.due.clone())
                .unwrap_or_else(|| (kind.to_owned(), value));
            let asks = again.and_then(|again| again.asks.as_ref());
            let asks = asks.unwrap_or(&rhythm.asks);
            let shipped = shipped
                .as_ref()
                .and_then(|rules| rules.rhythm(rhythm.grain));
            RuleView {
                code: rhythm.grain.code(),
                word: rhythm.grain.label(),
                kinds: DUE_KINDS
                    .iter()
                    .map(|(code, word)| (*code, *word, *code == kind))
                    .collect(),
                value,
                asks: Ask::ALL
                    .iter()
                    .map(|ask| (ask.code(), ask.label(), asks.contains(ask)))
                    .collect(),
                supporting: again.map_or(rhythm.supporting, |again| again.supporting),
                shipped: shipped.map(|rhythm| rhythm.due.words()).unwrap_or_default(),
                stands: rhythm.due.words(),
                error: typed.and_then(|(_, wrong)| wrong.get(&rhythm.grain).cloned()),
            }
        })
        .collect()
}

/// What was typed: `due-`, `n-` and `asks-` with the code of a rhythm, its due rule and what it asks.
pub(super) fn typed_rules(rules: &RulePack, posted: &Posted) -> TypedRules {
    let chosen = |name: &str, steps: &[ChainStep]| -> Vec<ChainStep> {
        steps
            .iter()
            .enumerate()
            .map(|(at, step)| ChainStep {
                kind: step.kind,
                needs: Needs::from_code(posted.get(&format!("{name}-{at}"))).unwrap_or(step.needs),
            })
            .collect()
    };
    let rhythm = |code: &str| {
        let kind = posted.get(&format!("due-{code}"));
        let is_asked = !kind.is_empty();
        TypedRhythm {
            due: is_asked.then(|| {
                let value = posted.get(&format!("n-{code}"));
                (kind.to_owned(), value.trim().to_owned())
            }),
            asks: is_asked.then(|| {
                posted
                    .all(&format!("asks-{code}"))
                    .filter_map(Ask::from_code)
                    .collect()
            }),
            supporting: posted.all("supporting").any(|one| one == code),
        }
    };
    TypedRules {
        lead: chosen("lead", &rules.lead_steps),
        support: chosen("support", &rules.support_steps),
        rhythms: rules
            .rhythms
            .iter()
            .map(|one| (one.grain, rhythm(one.grain.code())))
            .collect(),
    }
}
