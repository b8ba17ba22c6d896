//! The grammars of formats, held against the optional part of JSON-Schema-Test-Suite (2020-12).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use serde_json::Value;
use std::fs;
use tenon_runtime::format::TextFormat;

/// What is judged otherwise, each with a reason: none.
const KNOWN: &[&str] = &[];

#[test]
fn every_grammar_agrees_with_the_suite() {
    let Some(suites) = tests::given("TENON_SUITES") else { return };
    let folder = suites.join("json-schema-2020-12/optional/format");
    let (mut judged, mut wrong) = (0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let groups: Value = serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap();
        for group in groups.as_array().unwrap() {
            let Some(format) = group["schema"]["format"].as_str().and_then(TextFormat::named) else { continue };
            for test in group["tests"].as_array().unwrap() {
                let Some(text) = test["data"].as_str() else { continue };
                judged += 1;
                let name = format!("{}: {}", format.name(), test["description"].as_str().unwrap());
                if format.admits(text) != test["valid"].as_bool().unwrap() && !KNOWN.contains(&name.as_str()) {
                    wrong.push(format!("{name}: {text:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {judged} are judged otherwise:\n{}", wrong.len(), wrong.join("\n"));
    assert!(judged > 400, "{judged}");
}
