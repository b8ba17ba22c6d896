//! One folder for each diagnostic: a document that earns it, and what its author is shown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::fs;
use tenon::diagnostic::Code;
use tests::{expect, generate, root};

#[test]
fn what_people_are_shown() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root().join("tests/diagnostics")).unwrap() {
        let code = entry.unwrap().file_name().into_string().unwrap();
        let folder = root().join("tests/diagnostics").join(&code);
        let outcome = generate(&format!("tests/diagnostics/{code}/input.yaml"), "case", "cases");
        let shown = tenon::diagnostic::render(&outcome.diagnostics, &outcome.sources, false);
        assert!(outcome.diagnostics.iter().any(|d| d.code.id() == code), "{code} is not reported:\n{shown}");
        assert_eq!(
            outcome.files.is_empty(),
            outcome.diagnostics.has_errors(),
            "{code}: errors stop before anything is written"
        );
        wrong.extend(expect(&folder.join("expected.txt"), &shown).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_is_documented() {
    expect(&root().join("docs/diagnostics.md"), &tenon::diagnostic::list()).unwrap();
}

/// Codes that no small document can earn, or that nothing reports yet.
const WITHOUT_A_CASE: &[&str] = &[
    // The budgets are tested where they are read.
    "over-budget",
    "no-document",
    "ignored-tag",
    // Overlays are files of their own, and tested beside what applies them.
    "invalid-overlay",
    "unmatched-overlay",
];

#[test]
fn every_code_has_a_case() {
    let missing: Vec<_> = Code::ALL
        .iter()
        .map(|code| code.id())
        .filter(|id| WITHOUT_A_CASE.contains(id) == root().join("tests/diagnostics").join(id).exists())
        .collect();
    assert_eq!(missing, [""; 0], "add tests/diagnostics/<code>/input.yaml, or take it off the list");
}
