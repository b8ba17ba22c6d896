//! Decoding one schema and, on demand, what it refers to.
use super::SchemaId;
use super::model::{ArrayWords, Combinators, Discriminator, NumberWords, ObjectWords, Schema, Types};
use super::{conditions, dialect, reference, slips};
use crate::diagnostic::Code;
use crate::document::reader::kind;
use crate::document::{Node, Reader, Version};
use serde_json::Value;

/// Keywords that only describe, or that are read elsewhere.
const SILENT: &[&str] =
    &["$schema", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$comment", "$vocabulary", "externalDocs"];

/// A schema costs ten times as much as most values of a document.
const MOST: usize = 300_000;
/// The largest unions of real documents have a few hundred.
const MOST_BRANCHES: usize = 2_000;

/// Decodes the schema at a node; a place is decoded once. `None` when it is no schema at all (reported).
pub fn decode<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<SchemaId> {
    if let Some(id) = cx.schemas.at(&node.at) {
        return Some(id);
    }
    if !cx.has_room("schemas", MOST, &node.at) {
        return None;
    }
    let mut schema = Schema::anything(node.at.clone());
    match node.value {
        Value::Bool(allowed) => schema.never = !allowed,
        Value::Object(_) => {}
        Value::Null => drop(cx.object(node)),
        _ => return not_a_schema(cx, node),
    }
    let (errors, before) = (cx.errors(), cx.schema_errors);
    // The id is known before the parts are, so that a schema may contain a reference to itself.
    let id = cx.schemas.push(schema);
    cx.schemas.by_place.insert(node.at.clone(), id);
    if node.value.is_object() {
        let schema = keywords(cx, node, id, &[]);
        cx.schemas.list[id.0 as usize] = schema;
    }
    cx.schema_errors = before + cx.errors() - errors;
    Some(id)
}

fn not_a_schema<T>(cx: &mut Reader<'_, '_>, node: &Node<'_>) -> Option<T> {
    let found = kind(node.value);
    let message = format!("this must be a schema: an object, `true` or `false`, not {found}");
    cx.report(Code::WrongType, &node.at, message);
    None
}

/// The schema whose keywords stand among other members of an object.
pub fn beside<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, except: &[&str]) -> SchemaId {
    let (errors, before) = (cx.errors(), cx.schema_errors);
    let id = cx.schemas.push(Schema::anything(node.at.clone()));
    let schema = keywords(cx, node, id, except);
    cx.schemas.list[id.0 as usize] = schema;
    cx.schema_errors = before + cx.errors() - errors;
    id
}

/// A schema that is not in the document: a plain string, standing at a node.
pub fn text<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> SchemaId {
    let mut schema = Schema::anything(node.at.clone());
    schema.types = Some(Types::STRING);
    cx.schemas.push(schema)
}

