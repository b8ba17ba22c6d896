//! `breadth`: every document below a directory, generated and compiled, with a table at the end.
//!
//! The crates stay below `target/breadth/`: a run that was cut short, or comes again, compiles only what it must.
mod compile;
mod corpus;
mod ledger;
mod loopback;
mod one;
mod table;

use crate::arguments::Breadth;
use crate::failure::Failure;
use crate::measure::Usage;
use crate::workspace::Root;
use corpus::Candidate;
pub(crate) use corpus::candidates;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::Ledger;
pub(crate) use loopback::{PROFILE, play_once};

/// A document whose exchanges were recorded, and where they are.
pub(crate) struct Recorded {
    pub(crate) shown: String,
    pub(crate) document: PathBuf,
    pub(crate) exchanges: PathBuf,
}

/// Every document below a directory of which `--loopback --record` has kept exchanges.
pub(crate) fn recorded(root: &Root, directory: &Path) -> Result<Vec<Recorded>, Failure> {
    let whole = fs::canonicalize(directory).map_err(Failure::disk("find", directory))?;
    let called = whole.file_name().unwrap_or_default();
    let crates = root.target()?.join("breadth").join("loopback").join(called).join("crates");
    let all = corpus::candidates(directory)?.into_iter().map(|candidate| Recorded {
        exchanges: crates.join(&candidate.name).join(loopback::EXCHANGES),
        shown: candidate.shown,
        document: candidate.path,
    });
    Ok(all.filter(|of| of.exchanges.is_dir()).collect())
}

use one::Generated;
pub(crate) use one::run as run_one;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use table::{Outcome, Row};

/// Lists documents that are known to be invalid.
const LEDGER: &str = "tests/breadth.ledger";
/// Lists operations that cannot be looped, with the document's reason.
const LOOPBACK: &str = "tests/loopback.ledger";

pub(crate) fn run(root: &Root, arguments: &Breadth) -> Result<(), Failure> {
    let all = corpus::candidates(&arguments.directory)?;
    let only = &arguments.only;
    let asked = |d: &&Candidate| only.is_empty() || only.iter().any(|only| d.shown.contains(only));
    let documents: Vec<Candidate> = all.iter().filter(asked).cloned().collect();
    if documents.is_empty() {
        return Err(Failure::Usage(format!("there is no such document below `{}`", arguments.directory.display())));
    }
    let jobs = arguments.jobs.map_or_else(cores, std::num::NonZeroUsize::get);
    let home = root.target()?.join("breadth");
    let directory = fs::canonicalize(&arguments.directory).map_err(Failure::disk("find", &arguments.directory))?;
    let called = directory.file_name().map_or_else(|| "all".into(), std::ffi::OsStr::to_os_string);
    let shown_as = called.to_string_lossy().into_owned();
    let ledger = Ledger::read(&root.directory().join(LEDGER), &shown_as)?;
    let called = if arguments.loopback { home.join("loopback").join(&called) } else { home.join(&called) };
    let places = compile::Places { workspace: called, build: home.join("build") };

    let mut rows = generate(root, &documents, &arguments.directory, &places, (jobs, arguments.loopback))?;
    let written: Vec<&str> = rows.iter().filter(|(_, row)| row.facts.written).map(|(d, _)| d.name.as_str()).collect();
    if arguments.loopback {
        return looped(root, &rows, &written, &places, (jobs, arguments.record, &shown_as));
    }
    if !arguments.no_compile && !written.is_empty() {
        let bar = bar(written.len(), "check");
        let mut said = compile::check(&places, &root.directory().join("Cargo.lock"), &written, jobs, &bar)?;
        bar.finish_and_clear();
        for (document, row) in &mut rows {
            row.said = said.remove(&document.name);
        }
    }
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    for row in rows.iter_mut().filter(|row| row.outcome == Outcome::Refused) {
        if ledger.knows(&row.document, &row.facts.errors) {
            row.outcome = Outcome::Invalid;
        }
    }
    table::print(&rows);
    let stale = ledger.stale(
        &all.iter().map(|document| document.shown.as_str()).collect(),
        &rows.iter().map(|row| (row.document.as_str(), &row.facts.errors)).collect(),
    );
    for document in &stale {
        anstream::eprintln!("stale: what `{LEDGER}` says of `{document}` does not hold");
    }
    if rows.iter().any(Row::is_bad) {
        if !arguments.no_compile {
            anstream::eprintln!("what the compiler said is below `{}`", places.workspace.join("reports").display());
        }
        return Err(Failure::No);
    }
    if !stale.is_empty() {
        return Err(Failure::No);
    }
    if rows.iter().any(|row| row.outcome == Outcome::Refused) { Err(Failure::Document) } else { Ok(()) }
}

