//! Products of quantised matrices: whole numbers in, whole numbers out, so that every processor gives the same.
//!
//! Rows are cut into lanes of 32 sixteen-bit numbers. Where there is no AVX2 the compiler vectorises the plain code.

use crate::model::simd::{Instructions, Simd};

/// 32 numbers that are loaded at once; 64 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C, align(64))]
pub struct Lane(pub [i16; LANE]);

/// Numbers in a lane.
pub const LANE: usize = 32;

/// Rows of the right matrix that are kept in the nearest cache while all rows of the left pass over them.
const BLOCK: usize = 32;

/// Writes the dot product of every row of `left` with every row of `right`, both `lanes` lanes long: one row of `out`
/// per row of `left`.
///
/// The numbers are the same with all `instructions`; wider ones than the processor has are not taken.
///
/// Sums must fit 32 bits: with lanes·32 numbers per row, |left| times |right| must stay under 2³¹ / (lanes·32).
///
/// # Panics
/// If a matrix is no whole number of rows, or `out` has not one place for each product.
pub fn products(instructions: Instructions, left: &[Lane], right: &[Lane], lanes: usize, out: &mut [i32]) {
    assert!(
        lanes > 0 && left.len().is_multiple_of(lanes) && right.len().is_multiple_of(lanes),
        "matrices of whole rows"
    );
    assert_eq!(out.len(), left.len() / lanes * (right.len() / lanes), "one place for each product");
    let work = Products { left, right, lanes, out };
    match instructions.simd() {
        Simd::Plain => work.run::<2, 4>(plain),
        #[cfg(target_arch = "x86_64")]
        Simd::Avx2(simd) => simd.vectorize(x86::Wide256(simd, work)),
        #[cfg(target_arch = "x86_64")]
        Simd::Avx512(simd) => simd.vectorize(x86::Wide512(simd, work)),
    }
}

struct Products<'a> {
    left: &'a [Lane],
    right: &'a [Lane],
    lanes: usize,
    out: &'a mut [i32],
}

impl Products<'_> {
    /// Goes over the product in tiles of R by C. The last rows may be in two tiles, which give the same numbers twice; columns
    /// that fill no tile are taken one by one.
    #[inline(always)]
    fn run<const R: usize, const C: usize>(self, tile: impl Fn([&[Lane]; R], [&[Lane]; C]) -> [[i32; C]; R]) {
        let Products { left, right, lanes, out } = self;
        let (rows, columns) = (left.len() / lanes, right.len() / lanes);
        let row = |i: usize| &left[i * lanes..(i + 1) * lanes];
        let column = |j: usize| &right[j * lanes..(j + 1) * lanes];
        for block in (0..columns).step_by(BLOCK) {
            let end = (block + BLOCK).min(columns);
            let tiled = block + (end - block) / C * C;
            let last = (rows >= R && !rows.is_multiple_of(R)).then(|| rows - R);
            for i in (0..rows / R * R).step_by(R).chain(last) {
                let tile_rows: [&[Lane]; R] = std::array::from_fn(|r| row(i + r));
                for j in (block..tiled).step_by(C) {
                    let dots = tile(tile_rows, std::array::from_fn(|c| column(j + c)));
                    for (r, dots) in dots.iter().enumerate() {
                        out[(i + r) * columns + j..][..C].copy_from_slice(dots);
                    }
                }
            }
            let edge = if rows >= R { tiled..end } else { block..end };
            for (i, j) in (0..rows).flat_map(|i| edge.clone().map(move |j| (i, j))) {
                let [[dot]] = plain([row(i)], [column(j)]);
                out[i * columns + j] = dot;
            }
        }
    }
}

