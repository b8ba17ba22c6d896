//! Components that nothing leads to: told, for each is either forgotten or to be removed.
//!
//! Read off the tree, whatever the stages make of it. What can be referred to in other ways than by its name (`$id`,
//! anchors), or is found from its parent (a child of a base with a `discriminator`), counts as used; so does
//! everything in a document without operations, which is a library of components.
use super::COMPONENTS;
use crate::diagnostic::{Code, Diagnostics};
use crate::load::{FileId, Pointer, Sources};
use crate::resolve::mentions::{Mention, mentions, objects};
use crate::resolve::uri;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

/// A component: the map that it is in, and its name.
type Key<'a> = (&'a str, &'a str);

/// Reports every component of the first file that nothing uses, in the order of the document.
pub(super) fn report(sources: &Sources, diagnostics: &mut Diagnostics) {
    let file = FileId::default();
    let Some(root) = sources.get(file).and_then(|source| source.tree.as_object()) else { return };
    let Some(components) = root.get("components").and_then(Value::as_object) else { return };
    let has = |key: &str| root.get(key).and_then(Value::as_object).is_some_and(|map| !map.is_empty());
    if !has("paths") && !has("webhooks") {
        return;
    }
    let used = used(sources, root, components);
    for (map, members) in maps(components) {
        for (name, value) in members {
            if used.contains(&(map, name.as_str())) {
                continue;
            }
            let at = Pointer::root(file).child("components").child(map).child(name);
            let report = diagnostics.report(Code::Unused, &at, format!("nothing uses the component `{name}`")).on_key();
            if map == "schemas" && value.is_object() {
                report.help("its type is generated all the same; remove it if nothing is to use it");
            }
        }
    }
}

fn maps(components: &Map<String, Value>) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
    let known = components.iter().filter(|(map, _)| COMPONENTS.contains(&map.as_str()));
    known.filter_map(|(map, members)| Some((map.as_str(), members.as_object()?)))
}

/// What operations lead to, directly or not.
fn used<'a>(sources: &Sources, root: &'a Map<String, Value>, components: &'a Map<String, Value>) -> FxHashSet<Key<'a>> {
    let mut mentioned = Vec::new();
    let outside = root.iter().filter(|(key, _)| *key != "components").map(|(_, value)| value);
    let elsewhere = sources.iter().skip(1).map(|source| &source.tree);
    outside.chain(elsewhere).for_each(|value| named(value, components, &mut mentioned));
    mentioned.extend(schemes(root, components));
    let mut children: FxHashMap<Key<'a>, Vec<Key<'a>>> = FxHashMap::default();
    for (map, members) in maps(components) {
        for (name, value) in members {
            bases(value, components).into_iter().for_each(|base| children.entry(base).or_default().push((map, name)));
            if value.as_object().is_some_and(is_found_otherwise) {
                mentioned.push((map, name));
            }
        }
    }
    let mut used = FxHashSet::default();
    while let Some(key) = mentioned.pop() {
        if used.insert(key) {
            let value = components.get(key.0).and_then(|map| map.get(key.1));
            value.into_iter().for_each(|value| named(value, components, &mut mentioned));
            mentioned.extend(children.get(&key).into_iter().flatten());
        }
    }
    used
}

/// It has another name than its key, or is the name of what is in another file.
fn is_found_otherwise(component: &Map<String, Value>) -> bool {
    let elsewhere = component.get("$ref").and_then(Value::as_str).is_some_and(|reference| !reference.starts_with('#'));
    elsewhere || component.keys().any(|key| key.starts_with('$') && key != "$ref")
}

/// The bases with a `discriminator` to which a schema adds.
fn bases<'a>(schema: &Value, components: &'a Map<String, Value>) -> Vec<Key<'a>> {
    let all_of = schema.get("allOf").and_then(Value::as_array);
    let bases = all_of.into_iter().flatten().filter_map(|part| referred(part.get("$ref")?.as_str()?, components));
    let is_base = |(map, name): &Key<'_>| {
        components.get(*map).and_then(|map| map.get(*name)).is_some_and(|base| base.get("discriminator").is_some())
    };
    bases.filter(is_base).collect()
}

