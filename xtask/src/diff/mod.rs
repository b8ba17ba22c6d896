//! `diff`: what a change of a document does, and to whom.
mod inputs;
pub(crate) mod oracle;
pub(crate) mod rule;

use crate::arguments::{Diff, FailOn};
use crate::documents;
use crate::failure::Failure;
use crate::workspace::Root;
use inputs::{Document, Input};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use tenon::ir::Api;
use tenon::review::diff::{self, Accepted, Report, Severity, Side};

/// What has been accepted, beside the document.
const ACCEPTED: &str = "accepted.toml";

pub(crate) fn run(root: &Result<Root, Failure>, arguments: &Diff) -> Result<(), Failure> {
    let formats = arguments.format.iter().map(|text| parsed(text)).collect::<Result<Vec<_>, _>>()?;
    let pairs = inputs::pairs(
        root,
        &arguments.base,
        arguments.revision.as_deref(),
        arguments.merge_base,
        arguments.name.as_deref(),
    )?;
    let (mut reports, mut stale, mut gone) = (Vec::new(), Vec::new(), false);
    for (api, base, revision) in &pairs {
        match (base, revision) {
            (Some(base), Some(revision)) => {
                let mut report = compared(api, base, revision)?;
                stale.extend(accepted(arguments.accepted.as_deref(), revision, &mut report)?);
                reports.push(report);
            }
            (None, Some(_)) => anstream::eprintln!("note: `{api}` is new"),
            (Some(_), None) => {
                gone = true;
                anstream::eprintln!("error: `{api}` is gone, and with it all that used it");
            }
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
    if !stale.is_empty() {
        return Err(Failure::Stale(format!("{}\n  = help: take it out of `accepted.toml`", stale.join("\n       "))));
    }
    let worst = reports.iter().filter_map(Report::severity).max();
    let limit = match arguments.fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Note => Severity::Note,
        FailOn::Never => return Ok(()),
    };
    if gone || worst.is_some_and(|worst| worst >= limit) { Err(Failure::No) } else { Ok(()) }
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
        "markdown" => diff::markdown(reports),
        "github" => diff::github(reports),
        "html" => diff::html(reports),
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

/// Takes out what was accepted; what holds for nothing is told.
fn accepted(given: Option<&Path>, revision: &Input, report: &mut Report) -> Result<Vec<String>, Failure> {
    let text = match given {
        Some(path) => {
            Some(std::fs::read_to_string(path).map_err(|error| Failure::Read { path: path.to_owned(), error })?)
        }
        None => revision.beside(ACCEPTED)?,
    };
    let Some(text) = text else { return Ok(Vec::new()) };
    let accepted = Accepted::read(&text).map_err(|why| Failure::Usage(format!("`{ACCEPTED}`: {why}")))?;
    Ok(accepted.apply(report, &today()))
}

/// `2027-01-31`, as UTC has it.
fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let days = i64::try_from(since.as_secs() / 86_400).unwrap_or_default();
    // Days since 0000-03-01 in eras of 400 years: a year that begins in March has its leap day at the end.
    let shifted = days + 719_468;
    let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (date, month) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    format!("{:04}-{month:02}-{date:02}", era * 400 + year + i64::from(month <= 2))
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
