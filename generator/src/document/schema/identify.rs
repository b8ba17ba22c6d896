//! What the schemas of all files are called: `$id`, `$anchor`, `$dynamicAnchor`, `$self`, and which dialect they are in.
//!
//! One walk over each tree, before anything is decoded, for a reference may lead to what is far behind it. It goes where
//! schemas stand and nowhere else: an `$id` in an `enum`, a `default` or an example is a value like any other.
use super::dialect::Dialects;
use super::places::Place;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::Version;
use crate::load::{FileId, Pointer, Source, Sources};
use crate::resolve::uri;
use indexmap::IndexMap;
use indexmap::map::Entry;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

/// Names of places. A *resource* is a file, or a schema with an `$id`, without the resources in it.
#[derive(Debug, Default)]
pub struct Identifiers {
    /// URIs without fragments → roots of resources.
    resources: FxHashMap<String, Pointer>,
    /// Roots of resources → their URIs, file by file, by path.
    bases: FxHashMap<FileId, FxHashMap<String, String>>,
    /// Roots of resources → what their anchors name.
    anchors: FxHashMap<Pointer, IndexMap<String, Anchor>>,
    /// Schemas with `$recursiveAnchor: true`, of JSON Schema 2019-09.
    recursive: FxHashSet<Pointer>,
    /// Schemas for which other rules hold.
    pub(super) dialects: Dialects,
}

/// `$anchor` or `$dynamicAnchor`.
#[derive(Clone, Debug)]
pub(crate) struct Anchor {
    /// The schema that it names.
    pub(crate) at: Pointer,
    /// `$dynamicAnchor`: a `$dynamicRef` looks for it in the resources on the way.
    pub(crate) dynamic: bool,
}

impl Identifiers {
    /// Finds every name in the files; what is named twice or not well is reported.
    pub(crate) fn of(sources: &Sources, version: Version, diagnostics: &mut Diagnostics) -> Self {
        let mut found = Self::default();
        for source in sources.iter() {
            found.file(source, version, diagnostics);
        }
        found
    }

    /// The root of the resource that a URI (absolute, or relative as a file's name is) stands for.
    pub(crate) fn resource(&self, uri: &str) -> Option<&Pointer> {
        self.resources.get(uri)
    }

    /// The root of the resource that a place is in, and its URI.
    pub(crate) fn around(&self, at: &Pointer) -> (Pointer, &str) {
        let bases = self.bases.get(&at.file);
        let mut path = at.as_str();
        // Most files have no resource but themselves.
        if bases.is_some_and(|bases| bases.len() == 1) {
            path = "";
        }
        loop {
            if let Some(base) = bases.and_then(|bases| bases.get(path)) {
                return (Pointer::new(at.file, path), base);
            }
            let Some((parent, _)) = path.rsplit_once('/') else { return (Pointer::root(at.file), "") };
            path = parent;
        }
    }

    /// What an anchor of a resource names.
    pub(crate) fn anchor(&self, resource: &Pointer, name: &str) -> Option<&Anchor> {
        self.anchors.get(resource)?.get(name)
    }

    /// Schemas that a dynamic reference to a name may lead to. `""` is the one name of `$recursiveAnchor`.
    pub(crate) fn candidates(&self, name: &str) -> Vec<Pointer> {
        let named = self.anchors.values().filter_map(|anchors| anchors.get(name)).filter(|anchor| anchor.dynamic);
        let recursive = self.recursive.iter().filter(|_| name.is_empty());
        let mut places: Vec<_> = named.map(|anchor| &anchor.at).chain(recursive).cloned().collect();
        places.sort();
        places
    }

    /// What is entered with a schema, and may lead a dynamic reference to that name: the resource; for
    /// `$recursiveAnchor` the nearest schema with one.
    pub(crate) fn scope(&self, name: &str, at: &Pointer) -> Pointer {
        self.recursion(at).filter(|_| name.is_empty()).unwrap_or_else(|| self.around(at).0)
    }

    /// The nearest schema around a place, within the resource, that says `$recursiveAnchor: true`.
    pub(crate) fn recursion(&self, at: &Pointer) -> Option<Pointer> {
        if self.recursive.is_empty() {
            return None;
        }
        let (resource, _) = self.around(at);
        let mut place = at.clone();
        while !self.recursive.contains(&place) {
            place = Some(place).filter(|place| *place != resource)?.parent()?;
        }
        Some(place)
    }

    fn file(&mut self, source: &Source, version: Version, diagnostics: &mut Diagnostics) {
        let root = Pointer::root(source.id);
        let mut base = uri::resolve("", &uri::of_file(&source.name));
        self.resources.insert(base.clone(), root.clone());
        let document = source.tree.get("openapi").is_some();
        // The dialect of OpenAPI 3.0 has none of these words.
        if document && version == Version::V3_0 {
            self.bases.entry(source.id).or_default().insert(String::new(), base);
            return;
        }
        if document {
            if let Some(own) = source.tree.get("$self").and_then(Value::as_str) {
                base = uri::resolve(&base, own);
                self.resources.insert(base.clone(), root.clone());
            }
            if let Some(dialect) = source.tree.get("jsonSchemaDialect").and_then(Value::as_str) {
                self.dialects.say(&root, dialect, root.child("jsonSchemaDialect"));
            }
        }
        self.bases.entry(source.id).or_default().insert(String::new(), base.clone());
        let place = if document { Place::Document } else { Place::Schema };
        let mut walk = Walk { found: self, diagnostics, file: source.id, way: Vec::new() };
        walk.node(&source.tree, place, &Resource { root, base });
    }

