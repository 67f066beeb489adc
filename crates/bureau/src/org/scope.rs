//! Which units somebody may see the business of. The one answer for lists, choices, exports and
//! search alike; what they may do there is for the policy of each slice.
//!
//! Whoever belongs to a unit sees what was its before it had its name, what is below it, and what
//! was merged into it: the papers of a school that is no more are with the one that followed it.
//! Whoever acts for somebody today sees what that person may see.

use super::store;
use ::store::{Read, Result, Value};
use base::{Actor, Role, actor::UnitId};
use std::collections::BTreeSet;

/// The units whose business somebody may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Every unit: the offices and leaders of the bureau, its inspectors.
    All,
    /// These and no others: a school its own, a street's office its schools as well.
    Units(BTreeSet<UnitId>),
}

/// Who works for the whole bureau.
const WHOLE_BUREAU: &[Role] = &[
    Role::GeneralOffice,
    Role::Leader,
    Role::OfficeHead,
    Role::OfficeStaff,
    Role::Inspector,
];

impl Scope {
    /// Whether the business of this unit may be seen.
    pub(crate) fn sees(&self, unit: UnitId) -> bool {
        match self {
            Self::All => true,
            Self::Units(units) => units.contains(&unit),
        }
    }

    /// The same as a condition on a column that holds a unit, for lists that are paged by the
    /// database: its SQL and its arguments, the first of which is `$first`.
    pub(crate) fn condition(&self, column: &str, first: usize) -> (String, Vec<Value>) {
        match self {
            Self::All => ("true".to_owned(), Vec::new()),
            Self::Units(units) if units.is_empty() => ("false".to_owned(), Vec::new()),
            Self::Units(units) => {
                let marks: Vec<String> = (first..first + units.len())
                    .map(|place| format!("${place}"))
                    .collect();
                let ids = units.iter().map(|unit| unit.to_string().into());
                (format!("{column} in ({})", marks.join(", ")), ids.collect())
            }
        }
    }
}

/// The unit somebody speaks for when they say how its papers are to be read: their own, and the bureau itself
/// for whoever is of its general office.
pub(crate) fn speaks_for(actor: &Actor, bureau: UnitId) -> UnitId {
    match actor.is(Role::GeneralOffice) {
        true => bureau,
        false => actor.unit,
    }
}

/// The units this person may see the business of: the whole bureau for those who work for it or act
/// for somebody who does, their own units and all that belongs to them for everybody else.
pub(crate) async fn scope(db: &impl Read, actor: &Actor) -> Result<Scope> {
    let works_for_bureau = |roles: &[Role]| roles.iter().any(|role| WHOLE_BUREAU.contains(role));
    let mut delegations = actor.acting_for.iter();
    if works_for_bureau(&actor.roles) || delegations.any(|given| works_for_bureau(&given.roles)) {
        return Ok(Scope::All);
    }
    let mut own: BTreeSet<UnitId> = BTreeSet::new();
    if actor.is(Role::School) {
        own.extend(&actor.units);
    }
    for given in &actor.acting_for {
        own.extend(&given.units);
    }
    store::belonging_to(db, &own).await.map(Scope::Units)
}
