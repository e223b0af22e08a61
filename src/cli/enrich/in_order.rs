//! Work on several threads, results in the order of the items.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Items that may be read ahead of the oldest one that is not yet written, for each thread: enough that one slow
/// article does not leave the other threads without work.
const AHEAD: usize = 8;

/// Applies `work` to all items on `jobs` threads and hands the results to `each`, one by one in the order of the
/// items. The number of items and results in memory is bounded, and no result waits for a later item.
///
/// # Errors
/// The first error of `each`; no further items are read then.
pub fn map<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: NonZero<usize>,
    work: impl Fn(T) -> R + Sync,
    mut each: impl FnMut(R) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    // Each item goes to the threads with a sender for its result; the receivers queue here in the items' order.
    let (to_threads, queue) = channel::<(T, Sender<R>)>();
    let (to_writer, results) = sync_channel::<Receiver<R>>(AHEAD * jobs.get());
    let queue = Mutex::new(queue);
    let (queue, work) = (&queue, &work);
    thread::scope(|scope| {
        for _ in 0..jobs.get() {
            scope.spawn(move || {
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((item, result)) = next else { break };
                    // Fails only when `each` has failed and nobody waits for results any more.
                    _ = result.send(work(item));
                }
            });
        }
        scope.spawn(move || {
            for item in items {
                let (sender, receiver) = channel();
                if to_writer.send(receiver).is_err() || to_threads.send((item, sender)).is_err() {
                    break;
                }
            }
        });
        for result in results {
            each(result.recv().expect("a thread sends each result, or its panic ends the scope"))?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const JOBS: NonZero<usize> = NonZero::new(4).expect("not zero");

    #[test]
    fn results_keep_the_order_of_the_items_although_later_ones_are_done_first() {
        let first_may_end = Barrier::new(2);
        let mut results = Vec::new();
        let work = |item: usize| {
            if item == 0 || item == 3 {
                first_may_end.wait();
            }
            item * 10
        };
        map(0..6, JOBS, work, |r| {
            results.push(r);
            Ok(())
        })
        .expect("no errors");
        assert_eq!(results, [0, 10, 20, 30, 40, 50]);
    }

    #[test]
    fn reading_ends_when_writing_fails() {
        let read = AtomicUsize::new(0);
        let items = (0..).inspect(|_| {
            read.fetch_add(1, Ordering::Relaxed);
        });
        let mut written = 0;
        let result = map(
            items,
            JOBS,
            |item: u64| item,
            |_| {
                written += 1;
                anyhow::ensure!(written < 3, "full");
                Ok(())
            },
        );
        assert_eq!(result.expect_err("writing failed").to_string(), "full");
        let bound = 3 + AHEAD * JOBS.get() + 2;
        assert!(read.into_inner() <= bound, "more than {bound} items were read");
    }
}