/// The components that a part of the tree names: by `$ref`, in a `mapping`, as requirements of security.
fn named<'a>(value: &Value, components: &'a Map<String, Value>, found: &mut Vec<Key<'a>>) {
    for members in objects(value) {
        found.extend(mentions(members).filter_map(|mention| match mention {
            Mention::Reference(text) => referred(text, components),
            Mention::Mapped(text) => referred(text, components).or_else(|| component("schemas", text, components)),
        }));
        found.extend(schemes(members, components));
    }
}

/// The schemes that a document or an operation requires.
fn schemes<'a>(members: &Map<String, Value>, components: &'a Map<String, Value>) -> Vec<Key<'a>> {
    let requirements = members.get("security").and_then(Value::as_array);
    let names = requirements.into_iter().flatten().filter_map(Value::as_object).flat_map(Map::keys);
    // By its key, or since 3.2 by a URI.
    let named = |name: &String| component("securitySchemes", name, components).or_else(|| referred(name, components));
    names.filter_map(named).collect()
}

/// `#/components/schemas/Pet/properties/name` is within the schema `Pet`.
fn referred<'a>(reference: &str, components: &'a Map<String, Value>) -> Option<Key<'a>> {
    let (_, fragment) = uri::split(reference);
    let pointer = Pointer::new(FileId::default(), &uri::decoded(fragment?.strip_prefix("/components")?));
    let mut segments = pointer.segments();
    component(&segments.next()?, &segments.next()?, components)
}

fn component<'a>(map: &str, name: &str, components: &'a Map<String, Value>) -> Option<Key<'a>> {
    let (map, members) = components.get_key_value(map)?;
    let (name, _) = members.as_object()?.get_key_value(name)?;
    Some((map, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Budgets;

    fn unused(yaml: &str) -> Vec<String> {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let _ = sources.read("root.yaml", yaml.as_bytes(), &Budgets::default(), &mut diagnostics);
        report(&sources, &mut diagnostics);
        diagnostics.iter().map(|d| format!("{} {}", d.code.id(), d.at.as_str())).collect()
    }

    const HEAD: &str = "
security: [{all: []}]
paths:
  /a: {get: {security: [{key: []}], parameters: [{$ref: '#/components/parameters/P'}], responses: {'200': {$ref: '#/components/responses/R%20x'}}}}
components:
";

    #[test]
    fn what_operations_lead_to_is_used() {
        let said = unused(&format!(
            "{HEAD}  securitySchemes: {{key: {{type: mutualTLS}}, all: {{type: mutualTLS}}, other: {{type: mutualTLS}}}}
  parameters: {{P: {{schema: {{$ref: '#/components/schemas/A/properties/x'}}}}, Q: {{schema: {{$ref: '#/components/schemas/B'}}}}}}
  responses: {{R x: {{content: {{a/b: {{schema: {{$ref: '#/components/schemas/c~1d'}}}}}}}}}}
  schemas:
    A: {{properties: {{x: {{$ref: '#/components/schemas/A'}}}}}}
    B: {{properties: {{x: {{$ref: '#/components/schemas/B'}}}}}}
    c/d: {{discriminator: {{propertyName: k, mapping: {{e: E, f: '#/components/schemas/F'}}}}}}
    E: {{}}
    F: {{}}
    G: {{allOf: [{{$ref: '#/components/schemas/c~1d'}}]}}
    H: {{$id: 'https://example.com/h'}}
    I: {{allOf: [{{$ref: '#/components/schemas/A'}}]}}
"
        ));
        let expected = ["securitySchemes/other", "parameters/Q", "schemas/B", "schemas/I"];
        assert_eq!(said, expected.map(|at| format!("unused /components/{at}")));
    }

    #[test]
    fn a_library_of_components_uses_none() {
        assert_eq!(unused("paths: {}\ncomponents: {schemas: {A: {}}}"), [""; 0]);
    }
}
