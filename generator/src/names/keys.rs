//! What a type is in `names.lock`: its place in the document in words, without an index that a neighbour could move.
use crate::load::Pointer;
use std::collections::BTreeMap;

/// Keywords whose items are known by what they are, not by their index.
const LISTS: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems", "parameters"];

/// A key for each type: from its place, and from what it is called where several stand at one place.
pub(super) fn keys<'a>(types: impl Iterator<Item = (&'a Pointer, &'a str)>) -> Vec<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let mut keys = Vec::new();
    for (origin, wire) in types {
        let (place, is_exact) = place(origin);
        let key = if is_exact && !count.contains_key(&place) { place } else { format!("{place}|{wire}") };
        let seen = count.entry(key.clone()).or_default();
        *seen += 1;
        keys.push(if *seen == 1 { key } else { format!("{key}#{seen}") });
    }
    keys
}

/// `Pet.owner[]`, `GET /pets 200 application/json`; and whether no index was left out.
fn place(origin: &Pointer) -> (String, bool) {
    let mut steps = origin.segments();
    let mut out = match (steps.next().as_deref(), steps.next()) {
        (Some("components"), Some(section)) if section == "schemas" => steps.next().unwrap_or_default(),
        (Some("components"), Some(section)) => format!("{section} {}", steps.next().unwrap_or_default()),
        (Some("paths"), Some(path)) => {
            let method = steps.next().unwrap_or_default().to_ascii_uppercase();
            format!("{method} {path}")
        }
        (Some(first), Some(second)) => format!("{first} {second}"),
        (Some(first), None) => first.to_owned(),
        (None, _) => String::new(),
    };
    let mut is_exact = true;
    while let Some(step) = steps.next() {
        match step.as_str() {
            "properties" => out.extend([".", &steps.next().unwrap_or_default()]),
            "items" => out.push_str("[]"),
            "additionalProperties" => out.push_str("{}"),
            list if LISTS.contains(&list) => {
                is_exact &= steps.next().is_none();
            }
            "requestBody" => out.push_str(" body"),
            "responses" | "content" | "headers" => out.extend([" ", &steps.next().unwrap_or_default()]),
            "schema" => {}
            other => out.extend(["/", other]),
        }
    }
    (out, is_exact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::FileId;

    #[test]
    fn places_are_words() {
        for (pointer, words) in [
            ("/components/schemas/Pet", "Pet"),
            ("/components/schemas/Pet/properties/tags/items", "Pet.tags[]"),
            ("/components/schemas/Pet/anyOf/3", "Pet|wire"),
            ("/components/responses/E/content/text~1json/schema", "responses E text/json"),
            ("/paths/~1pets/get/responses/200/content/application~1json/schema", "GET /pets 200 application/json"),
            ("/paths/~1pets/get/parameters/0/schema", "GET /pets|wire"),
            ("/paths/~1pets/post/requestBody/content/a~1b/schema/properties/x", "POST /pets body a/b.x"),
        ] {
            let at = Pointer::new(FileId::default(), pointer);
            assert_eq!(keys([(&at, "wire")].into_iter()), [words], "{pointer}");
        }
    }

    #[test]
    fn several_at_one_place_are_told_apart_by_what_they_are_called() {
        let at = Pointer::new(FileId::default(), "/components/schemas/Pet");
        assert_eq!(
            keys([(&at, "Pet"), (&at, "PetInput"), (&at, "PetInput")].into_iter()),
            ["Pet", "Pet|PetInput", "Pet|PetInput#2"]
        );
    }
}
