//! What this process knows of jobs beside the database: that there is a new one, and how far those
//! are that run here. SQLite has one writer, which a long job may hold: its progress is told here.

use super::JobId;
use base::{Clock, clock};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::Notify;

/// Shared by everything that holds the same [`crate::Db`].
pub struct Board {
    clock: Arc<dyn Clock>,
    new_job: Notify,
    live: Mutex<HashMap<JobId, Arc<Live>>>,
}

/// A job that runs in this process.
#[derive(Debug, Default)]
pub struct Live {
    progress: Mutex<Progress>,
    is_cancelled: AtomicBool,
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) done: i64,
    pub(super) total: i64,
    pub(super) words: String,
}

impl Default for Board {
    fn default() -> Self {
        Self::with_clock(clock::of_machine())
    }
}

impl std::fmt::Debug for Board {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Board").finish_non_exhaustive()
    }
}

impl Board {
    pub(crate) fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            new_job: Notify::new(),
            live: Mutex::default(),
        }
    }

    /// The machine's time.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Tells whoever runs jobs here to look.
    pub fn wake(&self) {
        self.new_job.notify_one();
    }

    /// Waits until there is something to look at.
    pub async fn woken(&self) {
        self.new_job.notified().await;
    }

    /// A job begins to run here.
    #[must_use]
    pub fn begin(&self, job: JobId) -> Arc<Live> {
        let live = Arc::new(Live::default());
        held(&self.live).insert(job, live.clone());
        live
    }

    /// It does not run here any more.
    pub fn end(&self, job: JobId) {
        held(&self.live).remove(&job);
    }

    pub(super) fn live(&self, job: JobId) -> Option<Arc<Live>> {
        held(&self.live).get(&job).cloned()
    }
}

impl Live {
    /// Says how far it is.
    pub fn tell(&self, done: u64, total: u64, words: impl Into<String>) {
        *held(&self.progress) = Progress {
            done: i64::try_from(done).unwrap_or(i64::MAX),
            total: i64::try_from(total).unwrap_or(i64::MAX),
            words: words.into(),
        };
    }

    /// Calls it off.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was called off.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    pub(super) fn progress(&self) -> Progress {
        held(&self.progress).clone()
    }
}

/// The value behind a lock. Nothing here can be left half changed, whoever panicked.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
