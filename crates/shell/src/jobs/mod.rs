//! 后台任务: how a slice does something after its page has answered.
//!
//! # Putting a job in
//!
//! In the transaction of the change it follows, so that both happen or neither:
//!
//! ```ignore
//! let mut tx = ctx.db.begin_write().await?;
//! store::insert_upload(&mut tx, &upload).await?;
//! let job = tx
//!     .enqueue(ctx, Job::new("ledger.import", json!({ "upload": upload.id }))
//!         .awaited("导入教师培训台账"))       // somebody waits: progress page, goes first
//!     .await?;
//! tx.commit().await?;
//! visit.started(job)                          // in a page: leads to the progress page
//! ```
//!
//! `.unique(key)`: while one of this key waits, there is no second (a refresh, a digest).
//! `.not_before(ms)`: later. `.of_program()`: done by the program, not by whoever caused it (a mail).
//! The payload holds ids, not contents.
//!
//! # Declaring and running it
//!
//! ```ignore
//! // mod.rs of the slice
//! Slice {
//!     jobs: vec![JobSpec::new("ledger.import", jobs::import).called("导入台账")],   // .at_most(8) attempts; 5 otherwise
//!     schedules: vec![ScheduleSpec::daily("inbox.remind", 7, 30), ScheduleSpec::every_minutes("mail.send", 5)],
//!     ..
//! }
//!
//! // jobs.rs of the slice: thin, one job calls one action
//! #[derive(Deserialize)]
//! struct Import { upload: UploadId }
//!
//! pub(super) async fn import(job: JobCtx, import: Import) -> JobResult {
//!     let rows = actions::read(&job, import.upload).await?;      // a JobCtx is a `Ctx`
//!     job.progress(0, rows.len() as u64, "写入台账")?;            // also stops here when called off
//!     let mut tx = job.db.begin_write().await?;
//!     actions::insert_rows(&mut tx, &job, &rows).await?;
//!     job.finish(tx, Outcome::said("导入 300 行。").at(paths::register(id))).await
//! }
//! ```
//!
//! A scheduled job has the name of its schedule as its kind and `()` as its payload.
//!
//! # What holds
//!
//! - **Inside the database a job happens once**: [`JobCtx::finish`] commits its effects together with
//!   the mark that it is done, and refuses when another instance has taken the job over meanwhile. A
//!   handler that commits by itself before `finish` may have done that part already when it is run
//!   again: do everything in the transaction given to `finish`, or keep a [`JobCtx::checkpoint`] in
//!   the transaction of each part and begin behind [`JobCtx::last_checkpoint`].
//! - **Outside the database it happens at least once**: a mail may go out, and the process be killed
//!   before that is written down. Give what goes out a name its receiver can recognise.
//! - **No network call while a write transaction is open**, as everywhere.
//! - A [`Refusal`] ends a job at once, and its words are shown to whoever waits; any other error is
//!   tried again after 10 s, 40 s, 3 min … and after so many attempts the job is dead: the
//!   administrator and `luoshi doctor` see it. `Failure::again("…")` says so in words.
//! - The actor is whoever put the job in, with the posts they hold now; somebody who holds none any
//!   more acts with no role. Jobs of the program and of schedules act as [`Actor::program`].
//! - Days come from `job.today()`. In the demo that day stands still while jobs run all the same.
//! - Blocking work (reading a workbook) goes to `tokio::task::spawn_blocking`, as in a page.
//!
//! In tests nothing runs by itself: `app.run_jobs().await` runs what is due, `app.run_schedule(name)`
//! what comes round. A job that failed and was not looked at fails the test.

mod run;
mod runner;

pub use run::{Ended, drain, run_next, run_schedule};
pub use runner::Runner;

use crate::App;
use base::{Actor, Config, Refusal};
use serde::de::DeserializeOwned;
use std::{fmt, ops::Deref, pin::Pin, sync::Arc};
use store::{
    Ctx, Tx,
    jobs::{self, JobId, Leased, Live},
};

pub use store::jobs::{Job, Outcome};

/// Where whoever waits for a job sees how far it is.
pub const PROGRESS: &str = "/jobs/{job}";

/// A larger file, such as a workbook of some 5,000 rows and more, is read and taken over by a job.
pub const LARGE_FILE: usize = 256 << 10;

/// The address of a job's progress.
#[must_use]
pub fn progress_path(job: JobId) -> String {
    PROGRESS.replace("{job}", &job.to_string())
}

