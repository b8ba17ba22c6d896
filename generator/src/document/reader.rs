//! Walking a tree by hand: nodes with their place, and getters that report what is wrong.
use super::Version;
use super::schema::Schemas;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::{Pointer, Sources};
use crate::resolve;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// The JSON value.
    pub value: &'a Value,
    /// Its place, from the file's root.
    pub at: Pointer,
}

impl<'a> Node<'a> {
    /// The member `key`, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(key)?;
        Some(Self { value, at: self.at.child(key) })
    }

    /// Members other than extensions (`x-...`); none if this is no object.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let at = self.at.clone();
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(key, _)| !key.starts_with("x-"))
            .map(move |(key, value)| (key.as_str(), Self { value, at: at.child(key) }))
    }

    /// Items; none if this is no array.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        let at = self.at.clone();
        self.value.as_array().into_iter().flatten().enumerate().map(move |(i, value)| Self { value, at: at.index(i) })
    }

    /// Whether this is an object with the member `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.value.as_object().is_some_and(|o| o.contains_key(key))
    }
}

/// What decoding carries along.
#[derive(Debug)]
pub struct Reader<'a, 'd> {
    /// The files that references may lead to.
    pub sources: &'a Sources,
    /// Which rules hold.
    pub version: Version,
    /// The schemas that were decoded so far.
    pub schemas: Schemas<'a>,
    diagnostics: &'d mut Diagnostics,
    /// Errors in schemas: they make a part of a type any JSON, and refuse nothing around it.
    pub(super) schema_errors: usize,
}

impl<'a, 'd> Reader<'a, 'd> {
    /// Begins with an empty arena.
    pub fn new(sources: &'a Sources, diagnostics: &'d mut Diagnostics, version: Version) -> Self {
        Self { sources, version, schemas: Schemas::default(), diagnostics, schema_errors: 0 }
    }

    /// Reports at a node; what is returned takes help and other places.
    pub fn report(&mut self, code: Code, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.report(code, at, message)
    }

    /// How many errors were reported so far.
    pub fn errors(&self) -> usize {
        self.diagnostics.errors()
    }

    /// How many errors were reported so far outside of schemas.
    pub fn refusals(&self) -> usize {
        self.errors() - self.schema_errors
    }

    /// The members of an object; `None` once reported.
    pub fn object(&mut self, node: &Node<'a>) -> Option<&'a Map<String, Value>> {
        node.value.as_object().or_else(|| self.wrong_type(node, "an object"))
    }

    /// The items of an array; `None` once reported.
    pub fn array(&mut self, node: &Node<'a>) -> Option<&'a Vec<Value>> {
        node.value.as_array().or_else(|| self.wrong_type(node, "an array"))
    }

    /// A string; `None` once reported.
    pub fn string(&mut self, node: &Node<'a>) -> Option<&'a str> {
        node.value.as_str().or_else(|| self.wrong_type(node, "a string"))
    }

    /// A boolean; `None` once reported.
    pub fn boolean(&mut self, node: &Node<'a>) -> Option<bool> {
        node.value.as_bool().or_else(|| self.wrong_type(node, "`true` or `false`"))
    }

    /// The string under `key`; `None` if it is missing, or once its type is reported.
    pub fn string_at(&mut self, node: &Node<'a>, key: &str) -> Option<&'a str> {
        node.get(key).and_then(|n| self.string(&n))
    }

    /// The flag under `key`; false if it is missing, or once its type is reported.
    pub fn boolean_at(&mut self, node: &Node<'a>, key: &str) -> bool {
        node.get(key).and_then(|n| self.boolean(&n)).unwrap_or(false)
    }

    /// The member `key`; its absence is reported.
    pub fn required(&mut self, node: &Node<'a>, key: &str) -> Option<Node<'a>> {
        let found = node.get(key);
        if found.is_none() && node.value.is_object() {
            self.report(Code::MissingKey, &node.at, format!("`{key}` is missing")).on_key();
        }
        found
    }

    /// Reports that a node has the wrong JSON type; `None`.
    pub fn wrong_type<T>(&mut self, node: &Node<'a>, expected: &str) -> Option<T> {
        let found = kind(node.value);
        self.report(Code::WrongType, &node.at, format!("this must be {expected}, not {found}"));
        None
    }

    /// Reports each key that is neither known nor an extension.
    pub fn known_keys(&mut self, node: &Node<'a>, known: &[&str]) {
        for (key, member) in node.members() {
            if !known.contains(&key) {
                self.report(Code::UnknownKeyword, &member.at, format!("`{key}` is not a keyword here; it is ignored"))
                    .on_key();
            }
        }
    }

    /// Decodes a leaf into its `openapiv3` type.
    pub fn leaf<T: DeserializeOwned>(&mut self, value: Value, at: &Pointer) -> Option<T> {
        match serde_json::from_value(value) {
            Ok(leaf) => Some(leaf),
            Err(error) => {
                self.report(Code::InvalidValue, at, error.to_string());
                None
            }
        }
    }

    /// The node itself, or what its `$ref` leads to; `None` once reported.
    pub fn follow(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        resolve::follow(self.sources, self.diagnostics, node)
    }

    /// Where a reference leads, unfollowed; `None` once reported.
    pub fn target(&mut self, reference: &str, at: &Pointer) -> Option<Node<'a>> {
        resolve::target(self.sources, self.diagnostics, reference, at)
    }

    /// A copy of an object with only the given members, for a leaf.
    pub fn pick(&mut self, node: &Node<'a>, keys: &[&str]) -> Map<String, Value> {
        let Some(object) = self.object(node) else { return Map::new() };
        keys.iter().filter_map(|key| object.get_key_value(*key)).map(|(k, v)| (k.clone(), v.clone())).collect()
    }
}

/// `a string`, `an object`, for messages.
#[must_use]
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
