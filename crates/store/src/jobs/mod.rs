//! 后台任务: work that is done after the answer was given, kept in the database so that it outlives
//! the process.
//!
//! A job is put in by the transaction of the change it follows ([`Tx::enqueue`]), so that either both
//! happen or neither. Whoever runs jobs takes one with a lease ([`take`]) and renews it; a process
//! that was killed lets its lease run out, and another takes the job again. The effects of a job and
//! the mark that it is done are one transaction ([`finish`]): inside the database a job happens once.
//! Effects outside of it (a mail, a call) happen at least once.
//!
//! How slices make and run jobs stands in `shell::jobs`. Times here are the machine's, not the day of
//! the application: in the demo the day stands still and jobs run all the same.

mod board;
mod keep;
mod lease;
mod look;
mod schedule;

pub use board::{Board, Live};
pub use keep::{cancel, retry, sweep};
pub use lease::{
    Failed, LEASE_MS, Leased, Outcome, checkpoint, fail, finish, release, release_all, renew, take,
};
pub use look::{Status, dead, n_dead, overdue, status};
pub use schedule::{Slots, fire, slots};

use crate::{Ctx, Read, Tx, args, error::Result};
use base::define_id;
use sea_orm::FromQueryResult;

define_id!(
    /// A job.
    JobId
);

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waits for its time and somebody to take it.
    Waiting,
    /// Somebody works on it, or did when the lease ran out.
    Running,
    /// Done, with everything it was to bring about.
    Done,
    /// A rule said no; trying again would change nothing.
    Refused,
    /// Whoever waited for it called it off.
    Cancelled,
    /// Tried as often as its kind allows; waits for the administrator.
    Dead,
}

impl State {
    /// The word stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
            Self::Dead => "dead",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [
            Self::Waiting,
            Self::Running,
            Self::Done,
            Self::Refused,
            Self::Cancelled,
            Self::Dead,
        ]
        .into_iter()
        .find(|state| state.code() == code)
    }

    /// Whether nothing more happens by itself.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }
}

/// A job to be put in: what is to be done, and with what.
#[derive(Debug, Clone)]
pub struct Job {
    kind: &'static str,
    payload: serde_json::Value,
    title: String,
    unique_key: Option<String>,
    not_before_ms: Option<i64>,
    is_of_program: bool,
}

impl Job {
    /// A job of a kind that some slice declares. The payload names things by id; what they are like is
    /// read when the job runs.
    #[must_use]
    pub fn new(kind: &'static str, payload: serde_json::Value) -> Self {
        Self {
            kind,
            payload,
            title: String::new(),
            unique_key: None,
            not_before_ms: None,
            is_of_program: false,
        }
    }

    /// Somebody waits for it: whoever puts it in finds its progress under this title
    /// (「导入教师培训台账」), and it goes before jobs nobody waits for.
    #[must_use]
    pub fn awaited(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// While one of this key waits, no second one is put in. One that runs already does not count: it
    /// may have read what has changed since.
    #[must_use]
    pub fn unique(mut self, key: impl Into<String>) -> Self {
        self.unique_key = Some(key.into());
        self
    }

    /// Not before this instant of the application's clock.
    #[must_use]
    pub fn not_before(mut self, at_ms: i64) -> Self {
        self.not_before_ms = Some(at_ms);
        self
    }

    /// The program does it, not the person at whose act it is put in.
    #[must_use]
    pub fn of_program(mut self) -> Self {
        self.is_of_program = true;
        self
    }
}

impl Tx {
    /// Puts a job in, to be run once this transaction is committed. Gives the id of the job that
    /// waits: with a unique key that may be one from before.
    pub async fn enqueue(&mut self, ctx: &Ctx, job: Job) -> Result<JobId> {
        let now_ms = self.board.now_ms();
        let delay_ms = job.not_before_ms.map_or(0, |at_ms| at_ms - ctx.now_ms());
        let is_of_person = !job.is_of_program && !ctx.actor.is_program();
        let (account, person, name) = match is_of_person {
            true => (
                ctx.actor.account.to_string(),
                ctx.actor.person.to_string(),
                ctx.actor.name.clone(),
            ),
            false => Default::default(),
        };
        let id = JobId::new();
        let n_inserted = self
            .run(
                "insert into store_jobs (id, kind, payload, title, unique_key, account_id, person_id,
                     actor_name, from_address, state, created_ms, due_ms, n_taken, n_failed,
                     cancel_asked, done, total, words, checkpoint, result_words, result_href, error)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, 0, 0,
                     false, 0, 0, '', '', '', '', '')
                 on conflict do nothing",
                args![
                    id.to_string(),
                    job.kind,
                    job.payload.to_string(),
                    job.title,
                    job.unique_key.clone(),
                    account,
                    person,
                    name,
                    ctx.from.clone(),
                    now_ms,
                    now_ms + delay_ms.max(0)
                ],
            )
            .await?;
        self.has_new_jobs = true;
        if n_inserted == 1 {
            return Ok(id);
        }
        #[derive(FromQueryResult)]
        struct Waiting {
            id: String,
        }
        let waiting: Option<Waiting> = self
            .row(
                "select id from store_jobs where unique_key = $1 and state = 'waiting'",
                args![job.unique_key],
            )
            .await?;
        // Taken between the two statements (PostgreSQL only): its run may have begun before this
        // change, but it cannot have ended, so the caller tries the whole transaction again.
        waiting
            .ok_or(crate::Error::Conflict)
            .and_then(|waiting| Ok(waiting.id.parse()?))
    }
}
