//! `conformance`: other people's tools against what was emitted.
//!
//! schemathesis tries each emitted server, and Prism serves each document to its emitted client. The servers and clients
//! are examples of the crate `tests`, since this crate has to build before there is any generated code.
mod document;
mod petshop;
mod prism;
mod process;
mod recorded;
mod schemathesis;
mod tools;

use crate::arguments::{Conformance, Tool};
use crate::failure::Failure;
use crate::generate::chosen;
use crate::workspace::Root;
use document::Described;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The credential that the servers accept, whatever the scheme; the examples know it, too.
const TOKEN: &str = "conformance";

/// What one tool found about one API.
struct Row {
    tool: &'static str,
    api: String,
    /// How it was tried: the security scheme, the statuses.
    how: String,
    cases: u64,
    failures: u64,
    /// Why the tool's answer is no, if failures do not say it.
    trouble: Option<String>,
}

impl Row {
    fn is_good(&self) -> bool {
        self.failures == 0 && self.cases > 0 && self.trouble.is_none()
    }
}

/// Where things are.
struct Places {
    /// `target/conformance`: tools, overlaid documents, reports.
    home: PathBuf,
    /// The compiled examples of the crate `tests`.
    examples: PathBuf,
}

pub(crate) fn run(root: &Root, arguments: &Conformance) -> Result<(), Failure> {
    if let Some(document) = &arguments.shop {
        let places = places(root)?;
        let tool = tools::schemathesis(&places.home)?;
        return answer(&[petshop::other(root, &places, &tool, document)?]);
    }
    if let Some(directory) = &arguments.recorded {
        let places = places(root)?;
        let tool = tools::prism(&places.home)?;
        let documents = crate::breadth::recorded(root, directory)?;
        let known = recorded::Explained::read(&root.directory().join("tests").join("recorded.ledger"));
        let rows = documents.iter().map(|of| recorded::run(&places, &tool, of, &known));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        return answer(&rows);
    }
    let mut specs = root.documents()?;
    specs.push(petshop::spec(root));
    let chosen = chosen(&specs, &arguments.apis)?;
    let described = chosen.iter().map(|spec| Described::read(spec)).collect::<Result<Vec<_>, _>>()?;
    let places = places(root)?;
    let wanted = |tool| arguments.only.is_none_or(|only| only == tool);

    // What takes long or may be missing comes first, so that nothing is tried in vain.
    let schemathesis = wanted(Tool::Schemathesis).then(|| tools::schemathesis(&places.home)).transpose()?;
    let prism = wanted(Tool::Prism).then(|| tools::prism(&places.home)).transpose()?;
    build(root)?;

    let mut rows = Vec::new();
    for api in &described {
        if let Some(tool) = &schemathesis {
            let mut server = Command::new(places.examples.join("conformance_server"));
            server.arg(&api.api);
            rows.push(schemathesis::run(&places, tool, api, server)?);
        }
        if let Some(tool) = &prism {
            rows.push(prism::run(&places, tool, api)?);
        }
    }
    rows.sort_by_key(|row| row.tool != tools::SCHEMATHESIS.name);
    answer(&rows)
}

fn answer(rows: &[Row]) -> Result<(), Failure> {
    print(rows);
    if rows.iter().all(Row::is_good) { Ok(()) } else { Err(Failure::No) }
}

fn places(root: &Root) -> Result<Places, Failure> {
    let target = root.target()?;
    let home = target.join("conformance");
    std::fs::create_dir_all(&home).map_err(Failure::disk("create", &home))?;
    Ok(Places { home, examples: target.join("debug").join("examples") })
}

fn build(root: &Root) -> Result<(), Failure> {
    let built = root
        .cargo()
        .args(["build", "--quiet", "--package", "tests"])
        .args(["--example", "conformance_server", "--example", "conformance_client"])
        .status()
        .map_err(Failure::disk("run", Path::new("cargo")))?;
    if built.success() { Ok(()) } else { Err(Failure::No) }
}

fn print(rows: &[Row]) {
    let how = rows.iter().map(|row| row.how.chars().count()).max().unwrap_or_default().max(4);
    anstream::println!("\n{:<13} {:<16} {:<how$} {:>6} {:>9}", "tool", "api", "with", "cases", "failures");
    for row in rows {
        let Row { tool, api, how: with, cases, failures, .. } = row;
        let verdict = if row.is_good() { "\u{1b}[32mok\u{1b}[0m" } else { "\u{1b}[1;31mno\u{1b}[0m" };
        anstream::println!("{tool:<13} {api:<16} {with:<how$} {cases:>6} {failures:>9}  {verdict}");
        if let Some(trouble) = &row.trouble {
            anstream::println!("  {trouble}");
        }
    }
}
