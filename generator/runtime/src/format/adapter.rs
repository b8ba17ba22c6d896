//! Types of others in the place of a format's own.
use core::fmt;
use core::ops::{Deref, DerefMut};
use core::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::{Cx, Decode, Encode, Json, Kind, Writer, numbers};
use crate::option::IntoOption;
use crate::validate::{Checker, Validate};

macro_rules! adapters {
    ($($(#[$docs:meta])* $name:ident;)*) => { $(
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name<T>(pub T);

        impl<T> $name<T> {
            /// The value.
            pub fn into_inner(self) -> T {
                self.0
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(value: T) -> Self {
                Self(value)
            }
        }

        impl<T> IntoOption<$name<T>> for T {
            fn into_option(self) -> Option<$name<T>> {
                Some($name(self))
            }
        }

        impl<T> Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> DerefMut for $name<T> {
            fn deref_mut(&mut self) -> &mut T {
                &mut self.0
            }
        }

        impl<T: fmt::Display> fmt::Display for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        /// The type keeps its own rules.
        impl<T> Validate for $name<T> {
            fn validate(&self, _: &mut Checker) {}
        }
    )* };
}

adapters! {
    /// A type that JSON carries as a string: read by its `FromStr`, written by its `Display`.
    ///
    /// In `tenon.toml`: `uri = "::tenon_runtime::format::AsText<::url::Url>"`.
    ///
    /// ```
    /// use tenon_runtime::format::AsText;
    /// use tenon_runtime::{Mode, from_slice, to_vec};
    /// use std::net::SocketAddr;
    /// let address = from_slice::<AsText<SocketAddr>>(br#""[::1]:80""#, Mode::Strict)?;
    /// assert_eq!((address.port(), to_vec(&address)), (80, br#""[::1]:80""#.to_vec()));
    /// # Ok::<(), tenon_runtime::Invalid>(())
    /// ```
    AsText;
    /// A type that JSON carries as a number: read by its `FromStr`, written by its `Display`.
    ///
    /// In `tenon.toml`: `decimal = "::tenon_runtime::format::AsNumber<::rust_decimal::Decimal>"`. What is displayed
    /// otherwise than JSON has it is written as a string.
    ///
    /// ```
    /// use tenon_runtime::format::AsNumber;
    /// use tenon_runtime::{Mode, from_slice, to_vec};
    /// let small = from_slice::<AsNumber<std::num::NonZeroU8>>(b"7", Mode::Strict)?;
    /// assert_eq!(to_vec(&small), b"7");
    /// # Ok::<(), tenon_runtime::Invalid>(())
    /// ```
    AsNumber;
    /// A type with implementations for `serde`, of any kind of JSON.
    ///
    /// In `tenon.toml`: `geojson = "::tenon_runtime::format::AsSerde<::geojson::Geometry>"`.
    ///
    /// ```
    /// use tenon_runtime::format::AsSerde;
    /// use tenon_runtime::{Mode, from_slice, to_vec};
    /// let pair = from_slice::<AsSerde<(u8, String)>>(br#"[1,"a"]"#, Mode::Strict)?;
    /// assert_eq!(to_vec(&pair), br#"[1,"a"]"#);
    /// # Ok::<(), tenon_runtime::Invalid>(())
    /// ```
    AsSerde;
}

/// What cannot be read is refused in every mode: the type has no place for it.
#[doc(hidden)]
pub fn read_text<T: FromStr>(cx: &mut Cx<'_>) -> Option<T> {
    let value = cx.string()?.parse().ok();
    value.or_else(|| cx.violation("format", "is no such text"))
}

impl<T: FromStr> Decode for AsText<T> {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        read_text(cx).map(Self)
    }
}

impl<T: fmt::Display> Encode for AsText<T> {
    fn encode(&self, w: &mut Writer) {
        w.string(&self.0.to_string());
    }
}

impl<T: FromStr> Decode for AsNumber<T> {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let text = match cx.kind() {
            Kind::Integer | Kind::Number => cx.json().text().to_owned(),
            Kind::Text => cx.string()?.into_owned(),
            _ => return cx.mismatch("a number"),
        };
        let value = text.parse().ok();
        value.map(Self).or_else(|| cx.violation("format", "is no such number"))
    }
}

impl<T: fmt::Display> Encode for AsNumber<T> {
    fn encode(&self, w: &mut Writer) {
        let text = self.0.to_string();
        if numbers::is_number_text(&text) { w.number(&text) } else { w.string(&text) }
    }
}

impl<T: DeserializeOwned> Decode for AsSerde<T> {
    fn decode(cx: &mut Cx<'_>) -> Option<Self> {
        let value = match cx.kind() {
            Kind::Text => Json::from(cx.string()?.into_owned()).to().or_else(|_| cx.json().to()),
            _ => cx.json().to(),
        };
        value.ok().map(Self).or_else(|| cx.violation("format", "is no such value"))
    }
}

/// What cannot be serialized is `null`.
impl<T: Serialize> Encode for AsSerde<T> {
    fn encode(&self, w: &mut Writer) {
        w.raw(&Json::from_serialize(&self.0).unwrap_or_default());
    }
}

/// Lets a type of your own stand for a format: its `FromStr` reads it, its `Display` writes it as a string.
///
/// ```
/// use std::{fmt, str::FromStr};
/// use tenon_runtime::{Mode, from_slice, text_type, to_vec};
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct Sku(u32);
/// impl FromStr for Sku {
///     type Err = std::num::ParseIntError;
///     fn from_str(text: &str) -> Result<Self, Self::Err> { text.trim_start_matches("sku-").parse().map(Self) }
/// }
/// impl fmt::Display for Sku {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "sku-{}", self.0) }
/// }
/// text_type!(Sku);
/// assert_eq!(to_vec(&from_slice::<Sku>(br#""sku-7""#, Mode::Strict)?), br#""sku-7""#);
/// # Ok::<(), tenon_runtime::Invalid>(())
/// ```
#[macro_export]
macro_rules! text_type {
    ($($type:ty),+ $(,)?) => { $(
        impl $crate::Decode for $type {
            fn decode(cx: &mut $crate::Cx<'_>) -> ::core::option::Option<Self> {
                $crate::format::read_text(cx)
            }
        }
        impl $crate::Encode for $type {
            fn encode(&self, w: &mut $crate::Writer) {
                w.string(&::std::string::ToString::to_string(self));
            }
        }
        impl $crate::Validate for $type {
            fn validate(&self, _: &mut $crate::Checker) {}
        }
    )+ };
}
