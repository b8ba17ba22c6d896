//! What is decided about a schema is exactly the schema: types with their constraints and checks are read here as data,
//! without emitting anything, and asked about every instance of the JSON-Schema-Test-Suite.
//!
//! The suite is not part of this repository: `TENON_SUITES` names the folder that holds it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod demands;
mod random;
mod shapes;

use serde_json::{Value, json};
use std::path::PathBuf;
use tenon::Settings;
use tenon::diagnostic::Diagnostics;
use tenon::ir::Api;
use tenon::load::{Budgets, Sources};

/// Groups that refer by `$id`, `$anchor` and the like are not this test's business.
const ELSEWHERE: &[&str] =
    &["$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "https://", "http://", "urn:"];

#[test]
fn every_instance_of_the_suite_is_told_right() {
    let Some(folder) = std::env::var_os("TENON_SUITES").map(PathBuf::from) else {
        return println!("skipped: TENON_SUITES is not set");
    };
    let only = std::env::var("TENON_ONLY").unwrap_or_default();
    let (mut told, mut left_out, mut refused, mut wrong) = (0, 0, Vec::new(), Vec::new());
    let mut files: Vec<_> =
        std::fs::read_dir(folder.join("json-schema-2020-12")).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let groups: Vec<Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        for group in groups {
            let title = format!("{name}: {}", group["description"].as_str().unwrap());
            let cases = group["tests"].as_array().unwrap();
            if !title.contains(&only) {
                continue;
            }
            let mut schema = group["schema"].clone();
            schema.as_object_mut().map(|members| members.remove("$schema"));
            if ELSEWHERE.iter().any(|word| schema.to_string().contains(word)) {
                left_out += cases.len();
                continue;
            }
            relocate(&mut schema);
            for (schema, kind) in typed(&schema) {
                let (api, diagnostics) = decided(&schema);
                let Some(api) = api.filter(|_| !diagnostics.has_errors()) else {
                    let said: Vec<_> = diagnostics.iter().map(|d| d.message.clone()).collect();
                    refused.push(format!("{title}: {said:?}"));
                    continue;
                };
                for case in cases {
                    let expected = case["valid"].as_bool().unwrap() && kind.is_none_or(|kind| is(kind, &case["data"]));
                    let found = shapes::Reader::new(&api).body(&case["data"]);
                    told += 1;
                    if found != expected {
                        wrong.push(format!(
                            "{title}: {} is {}\n   {schema}\n   {}\n   {:?}",
                            case["data"],
                            if expected { "valid" } else { "not valid" },
                            shapes::shown(&api),
                            api.checks.iter().map(|c| &c.demands).collect::<Vec<_>>(),
                        ));
                    }
                }
            }
        }
    }
    println!("{told} told, {left_out} left out, {} groups refused", refused.len());
    refused.iter().for_each(|line| println!("{line}"));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The schema, and for each JSON type the same with that `type` where it states none: then there is a type to decide on.
fn typed(schema: &Value) -> Vec<(Value, Option<&'static str>)> {
    let mut all = vec![(schema.clone(), None)];
    // What refers to itself would be another schema.
    if schema.to_string().contains(r##""#/components/schemas/S""##) {
        return all;
    }
    for kind in ["null", "boolean", "integer", "number", "string", "array", "object"] {
        if let Some(members) = schema.as_object().filter(|members| !members.contains_key("type")) {
            let mut members = members.clone();
            members.insert("type".to_owned(), json!(kind));
            all.push((Value::Object(members), Some(kind)));
        }
    }
    all
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|f| f.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

/// References within the schema lead to where it stands now.
fn relocate(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(relocate),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "$ref" && text.starts_with('#') => {
                        *text = format!("#/components/schemas/S{}", &text[1..]);
                    }
                    _ if matches!(key.as_str(), "const" | "enum") => {}
                    value => relocate(value),
                }
            }
        }
        _ => {}
    }
}

fn decided(schema: &Value) -> (Option<Api>, Diagnostics) {
    let document = json!({
        "openapi": "3.1.0", "info": {"title": "T", "version": "1"},
        "paths": {"/s": {"post": {
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}},
            "responses": {"200": {"description": "d"}},
        }}},
        "components": {"schemas": {"S": schema}},
    });
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let _ = sources.read("s.json", document.to_string().as_bytes(), &Budgets::default(), &mut diagnostics);
    let settings = Settings { assume_types: false, ..Settings::default() };
    let api = tenon::analyse(&sources, "api", &settings, &mut diagnostics);
    (api, diagnostics)
}
