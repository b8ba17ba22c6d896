//! `diff-oracle`: the compiler is asked whether `diff` is right about code.
//!
//! Both sides of many changes are generated into one crate. Probes, code that uses all that a base offers, are compiled
//! against the base (what does not compile is left out), then against the revision: some of it must not compile where `diff`
//! says `loud`, and all of it must where it does not. What it calls `silent` is run.
mod behaviours;
mod mutate;
mod probes;
mod semver;

use crate::arguments::DiffOracle;
use crate::crates::{messages, write};
use crate::failure::Failure;
use crate::workspace::Root;
use probes::Half;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tenon::diagnostic::Diagnostics;
use tenon::ir::Api;
use tenon::load::{Budgets, Sources};
use tenon::names::Lock;
use tenon::review::diff::{self, Report, Side, Source};
use tenon::{Options, Settings};

/// The compiler stops at names that it does not know before it looks at types, so it is asked again.
const ROUNDS: usize = 8;

/// What a change is called, and the two documents.
type Texts = (String, Vec<u8>, Vec<u8>);

/// A change, and what is said of it.
struct Pair {
    name: String,
    report: Report,
    /// By half; a probe that is gone is empty.
    probes: BTreeMap<Half, Vec<String>>,
}

pub(crate) fn run(root: &Root, arguments: &DiffOracle) -> Result<(), Failure> {
    let target = root.target()?.join("diff-oracle");
    let places = ["pairs", "probes", "behaviours"].map(|name| target.join(name));
    for place in &places {
        let source = place.join("src");
        let _ = fs::remove_dir_all(&source);
        fs::create_dir_all(&source).map_err(Failure::disk("make", &source))?;
    }
    let mut pairs = Vec::new();
    for (name, base, revision) in texts(root, arguments)? {
        let index = pairs.len();
        pairs.extend(made(&places[0], index, name, &base, &revision)?);
    }
    manifests(root, &target, &places)?;
    let modules = (0..pairs.len()).map(|i| format!("pub mod b{i};\npub mod r{i};\n")).collect::<String>();
    write(&places[0].join("src/lib.rs"), &format!("#![allow(warnings)]\n{modules}"))?;
    anstream::eprintln!("{} changes", pairs.len());
    // What does not fit what it was made from is nobody's code.
    failing(root, &target, &mut pairs, 'b')?;
    let usable = pairs.iter().flat_map(|p| p.probes.values().flatten()).filter(|p| !p.is_empty()).count();
    let broken = failing(root, &target, &mut pairs, 'r')?;
    let mut wrong = 0;
    for (index, pair) in pairs.iter().enumerate() {
        for half in Half::BOTH {
            let level =
                |f: &diff::Finding| if half == Half::Client { f.levels.source_client } else { f.levels.source_server };
            let said = pair.report.findings.iter().any(|f| level(f) == Source::Loud);
            let is = broken.get(&(index, half));
            if said != is.is_some() {
                wrong += 1;
                let probe = is.map_or("everything compiles", String::as_str);
                anstream::println!(
                    "{} {}: said {}, and {probe}",
                    pair.name,
                    half.word(),
                    if said { "loud" } else { "not loud" }
                );
            }
        }
    }
    anstream::println!("{} changes, {usable} probes, {wrong} of {} verdicts wrong", pairs.len(), pairs.len() * 2);
    let silent = behaviours::run(root, &target, &pairs)?;
    let uncovered = if arguments.semver_checks { semver::run(root, &target, &pairs)? } else { 0 };
    if wrong + silent + uncovered == 0 { Ok(()) } else { Err(Failure::No) }
}

