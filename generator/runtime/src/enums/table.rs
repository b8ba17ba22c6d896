//! Lists of thousands of values: a sorted table in place of variants.
//!
//! An enum of a hundred thousand variants takes minutes to compile and nobody matches on it. `string_table!` and its
//! kin make a type around the value instead, and look it up: rows are JSON texts in a spelling of their own
//! ([`canonical`]), sorted by their bytes, a few dozen to a literal.
use core::fmt::Write as _;
use std::borrow::Cow;

use crate::json::numbers::{self, Decimal};
use crate::json::{Cx, Encode, Json, Kind, unescape};
use crate::validate::Checker;

/// Digits that an integer is written out to in a table.
const WRITTEN_OUT: i64 = 40;

/// The listed values.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Lines of JSON texts; of strings without their quotes, if all are strings.
    chunks: &'static [&'static str],
    rows: usize,
    is_strings: bool,
}

impl Table {
    /// From rows as the generator sorts them.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(rows: usize, chunks: &'static [&'static str]) -> Self {
        Self { chunks, rows, is_strings: false }
    }

    /// The same for strings.
    #[doc(hidden)]
    #[must_use]
    pub const fn strings(rows: usize, chunks: &'static [&'static str]) -> Self {
        Self { chunks, rows, is_strings: true }
    }

    /// How many values there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The values in the order of their bytes: strings as they are, anything else as JSON text.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'static, str>> + use<> {
        let is_strings = self.is_strings;
        let rows = self.chunks.iter().flat_map(|chunk| chunk.split('\n'));
        rows.map(move |row| if is_strings { unescape(row) } else { Cow::Borrowed(row) })
    }

    /// Whether a value is listed.
    #[must_use]
    pub fn contains(&self, value: &Json) -> bool {
        self.has(&canonical(value.text()))
    }

    /// Looks up a row, which is a JSON text.
    fn has(&self, row: &str) -> bool {
        let row = match row.strip_prefix('"').and_then(|row| row.strip_suffix('"')) {
            Some(inside) if self.is_strings => inside,
            None if self.is_strings => return false,
            _ => row,
        };
        let first = |chunk: &&str| chunk.split('\n').next().unwrap_or_default() <= row;
        let chunk = self.chunks.partition_point(first).checked_sub(1).and_then(|at| self.chunks.get(at));
        chunk.is_some_and(|chunk| chunk.split('\n').any(|line| line == row))
    }
}

/// The one spelling of a JSON scalar: equal values have equal texts. The generator sorts its tables by it.
#[doc(hidden)]
#[must_use]
pub fn canonical(text: &str) -> String {
    match text.as_bytes().first() {
        Some(b'"') => {
            Json::of(&*Json::parse(text).ok().as_ref().and_then(Json::as_str).unwrap_or_default()).text().to_owned()
        }
        Some(b'-' | b'0'..=b'9') => number(text),
        _ => text.to_owned(),
    }
}

fn number(text: &str) -> String {
    let value = Decimal::parse(text);
    let (negative, magnitude, digits) = value.canonical();
    let mut out = String::from(if negative { "-" } else { "" });
    let start = out.len();
    out.extend(digits.map(char::from));
    if out.len() == start {
        out.push('0');
    } else if value.is_integer() && magnitude <= WRITTEN_OUT {
        let length = usize::try_from(magnitude).unwrap_or_default();
        out.extend(core::iter::repeat_n('0', (start + length).saturating_sub(out.len())));
    } else {
        out.insert_str(start, "0.");
        let _ = write!(out, "e{magnitude}");
    }
    out
}

/// Whether the value at hand is listed; what came as text may be any scalar.
#[doc(hidden)]
#[must_use]
pub fn is_listed(cx: &mut Cx<'_>, table: &Table) -> bool {
    if cx.kind() != Kind::Text {
        return table.contains(&cx.json());
    }
    let text = cx.string().unwrap_or_default();
    let plain = matches!(&*text, "true" | "false") || numbers::is_number_text(&text);
    (plain && table.has(&canonical(&text))) || table.contains(&Json::of(&*text))
}

/// Whether a value is listed.
#[doc(hidden)]
pub fn holds(table: &Table, value: &(impl Encode + ?Sized)) -> bool {
    table.contains(&Json::of(value))
}

fn allowed(table: &Table) -> String {
    let shown = table.iter().take(3).collect::<Vec<_>>().join(", ");
    format!("must be one of {} values: {shown} ...", table.len())
}

/// Reports a value that is not listed.
#[doc(hidden)]
#[cold]
pub fn refuse_row<T>(cx: &mut Cx<'_>, table: &Table) -> Option<T> {
    cx.violation("enum", allowed(table))
}

/// Reports that a value made by hand is not listed.
#[doc(hidden)]
#[cold]
pub fn report_row(c: &mut Checker, table: &Table) {
    c.violation("enum", allowed(table));
}

