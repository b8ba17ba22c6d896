//! Numbers that keep every digit.
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use super::text::FormatError;
use crate::json::numbers::{self, Decimal as Value};
use crate::json::{Cx, Decode, Encode, Kind, Writer};
use crate::validate::{Checker, NumberRule, Rule, Validate};

/// How many digits an integer may be written out to: `1e9` is ten digits, `1e999999999` is an attack.
const LONGEST: i64 = 4096;

macro_rules! numbers {
    ($($(#[$docs:meta])* $name:ident $expected:literal $what:literal $take:expr;)*) => { $(
        $(#[$docs])*
        #[derive(Clone, Debug)]
        pub struct $name(Box<str>);

        impl $name {
            /// The number as JSON text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The value, if it is an integer that fits.
            #[must_use]
            pub fn to_i128(&self) -> Option<i128> {
                self.value().to_i128()
            }

            /// Whether the value has no fraction.
            #[must_use]
            pub fn is_integer(&self) -> bool {
                self.value().is_integer()
            }

            /// Whether the value is an integer times another.
            #[must_use]
            pub fn is_multiple_of(&self, divisor: &Self) -> bool {
                self.value().is_multiple_of(&divisor.value())
            }

            /// The nearest 64-bit float; infinite where there is none near.
            #[must_use]
            pub fn to_f64(&self) -> f64 {
                self.0.parse().unwrap_or(f64::NAN)
            }

            fn value(&self) -> Value<'_> {
                Value::parse(&self.0)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self("0".into())
            }
        }

        impl FromStr for $name {
            type Err = FormatError;

            fn from_str(text: &str) -> Result<Self, FormatError> {
                let take: fn(&str) -> Option<Box<str>> = $take;
                take(text).map(Self).ok_or(FormatError::new($expected))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other).is_eq()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        /// By value: `1.0` is `1`.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.value().compare(&other.value())
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                let value = self.value();
                let (negative, magnitude, digits) = value.canonical();
                (negative, magnitude).hash(state);
                digits.for_each(|digit| digit.hash(state));
            }
        }

        impl Decode for $name {
            fn decode(cx: &mut Cx<'_>) -> Option<Self> {
                let text = match cx.kind() {
                    Kind::Integer | Kind::Number => cx.json().text().parse().ok(),
                    Kind::Text => cx.string()?.parse().ok(),
                    _ => None,
                };
                text.or_else(|| cx.mismatch($what))
            }
        }

        impl Encode for $name {
            fn encode(&self, w: &mut Writer) {
                w.number(&self.0);
            }
        }

        impl Validate for $name {
            fn validate(&self, _: &mut Checker) {}
        }

        impl Rule<$name> for NumberRule<'_> {
            fn apply(&self, value: &$name, c: &mut Checker) {
                c.number(&value.0, self);
            }
        }

        from!($name: i8 i16 i32 i64 i128 u8 u16 u32 u64);
    )* };
}

macro_rules! from {
    ($name:ident: $($type:ty)*) => { $(
        impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self(itoa::Buffer::new().format(value).into())
            }
        }
    )* };
}

numbers! {
    /// A number with every digit that it was written with, for amounts of money and the like.
    ///
    /// ```
    /// use tenon_runtime::format::Decimal;
    /// use tenon_runtime::{Mode, from_slice, to_vec};
    /// let price = from_slice::<Decimal>(b"19.90", Mode::Strict)?;
    /// assert_eq!(to_vec(&price), b"19.90");
    /// assert!(price == "19.9".parse::<Decimal>().unwrap() && price > Decimal::from(19));
    /// # Ok::<(), tenon_runtime::Invalid>(())
    /// ```
    Decimal "must be a number" "a number" |text| numbers::is_number_text(text).then(|| text.into());
    /// An integer of any size.
    ///
    /// ```
    /// use tenon_runtime::format::Integer;
    /// let large: Integer = "340282366920938463463374607431768211456".parse().unwrap();
    /// assert_eq!((large.to_i128(), large > Integer::from(i128::MAX)), (None, true));
    /// assert_eq!("1e3".parse::<Integer>().map(|i| i.to_string()), Ok("1000".to_owned()));
    /// ```
    Integer "must be an integer" "an integer" integer;
}

/// An integer's digits, without fraction and exponent.
fn integer(text: &str) -> Option<Box<str>> {
    if numbers::is_integer_text(text) {
        return Some(if text == "-0" { "0" } else { text }.into());
    }
    let value = Value::parse(Some(text).filter(|text| numbers::is_number_text(text))?);
    let (negative, magnitude, digits) = value.canonical();
    let length = usize::try_from(magnitude).ok().filter(|_| value.is_integer() && magnitude <= LONGEST)?;
    let sign = if negative { "-" } else { "" };
    let digits: String = digits.map(char::from).chain(core::iter::repeat('0')).take(length.max(1)).collect();
    Some(format!("{sign}{digits}").into())
}

/// A number that is not finite has no text.
impl TryFrom<f64> for Decimal {
    type Error = FormatError;

    fn try_from(value: f64) -> Result<Self, FormatError> {
        let text = value.is_finite().then(|| zmij::Buffer::new().format_finite(value).into());
        text.map(Self).ok_or(FormatError::new("must be finite"))
    }
}