/// The examples of the rules, and changes of the documents under specs/ by dice.
fn texts(root: &Root, arguments: &DiffOracle) -> Result<Vec<Texts>, Failure> {
    let read = |path: PathBuf| fs::read(&path).map_err(|error| Failure::Read { path, error });
    let mut all = Vec::new();
    for rule in diff::Rule::ALL {
        let folder = root.directory().join("tests/diff").join(rule.id());
        all.push((rule.id().to_owned(), read(folder.join("base.yaml"))?, read(folder.join("revision.yaml"))?));
    }
    let documents = root.documents()?;
    let mut dice = fastrand::Rng::with_seed(arguments.seed);
    let mut turn = 0;
    while all.len() < diff::Rule::ALL.len() + arguments.mutations && turn < arguments.mutations * 20 {
        let Some(spec) = documents.get(turn % documents.len().max(1)) else { break };
        turn += 1;
        let bytes = read(spec.path.clone())?;
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        sources.read("openapi.yaml", &bytes, &Budgets::default(), &mut diagnostics);
        let Some(mut tree) = sources.iter().next().map(|source| source.tree.clone()) else { continue };
        if let Some(what) = mutate::mutate(&mut tree, &mut dice) {
            all.push((format!("{} {turn}, {what}", spec.api), bytes, tree.to_string().into_bytes()));
        }
    }
    Ok(all)
}

/// Generates both sides of a change; nothing where one has errors.
fn made(pairs: &Path, index: usize, name: String, base: &[u8], revision: &[u8]) -> Result<Option<Pair>, Failure> {
    let Some((old_sources, old)) = generated(pairs, &format!("b{index}"), base, None)? else { return Ok(None) };
    let Some((new_sources, new)) = generated(pairs, &format!("r{index}"), revision, Some(&old.names))? else {
        return Ok(None);
    };
    let report = diff::compare(Side { api: &old, sources: &old_sources }, Side { api: &new, sources: &new_sources });
    let outline = tenon::review::rust_outline(&old);
    let probes = Half::BOTH.map(|half| (half, probes::of(&outline, &old, half)));
    Ok(Some(Pair { name, report, probes: BTreeMap::from(probes) }))
}

fn generated(
    pairs: &Path,
    module: &str,
    bytes: &[u8],
    names: Option<&Lock>,
) -> Result<Option<(Sources, Api)>, Failure> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    sources.read("openapi.yaml", bytes, &Budgets::default(), &mut diagnostics);
    let settings = Settings { names: names.cloned().unwrap_or_default(), ..Settings::default() };
    let options = Options {
        module: module.to_owned(),
        path: format!("pairs::{module}"),
        source: "openapi.yaml".to_owned(),
        features: format!("{module}-"),
        settings,
        contract: false,
    };
    let outcome = tenon::generate(sources, diagnostics, &options);
    let Some(api) = outcome.api.filter(|_| !outcome.files.is_empty()) else { return Ok(None) };
    for file in &outcome.files {
        write(&pairs.join("src").join(module).join(&file.path), &file.text)?;
    }
    Ok(Some((outcome.sources, api)))
}

fn manifests(root: &Root, target: &Path, places: &[PathBuf; 3]) -> Result<(), Failure> {
    let runtime = root.runtime();
    let runtime =
        format!("tenon-runtime = {{ path = {runtime:?}, features = [\"client\", \"hyper\", \"server\", \"xml\"] }}\n");
    write(
        &target.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"pairs\", \"probes\", \"behaviours\"]\n",
    )?;
    let lock = root.directory().join("Cargo.lock");
    fs::copy(&lock, target.join("Cargo.lock")).map_err(Failure::disk("copy", &lock))?;
    let head = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n");
    let features = "[features]\ndefault = [\"client\", \"server\"]\nclient = []\nserver = []\nserde = []\n";
    write(&places[0].join("Cargo.toml"), &format!("{}{features}[dependencies]\n{runtime}", head("pairs")))?;
    let rest = format!("[dependencies]\npairs = {{ path = \"../pairs\" }}\n{runtime}");
    write(&places[1].join("Cargo.toml"), &format!("{}{rest}", head("probes")))?;
    write(&places[2].join("src/main.rs"), "fn main() {}\n")?;
    write(&places[2].join("Cargo.toml"), &format!("{}{rest}{}", head("behaviours"), behaviours::DEPENDENCIES))
}