/// Dot products of each row with each column, in plain code.
#[inline(always)]
fn plain<const R: usize, const C: usize>(rows: [&[Lane]; R], columns: [&[Lane]; C]) -> [[i32; C]; R] {
    let mut sums = [[0i32; C]; R];
    for (r, row) in rows.iter().enumerate() {
        for (c, column) in columns.iter().enumerate() {
            let mut sum = 0i32;
            for (a, b) in row.iter().zip(*column) {
                for (a, b) in a.0.iter().zip(&b.0) {
                    sum += i32::from(*a) * i32::from(*b);
                }
            }
            sums[r][c] = sum;
        }
    }
    sums
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{__m128i, __m256i};

    use pulp::x86::{V3, V4};
    use pulp::{NullaryFnOnce, cast};

    use super::{Lane, Products};

    /// The same slices, cut to the length of the first, so that the compiler sees that they are equally long.
    #[inline(always)]
    fn as_long<'a, const R: usize, const C: usize>(
        rows: [&'a [Lane]; R],
        columns: [&'a [Lane]; C],
    ) -> ([&'a [Lane]; R], [&'a [Lane]; C]) {
        let lanes = rows[0].len();
        (rows.map(|row| &row[..lanes]), columns.map(|column| &column[..lanes]))
    }

    /// The sum of the eight numbers in each of four registers, without leaving the registers until all four stand side by side.
    #[inline(always)]
    fn totals(simd: V3, [a, b, c, d]: [__m256i; 4]) -> [i32; 4] {
        let first = simd.avx2._mm256_hadd_epi32(a, b);
        let second = simd.avx2._mm256_hadd_epi32(c, d);
        let [low, high]: [__m128i; 2] = cast(simd.avx2._mm256_hadd_epi32(first, second));
        cast(simd.sse2._mm_add_epi32(low, high))
    }

    /// The product with AVX2's multiply-and-add of pairs.
    pub(super) struct Wide256<'a>(pub V3, pub Products<'a>);

    impl NullaryFnOnce for Wide256<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let simd = self.0;
            self.1.run::<2, 4>(
                #[inline(always)]
                |rows, columns| {
                    let (rows, columns) = as_long(rows, columns);
                    let mut sums = [[simd.avx._mm256_setzero_si256(); 4]; 2];
                    for t in 0..rows[0].len() {
                        for half in 0..2 {
                            for (row, sums) in rows.iter().zip(&mut sums) {
                                let row = cast::<_, [__m256i; 2]>(row[t].0)[half];
                                for (column, sum) in columns.iter().zip(sums) {
                                    let column = cast::<_, [__m256i; 2]>(column[t].0)[half];
                                    let pairs = simd.avx2._mm256_madd_epi16(row, column);
                                    *sum = simd.avx2._mm256_add_epi32(*sum, pairs);
                                }
                            }
                        }
                    }
                    let mut dots = [[0; 4]; 2];
                    for (row, dots) in sums.iter().zip(&mut dots) {
                        *dots = totals(simd, *row);
                    }
                    dots
                },
            );
        }
    }

    /// The same with AVX-512.
    pub(super) struct Wide512<'a>(pub V4, pub Products<'a>);

    impl NullaryFnOnce for Wide512<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let simd = self.0;
            self.1.run::<4, 4>(
                #[inline(always)]
                |rows, columns| {
                    let (rows, columns) = as_long(rows, columns);
                    let mut sums = [[simd.avx512f._mm512_setzero_si512(); 4]; 4];
                    for t in 0..rows[0].len() {
                        for (row, sums) in rows.iter().zip(&mut sums) {
                            for (column, sum) in columns.iter().zip(sums) {
                                let pairs = simd.avx512bw._mm512_madd_epi16(cast(row[t].0), cast(column[t].0));
                                *sum = simd.avx512f._mm512_add_epi32(*sum, pairs);
                            }
                        }
                    }
                    // No closures: they would be compiled without these instructions.
                    let mut dots = [[0; 4]; 4];
                    for (row, dots) in sums.iter().zip(&mut dots) {
                        let mut halves = [simd.avx._mm256_setzero_si256(); 4];
                        for (sum, halves) in row.iter().zip(&mut halves) {
                            let [low, high]: [__m256i; 2] = cast(*sum);
                            *halves = simd.avx2._mm256_add_epi32(low, high);
                        }
                        *dots = totals(*simd, halves);
                    }
                    dots
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_gives_the_same_numbers() {
        let lanes = 3;
        let matrix = |rows: usize, step: usize| -> Vec<Lane> {
            (0..rows * lanes)
                .map(|i| Lane(std::array::from_fn(|l| ((i * LANE + l) * step % 4093) as i16 - 2046)))
                .collect()
        };
        let (left, right) = (matrix(7, 7919), matrix(37, 104_729));
        let mut expected = vec![0; 7 * 37];
        Products { left: &left, right: &right, lanes, out: &mut expected }.run::<1, 1>(plain);
        for instructions in [Instructions::Plain, Instructions::Avx2, Instructions::Avx512] {
            let mut out = vec![0; 7 * 37];
            products(instructions, &left, &right, lanes, &mut out);
            assert_eq!(out, expected, "{instructions:?}");
        }
    }
}
