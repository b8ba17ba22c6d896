//! What the code that Tenon emits leans on: JSON read with a mode, validation, parameters, transport, routing.
//!
//! Emitted code names everything here by its full path (`::tenon_runtime::Decode`), so that no schema's name can
//! clash with it. Hand-written code uses a few items only: [`from_slice`], [`to_vec`], [`Json`], [`Field`],
//! [`Invalid`] and what the two halves offer.

mod body;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "contract")]
pub mod contract;
pub mod enums;
pub mod field;
pub mod format;
pub mod json;
#[cfg_attr(
    not(any(feature = "client", feature = "server")),
    expect(dead_code, reason = "only the halves look at what travels")
)]
mod media_type;
#[cfg_attr(
    not(any(feature = "client", feature = "server")),
    expect(dead_code, unused_imports, reason = "only the halves send and receive")
)]
pub mod multipart;
mod operation;
pub mod option;
pub mod param;
mod reply;
#[cfg(feature = "server")]
pub mod server;
#[cfg_attr(
    not(any(feature = "client", feature = "server")),
    expect(dead_code, reason = "only the halves send and receive")
)]
pub mod stream;
pub mod unknown;
pub mod validate;
#[cfg(feature = "xml")]
pub mod xml;

#[cfg(feature = "server")]
pub use axum;
pub use {bytes, chrono, http, uuid};

pub use body::{Body, BodyError, MaybeSend, MaybeSync, Media, OverLimit};
pub use field::Field;
pub use format::Base64;
pub use json::{
    Cx, Decode, Encode, Json, Kind, Kinds, Limits, Mode, Never, Node, ObjectReader, ObjectWriter, SyntaxError, Tape,
    TextTape, Writer, decode_tape, decode_text, from_slice, reads, text_of, to_vec,
};
pub use multipart::{File, Multipart, MultipartError};
pub use operation::{
    Alternative, BodyDescription, Info, Operation, Piece, RejectionShape, Requirement, Scheme, SchemeKind,
};
pub use option::IntoOption;
pub use param::{Location, Parameter, Structure, Style};
pub use reply::{BodyOnly, NoBody, NoError, OnlyAccepted, OnlyCreated, OnlyNoContent, OnlyOk, Outcome, Success};
pub use stream::{Event, Items};
pub use unknown::Unknown;
pub use validate::{
    Checker, Demand, Each, Invalid, Item, ItemsRule, Judge, NumberRule, Pattern, PropertiesRule, Rule, StringRule,
    Validate, Violation, judge, validate,
};

/// A boxed future, `Send` wherever threads exist.
#[cfg(not(target_family = "wasm"))]
pub type BoxFuture<'a, T> = core::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future; browsers' futures are not `Send`.
#[cfg(target_family = "wasm")]
pub type BoxFuture<'a, T> = core::pin::Pin<Box<dyn Future<Output = T> + 'a>>;

/// What emitted code and this crate must agree on. Raised whenever code emitted before no longer fits.
pub const RUNTIME_VERSION: u32 = 8;

/// Refuses, while compiling, a runtime that does not fit the emitted code.
///
/// ```
/// const _: () = tenon_runtime::require_runtime(tenon_runtime::RUNTIME_VERSION);
/// ```
#[expect(clippy::panic, reason = "evaluated while compiling, where a panic is the compile error")]
pub const fn require_runtime(version: u32) {
    if version != RUNTIME_VERSION {
        panic!("this code was emitted for another version of tenon-runtime: generate it again");
    }
}