/// The contract tests of everything that was written; `called`: the directory, as the ledger calls it.
fn looped(
    root: &Root,
    rows: &[(&Candidate, Row)],
    written: &[&str],
    places: &compile::Places,
    (jobs, record, called): (usize, bool, &str),
) -> Result<(), Failure> {
    // A document without operations has nothing to try.
    let tried = |name: &&str| places.crates().join(name).join("src/contract.rs").is_file();
    let written = &written.iter().copied().filter(tried).collect::<Vec<_>>()[..];
    compile::manifest(places, &root.directory().join("Cargo.lock"), written, loopback::PROFILE)?;
    let bar = bar(written.len(), "loop");
    let outcomes = loopback::run(places, written, (jobs, record), &bar)?;
    bar.finish_and_clear();
    let shown: Vec<(String, &loopback::Looped)> = rows
        .iter()
        .filter_map(|(document, _)| Some((format!("{called}/{}", document.shown), outcomes.get(&document.name)?)))
        .collect();
    let shown: Vec<(&str, &loopback::Looped)> = shown.iter().map(|(name, outcome)| (name.as_str(), *outcome)).collect();
    let explained = loopback::Ledger::read(&root.directory().join(LOOPBACK));
    if loopback::print(&shown, &explained) { Ok(()) } else { Err(Failure::No) }
}

/// What it takes to generate one document, in a process of its own; nothing where the system cannot tell.
pub(crate) fn usage(document: &Path, name: &str, crates: &Path, runtime: &Path) -> Result<Option<Usage>, Failure> {
    let shown = document.to_string_lossy().into_owned();
    let candidate = Candidate { path: document.to_owned(), shown, name: name.to_owned() };
    let within = document.parent().unwrap_or(document);
    Ok(match one::start(&candidate, within, crates, runtime, false)? {
        Generated::Facts(facts) => facts.usage,
        Generated::NoDocument | Generated::Crashed(_) => None,
    })
}

/// One process a document, several at a time; in the order of the documents.
fn generate<'d>(
    root: &Root,
    documents: &'d [Candidate],
    within: &Path,
    places: &compile::Places,
    (jobs, contract): (usize, bool),
) -> Result<Vec<(&'d Candidate, Row)>, Failure> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let bar = bar(documents.len(), "generate");
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(documents.len()) {
            scope.spawn(|| {
                while let Some((at, document)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    documents.get(at).map(|document| (at, document))
                } {
                    bar.set_message(document.shown.clone());
                    let outcome = one::start(document, within, &places.crates(), &root.runtime(), contract);
                    bar.inc(1);
                    if let Ok(mut done) = done.lock() {
                        done.push((at, document, outcome));
                    }
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, ..)| *at);
    let mut rows = Vec::new();
    for (_, document, generated) in done {
        let (facts, outcome) = match generated? {
            Generated::NoDocument => continue,
            Generated::Crashed(why) => (one::Facts::default(), Outcome::Crashed(why)),
            Generated::Facts(facts) if facts.errors.is_empty() => (*facts, Outcome::Good),
            Generated::Facts(facts) => (*facts, Outcome::Refused),
        };
        rows.push((document, Row { document: document.shown.clone(), facts, outcome, said: None }));
    }
    Ok(rows)
}

pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}

/// Drawn where there is a terminal.
fn bar(length: usize, doing: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX)).with_prefix(doing);
    // The template is fixed; were it wrong, the default would be drawn.
    let style = ProgressStyle::with_template("{prefix:>8} [{bar:40}] {pos}/{len} {elapsed} {wide_msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
