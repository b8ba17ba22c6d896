//! Closed lists of values: `string_enum!`, `integer_enum!` and their kin.
//!
//! The enum itself is declared by the emitted code, so that its documentation and its derives are plain Rust; the
//! macros add what every enum has. Three ways to treat a value that is not listed:
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

/// What an enum of strings needs beside its declaration.
///
/// ```
/// use tenon_runtime::{Mode, Unknown, from_slice, string_enum};
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub enum Status { Available, SoldOut, Unknown(Unknown) }
/// string_enum!(open Status { Available = "available", SoldOut = "sold out" });
///
/// assert_eq!(Status::SoldOut.as_str(), "sold out");
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
                let value = Self::from_wire(&cx.string()?);
                value.or_else(|| $crate::enums::refuse_string(cx, Self::VALUES))
            }
        }
        impl $crate::Validate for $name {}
    };
    (open $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $crate::string_enum!(@listed $name [$($variant = $wire),+]
            [Self::Unknown(unknown) => unknown.as_str().unwrap_or_default(),]);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                match Self::from_wire(&cx.string()?) {
                    ::core::option::Option::Some(value) => ::core::option::Option::Some(value),
                    ::core::option::Option::None if cx.is_strict() => $crate::enums::refuse_string(cx, Self::VALUES),
                    ::core::option::Option::None => {
                        ::core::option::Option::Some(Self::Unknown($crate::Unknown::read_string(cx)))
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
        $crate::string_enum!(@listed $name [$($variant = $wire),+]
            [Self::Unknown(unknown) => unknown.as_str().unwrap_or_default(),]);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                let value = Self::from_wire(&cx.string()?);
                value.or_else(|| ::core::option::Option::Some(Self::Unknown($crate::Unknown::read_string(cx))))
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
                match text {
                    $($wire => ::core::option::Option::Some(Self::$variant),)+
                    _ => ::core::option::Option::None,
                }
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
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
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
