//! The report for programs: versioned, and no field of it is a sentence that a program would have to read.
use serde_json::{Map, Value, json};

use super::finding::{Finding, Report, Spot};
use super::level::Axis;
use super::words;

/// Raised when a field changes its meaning or goes away.
const VERSION: u32 = 1;

/// An object with the reports of all APIs.
#[must_use]
pub fn json(reports: &[Report]) -> Value {
    json!({ "version": VERSION, "apis": reports.iter().map(report).collect::<Vec<_>>() })
}

fn report(report: &Report) -> Value {
    let b = report.bumps;
    json!({
        "api": report.api,
        "verdict": words::verdict(report),
        "severity": report.severity().map(|s| s.to_string()),
        "bump": {
            "document": b.document.to_string(),
            "types": b.types.to_string(),
            "client": b.client.to_string(),
            "server": b.server.to_string(),
        },
        "info_version": { "base": report.versions.0, "revision": report.versions.1, "suffices": report.version_suffices() },
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    let axes = Axis::ALL.into_iter().map(|axis| (axis.id().to_owned(), Value::from(finding.levels.word(axis))));
    let accepted = finding.accepted.iter().map(|(axis, reason)| json!({ "axis": axis.id(), "reason": reason }));
    json!({
        "rule": finding.rule.id(),
        "about": finding.rule.about(),
        "severity": finding.severity().to_string(),
        "place": finding.place(),
        "said": finding.said,
        "request": finding.request,
        "reply": finding.reply,
        "axes": axes.collect::<Map<_, _>>(),
        "operations": finding.operations,
        "base": finding.base.as_ref().map(spot),
        "revision": finding.revision.as_ref().map(spot),
        "rust": { "before": finding.rust_before, "after": finding.rust_after },
        "accepted": accepted.collect::<Vec<_>>(),
        "fingerprint": finding.fingerprint(),
    })
}

fn spot(spot: &Spot) -> Value {
    json!({ "file": spot.file, "line": spot.line, "pointer": spot.pointer })
}
