//! What the tests share: documents in, outcomes out, and files that say what was expected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

pub mod browser;

use std::fs;
use std::path::{Path, PathBuf};
use tenon::diagnostic::Diagnostics;
use tenon::load::{Budgets, Sources};
use tenon::{Options, Outcome};

/// The workspace's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate is in the workspace").to_owned()
}

/// A folder of other people's files, where an environment variable says that there is one.
#[must_use]
pub fn given(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: {variable} is not set");
    }
    folder
}

/// Every document below a folder, sorted, each with its path from there.
#[must_use]
pub fn documents(root: &Path) -> Vec<(String, PathBuf)> {
    let (mut open, mut found) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            match path.extension().and_then(|e| e.to_str()) {
                _ if path.is_dir() => open.push(path),
                Some("json" | "yaml" | "yml") => {
                    let name = path.strip_prefix(root).expect("it is below").to_string_lossy().replace('\\', "/");
                    found.push((name, path));
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Generates the document at a path below the workspace's root, as `module` of a crate `home`.
#[must_use]
pub fn generate(document: &str, module: &str, home: &str) -> Outcome {
    let path = root().join(document);
    let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{document}: {e}"));
    let beside = document.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/tenon.toml"));
    let settings = fs::read_to_string(root().join(&beside)).ok().map(|text| (beside, text));
    made(document, &bytes, Some(settings), module, home)
}

/// The same for a document in memory.
#[must_use]
pub fn generate_bytes(name: &str, bytes: &[u8], module: &str, home: &str) -> Outcome {
    made(name, bytes, None, module, home)
}

/// `beside`: of a document on the disk, name and text of its `tenon.toml` if it has one; its neighbours are read, too.
fn made(name: &str, bytes: &[u8], beside: Option<Option<(String, String)>>, module: &str, home: &str) -> Outcome {
    let (mut sources, mut diagnostics) = load(name, bytes);
    if beside.is_some() {
        neighbours(name, &mut sources, &mut diagnostics);
    }
    let settings = beside
        .flatten()
        .map(|(name, text)| tenon::settings::read(&mut sources, &name, &text, &mut diagnostics))
        .unwrap_or_default();
    let options = Options {
        module: module.to_owned(),
        path: format!("{home}::{module}"),
        source: name.to_owned(),
        features: format!("{module}-"),
        settings,
        contract: true,
    };
    tenon::generate(sources, diagnostics, &options)
}

/// The files that a document's references lead to, in its own folder and below.
fn neighbours(document: &str, sources: &mut Sources, diagnostics: &mut Diagnostics) {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut read =
        |file: &str| fs::read(root().join(folder).join(file)).map_err(|_| "there is no such file".to_owned());
    sources.gather(folder, &mut read, &Budgets::default(), diagnostics);
}

/// Decides a document without emitting it.
#[must_use]
pub fn decide_bytes(name: &str, bytes: &[u8]) -> Outcome {
    let (sources, mut diagnostics) = load(name, bytes);
    let api = tenon::analyse(&sources, "api", &tenon::Settings::default(), &mut diagnostics);
    Outcome { files: Vec::new(), api, sources, diagnostics }
}

/// Decides a document of a tree of files, without emitting it; both are below `root`, and nothing else is read.
#[must_use]
pub fn decide_within(root: &Path, document: &str) -> Outcome {
    let bytes = fs::read(root.join(document)).unwrap_or_else(|e| panic!("{document}: {e}"));
    let (mut sources, mut diagnostics) = load(document, &bytes);
    let mut read = |file: &str| fs::read(root.join(file)).map_err(|_| "there is no such file".to_owned());
    sources.gather("", &mut read, &Budgets::default(), &mut diagnostics);
    let api = tenon::analyse(&sources, "api", &tenon::Settings::default(), &mut diagnostics);
    Outcome { files: Vec::new(), api, sources, diagnostics }
}

fn load(name: &str, bytes: &[u8]) -> (Sources, Diagnostics) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    // What cannot be read has no tree; its text stays, for the reports.
    let _ = sources.read(name, bytes, &Budgets::default(), &mut diagnostics);
    (sources, diagnostics)
}

/// Holds a text against the file that says what was expected; with `TENON_BLESS=1` writes it instead.
///
/// # Errors
/// Says what differs and how to accept it.
pub fn expect(file: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os("TENON_BLESS").is_some() {
        fs::create_dir_all(file.parent().expect("a file is in a folder")).map_err(|e| e.to_string())?;
        return fs::write(file, actual).map_err(|e| e.to_string());
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let line = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
    Err(format!(
        "{}:{}: differs\n  expected: {}\n    actual: {}\nread the change, then accept it with `TENON_BLESS=1 cargo test -p tests`",
        file.display(),
        line + 1,
        expected.lines().nth(line).unwrap_or("(end)"),
        actual.lines().nth(line).unwrap_or("(end)"),
    ))
}
