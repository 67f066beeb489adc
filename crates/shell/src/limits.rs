//! How often one may knock: log-ins and pages open to everybody, by address and by log-in.
//!
//! Kept in memory, an instance for itself, and never more than [`MOST_ENTRIES`]: what is forgotten
//! under an attack from very many addresses is forgiveness for those that have been quiet longest.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How many addresses and log-ins are remembered.
const MOST_ENTRIES: usize = 20_000;

/// How much of a log-in is remembered: it is whatever somebody sends, megabytes if they like.
const MOST_CHARS: usize = 80;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limited {
    /// Pages open to everybody, by address.
    OpenPage,
    /// Acts open to everybody, log-ins above all, by address. A whole school may stand behind one.
    OpenAct,
    /// Log-ins by log-in, whoever tries.
    SignIn,
}

impl Limited {
    /// How many at once, and how long until there is one more.
    fn pace(self) -> (i64, i64) {
        match self {
            Self::OpenPage => (300, 100),
            Self::OpenAct => (60, 1_000),
            Self::SignIn => (20, 6_000),
        }
    }
}

/// Who knocked how often lately.
#[derive(Debug, Default)]
pub struct Limits {
    /// When each will have been quiet long enough to have all its tries again.
    rested_at: Mutex<HashMap<(Limited, String), i64>>,
}

impl Limits {
    /// One more of these; when there are too many, how many seconds to wait.
    pub fn take(&self, what: Limited, whose: &str, now_ms: i64) -> Result<(), i64> {
        let (burst, pace_ms) = what.pace();
        let mut rested_at = self
            .rested_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if rested_at.len() >= MOST_ENTRIES {
            forget(&mut rested_at, now_ms);
        }
        let whose: String = whose.chars().take(MOST_CHARS).collect();
        let entry = rested_at.entry((what, whose)).or_insert(now_ms);
        // A clock that was put back must not lock anybody out for longer than a full rest.
        let from = (*entry).clamp(now_ms, now_ms + burst * pace_ms);
        *entry = from;
        let after = from + pace_ms;
        let over_ms = after - now_ms - burst * pace_ms;
        if over_ms > 0 {
            return Err((over_ms + 999) / 1_000);
        }
        *entry = after;
        Ok(())
    }
}

/// Makes room: whoever has rested goes first, then those nearest to it.
fn forget(rested_at: &mut HashMap<(Limited, String), i64>, now_ms: i64) {
    rested_at.retain(|_, rested| *rested > now_ms);
    if rested_at.len() >= MOST_ENTRIES {
        let mut all: Vec<i64> = rested_at.values().copied().collect();
        let (_, middle, _) = all.select_nth_unstable(MOST_ENTRIES / 2);
        let middle = *middle;
        rested_at.retain(|_, rested| *rested > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::{Limited, Limits, MOST_ENTRIES};

    #[test]
    fn after_a_burst_one_waits_and_then_has_one_more() {
        let limits = Limits::default();
        for _ in 0..20 {
            assert_eq!(limits.take(Limited::SignIn, "wangmin", 1_000), Ok(()));
        }
        assert_eq!(limits.take(Limited::SignIn, "wangmin", 1_000), Err(6));
        assert_eq!(limits.take(Limited::SignIn, "another", 1_000), Ok(()));
        assert_eq!(limits.take(Limited::OpenAct, "wangmin", 1_000), Ok(()));
        assert_eq!(limits.take(Limited::SignIn, "wangmin", 6_500), Err(1));
        assert_eq!(limits.take(Limited::SignIn, "wangmin", 7_000), Ok(()));
        assert_eq!(limits.take(Limited::SignIn, "wangmin", 7_000), Err(6));
    }

    #[test]
    fn a_clock_put_back_locks_nobody_out_for_long() {
        let limits = Limits::default();
        assert_eq!(limits.take(Limited::SignIn, "wangmin", 9_000_000), Ok(()));
        assert!(limits.take(Limited::SignIn, "wangmin", 1_000).is_err());
        assert_eq!(limits.take(Limited::SignIn, "wangmin", 130_000), Ok(()));
    }

    #[test]
    fn memory_is_bounded_however_many_addresses_there_are() {
        let limits = Limits::default();
        for address in 0..MOST_ENTRIES * 2 {
            let _ = limits.take(Limited::OpenAct, &address.to_string(), 1_000);
        }
        let n_kept = limits.rested_at.lock().unwrap().len();
        assert!(n_kept <= MOST_ENTRIES, "{n_kept}");
        let endless = "王".repeat(1_000_000);
        limits.take(Limited::SignIn, &endless, 1_000).unwrap();
        let kept = limits.rested_at.lock().unwrap();
        let longest = kept.keys().map(|(_, whose)| whose.capacity()).max();
        assert!(longest.unwrap() < 1_000, "{longest:?}");
    }
}
