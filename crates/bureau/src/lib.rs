//! The application. One folder per slice; their order, lowest first, is that of [`slices`].
//!
//! Outside, only [`slices`], [`identify`] and `demo` are known, so that the compiler reports
//! whatever no page, command or test uses.

mod audit;
mod calendar;
pub mod demo;
mod facts;
mod files;
mod inbox;
mod jobs;
mod ledger;
mod org;
mod plan;
mod report;
mod search;
mod units;

pub use org::{check_settings, greet_directory, greet_provider, reset_log_in};

use base::{actor::AccountId, day::Date};
use shell::{Identity, Slice};
use std::{pin::Pin, sync::Arc};
use store::{Db, Files, Migration};

/// Every slice, lowest first.
#[must_use]
pub fn slices() -> Vec<Slice> {
    vec![
        files::slice(),
        org::slice(),
        calendar::slice(),
        jobs::slice(),
        search::slice(),
        inbox::slice(),
        facts::slice(),
        ledger::slice(),
        plan::slice(),
        report::slice(),
        audit::slice(),
    ]
}

/// Who is behind a request, in whose house, and how much waits for them.
pub fn identify(
    db: Db,
    today: Date,
    account: Option<AccountId>,
) -> Pin<Box<dyn Future<Output = store::Result<Identity>> + Send>> {
    Box::pin(async move {
        let mut identity = org::identify(&db, today, account).await?;
        if let Some(actor) = &identity.actor {
            identity.inbox = Some(shell::app::Inbox {
                n_waiting: inbox::n_waiting(&db, actor).await?,
                href: inbox::PAGE,
            });
        }
        Ok(identity)
    })
}

/// What lies on somebody's desk, slice by slice; a slice that keeps open work for people is here.
pub(crate) const DESKS: &[org::Desk] = &[inbox::DESK, plan::DESK, report::DESK];

/// Whether the mail server of the settings takes mail from us now: the reason when it does not, in a
/// sentence without its stop.
pub async fn greet_mail_server(server: &base::config::MailServer) -> Result<(), String> {
    inbox::greet(server).await
}

/// Every migration of the store and the slices.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    let slices = slices();
    store::migrate::OWN
        .iter()
        .chain(slices.iter().flat_map(|slice| slice.migrations))
        .copied()
        .collect()
}

/// Where numbers stand beside the data items, which know no slice above them.
pub(crate) const NUMBERS_ELSEWHERE: facts::Elsewhere = facts::Elsewhere {
    kept: ledger::numbers_kept,
    words: ledger::words_of_registers,
    typed: plan::numbers_typed,
};

/// Numbers that are asked for in two places, in sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedTwice {
    /// Two places stand for one number.
    pub same: Vec<String>,
    /// Two places may, and nobody has said why they do not.
    pub possible: Vec<String>,
    /// How many a person has said are two numbers.
    pub n_answered: usize,
}

impl AskedTwice {
    /// Whether each number has one source, as far as people and the check can tell.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.same.is_empty() && self.possible.is_empty()
    }
}

/// Every number that is asked for in two places, or may be.
pub async fn numbers_asked_twice(db: &Db) -> store::Result<AskedTwice> {
    let twins = facts::duplicates(db, &NUMBERS_ELSEWHERE).await?;
    let words = |twins: Vec<facts::Twin>| twins.into_iter().map(|twin| twin.words).collect();
    Ok(AskedTwice {
        n_answered: twins.answered.len(),
        same: words(twins.same),
        possible: words(twins.possible),
    })
}

/// What benches measure where no page shows it.
pub mod measures {
    use crate::org;
    use base::{Actor, actor::UnitId, day::Date};
    use store::{Db, Result};

    /// Who acts under a log-in.
    pub async fn actor_of(db: &Db, today: Date, login: &str) -> Result<Option<Actor>> {
        org::actor_of(db, today, login).await
    }

    /// How many of these things, each of a unit, somebody may see.
    pub async fn n_seen(db: &Db, actor: &Actor, of: &[UnitId]) -> Result<usize> {
        let scope = org::scope(db, actor).await?;
        Ok(of.iter().filter(|unit| scope.sees(**unit)).count())
    }
}

/// A log-in a new database begins with.
#[derive(Debug, Clone)]
pub struct FirstLogin {
    /// Which of the three administrators it is of.
    pub role: base::Role,
    /// What to type as 账号.
    pub login: &'static str,
    /// A password that is told once and must be changed at the first log-in.
    pub password: String,
}

/// Founds the bureau in an empty database: one unit and the three administrators. Gives their
/// log-ins to be told once; nothing when there is a bureau already.
pub async fn first_start(
    db: &Db,
    files: &Files,
    clock: &Arc<dyn base::Clock>,
) -> store::Result<Option<Vec<FirstLogin>>> {
    let founding = org::Founding {
        bureau: "教育局",
        short_name: "教育局",
        password: org::FirstPassword::OneTime,
    };
    let founded = org::found_bureau(db, files, clock, founding).await?;
    Ok(founded.map(|founded| {
        let logins = founded.passwords.into_iter();
        logins
            .map(|(role, login, password)| FirstLogin {
                role,
                login,
                password,
            })
            .collect()
    }))
}
