//! What `cargo semver-checks` has to say: whatever it raises about a change, `diff` calls loud or silent.
//!
//! It sees no types, so that it finds less than the probes do; it knows rules of Rust that nobody wrote a probe for.
use super::probes::Half;
use super::{Pair, write};
use crate::failure::Failure;
use crate::workspace::Root;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tenon::review::diff::Source;

/// A lint about one change: its name, the change, and whom it concerns where one half alone has it.
type Raised = (String, usize, Option<Half>);

/// How many lints no loud verdict covers; each is told.
pub(super) fn run(root: &Root, target: &Path, pairs: &[Pair]) -> Result<usize, Failure> {
    let folder = target.join("semver");
    let _ = fs::remove_dir_all(&folder);
    let runtime = root.runtime();
    for (side, letter) in [("base", 'b'), ("revision", 'r')] {
        let mut modules = String::from("#![allow(warnings)]\n");
        for index in 0..pairs.len() {
            let from = target.join("pairs/src").join(format!("{letter}{index}"));
            copied(&from, &folder.join(side).join("src").join(format!("p{index}")))?;
            modules.push_str(&format!("pub mod p{index};\n"));
        }
        write(&folder.join(side).join("src/lib.rs"), &modules)?;
        let manifest = format!(
            "[package]\nname = \"pairs\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\
             [features]\ndefault = [\"client\", \"server\"]\nclient = []\nserver = []\nserde = []\n\
             [dependencies]\ntenon-runtime = {{ path = {runtime:?}, features = [\"client\", \"hyper\", \"server\", \"xml\"] }}\n\
             [workspace]\n"
        );
        write(&folder.join(side).join("Cargo.toml"), &manifest)?;
        fs::copy(root.directory().join("Cargo.lock"), folder.join(side).join("Cargo.lock"))
            .map_err(Failure::disk("copy", &folder))?;
    }
    let mut checks = Command::new("cargo-semver-checks");
    checks.args(["semver-checks", "--release-type", "minor", "--default-features", "--color", "never"]);
    checks.arg("--manifest-path").arg(folder.join("revision/Cargo.toml"));
    checks.arg("--baseline-root").arg(folder.join("base"));
    checks.env("CARGO_TARGET_DIR", target.join("target")).stderr(Stdio::inherit());
    let output = checks.output().map_err(Failure::disk("run", Path::new("cargo-semver-checks")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let raised = raised(&text);
    if raised.is_empty() && !output.status.success() {
        return Err(Failure::No);
    }
    let mut uncovered = 0;
    for (lint, index, half) in &raised {
        let Some(pair) = pairs.get(*index) else { continue };
        let covered = pair.report.findings.iter().any(|f| {
            let of = [(Half::Client, f.levels.source_client), (Half::Server, f.levels.source_server)];
            of.iter().any(|(h, level)| half.is_none_or(|half| half == *h) && *level >= Source::Loud)
        });
        if !covered {
            uncovered += 1;
            anstream::println!("{}: {lint}, and no verdict is loud", pair.name);
        }
    }
    let lints = raised.iter().map(|(lint, ..)| lint).collect::<BTreeSet<_>>();
    let changes = raised.iter().map(|(_, index, _)| index).collect::<BTreeSet<_>>();
    anstream::println!(
        "{} lints of cargo-semver-checks about {} changes, {uncovered} uncovered",
        lints.len(),
        changes.len()
    );
    Ok(uncovered)
}

/// `--- failure enum_missing: pub enum removed or renamed ---`, and below `Failed in:` a line a place.
fn raised(text: &str) -> BTreeSet<Raised> {
    let (mut lint, mut all) = ("", BTreeSet::new());
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("--- failure ") {
            lint = head.split(':').next().unwrap_or_default();
        }
        let Some((index, rest)) = line.split_once("/src/p").and_then(|(_, rest)| rest.split_once('/')) else {
            continue;
        };
        let half = [("client.rs", Half::Client), ("server.rs", Half::Server)];
        let half = half.into_iter().find(|(file, _)| rest.starts_with(file)).map(|(_, half)| half);
        all.extend(index.parse().ok().map(|index| (lint.to_owned(), index, half)));
    }
    all
}

fn copied(from: &Path, to: &Path) -> Result<(), Failure> {
    for entry in fs::read_dir(from).map_err(Failure::disk("list", from))?.flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copied(&path, &to)?;
        } else {
            write(&to, &fs::read_to_string(&path).map_err(Failure::disk("read", &path))?)?;
        }
    }
    Ok(())
}
