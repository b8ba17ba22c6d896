//! `info`, `servers`, `tags`, `externalDocs`.
use super::{Node, Reader};
use crate::diagnostic::Code;
use crate::load::Pointer;
use serde_json::Value;

/// A server and where it stands.
#[derive(Clone, Debug)]
pub struct Server {
    /// URL and variables; a variable's bare numbers are read as texts.
    pub leaf: openapiv3::Server,
    /// The Server Object.
    pub at: Pointer,
}

pub(super) fn info<'a>(cx: &mut Reader<'a, '_>, root: &Node<'a>) -> Option<openapiv3::Info> {
    let node = cx.required(root, "info")?;
    cx.known_keys(&node, &["title", "summary", "description", "termsOfService", "contact", "license", "version"]);
    let mut object = cx.pick(&node, &["title", "description", "termsOfService", "contact", "license", "version"]);
    for key in ["title", "version"] {
        cx.required(&node, key);
    }
    for key in ["title", "description", "termsOfService", "version"] {
        let Some(member) = node.get(key) else { continue };
        match member.value {
            // `version: 1.0` without quotes is so common that it is read as the text that was meant.
            Value::Number(number) if key == "version" => {
                cx.report(Code::UnquotedVersion, &member.at, "`version` must be a string; it is read as one")
                    .help(format!("put it in quotes: `version: '{number}'`"));
                object.insert(key.to_owned(), Value::String(number.to_string()));
            }
            _ if cx.string(&member).is_none() => {
                object.remove(key);
            }
            _ => {}
        }
    }
    for key in ["title", "version"] {
        object.entry(key).or_insert_with(|| Value::String(String::new()));
    }
    // A licence or contact is prose to us: what `openapiv3` cannot decode is reported at its own place.
    for key in ["license", "contact"] {
        let Some(part) = node.get(key) else { continue };
        let decodes = match key {
            "license" => cx.leaf::<openapiv3::License>(part.value.clone(), &part.at).is_some(),
            _ => cx.leaf::<openapiv3::Contact>(part.value.clone(), &part.at).is_some(),
        };
        if !decodes {
            object.remove(key);
        }
    }
    cx.leaf(Value::Object(object), &node.at)
}

pub(super) fn servers<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Vec<Server> {
    let Some(list) = node.get("servers") else { return Vec::new() };
    cx.array(&list);
    list.items().filter_map(|item| server(cx, &item)).collect()
}

fn server<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<Server> {
    cx.object(node)?;
    cx.known_keys(node, &["url", "description", "variables", "name"]);
    let url = cx.required(node, "url")?;
    cx.string(&url)?;
    let object = Value::Object(server_words(cx, node));
    let leaf = cx.leaf(object, &node.at)?;
    Some(Server { leaf, at: node.at.clone() })
}

/// `default` and `enum` of a variable are often bare numbers (`port: 8080`); the text is what is meant.
fn server_words<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> serde_json::Map<String, Value> {
    let mut object = cx.pick(node, &["url", "description", "variables"]);
    if let Some(Value::Object(variables)) = object.get_mut("variables") {
        for variable in variables.values_mut().filter_map(Value::as_object_mut) {
            variable.retain(|key, _| ["default", "enum", "description"].contains(&key.as_str()));
            variable.get_mut("default").map(as_text);
            variable.get_mut("enum").and_then(Value::as_array_mut).into_iter().flatten().for_each(as_text);
        }
    }
    object
}

fn as_text(value: &mut Value) {
    if let Value::Number(_) | Value::Bool(_) = value {
        *value = Value::String(value.to_string());
    }
}

pub(super) fn tags<'a>(cx: &mut Reader<'a, '_>, root: &Node<'a>) -> Vec<openapiv3::Tag> {
    let Some(list) = root.get("tags") else { return Vec::new() };
    cx.array(&list);
    list.items()
        .filter_map(|item| {
            cx.object(&item)?;
            cx.known_keys(&item, &["name", "description", "externalDocs", "summary", "parent", "kind"]);
            let name = cx.required(&item, "name")?;
            cx.string(&name)?;
            let object = cx.pick(&item, &["name", "description", "externalDocs"]);
            cx.leaf(Value::Object(object), &item.at)
        })
        .collect()
}

/// The URL of `externalDocs`.
pub(super) fn external_docs<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<String> {
    let docs = node.get("externalDocs")?;
    cx.object(&docs)?;
    let url = cx.required(&docs, "url")?;
    cx.string(&url).map(str::to_owned)
}
