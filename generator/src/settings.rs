//! What may be chosen about an API beside its document: `specs/<api>/tenon.toml`.
use crate::names::Lock;
use crate::select::Selection;
use std::collections::BTreeMap;

/// Every choice; [`Settings::default`] is what holds where there is no `tenon.toml`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A schema without `type` is taken for what its keywords speak of: an object for `properties`.
    pub assume_types: bool,
    /// Errors do not stop the run: what they do not reach is generated. An operation with an error is left out, and a
    /// schema with one takes any JSON.
    pub keep_going: bool,
    /// Rust types for formats: `email` → `::lettre::Address`.
    pub formats: BTreeMap<String, String>,
    /// Which operations are generated; with a choice, only what they need is.
    pub operations: Selection,
    /// `names.lock`: the names that were given before.
    pub names: Lock,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            assume_types: true,
            keep_going: false,
            formats: BTreeMap::new(),
            operations: Selection::default(),
            names: Lock::default(),
        }
    }
}
