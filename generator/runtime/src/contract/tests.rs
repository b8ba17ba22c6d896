//! Messages that say the same, and messages that do not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
