//! Types as they are emitted against the same types with serde's derives: what the compiler takes for each.
use super::{documents, median};
use crate::arguments::BenchCompile;
use crate::crates::write;
use crate::documents as disk;
use crate::failure::Failure;
use crate::measure::{self, Usage};
use crate::package;
use crate::workspace::Root;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tenon::emit::Runtime;

pub(super) const EMITTED: &str = "emitted";
pub(super) const DERIVES: &str = "derives";

pub(super) fn run(root: &Root, home: &Path, arguments: &BenchCompile) -> Result<(), Failure> {
    workspace(root, home, arguments.structs, arguments.required)?;
    members(home, &[EMITTED, DERIVES])?;
    let verb = if arguments.build { "build" } else { "check" };
    // Dependencies, and one run that does not count.
    cargo(home, verb, &["--workspace"])?;

    let (mut emitted, mut derives) = (Vec::new(), Vec::new());
    for _ in 0..arguments.runs.get() {
        derives.push(once(home, verb, DERIVES)?);
        emitted.push(once(home, verb, EMITTED)?);
    }
    let (ours, theirs) = (median(&emitted), median(&derives));
    let ratios: Vec<Usage> = emitted.iter().zip(&derives).map(|(a, b)| ratio(*a, *b)).collect();
    anstream::println!("cargo {verb}, {} structs of 12 properties: CPU seconds, peak MB", arguments.structs);
    for (what, usage) in [(DERIVES, theirs), (EMITTED, ours)] {
        anstream::println!("{what:<8} {:8.2} {:8.0}", usage.seconds, usage.megabytes);
    }
    let median = median(&ratios);
    anstream::println!("{:<8} {:8.3} {:8.3}", "ratio", median.seconds, median.megabytes);
    Ok(())
}

fn ratio(a: Usage, b: Usage) -> Usage {
    Usage { seconds: a.seconds / b.seconds, megabytes: a.megabytes / b.megabytes }
}

/// Two crates side by side, with the versions of dependencies that this workspace has.
pub(super) fn workspace(root: &Root, home: &Path, structs: usize, required: usize) -> Result<(), Failure> {
    let document = home.join("openapi.json");
    let text = documents::structs(structs, required).to_string();
    write(&document, &text)?;
    let loaded = disk::load(&document, "openapi.json", home, None, None)?;
    let options = tenon::Options {
        module: EMITTED.to_owned(),
        path: EMITTED.to_owned(),
        source: "openapi.json".to_owned(),
        features: String::new(),
        settings: loaded.settings.clone(),
        contract: false,
    };
    let outcome = tenon::generate(loaded.sources, loaded.diagnostics, &options);
    let types = outcome.files.iter().find(|file| file.path == "types.rs").map(|file| file.text.clone());

    let (emitted, derives) = (home.join(EMITTED), home.join(DERIVES));
    write(&emitted.join("src/types.rs"), &types.unwrap_or_default())?;
    write(&emitted.join("src/lib.rs"), "//! Types as they are emitted.\npub mod types;\n")?;
    write(&derives.join("src/lib.rs"), &documents::derives(structs, required))?;
    let runtime = runtime(root, &emitted)?;
    write(&emitted.join("Cargo.toml"), &manifest(EMITTED, &runtime))?;
    write(&derives.join("Cargo.toml"), &manifest(DERIVES, "serde = { version = \"1\", features = [\"derive\"] }"))?;
    let lock = root.directory().join("Cargo.lock");
    if lock.is_file() {
        fs::copy(&lock, home.join("Cargo.lock")).map_err(Failure::disk("write", &lock))?;
    }
    Ok(())
}

/// How a crate in `directory` finds the runtime.
pub(super) fn runtime(root: &Root, directory: &Path) -> Result<String, Failure> {
    let runtime = match package::runtime(Some(root), None, directory)? {
        Runtime::Path(path) => format!("path = {path:?}"),
        Runtime::Version(version) => format!("version = {version:?}"),
    };
    Ok(format!("tenon-runtime = {{ {runtime}, default-features = false }}"))
}

pub(super) fn members(home: &Path, members: &[&str]) -> Result<(), Failure> {
    write(&home.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))
}

pub(super) fn manifest(name: &str, dependency: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [features]\nserde = []\n\n[dependencies]\n{dependency}\n"
    )
}

/// Compiles one crate from nothing; what the compiler took for it alone.
fn once(home: &Path, verb: &str, name: &str) -> Result<Usage, Failure> {
    cargo(home, "clean", &["--package", name])?;
    cargo(home, verb, &["--package", name])?;
    measure::recorded(&usage(home), name).ok_or(Failure::No)
}

fn usage(home: &Path) -> PathBuf {
    home.join("usage")
}

pub(super) fn cargo(home: &Path, verb: &str, arguments: &[&str]) -> Result<(), Failure> {
    let directory = usage(home);
    fs::create_dir_all(&directory).map_err(Failure::disk("create", &directory))?;
    let mut cargo = measure::cargo(&directory)?;
    let status = cargo
        .current_dir(home)
        .args([verb, "--quiet"])
        .args(arguments)
        .arg("--target-dir")
        .arg(home.join("build"))
        .stdin(Stdio::null())
        .status()
        .map_err(Failure::disk("run", Path::new(cargo.get_program())))?;
    if status.success() { Ok(()) } else { Err(Failure::No) }
}
