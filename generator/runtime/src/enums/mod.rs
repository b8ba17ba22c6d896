//! Closed lists of values: `string_enum!`, `integer_enum!` and their kin.
//!
//! The enum itself is declared by the emitted code, so that its documentation is plain Rust; the macros add what every
//! enum has. Three ways to treat a value that is not listed:
//!
//! | | strict | lenient | `Unknown` variant |
//! | --- | --- | --- | --- |
//! | `open` | violation `enum` | kept as `Unknown` | yes |
//! | `closed` | violation `enum` | violation `enum` | no |
//! | `extensible` | kept as `Unknown` | kept as `Unknown` | yes |
//!
//! Numbers, booleans and mixed lists are `json_enum!` and `boolean_enum!`; beyond a thousand values a list is a
//! [`Table`].

mod json;
mod table;

#[doc(hidden)]
pub use json::{find, refuse_value, report_value, write};
pub use table::Table;
#[doc(hidden)]
pub use table::{canonical, holds, is_listed, refuse_row, report_row};

use crate::json::{Cx, one_of_these};
use crate::unknown::Unknown;
use crate::validate::Checker;

/// Reports a string that is not listed.
#[doc(hidden)]
#[cold]
pub fn refuse_string<T>(cx: &mut Cx<'_>, allowed: &[&str]) -> Option<T> {
    cx.violation("enum", one_of_these(allowed))
}

/// Reports an integer that is not listed.
#[doc(hidden)]
#[cold]
pub fn refuse_integer<T>(cx: &mut Cx<'_>, allowed: &[i64]) -> Option<T> {
    cx.violation("enum", one_of_these(allowed))
}

/// Reports that a value made by hand is not listed.
#[doc(hidden)]
#[cold]
pub fn report_unknown<T: core::fmt::Debug>(c: &mut Checker, allowed: &[T]) {
    c.violation("enum", one_of_these(allowed));
}

/// Reads one of the listed strings.
#[doc(hidden)]
pub fn closed<T>(cx: &mut Cx<'_>, listed: &[&str], known: fn(&str) -> Option<T>) -> Option<T> {
    let value = known(&cx.string()?);
    value.or_else(|| refuse_string(cx, listed))
}

/// Reads one of the listed strings; leniently, any other.
#[doc(hidden)]
pub fn open<T>(cx: &mut Cx<'_>, listed: &[&str], known: fn(&str) -> Option<T>, unknown: fn(Unknown) -> T) -> Option<T> {
    if cx.is_strict() { closed(cx, listed, known) } else { extensible(cx, known, unknown) }
}

/// Reads any string.
#[doc(hidden)]
pub fn extensible<T>(cx: &mut Cx<'_>, known: fn(&str) -> Option<T>, unknown: fn(Unknown) -> T) -> Option<T> {
    let value = known(&cx.string()?);
    value.or_else(|| Some(unknown(Unknown::read_string(cx))))
}

/// Reports a string that is not listed, of a value made by hand.
#[doc(hidden)]
pub fn check(c: &mut Checker, listed: &[&str], text: &str) {
    if !listed.contains(&text) {
        report_unknown(c, listed);
    }
}

