//! Which units somebody may see the business of. The one answer for lists, choices, exports and
//! search alike; what they may do there is for the policy of each slice.

use super::store;
use ::store::{Read, Result};
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
}

/// The units this person may see the business of: the whole bureau for those who work for it,
/// their own units and all below them for everybody else.
pub(crate) async fn scope(db: &impl Read, actor: &Actor) -> Result<Scope> {
    if actor.is_any(WHOLE_BUREAU) {
        return Ok(Scope::All);
    }
    let mut units: BTreeSet<UnitId> = BTreeSet::new();
    if actor.is(Role::School) {
        for unit in &actor.units {
            units.extend(store::below(db, *unit).await?);
        }
    }
    Ok(Scope::Units(units))
}
