//! The report as annotations of a workflow on GitHub: the worst first, for only the first ten of a step are shown.
use std::fmt::Write;

use super::finding::{Finding, Report};
use super::level::Severity;
use super::words;

/// `::error file=openapi.yaml,line=12,title=property-removed::...`, one a line; prose has none.
#[must_use]
pub fn github(reports: &[Report]) -> String {
    let mut all = reports.iter().flat_map(|r| &r.findings).filter(|f| words::is_told(f)).collect::<Vec<_>>();
    all.sort_by_key(|f| std::cmp::Reverse(f.severity()));
    all.into_iter().map(annotation).collect()
}

fn annotation(finding: &Finding) -> String {
    let level = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut out = format!("::{level} ");
    // What is gone has a line in the base only, and annotations are of the revision.
    if let Some(spot) = &finding.revision {
        let _ = write!(out, "file={},line={},", escaped(&spot.file, true), spot.line);
    }
    let axes = words::axes(finding);
    let axes = if axes.is_empty() { axes } else { format!("\n{axes}") };
    let reached = match finding.operations.len() {
        0 | 1 => String::new(),
        count => format!("\naffects {}", words::counted(count, "operation")),
    };
    let place = finding.place();
    let said = if finding.said.is_empty() { String::new() } else { format!(": {}", finding.said) };
    let message = escaped(&format!("{place}{said}{axes}{reached}"), false);
    let _ = writeln!(out, "title={}::{message}", finding.rule.id());
    out
}

fn escaped(text: &str, property: bool) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    if property { text.replace(':', "%3A").replace(',', "%2C") } else { text }
}
