//! What is taken out of a document and put back renames nothing else. Every operation and every schema of the documents at
//! hand is tried, and with `TENON_CORPUS` those of twenty real ones; `TENON_EACH=1` tries all of theirs, else a dozen each.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tenon::diagnostic::Diagnostics;
use tenon::load::{Budgets, Sources};
use tenon::names::Lock;
use tests::root;

/// Larger documents take too long in a debug build.
const LARGE: u64 = 90_000;
const REAL: usize = 20;
const DOZEN: usize = 12;

/// The names of an API, given what they were before.
fn names(document: &Value, before: &Lock) -> Lock {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    sources.read("openapi.json", document.to_string().as_bytes(), &Budgets::default(), &mut diagnostics).unwrap();
    let settings = tenon::Settings { names: before.clone(), ..tenon::Settings::default() };
    tenon::analyse(&sources, "api", &settings, &mut diagnostics).map(|api| api.names).unwrap_or_default()
}

/// Thing → name, of those in use; places in a row are no names.
fn used(lock: &Lock) -> BTreeMap<String, String> {
    let text = lock.text();
    let lines = text.lines().filter(|line| !line.starts_with(['#', '-']));
    let names = lines.filter(|line| !line.starts_with("argument\t") && !line.starts_with("order\t"));
    names.map(|line| line.rsplit_once('\t').unwrap()).map(|(thing, name)| (thing.to_owned(), name.to_owned())).collect()
}

/// Things that both have under different names.
fn renamed(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<String> {
    let other = |(thing, name): (&String, &String)| {
        let now = new.get(thing).filter(|now| *now != name)?;
        Some(format!("{thing}: {name} is now {now}"))
    };
    old.iter().filter_map(other).collect()
}

fn tree(path: &Path) -> Option<Value> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    sources.read("openapi", &fs::read(path).unwrap(), &Budgets::default(), &mut diagnostics)?;
    Some(sources.iter().next()?.tree.clone())
}

/// Pointers of every operation and schema.
fn parts(document: &Value) -> Vec<(&'static str, String, String)> {
    let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        let keys = item.as_object().into_iter().flat_map(|item| item.keys());
        keys.filter(|key| methods.contains(&key.as_str())).map(move |key| ("paths", path.clone(), key.clone()))
    });
    let schemas = document["components"]["schemas"].as_object().into_iter().flat_map(|schemas| schemas.keys());
    operations.chain(schemas.map(|name| ("components", "schemas".to_owned(), name.clone()))).collect()
}

fn without(document: &Value, (group, within, key): &(&str, String, String)) -> Value {
    let mut document = document.clone();
    document[group][within.as_str()].as_object_mut().unwrap().shift_remove(key);
    document
}

/// What deleting parts of documents did.
#[derive(Debug, Default)]
struct Found {
    documents: usize,
    deletions: usize,
    names: usize,
    /// With the lock: never.
    renamed: Vec<String>,
    /// Without it: whatever had lost a name to what is gone.
    unlocked: Vec<String>,
}

impl Found {
    fn add(&mut self, shown: &str, document: &Value, most: usize) {
        let parts = parts(document);
        let full = names(document, &Lock::default());
        let all = used(&full);
        self.documents += 1;
        let step = parts.len().div_ceil(most).max(1);
        for part in parts.iter().step_by(step) {
            let less = without(document, part);
            let locked = names(&less, &full);
            let tell = |what: String| format!("{shown} without {part:?}: {what}");
            self.renamed.extend(renamed(&all, &used(&locked)).into_iter().map(tell));
            self.renamed.extend(renamed(&all, &used(&names(document, &locked))).into_iter().map(tell));
            let fresh = used(&names(&less, &Lock::default()));
            self.unlocked.extend(renamed(&all, &fresh).into_iter().map(tell));
            self.deletions += 1;
            self.names += fresh.len();
        }
    }

    fn check(&self) {
        let (unlocked, names) = (self.unlocked.len(), self.names);
        eprintln!(
            "{} documents, {} deletions; without names.lock {unlocked} of {names} names change",
            self.documents, self.deletions
        );
        for change in self.unlocked.iter().take(20) {
            eprintln!("  {change}");
        }
        assert!(self.renamed.is_empty(), "{:#?}", self.renamed);
        assert!(unlocked * 100 <= names, "{:#?}", self.unlocked);
    }
}

#[test]
fn what_is_deleted_and_added_back_renames_nothing_else() {
    let mut found = Found::default();
    let cases =
        fs::read_dir(root().join("tests/features")).unwrap().map(|case| case.unwrap().path().join("input.yaml"));
    let mut paths: Vec<PathBuf> = cases.collect();
    paths.sort();
    for path in paths {
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        if let Some(document) = tree(&path) {
            found.add(&shown, &document, usize::MAX);
        }
    }
    assert!(found.deletions > 150, "{found:?}");
    found.check();
}

#[test]
fn nor_does_it_in_real_documents() {
    let Some(corpus) = tests::given("TENON_CORPUS").map(|corpus| corpus.join("single")) else { return };
    let mut paths: Vec<_> = fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.metadata().is_ok_and(|data| data.len() <= LARGE));
    paths.sort();
    let most = if std::env::var_os("TENON_EACH").is_some() { usize::MAX } else { DOZEN };
    let mut found = Found::default();
    let many = |document: &Value| parts(document).len() >= DOZEN;
    for path in paths.iter().step_by(2) {
        match tree(path) {
            Some(document) if found.documents < REAL && many(&document) => {
                found.add(&path.file_name().unwrap().to_string_lossy(), &document, most);
            }
            _ => {}
        }
    }
    assert_eq!(found.documents, REAL);
    found.check();
}
