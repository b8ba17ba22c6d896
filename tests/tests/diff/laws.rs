//! What holds for all documents: nothing against itself, the reverse undone, no finding where nothing is said differently.
use super::{Document, example, report, report_of};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use tenon::review::diff::{self, Report, Rule, Wire};
use tests::root;

const APIS: [&str; 5] = ["devin", "io_net", "liveavatar", "prime_intellect", "quiva"];

#[test]
fn a_document_does_not_differ_from_itself() {
    for api in APIS {
        let path = format!("specs/{api}/openapi.yaml");
        let report = report_of(&path, &path);
        assert!(report.findings.is_empty(), "{}", diff::text(&report));
    }
    let Ok(corpus) = std::env::var("TENON_CORPUS") else {
        return eprintln!("skipped: TENON_CORPUS is not set");
    };
    for entry in fs::read_dir(root().join(corpus).join("single")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(document) = Document::read(&name, &fs::read(&path).unwrap(), None) else { continue };
        let report = diff::compare(document.side(), document.side());
        assert!(report.findings.is_empty(), "{name}: {}", diff::text(&report));
    }
}

/// Findings on the wire, as `(rule, wire-client, wire-server)` with how often.
pub(super) fn wire(report: &Report, mirrored: bool) -> BTreeMap<(&'static str, Wire, Wire), usize> {
    let mut all = BTreeMap::new();
    let only_rust = [Rule::RustAdded, Rule::RustChanged, Rule::RustRemoved];
    for f in report.findings.iter().filter(|f| !only_rust.contains(&f.rule)) {
        let (client, server) = (f.levels.wire_client, f.levels.wire_server);
        let key = if mirrored { (f.rule.mirror().id(), server, client) } else { (f.rule.id(), client, server) };
        *all.entry(key).or_default() += 1;
    }
    all
}

#[test]
fn what_is_undone_is_the_mirror_image() {
    for rule in Rule::ALL {
        let [base, revision] = example(&root().join("tests/diff").join(rule.id()));
        let there = report("a.yaml", &base, &revision).unwrap();
        let back = report("a.yaml", &revision, &base).unwrap();
        assert_eq!(wire(&there, true), wire(&back, false), "{}", rule.id());
    }
}

/// The same document with the members of every object in reverse order.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().rev().map(|(key, value)| (key.clone(), reversed(value))).collect(),
        Value::Array(items) => items.iter().map(reversed).collect(),
        value => value.clone(),
    }
}

#[test]
fn the_order_of_members_means_nothing() {
    let mut paths = APIS.map(|api| format!("specs/{api}/openapi.yaml")).to_vec();
    paths.extend(Rule::ALL.iter().map(|rule| format!("tests/diff/{}/base.yaml", rule.id())));
    for path in paths {
        let document = Document::file(&path, None);
        let other = reversed(&document.sources.iter().next().unwrap().tree).to_string();
        let other = Document::read("a.json", other.as_bytes(), Some(&document.api.names)).unwrap();
        let report = diff::compare(document.side(), other.side());
        assert!(report.findings.is_empty(), "{path}: {}", diff::text(&report));
    }
}

const OLD: &str = "
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    post:
      operationId: add_pet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: d}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, nullable: true}
        age: {type: integer, minimum: 0, exclusiveMinimum: true}
        toy: {nullable: true, allOf: [{$ref: '#/components/schemas/Toy'}]}
    Toy: {type: object, properties: {color: {type: string, enum: [red, blue]}}}
";

#[test]
fn another_version_that_says_the_same_is_no_change() {
    let new = OLD
        .replace("3.0.3", "3.1.0")
        .replace("{type: string, nullable: true}", "{type: [string, 'null']}")
        .replace("minimum: 0, exclusiveMinimum: true", "exclusiveMinimum: 0")
        .replace(
            "{nullable: true, allOf: [{$ref: '#/components/schemas/Toy'}]}",
            "{anyOf: [{$ref: '#/components/schemas/Toy'}, {type: 'null'}]}",
        );
    let report = report("a.yaml", OLD.as_bytes(), new.as_bytes()).unwrap();
    assert!(report.findings.is_empty(), "{}", diff::text(&report));
}

#[test]
fn a_part_that_moves_to_a_file_of_its_own_is_no_change() {
    let (head, schemas) = OLD.split_once("  schemas:\n").unwrap();
    let schemas = schemas.lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)));
    let schemas = schemas.collect::<String>().replace("#/components/schemas/", "#/");
    let refs = "  schemas:\n    Pet: {$ref: 'parts.yaml#/Pet'}\n    Toy: {$ref: 'parts.yaml#/Toy'}\n";
    let whole = Document::read("a.yaml", OLD.as_bytes(), None).unwrap();
    let split =
        Document::with("a.yaml", format!("{head}{refs}").as_bytes(), Some(&whole.api.names), &mut |file| match file {
            "parts.yaml" => Ok(schemas.clone().into_bytes()),
            _ => Err("there is no such file".to_owned()),
        });
    let report = diff::compare(whole.side(), split.unwrap().side());
    let travels =
        report.findings.iter().filter(|f| (f.levels.wire_client, f.levels.wire_server) != (Wire::Ok, Wire::Ok));
    assert_eq!(travels.count(), 0, "{}", diff::text(&report));
}
