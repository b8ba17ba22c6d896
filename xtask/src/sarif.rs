//! Reports as SARIF 2.1.0 (OASIS): the form that code scanning reads.
use serde_json::{Value, json};
use tenon::diagnostic::{self, Code, Diagnostic, Severity};
use tenon::load::Sources;

/// The whole log: one run, with every code as a rule.
pub(crate) fn log(results: &[Value]) -> Value {
    let rules = Code::ALL.iter().map(|code| {
        json!({
            "id": code.id(),
            "shortDescription": { "text": code.about() },
            "help": { "text": code.mend() },
            "defaultConfiguration": { "level": level(code.severity()) },
        })
    });
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "tenon",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// One report.
pub(crate) fn result(d: &Diagnostic, sources: &Sources) -> Value {
    let location = diagnostic::locate(d, sources).map(|l| {
        let region = l.range.as_ref().map(|_| json!({ "startLine": l.line, "startColumn": l.column }));
        let mut physical = json!({ "artifactLocation": { "uri": l.name } });
        if let (Some(region), Some(object)) = (region, physical.as_object_mut()) {
            object.insert("region".to_owned(), region);
        }
        json!({ "physicalLocation": physical, "logicalLocations": [{ "fullyQualifiedName": d.at.as_str() }] })
    });
    let message = d.help.iter().fold(d.message.clone(), |text, help| text + "\nhelp: " + help);
    json!({
        "ruleId": d.code.id(),
        "level": level(d.severity),
        "message": { "text": message },
        "locations": location.into_iter().collect::<Vec<_>>(),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
