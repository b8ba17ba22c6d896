//! `bench mutants`: emitted code with one thing wrong, and whether its contract tests notice.
//!
//! Works on copies of the crates that `breadth DIR --loopback` has left behind. Which mistake is made where follows from the
//! seed. One that does not compile is no mistake that anybody could ship, and another is made in its place.
mod kinds;
mod reach;

use crate::arguments::BenchMutants;
use crate::breadth::{PROFILE, play_once};
use crate::crates::messages;
use crate::failure::Failure;
use crate::workspace::{self, Root};
use fastrand::Rng;
use kinds::{KINDS, Kind, REJECTIONS, Site};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// How many places are tried for one mistake before another kind has its turn.
const PATIENCE: usize = 4;

pub(super) fn run(root: &Root, arguments: &BenchMutants) -> Result<(), Failure> {
    let home = root.target()?.join("breadth");
    let mut crates = Vec::new();
    for directory in &arguments.directories {
        let called = fs::canonicalize(directory).map_err(Failure::disk("find", directory))?;
        let called = called.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        crates.extend(copied(root, &home.join("loopback").join(&called), &home.join("mutants").join(&called))?);
    }
    crates.retain(|of| arguments.only.is_empty() || arguments.only.iter().any(|only| of.name.contains(only)));
    if crates.is_empty() {
        let text = "there is nothing to change\n  = help: run `cargo xtask breadth DIR --loopback` first";
        return Err(Failure::Usage(text.to_owned()));
    }
    let build = home.join("build");
    // The same mistakes for the same seed.
    let mut dice = Rng::with_seed(arguments.seed);
    let (mut caught, mut survived) = (0, Vec::new());
    let mut made = 0;
    let (mut turn, mut stillborn) = (0, 0);
    let asked = |kind: &&Kind| arguments.kind.is_empty() || arguments.kind.iter().any(|only| kind.name.contains(only));
    let kinds: Vec<&Kind> = KINDS.iter().filter(asked).collect();
    let mut order: Vec<usize> = (0..crates.len()).collect();
    // No mistake is made twice.
    let mut known: BTreeSet<(PathBuf, String)> = BTreeSet::new();
    while made < arguments.count && turn < arguments.count * 8 && !kinds.is_empty() {
        let kind = kinds[turn % kinds.len()];
        turn += 1;
        for _ in 0..PATIENCE {
            dice.shuffle(&mut order);
            let Some((of, (file, text, site))) = first(&crates, &order, kind, &mut dice)? else { break };
            let changed = site.apply(&text);
            if !known.insert((file.clone(), site.place())) {
                continue;
            }
            fs::write(&file, &changed).map_err(Failure::disk("write", &file))?;
            let outcome = tried(of, &build);
            fs::write(&file, &text).map_err(Failure::disk("write", &file))?;
            let Some(noticed) = outcome? else {
                stillborn += 1;
                if stillborn > STILLBORN {
                    let text =
                        "nothing that is changed compiles\n  = help: run `cargo xtask breadth DIR --loopback` again";
                    return Err(Failure::Usage(text.to_owned()));
                }
                continue;
            };
            (made, stillborn) = (made + 1, 0);
            let word = if noticed.is_some() { "\u{1b}[32mcaught\u{1b}[0m" } else { "\u{1b}[1;31msurvived\u{1b}[0m" };
            let line = site.told(&text);
            anstream::println!("{word:<8} {:<12} {:<28} {line}", of.name, kind.name);
            match noticed {
                Some(how) => {
                    caught += 1;
                    anstream::println!("         {how}");
                }
                None => {
                    let file = file.strip_prefix(&of.directory).unwrap_or(&file).display();
                    survived.push(format!("{} {}: {line}\n    {file}:{}", of.name, kind.name, site.line(&text)));
                }
            }
            break;
        }
    }
    let share = if made == 0 { 0.0 } else { f64::from(caught) * 100.0 / made as f64 };
    anstream::println!("\n{made} mutants: {caught} caught ({share:.1}%)");
    survived.iter().for_each(|line| anstream::println!("  survived: {line}"));
    if share >= 95.0 { Ok(()) } else { Err(Failure::No) }
}

