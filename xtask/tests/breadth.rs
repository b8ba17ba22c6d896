//! `breadth`: a table over documents, what is compiled, and what the exit code says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod support;

use std::fs;
use support::{PETS, Workspace, modified};

/// A runtime that emitted code cannot do with: enough to see that the compiler is asked.
fn with_bare_runtime() -> Workspace {
    let w = Workspace::new();
    w.write(
        "generator/runtime/Cargo.toml",
        "[package]\nname = \"tenon-runtime\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[features]\nclient = []\nserver = []\nhyper = []\n",
    );
    w.write("generator/runtime/src/lib.rs", "");
    w
}

fn line<'a>(table: &'a str, document: &str) -> &'a str {
    table.lines().find(|line| line.starts_with(document)).unwrap_or_else(|| panic!("{document} is not in {table}"))
}

#[test]
fn every_document_has_a_line_and_nothing_else_has() {
    let w = Workspace::new();
    w.write("documents/deep/down/pets.json", &json());
    w.write("documents/pets.yaml", PETS);
    w.write("documents/mentions.yaml", "about: openapi\n");
    w.write("documents/other.yaml", "a: 1\n");
    w.write("documents/openapi.md", PETS);
    let (out, _) = w.ok(&["breadth", "documents", "--no-compile"]);
    assert_eq!(out.lines().filter(|line| line.ends_with("  ok")).count(), 2, "{out}");
    assert!(line(&out, "deep/down/pets.json").contains(" 1 "), "{out}");
    assert!(out.contains("2 documents, 2 operations: 2 good, 0 invalid, 0 refused, 0 bad"), "{out}");
    assert!(out.contains("0 (0.00%) end as any JSON"), "{out}");
    // Both are called `pets`.
    let crates = fs::read_dir(w.path("target/breadth/documents/crates")).unwrap().count();
    assert_eq!(crates, 2);
}

fn json() -> String {
    "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"paths\": {\"/\": {\"get\": {\"operationId\": \"o\", \"responses\": {\"204\": {\"description\": \"d\"}}}}}}".to_owned()
}

#[test]
fn errors_refuse_what_they_reach_and_nothing_else() {
    let w = Workspace::new();
    let broken = PETS.replace("schemas/Pet'", "schemas/Pit'");
    w.write("documents/broken.yaml", &broken);
    w.write("documents/text.yaml", "openapi: 3.1.0\ninfo: [\n");
    let (code, out, err) = w.run(&["breadth", "documents", "--no-compile"]);
    assert_eq!(code, 3, "{out}{err}");
    assert!(line(&out, "broken.yaml").contains("refused (unknown-reference 1)"), "{out}");
    assert!(line(&out, "text.yaml").contains("refused (syntax-error 1)"), "{out}");
    assert!(w.read("target/breadth/documents/crates/broken/src/broken/types.rs").contains("pub struct Pet"));
    assert!(!w.path("target/breadth/documents/crates/text/Cargo.toml").exists());
}

#[test]
fn only_some_are_asked_for() {
    let w = Workspace::new();
    w.write("documents/a/pets.yaml", PETS);
    w.write("documents/b/pets.yaml", PETS);
    let (out, _) = w.ok(&["breadth", "documents", "--no-compile", "--only", "b/"]);
    assert!(out.contains("1 documents") && !out.contains("a/pets.yaml"), "{out}");
    let (code, _, err) = w.run(&["breadth", "documents", "--only", "zoo"]);
    assert_eq!(code, 2);
    assert!(err.contains("no such document"), "{err}");
}

#[test]
fn what_does_not_compile_is_told_apart_and_can_be_read() {
    let w = with_bare_runtime();
    w.write("documents/pets.yaml", PETS);
    let (code, out, err) = w.run(&["breadth", "documents", "--jobs", "1"]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(line(&out, "pets.yaml").contains("does not compile ("), "{out}");
    assert!(out.contains("0 good, 0 invalid, 0 refused, 1 bad"), "{out}");
    assert!(w.read("target/breadth/documents/reports/pets.txt").contains("error[E0432]"));
    if cfg!(unix) {
        assert!(w.path("target/breadth/documents/usage/pets.json").is_file(), "{out}");
    }

    // The same again: what is there is not written anew.
    let types = w.path("target/breadth/documents/crates/pets/src/pets/types.rs");
    let written = modified(&types);
    w.run(&["breadth", "documents", "--no-compile"]);
    assert_eq!(modified(&types), written);
}
