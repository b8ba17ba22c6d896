//! `document`: tree → [`Document`].
//!
//! Assumes a [`Source`](crate::load::Source) within budgets. Guarantees: every node that is named here exists
//! and has the JSON type that the specification asks for, or was reported. Knows how OpenAPI 3.0, 3.1 and 3.2
//! differ, and nothing else does. Walks the tree by hand, so that every report has its place; leaves are decoded
//! into `openapiv3` types, with every schema replaced by an id of our own arena.
mod body;
mod components;
mod elsewhere;
mod incoming;
mod info;
mod link;
mod operation;
mod parameter;
mod reader;
mod rules;
pub mod schema;
mod security;
#[cfg(test)]
mod tests;
mod unused;

pub use body::{Encoding, Header, MediaType, RequestBody, Response};
pub use incoming::{Arrival, Incoming};
pub use info::{Server, ServerVariable, Tag};
pub use link::{Link, LinkTarget};
pub use operation::{METHODS, Operation, PathItem};
pub use parameter::{Parameter, ParameterContent};
pub use reader::{Node, Reader};
pub use security::{SchemeLeaf, SecurityRequirement, SecurityScheme};

use crate::diagnostic::{Code, Diagnostics};
use crate::load::{FileId, Pointer, Sources};
use schema::{SchemaId, Schemas};
use std::borrow::Cow;

/// Which specification the document follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x: schemas in a dialect of their own.
    V3_0,
    /// 3.1.x: JSON Schema 2020-12.
    V3_1,
    /// 3.2.x: as 3.1, with `query`, `itemSchema` and more.
    V3_2,
}

/// A document, decoded; schemas are in an arena of their own.
#[derive(Debug)]
pub struct Document<'a> {
    /// By `openapi`; says which rules hold.
    pub version: Version,
    /// As written: `3.1.0`.
    pub openapi: &'a str,
    /// Info Object, without `summary`.
    pub info: openapiv3::Info,
    /// `info.summary`, since 3.1.
    pub summary: Option<&'a str>,
    /// URL of the document's `externalDocs`.
    pub external_docs: Option<String>,
    /// Base URLs; empty where the document names none.
    pub servers: Vec<Server<'a>>,
    /// Tag Objects: the order and prose of tags that operations name.
    pub tags: Vec<Tag>,
    /// What holds for operations that do not say who may call them.
    pub security: Vec<SecurityRequirement<'a>>,
    /// Whether [`security`](Self::security) has an error: who may call is not known where the document decides it.
    pub security_refused: bool,
    /// `components/securitySchemes`, in order, without those that have an error.
    pub security_schemes: Vec<SecurityScheme>,
    /// The keys of those that have an error.
    pub refused_schemes: Vec<&'a str>,
    /// Paths Object, in order; references of path items are followed.
    pub paths: Vec<PathItem<'a>>,
    /// Webhooks, then callbacks, each once.
    pub incoming: Vec<Incoming<'a>>,
    /// `components/schemas`, in order, then what else references lead to and has a name.
    pub components: Vec<(Cow<'a, str>, SchemaId)>,
    /// Every schema of the document, and those that were referred to.
    pub schemas: Schemas<'a>,
}

impl<'a> Document<'a> {
    /// All path items: what the API serves, then what it sends.
    pub fn items(&self) -> impl Iterator<Item = &PathItem<'a>> {
        self.paths.iter().chain(self.incoming.iter().map(|one| &one.item))
    }
}

/// What the root object of each version may hold.
const ROOT: &[&str] = &[
    "openapi",
    "info",
    "servers",
    "paths",
    "components",
    "security",
    "tags",
    "externalDocs",
    "webhooks",
    "jsonSchemaDialect",
    "$self",
];
const COMPONENTS: &[&str] = &[
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "mediaTypes",
];

/// Decodes the document that begins in the first file.
///
/// `None` when there is nothing to go on with: no object, no `openapi`, no `info`; all of it is reported.
pub fn decode<'a>(sources: &'a Sources, diagnostics: &mut Diagnostics) -> Option<Document<'a>> {
    let file = FileId::default();
    let root = Node { value: &sources.get(file)?.tree, at: Pointer::root(file) };
    let (openapi, version) = version(&root, diagnostics)?;
    let mut cx = Reader::new(sources, diagnostics, version);
    cx.object(&root)?;
    cx.known_keys(&root, ROOT);
    rules::contents(&mut cx, &root);

    let info = info::info(&mut cx, &root);
    let servers = info::servers(&mut cx, &root);
    let tags = info::tags(&mut cx, &root);
    let external_docs = info::external_docs(&mut cx, &root);
    let given = cx.given(&root, "components");
    let (security_schemes, refused_schemes) = given.as_ref().map(|c| security::schemes(&mut cx, c)).unwrap_or_default();
    let before = cx.refusals();
    let security = security::requirements(&mut cx, &root).unwrap_or_default();
    let security_refused = cx.refusals() > before;
    let named = given.as_ref().map(|c| component_schemas(&mut cx, c)).unwrap_or_default();
    let mut paths = operation::paths(&mut cx, &root, "paths");
    let mut incoming = incoming::incoming(&mut cx, &root, &paths);
    let summary = root.get("info").and_then(|i| cx.prose_at(&i, "summary"));
    schema::resolve(&mut cx);
    let mut components = named;
    components.extend(elsewhere::named(&cx, &components));
    if let Some(node) = &given {
        components::check(&mut cx, node);
    }

    let info = info?;
    let mut schemas = cx.schemas;
    let items = paths.iter_mut().chain(incoming.iter_mut().map(|one| &mut one.item));
    body::unfold_events(&mut schemas, items, diagnostics);
    unused::report(sources, diagnostics);
    Some(Document {
        version,
        openapi,
        info,
        summary,
        external_docs,
        servers,
        tags,
        security,
        security_refused,
        security_schemes,
        refused_schemes,
        paths,
        incoming,
        components,
        schemas,
    })
}

fn version<'a>(root: &Node<'a>, diagnostics: &mut Diagnostics) -> Option<(&'a str, Version)> {
    let Some(node) = root.get("openapi") else {
        diagnostics.report(Code::NotOpenApi, &root.at, "this is not an OpenAPI document: it has no `openapi`").help(
            "the first line of a document is `openapi: 3.1.0`, or `3.0.x`, or `3.2.0`; Swagger 2.0 must be converted",
        );
        return None;
    };
    let Some(text) = node.value.as_str() else {
        diagnostics
            .report(Code::WrongType, &node.at, "`openapi` must be a string")
            .help("put the version in quotes: `openapi: '3.1.0'`");
        return None;
    };
    let is = |minor: &str| text == minor || text.strip_prefix(minor).is_some_and(|rest| rest.starts_with(['.', '-']));
    let version = match () {
        () if is("3.0") => Version::V3_0,
        () if is("3.1") => Version::V3_1,
        () if is("3.2") => Version::V3_2,
        () => {
            diagnostics
                .report(Code::UnsupportedVersion, &node.at, format!("OpenAPI `{text}` is not supported"))
                .help("Tenon reads 3.0, 3.1 and 3.2");
            return None;
        }
    };
    Some((text, version))
}

fn component_schemas<'a>(cx: &mut Reader<'a, '_>, components: &Node<'a>) -> Vec<(Cow<'a, str>, SchemaId)> {
    cx.known_keys(components, COMPONENTS);
    let Some(schemas) = cx.given(components, "schemas") else { return Vec::new() };
    cx.object(&schemas);
    schemas.entries().filter_map(|(name, node)| Some((name.into(), schema::decode(cx, &node)?))).collect()
}