fn keywords<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, id: SchemaId, except: &[&str]) -> Schema<'a> {
    let mut s = Schema::anything(node.at.clone());
    let mut nullable = false;
    let vocabularies = dialect::vocabularies(cx, &node.at);
    for (key, value) in node.members().filter(|(key, _)| !except.contains(key)) {
        match key {
            key if !vocabularies.know(key) => {
                let message = format!("`{key}` is not a keyword in the dialect of this schema; it is ignored");
                cx.report(Code::UnknownKeyword, &value.at, message).on_key();
            }
            "$ref" | "$dynamicRef" | "$recursiveRef" => reference::read(cx, &mut s, id, &value, key),
            "type" => s.types = slips::types(cx, &value, &mut s.format),
            "nullable" => nullable = cx.boolean_at(node, key),
            "title" => s.title = cx.prose_at(node, key),
            "description" => s.description = cx.prose_at(node, key),
            "format" => s.format = cx.string_at(node, key).or(s.format),
            "deprecated" => s.deprecated = cx.boolean_at(node, key),
            "readOnly" => s.read_only = cx.boolean_at(node, key),
            "writeOnly" => s.write_only = cx.boolean_at(node, key),
            "default" => s.default = Some(value.value),
            "example" => s.examples.push((value.value, value.at)),
            "examples" => s.examples.extend(value.items().map(|n| (n.value, n.at))),
            "enum" => s.values = cx.array(&value).map(|list| list.iter().collect()),
            "const" => s.constant = Some(value.value),
            "minLength" => s.min_length = count(cx, &value),
            "maxLength" => s.max_length = count(cx, &value),
            "pattern" => s.pattern = cx.string_at(node, key),
            "contentMediaType" => s.content_media_type = cx.string(&value),
            "contentSchema" => s.content_schema = decode(cx, &value),
            "xml" => s.xml = super::xml::read(cx, &value),
            "contentEncoding" => s.content_encoding = cx.string(&value),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                number_word(cx, s.number.get_or_insert_default(), key, &value);
            }
            "properties"
            | "required"
            | "additionalProperties"
            | "patternProperties"
            | "minProperties"
            | "maxProperties" => object_word(cx, s.object.get_or_insert_default(), key, &value),
            // Before 2020-12 the items of a tuple were listed in `items`.
            "additionalItems" if node.get("items").is_some_and(|items| items.value.is_array()) => {
                outdated(cx, key, &value, "items");
                s.array.get_or_insert_default().items = decode(cx, &value);
            }
            "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" => {
                array_word(cx, s.array.get_or_insert_default(), key, &value);
            }
            "allOf" | "anyOf" | "oneOf" | "discriminator" => {
                combinator(cx, s.combinators.get_or_insert_default(), key, &value);
            }
            // They make no types by themselves; what is wrong with them is said all the same.
            "$defs" | "definitions" => drop(named(cx, &value)),
            key if conditions::KNOWN.contains(&key) => {
                conditions::word(cx, s.conditions.get_or_insert_default(), key, &value);
            }
            key if SILENT.contains(&key) => {}
            key => {
                cx.report(
                    Code::UnknownKeyword,
                    &value.at,
                    format!("`{key}` is not a keyword of schemas; it is ignored"),
                )
                .on_key();
            }
        }
    }
    slips::required(node, &mut s);
    slips::quotes(cx, node, &mut s);
    fold_dialect(cx, node, &mut s, nullable);
    s
}

/// OpenAPI 3.0: `nullable` and boolean `exclusiveMinimum`. `nullable` is still met in 3.1 and means the same there.
fn fold_dialect<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, s: &mut Schema<'a>, nullable: bool) {
    match s.types {
        Some(types) if nullable => s.types = Some(types.or(Types::NULL)),
        _ => s.nullable = nullable && s.types.is_none(),
    }
    if nullable
        && let Some(values) = &mut s.values
        && !values.iter().any(|v| v.is_null())
    {
        values.push(&Value::Null);
    }
    if let Some(words) = &mut s.number {
        if node.get("exclusiveMinimum").is_some_and(|n| n.value == &Value::Bool(true)) {
            words.exclusive_minimum = words.minimum.take();
        }
        if node.get("exclusiveMaximum").is_some_and(|n| n.value == &Value::Bool(true)) {
            words.exclusive_maximum = words.maximum.take();
        }
    }
    // Beside `$ref`, OpenAPI 3.0 ignores everything.
    if cx.version == Version::V3_0 && s.reference.is_some() {
        let reference = s.reference.take();
        let description = s.description.take();
        *s = Schema { reference, description, ..Schema::anything(node.at.clone()) };
    }
}

pub(super) fn count<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<u64> {
    let number = cx.number(node)?;
    let number = number.as_u64().or_else(|| {
        let float = number.as_f64().filter(|f| f.fract() == 0.0 && (0.0..1e15).contains(f))?;
        format!("{float}").parse().ok()
    });
    if number.is_none() {
        cx.report(Code::InvalidValue, &node.at, "this must be a whole number that is not negative");
    }
    number
}

fn number_word<'a>(cx: &mut Reader<'a, '_>, words: &mut NumberWords<'a>, key: &str, node: &Node<'a>) {
    // OpenAPI 3.0: `exclusiveMinimum: true` sharpens `minimum`; see `fold_dialect`.
    if node.value.is_boolean() && key.starts_with("exclusive") {
        return;
    }
    let Some(number) = cx.number(node) else { return };
    match key {
        "minimum" => words.minimum = Some(number),
        "maximum" => words.maximum = Some(number),
        "exclusiveMinimum" => words.exclusive_minimum = Some(number),
        "exclusiveMaximum" => words.exclusive_maximum = Some(number),
        _ => words.multiple_of = Some(number),
    }
}

