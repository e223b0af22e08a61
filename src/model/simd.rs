//! The processor's instructions that the models are computed with. Their arithmetic is in whole numbers, or in floats of
//! which each is the outcome of the same operations in the same order, so that the choice changes the time that it takes
//! and nothing else.

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

/// Proof that the processor has some instructions.
pub enum Simd {
    /// Of those that every processor has.
    Plain,
    /// Of AVX2.
    #[cfg(target_arch = "x86_64")]
    Avx2(pulp::x86::V3),
    /// Of AVX-512.
    #[cfg(target_arch = "x86_64")]
    Avx512(pulp::x86::V4),
}

impl Default for Instructions {
    /// The widest that this processor has.
    fn default() -> Self {
        match Instructions::Avx512.simd() {
            Simd::Plain => Instructions::Plain,
            #[cfg(target_arch = "x86_64")]
            Simd::Avx2(_) => Instructions::Avx2,
            #[cfg(target_arch = "x86_64")]
            Simd::Avx512(_) => Instructions::Avx512,
        }
    }
}

impl Instructions {
    /// These instructions, or the next narrower ones that the processor has.
    #[inline]
    pub fn simd(self) -> Simd {
        #[cfg(target_arch = "x86_64")]
        {
            if self >= Instructions::Avx512
                && let Some(simd) = pulp::x86::V4::try_new()
            {
                return Simd::Avx512(simd);
            }
            if self >= Instructions::Avx2
                && let Some(simd) = pulp::x86::V3::try_new()
            {
                return Simd::Avx2(simd);
            }
        }
        Simd::Plain
    }

    /// Does the work in code compiled for these instructions, or for narrower ones where the processor has not got them.
    ///
    /// Only what is inlined into `work` is compiled anew: its `call` and all that it calls have to be
    /// `#[inline(always)]`, and a closure will not do, since the call of it is not.
    #[inline]
    pub fn run<W: NullaryFnOnce>(self, work: W) -> W::Output {
        match self.simd() {
            Simd::Plain => work.call(),
            #[cfg(target_arch = "x86_64")]
            Simd::Avx2(simd) => simd.vectorize(work),
            #[cfg(target_arch = "x86_64")]
            Simd::Avx512(simd) => simd.vectorize(work),
        }
    }
}