    fn name(&mut self, resource: &Pointer, name: &str, anchor: Anchor, word: &str, diagnostics: &mut Diagnostics) {
        match self.anchors.entry(resource.clone()).or_default().entry(name.to_owned()) {
            Entry::Vacant(entry) => {
                entry.insert(anchor);
            }
            Entry::Occupied(mut entry) if entry.get().at == anchor.at => entry.get_mut().dynamic |= anchor.dynamic,
            Entry::Occupied(entry) => {
                diagnostics
                    .report(
                        Code::DuplicateIdentifier,
                        &anchor.at.child(word),
                        format!("there is another anchor `{name}`, and references lead to that one"),
                    )
                    .related(&entry.get().at, "the first one");
            }
        }
    }
}

/// What the schemas at hand are part of.
struct Resource {
    root: Pointer,
    base: String,
}

/// The walk over one file. It goes as deep as the tree does, which has its budget.
struct Walk<'a, 'f, 'd> {
    found: &'f mut Identifiers,
    diagnostics: &'d mut Diagnostics,
    file: FileId,
    way: Vec<Step<'a>>,
}

enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Walk<'a, '_, '_> {
    fn node(&mut self, value: &'a Value, place: Place, resource: &Resource) {
        let inner = if place == Place::Schema { self.names(value, resource) } else { None };
        let resource = inner.as_ref().unwrap_or(resource);
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    if let Some(place) = place.member(key, value) {
                        self.step(Step::Key(key), value, place, resource);
                    }
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    if let Some(place) = place.item() {
                        self.step(Step::Index(index), value, place, resource);
                    }
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, step: Step<'a>, value: &'a Value, place: Place, resource: &Resource) {
        if value.is_object() || value.is_array() {
            self.way.push(step);
            self.node(value, place, resource);
            self.way.pop();
        }
    }

    /// Takes down what a schema is called; the resource that begins here, if one does.
    fn names(&mut self, schema: &'a Value, outer: &Resource) -> Option<Resource> {
        let schema = schema.as_object().filter(|members| members.keys().any(|key| key.starts_with('$')))?;
        let text = |word: &str| schema.get(word).and_then(Value::as_str);
        let at = self.at();
        if let Some(dialect) = text("$schema") {
            self.found.dialects.say(&at, dialect, at.child("$schema"));
        }
        let begun = text("$id").and_then(|id| self.resource(id, &at, outer));
        let resource = begun.as_ref().unwrap_or(outer);
        for (word, dynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
            let Some(name) = text(word) else { continue };
            if is_anchor(name) {
                let anchor = Anchor { at: at.clone(), dynamic };
                self.found.name(&resource.root, name, anchor, word, self.diagnostics);
            } else {
                self.diagnostics
                    .report(Code::InvalidValue, &at.child(word), format!("`{name}` cannot name an anchor"))
                    .help("a letter or `_`, then letters, digits, `-`, `_` and `.`");
            }
        }
        if schema.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
            self.found.recursive.insert(at);
        }
        begun
    }

    fn resource(&mut self, id: &str, at: &Pointer, outer: &Resource) -> Option<Resource> {
        let (uri, fragment) = uri::split(id);
        if fragment.is_some_and(|fragment| !fragment.is_empty()) {
            self.diagnostics
                .report(
                    Code::UnknownDialect,
                    &at.child("$id"),
                    format!(
                        "`{id}` has a fragment, as in dialects of JSON Schema before 2019-09; it names nothing here"
                    ),
                )
                .help("a name within a document is an `$anchor`");
            return None;
        }
        let base = uri::resolve(&outer.base, uri);
        match self.found.resources.get(&base) {
            // The file's own name, said by its root.
            Some(first) if first == at => {}
            Some(first) => {
                let first = first.clone();
                self.diagnostics
                    .report(
                        Code::DuplicateIdentifier,
                        &at.child("$id"),
                        format!("there is another `{base}`, and references lead to that one"),
                    )
                    .related(&first, "the first one");
            }
            None => {
                self.found.resources.insert(base.clone(), at.clone());
            }
        }
        self.found.bases.entry(self.file).or_default().insert(at.as_str().to_owned(), base.clone());
        Some(Resource { root: at.clone(), base })
    }

    fn at(&self) -> Pointer {
        self.way.iter().fold(Pointer::root(self.file), |at, step| match step {
            Step::Key(key) => at.child(key),
            Step::Index(index) => at.index(*index),
        })
    }
}

/// JSON Schema Core 8.2.2.
fn is_anchor(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests;
