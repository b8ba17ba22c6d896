//! What has changed in the text of a document and was not found: keywords that mean nothing where they stand, schemas that
//! nothing uses, parts that were refused. Nothing in a document changes without a word.
use rustc_hash::FxHashSet;
use serde_json::{Map, Value};

use super::finding::Place;
use super::pairs::Comparison;
use super::rule::Rule;
use super::scalars::change;
use crate::load::Pointer;

/// Told elsewhere, or for people only.
const ELSEWHERE: &[&str] = &[
    "$id",
    "$ref",
    "$schema",
    "default",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "openapi",
    "operationId",
    "security",
    "securitySchemes",
    "servers",
    "summary",
    "tags",
    "title",
];
/// Lists whose order means nothing.
const SETS: &[&str] = &["allOf", "anyOf", "enum", "oneOf", "required", "type"];
/// How deep a document is looked into.
const DEEPEST: usize = 128;

impl Comparison<'_> {
    /// Looks at what stands at the same places of both documents; different versions of OpenAPI say the same differently.
    pub(super) fn unheard(&mut self) {
        let version = |api: &crate::ir::Api| api.info.openapi.split('.').take(2).collect::<Vec<_>>().join(".");
        if version(self.base.api) != version(self.revision.api) {
            return;
        }
        let (Some(old), Some(new)) = (self.base.sources.iter().next(), self.revision.sources.iter().next()) else {
            return;
        };
        let mut heard = Heard::default();
        for raw in self.found.iter().filter(|raw| raw.rule != Rule::ProseChanged) {
            [&raw.base, &raw.revision].into_iter().flatten().for_each(|at| heard.add(at.as_str()));
        }
        let mut unheard = Vec::new();
        for key in ["paths", "components", "webhooks", "x-webhooks"] {
            if let (Some(x), Some(y)) = (old.tree.get(key), new.tree.get(key)) {
                let at = (Pointer::root(old.id).child(key), Pointer::root(new.id).child(key));
                walk(x, y, &at, 0, &heard, &mut unheard);
            }
        }
        for (at, to, key, said) in unheard {
            let rule = if key.starts_with("x-") { Rule::ExtensionChanged } else { Rule::KeywordChanged };
            let place = Place { subject: "elsewhere".to_owned(), path: at.to_string() };
            self.note(rule, place, None, format!("`{key}`: {said}")).at(Some(&at), Some(&to));
        }
    }
}

/// Places at which something was found.
#[derive(Default)]
struct Heard {
    exact: FxHashSet<String>,
    /// Something was found there or below.
    around: FxHashSet<String>,
}

impl Heard {
    fn add(&mut self, at: &str) {
        self.exact.insert(at.to_owned());
        let mut at = at;
        while let Some((head, _)) = at.rsplit_once('/') {
            self.around.insert(head.to_owned());
            at = head;
        }
    }

    /// Whether something was found at a node, in it, or just around it.
    fn knows(&self, at: &Pointer) -> bool {
        let text = at.as_str();
        let up = |text: &str| text.rsplit_once('/').map(|(head, _)| head.to_owned()).unwrap_or_default();
        let (one, two) = (up(text), up(&up(text)));
        self.exact.contains(text)
            || self.around.contains(text)
            || self.exact.contains(&one)
            || self.exact.contains(&two)
    }
}

type Unheard = (Pointer, Pointer, String, String);

fn walk(x: &Value, y: &Value, at: &(Pointer, Pointer), deep: usize, heard: &Heard, out: &mut Vec<Unheard>) {
    if x == y || deep > DEEPEST {
        return;
    }
    match (x, y) {
        (Value::Object(x), Value::Object(y)) => members(x, y, at, deep, heard, out),
        (Value::Array(x), Value::Array(y)) => {
            let name = |v: &Value| (v.get("in").cloned(), v.get("name").cloned());
            for (index, old) in x.iter().enumerate() {
                // Parameters are known by their names, others by their places.
                let (_, known) = name(old);
                let partner = match known {
                    Some(_) => y.iter().position(|new| name(new) == name(old)),
                    None => (x.len() == y.len()).then_some(index),
                };
                if let Some((to, new)) = partner.and_then(|to| Some((to, y.get(to)?))) {
                    walk(old, new, &(at.0.index(index), at.1.index(to)), deep + 1, heard, out);
                }
            }
            let unnamed = |new: &&Value| !x.iter().any(|old| name(old) == name(new));
            let added = y.iter().filter(|new| new.get("name").is_some()).filter(unnamed);
            for new in added {
                if !heard.knows(&at.0) {
                    let name = new.get("name").map(short).unwrap_or_default();
                    out.push((at.0.clone(), at.1.clone(), "parameters".to_owned(), format!("`{name}` added")));
                }
            }
        }
        _ => {}
    }
}

fn members(
    x: &Map<String, Value>,
    y: &Map<String, Value>,
    at: &(Pointer, Pointer),
    deep: usize,
    heard: &Heard,
    out: &mut Vec<Unheard>,
) {
    if x.contains_key("$ref") != y.contains_key("$ref") {
        return;
    }
    let keys = x.keys().chain(y.keys().filter(|key| !x.contains_key(*key)));
    for key in keys.filter(|key| !ELSEWHERE.contains(&key.as_str())) {
        let below = (at.0.child(key), at.1.child(key));
        match (x.get(key), y.get(key)) {
            (old, new) if old == new || is_same_set(key, old, new) => {}
            (Some(old), Some(new)) if old.is_object() && new.is_object() || is_walked(key, old, new) => {
                walk(old, new, &below, deep + 1, heard, out);
            }
            (old, new) => {
                let known = heard.knows(&at.0) || heard.knows(&at.1) || heard.knows(&below.0) || heard.knows(&below.1);
                if !known && !at.0.as_str().is_empty() {
                    let [old, new] = [old, new].map(|v| v.map(short));
                    out.push((at.0.clone(), at.1.clone(), key.clone(), change(old.as_deref(), new.as_deref())));
                }
            }
        }
    }
}

/// Lists of objects are looked into.
fn is_walked(key: &str, old: &Value, new: &Value) -> bool {
    let objects = |v: &Value| v.as_array().is_some_and(|items| items.iter().all(Value::is_object));
    objects(old)
        && objects(new)
        && (key == "parameters" || old.as_array().map(Vec::len) == new.as_array().map(Vec::len))
}

fn is_same_set(key: &str, old: Option<&Value>, new: Option<&Value>) -> bool {
    let list = |v: Option<&Value>| v.and_then(Value::as_array).cloned();
    match (SETS.contains(&key), list(old), list(new)) {
        (true, Some(old), Some(new)) => {
            old.len() == new.len() && old.iter().all(|v| new.contains(v)) && new.iter().all(|v| old.contains(v))
        }
        _ => false,
    }
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Object(_) => "{…}".to_owned(),
        value => value.to_string(),
    };
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
