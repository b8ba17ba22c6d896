//! The list of rules for people, made from the rules.
use std::fmt::Write;

use super::Axis;
use super::level::{Levels, Wire};
use super::rule::{Flow, Rule};

/// `docs/diff-rules.md`.
#[must_use]
pub fn list() -> String {
    let mut out = String::from(
        "# Rules of `cargo xtask diff`\n\n\
         Made from `generator/src/review/diff/rule.rs`; `TENON_BLESS=1 cargo test -p tests --test diff` renews it. Each has an example in\n\
         `tests/diff/<rule>/`.\n\n\
         *wire-client* is what old clients meet at the new server, *wire-server* what new clients meet at the old one. The table says\n\
         what a rule means as a rule; what is known of the place may change that (a reader that keeps unknown values loses nothing).\n\
         What becomes of Rust code is read off the Rust itself, each time.\n\n\
         | rule | what has happened | in requests: wire-client, wire-server | in replies: wire-client, wire-server |\n\
         | --- | --- | --- | --- |\n",
    );
    for rule in Rule::ALL {
        let cell = |flow: Flow| {
            let (wire_client, wire_server) = rule.wire(flow);
            let levels = Levels { wire_client, wire_server, ..Levels::default() };
            let word = |axis: Axis, level: Wire| if level == Wire::Ok { "ok" } else { levels.word(axis) };
            format!("{}, {}", word(Axis::WireClient, wire_client), word(Axis::WireServer, wire_server))
        };
        // Writing to a string cannot fail.
        let _ =
            writeln!(out, "| `{}` | {} | {} | {} |", rule.id(), rule.about(), cell(Flow::Request), cell(Flow::Reply));
    }
    out
}