/// Lines before the first probe of a file.
const HEAD: usize = 2;

/// Compiles the probes against one side until all that are left compile; those that do not are taken out. The first one of
/// each change and half is told.
fn failing(
    root: &Root,
    target: &Path,
    pairs: &mut [Pair],
    side: char,
) -> Result<BTreeMap<(usize, Half), String>, Failure> {
    let mut found = BTreeMap::new();
    for _ in 0..ROUNDS {
        let mut modules = String::from("#![allow(warnings)]\nfn any<T>() -> T { loop {} }\n");
        for (index, pair) in pairs.iter().enumerate() {
            for (half, probes) in &pair.probes {
                let name = format!("p{index}_{}", half.word());
                let mut text = format!("use pairs::{side}{index} as api;\nuse crate::any;\n");
                for (at, probe) in probes.iter().enumerate() {
                    let own =
                        if probe.is_empty() { String::new() } else { format!("mod m{at} {{ use super::*; {probe} }}") };
                    text.push_str(&format!("{own}\n"));
                }
                write(&target.join("probes/src").join(format!("{name}.rs")), &text)?;
                modules.push_str(&format!("mod {name};\n"));
            }
        }
        write(&target.join("probes/src/lib.rs"), &modules)?;
        let failed = compiled(root, target)?;
        if failed.is_empty() {
            return Ok(found);
        }
        for (index, half, line) in failed {
            let probe = pairs.get_mut(index).and_then(|p| p.probes.get_mut(&half)).and_then(|p| p.get_mut(line));
            if let Some(probe) = probe {
                let text = std::mem::take(probe);
                if !text.is_empty() {
                    found.entry((index, half)).or_insert(text);
                }
            }
        }
    }
    Ok(found)
}

/// The probes that do not compile: change, half, line.
fn compiled(root: &Root, target: &Path) -> Result<BTreeSet<(usize, Half, usize)>, Failure> {
    let mut cargo = root.cargo();
    cargo.args(["check", "--quiet", "--message-format", "json", "-p", "probes", "--manifest-path"]);
    cargo.arg(target.join("Cargo.toml")).env("CARGO_TARGET_DIR", target.join("target")).stderr(Stdio::inherit());
    let output = cargo.output().map_err(Failure::disk("run", Path::new("cargo")))?;
    let mut failed = BTreeSet::new();
    for message in messages(output.stdout.as_slice()) {
        let message = &message["message"];
        if message["level"] != "error" {
            continue;
        }
        let spans = message["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
        let at = spans.iter().filter(|span| span["is_primary"] == true).find_map(place);
        // What is demanded elsewhere is said to be missing in the probe.
        let hints = || message["children"].as_array().into_iter().flatten().filter_map(|hint| hint["spans"].as_array());
        match at.or_else(|| spans.iter().find_map(place)).or_else(|| hints().flatten().find_map(place)) {
            Some(at) => _ = failed.insert(at),
            None if spans.is_empty() => {}
            None => {
                anstream::eprintln!("{}", message["rendered"].as_str().unwrap_or_default());
                return Err(Failure::No);
            }
        }
    }
    // Nothing was compiled, so nothing was said.
    if failed.is_empty() && !output.status.success() { Err(Failure::No) } else { Ok(failed) }
}

/// `probes/src/p12_client.rs`, line 7.
fn place(span: &Value) -> Option<(usize, Half, usize)> {
    let file = span["file_name"].as_str()?.rsplit('/').next()?.strip_prefix('p')?.strip_suffix(".rs")?;
    let (index, half) = file.split_once('_')?;
    let half = Half::BOTH.into_iter().find(|h| h.word() == half)?;
    let line = usize::try_from(span["line_start"].as_u64()?).ok()?;
    Some((index.parse().ok()?, half, line.checked_sub(HEAD + 1)?))
}
