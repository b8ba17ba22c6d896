//! Feature cases: a small document each, with what is expected of it beside it.
//!
//! `features/<case>/input.yaml`, with the files of the folder that it refers to, gives `expected/outline.txt`,
//! `expected/diagnostics.txt` and the five Rust files; those are compiled and exercised by `tests/exercise`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::fmt::Write as _;
use std::fs;
use tenon::ir::Shape;
use tests::{expect, generate, root};

fn cases() -> Vec<String> {
    let folder = fs::read_dir(root().join("tests/features")).unwrap();
    let mut names: Vec<_> = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_case_gives_what_is_expected() {
    let mut wrong = Vec::new();
    for case in cases() {
        let document = format!("tests/features/{case}/input.yaml");
        let outcome = generate(&document, &case, "exercise::cases");
        let expected = root().join(format!("tests/features/{case}/expected"));
        let mut check = |name: &str, text: &str| wrong.extend(expect(&expected.join(name), text).err());
        check("diagnostics.txt", &tenon::diagnostic::render(&outcome.diagnostics, &outcome.sources, false));
        check("outline.txt", &outcome.api.as_ref().map(tenon::review::http_outline).unwrap_or_default());
        for file in &outcome.files {
            check(&file.path, &file.text);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The emitted Rust of every case is compiled: the list of modules.
#[test]
fn every_case_is_compiled() {
    let modules = cases()
        .into_iter()
        .map(|case| format!("\n#[path = \"../../features/{case}/expected/mod.rs\"]\npub mod {case};\n"));
    let head =
        "//! The emitted Rust of every feature case, compiled. Written by `features.rs`; `TENON_BLESS=1` renews it.\n";
    let text = std::iter::once(head.to_owned()).chain(modules).collect::<String>();
    expect(&root().join("tests/tests/exercise/cases.rs"), &text).unwrap();
}

#[test]
fn inputs_stay_small() {
    for case in cases() {
        let outcome = generate(&format!("tests/features/{case}/input.yaml"), &case, "exercise::cases");
        let small = outcome.sources.iter().all(|file| file.text.lines().count() <= 30);
        assert!(small, "{case}: a case shows one feature");
    }
}

/// The declared types of every case, for tests that draw values of each.
#[test]
fn every_type_is_registered() {
    let mut lines = String::new();
    for case in cases() {
        let outcome = generate(&format!("tests/features/{case}/input.yaml"), &case, "exercise::cases");
        let api = outcome.api.unwrap();
        let declared =
            api.types.iter().filter(|t| matches!(t.shape, Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_)));
        for name in declared.filter_map(|t| t.name.as_ref()) {
            let rust = &name.rust;
            writeln!(lines, "    (\"{case}\", \"{rust}\", trip::<cases::{case}::types::{rust}>),").unwrap();
        }
    }
    let text = format!(
        "//! Every declared type of every feature case. Written by `features.rs`; `TENON_BLESS=1` renews it.\n\
         use crate::cases;\nuse crate::properties::{{Trip, trip}};\n\n\
         #[rustfmt::skip]\npub(super) const TYPES: &[(&str, &str, Trip)] = &[\n{lines}];\n"
    );
    expect(&root().join("tests/tests/exercise/registry.rs"), &text).unwrap();
}

/// The pet shop that other people's tools try, too large to be a case.
#[test]
fn the_pet_shop_is_as_it_was_emitted() {
    let outcome = generate("tests/petshop/openapi.yaml", "petshop", "tests");
    let said = tenon::diagnostic::render(&outcome.diagnostics, &outcome.sources, false);
    assert_eq!(said, "", "a document of our own is without fault");
    let emitted = root().join("tests/petshop/emitted");
    let wrong: Vec<_> =
        outcome.files.iter().filter_map(|file| expect(&emitted.join(&file.path), &file.text).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
