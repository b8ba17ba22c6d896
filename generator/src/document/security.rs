//! Security schemes and requirements.
use super::{Node, Reader, Version};
use crate::diagnostic::{Code, Diagnostics};
use crate::load::{FileId, Pointer};
use crate::resolve;
use serde_json::{Value, json};

/// A scheme under its key in `securitySchemes`.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// The key.
    pub name: String,
    /// Type and what belongs to it.
    pub kind: SchemeLeaf,
    /// CommonMark.
    pub description: Option<String>,
    /// Whether it is on its way out (3.2).
    pub deprecated: bool,
    /// The object itself, behind its reference.
    pub at: Pointer,
}

/// What the scheme is.
#[derive(Clone, Debug)]
pub enum SchemeLeaf {
    /// As `openapiv3` reads it, without the flows of `oauth2`.
    Known(Box<openapiv3::SecurityScheme>),
    /// 3.1; `openapiv3` does not know it.
    MutualTls,
    /// `oauth2` whose `flows` are missing or empty.
    NoFlows,
}

/// One alternative: all of these schemes together.
#[derive(Clone, Debug)]
pub struct SecurityRequirement<'a> {
    /// `(key in securitySchemes, scopes)`; empty: anonymous is allowed.
    pub schemes: Vec<(&'a str, Vec<&'a str>)>,
    /// The Security Requirement Object.
    pub at: Pointer,
}

/// Those that can be used, and the keys of those that cannot.
pub(super) fn schemes<'a>(cx: &mut Reader<'a, '_>, components: &Node<'a>) -> (Vec<SecurityScheme>, Vec<&'a str>) {
    let Some(map) = cx.given(components, "securitySchemes") else { return Default::default() };
    cx.object(&map);
    let (mut schemes, mut refused) = (Vec::new(), Vec::new());
    for (name, node) in map.entries() {
        match scheme(cx, name, node) {
            Some(scheme) => schemes.push(scheme),
            None => refused.push(name),
        }
    }
    (schemes, refused)
}

fn scheme<'a>(cx: &mut Reader<'a, '_>, name: &str, node: Node<'a>) -> Option<SecurityScheme> {
    let node = cx.follow(node)?;
    cx.object(&node)?;
    let kind = cx.required(&node, "type")?;
    let description = cx.prose_at(&node, "description").map(str::to_owned);
    let kind = match cx.string(&kind)? {
        "mutualTLS" => SchemeLeaf::MutualTls,
        "oauth2" if !has_flow(&node) => SchemeLeaf::NoFlows,
        _ => SchemeLeaf::Known(Box::new(known(cx, &node)?)),
    };
    let deprecated = cx.boolean_at(&node, "deprecated");
    Some(SecurityScheme { name: name.to_owned(), kind, description, deprecated, at: node.at })
}

fn has_flow(node: &Node<'_>) -> bool {
    node.get("flows").is_some_and(|flows| flows.members().next().is_some())
}

fn known<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<openapiv3::SecurityScheme> {
    let kind = node.get("type").and_then(|n| n.value.as_str()).unwrap_or_default();
    let keys: &[&str] = match kind {
        "apiKey" => &["in", "name"],
        "http" => &["scheme"],
        "openIdConnect" => &["openIdConnectUrl"],
        "oauth2" => &["flows"],
        other => {
            let at = node.at.child("type");
            cx.report(Code::InvalidValue, &at, format!("`{other}` is not a type of security scheme"))
                .help("one of `apiKey`, `http`, `oauth2`, `openIdConnect`, `mutualTLS`");
            return None;
        }
    };
    for key in keys {
        let member = cx.required(node, key)?;
        if *key != "flows" {
            cx.string(&member)?;
        }
    }
    let mut object = cx.pick(node, &[&["type"], keys].concat());
    if kind == "oauth2" {
        // Flows are documentation to us; device flows (3.2) and sloppy ones must not stop anybody.
        object.insert("flows".into(), json!({}));
    }
    cx.leaf(Value::Object(object), &node.at)
}

/// `security` of the document or an operation; `None` when it says nothing (and the outer one holds).
pub(super) fn requirements<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<Vec<SecurityRequirement<'a>>> {
    let list = node.get("security")?;
    // Never read leniently: what is empty lets everybody in.
    if !list.value.is_array() {
        return cx.wrong_type(&list, "an array");
    }
    let alternatives = list.items().filter_map(|item| {
        if !item.value.is_object() {
            return cx.wrong_type(&item, "an object");
        }
        // Every key names a scheme, even one that begins with `x-`.
        let schemes = item.value.as_object().into_iter().flatten().map(|(name, scopes)| {
            let scopes = Node { value: scopes, at: item.at.child(name) };
            cx.array(&scopes);
            let name = by_uri(cx, name, &scopes.at).unwrap_or(name);
            (name, scopes.items().filter_map(|scope| cx.string(&scope)).collect())
        });
        let schemes = schemes.collect();
        Some(SecurityRequirement { schemes, at: item.at })
    });
    Some(alternatives.collect())
}

/// The key of a scheme that is named by its URI (3.2). A key that looks like a URI is a key.
fn by_uri<'a>(cx: &Reader<'a, '_>, name: &str, at: &Pointer) -> Option<&'a str> {
    let file = FileId::default();
    let tree = &cx.sources.get(file).filter(|_| cx.version >= Version::V3_2)?.tree;
    let schemes = tree.get("components")?.get("securitySchemes")?.as_object()?;
    if schemes.contains_key(name) {
        return None;
    }
    let found = resolve::target(cx.sources, &cx.names, &mut Diagnostics::default(), name, at)?;
    let place = Pointer::root(file).child("components").child("securitySchemes");
    schemes.keys().find(|key| place.child(key) == found.at).map(String::as_str)
}