/// More than these in a row, and what is changed did not compile before either.
const STILLBORN: usize = 16;

/// A crate to be changed.
struct Crate {
    name: String,
    directory: PathBuf,
    workspace: PathBuf,
    /// Its emitted files, but the contract.
    files: Vec<PathBuf>,
    /// Where in `types.rs` stands what no operation carries.
    orphans: Vec<Range<usize>>,
}

/// Copies of the crates, in a workspace of their own.
fn copied(root: &Root, from: &Path, to: &Path) -> Result<Vec<Crate>, Failure> {
    let mut crates = Vec::new();
    let list = |directory: &Path| -> Result<Vec<PathBuf>, Failure> {
        let entries = fs::read_dir(directory).map_err(Failure::disk("list", directory))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.sort();
        Ok(paths)
    };
    if !from.join("crates").is_dir() {
        return Ok(crates);
    }
    for directory in list(&from.join("crates"))? {
        let name = directory.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !directory.join("src/contract.json").is_file() || !directory.join("Cargo.toml").is_file() {
            continue;
        }
        let copy = to.join("crates").join(&name);
        let (mut open, mut files) = (vec![PathBuf::new()], Vec::new());
        while let Some(within) = open.pop() {
            fs::create_dir_all(copy.join(&within)).map_err(Failure::disk("create", &copy))?;
            for path in list(&directory.join(&within))? {
                let place = within.join(path.file_name().unwrap_or_default());
                if path.is_dir() {
                    open.push(place);
                    continue;
                }
                let target = copy.join(&place);
                fs::copy(&path, &target).map_err(Failure::disk("write", &target))?;
                if place.starts_with("src") && place.components().count() > 2 {
                    files.push(target);
                }
            }
        }
        files.sort();
        let orphans = orphans(&files)?;
        crates.push(Crate { name, directory: copy, workspace: to.to_owned(), files, orphans });
    }
    let members: String = crates.iter().map(|of| format!("    \"crates/{}\",\n", of.name)).collect();
    let text = format!(
        "# Made by `cargo xtask bench mutants`.\n[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n{PROFILE}"
    );
    let manifest = to.join("Cargo.toml");
    fs::create_dir_all(to).map_err(Failure::disk("create", to))?;
    fs::write(&manifest, text).map_err(Failure::disk("write", &manifest))?;
    let lock = root.directory().join("Cargo.lock");
    fs::copy(&lock, to.join("Cargo.lock")).map_err(Failure::disk("write", &lock))?;
    Ok(crates)
}

fn orphans(files: &[PathBuf]) -> Result<Vec<Range<usize>>, Failure> {
    let read = |file: &PathBuf| fs::read_to_string(file).map_err(Failure::disk("read", file));
    let (types, others): (Vec<&PathBuf>, Vec<&PathBuf>) = files.iter().partition(|file| file.ends_with("types.rs"));
    let others = others.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let [types] = types[..] else { return Ok(Vec::new()) };
    Ok(reach::orphans(&read(types)?, &others))
}

/// Whether it is the name of a field of a form of which no more is said than of fields that the table does not have: what
/// is not found there is read and written in the same way.
fn is_default(site: &Site, text: &str) -> bool {
    let table = site.after(text, "pub(super) const ").and_then(|table| table.split_once(" = "));
    let is_form = table.is_some_and(|(declared, _)| declared.ends_with("[::tenon_runtime::Parameter]"));
    is_form && site.rest(text).starts_with("\"),") && site.after(text, "Parameter::query(") == Some("\"")
}

type Place = (PathBuf, String, Site);

/// A place in the first crate that has one.
fn first<'c>(
    crates: &'c [Crate],
    order: &[usize],
    kind: &Kind,
    dice: &mut Rng,
) -> Result<Option<(&'c Crate, Place)>, Failure> {
    for of in order.iter().filter_map(|index| crates.get(*index)) {
        if let Some(place) = pick(of, kind, dice)? {
            return Ok(Some((of, place)));
        }
    }
    Ok(None)
}

