//! Real documents, where `TENON_CORPUS` says they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::fs;
use std::path::PathBuf;
use tenon::diagnostic::{Severity, locate};
use tests::generate_bytes;

/// What is rendered in a debug build as well; larger ones are decided only.
const RENDERED: usize = 200_000;

#[test]
fn real_documents_generate_or_say_where_they_are_wrong() {
    let Some(corpus) = std::env::var_os("TENON_CORPUS").map(PathBuf::from) else {
        eprintln!("skipped: TENON_CORPUS is not set");
        return;
    };
    let mut paths: Vec<_> = fs::read_dir(corpus.join("single")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut good, mut silent) = (0, Vec::new());
    for path in &paths {
        let bytes = fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let outcome = tests::decide_bytes(&name, &bytes);
        if !outcome.diagnostics.has_errors() {
            good += 1;
            if bytes.len() <= RENDERED {
                assert_eq!(generate_bytes(&name, &bytes, "api", "corpus").files.len(), 5, "{name}");
            }
            continue;
        }
        let mut errors = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error);
        if !errors.all(|d| locate(d, &outcome.sources).is_some()) {
            silent.push(name);
        }
    }
    eprintln!("{good} of {} documents generate", paths.len());
    assert_eq!(silent, [""; 0], "these have errors without a place");
    assert!(good * 2 >= paths.len());
}
