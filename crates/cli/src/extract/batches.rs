//! Many files at once, on all processors, the results in the order the files were given.

use std::{
    num::NonZero,
    ops::ControlFlow,
    panic::resume_unwind,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// So many files are worked on before their results are put out: few enough for their ledgers to be
/// kept in memory, many enough that the threads rarely wait for each other.
const BATCH: usize = 64;

/// Does `work` for each file, on as many threads as the machine has processors, and hands the results
/// to `take` one after another until it breaks off.
pub(super) fn in_order<T: Send>(
    files: &[PathBuf],
    work: impl Fn(&Path) -> T + Sync,
    mut take: impl FnMut(&Path, T) -> ControlFlow<()>,
) {
    for batch in files.chunks(BATCH) {
        for (file, result) in batch.iter().zip(all(batch, &work)) {
            if take(file, result).is_break() {
                return;
            }
        }
    }
}

/// The results of a batch, in its order.
fn all<T: Send>(batch: &[PathBuf], work: &(impl Fn(&Path) -> T + Sync)) -> Vec<T> {
    let n_threads = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = batch.get(index) else {
                return done;
            };
            done.push((index, work(file)));
        }
    };
    let mut results = thread::scope(|scope| {
        let others: Vec<_> = (1..n_threads.min(batch.len()))
            .map(|_| scope.spawn(worker))
            .collect();
        let mut results = worker();
        for other in others {
            results.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        results
    });
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::{
        ops::ControlFlow,
        path::{Path, PathBuf},
    };

    fn files(number: usize) -> Vec<PathBuf> {
        (0..number).map(|n| PathBuf::from(n.to_string())).collect()
    }

    #[test]
    fn results_come_in_the_order_of_the_files() {
        let mut taken = Vec::new();
        in_order(&files(200), Path::to_path_buf, |file, result| {
            assert_eq!(file, result);
            taken.push(result);
            ControlFlow::Continue(())
        });
        assert_eq!(taken, files(200));
    }

    #[test]
    fn nothing_is_taken_after_a_break() {
        let mut n_taken = 0;
        in_order(
            &files(200),
            |_| (),
            |_, ()| {
                n_taken += 1;
                ControlFlow::Break(())
            },
        );
        assert_eq!(n_taken, 1);
    }
}
