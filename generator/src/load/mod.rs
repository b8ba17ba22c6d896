//! `load`: bytes → [`Source`], a tree of values with its text.
//!
//! Assumes nothing. Guarantees: the tree is within the [`Budgets`], no object has a key twice,
//! JSON was read as JSON. Knows YAML (`serde_yaml`), JSON (`serde_json`) and documentation pages
//! that embed a document; knows nothing of OpenAPI.
mod pointer;

pub use pointer::{FileId, Pointer};

use serde_json::Value;

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Yaml,
}

/// One file, read.
#[derive(Clone, Debug)]
pub struct Source {
    pub id: FileId,
    /// As shown to people: a path relative to where they stand.
    pub name: String,
    pub text: String,
    pub format: Format,
    pub tree: Value,
}

/// The files of one document; the first one is where it begins.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file; its id says where it landed.
    pub fn push(&mut self, source: Source) -> FileId {
        let id = self.next_id();
        self.files.push(Source { id, ..source });
        id
    }

    /// The id that the next pushed file gets.
    #[must_use]
    pub fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX))
    }

    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.files.get(id.0 as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The node at a place, if there is one.
    #[must_use]
    pub fn node(&self, at: &Pointer) -> Option<&Value> {
        self.get(at.file)?.tree.pointer(at.as_str())
    }
}
