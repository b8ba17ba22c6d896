//! Several files as one document, for those who are handed only one.
use super::neighbours::{inside, uri_of};
use super::{Source, Sources};
use crate::resolve::mentions::{Mention, mentions, objects};
use crate::resolve::uri;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// Where the other files are in the document.
const FILES: &str = "x-files";

impl Sources {
    /// The first file with those that its references lead to, directly or not, below `x-files`, and each reference changed
    /// to lead there. `None` if there is but one.
    #[must_use]
    pub fn bundled(&self) -> Option<Value> {
        let by_uri: FxHashMap<String, &Source> = self.files.iter().map(|file| (uri_of(&file.name), file)).collect();
        let mut places: FxHashMap<String, String> = FxHashMap::default();
        let mut open = vec![uri_of(&self.files.first()?.name)];
        places.insert(open[0].clone(), String::new());
        let mut next = 0;
        while let Some(file) = open.get(next).and_then(|uri| by_uri.get(uri)) {
            let base = &open[next].clone();
            next += 1;
            for mention in objects(&file.tree).flat_map(mentions) {
                let (Mention::Reference(text) | Mention::Mapped(text)) = mention;
                let target = uri::of_reference(base, uri::split(text).0);
                if by_uri.contains_key(&target) && !places.contains_key(&target) {
                    let name = inside(&self.neighbours.folder, &target).unwrap_or_else(|| target.clone());
                    places.insert(target.clone(), format!("/{FILES}/{}", name.replace('~', "~0").replace('/', "~1")));
                    open.push(target);
                }
            }
        }
        if open.len() < 2 {
            return None;
        }
        let mut trees = open.iter().filter_map(|uri| {
            let moved = moved(&by_uri.get(uri)?.tree, &|reference| place(&places, uri, reference));
            Some((inside(&self.neighbours.folder, uri).unwrap_or_else(|| uri.clone()), moved))
        });
        let (_, mut whole) = trees.next()?;
        let others: Map<String, Value> = trees.collect();
        whole.as_object_mut()?.insert(FILES.to_owned(), Value::Object(others));
        Some(whole)
    }
}

/// A reference in a file as one in the whole; `None` if it stays as it is.
fn place(places: &FxHashMap<String, String>, base: &str, reference: &str) -> Option<String> {
    let (file, fragment) = uri::split(reference);
    let place = places.get(&if file.is_empty() { base.to_owned() } else { uri::of_reference(base, file) })?;
    let fragment = fragment.unwrap_or_default();
    // An anchor is found wherever it stands.
    let is_pointer = fragment.is_empty() || fragment.starts_with('/');
    Some(if is_pointer { format!("#{}{fragment}", escaped(place)) } else { format!("#{fragment}") })
}

/// A pointer as the fragment of a URI (RFC 6901, section 6).
fn escaped(pointer: &str) -> String {
    pointer.replace('%', "%25").replace(' ', "%20").replace('#', "%23")
}

fn moved(value: &Value, place: &dyn Fn(&str) -> Option<String>) -> Value {
    let text = |value: &Value| value.as_str().and_then(place).map(Value::String);
    match value {
        Value::Array(items) => Value::Array(items.iter().map(|item| moved(item, place)).collect()),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let named = match (name.as_str(), value) {
                    ("$ref", value) => text(value),
                    ("mapping", Value::Object(mapping)) => {
                        let target = |to: &Value| match to.as_str() {
                            Some(name) if !name.contains(['/', '.']) => None,
                            _ => text(to),
                        };
                        let to =
                            mapping.iter().map(|(key, to)| (key.clone(), target(to).unwrap_or_else(|| to.clone())));
                        Some(Value::Object(to.collect()))
                    }
                    _ => None,
                };
                (name.clone(), named.unwrap_or_else(|| moved(value, place)))
            };
            Value::Object(members.iter().map(member).collect())
        }
        scalar => scalar.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::load::Budgets;
    use serde_json::json;

    fn bundled(files: &[(&str, &str)]) -> Option<Value> {
        let (mut sources, mut diagnostics, budgets) = (Sources::default(), Diagnostics::default(), Budgets::default());
        sources.read("a/root.yaml", files[0].1.as_bytes(), &budgets, &mut diagnostics).unwrap();
        let mut read = |path: &str| {
            let file = files.iter().find(|(name, _)| *name == path);
            file.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(String::new)
        };
        sources.gather("a", &mut read, &budgets, &mut diagnostics);
        sources.bundled()
    }

    #[test]
    fn each_reference_leads_to_what_it_led_to() {
        let whole = bundled(&[
            (
                "root.yaml",
                "{a: {$ref: 'x/one two.yaml#/A'}, b: {$ref: '#/a'}, c: {$ref: gone.yaml}, mapping: {k: ./x/one%20two.yaml, l: Two}}",
            ),
            ("x/one two.yaml", "{A: {$ref: '#/B'}, B: {$ref: ../root.yaml#/b}, C: {$ref: 'https://h/x.yaml'}}"),
        ]);
        let expected = json!({
            "a": {"$ref": "#/x-files/x~1one%20two.yaml/A"},
            "b": {"$ref": "#/a"},
            "c": {"$ref": "gone.yaml"},
            "mapping": {"k": "#/x-files/x~1one%20two.yaml", "l": "Two"},
            "x-files": {
                "x/one two.yaml": {
                    "A": {"$ref": "#/x-files/x~1one%20two.yaml/B"},
                    "B": {"$ref": "#/b"},
                    "C": {"$ref": "https://h/x.yaml"},
                },
            },
        });
        assert_eq!(whole, Some(expected));
    }

    #[test]
    fn one_file_is_what_it_is() {
        assert_eq!(bundled(&[("root.yaml", "{a: {$ref: '#/b'}, b: {$ref: root.yaml#/a}}")]), None);
    }
}
