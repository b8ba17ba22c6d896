//! `type`, `required` and values as people write them: what is meant is plain, so it is read, and said.
use super::model::{Schema, Types};
use crate::diagnostic::Code;
use crate::document::{Node, Reader};
use serde_json::Value;
use tenon_runtime::format::Integer;

/// Words that are taken for types and are none, with what they stand for.
const NO_TYPES: &[(&str, &str, Option<&str>)] = &[
    ("int", "integer", None),
    ("int32", "integer", Some("int32")),
    ("int64", "integer", Some("int64")),
    ("long", "integer", Some("int64")),
    ("float", "number", Some("float")),
    ("double", "number", Some("double")),
    ("bool", "boolean", None),
    ("date", "string", Some("date")),
    ("date-time", "string", Some("date-time")),
    ("datetime", "string", Some("date-time")),
    ("uuid", "string", Some("uuid")),
    ("uri", "string", Some("uri")),
    ("email", "string", Some("email")),
    ("byte", "string", Some("byte")),
    ("binary", "string", Some("binary")),
    ("file", "string", Some("binary")),
    ("password", "string", Some("password")),
];

/// A map of schemas, or the one that a reference in its place leads to; `None` once reported.
pub(super) fn map_behind<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) -> Option<Node<'a>> {
    let map = cx.behind(node.clone())?;
    let is_map = |value: &Value| value.is_object() || value.is_boolean();
    if map.at != node.at && !map.value.as_object().is_some_and(|members| members.values().all(is_map)) {
        let at = node.at.child("$ref");
        cx.report(Code::WrongType, &at, "this reference leads to no map of schemas")
            .on_key()
            .help("to take all of a schema, put `$ref` in place of the keyword that it stands in");
        return None;
    }
    Some(map)
}

/// One type or several. A word for a format in the place of a type says both; an own `format` wins.
pub(super) fn types<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, format: &mut Option<&'a str>) -> Option<Types> {
    match node.value {
        Value::Array(_) => {
            let mut all = None;
            for item in node.items() {
                all = Some(all.unwrap_or(Types::NONE).or(one(cx, &item, format)?));
            }
            all
        }
        Value::Null => {
            cx.report(Code::Deviation, &node.at, "`type` has no value; it is read as if it were not there")
                .on_key()
                .help("the type of null is written `'null'`, in quotes");
            None
        }
        _ => one(cx, node, format),
    }
}

fn one<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, format: &mut Option<&'a str>) -> Option<Types> {
    // `[string, null]` in YAML.
    if node.value.is_null() {
        return cx.deviation(node, "a string", "`'null'`", Types::NULL);
    }
    let name = cx.string(node)?;
    if let Some(types) = Types::named(name) {
        return Some(types);
    }
    let lower = name.to_ascii_lowercase();
    if let Some(types) = Types::named(&lower) {
        let message = format!("`{name}` is not a type; it is read as `{lower}`");
        cx.report(Code::Deviation, &node.at, message);
        return Some(types);
    }
    if let Some((_, ty, meant)) = NO_TYPES.iter().find(|(word, ..)| *word == lower) {
        let format_too = meant.map(|meant| format!(" with `format: {meant}`")).unwrap_or_default();
        let message = format!("`{name}` is not a type; it is read as `type: {ty}`{format_too}");
        cx.report(Code::Deviation, &node.at, message);
        *format = format.or(*meant);
        return Types::named(ty);
    }
    cx.report(Code::InvalidValue, &node.at, format!("`{name}` is not a type"))
        .help("one of `string`, `integer`, `number`, `boolean`, `array`, `object`, `null`");
    None
}

/// Values of `enum`, `const` and `default` that would be of the type that stands beside them, were it not for quotes.
pub(super) fn quotes<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>, s: &mut Schema<'a>) {
    let Some(types) = s.types.map(|types| types.without(Types::NULL)) else { return };
    if let (Some(values), Some(list)) = (&mut s.values, node.get("enum")) {
        for (value, item) in values.iter_mut().zip(list.items()) {
            *value = meant(cx, types, &item).unwrap_or(value);
        }
    }
    if let Some(item) = s.constant.and_then(|_| node.get("const")) {
        s.constant = meant(cx, types, &item).or(s.constant);
    }
    if let Some(item) = s.default.and_then(|_| node.get("default")) {
        s.default = meant(cx, types, &item).or(s.default);
    }
}

fn meant<'a>(cx: &mut Reader<'a, '_>, types: Types, item: &Node<'a>) -> Option<&'a Value> {
    let is_of = |value: &Value| match value {
        Value::String(_) => types.holds(Types::STRING),
        Value::Bool(_) => types.holds(Types::BOOLEAN),
        Value::Number(number) => {
            types.holds(Types::NUMBER) || types.holds(Types::INTEGER) && number.to_string().parse::<Integer>().is_ok()
        }
        _ => true,
    };
    if is_of(item.value) || item.value.is_null() {
        return None;
    }
    let meant = cx.requoted(item).filter(|value| is_of(value))?;
    let message = format!("`{}` is not of the type that stands beside it; it is read as `{meant}`", item.value);
    cx.report(Code::Deviation, &item.at, message);
    Some(meant)
}

/// `required: true` in a property, as JSON Schema had it before draft 4.
pub(super) fn required_flag<'a>(cx: &mut Reader<'a, '_>, node: &Node<'a>) {
    let message = "`required` must be a list of names; in a property a flag is read as whether it must be there";
    cx.report(Code::Deviation, &node.at, message)
        .help("list the property's name in the `required` of the object that has it");
}

/// Properties that say of themselves that they are required.
pub(super) fn required<'a>(node: &Node<'a>, s: &mut Schema<'a>) {
    let Some(words) = &mut s.object else { return };
    let properties = node.value.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let flagged = property.get("required") == Some(&Value::Bool(true));
        if flagged && !words.required.contains(&name.as_str()) {
            words.required.push(name);
        }
    }
}
