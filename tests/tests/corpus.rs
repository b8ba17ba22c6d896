//! Real documents, where `TENON_CORPUS` says they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use tenon::Outcome;
use tenon::diagnostic::{Severity, locate};
use tenon::review::Places;
use tests::{documents, generate_bytes, given, root};

/// What is rendered in a debug build as well; larger ones are decided only.
const RENDERED: usize = 200_000;

/// Codes of the errors of each document below a folder that is known to be invalid.
fn ledger(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("tests/breadth.ledger")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let entry = |line: &str| {
        let [name, codes, reason] = line.splitn(3, ": ").collect::<Vec<_>>().try_into().unwrap();
        assert!(reason.len() > 20, "{name}: say why");
        let below = name.strip_prefix(folder)?.strip_prefix('/')?;
        Some((below.to_owned(), codes.split(", ").map(str::to_owned).collect()))
    };
    lines.filter_map(entry).collect()
}

/// What a decided document comes to: the codes of its errors, and whether each has a place.
fn errors(outcome: &Outcome) -> (BTreeSet<String>, bool) {
    let errors = || outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    let placed = errors().all(|d| locate(d, &outcome.sources).is_some());
    (errors().map(|d| d.code.id().to_owned()).collect(), placed)
}

#[test]
fn real_documents_generate_or_say_where_they_are_wrong() {
    let Some(corpus) = given("TENON_CORPUS").map(|corpus| corpus.join("single")) else { return };
    let mut paths: Vec<_> = fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut invalid, mut silent, mut places) = (BTreeMap::new(), Vec::new(), Places::default());
    for path in &paths {
        let bytes = fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let outcome = tests::decide_bytes(&name, &bytes);
        places.merge(&outcome.api.as_ref().map(Places::of).unwrap_or_default());
        let (codes, placed) = errors(&outcome);
        if !placed {
            silent.push(name.clone());
        }
        if !codes.is_empty() {
            invalid.insert(name, codes);
        } else if bytes.len() <= RENDERED {
            assert!(generate_bytes(&name, &bytes, "api", "corpus").files.len() >= 5, "{name}");
        }
    }
    eprintln!("{} of {} documents generate; {places:?}", paths.len() - invalid.len(), paths.len());
    assert_eq!(silent, [""; 0], "these have errors without a place");
    assert_eq!(invalid, ledger("single"), "tests/breadth.ledger lists what is truly invalid, and why");
    assert!(places.untyped() * 100 <= places.total, "{places:?}");
}

/// Every document of the trees; their references lead across files.
#[test]
fn real_trees_of_files_generate_or_say_where_they_are_wrong() {
    let Some(corpus) = given("TENON_CORPUS").map(|corpus| corpus.join("multi")) else { return };
    let mut documents = documents(&corpus);
    documents.retain(|(_, path)| {
        fs::read_to_string(path).is_ok_and(|text| text.lines().any(|line| line.starts_with("openapi:")))
    });
    let (mut invalid, mut silent) = (BTreeMap::new(), Vec::new());
    for (name, _) in &documents {
        let outcome = tests::decide_within(&corpus, name);
        let (codes, placed) = errors(&outcome);
        if !placed {
            silent.push(name.clone());
        }
        if !codes.is_empty() {
            invalid.insert(name.clone(), codes);
        }
    }
    assert!(documents.len() > 100, "{} documents", documents.len());
    assert_eq!(silent, [""; 0], "these have errors without a place");
    assert_eq!(invalid, ledger("multi"), "tests/breadth.ledger lists what is truly invalid, and why");
}

/// Those that CI loops: `tests/loopback.set`.
#[test]
fn contracts_of_real_documents_have_something_to_try() {
    let Some(corpus) = given("TENON_CORPUS").map(|corpus| corpus.join("single")) else { return };
    let set = fs::read_to_string(root().join("tests/loopback.set")).unwrap();
    let ledger = fs::read_to_string(root().join("tests/loopback.ledger")).unwrap();
    let names = fs::read_dir(&corpus).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let names: Vec<_> = names.collect();
    for wanted in set.lines().filter(|line| !line.starts_with('#')) {
        let name =
            names.iter().find(|name| name.contains(wanted)).unwrap_or_else(|| panic!("{wanted}: no such document"));
        let outcome = generate_bytes(name, &fs::read(corpus.join(name)).unwrap(), "api", "corpus");
        let api = outcome.api.as_ref().unwrap();
        let made = tenon::contract::Contract::of(api, &outcome.sources, &tenon::Settings::default());
        assert!(!made.operations.is_empty(), "{name}");
        for operation in &made.operations {
            let known = ledger.contains(&format!("{name}: {}: ", operation.id));
            assert!(known || operation.missed.is_none(), "{name} {}: {:?}", operation.id, operation.missed);
            assert!(!operation.requests.is_empty() && !operation.replies.is_empty(), "{name} {}", operation.id);
        }
    }
}
