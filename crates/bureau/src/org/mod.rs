//! 组织: units, people, posts, log-ins. The floor: every slice may use it.
//!
//! It answers who somebody is ([`identify`]), which units there are ([`units`]), which leaders are
//! in charge of which offices ([`leaders`]), and which unit a name on paper means ([`Directory`]).

mod directory;
mod model;
mod store;

pub use self::store::identify;
pub(crate) use self::store::{leaders, units};
pub(crate) use directory::{Directory, DutySuggestion, How, NameMatch, Named};
pub(crate) use model::{Leader, Unit, UnitKind};

use ::store::Migration;
use shell::Slice;

const MIGRATIONS: &[Migration] = &[Migration::portable(
    "20260301_1000_org",
    include_str!("migrations/20260301_1000_org.sql"),
)];

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "org",
        migrations: MIGRATIONS,
        routes: Vec::new(),
        rail: Vec::new(),
    }
}
