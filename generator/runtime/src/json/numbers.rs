//! Numbers as they are written: no rounding, whatever their size.
use core::cmp::Ordering;

/// A decimal number: `0.DIGITS × 10^magnitude`, without zeros at either end of the digits; zero has none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    magnitude: i64,
    /// The digits before and after the point.
    whole: &'a [u8],
    fraction: &'a [u8],
}

/// Beyond this, exponents are cut off: nothing that fits in memory can tell.
const EXPONENT: i64 = i64::MAX / 4;

impl<'a> Decimal<'a> {
    /// Reads a number by JSON's grammar, which `text` was checked to follow.
    pub(crate) fn parse(text: &'a str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut magnitude = exponent + length(whole.len());
        let stripped = whole.trim_start_matches('0');
        magnitude -= length(whole.len() - stripped.len());
        let (mut whole, mut fraction) = (stripped, fraction);
        if whole.is_empty() {
            let stripped = fraction.trim_start_matches('0');
            magnitude -= length(fraction.len() - stripped.len());
            fraction = stripped;
        }
        fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() {
            whole = whole.trim_end_matches('0');
        }
        let is_zero = whole.is_empty() && fraction.is_empty();
        Self {
            negative: negative && !is_zero,
            magnitude: if is_zero { 0 } else { magnitude },
            whole: whole.as_bytes(),
            fraction: fraction.as_bytes(),
        }
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.whole.iter().chain(self.fraction).copied()
    }

    fn len(&self) -> i64 {
        length(self.whole.len() + self.fraction.len())
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }

    /// Whether the value has no fraction.
    pub(crate) fn is_integer(&self) -> bool {
        self.magnitude >= self.len()
    }

    /// The value, if it is an integer that fits.
    pub(crate) fn to_i128(self) -> Option<i128> {
        if !self.is_integer() || self.magnitude > 39 {
            return None;
        }
        let push = |value: i128, digit: u8| value.checked_mul(10)?.checked_sub(i128::from(digit - b'0'));
        let zeros = core::iter::repeat_n(b'0', usize::try_from(self.magnitude - self.len()).ok()?);
        let value = self.digits().chain(zeros).try_fold(0, push)?;
        if self.negative { Some(value) } else { value.checked_neg() }
    }

    /// What equal numbers share and others do not.
    pub(crate) fn canonical(&self) -> (bool, i64, impl Iterator<Item = u8> + use<'a>) {
        (self.negative, self.magnitude, self.digits())
    }

    /// Compares exactly.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| {
            if number.is_zero() { 0 } else { 1 - 2 * i8::from(number.negative) }
        };
        let by_sign = sign(self).cmp(&sign(other));
        let by_size = || self.magnitude.cmp(&other.magnitude).then_with(|| self.digits().cmp(other.digits()));
        by_sign.then_with(|| if self.negative { by_size().reverse() } else { by_size() })
    }

    /// Whether the value is an integer times `divisor`. Divisors of more than 30 digits are not judged.
    pub(crate) fn is_multiple_of(&self, divisor: &Self) -> bool {
        if self.is_zero() || divisor.is_zero() || divisor.len() > 30 {
            return true;
        }
        let shift = (self.magnitude - self.len()) - (divisor.magnitude - divisor.len());
        if shift < 0 {
            // The last digit of `self` is not 0, that of the scaled divisor is.
            return false;
        }
        let modulus = divisor.digits().fold(0_u128, |value, digit| value * 10 + u128::from(digit - b'0'));
        // Zeros bring in no other primes than 2 and 5, and a modulus of 128 bits has less than 128 of either.
        let zeros = core::iter::repeat_n(b'0', usize::try_from(shift.min(128)).unwrap_or(128));
        let push = |rest: u128, digit: u8| (rest * 10 + u128::from(digit - b'0')) % modulus;
        self.digits().chain(zeros).fold(0, push) == 0
    }
}

fn length(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(EXPONENT)
}

fn read_exponent(text: &str) -> i64 {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let push = |value: i64, digit: u8| value.saturating_mul(10).saturating_add(i64::from(digit.wrapping_sub(b'0')));
    let value = digits.bytes().fold(0, push).min(EXPONENT);
    if negative { -value } else { value }
}

/// What most integers are written like: at most 18 digits, which cannot overflow. `None`: not as simple.
#[inline]
pub(crate) fn short_integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        all => (false, all),
    };
    if digits.len() > 18 {
        return None;
    }
    let value = digits.iter().fold(0, |value, &digit| value * 10 + i64::from(digit.wrapping_sub(b'0')));
    Some(if negative { -value } else { value })
}

/// What most floats are written like: at most 15 digits and no exponent. Digits and power of ten are then exact as
/// floats, and dividing them rounds once, which is what reading demands (Clinger 1990). `None`: not as simple.
pub(crate) fn short_float(text: &str) -> Option<f64> {
    const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    if text.len() > 16 {
        return None;
    }
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        all => (false, all),
    };
    let (mut mantissa, mut count, mut point) = (0_i64, 0, None);
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                count += 1;
            }
            b'.' => point = Some(count),
            _ => return None,
        }
    }
    if count > 15 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "15 digits fit")]
    let value = mantissa as f64 / POWERS.get(count - point.unwrap_or(count))?;
    Some(if negative { -value } else { value })
}

/// Whether text is an integer by JSON's grammar: no `+`, no leading zeros, no spaces, no fraction or exponent.
pub(crate) fn is_integer_text(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    match digits {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// Whether text is a number by JSON's grammar.
pub(crate) fn is_number_text(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_integer_text(whole)
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}
