//! What came out of documents that nobody wrote is compiled: many in a crate, a module each, without a warning.
use super::batch;
use crate::arguments::FuzzTarget;
use crate::crates::{messages, write};
use crate::failure::Failure;
use crate::workspace::Root;
use indicatif::ProgressBar;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tenon::diagnostic::Diagnostics;
use tenon::load::{Budgets, Sources};
use tenon::{Options, Settings};

/// What emitted code promises. A sample does not declare the features of its tags.
const LINTS: &str = "#![deny(warnings, clippy::all, missing_docs, unreachable_pub)]\n#![allow(unexpected_cfgs)]\n";

/// Documents of one crate: few enough that the compiler's memory stays small, many enough that it starts seldom.
const CRATE: usize = 50;

/// Compiles what is made of `count` documents from the number `seed` on, and says how many have failed. Documents that come
/// to nothing are passed over.
pub(super) fn run(root: &Root, home: &Path, files: &[PathBuf], seed: u64, count: usize) -> Result<usize, Failure> {
    let crate_ = root.target()?.join("fuzz-compile");
    manifest(root, &crate_)?;
    let bar = ProgressBar::new(u64::try_from(count).unwrap_or(u64::MAX)).with_message("compiled");
    let (mut number, mut compiled, mut finds) = (seed, 0, BTreeMap::new());
    // Most documents come to something: where none does, this ends.
    let end = seed.saturating_add(u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(10));
    while compiled < count && number < end {
        let source = crate_.join("src");
        let _ = fs::remove_dir_all(&source);
        let mut modules = String::from(LINTS);
        let mut samples = 0;
        while samples < CRATE.min(count - compiled) && number < end {
            let made = batch::made(files, FuzzTarget::Documents, number);
            if emitted(&made, number, &source)? {
                modules.push_str(&format!("/// Number {number}.\npub mod m{number};\n"));
                samples += 1;
            }
            number += 1;
        }
        write(&source.join("lib.rs"), &format!("//! Samples.\n{modules}"))?;
        for (number, why) in check(root, &crate_)? {
            let path = home.join(format!("documents-{number}.txt"));
            fs::write(&path, batch::made(files, FuzzTarget::Documents, number))
                .map_err(Failure::disk("write", &path))?;
            finds.entry(number).or_insert(why);
        }
        compiled += samples;
        bar.inc(u64::try_from(samples).unwrap_or(0));
    }
    bar.finish_and_clear();
    anstream::println!("compiled: {compiled} of the documents {seed} to {number}, {} finds", finds.len());
    for (number, why) in &finds {
        anstream::println!("  {number}: {why}");
    }
    if compiled == 0 { Err(Failure::No) } else { Ok(finds.len()) }
}

/// Whether anything came of it.
fn emitted(made: &[u8], number: u64, source: &Path) -> Result<bool, Failure> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    sources.read("input", made, &Budgets::default(), &mut diagnostics);
    let module = format!("m{number}");
    let options = Options {
        path: format!("samples::{module}"),
        module: module.clone(),
        source: "input".to_owned(),
        features: String::new(),
        settings: Settings { keep_going: true, modules_by_tag: Some(false), ..Settings::default() },
        contract: false,
    };
    let outcome = tenon::generate(sources, diagnostics, &options);
    if outcome.api.is_none_or(|api| api.operations.is_empty()) {
        return Ok(false);
    }
    outcome.files.iter().try_for_each(|file| write(&source.join(&module).join(&file.path), &file.text))?;
    Ok(!outcome.files.is_empty())
}

fn manifest(root: &Root, crate_: &Path) -> Result<(), Failure> {
    let runtime = root.runtime();
    let text = format!(
        "[package]\nname = \"samples\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [features]\ndefault = [\"client\", \"server\", \"serde\"]\nclient = []\nserver = []\nserde = []\n[dependencies]\n\
         tenon-runtime = {{ path = {runtime:?}, features = [\"client\", \"hyper\", \"server\", \"xml\"] }}\n"
    );
    write(&crate_.join("Cargo.toml"), &text)?;
    let lock = root.directory().join("Cargo.lock");
    fs::copy(&lock, crate_.join("Cargo.lock")).map(|_| ()).map_err(Failure::disk("copy", &lock))
}

/// What the compiler says, by number.
fn check(root: &Root, crate_: &Path) -> Result<Vec<(u64, String)>, Failure> {
    let mut cargo = root.cargo();
    cargo.args(["clippy", "--quiet", "--message-format", "json", "--manifest-path"]).arg(crate_.join("Cargo.toml"));
    cargo.env("CARGO_TARGET_DIR", crate_.join("target")).env("CARGO_INCREMENTAL", "0").stderr(Stdio::inherit());
    let output = cargo.output().map_err(Failure::disk("run", Path::new("cargo")))?;
    let mut said = Vec::new();
    for message in messages(output.stdout.as_slice()) {
        let message = &message["message"];
        let spans = message["spans"].as_array().into_iter().flatten();
        let mut numbers = spans.filter_map(|span| {
            let file = span["file_name"].as_str()?.strip_prefix("src/m")?;
            file.split('/').next()?.parse::<u64>().ok()
        });
        if let Some(number) = numbers.next() {
            said.push((number, message["message"].as_str().unwrap_or_default().to_owned()));
        }
    }
    // Something else does not compile: nothing is known.
    if said.is_empty() && !output.status.success() { Err(Failure::No) } else { Ok(said) }
}
