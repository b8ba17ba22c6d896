//! Formats that have a type, and the grammars of all that are known.
//!
//! Three kinds of types: those of other crates whose values are the format's values ([`Uuid`](uuid::Uuid),
//! `chrono`'s, `std::net`'s), numbers that keep their text ([`Decimal`], [`Integer`]), and texts ([`Email`], [`Uri`] ...).
//! A text type is made from any text; strict readers and `validate()` hold it against its grammar, lenient ones do not.
//!
//! What none of these suits can be replaced in `tenon.toml`: by a type of one's own ([`text_type!`](crate::text_type)),
//! or by one of another crate behind an adapter ([`AsText`], [`AsNumber`], [`AsSerde`]).
mod adapter;
mod bytes;
mod grammar;
mod known;
mod net;
mod number;
mod text;
mod time;

#[doc(hidden)]
pub use adapter::read_text;
pub use adapter::{AsNumber, AsSerde, AsText};
pub use bytes::{Base64, Base64Url};
pub use known::TextFormat;
pub use number::{Decimal, Integer};
pub use text::{
    DecimalString, Duration, Email, FormatError, Hostname, IdnEmail, IdnHostname, Iri, IriReference, JsonPointer,
    Regex, RelativeJsonPointer, Uri, UriReference, UriTemplate,
};
pub use time::Time;
