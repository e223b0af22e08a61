//! Ending work that takes too long from outside, at the places where it asks.
//!
//! The pure centre reads no clock. Whoever has one runs the work in [`Interrupt::run`] on a thread and calls
//! [`Interrupt::raise`] from another when the time is up; every loop of the work over something that a stranger can make
//! long calls [`check`], which then leaves the work by unwinding. Work that nobody watches is never interrupted, so the
//! same input gives the same bytes or nothing.
//!
//! The way is that of incremental compilers, which leave a query that way when its input changes (`salsa::Cancelled`):
//! the payload is a type of our own, no panic hook runs, and nothing between has to hand an error on.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The work was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted;

/// A request to end work; clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

thread_local! {
    /// The request that the work on this thread looks at.
    static WATCHED: RefCell<Option<Interrupt>> = const { RefCell::new(None) };
}

impl Interrupt {
    /// The work ends at its next [`check`].
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked for.
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Does the work on this thread and within it looks at this request.
    ///
    /// # Errors
    /// [`Interrupted`] when the work ended because of it.
    ///
    /// # Panics
    /// As the work does.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> Result<T, Interrupted> {
        let outer = WATCHED.replace(Some(self.clone()));
        // Whatever was half done is dropped by the unwinding, and who runs interruptible work shares nothing with it that
        // is written to.
        let result = catch_unwind(AssertUnwindSafe(work));
        WATCHED.set(outer);
        result.map_err(|payload| match payload.downcast::<Interrupted>() {
            Ok(interrupted) => *interrupted,
            Err(panic) => resume_unwind(panic),
        })
    }
}

/// Leaves the work if its time is up. Takes some nanoseconds: call it for every element of what a stranger can make
/// long, not for every byte.
#[inline]
pub fn check() {
    let is_raised = WATCHED.with_borrow(|watched| watched.as_ref().is_some_and(Interrupt::is_raised));
    if is_raised {
        resume_unwind(Box::new(Interrupted));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_ends_at_its_next_check_and_only_when_asked() {
        let (asked, other) = (Interrupt::default(), Interrupt::default());
        let mut rounds = 0;
        let end = asked.run(|| {
            loop {
                check();
                rounds += 1;
                if rounds == 3 {
                    asked.raise();
                }
            }
        });
        assert_eq!((end, rounds), (Err::<(), _>(Interrupted), 3));
        assert_eq!(other.run(|| (check(), 7).1), Ok(7), "another request is not this one");
        check();
    }

    #[test]
    fn a_panic_stays_a_panic_and_the_outer_request_counts_again() {
        let (outer, inner) = (Interrupt::default(), Interrupt::default());
        let end = outer.run(|| {
            let panic = catch_unwind(AssertUnwindSafe(|| inner.run(|| panic!("a bug"))));
            assert!(panic.is_err());
            outer.raise();
            check();
        });
        assert_eq!(end, Err(Interrupted));
    }
}
