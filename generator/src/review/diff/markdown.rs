//! The report as a comment on a pull request: the verdict, then what is worst, folded; never longer than a comment may be.
use std::fmt::Write;

use super::finding::{Finding, Report};
use super::level::Severity;
use super::text::prose_line;
use super::words;

/// A comment may have 65,536 characters.
const LONGEST: usize = 60_000;

/// All reports in one comment, with a marker by which the next run finds it.
#[must_use]
pub fn markdown(reports: &[Report]) -> String {
    let mut out = String::from("<!-- tenon-diff -->\n");
    let mut left_out = 0;
    for report in reports {
        let _ = write!(out, "### `{}`: {}\n\n", report.api, words::verdict(report));
        if report.findings.is_empty() {
            continue;
        }
        let _ = write!(out, "{}.\n\n", words::versions(report));
        for (subject, findings) in words::groups(report) {
            let group = group(&subject, &findings);
            if out.len() + group.len() > LONGEST {
                left_out += findings.len();
            } else {
                out.push_str(&group);
            }
        }
    }
    if left_out > 0 {
        let _ =
            writeln!(out, "{} more did not fit here; `--format html` has all.", words::counted(left_out, "finding"));
    }
    out
}

fn group(subject: &str, findings: &[&Finding]) -> String {
    let worst = findings.iter().map(|f| f.severity()).max().unwrap_or_default();
    let open = if worst == Severity::Error { " open" } else { "" };
    let heading = escaped(&words::heading(subject, findings));
    let mut out = format!("<details{open}><summary>{} <b>{heading}</b></summary>\n\n", sign(worst));
    for finding in findings.iter().filter(|f| words::is_told(f)) {
        let axes = words::axes(finding);
        let axes = if axes.is_empty() { String::new() } else { format!(" — {axes}") };
        let _ = writeln!(out, "- {} {}{axes}", sign(finding.severity()), line(finding));
        let reasons =
            finding.accepted.iter().map(|(_, reason)| reason.as_str()).collect::<std::collections::BTreeSet<_>>();
        for reason in reasons {
            let _ = writeln!(out, "  accepted: {}", escaped(reason));
        }
        let lines = [('-', &finding.rust_before), ('+', &finding.rust_after)];
        if lines.iter().any(|(_, lines)| !lines.is_empty()) {
            out.push_str("  ```diff\n");
            for (sign, lines) in lines {
                lines.iter().for_each(|line| _ = writeln!(out, "  {sign} {}", line.replace("```", "` ` `")));
            }
            out.push_str("  ```\n");
        }
    }
    if findings.iter().any(|f| !words::is_told(f)) {
        let _ = writeln!(out, "- {} {}", sign(Severity::Note), escaped(&prose_line(findings)));
    }
    out.push_str("\n</details>\n\n");
    out
}

fn line(finding: &Finding) -> String {
    let line = words::line(finding);
    let (rule, rest) = line.split_at(finding.rule.id().len());
    format!("**{rule}**{}", escaped(rest))
}

fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "🔴",
        Severity::Warning => "🟡",
        Severity::Note => "⚪",
    }
}

/// Text of a document is never markup.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' => {
                code = !code;
                out.push(c);
            }
            '<' if !code => out.push_str("&lt;"),
            '*' | '_' | '[' | ']' | '|' | '#' | '@' if !code => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    if code {
        out.push('`');
    }
    out
}
