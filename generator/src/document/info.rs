//! `info`, `servers`, `tags`, `externalDocs`.
use super::{Node, Reader};
use crate::diagnostic::Code;
use crate::load::Pointer;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Server Object.
#[derive(Clone, Debug)]
pub struct Server<'a> {
    /// As written, variables in braces.
    pub url: &'a str,
    /// A word for it, since 3.2.
    pub name: Option<&'a str>,
    /// CommonMark.
    pub description: Option<&'a str>,
    /// What the braces stand for, in order.
    pub variables: Vec<ServerVariable<'a>>,
    /// The object itself, behind its reference.
    pub at: Pointer,
}

/// Server Variable Object.
#[derive(Clone, Debug)]
pub struct ServerVariable<'a> {
    /// The key: what stands in braces.
    pub name: &'a str,
    /// What is sent if nobody chooses.
    pub default: Option<&'a str>,
    /// `enum`, as far as it is there.
    pub values: Option<Vec<&'a str>>,
    /// CommonMark.
    pub description: Option<&'a str>,
    /// The object itself.
    pub at: Pointer,
}

/// Prose, all of it: what is wrong here stops nobody.
pub(super) fn info<'a>(cx: &mut Reader<'a, '_>, root: &Node<'a>) -> Option<openapiv3::Info> {
    let node = cx.required(root, "info")?;
    let node = cx.behind(node)?;
    cx.object(&node)?;
    cx.known_keys(&node, &["title", "summary", "description", "termsOfService", "contact", "license", "version"]);
    let mut words = Map::new();
    for key in ["title", "description", "termsOfService"] {
        words.extend(cx.prose_at(&node, key).map(|text| (key.to_owned(), json!(text))));
    }
    words.extend(version(cx, &node).map(|text| ("version".to_owned(), json!(text))));
    for key in ["title", "version"].into_iter().filter(|key| !node.has(key)) {
        let message = format!("`{key}` is missing; it is taken for empty");
        cx.report(Code::Deviation, &node.at, message).on_key();
        words.insert(key.to_owned(), json!(""));
    }
    for key in ["title", "version"] {
        words.entry(key).or_insert_with(|| json!(""));
    }
    words.extend(prose_object::<openapiv3::License>(cx, &node, "license", &["name"]));
    words.extend(prose_object::<openapiv3::Contact>(cx, &node, "contact", &[]));
    cx.leaf(Value::Object(words), &node.at)
}

/// `version: 1.10` without quotes is so common that it is read as the text that was meant.
fn version<'a>(cx: &mut Reader<'a, '_>, info: &Node<'a>) -> Option<&'a str> {
    let node = info.get("version")?;
    let text = if node.value.is_number() { cx.written(&node) } else { None };
    let Some(text) = text else { return cx.prose_at(info, "version") };
    cx.report(Code::UnquotedVersion, &node.at, "`version` must be a string; it is read as one")
        .help(format!("put it in quotes: `version: '{text}'`"));
    Some(text)
}

/// A licence or a contact, if its type can hold it.
fn prose_object<'a, T: DeserializeOwned>(
    cx: &mut Reader<'a, '_>,
    info: &Node<'a>,
    key: &str,
    required: &[&str],
) -> Option<(String, Value)> {
    let node = cx.given(info, key)?;
    let members = node.members().map(|(name, member)| (name.to_owned(), member.value.clone()));
    let value = Value::Object(members.collect());
    if required.iter().all(|key| node.has(key)) && serde_json::from_value::<T>(value.clone()).is_ok() {
        return Some((key.to_owned(), value));
    }
    cx.report(Code::Deviation, &node.at, format!("`{key}` is not as the specification asks for; it is left out"));
    None
}

pub(super) fn servers<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Vec<Server<'a>> {
    let Some(list) = cx.given(node, "servers") else { return Vec::new() };
    cx.array(&list);
    list.items().filter_map(|item| server(cx, item)).collect()
}

