//! The intermediate representation: every decision about an API, in plain data.
//!
//! Made by [`lower`](crate::lower), completed by [`names`](crate::names), read by
//! [`emit`](crate::emit) and [`review`](crate::review). It knows nothing of OpenAPI's
//! syntax and nothing of Rust's: no `$ref`, no token. Types are linked by [`TypeId`]
//! in one arena, so recursion is just an edge.
mod operation;
mod types;

pub use operation::*;
pub use types::*;

use crate::load::Pointer;

/// One document, decided.
#[derive(Clone, Debug)]
pub struct Api {
    /// The Rust module: `prime_intellect`.
    pub module: String,
    pub info: Info,
    pub servers: Vec<Server>,
    /// Every type; only those with a `name` are declared, the others are written where they are used.
    pub types: Vec<TypeDef>,
    pub operations: Vec<Operation>,
    pub tags: Vec<Tag>,
    pub schemes: Vec<SecurityScheme>,
}

impl Api {
    /// The definition behind an id. Ids come from this arena only, so the lookup cannot miss.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// Whether a type has one value only, an enum of one: constructors fill it in.
    #[must_use]
    pub fn is_constant(&self, id: TypeId) -> bool {
        match &self.ty(id).shape {
            Shape::Enum(e) => !e.open && !e.extensible && e.values.len() == 1,
            _ => false,
        }
    }

    /// The fields that a constructor must be given, in order.
    pub fn arguments<'a>(&'a self, of: &'a Struct) -> impl Iterator<Item = &'a Field> {
        of.fields.iter().filter(|f| f.required && !self.is_constant(f.ty))
    }
}

/// How many required values a constructor takes one by one; more go into a struct of their own.
pub const ARGUMENTS: usize = 3;

/// What the document says of itself.
#[derive(Clone, Debug, Default)]
pub struct Info {
    pub title: String,
    pub version: String,
    pub openapi: String,
    pub summary: Option<String>,
    pub description: Option<String>,
    pub terms_of_service: Option<String>,
    pub contact: Option<String>,
    pub license: Option<String>,
    pub external_docs: Option<String>,
}

/// A base URL, variables unexpanded: `https://{region}.example.com`.
#[derive(Clone, Debug)]
pub struct Server {
    pub url: String,
    pub description: Option<String>,
    pub variables: Vec<ServerVariable>,
}

#[derive(Clone, Debug)]
pub struct ServerVariable {
    pub name: Name,
    pub default: String,
    pub values: Vec<String>,
    pub description: Option<String>,
}

/// A name on the wire and in Rust. `rust` is empty until [`names`](crate::names) has run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub wire: String,
    pub rust: String,
}

impl Name {
    #[must_use]
    pub fn wire(wire: impl Into<String>) -> Self {
        Self { wire: wire.into(), rust: String::new() }
    }
}

/// Prose from the document, and where it stood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    pub summary: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
    /// JSON texts.
    pub examples: Vec<String>,
    /// A link out: the URL of `externalDocs`.
    pub external: Option<String>,
}

/// A tag becomes a trait on the server. The first one has operations without a tag if there are any.
#[derive(Clone, Debug)]
pub struct Tag {
    /// `wire` is empty for operations without a tag.
    pub name: Name,
    pub description: Option<String>,
    pub operations: Vec<OperationId>,
}

/// Index into [`Api::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub u32);

/// Where something was said: used for diagnostics and for names that must not depend on order.
pub type Origin = Pointer;