/// What a handler ends with.
pub type JobResult = std::result::Result<Finished, Failure>;

type Handling = Pin<Box<dyn Future<Output = JobResult> + Send>>;
type Handler = Arc<dyn Fn(JobCtx, &str) -> Handling + Send + Sync>;

/// How often a job is tried when its kind does not say otherwise.
const MOST_ATTEMPTS: i64 = 5;

/// A kind of job and who does it.
#[derive(Clone)]
pub struct JobSpec {
    /// Its name, beginning with the slice's.
    pub kind: &'static str,
    /// What it is called on a page; its kind when nobody said.
    pub name: &'static str,
    /// How often one is tried before it is given up.
    pub most_attempts: i64,
    handler: Handler,
}

impl JobSpec {
    /// A kind of job, and the function that does one.
    pub fn new<P, F, R>(kind: &'static str, handler: F) -> Self
    where
        P: DeserializeOwned,
        F: Fn(JobCtx, P) -> R + Send + Sync + 'static,
        R: Future<Output = JobResult> + Send + 'static,
    {
        Self {
            kind,
            name: kind,
            most_attempts: MOST_ATTEMPTS,
            handler: Arc::new(move |job, payload| match serde_json::from_str(payload) {
                Ok(payload) => Box::pin(handler(job, payload)),
                Err(error) => {
                    let failure = Failure::again(format!("任务的内容读不出来：{error}"));
                    Box::pin(std::future::ready(Err(failure)))
                }
            }),
        }
    }

    /// Called so on the page of what was given up: 「发送邮件」.
    #[must_use]
    pub fn called(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Tried so often before it is given up.
    #[must_use]
    pub fn at_most(mut self, most_attempts: i64) -> Self {
        self.most_attempts = most_attempts;
        self
    }
}

impl fmt::Debug for JobSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobSpec")
            .field("kind", &self.kind)
            .field("most_attempts", &self.most_attempts)
            .finish_non_exhaustive()
    }
}

/// A job that comes round: its kind is its name, its payload `()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScheduleSpec {
    /// Its name and the kind of its job.
    pub name: &'static str,
    /// When it is due.
    pub rhythm: Rhythm,
}

/// When something is due again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// Every day at a time of day in China.
    Daily {
        /// The hour.
        hour: i8,
        /// The minute.
        minute: i8,
    },
    /// Every so many minutes.
    EveryMinutes(u32),
}

impl ScheduleSpec {
    /// Every day at this time in China. One that was missed because nothing ran is made up for once.
    #[must_use]
    pub const fn daily(name: &'static str, hour: i8, minute: i8) -> Self {
        Self {
            name,
            rhythm: Rhythm::Daily { hour, minute },
        }
    }

    /// Every so many minutes.
    #[must_use]
    pub const fn every_minutes(name: &'static str, minutes: u32) -> Self {
        Self {
            name,
            rhythm: Rhythm::EveryMinutes(minutes),
        }
    }
}

impl Rhythm {
    /// The last instant it was due.
    #[must_use]
    pub fn last_slot_ms(self, now_ms: i64) -> i64 {
        const DAY_MS: i64 = 86_400_000;
        match self {
            Self::EveryMinutes(minutes) => {
                let length_ms = i64::from(minutes.max(1)) * 60_000;
                now_ms.div_euclid(length_ms) * length_ms
            }
            Self::Daily { hour, minute } => {
                let day = base::clock::day_in_china(now_ms);
                let since_midnight_ms = (i64::from(hour) * 60 + i64::from(minute)) * 60_000;
                let today_ms = base::clock::midnight_in_china(day) + since_midnight_ms;
                match today_ms <= now_ms {
                    true => today_ms,
                    false => today_ms - DAY_MS,
                }
            }
        }
    }
}

/// Why a job was not done.
#[derive(Debug)]
pub enum Failure {
    /// It may go well another time.
    Again(String),
    /// It will not: the words are for whoever waits.
    Never(Refusal),
    /// It was called off.
    Cancelled,
}

impl Failure {
    /// It may go well another time: the receiver does not answer, say.
    pub fn again(why: impl Into<String>) -> Self {
        Self::Again(why.into())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Never(refusal)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refusal) => Self::Never(refusal),
            store::Error::NotFound => Self::Never(Refusal::new(
                "jobs.gone",
                "要处理的内容已经不在了。",
                "请刷新页面后重新操作。",
            )),
            other => {
                // The chain goes to the log; it may name what the administrator should not read.
                tracing::warn!(error = ?other, "a job failed");
                Self::Again(other.to_string())
            }
        }
    }
}