/// What an enum of strings needs beside its declaration and `Clone`. All is said by the text that stands for a value:
/// there are many such enums, and what is derived from their variants takes twice as much of those who compile them.
///
/// ```
/// use tenon_runtime::{Mode, Unknown, from_slice, string_enum};
/// #[derive(Clone)]
/// pub enum Status { Available, SoldOut, Unknown(Unknown) }
/// string_enum!(open Status { Available = "available", SoldOut = "sold out" });
///
/// assert_eq!(Status::SoldOut.as_str(), "sold out");
/// assert_eq!(format!("{0} {0:?}", Status::SoldOut), "sold out \"sold out\"");
/// assert_eq!(Status::VALUES, ["available", "sold out"]);
/// assert_eq!(Status::from_wire("available"), Some(Status::Available));
/// assert_eq!(from_slice::<Status>(br#""new""#, Mode::Lenient)?.as_str(), "new");
/// assert!(from_slice::<Status>(br#""new""#, Mode::Strict).is_err());
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[macro_export]
macro_rules! string_enum {
    (closed $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $crate::string_enum!(@listed $name [$($variant = $wire),+] []);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                $crate::enums::closed(cx, Self::VALUES, Self::from_wire)
            }
        }
        impl $crate::Validate for $name {}
    };
    (open $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $crate::string_enum!(@listed $name [$($variant = $wire),+]
            [Self::Unknown(unknown) => unknown.as_str().unwrap_or_default(),]);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                $crate::enums::open(cx, Self::VALUES, Self::from_wire, Self::Unknown)
            }
        }
        impl $crate::Validate for $name {
            fn validate(&self, c: &mut $crate::Checker) {
                $crate::enums::check(c, Self::VALUES, self.as_str());
            }
        }
    };
    (extensible $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $crate::string_enum!(@listed $name [$($variant = $wire),+]
            [Self::Unknown(unknown) => unknown.as_str().unwrap_or_default(),]);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                $crate::enums::extensible(cx, Self::from_wire, Self::Unknown)
            }
        }
        impl $crate::Validate for $name {}
    };
    (@listed $name:ident [$($variant:ident = $wire:literal),+] [$($unknown:tt)*]) => {
        impl $name {
            /// The listed values, as they are written.
            pub const VALUES: &'static [&'static str] = &[$($wire),+];

            /// The listed value that is written like this.
            #[must_use]
            pub fn from_wire(text: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match text {
                    $($wire => Self::$variant,)+
                    _ => return ::core::option::Option::None,
                })
            }

            /// The value as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    $($unknown)*
                }
            }
        }
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.as_str(), f)
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl ::core::cmp::Eq for $name {}
        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }
        impl $crate::Encode for $name {
            fn encode(&self, w: &mut $crate::Writer) {
                w.string(self.as_str());
            }
        }
    };
}

/// What an enum of integers needs beside its declaration; `open`, `closed` and `extensible` as in
/// [`string_enum!`](crate::string_enum).
///
/// ```
/// use tenon_runtime::{Mode, from_slice, integer_enum};
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub enum Level { One, Two }
/// integer_enum!(closed Level { One = 1, Two = 2 });
/// assert_eq!(from_slice::<Level>(b"2", Mode::Strict)?.as_i64(), 2);
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[macro_export]
macro_rules! integer_enum {
    (closed $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $crate::integer_enum!(@listed $name [$($variant = $wire),+] []);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                let value = Self::from_wire(<i64 as $crate::Decode>::decode(cx)?);
                value.or_else(|| $crate::enums::refuse_integer(cx, Self::VALUES))
            }
        }
        impl $crate::Validate for $name {}
    };
    (open $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $crate::integer_enum!(@listed $name [$($variant = $wire),+]
            [Self::Unknown(unknown) => unknown.as_i64().unwrap_or_default(),]);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                match Self::from_wire(<i64 as $crate::Decode>::decode(cx)?) {
                    ::core::option::Option::Some(value) => ::core::option::Option::Some(value),
                    ::core::option::Option::None if cx.is_strict() => $crate::enums::refuse_integer(cx, Self::VALUES),
                    ::core::option::Option::None => {
                        ::core::option::Option::Some(Self::Unknown($crate::Unknown::read(cx)))
                    }
                }
            }
        }
        impl $crate::Validate for $name {
            fn validate(&self, c: &mut $crate::Checker) {
                if let Self::Unknown(_) = self {
                    $crate::enums::report_unknown(c, Self::VALUES);
                }
            }
        }
    };
    (extensible $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $crate::integer_enum!(@listed $name [$($variant = $wire),+]
            [Self::Unknown(unknown) => unknown.as_i64().unwrap_or_default(),]);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                let value = Self::from_wire(<i64 as $crate::Decode>::decode(cx)?);
                value.or_else(|| ::core::option::Option::Some(Self::Unknown($crate::Unknown::read(cx))))
            }
        }
        impl $crate::Validate for $name {}
    };
    (@listed $name:ident [$($variant:ident = $wire:literal),+] [$($unknown:tt)*]) => {
        impl $name {
            /// The listed values.
            pub const VALUES: &'static [i64] = &[$($wire),+];

            /// The variant of a listed value.
            #[must_use]
            pub fn from_wire(value: i64) -> ::core::option::Option<Self> {
                match value {
                    $($wire => ::core::option::Option::Some(Self::$variant),)+
                    _ => ::core::option::Option::None,
                }
            }

            /// The value.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)+
                    $($unknown)*
                }
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }
        impl $crate::Encode for $name {
            fn encode(&self, w: &mut $crate::Writer) {
                w.i64(self.as_i64());
            }
        }
    };
}
