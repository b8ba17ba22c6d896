//! The emitted code of the feature cases at work: what must pass does, what must not is refused where it should be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

// Emitted code stays as it was emitted: `cargo fmt` would follow these modules into `features/*/expected`.
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "emitted whole; each test uses what it shows")]
#[allow(
    clippy::doc_markdown,
    clippy::match_same_arms,
    clippy::semicolon_if_nothing_returned,
    reason = "lints of this workspace's own taste: emitted code promises `clippy::all`"
)]
mod cases;
mod bodies;
mod checks;
mod circles;
mod codings;
mod directions;
mod docs;
mod failures;
mod families;
mod files;
mod formats;
mod forms;
mod gigabyte;
mod hostile;
mod house;
mod identifiers;
mod incoming;
mod links;
mod lists;
mod nothing;
mod parameters;
mod parts;
mod paths;
mod places;
mod properties;
mod registry;
mod replies;
mod schemes;
mod servers;
mod sku;
mod streams;
mod tags;
mod types;
mod version_3_2;
mod version_3_2_places;
mod xml;
mod xml_parts;

use house::{Endless, at, sent, status_and_text};
use tenon_runtime::{Decode, Invalid, Mode, from_slice};

/// As a server reads it.
fn strict<T: Decode>(json: &str) -> Result<T, Invalid> {
    from_slice(json.as_bytes(), Mode::Strict)
}

/// As a client reads it.
fn lenient<T: Decode>(json: &str) -> Result<T, Invalid> {
    from_slice(json.as_bytes(), Mode::Lenient)
}

/// `pointer message` of each violation.
fn said<T: Decode + std::fmt::Debug>(json: &str) -> Vec<String> {
    let invalid = strict::<T>(json).expect_err("this must be refused");
    invalid.violations.iter().map(|v| format!("{} {}", v.pointer, v.message)).collect()
}

/// `pointer keyword` of each violation.
fn refused<T: Decode + std::fmt::Debug>(json: &str) -> Vec<String> {
    let invalid = strict::<T>(json).expect_err("this must be refused");
    invalid.violations.iter().map(|v| format!("{} {}", v.pointer, v.keyword)).collect()
}
