//! Typed clients and server stubs, one module for each API, each behind a feature of its own.
#![forbid(unsafe_code)]

/// Devin API v1
#[cfg(feature = "devin")]
pub mod devin;
/// IO Intelligence
#[cfg(feature = "io_net")]
pub mod io_net;
/// Live avatar API
#[cfg(feature = "liveavatar")]
pub mod liveavatar;
/// PI API
#[cfg(feature = "prime_intellect")]
pub mod prime_intellect;
/// quiva.ai Gateway
#[cfg(feature = "quiva")]
pub mod quiva;

pub use tenon_runtime;
