//! Walking a tree by hand: nodes with their place, and getters that report what is wrong.
use super::Version;
use super::schema::{Identifiers, Schemas};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::{Pointer, Source, Sources};
use crate::resolve;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};
use std::borrow::Cow;
use std::sync::LazyLock;

/// What is read where nothing is.
static EMPTY: LazyLock<(Map<String, Value>, Vec<Value>)> = LazyLock::new(Default::default);

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

    /// Members of a map whose keys the document chooses: `x-` begins a name there, unless what follows is no object.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let at = self.at.clone();
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(key, value)| value.is_object() || !key.starts_with("x-"))
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
    /// What the schemas in them are called.
    pub names: Identifiers,
    /// Which rules hold.
    pub version: Version,
    /// The schemas that were decoded so far.
    pub schemas: Schemas<'a>,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// How many there were so far of what costs much more than other values.
    counted: FxHashMap<&'static str, usize>,
    /// Where references led that were followed.
    pub(super) reached: FxHashSet<Pointer>,
    /// Errors in schemas: they make a part of a type any JSON, and refuse nothing around it.
    pub(super) schema_errors: usize,
}

impl<'a, 'd> Reader<'a, 'd> {
    /// Begins with an empty arena.
    pub fn new(sources: &'a Sources, diagnostics: &'d mut Diagnostics, version: Version) -> Self {
        let names = Identifiers::of(sources, version, diagnostics);
        Self {
            sources,
            names,
            version,
            schemas: Schemas::default(),
            diagnostics,
            counted: FxHashMap::default(),
            reached: FxHashSet::default(),
            schema_errors: 0,
        }
    }

    /// Reports at a node; what is returned takes help and other places.
    pub fn report(&mut self, code: Code, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.report(code, at, message)
    }

    /// Counts one more of something; false where there is no room for it. The first one is reported.
    pub(super) fn has_room(&mut self, what: &'static str, most: usize, at: &Pointer) -> bool {
        let count = self.counted.entry(what).or_default();
        *count += 1;
        let (first, fits) = (*count == most + 1, *count <= most);
        if first {
            let message = format!("the document has more than {most} {what}; the others are left out");
            self.report(Code::OverBudget, at, message).help("split the document");
        }
        fits
    }

    /// How many errors were reported so far.
    pub fn errors(&self) -> usize {
        self.diagnostics.errors()
    }

    /// How many errors were reported so far outside of schemas.
    pub fn refusals(&self) -> usize {
        self.errors() - self.schema_errors
    }

