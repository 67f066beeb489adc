//! The rules say no.

/// A rule of the domain forbids what was asked. Shown to the person in full; never a fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Refusal {
    /// Name of the rule, for tests and the audit, for example `plan.nothing_to_publish`.
    pub rule: &'static str,
    /// What happened and why, in words of the interface.
    pub what: String,
    /// What the person can do now.
    pub next: String,
}

impl Refusal {
    /// A refusal by a named rule.
    pub fn new(rule: &'static str, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            rule,
            what: what.into(),
            next: next.into(),
        }
    }
}
