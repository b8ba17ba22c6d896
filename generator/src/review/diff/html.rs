//! The report as a page: one file, nothing from the network, to be read by keyboard, in light and in dark.
use std::fmt::Write;

use super::finding::{Finding, Report, Spot};
use super::level::{Axis, Severity};
use super::words;

/// Everything around the findings: style, filters, keys.
const PAGE: &str = include_str!("page.html");

/// All reports on one page.
#[must_use]
pub fn html(reports: &[Report]) -> String {
    let title = reports.iter().map(|report| report.api.as_str()).collect::<Vec<_>>().join(", ");
    let body = reports.iter().map(section).collect::<String>();
    // The one place is filled last, so that nothing in a document can be taken for it.
    let (head, tail) = PAGE.split_once("{{findings}}").unwrap_or((PAGE, ""));
    format!("{}{body}{tail}", head.replace("{{title}}", &escaped(&title)))
}

fn section(report: &Report) -> String {
    let worst = report.severity().map_or("none".to_owned(), |s| s.to_string());
    let mut out = format!(
        "<section class=\"api\" data-api=\"{0}\"><header class=\"{worst}\"><h2>{0}</h2><p class=\"verdict\">{1}</p>",
        escaped(&report.api),
        escaped(&words::verdict(report))
    );
    if !report.findings.is_empty() {
        let _ = write!(out, "<p>{}</p>", escaped(&words::versions(report)));
        out.push_str("<ul class=\"counts\">");
        for axis in Axis::ALL {
            let (errors, warnings) = (report.count(axis, Severity::Error), report.count(axis, Severity::Warning));
            let class = if errors > 0 {
                "error"
            } else if warnings > 0 {
                "warning"
            } else {
                "note"
            };
            let said = match (errors, warnings - errors) {
                (0, 0) => "fine".to_owned(),
                (0, n) => words::counted(n, "warning"),
                (n, 0) => words::counted(n, "error"),
                (n, m) => format!("{}, {}", words::counted(n, "error"), words::counted(m, "warning")),
            };
            let _ = write!(out, "<li class=\"{class}\"><b>{}</b> {said}</li>", axis.id());
        }
        out.push_str("</ul>");
    }
    out.push_str("</header>");
    for (subject, findings) in words::groups(report) {
        let heading = escaped(&words::heading(&subject, &findings));
        let _ = write!(out, "<div class=\"group\"><h3>{heading}</h3>");
        findings.iter().for_each(|f| out.push_str(&article(f)));
        out.push_str("</div>");
    }
    out.push_str("</section>");
    out
}

fn article(f: &Finding) -> String {
    let severity = f.severity();
    let axes = Axis::ALL.map(|axis| (axis, f.severity_on(axis), f.levels.word(axis)));
    let said = axes.iter().map(|(axis, severity, _)| format!("{}={severity}", axis.id())).collect::<Vec<_>>().join(" ");
    let open = if severity == Severity::Error { " open" } else { "" };
    let operations = f.operations.join("\n");
    let mut out = format!(
        "<details class=\"finding {severity}\"{open} id=\"f{}\" data-severity=\"{severity}\" data-axes=\"{said}\" data-operations=\"{}\"><summary><span class=\"severity\">{severity}</span> <code>{}</code> <span class=\"path\">{}</span>",
        f.fingerprint(),
        escaped(&operations),
        f.rule.id(),
        escaped(&f.path),
    );
    if !f.said.is_empty() {
        let _ = write!(out, " <span class=\"said\">{}</span>", code(&f.said));
    }
    out.push_str("</summary>");
    let _ = write!(out, "<p class=\"about\">{}</p><ul class=\"axes\">", code(f.rule.about()));
    for (axis, severity, word) in axes {
        let _ = write!(out, "<li class=\"{severity}\">{} <b>{word}</b></li>", axis.id());
    }
    out.push_str("</ul>");
    for (axis, reason) in &f.accepted {
        let _ = write!(out, "<p class=\"accepted\">{} accepted: {}</p>", axis.id(), escaped(reason));
    }
    out.push_str("<div class=\"sides\">");
    for (word, spot, rust) in [("before", &f.base, &f.rust_before), ("after", &f.revision, &f.rust_after)] {
        out.push_str(&side(word, spot.as_ref(), rust));
    }
    out.push_str("</div>");
    if f.operations.len() > 1 {
        let _ = write!(out, "<p class=\"operations\">Affects {}:", words::counted(f.operations.len(), "operation"));
        f.operations.iter().for_each(|o| _ = write!(out, " <code>{}</code>", escaped(o)));
        out.push_str("</p>");
    }
    out.push_str("</details>");
    out
}

fn side(word: &str, spot: Option<&Spot>, rust: &[String]) -> String {
    let mut out = format!("<div class=\"{word}\"><h4>{word}</h4>");
    if let Some(spot) = spot {
        let (file, pointer) = (escaped(&spot.file), escaped(&spot.pointer));
        let _ = write!(out, "<p class=\"place\" title=\"#{pointer}\">{file}:{}</p>", spot.line);
        if !spot.excerpt.is_empty() {
            let _ = write!(out, "<pre class=\"document\">{}</pre>", escaped(&spot.excerpt));
        }
    }
    if !rust.is_empty() {
        let lines = rust.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("\n");
        let _ = write!(out, "<pre class=\"rust\">{lines}</pre>");
    }
    out.push_str("</div>");
    out
}

/// Text with code between backticks.
fn code(text: &str) -> String {
    let parts = escaped(text);
    let each = parts.split('`').enumerate();
    each.map(|(at, part)| if at % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() }).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Characters that turn text round, or that nobody sees.
            c if crate::names::is_format(c) || c.is_control() && c != '\n' => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}
