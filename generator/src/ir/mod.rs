//! The intermediate representation: every decision about an API, in plain data.
//!
//! Made by [`lower`](crate::lower), completed by [`names`](crate::names), read by
//! [`emit`](crate::emit) and [`review`](crate::review). It knows nothing of OpenAPI's
//! syntax and nothing of Rust's: no `$ref`, no token. Types are linked by [`TypeId`]
//! in one arena, so recursion is just an edge.
mod alias;
mod body;
mod check;
mod enums;
mod functions;
mod incoming;
mod link;
mod multipart;
mod operation;
mod path;
mod scalar;
mod server;
mod types;
mod xml;

pub use alias::recursive;
pub use body::*;
pub use check::*;
pub use enums::*;
pub use incoming::*;
pub use link::*;
pub use multipart::*;
pub use operation::*;
pub use path::*;
pub use scalar::*;
pub use server::*;
pub use types::*;
pub use xml::*;

use crate::load::Pointer;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One document, decided.
#[derive(Clone, Debug)]
pub struct Api {
    /// The Rust module: `prime_intellect`.
    pub module: String,
    /// Title, version and prose.
    pub info: Info,
    /// Base URLs, the default first; empty where the document names none.
    pub servers: Vec<Server>,
    /// Every type; only those with a `name` are declared, the others are written where they are used.
    pub types: Vec<TypeDef>,
    /// What types do not say; they refer to each other.
    pub checks: Vec<Check>,
    /// How values travel as XML, as far as any do; they refer to each other.
    pub xml: Vec<XmlShape>,
    /// Types that `tenon.toml` names.
    pub foreign: Vec<Foreign>,
    /// What is checked of values of a type beside reading them: its own [`check`](TypeDef::check), and those of the
    /// types that it spells out in place. A declared type runs it by itself; else whoever holds the value does.
    pub residues: BTreeMap<TypeId, CheckId>,
    /// Every operation that can be carried, in the order of the document.
    pub operations: Vec<Operation>,
    /// What the API sends to its users, with the types of this one: webhooks, and callbacks.
    pub incoming: Vec<Incoming>,
    /// Set where this is one of [`incoming`](Self::incoming) itself.
    pub inside: Option<Inside>,
    /// Every tag that has operations; each becomes a trait of the server.
    pub tags: Vec<Tag>,
    /// Ways to authenticate; [`Requirement`]s refer to them by index.
    pub schemes: Vec<SecurityScheme>,
    /// Every name that was given, for the next time.
    pub names: crate::names::Lock,
}

impl Api {
    /// The definition behind an id. Ids come from this arena only, so the lookup cannot miss.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// The check behind an id; as with [`Api::ty`], the lookup cannot miss.
    #[must_use]
    pub fn check(&self, id: CheckId) -> &Check {
        &self.checks[id.0 as usize]
    }

    /// Whether a type has one value only, an enum of one: constructors fill it in.
    #[must_use]
    pub fn is_constant(&self, id: TypeId) -> bool {
        match &self.ty(resolved(&self.types, id)).shape {
            Shape::Null => true,
            Shape::Enum(e) => !e.open && !e.extensible && e.values.len() == 1,
            _ => false,
        }
    }

    /// Whether each tag has a module of its own.
    #[must_use]
    pub fn is_by_tag(&self) -> bool {
        self.tags.iter().any(|tag| !tag.module.is_empty())
    }

    /// The operations of a tag, by their numbers.
    pub fn of_tag<'a>(&'a self, tag: &'a Tag) -> impl Iterator<Item = &'a Operation> + Clone {
        tag.operations.iter().filter_map(|id| self.operations.get(id.0 as usize))
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
    /// Name of the API.
    pub title: String,
    /// The API's own version, as text.
    pub version: String,
    /// Version of the specification, as written: `3.1.0`.
    pub openapi: String,
    /// A line of text.
    pub summary: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
    /// URL of the terms of service.
    pub terms_of_service: Option<String>,
    /// Name, mail and URL, as far as given, with commas between.
    pub contact: Option<String>,
    /// Name of the licence.
    pub license: Option<String>,
    /// URL of `externalDocs`.
    pub external_docs: Option<String>,
    /// Tags that belong to others, or are of a kind.
    pub tags: Vec<TagPlace>,
}

/// Where a tag belongs (3.2), whether or not an operation has it.
#[derive(Clone, Debug)]
pub struct TagPlace {
    /// Its name in the document.
    pub name: String,
    /// The tag above it.
    pub parent: Option<String>,
    /// What it is for.
    pub kind: Option<String>,
}

/// A name on the wire and in Rust. `rust` is empty until [`names`](crate::names) has run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// As the document spells it.
    pub wire: String,
    /// As Rust spells it: an identifier, keywords escaped.
    pub rust: String,
}

impl Name {
    /// A name that has none in Rust yet.
    #[must_use]
    pub fn wire(wire: impl Into<String>) -> Self {
        Self { wire: wire.into(), rust: String::new() }
    }
}

/// Prose from the document, and where it stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// A short line: `summary` or `title`.
    pub summary: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
    /// Whether it is on its way out.
    pub deprecated: bool,
    /// JSON texts.
    pub examples: Vec<Arc<str>>,
    /// A link out: the URL of `externalDocs`.
    pub external: Option<String>,
}

/// A tag becomes a trait on the server, and in a large API a module of all that its operations need.
#[derive(Clone, Debug)]
pub struct Tag {
    /// `wire` is empty for operations without a tag.
    pub name: Name,
    /// Its module: `code_scanning`. Empty where the API is one module.
    pub module: String,
    /// A few words.
    pub summary: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
    /// By the first tag of each, in the order of the document.
    pub operations: Vec<OperationId>,
}

/// Index into [`Api::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub u32);

/// Where something was said: used for diagnostics and for names that must not depend on order.
pub type Origin = Pointer;
