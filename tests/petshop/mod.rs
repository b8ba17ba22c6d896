//! The pet shop: emitted code, and an implementation.
//!
//! `emitted/` is what `openapi.yaml` becomes (`TENON_BLESS=1 cargo test -p tests --test features` renews it); the shop
//! fits every document that describes the same four operations.
#![allow(unreachable_pub, reason = "a part of several programs, and of no library")]

// Emitted code stays as it was emitted.
#[rustfmt::skip]
#[path = "emitted/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "emitted whole; each user uses what it needs")]
#[allow(
    clippy::match_same_arms,
    clippy::semicolon_if_nothing_returned,
    reason = "lints of this workspace's own taste: emitted code promises `clippy::all`"
)]
pub mod api;
#[allow(dead_code, reason = "clients have no use for it")]
pub mod shop;
