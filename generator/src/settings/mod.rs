//! What may be chosen about an API beside its document: `tenon.toml`, and `names.lock`.
//!
//! Every choice knows where it is written, so that one that means nothing is reported there.
mod accept;
mod format;
mod read;
#[cfg(test)]
mod tests;

pub use accept::accept;
pub use format::Replacement;
pub use read::read;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::{FileId, Pointer};
use crate::names::{Kind, Lock};
use crate::select::Selection;
use std::collections::BTreeMap;

/// Every choice; [`Settings::default`] is what holds where there is no `tenon.toml`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A schema without `type` is taken for what its keywords speak of: an object for `properties`.
    pub assume_types: bool,
    /// Whether each tag has a module and a feature of its own. `None`: as before, and else as the API's size has it.
    pub modules_by_tag: Option<bool>,
    /// The document itself is part of the code, for a server to show, behind the feature `docs`. `None`: as the crate has it.
    pub docs: Option<bool>,
    /// Errors do not stop the run: what they do not reach is generated. An operation with an error is left out, and a
    /// schema with one takes any JSON.
    pub keep_going: bool,
    /// Rust types for formats: `email` → `::my::Email`.
    pub formats: BTreeMap<String, Chosen<Replacement>>,
    /// What the generated crate depends on beside the runtime: names, and what Cargo.toml says of each.
    pub dependencies: BTreeMap<String, Chosen<String>>,
    /// Which operations are generated; with a choice, only what they need is.
    pub operations: Selection,
    /// Names that are not to be what they would be.
    pub renames: Vec<Chosen<Rename>>,
    /// Reports that were read and found to be in order.
    pub accepted: Vec<Chosen<Accepted>>,
    /// Overlays, as paths beside `tenon.toml`, in the order in which they are applied.
    pub overlays: Vec<Chosen<String>>,
    /// `names.lock`: the names that were given before.
    pub names: Lock,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            assume_types: true,
            modules_by_tag: None,
            docs: None,
            keep_going: false,
            formats: BTreeMap::new(),
            dependencies: BTreeMap::new(),
            operations: Selection::default(),
            renames: Vec::new(),
            accepted: Vec::new(),
            overlays: Vec::new(),
            names: Lock::default(),
        }
    }
}

impl Settings {
    /// What the generated crate depends on beside the runtime.
    #[must_use]
    pub fn dependencies(&self) -> BTreeMap<String, String> {
        self.dependencies.iter().map(|(name, chosen)| (name.clone(), chosen.value.clone())).collect()
    }
}

/// A choice and where it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen<T> {
    /// What was chosen.
    pub value: T,
    /// Where; `None` for what was not read from a file.
    pub place: Option<Place>,
}

/// A byte of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, among the sources.
    pub file: FileId,
    /// Byte offset into its text.
    pub offset: usize,
}

impl<T> Chosen<T> {
    /// Reports something about the choice, where it was made.
    pub(crate) fn report<'d>(
        &self,
        diagnostics: &'d mut Diagnostics,
        code: Code,
        message: String,
    ) -> &'d mut Diagnostic {
        let file = self.place.map_or_else(FileId::default, |place| place.file);
        let report = diagnostics.report(code, &Pointer::root(file), message);
        match self.place {
            Some(place) => report.at_offset(place.offset),
            None => report,
        }
    }
}

/// `[[rename]]`: a thing as `names.lock` has it, and what it is to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// What has the name.
    pub kind: Kind,
    /// What holds it: `Pet` for a field of `Pet`.
    pub within: String,
    /// The thing: the wire name of a field.
    pub what: String,
    /// Its name in Rust.
    pub to: String,
}

/// `[[accept]]`: a report that is not to be made again, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What it is about.
    pub code: Code,
    /// The node of the document; one that ends with `/*` is any below.
    pub at: String,
    /// Why it is in order.
    pub reason: String,
}
