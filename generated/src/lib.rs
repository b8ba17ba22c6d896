//! Typed clients and server stubs, one module for each API, each behind a feature of its own.
#![forbid(unsafe_code)]

/// Devin API v1
#[cfg(feature = "devin")]
#[rustfmt::skip]
pub mod devin;
/// IO Intelligence
#[cfg(feature = "io_net")]
#[rustfmt::skip]
pub mod io_net;
/// Live avatar API
#[cfg(feature = "liveavatar")]
#[rustfmt::skip]
pub mod liveavatar;
/// PI API
#[cfg(feature = "prime_intellect")]
#[rustfmt::skip]
pub mod prime_intellect;
/// quiva.ai Gateway
#[cfg(feature = "quiva")]
#[rustfmt::skip]
pub mod quiva;

pub use tenon_runtime;
