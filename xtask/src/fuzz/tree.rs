//! Trees made from trees: nodes taken out, copied, swapped, wrapped, called or typed otherwise.
use fastrand::Rng;
use serde_json::{Map, Number, Value, json};

/// Texts that have broken somebody's generator.
const TEXTS: &[&str] = &[
    "",
    " ",
    "\"#",
    "*/",
    "//",
    "\n",
    "\r\n",
    "`",
    "{}",
    "{",
    "}",
    "self",
    "Self",
    "crate",
    "super",
    "_",
    "type",
    "async",
    "1",
    "-",
    "é",
    "\u{202e}",
    "\u{200b}",
    "🦀",
    "\0",
    "Option",
    "String",
    "Vec",
    "null",
    "true",
    "/",
    "//{a}{b}",
    "/{",
    "#",
    "#/",
    "a/b",
    "~0~1",
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/event-stream",
    "*/*",
    ";",
    "(",
    "[a-z",
    "(?=a)b",
    "^(a+)+$",
    "\\u{",
    "2020-01-01",
    "uuid",
    "binary",
    "object",
    "array",
    "string",
    "header",
    "query",
    "cookie",
    "deepObject",
    "http",
    "oauth2",
    "default",
    "200",
    "2XX",
    "GET",
    "${",
    "{$request.body#/a}",
];
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "1.0",
    "0.1",
    "1e400",
    "-1e400",
    "9007199254740993",
    "18446744073709551616",
    "1e-400",
    "-9223372036854775809",
    "200",
    "600",
    "1e2",
    "123456789012345678901234567890.5",
];
/// Keys that mean something somewhere.
const KEYS: &[&str] = &[
    "$ref",
    "$id",
    "$anchor",
    "$dynamicRef",
    "$defs",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "type",
    "enum",
    "const",
    "default",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "items",
    "prefixItems",
    "contains",
    "unevaluatedProperties",
    "unevaluatedItems",
    "dependentSchemas",
    "nullable",
    "discriminator",
    "mapping",
    "readOnly",
    "writeOnly",
    "format",
    "pattern",
    "minimum",
    "maxLength",
    "uniqueItems",
    "multipleOf",
    "example",
    "examples",
    "schema",
    "content",
    "headers",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "servers",
    "variables",
    "encoding",
    "style",
    "explode",
    "in",
    "name",
    "callbacks",
    "links",
    "webhooks",
    "components",
    "schemas",
    "description",
    "deprecated",
    "operationId",
    "tags",
    "xml",
    "externalDocs",
    "x-extension",
    "allowReserved",
    "itemSchema",
    "flows",
    "scopes",
];

/// Changes the document in a few places.
pub(super) fn mutate(document: &mut Value, rng: &mut Rng) {
    let original = document.clone();
    for _ in 0..rng.usize(1..9) {
        once(document, &original, rng);
    }
}

fn once(document: &mut Value, original: &Value, rng: &mut Rng) {
    let donor = pick(original, rng).clone();
    let pointer = reference(original, rng);
    let nodes = count(document);
    let Some(node) = nth(document, &mut rng.usize(0..nodes)) else { return };
    match rng.u8(0..12) {
        0 | 1 => remove(node, rng),
        2 => copy(node, rng),
        3 | 4 => *node = donor,
        5 => insert(node, donor, rng),
        6 | 7 => rename(node, rng),
        8 => *node = scalar(rng),
        9 => *node = wrapped(&node.take(), &donor, rng),
        10 => *node = json!({ "$ref": pointer }),
        _ => {
            let key = any(KEYS, rng);
            insert_at(node, key, scalar(rng));
        }
    }
}

fn any<'a>(list: &[&'a str], rng: &mut Rng) -> &'a str {
    rng.choice(list).copied().unwrap_or_default()
}

fn scalar(rng: &mut Rng) -> Value {
    match rng.u8(0..8) {
        0 => Value::Null,
        1 => Value::Bool(rng.bool()),
        2 | 3 => any(NUMBERS, rng).parse::<Number>().map_or(Value::Null, Value::Number),
        4 => json!([]),
        5 => json!({}),
        _ => Value::from(any(TEXTS, rng)),
    }
}

fn remove(node: &mut Value, rng: &mut Rng) {
    match node {
        Value::Array(items) if !items.is_empty() => {
            items.remove(rng.usize(0..items.len()));
        }
        Value::Object(members) if !members.is_empty() => {
            if let Some(key) = members.keys().nth(rng.usize(0..members.len())).cloned() {
                members.shift_remove(&key);
            }
        }
        other => *other = Value::Null,
    }
}

