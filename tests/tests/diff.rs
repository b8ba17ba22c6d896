//! What a change of a document does: an example for each rule, laws that hold for all pairs, and the suite of another checker.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

#[path = "diff/incoming.rs"]
mod incoming;
#[path = "diff/laws.rs"]
mod laws;
#[path = "diff/suite.rs"]
mod suite;

use std::fs;
use std::path::Path;
use tenon::diagnostic::Diagnostics;
use tenon::ir::Api;
use tenon::load::{Budgets, Sources};
use tenon::names::Lock;
use tenon::review::diff::{self, Report, Rule, Side};
use tenon::{Settings, analyse};
use tests::{expect, root};

/// A document, read and decided.
struct Document {
    sources: Sources,
    api: Api,
}

impl Document {
    fn read(name: &str, bytes: &[u8], names: Option<&Lock>) -> Option<Self> {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut read =
            |file: &str| fs::read(root().join(folder).join(file)).map_err(|_| "there is no such file".to_owned());
        Self::with(name, bytes, names, &mut read)
    }

    /// With files beside it.
    fn with(
        name: &str,
        bytes: &[u8],
        names: Option<&Lock>,
        read: &mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
    ) -> Option<Self> {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        sources.read(name, bytes, &Budgets::default(), &mut diagnostics)?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        sources.gather(folder, read, &Budgets::default(), &mut diagnostics);
        let settings = Settings { names: names.cloned().unwrap_or_default(), ..Settings::default() };
        let api = analyse(&sources, "api", &settings, &mut diagnostics)?;
        Some(Self { sources, api })
    }

    /// One of the repository's files, with the names of another document.
    fn file(path: &str, names: Option<&Lock>) -> Self {
        let bytes = fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        Self::read(path, &bytes, names).unwrap_or_else(|| panic!("{path} is no document"))
    }

    fn side(&self) -> Side<'_> {
        Side { api: &self.api, sources: &self.sources }
    }
}

/// The report of a change from one text to another.
fn report(name: &str, base: &[u8], revision: &[u8]) -> Option<Report> {
    let base = Document::read(name, base, None)?;
    let revision = Document::read(name, revision, Some(&base.api.names))?;
    Some(diff::compare(base.side(), revision.side()))
}

/// The report of two files of the repository.
fn report_of(base: &str, revision: &str) -> Report {
    let base = Document::file(base, None);
    let revision = Document::file(revision, Some(&base.api.names));
    diff::compare(base.side(), revision.side())
}

#[test]
fn every_rule_has_an_example() {
    let mut wrong = Vec::new();
    for rule in Rule::ALL {
        let folder = format!("tests/diff/{}", rule.id());
        let report = report_of(&format!("{folder}/base.yaml"), &format!("{folder}/revision.yaml"));
        let text = diff::text(&report);
        if !report.findings.iter().any(|f| f.rule == *rule) {
            wrong.push(format!("{} is not found:\n{text}", rule.id()));
        }
        wrong.extend(expect(&root().join(&folder).join("expected.txt"), &text).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_is_made_from_the_rules() {
    expect(&root().join("docs/diff-rules.md"), &diff::list()).unwrap();
}

#[test]
fn the_change_in_the_documentation_is_reported_so() {
    let report = Report { api: "quiva".to_owned(), ..report_of("specs/quiva/openapi.yaml", "docs/diff/revision.yaml") };
    let folder = root().join("docs/diff");
    let reports = [report];
    let mut wrong = Vec::new();
    wrong.extend(expect(&folder.join("report.txt"), &diff::text(&reports[0])).err());
    wrong.extend(expect(&folder.join("report.md"), &diff::markdown(&reports)).err());
    wrong.extend(expect(&folder.join("report.html"), &diff::html(&reports)).err());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The texts of an example.
fn example(folder: &Path) -> [Vec<u8>; 2] {
    ["base.yaml", "revision.yaml"].map(|name| fs::read(folder.join(name)).unwrap())
}