fn object_word<'a>(cx: &mut Reader<'a, '_>, words: &mut ObjectWords<'a>, key: &str, node: &Node<'a>) {
    match key {
        "properties" => words.properties = named(cx, node),
        "required" if node.value.is_boolean() => slips::required_flag(cx, node),
        "required" => words.required = strings(cx, node),
        "additionalProperties" => words.additional = decode(cx, node),
        "patternProperties" => words.patterns = named(cx, node),
        "minProperties" => words.min = count(cx, node),
        _ => words.max = count(cx, node),
    }
}

fn array_word<'a>(cx: &mut Reader<'a, '_>, words: &mut ArrayWords, key: &str, node: &Node<'a>) {
    match key {
        "items" if node.value.is_array() => {
            outdated(cx, key, node, "prefixItems");
            words.prefix = list(cx, node);
        }
        "items" => words.items = decode(cx, node),
        "prefixItems" => words.prefix = list(cx, node),
        "minItems" => words.min = count(cx, node),
        "maxItems" => words.max = count(cx, node),
        _ => words.unique = cx.boolean(node).unwrap_or(false),
    }
}

fn combinator<'a>(cx: &mut Reader<'a, '_>, words: &mut Combinators<'a>, key: &str, node: &Node<'a>) {
    match key {
        "allOf" => words.all_of = list(cx, node),
        "anyOf" => words.any_of = branches(cx, node),
        "oneOf" => words.one_of = branches(cx, node),
        _ => words.discriminator = discriminator(cx, node),
    }
}

fn list<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Vec<SchemaId> {
    cx.array(node);
    node.items().filter_map(|item| decode(cx, &item)).collect()
}

/// The branches of a union. Each is compared with each.
fn branches<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Vec<SchemaId> {
    if node.value.as_array().is_some_and(|all| all.len() > MOST_BRANCHES) {
        let message = format!("a union of more than {MOST_BRANCHES} branches; the others are left out");
        cx.report(Code::OverBudget, &node.at, message).on_key().help("put the branches into unions of their own");
    }
    cx.array(node);
    node.items().take(MOST_BRANCHES).filter_map(|item| decode(cx, &item)).collect()
}

/// Schemas by name. Names may begin with `x-`, so extensions are not skipped here.
pub(super) fn named<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Vec<(&'a str, SchemaId)> {
    let Some(node) = &slips::map_behind(cx, node) else { return Vec::new() };
    let members = cx.object(node).into_iter().flatten();
    members
        .filter_map(|(name, value)| Some((name.as_str(), decode(cx, &Node { value, at: node.at.child(name) })?)))
        .collect()
}

pub(super) fn strings<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Vec<&'a str> {
    cx.array(node);
    node.items().filter_map(|item| cx.string(&item)).collect()
}

/// A keyword of an older draft, which is read as the one that took its place.
pub(super) fn outdated<'a>(cx: &mut Reader<'a, '_>, key: &str, node: &Node<'a>, now: &str) {
    let message = format!("`{key}` in this form is of an older draft of JSON Schema; it is read as `{now}`");
    cx.report(Code::OutdatedKeyword, &node.at, message).on_key().help(format!("write `{now}`"));
}

fn discriminator<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<Discriminator<'a>> {
    if let Some(property) = node.value.as_str() {
        return cx.deviation(
            node,
            "an object",
            "its `propertyName`",
            Discriminator { property, mapping: Vec::new(), default: None, at: node.at.clone() },
        );
    }
    cx.object(node)?;
    let property = cx.required(node, "propertyName")?;
    let property = cx.string(&property)?;
    let mapping = node.get("mapping").map(|map| {
        cx.object(&map);
        map.value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(value, target)| (value.as_str(), Node { value: target, at: map.at.child(value) }))
            .filter_map(|(value, target)| Some((value, cx.string(&target)?)))
            .collect()
    });
    let default = if cx.version >= Version::V3_2 { cx.string_at(node, "defaultMapping") } else { None };
    Some(Discriminator { property, mapping: mapping.unwrap_or_default(), default, at: node.at.clone() })
}
