//! The processor's instructions that the models are computed with. All of their arithmetic is in whole numbers, so that
//! the choice changes the time that it takes and nothing else.

use pulp::NullaryFnOnce;

/// Instructions, narrow ones first. Elsewhere than on x86-64 there are only [`Instructions::Plain`] ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instructions {
    /// Those that every processor has for which the program is built.
    Plain,
    /// AVX2 and its companions (x86-64-v3).
    Avx2,
    /// AVX-512 with bytes and words (x86-64-v4).
    Avx512,
}

impl Default for Instructions {
    /// The widest that this processor has.
    fn default() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if pulp::x86::V4::try_new().is_some() {
                return Instructions::Avx512;
            }
            if pulp::x86::V3::try_new().is_some() {
                return Instructions::Avx2;
            }
        }
        Instructions::Plain
    }
}

impl Instructions {
    /// Does the work in code compiled for these instructions, or for narrower ones where the processor has not got them.
    ///
    /// Only what is inlined into `work` is compiled anew: its `call` and all that it calls have to be
    /// `#[inline(always)]`, and a closure will not do, since the call of it is not.
    #[inline]
    pub fn run<W: NullaryFnOnce>(self, work: W) -> W::Output {
        #[cfg(target_arch = "x86_64")]
        {
            if self >= Instructions::Avx512
                && let Some(simd) = pulp::x86::V4::try_new()
            {
                return simd.vectorize(work);
            }
            if self >= Instructions::Avx2
                && let Some(simd) = pulp::x86::V3::try_new()
            {
                return simd.vectorize(work);
            }
        }
        work.call()
    }
}
