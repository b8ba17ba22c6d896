//! `cargo check` of all crates at once; what the compiler says is told apart by crate.
use crate::crates::messages;
use crate::failure::Failure;
use crate::measure::{self, Usage};
use indicatif::ProgressBar;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Texts of reports that are kept for one crate; more say nothing new.
const MOST_TEXTS: usize = 50;

/// What the compiler said of one crate.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) warnings: usize,
    pub(super) errors: usize,
    /// The code of the first error or warning: `E0308`, `unused_imports`.
    pub(super) first: String,
    texts: Vec<String>,
    /// Whether cargo came to its end with it.
    pub(super) compiled: bool,
    pub(super) usage: Option<Usage>,
}

/// Where things are, all below the target directory.
pub(super) struct Places {
    /// The workspace of the emitted crates.
    pub(super) workspace: PathBuf,
    /// Shared by all such workspaces, so that dependencies are compiled once.
    pub(super) build: PathBuf,
}

impl Places {
    pub(super) fn crates(&self) -> PathBuf {
        self.workspace.join("crates")
    }

    /// What the compiler said of a crate.
    pub(super) fn report(&self, name: &str) -> PathBuf {
        self.workspace.join("reports").join(format!("{name}.txt"))
    }

    pub(super) fn usage(&self) -> PathBuf {
        self.workspace.join("usage")
    }
}

/// Compiles these crates; what was compiled in a run before and did not change is not compiled again.
pub(super) fn check(
    places: &Places,
    lock: &Path,
    names: &[&str],
    jobs: usize,
    bar: &ProgressBar,
) -> Result<BTreeMap<String, Said>, Failure> {
    manifest(places, lock, names, "")?;
    let mut said: BTreeMap<String, Said> = names.iter().map(|name| ((*name).to_owned(), Said::default())).collect();
    let mut cargo = measure::cargo(&places.usage())?;
    let mut child = cargo
        .current_dir(&places.workspace)
        .args(["check", "--quiet", "--workspace", "--keep-going", "--message-format=json"])
        .args(["--jobs", &jobs.to_string()])
        .arg("--target-dir")
        .arg(&places.build)
        // What would be kept of a thousand crates fills disks.
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(Failure::disk("run", Path::new(cargo.get_program())))?;
    for message in child.stdout.take().into_iter().flat_map(|output| messages(BufReader::new(output))) {
        let name = message.pointer("/target/name").and_then(Value::as_str).unwrap_or_default();
        let Some(of) = said.get_mut(name) else { continue };
        match message.get("reason").and_then(Value::as_str) {
            Some("compiler-message") => of.hear(message.get("message").unwrap_or(&Value::Null)),
            Some("compiler-artifact") => {
                of.compiled = true;
                bar.set_message(name.to_owned());
                bar.inc(1);
            }
            _ => {}
        }
    }
    child.wait().map_err(Failure::disk("run", Path::new(cargo.get_program())))?;
    for (name, of) in &mut said {
        of.usage = measure::recorded(&places.usage(), name);
        of.keep(&places.report(name))?;
    }
    Ok(said)
}

/// The workspace, with the versions of dependencies that this one has.
pub(super) fn manifest(places: &Places, lock: &Path, names: &[&str], profile: &str) -> Result<(), Failure> {
    for directory in [places.usage(), places.workspace.join("reports")] {
        fs::create_dir_all(&directory).map_err(Failure::disk("create", &directory))?;
    }
    let members: String = names.iter().map(|name| format!("    \"crates/{name}\",\n")).collect();
    let manifest = places.workspace.join("Cargo.toml");
    let text =
        format!("# Made by `cargo xtask breadth`.\n[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n{profile}");
    fs::write(&manifest, text).map_err(Failure::disk("write", &manifest))?;
    if lock.is_file() {
        let copy = places.workspace.join("Cargo.lock");
        fs::copy(lock, &copy).map_err(Failure::disk("write", &copy))?;
    }
    Ok(())
}

impl Said {
    fn hear(&mut self, message: &Value) {
        let text = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or_default();
        match text("level") {
            "warning" => self.warnings += 1,
            "error" | "error: internal compiler error" => self.errors += 1,
            _ => return,
        }
        // `3 warnings emitted` counts for nothing.
        let code = message.pointer("/code/code").and_then(Value::as_str);
        if code.is_none() && message.get("spans").and_then(Value::as_array).is_none_or(Vec::is_empty) {
            if text("level") == "warning" {
                self.warnings -= 1;
            } else {
                self.errors -= 1;
            }
            return;
        }
        if self.first.is_empty() {
            code.unwrap_or_else(|| text("message")).clone_into(&mut self.first);
        }
        if self.texts.len() < MOST_TEXTS {
            self.texts.push(text("rendered").to_owned());
        }
    }

    fn keep(&self, file: &Path) -> Result<(), Failure> {
        if self.texts.is_empty() {
            // Of a run before, if there is one.
            let _ = fs::remove_file(file);
            return Ok(());
        }
        fs::write(file, self.texts.join("\n")).map_err(Failure::disk("write", file))
    }
}
