//! The sums of the parser's network: rows of the hidden layer's weights added up, outputs scored. All instructions give the
//! same numbers, since they are whole and leave no register.

/// Units of the hidden layer.
pub(crate) const HIDDEN: usize = 128;

/// Half of the units: those whose weights are the low bits of a row's bytes, or the high ones.
pub(crate) const HALF: usize = HIDDEN / 2;

/// A feature's share in the sums of the hidden layer, four bits a weight, in one line of the processor's cache. A byte has
/// the weight of a unit in its low bits and that of the unit [`HALF`] further on in its high ones.
pub(crate) type Row = [u8; HALF];

/// The hidden layer, or an output's weights.
pub(crate) type Units = [i16; HIDDEN];

/// Instructions that the sums are made with.
pub(crate) trait Arithmetic: Copy {
    /// The sum of rows, each times its scale, and of what is summed already.
    fn sum<'a>(self, rows: &[&Row], scales: &[u8], summed: impl Iterator<Item = &'a Units>) -> Units;

    /// The sum of the products of all units.
    fn product(self, left: &Units, right: &Units) -> i32;

    /// The same for one left side and four right ones.
    fn products(self, left: &Units, right: &[Units; 4]) -> [i32; 4];
}

/// The instructions that every processor has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain;

impl Arithmetic for Plain {
    #[inline(always)]
    fn sum<'a>(self, rows: &[&Row], scales: &[u8], summed: impl Iterator<Item = &'a Units>) -> Units {
        // Half by half: eight registers of the smallest kind hold the sums of one.
        let mut sums = [0; HIDDEN];
        let (low, high) = sums.split_at_mut(HALF);
        sum_half(rows, scales, low, |byte| byte & 15);
        sum_half(rows, scales, high, |byte| byte >> 4);
        for units in summed {
            sums.iter_mut().zip(units).for_each(|(sum, unit)| *sum += unit);
        }
        sums
    }

    #[inline(always)]
    fn product(self, left: &Units, right: &Units) -> i32 {
        left.iter().zip(right).map(|(&l, &r)| i32::from(l) * i32::from(r)).sum()
    }

    #[inline(always)]
    fn products(self, left: &Units, right: &[Units; 4]) -> [i32; 4] {
        std::array::from_fn(|at| self.product(left, &right[at]))
    }
}

