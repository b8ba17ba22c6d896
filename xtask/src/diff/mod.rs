//! `diff`: what a change of a document does, and to whom.
mod inputs;

use crate::arguments::{Diff, FailOn};
use crate::documents;
use crate::failure::Failure;
use crate::workspace::Root;
use inputs::{Document, Input};
use tenon::ir::Api;
use tenon::review::diff::{self, Report, Severity, Side};

pub(crate) fn run(root: &Result<Root, Failure>, arguments: &Diff) -> Result<(), Failure> {
    let formats = arguments.format.iter().map(|text| parsed(text)).collect::<Result<Vec<_>, _>>()?;
    let pairs = inputs::pairs(
        root,
        &arguments.base,
        arguments.revision.as_deref(),
        arguments.merge_base,
        arguments.name.as_deref(),
    )?;
    let mut reports = Vec::new();
    for (api, base, revision) in &pairs {
        match (base, revision) {
            (Some(base), Some(revision)) => reports.push(compared(api, base, revision)?),
            (None, Some(_)) => anstream::eprintln!("note: `{api}` is new"),
            (Some(_), None) => anstream::eprintln!("note: `{api}` is gone"),
            (None, None) => {}
        }
    }
    for (format, file) in &formats {
        let text = rendered(format, &reports);
        match file {
            Some(path) => std::fs::write(path, text).map_err(Failure::disk("write", path.as_ref()))?,
            None => anstream::print!("{text}"),
        }
    }
    let worst = reports.iter().filter_map(Report::severity).max();
    let limit = match arguments.fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Note => Severity::Note,
        FailOn::Never => return Ok(()),
    };
    if worst.is_some_and(|worst| worst >= limit) { Err(Failure::No) } else { Ok(()) }
}

/// `html=report.html`
fn parsed(text: &str) -> Result<(&str, Option<&str>), Failure> {
    let (format, file) = text.split_once('=').map_or((text, None), |(format, file)| (format, Some(file)));
    let known = ["text", "markdown", "json", "github", "html"];
    if known.contains(&format) {
        return Ok((format, file));
    }
    Err(Failure::Usage(format!("`{format}` is no format\n  = help: say one of {}", known.join(", "))))
}

fn rendered(format: &str, reports: &[Report]) -> String {
    match format {
        "json" => format!("{:#}\n", diff::json(reports)),
        _ => {
            let each = reports.iter().map(|report| match reports.len() {
                1 => diff::text(report),
                _ => format!("{}: {}", report.api, diff::text(report)),
            });
            each.collect::<Vec<_>>().join("\n")
        }
    }
}

fn compared(api: &str, base: &Input, revision: &Input) -> Result<Report, Failure> {
    let (old, mut new) = (base.read()?, revision.read()?);
    // Nothing to decide: the same bytes mean the same, if the same stands beside them.
    let alone = |read: &Document| read.sources.iter().count() == 1;
    if old.bytes == new.bytes && alone(&old) && alone(&new) && old.settings.names == new.settings.names {
        return Ok(Report { api: api.to_owned(), ..Report::default() });
    }
    let (old_sources, old_api) = decided(api, old)?;
    if !new.locked {
        new.settings.names = old_api.names.clone();
    }
    let (new_sources, new_api) = decided(api, new)?;
    let base = Side { api: &old_api, sources: &old_sources };
    Ok(diff::compare(base, Side { api: &new_api, sources: &new_sources }))
}

fn decided(api: &str, read: Document) -> Result<(tenon::load::Sources, Api), Failure> {
    let Document { sources, mut diagnostics, complete, settings, .. } = read;
    let decided = if complete { tenon::analyse(&sources, api, &settings, &mut diagnostics) } else { None };
    diagnostics.retain(|d| d.severity == tenon::diagnostic::Severity::Error);
    documents::report(&diagnostics, &sources);
    decided.map(|api| (sources, api)).ok_or(Failure::Document)
}
