//! Documents that others hold to be valid or invalid, where `TENON_SUITES` says they are: the valid ones generate, and of
//! each invalid one something is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use tenon::diagnostic::{Code, Severity, locate};
use tests::generate_bytes;

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
/// What is said of documents with nothing wrong, too.
const USUAL: &[Code] = &[Code::Unused, Code::NoReply, Code::UnsupportedKeyword, Code::Untyped, Code::UnknownFormat];

/// Every document below a folder of the suites; none where nobody says where these are.
fn documents(folder: &str) -> Vec<(String, PathBuf)> {
    let Some(suites) = std::env::var_os("TENON_SUITES").map(PathBuf::from) else {
        eprintln!("skipped: TENON_SUITES is not set");
        return Vec::new();
    };
    let root = suites.join(folder);
    let (mut open, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.extension().and_then(|e| e.to_str()) {
                _ if path.is_dir() => open.push(path),
                Some("json" | "yaml") => found.push((name(&root, &path), path)),
                _ => {}
            }
        }
    }
    found.sort();
    assert!(found.len() > 40, "{} documents below {folder}", found.len());
    found
}

fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/")
}

#[test]
fn valid_documents_generate() {
    let mut refused = Vec::new();
    for (name, path) in documents("openapi-3.1-documents").iter().filter(|(name, _)| name.starts_with("pass/")) {
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

#[test]
fn of_invalid_documents_something_is_told() {
    let invalid = documents("openapi-3.1-documents").into_iter().filter(|(name, _)| name.starts_with("fail/"));
    let mut silent = Vec::new();
    let all: Vec<_> = invalid.chain(documents("negative")).collect();
    for (name, path) in &all {
        let outcome = generate_bytes(name, &fs::read(path).unwrap(), "api", "suite");
        let told =
            |d: &tenon::diagnostic::Diagnostic| !USUAL.contains(&d.code) && locate(d, &outcome.sources).is_some();
        if !outcome.diagnostics.iter().any(told) {
            silent.push(name.as_str());
        }
    }
    let known = SILENT.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    assert!(all.is_empty() || silent == known, "{silent:#?}");
}