    /// The members of an object; `None` once reported. What is empty in another way is read as an empty one.
    pub fn object(&mut self, node: &Node<'a>) -> Option<&'a Map<String, Value>> {
        match node.value {
            Value::Object(members) => Some(members),
            Value::Array(items) if items.is_empty() => self.deviation(node, "an object", "an empty object", &EMPTY.0),
            Value::Null => self.deviation(node, "an object", "an empty object", &EMPTY.0),
            _ => self.wrong_type(node, "an object"),
        }
    }

    /// The items of an array; `None` once reported. What is empty in another way is read as an empty one.
    pub fn array(&mut self, node: &Node<'a>) -> Option<&'a Vec<Value>> {
        match node.value {
            Value::Array(items) => Some(items),
            Value::Object(members) if members.is_empty() => {
                self.deviation(node, "an array", "an empty array", &EMPTY.1)
            }
            Value::Null => self.deviation(node, "an array", "an empty array", &EMPTY.1),
            _ => self.wrong_type(node, "an array"),
        }
    }

    /// A string; `None` once reported. A bare number or flag is read as its text, a list of one string as that string.
    pub fn string(&mut self, node: &Node<'a>) -> Option<&'a str> {
        match node.value {
            Value::String(text) => Some(text),
            Value::Number(_) | Value::Bool(_) => match self.written(node) {
                Some(text) => self.deviation(node, "a string", &format!("the text `{text}`"), text),
                None => self.wrong_type(node, "a string"),
            },
            Value::Array(items) => match items.as_slice() {
                [Value::String(text)] => self.deviation(node, "a string", "the one string in it", text),
                _ => self.wrong_type(node, "a string"),
            },
            _ => self.wrong_type(node, "a string"),
        }
    }

    /// Text that only people read; `None` if it is missing, or if it is none, which stops nobody.
    pub fn prose_at(&mut self, node: &Node<'a>, key: &str) -> Option<&'a str> {
        let prose = self.given(node, key)?;
        if let Value::Object(_) | Value::Array(_) = prose.value {
            let message = format!("this must be a string, not {}; it is left out", kind(prose.value));
            self.report(Code::Deviation, &prose.at, message);
            return None;
        }
        self.string(&prose)
    }

    /// A boolean; `None` once reported. One in quotes is read as what it says.
    pub fn boolean(&mut self, node: &Node<'a>) -> Option<bool> {
        match node.value {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) if text == "true" || text == "false" => {
                self.deviation(node, "`true` or `false`", &format!("`{text}`"), text == "true")
            }
            _ => self.wrong_type(node, "`true` or `false`"),
        }
    }

    /// A number; `None` once reported. One in quotes is read as what it says.
    pub fn number(&mut self, node: &Node<'a>) -> Option<&'a Number> {
        match node.value {
            Value::Number(number) => Some(number),
            Value::String(text) => match self.source_of(node).and_then(|source| source.unquoted(text)) {
                Some(Value::Number(number)) => self.deviation(node, "a number", &format!("`{number}`"), number),
                _ => self.wrong_type(node, "a number"),
            },
            _ => self.wrong_type(node, "a number"),
        }
    }

    /// The string under `key`; `None` if it is missing, or once its type is reported.
    pub fn string_at(&mut self, node: &Node<'a>, key: &str) -> Option<&'a str> {
        self.given(node, key).and_then(|n| self.string(&n))
    }

    /// The flag under `key`; false if it is missing, or once its type is reported.
    pub fn boolean_at(&mut self, node: &Node<'a>, key: &str) -> bool {
        self.given(node, key).and_then(|n| self.boolean(&n)).unwrap_or(false)
    }

    /// The member `key`, unless it is missing or has no value. A reference is followed.
    pub fn given(&mut self, node: &Node<'a>, key: &str) -> Option<Node<'a>> {
        let found = node.get(key)?;
        if found.value.is_null() {
            let message = format!("`{key}` has no value; it is read as if it were not there");
            self.report(Code::Deviation, &found.at, message).on_key();
            return None;
        }
        self.behind(found)
    }

    /// The node itself, or what a `$ref` leads to where the specification has none; `None` once reported.
    pub fn behind(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let Some(reference) = node.get("$ref").filter(|reference| reference.value.is_string()) else {
            return Some(node);
        };
        self.report(Code::Deviation, &reference.at, "no reference may stand here; it is followed").on_key();
        self.follow(node)
    }

    /// Reports that a node is not what it should be, but that what is meant is plain; that is returned.
    pub fn deviation<T>(&mut self, node: &Node<'a>, expected: &str, read: &str, meant: T) -> Option<T> {
        let found = kind(node.value);
        let message = format!("this must be {expected}, not {found}; it is read as {read}");
        self.report(Code::Deviation, &node.at, message);
        Some(meant)
    }

    /// A number or a boolean in place of the string that spells it, or the other way round.
    pub fn requoted(&self, node: &Node<'a>) -> Option<&'a Value> {
        let source = self.source_of(node)?;
        match node.value {
            Value::String(text) => source.unquoted(text),
            // `1.10` has lost a digit.
            scalar => source.quoted(scalar).filter(|text| self.written(node) == text.as_str()),
        }
    }

    fn source_of(&self, node: &Node<'a>) -> Option<&'a Source> {
        self.sources.get(self.sources.written(&node.at).file)
    }

    /// A scalar as its author wrote it, with every digit.
    pub fn written(&self, node: &Node<'a>) -> Option<&'a str> {
        let at = self.sources.written(&node.at);
        match self.sources.get(at.file)?.scalar(&at)? {
            Cow::Borrowed(text) => Some(text),
            Cow::Owned(_) => None,
        }
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
        let is_reference = node.has("$ref");
        let found = resolve::follow(self.sources, &self.names, self.diagnostics, node)?;
        if is_reference {
            self.reached.insert(found.at.clone());
        }
        Some(found)
    }

    /// Where a reference leads, unfollowed; `None` once reported.
    pub fn target(&mut self, reference: &str, at: &Pointer) -> Option<Node<'a>> {
        resolve::target(self.sources, &self.names, self.diagnostics, reference, at)
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
