//! Elementary functions that give the same bits on every processor: plain additions and multiplications in a fixed
//! order, where the standard library would call whatever the platform has. Inlined always, so that they are compiled for
//! the instructions of whoever calls them.

/// Adding 1.5·2²³ and subtracting it again rounds to the nearest whole number without a library call.
const ROUND: f32 = 12_582_912.0;

/// e to the power of x, to about 2e-7 relative; 0 below −87, and x above 88 counts as 88.
///
/// Splits x into n·ln 2 + r with |r| ≤ ln 2 / 2, evaluates the Taylor polynomial of degree 6 at r and puts n into
/// the exponent bits.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    // ln 2 in two parts, the first exact in few bits, so that r loses nothing.
    let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let p = 1.0
        + r * (1.0 + r * (0.5 + r * (1.666_666_7e-1 + r * (4.166_666_7e-2 + r * (8.333_333e-3 + r * 1.388_888_9e-3)))));
    f32::from_bits(((nearest(n) + 127) << 23) as u32) * p
}

/// x times the share of a normal distribution below x (the Gaussian error linear unit), to about 1e-6.
///
/// The error function is that of Abramowitz & Stegun 7.1.26.
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let tail =
        t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4)))) * exp(-z * z);
    let below = if x < 0.0 { 0.5 * tail } else { 1.0 - 0.5 * tail };
    x * below
}

/// The whole number nearest to x, the even one of two, for |x| under 2²².
#[inline(always)]
pub fn nearest(x: f32) -> i32 {
    ((x + ROUND).to_bits() as i32) - (ROUND.to_bits() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_to_the_true_value_over_its_range() {
        for i in -8600..8700 {
            let x = i as f32 / 100.0;
            let truth = f64::from(x).exp();
            let error = (f64::from(exp(x)) - truth).abs() / truth;
            assert!(error < 3e-7, "exp({x}) is off by {error:e}");
        }
    }

    #[test]
    fn gelu_is_the_identity_far_right_and_zero_far_left() {
        assert_eq!(gelu(20.0), 20.0);
        assert!(gelu(-20.0).abs() < 1e-6);
        assert!((gelu(1.0) - 0.841_344_7).abs() < 2e-6 && (gelu(-1.0) + 0.158_655_3).abs() < 2e-6);
    }

    #[test]
    fn nearest_rounds_ties_to_even() {
        assert_eq!([0.4, 0.5, 1.5, -0.5, -2.6, 2047.0].map(nearest), [0, 0, 2, 0, -3, 2047]);
    }
}
