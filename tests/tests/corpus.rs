//! Real documents, where `TENON_CORPUS` says they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use tenon::diagnostic::{Severity, locate};
use tenon::review::Places;
use tests::{generate_bytes, root};

/// What is rendered in a debug build as well; larger ones are decided only.
const RENDERED: usize = 200_000;

/// Codes of the errors of each document that is known to be invalid.
fn ledger() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("tests/corpus/invalid.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let entry = |line: &str| {
        let [name, codes, reason] = line.splitn(3, ": ").collect::<Vec<_>>().try_into().unwrap();
        assert!(reason.len() > 20, "{name}: say why");
        (name.to_owned(), codes.split(", ").map(str::to_owned).collect())
    };
    lines.map(entry).collect()
}

#[test]
fn real_documents_generate_or_say_where_they_are_wrong() {
    let Some(corpus) = std::env::var_os("TENON_CORPUS").map(PathBuf::from) else {
        eprintln!("skipped: TENON_CORPUS is not set");
        return;
    };
    let mut paths: Vec<_> = fs::read_dir(corpus.join("single")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut invalid, mut silent, mut places) = (BTreeMap::new(), Vec::new(), Places::default());
    for path in &paths {
        let bytes = fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let outcome = tests::decide_bytes(&name, &bytes);
        places.merge(&outcome.api.as_ref().map(Places::of).unwrap_or_default());
        let errors: Vec<_> = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
        if errors.iter().any(|d| locate(d, &outcome.sources).is_none()) {
            silent.push(name.clone());
        }
        let codes: BTreeSet<_> = errors.iter().map(|d| d.code.id().to_owned()).collect();
        if !codes.is_empty() {
            invalid.insert(name, codes);
        } else if bytes.len() <= RENDERED {
            assert!(generate_bytes(&name, &bytes, "api", "corpus").files.len() >= 5, "{name}");
        }
    }
    eprintln!("{} of {} documents generate; {places:?}", paths.len() - invalid.len(), paths.len());
    assert_eq!(silent, [""; 0], "these have errors without a place");
    assert_eq!(invalid, ledger(), "tests/corpus/invalid.txt lists what is truly invalid, and why");
    assert!(places.untyped() * 100 <= places.total, "{places:?}");
}
