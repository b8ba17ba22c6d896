//! One document → one crate, in a process of its own: what it takes is told apart, and a crash ends nothing else.
use super::corpus::Candidate;
use crate::arguments::BreadthOne;
use crate::documents;
use crate::failure::Failure;
use crate::measure::{self, Usage};
use crate::package;
use crate::plan::Plan;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tenon::diagnostic::{Code, Severity};
use tenon::emit;
use tenon::review::Places;

/// What became of a document.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Facts {
    pub(super) operations: usize,
    /// Codes of errors, with how many there are of each.
    pub(super) errors: BTreeMap<String, usize>,
    pub(super) warnings: usize,
    /// Places that carry a schema.
    pub(super) places: usize,
    pub(super) unconstrained: usize,
    /// Those that end as any JSON although the document says something, by reason.
    pub(super) untyped: BTreeMap<String, usize>,
    /// Whether there is a crate to compile.
    pub(super) written: bool,
    pub(super) usage: Option<Usage>,
}

/// Of a process that generates.
pub(super) enum Generated {
    /// It is an OpenAPI document.
    Facts(Box<Facts>),
    /// It only mentions the word.
    NoDocument,
    /// The process did not come to its end; what it said last.
    Crashed(String),
}

/// Starts the process and reads what it found.
pub(super) fn start(
    document: &Candidate,
    within: &Path,
    crates: &Path,
    runtime: &Path,
    contract: bool,
) -> Result<Generated, Failure> {
    let program = std::env::current_exe().map_err(Failure::disk("find", Path::new("xtask")))?;
    let output = Command::new(&program)
        .arg("breadth-one")
        .arg(&document.path)
        .args(["--name", &document.name])
        .arg("--out")
        .arg(crates.join(&document.name))
        .arg("--runtime")
        .arg(runtime)
        .arg("--within")
        .arg(within)
        .args(contract.then_some("--contract"))
        .stdin(Stdio::null())
        .output()
        .map_err(Failure::disk("run", &program))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().rfind(|line| !line.trim().is_empty() && !line.starts_with("note:"));
        return Ok(Generated::Crashed(format!("{}: {}", output.status, last.unwrap_or_default().trim())));
    }
    let facts = serde_json::from_slice::<Option<Facts>>(&output.stdout);
    Ok(match facts {
        Ok(Some(facts)) => Generated::Facts(Box::new(facts)),
        Ok(None) => Generated::NoDocument,
        Err(error) => Generated::Crashed(error.to_string()),
    })
}

/// The process itself: writes the crate, and prints [`Facts`], or `null` for what is no OpenAPI document.
pub(crate) fn run(arguments: &BreadthOne) -> Result<(), Failure> {
    let facts = facts(arguments)?;
    let text = serde_json::to_string(&facts).map_err(|e| Failure::disk("print", &arguments.file)(e.into()))?;
    anstream::println!("{text}");
    Ok(())
}

fn facts(arguments: &BreadthOne) -> Result<Option<Facts>, Failure> {
    let name = &arguments.name;
    let within = Some(arguments.within.as_path());
    let shown = documents::shown(&arguments.file);
    let loaded = documents::load(&arguments.file, &shown, &arguments.out, None, within)?;
    let options = tenon::Options {
        module: name.clone(),
        path: format!("{name}::{name}"),
        features: String::new(),
        source: arguments.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
        settings: tenon::Settings { keep_going: true, ..loaded.settings.clone() },
        contract: arguments.contract,
    };
    let dependencies = options.settings.dependencies();
    let outcome = tenon::generate(loaded.sources, loaded.diagnostics, &options);
    if outcome.diagnostics.iter().any(|d| d.code == Code::NotOpenApi) {
        return Ok(None);
    }
    let places = outcome.api.as_ref().map(Places::of).unwrap_or_default();
    let mut facts = Facts {
        operations: outcome.api.as_ref().map(|api| api.all_operations().count()).unwrap_or_default(),
        warnings: outcome.diagnostics.count(Severity::Warning),
        places: places.total,
        unconstrained: places.unconstrained,
        untyped: places.untyped,
        written: !outcome.files.is_empty(),
        ..Facts::default()
    };
    for error in outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
        *facts.errors.entry(error.code.id().to_owned()).or_default() += 1;
    }
    let contract = if arguments.contract { tenon::contract(&outcome, &options) } else { Vec::new() };
    let tags = outcome.api.map(|api| api.names.modules()).unwrap_or_default();
    write(arguments, (outcome.files, contract), &tags, &dependencies)?;
    facts.usage = measure::own();
    Ok(Some(facts))
}

/// What does not change is not touched, so that it is not compiled again.
fn write(
    arguments: &BreadthOne,
    (files, contract): (Vec<tenon::OutputFile>, Vec<tenon::OutputFile>),
    tags: &[String],
    dependencies: &emit::Dependencies,
) -> Result<(), Failure> {
    let BreadthOne { name, out, runtime, .. } = arguments;
    let mut plan = Plan::new(out.clone(), true);
    plan.only("src");
    let written = !files.is_empty();
    let xml = files.iter().any(|file| file.path == "xml.rs");
    for file in files {
        plan.file(PathBuf::from("src").join(name).join(file.path), file.text);
    }
    let tried = !contract.is_empty();
    for file in contract {
        plan.file(PathBuf::from("src").join(file.path), file.text);
    }
    let runtime = package::runtime(None, Some(runtime), out)?;
    for (path, text) in emit::package(
        name,
        "0.0.0",
        name,
        tags,
        &runtime,
        dependencies,
        emit::Beside { contract: tried, docs: false, xml },
    ) {
        // The workspace takes a directory without a manifest for no member.
        if written || path != "Cargo.toml" {
            plan.file(path, text);
        }
    }
    plan.apply().map(drop)
}
