//! The emitted code of `tests/features/modules_by_tag` as a crate whose features can be chosen: `.ci/run` has it built and
//! tested with none of its tags, with each, with pairs and with all.
#![forbid(unsafe_code)]

#[rustfmt::skip]
#[allow(
    clippy::match_same_arms,
    clippy::semicolon_if_nothing_returned,
    reason = "lints of this workspace's own taste: emitted code promises `clippy::all`"
)]
#[path = "../../features/modules_by_tag/expected/mod.rs"]
pub mod shop;
