//! schemathesis tries an emitted server: every check, right and wrong requests.
use super::document::Described;
use super::process::Server;
use super::{Places, Row, TOKEN, tools};
use crate::failure::Failure;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The same cases each time.
const SEED: &str = "1";
/// Per operation and phase; the whole of the five APIs takes about a minute.
const EXAMPLES: &str = "200";

/// Every credential goes with every request: schemathesis takes them away or replaces them to see what happens. With one
/// of two alternatives alone, it would replace the other and wonder that the request is let in.
pub(super) fn run(places: &Places, schemathesis: &Path, api: &Described, server: Command) -> Result<Row, Failure> {
    let write = |path: &Path, text: &str| fs::write(path, text).map_err(Failure::disk("write", path));
    let directory = places.home.join("runs").join(&api.api);
    fs::create_dir_all(&directory).map_err(Failure::disk("create", &directory))?;
    let [document, report, log] = ["openapi.json", "report.json", "log.txt"].map(|name| directory.join(name));
    write(&document, &format!("{:#}", api.with_unauthorized()))?;
    // An old report must not speak for this run.
    let _ = fs::remove_file(&report);

    let server = Server::start(server)?;
    let credentials = api.credentials(TOKEN);
    let output = Command::new(schemathesis)
        .arg("run")
        .arg(&document)
        .args(["--url", &server.url, "--checks", "all", "--mode", "all", "--continue-on-failure"])
        .args(["--seed", SEED, "--max-examples", EXAMPLES, "--generation-database", "none", "--no-color"])
        .args(credentials.iter().flat_map(|(_, header)| ["--header", header]))
        .args(["--report", "json", "--report-json-path"])
        .arg(&report)
        .current_dir(&directory)
        .stdin(Stdio::null())
        .output()
        .map_err(Failure::disk("run", schemathesis))?;
    let text = String::from_utf8_lossy(&output.stdout);
    write(&log, &text)?;
    let report = fs::read(&report).ok().and_then(|text| serde_json::from_slice::<Value>(&text).ok());
    let (cases, failures) = report.as_ref().and_then(counts).unwrap_or_default();
    if !output.status.success() {
        anstream::eprintln!("{text}{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(Row {
        tool: tools::SCHEMATHESIS.name,
        api: api.api.clone(),
        how: credentials.iter().map(|(scheme, _)| scheme.as_str()).collect::<Vec<_>>().join(" "),
        cases,
        failures,
        trouble: (!output.status.success()).then(|| format!("{}, see `{}`", output.status, log.display())),
    })
}

/// How many cases there were, and how many failed.
fn counts(report: &Value) -> Option<(u64, u64)> {
    let count = |name| report.get("test_cases")?.get(name)?.as_u64();
    Some((count("generated")?, count("with_failures")? + count("errored")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cases_that_could_not_be_tried_are_failures() {
        let report = json!({"test_cases": {"generated": 216, "with_failures": 2, "errored": 1}});
        assert_eq!(counts(&report), Some((216, 3)));
        assert_eq!(counts(&json!({})), None);
    }
}
