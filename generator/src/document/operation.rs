//! Path items and their operations.
use super::{
    Node, Parameter, Reader, RequestBody, Response, SecurityRequirement, Server, Version, body, info, parameter,
    security,
};
use crate::diagnostic::Code;
use crate::load::Pointer;

/// A path with what holds for all of its operations.
#[derive(Clone, Debug)]
pub struct PathItem<'a> {
    /// The key: `/pets/{id}`.
    pub template: &'a str,
    /// Used by operations without one of their own.
    pub summary: Option<&'a str>,
    /// CommonMark; used by operations without one of their own.
    pub description: Option<&'a str>,
    /// Parameters of every operation here, unless one overrides them.
    pub parameters: Vec<Parameter<'a>>,
    /// Base URLs of every operation here, unless one has its own; else empty.
    pub servers: Vec<Server<'a>>,
    /// Fixed methods, in the order of the document.
    pub operations: Vec<Operation<'a>>,
    /// The object itself, behind its reference.
    pub at: Pointer,
}

/// Operation Object.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// As the key: lower case, but for methods that have none of their own, as requests spell them.
    pub method: &'a str,
    /// `operationId`; `None` where it is missing or empty.
    pub id: Option<&'a str>,
    /// A few words.
    pub summary: Option<&'a str>,
    /// CommonMark.
    pub description: Option<&'a str>,
    /// URL of `externalDocs`.
    pub external_docs: Option<String>,
    /// Whether it is on its way out.
    pub deprecated: bool,
    /// Names of tags, declared or not.
    pub tags: Vec<&'a str>,
    /// Its own parameters, without those of the path item.
    pub parameters: Vec<Parameter<'a>>,
    /// `requestBody`.
    pub body: Option<RequestBody<'a>>,
    /// `responses`, in order.
    pub responses: Vec<Response<'a>>,
    /// `None`: what the document says.
    pub security: Option<Vec<SecurityRequirement<'a>>>,
    /// Base URLs of this operation alone; else empty.
    pub servers: Vec<Server<'a>>,
    /// Something in it is an error, or in what it shares with its neighbours: it cannot be carried.
    pub refused: bool,
    /// The Operation Object.
    pub at: Pointer,
}

/// An operation costs a hundred times as much as most values of a document.
const MOST: usize = 100_000;

/// Keys of path items that are operations.
pub const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
const ITEM: &[&str] = &["$ref", "summary", "description", "servers", "parameters", "additionalOperations"];
const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];

pub(super) fn paths<'a>(cx: &mut Reader<'a, '_>, root: &Node<'a>, key: &str) -> Vec<PathItem<'a>> {
    if cx.version == Version::V3_0 && !root.has(key) {
        cx.report(Code::Deviation, &root.at, format!("`{key}` is missing; it is read as if it were empty")).on_key();
    }
    let Some(paths) = cx.given(root, key) else { return Vec::new() };
    cx.object(&paths);
    paths.members().filter_map(|(template, node)| path_item(cx, template, &node)).collect()
}

pub(super) fn path_item<'a>(cx: &mut Reader<'a, '_>, template: &'a str, node: &Node<'a>) -> Option<PathItem<'a>> {
    let target = cx.follow(node.clone())?;
    cx.object(&target)?;
    let item = PathItem { at: node.at.clone(), ..item(cx, template, &target) };
    let beside = target.at != node.at && node.members().any(|(key, _)| key != "$ref");
    Some(if beside { both(cx, template, node, item) } else { item })
}

