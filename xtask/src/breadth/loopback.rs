//! `--loopback`: the contract tests of all crates, compiled and run; what became of each operation.
use super::compile::Places;
use crate::crates::messages;
use crate::failure::Failure;
use crate::measure;
use indicatif::ProgressBar;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a document's exchanges came to, see `tenon_runtime::contract::Report`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Report {
    pub(crate) operations: usize,
    pub(crate) looped: usize,
    pub(crate) exchanges: usize,
    pub(crate) refused: usize,
    pub(crate) misses: Vec<Miss>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Miss {
    pub(crate) operation: String,
    pub(crate) untried: Option<String>,
    pub(crate) faults: Vec<String>,
    pub(crate) count: usize,
}

/// What became of a crate.
#[derive(Clone, Debug)]
pub(super) enum Looped {
    Report(Report),
    /// It does not compile, or did not come to its end.
    Broken(String),
}

/// The profile of the crates: they are compiled once and run once.
pub(crate) const PROFILE: &str = "[profile.dev]\ndebug = 0\nincremental = false\n";

/// Where recorded exchanges are, below a crate.
pub(crate) const EXCHANGES: &str = "exchanges";

/// Compiles and runs the contract tests of these crates.
pub(super) fn run(
    places: &Places,
    names: &[&str],
    (jobs, record): (usize, bool),
    bar: &ProgressBar,
) -> Result<BTreeMap<String, Looped>, Failure> {
    let mut cargo = measure::cargo(&places.usage())?;
    let mut child = cargo
        .current_dir(&places.workspace)
        .args(["build", "--quiet", "--workspace", "--keep-going", "--message-format=json"])
        .args(["--features", "contract", "--test", "contract", "--jobs", &jobs.to_string()])
        .arg("--target-dir")
        .arg(&places.build)
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(Failure::disk("run", Path::new(cargo.get_program())))?;
    let mut looped: BTreeMap<String, Looped> = BTreeMap::new();
    let mut errors: BTreeMap<String, String> = BTreeMap::new();
    for message in child.stdout.take().into_iter().flat_map(|output| messages(BufReader::new(output))) {
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let Some(name) = crate_of(text("/manifest_path")).filter(|name| names.contains(&name.as_str())) else {
            continue;
        };
        if text("/message/level").starts_with("error") {
            errors.entry(name.clone()).or_insert_with(|| text("/message/rendered").to_owned());
        }
        if let Some(executable) = message.get("executable").and_then(Value::as_str) {
            bar.set_message(name.clone());
            let played = play(Path::new(executable), &places.crates().join(&name), record)?;
            looped.insert(name, played);
            bar.inc(1);
        }
    }
    child.wait().map_err(Failure::disk("run", Path::new(cargo.get_program())))?;
    for name in names {
        let mut error =
            || errors.remove(*name).unwrap_or_else(|| "there is nothing to try, or it was not compiled".to_owned());
        looped.entry((*name).to_owned()).or_insert_with(|| Looped::Broken(error()));
    }
    Ok(looped)
}

fn crate_of(manifest: &str) -> Option<String> {
    Path::new(manifest).parent()?.file_name().map(|name| name.to_string_lossy().into_owned())
}

/// Runs one crate's tests, and takes the program away: a thousand of them fill disks.
pub(crate) fn play_once(executable: &Path, directory: &Path, record: bool) -> Result<Result<Report, String>, Failure> {
    if record {
        // What was recorded before may not be exchanged any more.
        let _ = fs::remove_dir_all(directory.join(EXCHANGES));
    }
    let file: PathBuf = directory.join("report.json");
    // Of a run before, if there is one.
    let _ = fs::remove_file(&file);
    let output = Command::new(executable)
        .current_dir(directory)
        .arg("both_halves_keep_the_contract")
        .env("TENON_CONTRACT_REPORT", &file)
        .envs(record.then(|| ("TENON_CONTRACT_RECORD", directory.join(EXCHANGES))))
        .stdin(Stdio::null())
        .output()
        .map_err(Failure::disk("run", executable))?;
    let report = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Report>(&bytes).ok());
    Ok(report.ok_or_else(|| {
        let said = String::from_utf8_lossy(&output.stdout);
        let last = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
        format!("{}: {last}", output.status)
    }))
}

fn play(executable: &Path, directory: &Path, record: bool) -> Result<Looped, Failure> {
    let played = play_once(executable, directory, record)?;
    let _ = fs::remove_file(executable);
    Ok(match played {
        Ok(report) => Looped::Report(report),
        Err(why) => Looped::Broken(why),
    })
}

/// `tests/loopback.ledger`: operations that cannot be tried, or not in full, for a reason that is the document's.
#[derive(Debug, Default)]
pub(crate) struct Ledger(BTreeSet<(String, String)>);

impl Ledger {
    /// `document: operation: reason`; nothing if there is no such file.
    pub(crate) fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_default();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let entry = |line: &str| {
            let (document, rest) = line.split_once(": ")?;
            let (operation, _) = rest.split_once(": ")?;
            Some((document.to_owned(), operation.to_owned()))
        };
        Self(lines.filter_map(entry).collect())
    }

    fn knows(&self, document: &str, operation: &str) -> bool {
        self.0.contains(&(document.to_owned(), operation.to_owned()))
    }
}

/// What a document can say of an operation so that nothing of it can be tried: these need no line in the ledger.
const EXPLAINED: &[&str] = &[
    "another operation takes the same requests",
    "two parameters of the path stand side by side",
    "a parameter, or another credential, is where the credential is",
    "no reply is declared",
];

/// Prints what came of it. Whether all is well: everything was looped or is explained.
pub(super) fn print(rows: &[(&str, &Looped)], ledger: &Ledger) -> bool {
    let (mut operations, mut looped, mut explained, mut good) = (0, 0, 0, true);
    let widest = rows.iter().map(|(document, _)| document.chars().count()).max().unwrap_or_default().max(8);
    anstream::println!(
        "\n{:<widest$} {:>10} {:>6} {:>9} {:>7}  missed",
        "document",
        "operations",
        "looped",
        "exchanges",
        "refused"
    );
    for (document, outcome) in rows {
        let report = match outcome {
            Looped::Report(report) => report,
            Looped::Broken(why) => {
                good = false;
                let first = why.lines().next().unwrap_or_default();
                anstream::println!("{document:<widest$} \u{1b}[1;31m{first}\u{1b}[0m");
                continue;
            }
        };
        operations += report.operations;
        looped += report.looped;
        let Report { exchanges, refused, misses, .. } = report;
        anstream::println!(
            "{document:<widest$} {:>10} {:>6} {exchanges:>9} {refused:>7}  {}",
            report.operations,
            report.looped,
            misses.len()
        );
        for miss in misses {
            let plain = miss.count == 0 && miss.untried.as_deref().is_some_and(|why| EXPLAINED.contains(&why));
            let known = plain || ledger.knows(document, &miss.operation);
            explained += usize::from(known);
            good &= known;
            if !known {
                anstream::println!("  \u{1b}[33m{}\u{1b}[0m: {} faults", miss.operation, miss.count);
                miss.untried.iter().chain(&miss.faults).take(4).for_each(|line| anstream::println!("    {line}"));
            }
        }
    }
    let share = if operations == 0 { 100.0 } else { looped as f64 * 100.0 / operations as f64 };
    anstream::println!(
        "\n{operations} operations: {looped} looped ({share:.2}%), {} missed, {explained} of them explained",
        operations - looped
    );
    good
}