/// An item twice, or a member under another name.
fn copy(node: &mut Value, rng: &mut Rng) {
    match node {
        Value::Array(items) if !items.is_empty() => {
            let item = items.get(rng.usize(0..items.len())).cloned().unwrap_or_default();
            items.insert(rng.usize(0..=items.len()), item);
        }
        Value::Object(members) if !members.is_empty() => {
            let value = members.values().nth(rng.usize(0..members.len())).cloned().unwrap_or_default();
            members.insert(any(KEYS, rng).to_owned(), value);
        }
        other => *other = scalar(rng),
    }
}

fn insert(node: &mut Value, value: Value, rng: &mut Rng) {
    match node {
        Value::Array(items) => items.insert(rng.usize(0..=items.len()), value),
        Value::Object(_) => insert_at(node, any(KEYS, rng), value),
        other => *other = value,
    }
}

fn insert_at(node: &mut Value, key: &str, value: Value) {
    match node {
        Value::Object(members) => {
            members.insert(key.to_owned(), value);
        }
        other => *other = json!({ key: value }),
    }
}

/// A member is called otherwise, where it stands.
fn rename(node: &mut Value, rng: &mut Rng) {
    let Value::Object(members) = node else {
        *node = Value::from(any(TEXTS, rng));
        return;
    };
    let chosen = rng.usize(0..members.len().max(1));
    let name = if rng.bool() { any(KEYS, rng) } else { any(TEXTS, rng) };
    let renamed = |(at, (key, value)): (usize, (String, Value))| {
        let key = match at == chosen {
            // A typing error.
            true if name.is_empty() && !key.is_empty() => key.chars().skip(1).collect(),
            true => name.to_owned(),
            false => key,
        };
        (key, value)
    };
    *members = std::mem::take(members).into_iter().enumerate().map(renamed).collect::<Map<_, _>>();
}

fn wrapped(value: &Value, donor: &Value, rng: &mut Rng) -> Value {
    match rng.u8(0..8) {
        0 => json!({ "allOf": [value, donor] }),
        1 => json!({ "oneOf": [value, donor] }),
        2 => json!({ "anyOf": [value, { "type": "null" }] }),
        3 => json!({ "not": value }),
        4 => json!([value, donor]),
        5 => json!({ "type": "array", "items": value }),
        6 => json!({ "type": "object", "properties": { any(TEXTS, rng): value }, "required": [any(TEXTS, rng)] }),
        _ => json!({ "if": donor, "then": value, "else": {} }),
    }
}

/// A reference to somewhere in the document.
fn reference(document: &Value, rng: &mut Rng) -> String {
    let (mut at, mut pointer) = (document, "#".to_owned());
    for _ in 0..rng.usize(0..6) {
        let step = match at {
            Value::Object(members) if !members.is_empty() => members.iter().nth(rng.usize(0..members.len())),
            _ => None,
        };
        let Some((key, value)) = step else { break };
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        at = value;
    }
    pointer
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}

fn count(value: &Value) -> usize {
    1 + children(value).map(count).sum::<usize>()
}

/// A node of about a hundred values at most: what is put in many times must not grow without end.
fn pick<'a>(value: &'a Value, rng: &mut Rng) -> &'a Value {
    let mut at = value;
    loop {
        let Some(child) = rng.choice(children(at).collect::<Vec<_>>()) else { return at };
        at = child;
        if rng.u8(0..4) == 0 && count(at) < 100 {
            return at;
        }
    }
}

fn nth<'a>(value: &'a mut Value, left: &mut usize) -> Option<&'a mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, left)),
        Value::Object(members) => members.values_mut().find_map(|member| nth(member, left)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_makes_the_same_document_again_and_others_make_others() {
        let document =
            json!({"openapi": "3.1.0", "info": {"title": "t"}, "paths": {"/a": {"get": {"tags": ["x", "y"]}}}});
        let made = |seed: u64| {
            let mut made = document.clone();
            mutate(&mut made, &mut Rng::with_seed(seed));
            made.to_string()
        };
        let all: std::collections::BTreeSet<String> = (0..200).map(made).collect();
        assert_eq!(made(7), made(7));
        assert!(all.len() > 180, "{}", all.len());
    }
}
