//! The report for a terminal.
use std::fmt::Write;

use super::finding::{Finding, Report};
use super::words;

/// The verdict in one line, then groups.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut out = format!("{}\n", words::verdict(report));
    if report.findings.is_empty() {
        return out;
    }
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}", words::versions(report));
    for (subject, findings) in words::groups(report) {
        let told = findings.iter().filter(|f| words::is_told(f)).collect::<Vec<_>>();
        let _ = writeln!(out, "\n{}", words::heading(&subject, &findings));
        told.iter().for_each(|finding| one(&mut out, finding));
        let prose = findings.len() - told.len();
        if prose > 0 {
            let _ = writeln!(out, "  note {}", prose_line(&findings));
        }
    }
    out
}

/// `prose-changed: description; .name: description`
pub(super) fn prose_line(findings: &[&Finding]) -> String {
    let prose = findings.iter().filter(|f| !words::is_told(f));
    let each = prose.map(|f| match (f.path.as_str(), f.said.as_str()) {
        ("", said) => said.to_owned(),
        (path, "") => path.to_owned(),
        (path, said) => format!("{path} {said}"),
    });
    let each = each.filter(|told| !told.is_empty()).collect::<Vec<_>>().join("; ");
    if each.is_empty() { "prose-changed".to_owned() } else { format!("prose-changed: {each}") }
}

fn one(out: &mut String, finding: &Finding) {
    let _ = writeln!(out, "  {} {}", finding.severity(), words::line(finding));
    let axes = words::axes(finding);
    if !axes.is_empty() {
        let _ = writeln!(out, "    {axes}");
    }
    for (_, reason) in &finding.accepted {
        let _ = writeln!(out, "    accepted: {reason}");
    }
    for (sign, spot) in [('-', &finding.base), ('+', &finding.revision)] {
        if let Some(spot) = spot {
            let _ = writeln!(out, "    {sign} {}:{} #{}", spot.file, spot.line, spot.pointer);
        }
    }
    for (sign, lines) in [('-', &finding.rust_before), ('+', &finding.rust_after)] {
        lines.iter().for_each(|line| _ = writeln!(out, "    {sign} {line}"));
    }
}
