//! Where the schema of OpenAPI documents finds a defect, so do we, and at the same place.
//!
//! The schemas are not ours: `TENON_META_SCHEMA` is a folder with `v3.0/schema.json`, `v3.1/schema.json`, `v3.2/schema.json`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use tenon::diagnostic::{Diagnostics, Severity};
use tenon::load::{Budgets, Sources};
use tests::{documents, generate_bytes, given};

/// Documents whose defect it does not see: it knows no names that must be there, no types behind references, no grammar of
/// names and media types.
const UNSEEN: usize = 19;

#[test]
fn what_the_schema_finds_is_found_at_its_place() {
    let (Some(suites), Some(schemas)) = (given("TENON_SUITES"), given("TENON_META_SCHEMA")) else { return };
    let schemas: BTreeMap<&str, jsonschema::Validator> = ["3.0", "3.1", "3.2"]
        .into_iter()
        .map(|version| {
            let text = fs::read_to_string(schemas.join(format!("v{version}/schema.json"))).unwrap();
            (version, jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap())
        })
        .collect();
    let (mut seen, mut unseen) = (0, 0);
    let folders = ["openapi-3.1-documents/fail", "negative"].map(|folder| documents(&suites.join(folder)));
    for (name, path) in folders.into_iter().flatten() {
        let bytes = fs::read(&path).unwrap();
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        sources.read("document", &bytes, &Budgets::default(), &mut diagnostics).unwrap();
        let tree = &sources.iter().next().unwrap().tree;
        let version = tree["openapi"].as_str().and_then(|version| version.get(..3)).unwrap();
        let theirs = schemas[version].iter_errors(tree).map(|e| e.instance_path().to_string()).collect();
        let ours = ours(&bytes);
        if check(&theirs, &ours, tree) {
            seen += 1;
        } else if theirs.is_empty() {
            unseen += 1;
        } else {
            panic!("{name}: they {theirs:?}, we {ours:?}");
        }
    }
    println!("{seen} defects at the same place, {unseen} that only we are told of");
    assert!(seen >= 45 && unseen == UNSEEN, "{seen} {unseen}");
}

fn ours(bytes: &[u8]) -> BTreeSet<String> {
    let mut outcome = generate_bytes("document", bytes, "api", "suite");
    outcome.diagnostics.sharpen();
    let errors = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    errors.map(|d| d.at.as_str().to_owned()).collect()
}

/// One of ours is at one of theirs, or inside of it: where a choice fits in no way, the schema names all of it.
fn check(theirs: &BTreeSet<String>, ours: &BTreeSet<String>, tree: &Value) -> bool {
    let near = |we: &str, they: &str| we == they || (we.starts_with(they) && we[they.len()..].starts_with('/'));
    // What must be there and is not has the place of what lacks it; what is closed names what it refuses by its holder.
    let around = |we: &str, they: &str| they.starts_with(we) && tree.pointer(they).is_some() && !we.is_empty();
    theirs.iter().any(|they| ours.iter().any(|we| near(we, they) || around(we, they)))
}
