//! What is found, and how findings of one kind become one violation with many places.

use super::{
    Form, Part,
    paper::Line,
    standard::{Confidence, RuleId, Severity, Standard},
};
use serde::Serialize;
use std::collections::HashMap;

/// Characters of a quote; longer words are cut.
const QUOTED: usize = 24;
/// Places kept of one violation; a paper with more has it everywhere.
const MAX_PLACES: usize = 500;

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Which paragraph, counted from 1 without blank ones; none for pages and their feet.
    pub paragraph: Option<usize>,
    /// The part of the paper.
    pub part: Part,
    /// The words there, cut after some.
    pub quote: String,
}

/// One way in which a paper departs from the standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The rule.
    pub rule: RuleId,
    /// Its clause in the standard.
    pub clause: String,
    /// How binding it is.
    pub severity: Severity,
    /// How well the rule is known.
    pub source: Confidence,
    /// Where, at least one place.
    pub places: Vec<Place>,
    /// What is there.
    pub found: String,
    /// What the standard wants.
    pub wanted: String,
    /// What to do.
    pub fix: String,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The standard, for example `GB/T 9704-2012`.
    pub standard: String,
    /// The layout the paper was taken for.
    pub form: Form,
    /// Paragraphs looked at, without blank ones.
    pub n_paragraphs: usize,
    /// What departs from the standard.
    pub violations: Vec<Violation>,
}

impl Report {
    /// How many violations the standard forbids.
    #[must_use]
    pub fn n_breaches(&self) -> usize {
        let breaches = |violation: &&Violation| violation.severity == Severity::Breach;
        self.violations.iter().filter(breaches).count()
    }

    /// How many are advice.
    #[must_use]
    pub fn n_advices(&self) -> usize {
        self.violations.len() - self.n_breaches()
    }
}

/// Gathers what the rules find.
pub(super) struct Reporter<'a> {
    pub(super) standard: &'a Standard,
    violations: Vec<Violation>,
    known: HashMap<(RuleId, String), usize>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(standard: &'a Standard) -> Self {
        Self {
            standard,
            violations: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Something is wrong with a line.
    pub(super) fn line(&mut self, id: RuleId, line: &Line<'_>, found: impl Into<String>) {
        self.words(id, line, &line.text, found);
    }

    /// Something is wrong with some words of a line.
    pub(super) fn words(
        &mut self,
        id: RuleId,
        line: &Line<'_>,
        words: &str,
        found: impl Into<String>,
    ) {
        let place = Place {
            paragraph: Some(line.number),
            part: line.part,
            quote: quote(words),
        };
        self.add(id, place, found.into());
    }

    /// Something is wrong with a page, or is missing.
    pub(super) fn part(&mut self, id: RuleId, part: Part, found: impl Into<String>) {
        let place = Place {
            paragraph: None,
            part,
            quote: String::new(),
        };
        self.add(id, place, found.into());
    }

    /// The same thing found again is the same violation with one more place.
    fn add(&mut self, id: RuleId, place: Place, found: String) {
        let Some(rule) = self.standard.rule(id) else {
            return;
        };
        let known = self.known.get(&(id, found.clone())).copied();
        if let Some(violation) = known.and_then(|index| self.violations.get_mut(index)) {
            if violation.places.last() != Some(&place) && violation.places.len() < MAX_PLACES {
                violation.places.push(place);
            }
            return;
        }
        self.known
            .insert((id, found.clone()), self.violations.len());
        self.violations.push(Violation {
            rule: id,
            clause: rule.clause.clone(),
            severity: rule.severity,
            source: rule.source,
            places: vec![place],
            found,
            wanted: rule.wanted.clone(),
            fix: rule.fix.clone(),
        });
    }

    /// In the order of the paper; what concerns whole pages first.
    pub(super) fn finish(mut self) -> Vec<Violation> {
        self.violations.sort_by_key(|violation| {
            let first = violation.places.first();
            (first.and_then(|place| place.paragraph), violation.rule)
        });
        self.violations
    }
}

fn quote(words: &str) -> String {
    let mut quote: String = words.chars().take(QUOTED).collect();
    if words.chars().nth(QUOTED).is_some() {
        quote.push('…');
    }
    quote
}