pub(super) fn server<'a>(cx: &mut Reader<'a, '_>, node: Node<'a>) -> Option<Server<'a>> {
    let node = &cx.behind(node)?;
    cx.object(node)?;
    cx.known_keys(node, &["url", "description", "variables", "name"]);
    let url = cx.required(node, "url")?;
    let url = cx.string(&url)?;
    let (name, description) = (cx.prose_at(node, "name"), cx.prose_at(node, "description"));
    let variables = cx.given(node, "variables");
    if let Some(map) = &variables {
        cx.object(map);
    }
    let variables = variables.iter().flat_map(Node::members).filter_map(|(name, node)| variable(cx, name, node));
    let variables = variables.collect();
    Some(Server { url, name, description, variables, at: node.at.clone() })
}

fn variable<'a>(cx: &mut Reader<'a, '_>, name: &'a str, node: Node<'a>) -> Option<ServerVariable<'a>> {
    let node = cx.behind(node)?;
    cx.object(&node)?;
    cx.known_keys(&node, &["enum", "default", "description"]);
    let default = cx.given(&node, "default").and_then(|default| bare(cx, &default));
    let values = cx.given(&node, "enum").and_then(|list| {
        cx.array(&list)?;
        Some(list.items().filter_map(|value| bare(cx, &value)).collect())
    });
    let description = cx.prose_at(&node, "description");
    Some(ServerVariable { name, default, values, description, at: node.at })
}

/// Values of variables are often bare numbers (`port: 8080`); their text is what is meant.
fn bare<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<&'a str> {
    let written = if node.value.is_number() || node.value.is_boolean() { cx.written(node) } else { None };
    written.or_else(|| cx.string(node))
}

/// Tag Object.
#[derive(Clone, Debug)]
pub struct Tag {
    /// What operations call it.
    pub name: String,
    /// A few words.
    pub summary: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
    /// The tag that it belongs to (3.2).
    pub parent: Option<String>,
    /// What it is for, such as `nav` or `audience` (3.2).
    pub kind: Option<String>,
    /// The object itself.
    pub at: Pointer,
}

pub(super) fn tags<'a>(cx: &mut Reader<'a, '_>, root: &Node<'a>) -> Vec<Tag> {
    let Some(list) = cx.given(root, "tags") else { return Vec::new() };
    cx.array(&list);
    let tags: Vec<Tag> = list
        .items()
        .filter_map(|item| {
            let item = cx.behind(item)?;
            cx.object(&item)?;
            cx.known_keys(&item, &["name", "description", "externalDocs", "summary", "parent", "kind"]);
            let name = cx.required(&item, "name")?;
            let name = cx.string(&name)?.to_owned();
            let mut prose = |key| cx.prose_at(&item, key).map(str::to_owned);
            let (summary, description) = (prose("summary"), prose("description"));
            let (parent, kind) = (prose("parent"), prose("kind"));
            Some(Tag { name, summary, description, parent, kind, at: item.at })
        })
        .collect();
    hierarchy(cx, &tags);
    tags
}

/// A tag belongs to one that is declared, and not to itself by way of others.
fn hierarchy(cx: &mut Reader<'_, '_>, tags: &[Tag]) {
    let parent = |tag: &Tag| tag.parent.as_ref().and_then(|name| tags.iter().find(|other| other.name == *name));
    for tag in tags {
        let Some(name) = &tag.parent else { continue };
        let mut above = parent(tag);
        let unknown = above.is_none();
        // As many steps as there are tags lead to the top, or to nowhere.
        for _ in tags {
            above = above.and_then(parent);
        }
        if unknown || above.is_some() {
            let why = if unknown { "is not declared" } else { "belongs to this one in turn" };
            let message = format!("the tag `{name}`, to which `{}` belongs, {why}", tag.name);
            cx.report(Code::Deviation, &tag.at.child("parent"), message);
        }
    }
}

/// The URL of `externalDocs`.
pub(super) fn external_docs<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<String> {
    let docs = cx.given(node, "externalDocs")?;
    if docs.get("url").is_none() {
        cx.report(Code::Deviation, &docs.at, "`externalDocs` has no `url`; it is left out");
        return None;
    }
    cx.prose_at(&docs, "url").map(str::to_owned)
}
