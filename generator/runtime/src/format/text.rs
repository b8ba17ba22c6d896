//! Texts with a grammar: made from any text, checked by strict readers and by `validate()`.
use core::fmt;
use core::ops::Deref;
use core::str::FromStr;

use super::known::TextFormat;
use super::number::Decimal;
use crate::field::Field;
use crate::json::{Cx, Decode, Encode, Writer};
use crate::option::IntoOption;
use crate::validate::{Checker, Rule, StringRule, Validate};

/// A text does not follow the grammar of its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatError {
    expected: &'static str,
}

impl FormatError {
    pub(super) const fn of(format: TextFormat) -> Self {
        Self { expected: format.expected() }
    }

    pub(super) const fn new(expected: &'static str) -> Self {
        Self { expected }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }
}

impl core::error::Error for FormatError {}

/// Lenient readers take any text.
fn read(cx: &mut Cx<'_>, format: TextFormat) -> Option<String> {
    let text = cx.string()?;
    if cx.is_strict() && !format.admits(&text) {
        return cx.violation("format", format.expected());
    }
    Some(text.into_owned())
}

fn check(text: &str, format: TextFormat, c: &mut Checker) {
    if !format.admits(text) {
        c.violation("format", format.expected());
    }
}

macro_rules! texts {
    ($($(#[$docs:meta])* $name:ident $format:ident;)*) => { $(
        $(#[$docs])*
        ///
        /// Made from any text; `parse` checks it, as strict readers and `validate()` do.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Any text. Whether it follows the grammar is not looked at.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }

            /// Whether the text follows the grammar.
            #[must_use]
            pub fn is_valid(&self) -> bool {
                TextFormat::$format.admits(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = FormatError;

            fn from_str(text: &str) -> Result<Self, FormatError> {
                if TextFormat::$format.admits(text) { Ok(Self::new(text)) } else { Err(FormatError::of(TextFormat::$format)) }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Decode for $name {
            fn decode(cx: &mut Cx<'_>) -> Option<Self> {
                read(cx, TextFormat::$format).map(Self)
            }
        }

        impl Encode for $name {
            fn encode(&self, w: &mut Writer) {
                w.string(&self.0);
            }
        }

        impl Validate for $name {
            fn validate(&self, c: &mut Checker) {
                check(&self.0, TextFormat::$format, c);
            }
        }

        impl Rule<$name> for StringRule<'_> {
            fn apply(&self, value: &$name, c: &mut Checker) {
                c.string(&value.0, self);
            }
        }

        impl From<&str> for Field<$name> {
            fn from(text: &str) -> Self {
                Self::Value($name::new(text))
            }
        }

        impl From<String> for Field<$name> {
            fn from(text: String) -> Self {
                Self::Value($name(text))
            }
        }

        impl IntoOption<$name> for &str {
            fn into_option(self) -> Option<$name> {
                Some($name::new(self))
            }
        }

        impl IntoOption<$name> for String {
            fn into_option(self) -> Option<$name> {
                Some($name(self))
            }
        }

        impl IntoOption<$name> for Option<&str> {
            fn into_option(self) -> Option<$name> {
                self.map($name::new)
            }
        }

        impl IntoOption<$name> for Option<String> {
            fn into_option(self) -> Option<$name> {
                self.map($name)
            }
        }

        crate::serde_shims!($name);
    )* };
}

texts! {
    /// An e-mail address: `Mailbox` of RFC 5321.
    ///
    /// ```
    /// use tenon_runtime::format::Email;
    /// use tenon_runtime::{Mode, from_slice};
    /// let email = Email::from("ada@example.com");
    /// assert!(email.is_valid() && email.ends_with(".com"));
    /// assert!("ada at example".parse::<Email>().is_err());
    /// assert!(from_slice::<Email>(br#""ada at example""#, Mode::Strict).is_err());
    /// assert_eq!(from_slice::<Email>(br#""ada at example""#, Mode::Lenient)?, "ada at example");
    /// # Ok::<(), tenon_runtime::Invalid>(())
    /// ```
    Email Email;
    /// An e-mail address that need not be ASCII: `Mailbox` of RFC 6531.
    IdnEmail IdnEmail;
    /// A host name (RFC 1123), with labels that IDNA has written in ASCII.
    Hostname Hostname;
    /// A host name that need not be ASCII (RFC 5890).
    IdnHostname IdnHostname;
    /// A URI (RFC 3986): it has a scheme.
    Uri Uri;
    /// A URI, or one relative to another (RFC 3986).
    UriReference UriReference;
    /// An IRI (RFC 3987): a URI that need not be ASCII.
    Iri Iri;
    /// An IRI, or one relative to another (RFC 3987).
    IriReference IriReference;
    /// A URI with places to fill in (RFC 6570).
    UriTemplate UriTemplate;
    /// A JSON Pointer (RFC 6901).
    JsonPointer JsonPointer;
    /// A JSON Pointer that begins somewhere in a document.
    RelativeJsonPointer RelativeJsonPointer;
    /// A regular expression (ECMA-262).
    Regex Regex;
    /// A length of time: ISO 8601 as RFC 3339, appendix A, has it.
    ///
    /// ```
    /// use tenon_runtime::format::Duration;
    /// let day = Duration::from("P1DT30M");
    /// assert_eq!(day.to_std().map(|d| d.as_secs()), Some(88_200));
    /// assert_eq!(Duration::from("P1Y").to_std(), None); // how long is a year?
    /// assert_eq!(Duration::from_secs(90), "PT90S");
    /// ```
    Duration Duration;
    /// A decimal number that JSON carries as a string, every digit kept.
    ///
    /// ```
    /// use tenon_runtime::format::DecimalString;
    /// let price = DecimalString::from("19.90");
    /// assert_eq!((price.as_str(), price.to_decimal()), ("19.90", "19.9".parse().ok()));
    /// ```
    DecimalString Decimal;
}

impl Duration {
    /// So many seconds.
    #[must_use]
    pub fn from_secs(seconds: u64) -> Self {
        Self(format!("PT{seconds}S"))
    }

    /// The same length; `None` for years and months, which have none, and for what is no duration.
    #[must_use]
    pub fn to_std(&self) -> Option<core::time::Duration> {
        let (mut seconds, mut is_time) = (0_u64, false);
        let mut rest = self.0.strip_prefix('P').filter(|_| self.is_valid())?;
        while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) {
            let (number, after) = rest.split_at(at);
            let unit = match after.chars().next()? {
                'T' => 0,
                'W' => 604_800,
                'D' => 86_400,
                'H' => 3_600,
                'M' if is_time => 60,
                'S' => 1,
                _ => return None,
            };
            is_time |= unit == 0;
            let count = if number.is_empty() { 0 } else { number.parse::<u64>().ok()? };
            seconds = seconds.checked_add(count.checked_mul(unit)?)?;
            rest = after.get(1..)?;
        }
        Some(core::time::Duration::from_secs(seconds))
    }
}

impl DecimalString {
    /// The number; `None` where the text is none.
    #[must_use]
    pub fn to_decimal(&self) -> Option<Decimal> {
        self.0.parse().ok()
    }
}

impl From<Decimal> for DecimalString {
    fn from(number: Decimal) -> Self {
        Self::new(number.as_str())
    }
}
