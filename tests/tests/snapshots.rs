//! Snapshots of the five documents: what a reviewer reads first, then what is emitted.
//!
//! `cargo insta review` shows and accepts changes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::fs;
use tenon::{Outcome, OutputFile};
use tests::{generate, root};

const APIS: [&str; 5] = ["devin", "io_net", "liveavatar", "prime_intellect", "quiva"];

fn outcome(api: &str) -> Outcome {
    generate(&format!("specs/{api}/openapi.yaml"), api, "generated")
}

/// One snapshot, in `tests/snapshots/`, without what only a machine would read.
fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn outlines() {
    for api in APIS {
        let outcome = outcome(api);
        let http = tenon::review::http_outline(outcome.api.as_ref().unwrap());
        let rust = tenon::review::rust_outline(outcome.api.as_ref().unwrap());
        for (outline, kind) in [(&http, "http"), (&rust, "rust")] {
            let lines = outline.lines().count();
            assert!(lines <= 80, "{api}.{kind} has {lines} lines: nobody reads that");
        }
        snapshot(&format!("{api}.http"), &http);
        snapshot(&format!("{api}.rust"), &rust);
    }
}

#[test]
fn diagnostics() {
    for api in APIS {
        let outcome = outcome(api);
        snapshot(
            &format!("{api}.diagnostics"),
            &tenon::diagnostic::render(&outcome.diagnostics, &outcome.sources, false),
        );
    }
}

#[test]
fn emitted_rust() {
    for api in APIS {
        for OutputFile { path, text } in outcome(api).files {
            snapshot(&format!("{api}.{path}"), &text);
        }
    }
}

#[test]
fn generated_is_what_the_documents_give() {
    for api in APIS {
        let files = outcome(api).files;
        assert_eq!(files.len(), 5);
        for OutputFile { path, text } in &files {
            let file = root().join(format!("generated/src/{api}/{path}"));
            let committed = fs::read_to_string(&file).unwrap_or_default();
            assert!(committed == *text, "{} is stale: run `cargo xtask generate`", file.display());
        }
        let there = fs::read_dir(root().join(format!("generated/src/{api}"))).unwrap().count();
        assert_eq!(there, files.len(), "generated/src/{api} holds a file that nothing made");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for api in APIS {
        assert_eq!(outcome(api).files, outcome(api).files);
    }
}
