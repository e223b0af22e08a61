//! How many articles may be in hand, given how large they are.

use std::num::NonZeroU16;

/// Follows the sizes of the bodies that come.
#[derive(Debug)]
pub struct PrefetchBudget {
    budget: usize,
    /// The typical size of the large ones: jumps up with each larger body and falls slowly.
    typical: usize,
}

impl PrefetchBudget {
    /// Bodies in hand are to stay below `budget` bytes. Until some have come, each is taken for as large as the largest
    /// that is allowed: a worker that large ones took down must not begin with as many of them again.
    pub fn new(budget: usize, largest: usize) -> Self {
        PrefetchBudget { budget, typical: largest }
    }

    /// A body of so many bytes came.
    pub fn saw(&mut self, bytes: usize) {
        self.typical = bytes.max(self.typical - self.typical / 32);
    }

    /// The prefetch that keeps to the budget, at most `most`; `None` while `now` is good enough, so that the
    /// consumer is not renewed for every article.
    pub fn better_prefetch(&self, now: NonZeroU16, most: NonZeroU16) -> Option<NonZeroU16> {
        let fitting = u16::try_from(self.budget / self.typical.max(1)).unwrap_or(u16::MAX).clamp(1, most.get());
        let (now, fitting) = (u32::from(now.get()), u32::from(fitting));
        let wrong = fitting * 2 <= now || fitting >= now * 2 || (fitting == u32::from(most.get()) && fitting > now);
        wrong.then(|| NonZeroU16::new(u16::try_from(fitting).unwrap_or(u16::MAX)).unwrap_or(NonZeroU16::MIN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(n: u16) -> NonZeroU16 {
        NonZeroU16::new(n).expect("not zero")
    }

    #[test]
    fn large_bodies_lower_the_prefetch_and_small_ones_raise_it_again() {
        let (mut sizes, most) = (PrefetchBudget::new(64_000_000, 0), number(64));
        let mut now = most;
        let mut steps = Vec::new();
        for bytes in [10_000, 8_000_000, 64_000_000].into_iter().chain([10_000; 400]) {
            sizes.saw(bytes);
            if let Some(better) = sizes.better_prefetch(now, most) {
                now = better;
                steps.push(now.get());
            }
        }
        assert_eq!(steps, [8, 1, 2, 4, 8, 16, 32, 64]);
    }

    #[test]
    fn the_first_are_few_until_their_size_is_known() {
        let (mut sizes, most) = (PrefetchBudget::new(64_000_000, 8_000_000), number(64));
        assert_eq!(sizes.better_prefetch(most, most), Some(number(8)));
        let grown = (1..).find(|_| {
            sizes.saw(5_000);
            sizes.better_prefetch(number(8), most) == Some(most)
        });
        assert!(grown < Some(100), "{grown:?}");
    }

    #[test]
    fn ordinary_articles_never_renew_the_consumer() {
        let (mut sizes, most) = (PrefetchBudget::new(64 * 1024 * 1024, 0), number(64));
        for bytes in [5_000, 300_000, 20_000, 0, 900_000] {
            sizes.saw(bytes);
            assert_eq!(sizes.better_prefetch(most, most), None);
        }
    }
}
