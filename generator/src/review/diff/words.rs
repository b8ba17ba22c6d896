//! What every form of a report says: the verdict in one line, groups by operation, a finding in one line.
use rustc_hash::FxHashMap;

use super::finding::{Finding, Report};
use super::level::{Axis, Bump, Severity, Wire};
use super::rule::Rule;

/// `BREAKING: wire-client 2, source-client 5 → major`
#[must_use]
pub fn verdict(report: &Report) -> String {
    let at_least = |severity: Severity| {
        let counts = Axis::ALL.into_iter().map(|axis| (axis, report.count(axis, severity)));
        let told = counts.filter(|(_, count)| *count > 0).map(|(axis, count)| format!("{} {count}", axis.id()));
        told.collect::<Vec<_>>().join(", ")
    };
    let bump = report.bumps.all();
    match report.severity() {
        Some(Severity::Error) => format!("BREAKING: {} → {bump}", at_least(Severity::Error)),
        Some(Severity::Warning) => format!("LOOK: {} → {bump}", at_least(Severity::Warning)),
        Some(Severity::Note) if bump <= Bump::Patch => format!("PROSE ONLY → {bump}"),
        Some(Severity::Note) => format!("COMPATIBLE: {} → {bump}", counted(report.findings.len(), "change")),
        None => "NO CHANGE".to_owned(),
    }
}

/// `types minor, client major, server none; info.version 1.0.0 → 1.1.0, which is not enough: what travels asks for 2.0.0`
#[must_use]
pub fn versions(report: &Report) -> String {
    let b = report.bumps;
    let (old, new) = &report.versions;
    let enough = match report.version_suffices() {
        None => String::new(),
        Some(true) => ", which suffices".to_owned(),
        Some(false) => format!(", which is not enough: what travels asks for {}", report.next_version()),
    };
    let version = if old == new { format!("stays {old}") } else { format!("{old} → {new}") };
    let first = deployment(report).map(|first| format!("; {first}")).unwrap_or_default();
    format!("types {}, client {}, server {}; info.version {version}{enough}{first}", b.types, b.client, b.server)
}

/// Which side can be deployed first, where that is not the same.
fn deployment(report: &Report) -> Option<&'static str> {
    let any = |of: fn(&Finding) -> Wire| report.findings.iter().any(|f| of(f) == Wire::Break);
    match (any(|f| f.levels.wire_client), any(|f| f.levels.wire_server)) {
        (false, false) => None,
        (false, true) => Some("deploy servers first"),
        (true, false) => Some("deploy clients first"),
        (true, true) => Some("clients and servers must be deployed together"),
    }
}

/// Findings under the operation or the schema that they are at, in the order of the worst of each.
#[must_use]
pub fn groups(report: &Report) -> Vec<(String, Vec<&Finding>)> {
    let mut groups: Vec<(String, Vec<&Finding>)> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for finding in &report.findings {
        let at = *known.entry(&finding.subject).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, all)) => all.push(finding),
            None => groups.push((finding.subject.clone(), vec![finding])),
        }
    }
    groups
}

/// `POST /pets`, or `Pet (affects 12 operations)`.
#[must_use]
pub fn heading(subject: &str, findings: &[&Finding]) -> String {
    let mut reached = findings.iter().flat_map(|f| &f.operations).collect::<Vec<_>>();
    reached.sort();
    reached.dedup();
    match reached.as_slice() {
        [] => subject.to_owned(),
        [one] if *one == subject => subject.to_owned(),
        all => format!("{subject} (affects {})", counted(all.len(), "operation")),
    }
}

/// `.limit: 5 → 6 (request)`: place within its group, what it was and is, and the way it travels.
#[must_use]
pub fn line(finding: &Finding) -> String {
    let flow = match (finding.request, finding.reply) {
        // Where the place says it already, it is not said again.
        _ if finding.subject.contains(" /") => "",
        (true, true) => " (requests and replies)",
        (true, false) => " (requests)",
        (false, true) => " (replies)",
        (false, false) => "",
    };
    let said = match finding.said.as_str() {
        "" => String::new(),
        said => format!(": {said}"),
    };
    let path = if finding.path.is_empty() { String::new() } else { format!(" {}", finding.path) };
    format!("{}{path}{said}{flow}", finding.rule.id())
}

/// `wire-client break, source-client loud`; only axes on which something happens.
#[must_use]
pub fn axes(finding: &Finding) -> String {
    let told = Axis::ALL.into_iter().filter_map(|axis| {
        let word = finding.levels.word(axis);
        let accepted = finding.accepted.iter().any(|(on, _)| *on == axis);
        let quiet = ["ok", "none"].contains(&word);
        match (accepted, quiet) {
            (true, _) => Some(format!("{} accepted", axis.id())),
            (false, true) => None,
            (false, false) => Some(format!("{} {word}", axis.id())),
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

/// `1 operation`, `2 operations`
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Whether a finding is told one by one: prose is counted.
#[must_use]
pub fn is_told(finding: &Finding) -> bool {
    finding.rule != Rule::ProseChanged
}
