//! What a change of a document does, and to whom.
//!
//! Assumes two documents that were read and decided, the revision with the names of the base. What travels is compared on
//! the IR, by direction; the Rust on its outlines. Guarantees: the same documents, the same report; a document against
//! itself has no findings; undone, every finding on the wire is its mirror image.
mod accepted;
mod bodies;
mod finding;
mod github;
mod html;
mod json;
mod level;
mod links;
mod list;
mod markdown;
mod objects;
mod operations;
mod pairs;
mod parameters;
mod parts;
mod remarks;
mod report;
mod rule;
mod rust;
mod scalars;
mod security;
mod text;
mod types;
mod unheard;
mod unions;
pub mod words;

pub use accepted::{Accepted, Entry};
pub use finding::{Bumps, Finding, Report, Spot};
pub use github::github;
pub use html::html;
pub use json::json;
pub use level::{Axis, Bump, Levels, Severity, Source, Wire};
pub use list::list;
pub use markdown::markdown;
pub use pairs::Side;
pub use rule::{Flow, Rule};
pub use text::text;

use pairs::Comparison;

/// Compares two documents.
#[must_use]
pub fn compare(base: Side<'_>, revision: Side<'_>) -> Report {
    let mut comparison = Comparison::new(base, revision);
    comparison.operations();
    comparison.walk();
    comparison.whole();
    comparison.unheard();
    if comparison.is_only_words() {
        return report::made(&comparison, &base.api.module, None);
    }
    let outlines = [base, revision].map(|side| super::rust_outline(side.api));
    report::made(&comparison, &base.api.module, Some((&outlines[0], &outlines[1])))
}
