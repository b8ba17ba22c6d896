//! What is laid out line by line is what `prettyplease` makes of the whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::{items, spaced};
use crate::emit::{self, Home};
use crate::load::{Budgets, Sources};
use crate::{Settings, diagnostic::Diagnostics};
use proc_macro2::TokenStream;
use std::path::{Path, PathBuf};

/// The slow way: every item as a tree.
fn as_a_tree(tokens: TokenStream) -> String {
    let parsed = syn::parse2::<syn::File>(tokens).expect("emitted items are Rust");
    let mut out = String::new();
    for (index, item) in parsed.items.into_iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let alone = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
        spaced(&prettyplease::unparse(&alone), &mut out);
    }
    out
}

/// Every item of every file that a document becomes.
fn check(document: &Path) -> usize {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let bytes = std::fs::read(document).unwrap();
    let _ = sources.read(&document.to_string_lossy(), &bytes, &Budgets::default(), &mut diagnostics);
    let Some(api) = crate::analyse(&sources, "test", &Settings::default(), &mut diagnostics) else { return 0 };
    let home =
        Home { path: "test".to_owned(), source: "test.yaml".to_owned(), features: String::new(), published: None };
    let mut count = 0;
    for file in emit::api(&emit::share(&api), &home) {
        for item in file.items {
            let (ours, whole) = (items(item.clone()), as_a_tree(item));
            let differs = ours.lines().zip(whole.lines()).find(|(ours, whole)| ours != whole);
            assert!(ours == whole, "{}: {differs:#?}\n{ours}", document.display());
            count += 1;
        }
    }
    count
}

#[test]
fn lines_are_what_the_whole_would_be() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/features");
    let mut documents: Vec<PathBuf> = std::fs::read_dir(cases).unwrap().map(|case| case.unwrap().path()).collect();
    documents.sort();
    let counts =
        documents.iter().map(|case| case.join("input.yaml")).filter(|path| path.is_file()).map(|path| check(&path));
    assert!(counts.sum::<usize>() > 1_000);
}

/// The same for real documents: `TENON_CORPUS` says where they are.
#[test]
fn lines_of_real_documents_are_what_the_whole_would_be() {
    let Some(corpus) = std::env::var_os("TENON_CORPUS") else {
        println!("skipped: TENON_CORPUS is not set");
        return;
    };
    let documents = std::fs::read_dir(Path::new(&corpus).join("single")).unwrap();
    // Those that a build without optimisation gets through in a moment.
    let small = documents.map(|entry| entry.unwrap()).filter(|entry| entry.metadata().unwrap().len() < 100_000);
    assert!(small.map(|entry| check(&entry.path())).sum::<usize>() > 1_000);
}
