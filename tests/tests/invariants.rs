//! The invariants of ARCHITECTURE.md that can be read off the source.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use tests::root;

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Files of the generator that name one of the words in code, outside of the places that may.
fn trespassers(words: &[&str], allowed: &[&str]) -> Vec<String> {
    let source = root().join("generator/src");
    let mut files = Vec::new();
    files_below(&source, &mut files);
    assert!(files.len() > 50, "this looks at the wrong folder");
    let names = |line: &str| {
        let code = line.split("//").next().unwrap_or_default();
        words.iter().any(|word| code.contains(word))
    };
    let mut found: Vec<_> = files
        .iter()
        .map(|file| (file.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/"), file))
        .filter(|(name, _)| !allowed.iter().any(|place| name.starts_with(place)))
        .filter(|(_, file)| fs::read_to_string(file).unwrap().lines().any(names))
        .map(|(name, _)| name)
        .collect();
    found.sort();
    found
}

#[test]
fn the_document_ends_with_lower() {
    let places = ["document/", "resolve.rs", "lower/"];
    assert_eq!(trespassers(&["openapiv3::", "SchemaId", "document::"], &[&places[..], &["lib.rs"]].concat()), [""; 0]);
}

#[test]
fn rust_begins_with_emit() {
    assert_eq!(
        trespassers(&["quote::", "quote!", "syn::", "proc_macro2::", "prettyplease::"], &["emit/", "render/"]),
        [""; 0]
    );
}

#[test]
fn cases_are_changed_in_names_alone() {
    let found = trespassers(
        &["to_uppercase", "to_lowercase", "upper_camel", "fn snake"],
        &["names/", "resolve.rs", "emit/tests.rs"],
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn nothing_that_differs_between_machines_is_asked() {
    assert_eq!(
        trespassers(
            &[
                "std::env",
                "std::time",
                "SystemTime",
                "Instant",
                "collections::HashMap",
                "collections::HashSet",
                "RandomState"
            ],
            // A test, that asks where the corpus is; the text of one, that asks where its server is.
            &["render/documents.rs", "emit/package.rs"]
        ),
        [""; 0]
    );
}