#[inline(always)]
fn sum_half(rows: &[&Row], scales: &[u8], out: &mut [i16], weight: impl Fn(u8) -> u8) {
    let mut sums = [0; HALF];
    for (row, &scale) in rows.iter().zip(scales) {
        for (sum, &byte) in sums.iter_mut().zip(*row) {
            *sum += i16::from(weight(byte)) * i16::from(scale);
        }
    }
    out.copy_from_slice(&sums);
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{__m128i, __m256i};

    use pulp::cast;
    use pulp::x86::V3;

    use super::{Arithmetic, Row, Units};

    impl Arithmetic for V3 {
        #[inline(always)]
        fn sum<'a>(self, rows: &[&Row], scales: &[u8], summed: impl Iterator<Item = &'a Units>) -> Units {
            let (avx, avx2) = (self.avx, self.avx2);
            let mut sums = ([avx._mm256_setzero_si256(); 4], [avx._mm256_setzero_si256(); 4]);
            let ((pairs, last), (scales, last_scale)) = (rows.as_chunks::<2>(), scales.as_chunks::<2>());
            for (&rows, &scales) in pairs.iter().zip(scales) {
                add_pair(self, rows, scales, &mut sums);
            }
            if let (&[row], &[scale]) = (last, last_scale) {
                add_pair(self, [row, row], [scale, 0], &mut sums);
            }
            let (mut low, high) = sums;
            for (low, high) in low.iter_mut().zip(high) {
                *low = avx2._mm256_sub_epi16(*low, avx2._mm256_slli_epi16::<4>(high));
            }
            // What was put beside each other lies in turns in the two halves of two registers.
            let in_order = |[a, b, c, d]: [__m256i; 4]| {
                [
                    avx2._mm256_permute2x128_si256::<0x20>(a, b),
                    avx2._mm256_permute2x128_si256::<0x31>(a, b),
                    avx2._mm256_permute2x128_si256::<0x20>(c, d),
                    avx2._mm256_permute2x128_si256::<0x31>(c, d),
                ]
            };
            let mut all: [__m256i; 8] = cast([in_order(low), in_order(high)]);
            for units in summed {
                let units: [__m256i; 8] = cast(*units);
                for (sum, unit) in all.iter_mut().zip(units) {
                    *sum = avx2._mm256_add_epi16(*sum, unit);
                }
            }
            cast(all)
        }

        #[inline(always)]
        fn product(self, left: &Units, right: &Units) -> i32 {
            let sums: [i32; 8] = cast(product_by_lane(self, left, right));
            sums.into_iter().sum()
        }

        /// Four sums end up beside each other, so that what lies in eight lanes is added up once for all of them.
        #[inline(always)]
        fn products(self, left: &Units, right: &[Units; 4]) -> [i32; 4] {
            let [a, b, c, d] = right;
            let first = self.avx2._mm256_hadd_epi32(product_by_lane(self, left, a), product_by_lane(self, left, b));
            let second = self.avx2._mm256_hadd_epi32(product_by_lane(self, left, c), product_by_lane(self, left, d));
            let [low, high]: [__m128i; 2] = cast(self.avx2._mm256_hadd_epi32(first, second));
            cast(self.sse2._mm_add_epi32(low, high))
        }
    }

    #[inline(always)]
    fn product_by_lane(simd: V3, left: &Units, right: &Units) -> __m256i {
        let (left, right): ([__m256i; 8], [__m256i; 8]) = (cast(*left), cast(*right));
        let mut sums = simd.avx._mm256_setzero_si256();
        for (l, r) in left.into_iter().zip(right) {
            sums = simd.avx2._mm256_add_epi32(sums, simd.avx2._mm256_madd_epi16(l, r));
        }
        sums
    }

    /// Two rows at once, byte beside byte: one instruction multiplies the weights of a unit in both rows with the two scales and
    /// adds the products. Whole bytes give the sums of their low bits once sixteen times those of their high bits are taken
    /// away, whatever has left the registers meanwhile.
    #[inline(always)]
    fn add_pair(
        simd: V3,
        [first, second]: [&Row; 2],
        scales: [u8; 2],
        (whole, high): &mut ([__m256i; 4], [__m256i; 4]),
    ) {
        let (avx, avx2) = (simd.avx, simd.avx2);
        let low_bits = avx._mm256_set1_epi8(15);
        let factors = avx._mm256_set1_epi16(i16::from_le_bytes(scales));
        let (first, second): ([__m256i; 2], [__m256i; 2]) = (cast(*first), cast(*second));
        for half in 0..2 {
            let beside = [
                avx2._mm256_unpacklo_epi8(first[half], second[half]),
                avx2._mm256_unpackhi_epi8(first[half], second[half]),
            ];
            for (at, pairs) in (2 * half..).zip(beside) {
                whole[at] = avx2._mm256_add_epi16(whole[at], avx2._mm256_maddubs_epi16(pairs, factors));
                let weights = avx2._mm256_and_si256(avx2._mm256_srli_epi16::<4>(pairs), low_bits);
                high[at] = avx2._mm256_add_epi16(high[at], avx2._mm256_maddubs_epi16(weights, factors));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::simd::{Instructions, Simd};

    #[test]
    fn all_instructions_give_the_same_sums() {
        let row = |n: u8| std::array::from_fn(|at| (at as u8).wrapping_mul(37).wrapping_add(n.wrapping_mul(91)));
        let rows: Vec<Row> = (0..9).map(row).collect();
        let units = |step: usize| -> Units { std::array::from_fn(|at| ((at * step) % 4093) as i16 - 2046) };
        let (left, right) = (units(7919), units(104_729));
        for count in 0..=rows.len() {
            let rows: Vec<_> = rows[..count].iter().collect();
            let scales: Vec<_> = (0..count as u8).map(|n| n * 3 + 7).collect();
            let summed = [left, right];
            let four = [left, right, units(3), units(31)];
            let plain =
                (Plain.sum(&rows, &scales, summed.iter()), Plain.product(&left, &right), Plain.products(&left, &four));
            for instructions in [Instructions::Avx2, Instructions::Avx512] {
                let sums = match instructions.simd() {
                    Simd::Plain => plain,
                    #[cfg(target_arch = "x86_64")]
                    Simd::Avx2(simd) => (
                        simd.sum(&rows, &scales, summed.iter()),
                        simd.product(&left, &right),
                        simd.products(&left, &four),
                    ),
                    #[cfg(target_arch = "x86_64")]
                    Simd::Avx512(simd) => (
                        simd.sum(&rows, &scales, summed.iter()),
                        simd.product(&left, &right),
                        simd.products(&left, &four),
                    ),
                };
                assert_eq!(sums, plain, "{instructions:?}, {count} rows");
            }
        }
    }
}
