//! Documents that are made up: many structs, many operations.
use serde_json::{Map, Value, json};

/// Twelve properties: name on the wire, type in Rust, schema. `%2` and `%3` stand for other structs.
const PROPERTIES: [(&str, &str, &str); 12] = [
    ("name", "String", r#"{"type": "string", "description": "What it is called."}"#),
    ("displayName", "String", r#"{"type": "string", "description": "How it is shown."}"#),
    ("note", "String", r#"{"type": "string", "description": "What else there is to say."}"#),
    ("count", "i64", r#"{"type": "integer", "format": "int64", "description": "How many."}"#),
    ("total", "i64", r#"{"type": "integer", "format": "int64", "description": "How many in all."}"#),
    ("ratio", "f64", r#"{"type": "number", "description": "How many of all."}"#),
    ("active", "bool", r#"{"type": "boolean", "description": "Whether it can be used."}"#),
    ("isArchived", "bool", r#"{"type": "boolean", "description": "Whether it was put away."}"#),
    ("tags", "Vec<String>", r#"{"type": "array", "items": {"type": "string"}, "description": "What marks it."}"#),
    ("scores", "Vec<i64>", r#"{"type": "array", "items": {"type": "integer", "format": "int64"}}"#),
    ("parent", "%2", r##"{"$ref": "#/components/schemas/%2"}"##),
    ("children", "Vec<%3>", r##"{"type": "array", "items": {"$ref": "#/components/schemas/%3"}}"##),
];

/// An object's properties; each struct refers to some that come before it.
fn properties(index: usize) -> impl Iterator<Item = (&'static str, String, String)> {
    let filled = move |text: &str| {
        let (half, third) = (format!("Item{}", index / 2), format!("Item{}", index / 3));
        text.replace("%2", &half).replace("%3", &third)
    };
    // The first would hold itself.
    let kept = PROPERTIES.iter().filter(move |(.., schema)| index > 0 || !schema.contains('%'));
    kept.map(move |(name, rust, schema)| (*name, filled(rust), filled(schema)))
}

/// Which of the properties are required, spread over all of them.
fn is_required(at: usize, required: usize) -> bool {
    at * 5 % 12 < required
}

/// Structs that one operation takes and returns.
pub(super) fn structs(count: usize, required: usize) -> Value {
    let schemas = (0..count).map(|index| {
        let all: Vec<_> = properties(index).collect();
        let demanded: Vec<&str> =
            all.iter().enumerate().filter(|(at, _)| is_required(*at, required)).map(|(_, p)| p.0).collect();
        let properties: Map<String, Value> = all
            .iter()
            .map(|(name, _, schema)| ((*name).to_owned(), serde_json::from_str(schema).unwrap_or_default()))
            .collect();
        let mut schema = json!({"type": "object", "description": "One of many.", "properties": properties});
        if !demanded.is_empty() {
            schema["required"] = json!(demanded);
        }
        (format!("Item{index}"), schema)
    });
    let schemas: Map<String, Value> = schemas.collect();
    let last = json!({"schema": {"$ref": format!("#/components/schemas/Item{}", count.saturating_sub(1))}});
    let content = json!({"application/json": last});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Structs", "version": "1"},
        "paths": {"/items": {"post": {
            "operationId": "store",
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "What was stored.", "content": content}},
        }}},
        "components": {"schemas": schemas},
    })
}

/// The same structs with derives, as one writes them by hand.
pub(super) fn derives(count: usize, required: usize) -> String {
    let mut out = String::from("//! Types with serde's derives.\nuse serde::{Deserialize, Serialize};\n");
    for index in 0..count {
        let default = if required == 0 { "Default, " } else { "" };
        out.push_str(&format!(
            "\n/// One of many.\n#[derive(Clone, Debug, {default}PartialEq, Serialize, Deserialize)]\n#[non_exhaustive]\npub struct Item{index} {{\n"
        ));
        for (at, (wire, rust, _)) in properties(index).enumerate() {
            let name = tenon::names::snake(wire, "");
            let rename = if name == wire { None } else { Some(format!("rename = \"{wire}\"")) };
            let (skip, rust) = if is_required(at, required) {
                (None, rust)
            } else {
                (Some("skip_serializing_if = \"Option::is_none\"".to_owned()), format!("Option<{rust}>"))
            };
            let attributes: Vec<String> = rename.into_iter().chain(skip).collect();
            out.push_str("    /// One of twelve.\n");
            if !attributes.is_empty() {
                out.push_str(&format!("    #[serde({})]\n", attributes.join(", ")));
            }
            out.push_str(&format!("    pub {name}: {rust},\n"));
        }
        out.push_str("}\n");
    }
    out
}

/// Operations as large documents have them, with a body, replies and types of their own.
pub(super) fn operations(count: usize) -> Value {
    let mut document = structs(count / 2 + 1, 4);
    let reply = |index: usize| {
        let schema = json!({"$ref": format!("#/components/schemas/Item{}", index / 2)});
        json!({"description": "It went well.", "content": {"application/json": {"schema": schema}}})
    };
    let paths = (0..count).map(|index| {
        let parameters = json!([
            {"name": "thing_id", "in": "path", "required": true, "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "description": "How many.", "schema": {"type": "integer"}},
        ]);
        let body = json!({"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string", "description": "What it is called."},
            "state": {"type": "string", "enum": ["open", "closed"]},
        }});
        let operation = json!({
            "operationId": format!("things/update-{index}"),
            "summary": "Change a thing.",
            "tags": [format!("things{}", index % 20)],
            "parameters": parameters,
            "requestBody": {"content": {"application/json": {"schema": body}}},
            "responses": {"200": reply(index), "404": reply(0)},
        });
        (format!("/things{index}/{{thing_id}}"), json!({"patch": operation}))
    });
    document["paths"] = Value::Object(paths.collect());
    document
}
