//! A file on its way out: a name and a list of token items.
use proc_macro2::TokenStream;

/// Where the emitted module will live.
#[derive(Clone, Debug)]
pub struct Home {
    /// Path of the module for those who use it: `generated::quiva`.
    pub path: String,
    /// What it was made from, for the header: `specs/quiva/openapi.yaml`.
    pub source: String,
}

/// One Rust file, not yet text.
#[derive(Clone, Debug)]
pub struct File {
    /// `types.rs`
    pub name: &'static str,
    /// See [`Home::source`].
    pub source: String,
    /// Inner attributes: documentation and lints.
    pub head: TokenStream,
    /// Each holds one item or a few that belong together.
    pub items: Vec<TokenStream>,
}

impl File {
    pub(super) fn new(name: &'static str, home: &Home, head: TokenStream) -> Self {
        Self { name, source: home.source.clone(), head, items: Vec::new() }
    }

    pub(super) fn push(&mut self, item: TokenStream) {
        if !item.is_empty() {
            self.items.push(item);
        }
    }
}
