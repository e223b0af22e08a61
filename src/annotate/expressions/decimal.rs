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

    /// Reads digits with commas between groups and a point before decimals; nothing for anything else or for more
    /// than 18 digits.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (mut digits, mut scale, mut point, mut count) = (0u64, 0, false, 0);
        let bytes = text.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    digits = digits * 10 + u64::from(byte - b'0');
                    scale += u32::from(point);
                    count += 1;
                }
                // A comma stands between groups of three, or of two in South Asia ("1,50,000").
                b',' if !point && at > 0 && bytes.get(at + 2).is_some_and(u8::is_ascii_digit) => {}
                b'.' if !point && at + 1 < bytes.len() => point = true,
                _ => return None,
            }
            if count > 18 {
                return None;
            }
        }
        (count > 0 && (point || bytes[0].is_ascii_digit())).then_some(Decimal { digits, scale })
    }

    /// The number times 10^`exponent`; nothing where that has more than 19 digits.
    pub(super) fn shift(self, exponent: u32) -> Option<Self> {
        let cancelled = exponent.min(self.scale);
        let digits = self.digits.checked_mul(10u64.checked_pow(exponent - cancelled)?)?;
        Some(Decimal { digits, scale: self.scale - cancelled })
    }

    /// The hundredth part; nothing where it has more than 18 decimals.
    pub(super) fn hundredth(self) -> Option<Self> {
        let scale = self.scale + 2;
        (scale <= 18).then_some(Decimal { scale, ..self })
    }

    /// Sum with a whole number.
    pub(super) fn plus(self, other: Decimal) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.shift(0)?.widen(scale)?, other.widen(scale)?);
        Some(Decimal { digits: a.checked_add(b)?, scale })
    }

    fn widen(self, scale: u32) -> Option<u64> {
        self.digits.checked_mul(10u64.checked_pow(scale - self.scale)?)
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
        let shifted = |text: &str, by| Decimal::read(text).and_then(|d| d.shift(by)).map(|d| d.to_string());
        assert_eq!(shifted("3.5", 9).as_deref(), Some("3500000000"));
        assert_eq!(shifted("1,50,000", 0).as_deref(), Some("150000"));
        assert_eq!(shifted("0.125", 2).as_deref(), Some("12.5"));
        assert_eq!(shifted(".5", 0).as_deref(), Some("0.5"));
        assert_eq!(shifted("1.2.3", 0), None);
        assert_eq!(shifted("9999999999999999999", 0), None);
        assert_eq!(shifted("999999999999999999", 12), None);
    }
}