/// What a type around a string of a long list needs beside its declaration. `open`, `closed` and `extensible` as in
/// [`string_enum!`](crate::string_enum); what is not listed is kept as it is.
///
/// ```
/// use tenon_runtime::{Mode, from_slice, string_table, to_vec};
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub struct Country(String);
/// string_table!(open Country 3 ["AD\nAE", "AF"]);
///
/// let country = Country::from_wire("AE").unwrap();
/// assert_eq!((country.as_str(), country.is_listed()), ("AE", true));
/// assert!(Country::VALUES.iter().eq(["AD", "AE", "AF"]));
/// assert_eq!(Country::from_wire("XX"), None);
/// assert!(from_slice::<Country>(br#""XX""#, Mode::Strict).is_err());
/// assert_eq!(to_vec(&from_slice::<Country>(br#""XX""#, Mode::Lenient)?), br#""XX""#);
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[macro_export]
macro_rules! string_table {
    ($kind:ident $name:ident $rows:literal [$($chunk:literal),+ $(,)?]) => {
        $crate::string_table!(@table $kind $name strings (String) $rows [$($chunk),+]);
        impl $name {
            /// The listed value that is written like this.
            #[must_use]
            pub fn from_wire(text: &str) -> ::core::option::Option<Self> {
                $crate::enums::holds(&Self::VALUES, text).then(|| Self(text.to_owned()))
            }

            /// The value as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
    (@table $kind:ident $name:ident $of:ident ($inner:ty) $rows:literal [$($chunk:literal),+]) => {
        impl $name {
            /// The listed values.
            pub const VALUES: $crate::enums::Table = $crate::enums::Table::$of($rows, &[$($chunk),+]);

            /// Whether the value is listed.
            #[must_use]
            pub fn is_listed(&self) -> bool {
                $crate::enums::holds(&Self::VALUES, &self.0)
            }
        }
        impl $crate::Encode for $name {
            fn encode(&self, w: &mut $crate::Writer) {
                $crate::Encode::encode(&self.0, w);
            }
        }
        $crate::string_table!(@reading $kind $name $inner);
    };
    (@reading extensible $name:ident $inner:ty) => {
        impl ::core::convert::From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                <$inner as $crate::Decode>::decode(cx).map(Self)
            }
        }
        impl $crate::Validate for $name {}
    };
    (@reading open $name:ident $inner:ty) => {
        $crate::string_table!(@checked $name $inner, |cx: &$crate::Cx<'_>| cx.is_strict());
    };
    (@reading closed $name:ident $inner:ty) => {
        $crate::string_table!(@checked $name $inner, |_: &$crate::Cx<'_>| true);
    };
    (@checked $name:ident $inner:ty, $checks:expr) => {
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                let value = <$inner as $crate::Decode>::decode(cx)?;
                if ($checks)(cx) && !$crate::enums::is_listed(cx, &Self::VALUES) {
                    return $crate::enums::refuse_row(cx, &Self::VALUES);
                }
                ::core::option::Option::Some(Self(value))
            }
        }
        impl $crate::Validate for $name {
            fn validate(&self, c: &mut $crate::Checker) {
                if !self.is_listed() {
                    $crate::enums::report_row(c, &Self::VALUES);
                }
            }
        }
    };
}

/// What a type around an integer of a long list needs beside its declaration; see
/// [`string_table!`](crate::string_table).
///
/// ```
/// use tenon_runtime::{Mode, from_slice, integer_table};
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub struct Code(i64);
/// integer_table!(closed Code 3 ["-1\n100\n99"]);
/// assert_eq!(from_slice::<Code>(b"1e2", Mode::Strict)?.as_i64(), 100);
/// assert!(from_slice::<Code>(b"98", Mode::Lenient).is_err());
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[macro_export]
macro_rules! integer_table {
    ($kind:ident $name:ident $rows:literal [$($chunk:literal),+ $(,)?]) => {
        $crate::string_table!(@table $kind $name new (i64) $rows [$($chunk),+]);
        impl $name {
            /// The listed value.
            #[must_use]
            pub fn from_wire(value: i64) -> ::core::option::Option<Self> {
                $crate::enums::holds(&Self::VALUES, &value).then_some(Self(value))
            }

            /// The value.
            #[must_use]
            pub const fn as_i64(&self) -> i64 {
                self.0
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

/// What a type around any scalar of a long list needs beside its declaration; see
/// [`string_table!`](crate::string_table).
///
/// ```
/// use tenon_runtime::{Json, Mode, from_slice, json_table};
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub struct Odd(Json);
/// json_table!(open Odd 3 ["\"a\"\n0.15e1\ntrue"]);
/// assert_eq!(from_slice::<Odd>(b"1.50", Mode::Strict)?.as_json().text(), "1.50");
/// assert!(Odd::from_json(&Json::from(true)).is_some());
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[macro_export]
macro_rules! json_table {
    ($kind:ident $name:ident $rows:literal [$($chunk:literal),+ $(,)?]) => {
        $crate::string_table!(@table $kind $name new ($crate::Json) $rows [$($chunk),+]);
        impl $name {
            /// The listed value.
            #[must_use]
            pub fn from_json(value: &$crate::Json) -> ::core::option::Option<Self> {
                Self::VALUES.contains(value).then(|| Self(value.clone()))
            }

            /// The value.
            #[must_use]
            pub const fn as_json(&self) -> &$crate::Json {
                &self.0
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}