/// A place for a mistake in one of the crate's files.
fn pick(of: &Crate, kind: &Kind, dice: &mut Rng) -> Result<Option<Place>, Failure> {
    let mut all = Vec::new();
    for file in
        of.files.iter().filter(|file| file.file_name().is_some_and(|name| kind.files.iter().any(|k| name == *k)))
    {
        let text = fs::read_to_string(file).map_err(Failure::disk("read", file))?;
        let carried = |site: &Site| !file.ends_with("types.rs") || !of.orphans.iter().any(|range| site.is_in(range));
        let sites = kind.sites(&text).into_iter().filter(carried).filter(|site| !is_default(site, &text));
        all.extend(sites.map(|site| (file.clone(), site)));
    }
    if kind.name == REJECTIONS {
        let idle = idle(of)?;
        let mut heard = Vec::new();
        for (file, site) in all {
            let text = fs::read_to_string(&file).map_err(Failure::disk("read", &file))?;
            let id = site.after(&text, "id: \"").and_then(|rest| rest.split('"').next());
            if !id.is_some_and(|id| idle.contains(id)) {
                heard.push((file, site));
            }
        }
        all = heard;
    }
    if all.is_empty() {
        return Ok(None);
    }
    let (file, site) = all.swap_remove(dice.usize(0..all.len()));
    let text = fs::read_to_string(&file).map_err(Failure::disk("read", &file))?;
    Ok(Some((file, text, site)))
}

/// Operations of which nobody is ever told in which status they refuse: all that they ask for is texts in the path, any
/// texts, so that nothing can be wrong with a request but how it is written, and that has a status of its own.
fn idle(of: &Crate) -> Result<BTreeSet<String>, Failure> {
    let file = of.directory.join("src/contract.json");
    let text = fs::read_to_string(&file).map_err(Failure::disk("read", &file))?;
    let contract: Value = serde_json::from_str(&text).unwrap_or_default();
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let parameters = |request: &Value| list(request, "values").len();
    let in_path = |operation: &Value| {
        let path = operation.get("path").and_then(Value::as_str).unwrap_or_default().matches('{').count();
        list(operation, "requests").iter().all(|one| parameters(one) == path && one.get("body").is_none())
    };
    let any_text = |operation: &Value| {
        let refused = list(operation, "refused");
        let why = |one: &Value| one.pointer("/request/why").and_then(Value::as_str).unwrap_or_default().to_owned();
        !refused.iter().any(|one| one.get("shape").is_some() && !why(one).ends_with("not UTF-8"))
    };
    let operations = list(&contract, "operations").into_iter();
    let idle = operations.filter(|operation| in_path(operation) && any_text(operation));
    Ok(idle.filter_map(|operation| operation.get("id")?.as_str().map(str::to_owned)).collect())
}

/// Compiles and runs: `None` if it does not compile, else what was noticed.
fn tried(of: &Crate, build: &Path) -> Result<Option<Option<String>>, Failure> {
    let mut cargo = workspace::cargo();
    let output = cargo
        .current_dir(&of.workspace)
        .args(["build", "--quiet", "--package", &of.name, "--features", "contract", "--test", "contract"])
        .args(["--message-format=json", "--target-dir"])
        .arg(build)
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(Failure::disk("run", Path::new(cargo.get_program())))?;
    if !output.status.success() {
        return Ok(None);
    }
    let mut executables = messages(output.stdout.as_slice())
        .filter_map(|m| m.get("executable").and_then(Value::as_str).map(PathBuf::from));
    let Some(executable) = executables.next() else { return Ok(None) };
    let report = play_once(&executable, &of.directory, false)?;
    let _ = fs::remove_file(&executable);
    Ok(Some(match report {
        Ok(report) => report.misses.iter().find(|miss| miss.count > 0).map(|miss| {
            let first = miss.faults.first().map(String::as_str).unwrap_or_default();
            format!("{}: {}", miss.operation, first.chars().take(180).collect::<String>().replace('\n', " "))
        }),
        Err(why) => Some(why),
    }))
}