/// What stands beside a reference goes before what it leads to; where both say something, no specification says which.
fn both<'a>(cx: &mut Reader<'a, '_>, template: &'a str, node: &Node<'a>, other: PathItem<'a>) -> PathItem<'a> {
    let mut own = item(cx, template, node);
    let twice = other.operations.iter().any(|o| own.operations.iter().any(|own| own.method == o.method));
    if twice || !own.servers.is_empty() && !other.servers.is_empty() {
        let message = "what stands beside `$ref` is read in place of what the reference leads to";
        cx.report(Code::Deviation, &node.at.child("$ref"), message).on_key();
    }
    let methods: Vec<&str> = own.operations.iter().map(|o| o.method).collect();
    own.operations.extend(other.operations.into_iter().filter(|o| !methods.contains(&o.method)));
    let key = |p: &Parameter<'_>| (std::mem::discriminant(&p.leaf), p.data().name.clone());
    let names: Vec<_> = own.parameters.iter().map(key).collect();
    own.parameters.extend(other.parameters.into_iter().filter(|p| !names.contains(&key(p))));
    own.summary = own.summary.or(other.summary);
    own.description = own.description.or(other.description);
    if own.servers.is_empty() {
        own.servers = other.servers;
    }
    own
}

fn item<'a>(cx: &mut Reader<'a, '_>, template: &'a str, node: &Node<'a>) -> PathItem<'a> {
    let before = cx.refusals();
    cx.known_keys(node, &[METHODS, ITEM].concat());
    let (summary, description) = (cx.prose_at(node, "summary"), cx.prose_at(node, "description"));
    let (parameters, servers) = (parameter::parameters(cx, node), info::servers(cx, node));
    let refused = cx.refusals() > before;
    let methods = node.members().filter(|(key, _)| METHODS.contains(key));
    let mut operations: Vec<_> = methods.filter_map(|(method, node)| operation(cx, method, &node, refused)).collect();
    additional(cx, node, &mut operations, refused);
    PathItem { template, summary, description, parameters, servers, operations, at: node.at.clone() }
}

/// `additionalOperations` (3.2): methods as requests spell them, none of those that have a key of their own.
fn additional<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, operations: &mut Vec<Operation<'a>>, refused: bool) {
    let Some(map) = cx.given(node, "additionalOperations") else { return };
    cx.object(&map);
    for (method, node) in map.entries() {
        let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        if method.is_empty() || !method.bytes().all(token) || method == "CONNECT" {
            cx.report(Code::InvalidValue, &node.at, format!("`{method}` is no method of requests")).on_key();
        } else if METHODS.iter().any(|known| known.to_ascii_uppercase() == method) {
            let message = format!("`{method}` has a key of its own in a path item");
            cx.report(Code::InvalidValue, &node.at, message)
                .on_key()
                .help(format!("write it as `{}`", method.to_ascii_lowercase()));
        } else {
            operations.extend(operation(cx, method, &node, refused));
        }
    }
}

fn operation<'a>(cx: &mut Reader<'a, '_>, method: &'a str, node: &Node<'a>, refused: bool) -> Option<Operation<'a>> {
    if !cx.has_room("operations", MOST, &node.at) {
        return None;
    }
    let before = cx.refusals();
    let node = &cx.behind(node.clone())?;
    cx.object(node)?;
    cx.known_keys(node, OPERATION);
    let mut operation = Operation {
        method,
        id: cx.string_at(node, "operationId").filter(|id| !id.is_empty()),
        summary: cx.prose_at(node, "summary"),
        description: cx.prose_at(node, "description"),
        external_docs: info::external_docs(cx, node),
        deprecated: cx.boolean_at(node, "deprecated"),
        tags: tags(cx, node),
        parameters: parameter::parameters(cx, node),
        body: body::request_body(cx, node),
        responses: body::responses(cx, node),
        security: security::requirements(cx, node),
        servers: info::servers(cx, node),
        refused,
        at: node.at.clone(),
    };
    operation.refused |= cx.refusals() > before;
    Some(operation)
}

fn tags<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Vec<&'a str> {
    let Some(list) = cx.given(node, "tags") else { return Vec::new() };
    cx.array(&list);
    list.items().filter_map(|tag| cx.string(&tag)).collect()
}
