//! `review`: [`Api`](crate::ir::Api) → what a reviewer reads.
//!
//! Outlines are one fact a line. Every line reads alone in a diff hunk, nothing is aligned, the order does not
//! depend on the document's, and prose is left out: a change touches only its own lines.
mod http;
mod words;

pub use http::outline as http_outline;
