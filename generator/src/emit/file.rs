//! A file on its way out: a name and a list of token items.
use proc_macro2::TokenStream;

/// Where the emitted module will live.
#[derive(Clone, Debug)]
pub struct Home {
    /// The document itself, if it is part of it, behind the feature `docs`.
    pub published: Option<Published>,
    /// Path of the module for those who use it: `generated::quiva`.
    pub path: String,
    /// What it was made from, for the header: `specs/quiva/openapi.yaml`.
    pub source: String,
    /// What the names of its tags' features begin with: `quiva-`, or nothing.
    pub features: String,
}

/// One Rust file, not yet text.
pub struct File<'a> {
    /// `types.rs`, `repos/ops.rs`
    pub name: String,
    /// See [`Home::source`].
    pub source: &'a str,
    /// Inner attributes: documentation and lints.
    pub head: TokenStream,
    /// Each holds one item or a few that belong together. They are made one by one, as they are rendered: the tokens of
    /// a large API would fill hundreds of megabytes.
    pub items: Box<dyn Iterator<Item = TokenStream> + 'a>,
}

impl std::fmt::Debug for File<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("name", &self.name).field("source", &self.source).finish_non_exhaustive()
    }
}

impl<'a> File<'a> {
    pub(super) fn new(
        name: impl Into<String>,
        home: &'a Home,
        head: TokenStream,
        items: impl Iterator<Item = TokenStream> + 'a,
    ) -> Self {
        let items = Box::new(items.filter(|item| !item.is_empty()));
        Self { name: name.into(), source: &home.source, head, items }
    }
}

/// A document as it was published.
#[derive(Clone, Debug)]
pub struct Published {
    /// As JSON.
    pub json: String,
    /// As YAML, if it was published so; JSON is YAML, too.
    pub yaml: Option<String>,
}