/// Proof that a job was marked done; only [`JobCtx::finish`] gives one.
#[derive(Debug)]
pub struct Finished(());

/// A job being done: a [`Ctx`] with the way to tell how far it is and to end it.
#[derive(Clone)]
pub struct JobCtx {
    app: App,
    ctx: Arc<Ctx>,
    leased: Arc<Leased>,
    live: Arc<Live>,
}

impl Deref for JobCtx {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

impl JobCtx {
    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// What was set before the start.
    #[must_use]
    pub fn config(&self) -> &Config {
        self.app.config()
    }

    /// The job.
    #[must_use]
    pub fn id(&self) -> JobId {
        self.leased.id
    }

    /// Which attempt this is, from 1.
    #[must_use]
    pub fn attempt(&self) -> i64 {
        self.leased.n_failed + 1
    }

    /// Tells how far it is, in pieces of any size (0 of 0 when that is not known) and words
    /// (「写入台账」); cheap enough to be told for each row. An error when it was called off.
    pub fn progress(
        &self,
        done: u64,
        total: u64,
        words: impl Into<String>,
    ) -> std::result::Result<(), Failure> {
        self.live.tell(done, total, words);
        match self.live.is_cancelled() {
            true => Err(Failure::Cancelled),
            false => Ok(()),
        }
    }

    /// The same for code that knows nothing of jobs: told how many of how many are done, it says
    /// whether to go on.
    pub fn teller(&self, words: &'static str) -> impl FnMut(usize, usize) -> bool + Send + '_ {
        move |done, total| {
            let [done, total] = [done, total].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
            self.progress(done, total, words).is_ok()
        }
    }

    /// Keeps how far the work is, in the transaction of this part of it.
    pub async fn checkpoint(&self, tx: &mut Tx, place: &serde_json::Value) -> store::Result<()> {
        jobs::checkpoint(tx, &self.leased, place).await
    }

    /// What the last checkpoint kept, by whichever attempt.
    #[must_use]
    pub fn last_checkpoint<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&self.leased.checkpoint).ok()
    }

    /// Commits the effects of the job together with the mark that it is done.
    pub async fn finish(&self, mut tx: Tx, outcome: Outcome) -> JobResult {
        jobs::finish(&mut tx, &self.leased, &outcome).await?;
        tx.commit().await?;
        Ok(Finished(()))
    }

    /// Marks it done when it changed nothing in the database, or did so part by part.
    pub async fn done(&self, outcome: Outcome) -> JobResult {
        let tx = self.db.begin_write().await?;
        self.finish(tx, outcome).await
    }
}

/// Who does a job: whoever put it in, with the posts they hold now.
async fn actor_of(app: &App, leased: &Leased) -> store::Result<Actor> {
    let Some(account) = leased.account else {
        return Ok(Actor::program());
    };
    let identity = app.identify(Some(account)).await?;
    Ok(identity.actor.unwrap_or_else(|| Actor {
        account,
        person: leased.person.unwrap_or(base::actor::PersonId::nil()),
        name: leased.actor_name.clone(),
        unit: base::actor::UnitId::nil(),
        ..Actor::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::Rhythm;
    use base::{Clock, clock::FixedClock, day::Date};

    #[test]
    fn a_daily_slot_is_of_today_once_its_time_has_come() {
        let nine_ms = FixedClock::at_nine(Date::constant(2026, 3, 5)).now_ms();
        let slot = |hour, minute| Rhythm::Daily { hour, minute }.last_slot_ms(nine_ms);
        assert_eq!(slot(9, 0), nine_ms);
        assert_eq!(slot(8, 30), nine_ms - 30 * 60_000);
        assert_eq!(slot(9, 1), nine_ms + 60_000 - 86_400_000);
    }

    #[test]
    fn slots_of_minutes_stand_on_the_clock_not_on_the_start() {
        let every_five = Rhythm::EveryMinutes(5);
        let nine_ms = FixedClock::at_nine(Date::constant(2026, 3, 5)).now_ms();
        for seconds in [0, 1, 299] {
            assert_eq!(every_five.last_slot_ms(nine_ms + seconds * 1000), nine_ms);
        }
        assert_eq!(
            every_five.last_slot_ms(nine_ms + 300_000),
            nine_ms + 300_000
        );
    }
}
