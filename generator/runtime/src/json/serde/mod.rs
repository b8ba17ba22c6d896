//! Bridges to `serde`: [`Json`] both ways, and the thin impls that `serde_shims!` gives emitted types.
//!
//! An emitted crate has those impls with its feature `serde`: two for each type, which few programs need and every
//! compilation would pay for. For a member of an emitted type, none is needed:
//!
//! ```
//! #[derive(serde::Serialize)]
//! struct Entry {
//!     #[serde(with = "tenon_runtime::json::serde")]
//!     ages: Vec<i64>,
//! }
//! assert_eq!(serde_json::to_string(&Entry { ages: vec![1] })?, r#"{"ages":[1]}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod collect;
pub(super) mod de;
pub(super) mod ser;

use core::fmt;

#[doc(hidden)]
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::cx::Mode;
use super::decode::{Decode, from_slice};
use super::encode::Encode;
use super::tape::{Limits, Tape};
use super::value::Json;
use super::writer::Writer;

/// With its feature `arbitrary_precision`, `serde_json` hands over each number as an object with this key.
const DIGITS: &str = "$serde_json::private::Number";

/// A value and JSON do not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConvertError {
    message: String,
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for ConvertError {}

impl serde::ser::Error for ConvertError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string() }
    }
}

impl serde::de::Error for ConvertError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string() }
    }
}

/// What `serde_shims!` makes of `Serialize`: by way of JSON.
///
/// # Errors
/// What the serializer says.
pub fn serialize<S: Serializer>(value: &impl Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    serialize_text(&writer.into_text(), serializer)
}

fn serialize_text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let limits = Limits::default().depth(u32::MAX);
    let tape = Tape::parse_str(text, limits).map_err(serde::ser::Error::custom)?;
    tape.root().serialize(serializer)
}

/// What `serde_shims!` makes of `Deserialize`: leniently, as a client reads.
///
/// # Errors
/// What the deserializer says, or everything that `T` refuses.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = collect::text(deserializer)?;
    from_slice(text.as_bytes(), Mode::Lenient).map_err(serde::de::Error::custom)
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_text(self.text(), serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        collect::text(deserializer).map(Self::from_written)
    }
}

/// Implements `serde::Serialize` and `serde::Deserialize` for types that are `Encode` and `Decode`, so that they fit
/// the ecosystem. `Deserialize` reads leniently. Integers beyond 64 bits become floats on the way.
///
/// ```
/// use tenon_runtime::{Unknown, serde_shims, string_enum};
/// #[derive(Clone)]
/// pub enum Status { On, Off, Unknown(Unknown) }
/// string_enum!(open Status { On = "on", Off = "off" });
/// serde_shims!(Status);
/// assert_eq!(serde_json::to_string(&Status::On)?, r#""on""#);
/// assert_eq!(serde_json::from_str::<Status>(r#""off""#)?, Status::Off);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! serde_shims {
    ($($name:ty),* $(,)?) => { $(
        impl $crate::json::serde::Serialize for $name {
            fn serialize<S: $crate::json::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::json::serde::serialize(self, serializer)
            }
        }
        impl<'de> $crate::json::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::json::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::json::serde::deserialize(deserializer)
            }
        }
    )* };
}
