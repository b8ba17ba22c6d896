//! Links: calls that a reply offers. What is wrong with one never refuses the operation that has it.
use super::{Node, Reader, Server, info};
use crate::diagnostic::{Code, Diagnostics};
use crate::load::Pointer;
use crate::resolve;
use serde_json::Value;

/// Link Object, its reference followed.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// The key, by which the reply knows it.
    pub name: &'a str,
    /// CommonMark.
    pub description: Option<&'a str>,
    /// Which operation.
    pub target: LinkTarget<'a>,
    /// Names of its parameters, and what they are given: a runtime expression, a text with such, or a constant.
    pub parameters: Vec<(&'a str, &'a Value, Pointer)>,
    /// The same for its body.
    pub body: Option<(&'a Value, Pointer)>,
    /// Where the operation is for this link.
    pub server: Option<Server<'a>>,
    /// The object itself, behind its reference.
    pub at: Pointer,
}

/// What a link calls.
#[derive(Clone, Debug)]
pub enum LinkTarget<'a> {
    /// `operationId`.
    Id(&'a str),
    /// `operationRef`: the Operation Object, if that is in a file that was read, and the reference.
    At(Option<Pointer>, &'a str),
}

const LINK: &[&str] = &["operationRef", "operationId", "parameters", "requestBody", "description", "server"];

/// Links of an operation are compared with each other.
const MOST: usize = 10_000;

pub(super) fn links<'a>(cx: &mut Reader<'a, '_>, response: &Node<'a>) -> Vec<Link<'a>> {
    if !response.has("links") {
        return Vec::new();
    }
    let (mark, errors) = (cx.diagnostics.mark(), cx.schema_errors);
    let map = cx.given(response, "links");
    if let Some(map) = &map {
        cx.object(map);
    }
    let links = map.iter().flat_map(Node::entries).filter_map(|(name, node)| link(cx, name, node)).collect();
    cx.schema_errors = errors;
    cx.diagnostics.soften(mark);
    links
}

pub(super) fn link<'a>(cx: &mut Reader<'a, '_>, name: &'a str, node: Node<'a>) -> Option<Link<'a>> {
    if !cx.has_room("links", MOST, &node.at) {
        return None;
    }
    let node = cx.follow(node)?;
    cx.object(&node)?;
    cx.known_keys(&node, LINK);
    let target = target(cx, &node)?;
    let parameters = cx.given(&node, "parameters");
    if let Some(map) = &parameters {
        cx.object(map);
    }
    let parameters =
        parameters.iter().flat_map(|map| map.value.as_object().into_iter().flatten().map(move |member| (map, member)));
    let parameters = parameters.map(|(map, (name, value))| (name.as_str(), value, map.at.child(name))).collect();
    let body = node.get("requestBody").map(|body| (body.value, body.at));
    let description = cx.prose_at(&node, "description");
    let server = cx.given(&node, "server").and_then(|server| info::server(cx, server));
    Some(Link { name, description, target, parameters, body, server, at: node.at })
}

fn target<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<LinkTarget<'a>> {
    let (id, reference) = (cx.string_at(node, "operationId"), cx.string_at(node, "operationRef"));
    if id.is_some() && reference.is_some() {
        let message = "`operationId` and `operationRef` exclude each other; the first is read";
        cx.report(Code::Deviation, &node.at.child("operationRef"), message).on_key();
    }
    if let Some(id) = id {
        return Some(LinkTarget::Id(id));
    }
    let Some(reference) = reference else {
        let message = "a link says by `operationId` or `operationRef` what it calls; this one is left out";
        cx.report(Code::UnresolvedLink, &node.at, message).on_key();
        return None;
    };
    let at = node.at.child("operationRef");
    let found = resolve::target(cx.sources, &cx.names, &mut Diagnostics::default(), reference, &at);
    Some(LinkTarget::At(found.map(|found| found.at), reference))
}
