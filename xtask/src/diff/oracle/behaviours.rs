//! What compiles and does something else: code that is run against both sides of a rule's example.
//!
//! `tests/diff/<rule>/behaviour.rs` has a function `client`, `server`, or both, that says what such code does. Where `diff`
//! says `silent` the two sides must say different things; where it says nothing of the kind there is no such function. What
//! only one side can be written for stands beside it, in `base.peer.rs` and `revision.peer.rs`.
use super::probes::Half;
use super::{Pair, write};
use crate::failure::Failure;
use crate::workspace::Root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use tenon::review::diff::{Report, Source};

pub(super) const DEPENDENCIES: &str = "http = \"1\"\ntokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n\
    tower = { version = \"0.5\", features = [\"util\"] }\n";

const MAIN: &str = "#![allow(warnings)]\n\
    async fn main_of() { RUN }\n\
    fn main() { tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(main_of()) }\n";

/// How many verdicts are wrong; each is told.
pub(super) fn run(root: &Root, target: &Path, pairs: &[Pair]) -> Result<usize, Failure> {
    let (mut modules, mut calls, mut wrong) = (String::new(), String::new(), 0);
    let mut shown = BTreeMap::<&str, BTreeSet<Half>>::new();
    for (index, pair) in pairs.iter().enumerate() {
        let folder = root.directory().join("tests/diff").join(&pair.name);
        let Ok(text) = fs::read_to_string(folder.join("behaviour.rs")) else { continue };
        let halves = Half::BOTH.into_iter().filter(|half| text.contains(&format!("async fn {}(", half.word())));
        let halves = halves.collect::<BTreeSet<_>>();
        for (side, letter) in [("base", 'b'), ("revision", 'r')] {
            let name = format!("{letter}{index}");
            write(&target.join("behaviours/src").join(&name).join("mod.rs"), &opened(letter, index, &text))?;
            let peer = fs::read_to_string(folder.join(format!("{side}.peer.rs"))).unwrap_or_default();
            write(&target.join("behaviours/src").join(&name).join("peer.rs"), &peer)?;
            modules.push_str(&format!("mod {name};\n"));
            for half in &halves {
                let word = half.word();
                calls.push_str(&format!("println!(\"{index} {word} {{}}\", {name}::{word}().await.escape_debug()); "));
            }
        }
        shown.insert(&pair.name, halves);
    }
    write(&target.join("behaviours/src/main.rs"), &(MAIN.replace("RUN", &calls) + &modules))?;
    let said = said(root, target)?;
    for (index, pair) in pairs.iter().enumerate() {
        for half in shown.get(pair.name.as_str()).into_iter().flatten() {
            let texts = said.get(&(index, half.word().to_owned())).map(Vec::as_slice).unwrap_or_default();
            let (silent, differs) = (silent(&pair.report, *half).next().is_some(), matches!(texts, [x, y] if x != y));
            if !silent || !differs {
                wrong += 1;
                let said = if silent { "silent" } else { "not silent" };
                anstream::println!("{} {}: said {said}, and both sides do {texts:?}", pair.name, half.word());
            }
        }
        for half in Half::BOTH {
            for rule in silent(&pair.report, half).filter(|rule| !shown.get(rule).is_some_and(|h| h.contains(&half))) {
                wrong += 1;
                let name = &pair.name;
                anstream::println!("{name} {}: silent by {rule}, and no behaviour of that rule shows it", half.word());
            }
        }
    }
    let count = shown.values().map(BTreeSet::len).sum::<usize>();
    anstream::println!("{count} behaviours of {} rules, {wrong} silent verdicts wrong", shown.len());
    Ok(wrong)
}

/// The behaviour as a module of one side.
fn opened(letter: char, index: usize, text: &str) -> String {
    let text = text.replace("\nasync fn ", "\npub(crate) async fn ");
    format!("{text}\nuse pairs::{letter}{index} as api;\nmod peer;\n")
}

/// The rules that are silent to a half.
fn silent(report: &Report, half: Half) -> impl Iterator<Item = &str> {
    let level = move |f: &tenon::review::diff::Finding| match half {
        Half::Client => f.levels.source_client,
        Half::Server => f.levels.source_server,
    };
    report.findings.iter().filter(move |f| level(f) == Source::Silent).map(|f| f.rule.id())
}

/// What each change's code does, before and after.
fn said(root: &Root, target: &Path) -> Result<BTreeMap<(usize, String), Vec<String>>, Failure> {
    let mut cargo = root.cargo();
    cargo.args(["run", "--quiet", "-p", "behaviours", "--manifest-path"]).arg(target.join("Cargo.toml"));
    let cargo = cargo.env("CARGO_TARGET_DIR", target.join("target")).stderr(Stdio::inherit());
    let output = cargo.output().map_err(Failure::disk("run", Path::new("cargo")))?;
    if !output.status.success() {
        return Err(Failure::No);
    }
    let mut all = BTreeMap::<_, Vec<_>>::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut words = line.splitn(3, ' ');
        let index = words.next().and_then(|word| word.parse().ok()).unwrap_or(usize::MAX);
        let half = words.next().unwrap_or_default().to_owned();
        all.entry((index, half)).or_default().push(words.next().unwrap_or_default().to_owned());
    }
    Ok(all)
}
