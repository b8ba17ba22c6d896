//! `review`: [`Api`] → what a reviewer reads.
//!
//! Outlines are one fact a line. Every line reads alone in a diff hunk, nothing is aligned, the order does not
//! depend on the document's, and prose is left out: a change touches only its own lines.
mod checks;
pub mod diff;
mod http;
mod links;
mod places;
mod words;
mod xml;

pub use http::outline as http_outline;
pub use places::Places;

use crate::emit::{self, Home};
use crate::ir::Api;

/// The Rust outline: what the code that calls or implements the API says. Read off the emitted items themselves.
#[must_use]
pub fn rust_outline(api: &Api) -> String {
    // Where the module lives shows in examples only, and those are not part of an outline.
    let home = Home { path: String::new(), source: String::new(), features: String::new(), published: None };
    emit::signatures(api, &home).iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}
