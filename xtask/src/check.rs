//! `check`: all reports about documents, in the form that the reader wants.
use crate::arguments::{Check, Deny, Format};
use crate::documents::{self, Loaded};
use crate::failure::Failure;
use crate::sarif;
use serde_json::{Value, json};
use std::fmt::Write;
use tenon::diagnostic::{self, Diagnostic, Diagnostics, Severity};
use tenon::load::Sources;

pub(crate) fn run(arguments: &Check) -> Result<(), Failure> {
    let mut broken = false;
    let mut denied = false;
    let (mut objects, mut results) = (Vec::new(), Vec::new());
    for (index, file) in arguments.files.iter().enumerate() {
        let module = crate::workspace::module_name(None, file).unwrap_or_else(|_| "api".to_owned());
        let loaded = documents::load(
            file,
            &documents::shown(file),
            documents::home(file),
            arguments.settings.as_deref(),
            arguments.within.as_deref(),
        );
        let Loaded { sources, mut diagnostics, complete, settings } = match loaded {
            Ok(loaded) => loaded,
            Err(failure) => {
                // The other files are checked all the same.
                broken = true;
                failure.print();
                continue;
            }
        };
        if complete {
            tenon::check(&sources, &module, &settings, &mut diagnostics);
        }
        if arguments.strict {
            diagnostics.sharpen();
        }
        broken |= diagnostics.has_errors();
        denied |= arguments.deny.is_some_and(|deny| is_denied(deny, &diagnostics));
        match arguments.format {
            Format::Text => anstream::print!("{}", documents::drawn(&diagnostics, &sources)),
            Format::Short => anstream::print!("{}", diagnostic::render_lines(&diagnostics, &sources)),
            Format::Json => objects.extend(diagnostics.iter().map(|d| object(d, &sources))),
            Format::Sarif => results.extend(diagnostics.iter().map(|d| sarif::result(d, &sources))),
            Format::Github => {
                anstream::print!("{}", diagnostics.iter().map(|d| annotation(d, &sources)).collect::<String>());
            }
        }
        if index + 1 == arguments.files.len() {
            // The process is about to end: nothing is gained by taking a large tree apart.
            std::mem::forget(sources);
        }
    }
    match arguments.format {
        Format::Json => anstream::println!("{:#}", Value::Array(objects)),
        Format::Sarif => anstream::println!("{:#}", sarif::log(&results)),
        Format::Text | Format::Short | Format::Github => {}
    }
    match (broken, denied) {
        (true, _) => Err(Failure::Document),
        (false, true) => Err(Failure::No),
        (false, false) => Ok(()),
    }
}

fn is_denied(deny: Deny, diagnostics: &Diagnostics) -> bool {
    let notes = deny == Deny::Notes && diagnostics.count(Severity::Note) > 0;
    notes || diagnostics.count(Severity::Warning) > 0
}

fn object(d: &Diagnostic, sources: &Sources) -> Value {
    let location = diagnostic::locate(d, sources);
    let place = location.as_ref().filter(|l| l.range.is_some());
    let related = d.related.iter().map(|(at, label)| {
        let written = sources.written(at);
        let source = sources.get(written.file);
        let start = source.and_then(|s| s.place(&written)).map(|p| p.key.unwrap_or(p.value).start);
        let (line, column) = source.zip(start).map(|(s, start)| s.line_column(start)).unzip();
        json!({ "file": source.map(|s| &s.name), "line": line, "column": column, "pointer": at.as_str(), "label": label })
    });
    json!({
        "code": d.code.id(),
        "severity": d.severity.to_string(),
        "message": d.message,
        "file": location.as_ref().map(|l| &l.name),
        "line": place.map(|l| l.line),
        "column": place.map(|l| l.column),
        "pointer": d.at.as_str(),
        "help": d.help,
        "related": related.collect::<Vec<_>>(),
    })
}

/// A workflow command of GitHub Actions: `::error file=a.yaml,line=1,col=2,title=code::message`.
fn annotation(d: &Diagnostic, sources: &Sources) -> String {
    let level = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut out = format!("::{level} ");
    // Writing to a string cannot fail.
    if let Some(location) = diagnostic::locate(d, sources) {
        let _ = write!(out, "file={},", escaped(&location.name, true));
        if location.range.is_some() {
            let _ = write!(out, "line={},col={},", location.line, location.column);
        }
    }
    let message = d.help.iter().fold(d.message.clone(), |text, help| text + "\nhelp: " + help);
    let _ = writeln!(out, "title={}::{}", d.code.id(), escaped(&message, false));
    out
}

fn escaped(text: &str, property: bool) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    if property { text.replace(':', "%3A").replace(',', "%2C") } else { text }
}
