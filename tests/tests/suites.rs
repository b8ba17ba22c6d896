//! Documents that others hold to be valid or invalid, where `TENON_SUITES` says they are: the valid ones generate, and in
//! each invalid one the defect is found.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use tenon::diagnostic::{Diagnostic, Severity, locate};
use tests::{documents, expect, generate_bytes, given, root};

/// Valid documents that are refused: name, the code, and why nothing else will do.
const REFUSED: &[(&str, &str, &str)] = &[
    ("pass/operation-object-example.yaml", "unknown-scheme", "an operation asks for a scheme that is declared nowhere"),
    ("pass/security-scheme-object-examples.yaml", "remote-reference", "the network is never used"),
];
/// Invalid documents that nothing is told about, and why.
const SILENT: &[(&str, &str)] = &[
    ("parameters/x_invalid_param_name.json", "an extension of another tool has the defect"),
    ("parameters/x_unexported_param_name.json", "an extension of another tool has the defect"),
];
/// Documents that the suite holds to be valid and that break a rule which a schema of documents does not see.
const FAULTY: &[(&str, &str)] = &[
    ("pass/media-type-examples.yaml", "`spaceDelimited` with `explode: true` for a text is not defined"),
    ("pass/mega.yaml", "a schema has a keyword that nobody knows: more often a slip than an annotation"),
    ("pass/operation-object-example.yaml", "the parameter in the path is called otherwise in the template"),
    ("pass/security-scheme-object-examples.yaml", "the network is never used"),
    ("pass/style-defaults.yaml", "a path parameter without `required: true`, a media type without a slash"),
];

/// Every document below a folder of the suites; none where nobody says where these are.
fn suite(folder: &str) -> Vec<(String, PathBuf)> {
    let Some(suites) = given("TENON_SUITES") else { return Vec::new() };
    let found = documents(&suites.join(folder));
    assert!(found.len() > 40, "{} documents below {folder}", found.len());
    found
}

#[test]
fn valid_documents_generate() {
    let mut refused = Vec::new();
    for (name, path) in suite("openapi-3.1-documents").iter().filter(|(name, _)| name.starts_with("pass/")) {
        let outcome = generate_bytes(name, &fs::read(path).unwrap(), "api", "suite");
        refused.extend(outcome.diagnostics.iter().find(|d| d.severity == Severity::Error).map(|error| {
            assert!(locate(error, &outcome.sources).is_some(), "{name}");
            (name.clone(), error.code.id())
        }));
        assert!(outcome.diagnostics.has_errors() || outcome.files.len() >= 5, "{name}");
    }
    let known = REFUSED.iter().map(|(name, code, _)| ((*name).to_owned(), *code)).collect::<Vec<_>>();
    assert!(refused.is_empty() && std::env::var_os("TENON_SUITES").is_none() || refused == known, "{refused:?}");
}

/// What authors are told (`check --strict`), a line an error: document, line and column, code, place.
fn errors(name: &str, path: &Path) -> Vec<String> {
    let mut outcome = generate_bytes(name, &fs::read(path).unwrap(), "api", "suite");
    outcome.diagnostics.sharpen();
    let errors = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let line = |d: &Diagnostic| {
        let place = locate(d, &outcome.sources).unwrap_or_else(|| panic!("{name}: {} without a place", d.code.id()));
        format!("{name} {}:{} {} {}", place.line, place.column, d.code.id(), d.at.as_str().escape_debug())
    };
    errors.map(line).collect()
}

/// `invalid-documents.ledger` was read line by line against the documents: each line is the place of the defect.
#[test]
fn in_each_invalid_document_the_defect_is_found() {
    let invalid = suite("openapi-3.1-documents").into_iter().filter(|(name, _)| name.starts_with("fail/"));
    let all: Vec<_> = invalid.chain(suite("negative")).collect();
    if all.is_empty() {
        return;
    }
    let mut ledger = String::new();
    for (name, path) in &all {
        let errors = errors(name, path);
        let silent = SILENT.iter().any(|(silent, _)| silent == name);
        assert_eq!(errors.is_empty(), silent, "{name}: {errors:?}");
        for error in errors {
            ledger += &error;
            ledger.push('\n');
        }
    }
    expect(&root().join("tests/suites/invalid-documents.ledger"), &ledger).unwrap();
}

#[test]
fn in_valid_documents_nothing_is_found() {
    let valid: Vec<_> =
        suite("openapi-3.1-documents").into_iter().filter(|(name, _)| name.starts_with("pass/")).collect();
    let faulty: Vec<_> =
        valid.iter().filter(|(name, path)| !errors(name, path).is_empty()).map(|(name, _)| name).collect();
    let known: Vec<_> = FAULTY.iter().map(|(name, _)| *name).collect();
    assert!(valid.is_empty() || faulty == known, "{faulty:?}");
}
