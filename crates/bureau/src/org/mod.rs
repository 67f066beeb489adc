//! 组织: units, people, posts, log-ins. The floor: every slice may use it.
//!
//! It answers who somebody is ([`identify`]), which units there are and were ([`every_unit`]), which
//! leaders are in charge of which offices ([`leaders`]), and which unit a name on paper means
//! ([`Directory`]). Lists of other slices join `org_pub_units`, `org_pub_people` and the like.

mod actions;
mod acts;
mod desk;
mod directory;
mod facts;
mod forms;
mod import;
mod model;
mod pages;
mod password;
mod paths;
mod pinyin;
mod policy;
mod scope;
mod search;
mod sign_in_rules;
mod standing;
mod store;
mod totp;
mod workbook;

pub(crate) use self::store::{
    actor_of, every_unit, holders, identify, leaders, members, person_name, person_named,
    post_holders, units, units_of,
};
pub(crate) use actions::{
    FirstPassword, Founding, Occasion, Take, delegate, found_bureau, import, merge_unit,
    open_account,
};
pub use actions::{check_settings, greet_directory, greet_provider, reset_log_in};
pub(crate) use acts::ACTS;
pub(crate) use desk::{Desk, Doing, OpenWork};
pub(crate) use directory::{Directory, How, NameMatch, Named};
pub(crate) use model::{DelegationDraft, Leader, PostHolder, Unit, UnitKind};
pub(crate) use pages::first_page;
pub(crate) use password::Hash as PasswordHash;
pub(crate) use scope::{Scope, scope, speaks_for};
pub(crate) use standing::{Matter, standing};
pub(crate) use workbook::{Column, Line, Sheets, looks_like_formula};

use ::store::Migration;
use shell::{Attachable, RailSpec, Slice, Who};

const MIGRATIONS: &[Migration] = &[
    Migration::portable(
        "20260301_1000_org",
        include_str!("migrations/20260301_1000_org.sql"),
    ),
    Migration::portable(
        "20261127_2045_org_sign_in",
        include_str!("migrations/20261127_2045_org_sign_in.sql"),
    ),
    Migration::portable(
        "20261127_2110_org_history",
        include_str!("migrations/20261127_2110_org_history.sql"),
    ),
    Migration::portable(
        "20261127_2140_org_duties",
        include_str!("migrations/20261127_2140_org_duties.sql"),
    ),
];

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "org",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        rail: vec![
            RailSpec {
                place: 88,
                label: "账号安全",
                icon: "settings",
                href: paths::SECURITY,
                who: policy::ARE_ADMINISTRATORS,
            },
            RailSpec {
                place: 90,
                label: "组织与设置",
                icon: "organisation",
                href: paths::UNITS,
                who: Who::SignedIn,
            },
        ],
        searchable: search::SEARCHABLE.to_vec(),
        search_keys: Some(search::keys),
        attachables: vec![Attachable::new(
            actions::FILES_OF_UNIT,
            actions::place_of_files,
        )],
        ..Slice::default()
    }
}
