//! What may be chosen about an API beside its document: `specs/<api>/tenon.toml`.
//!
//! ```toml
//! assume-types = true                       # a schema with `properties` and no `type` is an object
//!
//! [formats]                                 # Rust types in the place of a format's own
//! email = "::my::Email"
//! decimal = { number = "::tenon_runtime::format::AsNumber<::rust_decimal::Decimal>" }
//!
//! [operations]                              # which are generated
//! include = ["tag:pets", "GET /owners/*"]
//! exclude = ["deprecated*"]
//!
//! [dependencies]                            # what these types take, for the Cargo.toml of the generated crate
//! rust_decimal = "1"
//! ```
mod path;
mod read;

pub use read::read;

use crate::ir::Kind;
use crate::load::FileId;
use crate::names::Lock;
use crate::select::Selection;
use std::collections::BTreeMap;

/// Every choice; [`Settings::default`] is what holds where there is no `tenon.toml`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A schema without `type` is taken for what its keywords speak of: an object for `properties`.
    pub assume_types: bool,
    /// Rust types for formats: `email` → `::my::Email`.
    pub formats: BTreeMap<String, Replacement>,
    /// Which operations are generated; with a choice, only what they need is.
    pub operations: Selection,
    /// What the generated crate depends on beside the runtime: names, and what Cargo.toml says of each.
    pub dependencies: BTreeMap<String, String>,
    /// `names.lock`: the names that were given before.
    pub names: Lock,
    /// The file that they were read from, for reports about them.
    pub file: Option<FileId>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            assume_types: true,
            formats: BTreeMap::new(),
            operations: Selection::default(),
            dependencies: BTreeMap::new(),
            names: Lock::default(),
            file: None,
        }
    }
}

/// Rust types in the place of a format's own, by the JSON type that the schema states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// For `type: string`.
    pub string: Option<String>,
    /// For `type: integer`.
    pub integer: Option<String>,
    /// For `type: number`.
    pub number: Option<String>,
}

impl Replacement {
    /// One type for all that have the format.
    #[must_use]
    pub fn all(path: &str) -> Self {
        let path = || Some(path.to_owned());
        Self { string: path(), integer: path(), number: path() }
    }

    /// The type for values of a kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> Option<&str> {
        match kind {
            Kind::String => self.string.as_deref(),
            Kind::Integer => self.integer.as_deref(),
            Kind::Number => self.number.as_deref(),
            _ => None,
        }
    }
}
