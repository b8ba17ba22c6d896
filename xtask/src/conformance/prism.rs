//! Prism serves a document to its emitted client, which asks for every declared reply.
use super::document::Described;
use super::process::Server;
use super::{Places, Row, tools};
use crate::failure::Failure;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Ends a Node program when its standard input does.
pub(super) const UNTIL: &str = "process.stdin.resume().on('end', () => process.exit());\n";

pub(super) fn run(places: &Places, prism: &Path, api: &Described) -> Result<Row, Failure> {
    let until = places.home.join("until_stdin_ends.cjs");
    fs::write(&until, UNTIL).map_err(Failure::disk("write", &until))?;
    let mut command = Command::new("node");
    command.arg("--require").arg(&until).arg(prism);
    command.args(["mock", "--errors", "--port", "0"]).arg(&api.path);
    let server = Server::start(command)?;

    let client = places.examples.join("conformance_client");
    let output = Command::new(&client)
        .args([&api.api, &server.url])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(Failure::disk("run", &client))?;
    let lines = String::from_utf8_lossy(&output.stdout);
    let seen = lines.lines().filter_map(seen).collect::<Vec<_>>();
    let statuses = seen.iter().map(|(status, ..)| (*status).to_owned()).collect::<BTreeSet<_>>();
    let trouble = if statuses == api.statuses() {
        (!output.status.success()).then(|| format!("the client ended with {}", output.status))
    } else {
        Some(format!("asked for {}; declared are {}", list(&statuses), list(&api.statuses())))
    };
    Ok(Row {
        tool: tools::PRISM.name,
        api: api.api.clone(),
        how: list(&statuses),
        cases: seen.iter().map(|(_, cases, _)| cases).sum(),
        failures: seen.iter().map(|(.., failures)| failures).sum(),
        trouble,
    })
}

/// `STATUS CASES FAILURES`, as the client prints it.
fn seen(line: &str) -> Option<(&str, u64, u64)> {
    let mut words = line.split(' ');
    Some((words.next()?, words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

fn list(statuses: &BTreeSet<String>) -> String {
    statuses.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}
