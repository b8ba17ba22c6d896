//! Lists of booleans, of numbers, or of values of several kinds: `boolean_enum!` and `json_enum!`.
use crate::json::{Cx, Writer};
use crate::validate::Checker;

/// Which of these JSON texts the value at hand is.
#[doc(hidden)]
#[must_use]
pub fn find(cx: &Cx<'_>, texts: &[&str]) -> Option<usize> {
    cx.listed(texts)
}

/// Writes a listed value.
#[doc(hidden)]
pub fn write(w: &mut Writer, text: &str) {
    w.raw_text(text);
}

/// `must be one of 1, "a"`, without the last beyond a few.
fn allowed(texts: &[&str]) -> String {
    const SHOWN: usize = 20;
    let shown = texts.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match texts.len() {
        1 => format!("must be {shown}"),
        0..=SHOWN => format!("must be one of {shown}"),
        all => format!("must be one of {shown} and {} more", all - SHOWN),
    }
}

/// Reports a value that is not listed.
#[doc(hidden)]
#[cold]
pub fn refuse_value<T>(cx: &mut Cx<'_>, texts: &[&str]) -> Option<T> {
    cx.violation("enum", allowed(texts))
}

/// Reports that a value made by hand is not listed.
#[doc(hidden)]
#[cold]
pub fn report_value(c: &mut Checker, texts: &[&str]) {
    c.violation("enum", allowed(texts));
}

/// What an enum of JSON values needs beside its declaration: numbers, booleans and strings as JSON texts, every digit
/// kept; `open` and `closed` as in [`string_enum!`](crate::string_enum).
///
/// ```
/// use tenon_runtime::{Json, Mode, Unknown, from_slice, json_enum, to_vec};
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub enum Size { Auto, N1, N2_5, Unknown(Unknown) }
/// json_enum!(open Size { Auto = "\"auto\"", N1 = "1", N2_5 = "2.50" });
///
/// assert_eq!(from_slice::<Size>(b"2.5", Mode::Strict)?, Size::N2_5);
/// assert_eq!(to_vec(&Size::N2_5), b"2.50");
/// assert_eq!(Size::from_json(&Json::from("auto")), Some(Size::Auto));
/// assert!(from_slice::<Size>(b"3", Mode::Strict).is_err());
/// assert_eq!(from_slice::<Size>(b"3", Mode::Lenient)?.as_json_text(), "3");
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[macro_export]
macro_rules! json_enum {
    (closed $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $crate::json_enum!(@listed $name [$($variant = $wire),+] []);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                let value = Self::nth($crate::enums::find(cx, Self::VALUES));
                value.or_else(|| $crate::enums::refuse_value(cx, Self::VALUES))
            }
        }
        impl $crate::Validate for $name {}
    };
    (open $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $crate::json_enum!(@listed $name [$($variant = $wire),+] [Self::Unknown(unknown) => unknown.as_json().text(),]);
        impl $crate::Decode for $name {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                match Self::nth($crate::enums::find(cx, Self::VALUES)) {
                    ::core::option::Option::Some(value) => ::core::option::Option::Some(value),
                    ::core::option::Option::None if cx.is_strict() => $crate::enums::refuse_value(cx, Self::VALUES),
                    ::core::option::Option::None => {
                        ::core::option::Option::Some(Self::Unknown($crate::Unknown::read(cx)))
                    }
                }
            }
        }
        impl $crate::Validate for $name {
            fn validate(&self, c: &mut $crate::Checker) {
                if let Self::Unknown(_) = self {
                    $crate::enums::report_value(c, Self::VALUES);
                }
            }
        }
    };
    (@listed $name:ident [$($variant:ident = $wire:literal),+] [$($unknown:tt)*]) => {
        impl $name {
            /// The listed values, as JSON texts.
            pub const VALUES: &'static [&'static str] = &[$($wire),+];

            /// The listed value that equals this one.
            #[must_use]
            pub fn from_json(json: &$crate::Json) -> ::core::option::Option<Self> {
                $crate::from_slice(json.text().as_bytes(), $crate::Mode::Strict).ok()
            }

            fn nth(index: ::core::option::Option<usize>) -> ::core::option::Option<Self> {
                const ALL: &[$name] = &[$($name::$variant),+];
                ALL.get(index?).cloned()
            }

            /// The value as JSON text.
            #[must_use]
            pub fn as_json_text(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    $($unknown)*
                }
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_json_text())
            }
        }
        impl $crate::Encode for $name {
            fn encode(&self, w: &mut $crate::Writer) {
                $crate::enums::write(w, self.as_json_text());
            }
        }
    };
}

/// What a list of one boolean needs beside its declaration.
///
/// ```
/// use tenon_runtime::{Mode, boolean_enum, from_slice};
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub enum Accepted { True }
/// boolean_enum!(closed Accepted { True = true });
/// assert!(from_slice::<Accepted>(b"true", Mode::Strict)?.as_bool());
/// assert!(from_slice::<Accepted>(b"false", Mode::Strict).is_err());
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[macro_export]
macro_rules! boolean_enum {
    (closed $name:ident { $variant:ident = true }) => {
        $crate::boolean_enum!(@one $name $variant "true" true);
    };
    (closed $name:ident { $variant:ident = false }) => {
        $crate::boolean_enum!(@one $name $variant "false" false);
    };
    (@one $name:ident $variant:ident $wire:literal $value:literal) => {
        $crate::json_enum!(closed $name { $variant = $wire });
        impl $name {
            /// The value.
            #[must_use]
            pub const fn as_bool(&self) -> bool {
                $value
            }
        }
    };
}
