//! Exact decimal numbers, so that "$3.5 billion" is 3500000000 on every machine.

use std::fmt;

/// A number `digits` × 10^-`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: u64,
    scale: u32,
}

impl Decimal {
    /// A whole number.
    pub(super) fn whole(digits: u64) -> Self {
        Decimal { digits, scale: 0 }
    }

    /// The number of these digits before and after the decimal mark; nothing for more than 18 of them, or none.
    pub(super) fn of_digits(whole: &str, decimals: &str) -> Option<Self> {
        let count = whole.len() + decimals.len();
        let value = |digits: u64, byte: u8| digits * 10 + u64::from(byte - b'0');
        let all = || whole.bytes().chain(decimals.bytes());
        ((1..=18).contains(&count) && all().all(|b| b.is_ascii_digit()))
            .then(|| Decimal { digits: all().fold(0, value), scale: decimals.len() as u32 })
    }

    /// Reads digits with a point before the decimals, as packs and values have them.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        Self::of_digits(whole, decimals)
    }

    /// The number times a factor; nothing where that has more than 19 digits.
    pub(super) fn times(self, factor: u64) -> Option<Self> {
        let (mut factor, mut scale) = (factor, self.scale);
        while scale > 0 && factor > 0 && factor.is_multiple_of(10) {
            (factor, scale) = (factor / 10, scale - 1);
        }
        Some(Decimal { digits: self.digits.checked_mul(factor)?, scale })
    }

    /// The number divided by a power of ten; nothing for another divisor or too many decimals.
    pub(super) fn divided(self, mut divisor: u64) -> Option<Self> {
        let mut scale = self.scale;
        while divisor > 1 {
            if !divisor.is_multiple_of(10) {
                return None;
            }
            (divisor, scale) = (divisor / 10, scale + 1);
        }
        (scale <= 18).then_some(Decimal { scale, ..self })
    }

    /// The fraction `parts`/`of`, where it has few decimals.
    pub(super) fn fraction(parts: u8, of: u8) -> Option<Self> {
        let thousandths = u64::from(parts) * 1000;
        let of = u64::from(of).max(1);
        thousandths.is_multiple_of(of).then(|| Decimal { digits: thousandths / of, scale: 3 })
    }

    /// The hundredth part; nothing where it has more than 18 decimals.
    pub(super) fn hundredth(self) -> Option<Self> {
        let scale = self.scale + 2;
        (scale <= 18).then_some(Decimal { scale, ..self })
    }

    /// The sum; nothing where it has too many digits.
    pub(super) fn plus(self, other: Decimal) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.widen(scale)?, other.widen(scale)?);
        Some(Decimal { digits: a.checked_add(b)?, scale })
    }

    fn widen(self, scale: u32) -> Option<u64> {
        self.digits.checked_mul(10u64.checked_pow(scale - self.scale)?)
    }

    /// Whether this number is smaller than the other.
    pub(super) fn is_below(self, other: Decimal) -> bool {
        let scale = self.scale.max(other.scale);
        match (self.widen(scale), other.widen(scale)) {
            (Some(own), Some(other)) => own < other,
            // What cannot be written with the other's decimals is larger than anything news counts.
            (own, _) => own.is_some(),
        }
    }

    /// The value, if it is a whole number.
    pub(super) fn as_whole(self) -> Option<u64> {
        let unit = 10u64.checked_pow(self.scale)?;
        self.digits.is_multiple_of(unit).then(|| self.digits / unit)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (mut digits, mut scale) = (self.digits, self.scale);
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        if scale == 0 {
            return write!(f, "{digits}");
        }
        let unit = 10u64.pow(scale.min(19));
        write!(f, "{}.{:0width$}", digits / unit, digits % unit, width = scale as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn decimals_stay_exact() {
        let product = |text: &str, by| Decimal::read(text).and_then(|d| d.times(by)).map(|d| d.to_string());
        assert_eq!(product("3.5", 1_000_000_000).as_deref(), Some("3500000000"));
        assert_eq!(product("0.125", 100).as_deref(), Some("12.5"));
        assert_eq!(product("2.5", 12).as_deref(), Some("30"));
        assert_eq!(product("9999999999999999999", 1), None);
        assert_eq!(product("999999999999999999", 1_000_000), None);
        assert_eq!(Decimal::fraction(3, 4).map(|d| d.to_string()).as_deref(), Some("0.75"));
        assert_eq!(Decimal::fraction(1, 3), None);
        assert_eq!(
            Decimal::whole(3).plus(Decimal::read("0.5").expect("read")).map(|d| d.to_string()).as_deref(),
            Some("3.5")
        );
    }
}
