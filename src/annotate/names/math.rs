//! Elementary functions that give the same bits on every processor: plain additions and multiplications in a fixed
//! order, where the standard library would call whatever the platform has.

/// e to the power of x, to about 2e-7 relative; 0 below −87, and x above 88 counts as 88.
///
/// Splits x into n·ln 2 + r with |r| ≤ ln 2 / 2, evaluates the Taylor polynomial of degree 6 at r and puts n into
/// the exponent bits.
#[inline]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    // Adding and subtracting 1.5·2²³ rounds to the nearest integer without a library call.
    const ROUND: f32 = 12_582_912.0;
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    // ln 2 in two parts, the first exact in few bits, so that r loses nothing.
    let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let p = 1.0
        + r * (1.0 + r * (0.5 + r * (1.666_666_7e-1 + r * (4.166_666_7e-2 + r * (8.333_333e-3 + r * 1.388_888_9e-3)))));
    f32::from_bits(((n as i32 + 127) << 23) as u32) * p
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
}
