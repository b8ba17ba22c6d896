//! `accepted.toml`: what a team has looked at and accepts, each with a reason, none for ever unless it says so.
use serde::Deserialize;

use super::finding::Report;
use super::level::{Axis, Severity};
use super::rule::Rule;

/// All that is accepted of one API.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// `[[accepted]]`
    #[serde(default)]
    pub accepted: Vec<Entry>,
}

/// One exemption.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// `property-removed`
    pub rule: String,
    /// As the report has it: `GET /pets query.limit`; a `*` at its end stands for all that begins so.
    pub place: String,
    /// `wire-client`; without it, all axes.
    pub axis: Option<String>,
    /// Why. Not empty.
    pub reason: String,
    /// The last day on which it holds: `2027-01-31`.
    pub expires: Option<String>,
}

impl Accepted {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let read = toml::from_str::<Self>(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        for entry in &read.accepted {
            if Rule::from_id(&entry.rule).is_none() {
                return Err(format!("`{}` is no rule", entry.rule));
            }
            if entry.axis.as_ref().is_some_and(|axis| Axis::from_id(axis).is_none()) {
                let axes = Axis::ALL.map(Axis::id).join(", ");
                return Err(format!("`{}` is no axis; there are {axes}", entry.axis.as_deref().unwrap_or_default()));
            }
            if entry.reason.trim().is_empty() {
                return Err(format!("`{}` at `{}` has no reason", entry.rule, entry.place));
            }
            if entry.expires.as_ref().is_some_and(|day| !is_day(day)) {
                return Err(format!("`{}` is no day like `2027-01-31`", entry.expires.as_deref().unwrap_or_default()));
            }
        }
        Ok(read)
    }

    /// Takes accepted axes out of a report; `today` as `2027-01-31`. What holds for nothing, or no longer, is told.
    pub fn apply(&self, report: &mut Report, today: &str) -> Vec<String> {
        let mut stale = Vec::new();
        for entry in &self.accepted {
            let named = format!("`{}` at `{}`", entry.rule, entry.place);
            if let Some(day) = entry.expires.as_ref().filter(|day| day.as_str() < today) {
                stale.push(format!("{named} was accepted until {day}"));
                continue;
            }
            let mut used = false;
            let axes = entry.axis.as_deref().and_then(Axis::from_id).map_or(Axis::ALL.to_vec(), |axis| vec![axis]);
            let is_place = |place: &str| match entry.place.strip_suffix('*') {
                Some(head) => place.starts_with(head),
                None => place == entry.place,
            };
            for finding in report.findings.iter_mut().filter(|f| f.rule.id() == entry.rule && is_place(&f.place())) {
                for axis in &axes {
                    if finding.severity_on(*axis) > Severity::Note {
                        used = true;
                        finding.levels.forgive(*axis);
                        finding.accepted.push((*axis, entry.reason.clone()));
                    }
                }
            }
            if !used {
                stale.push(format!("{named} is accepted and was not found"));
            }
        }
        report.findings.sort_by_key(|f| std::cmp::Reverse(f.severity()));
        stale
    }
}

fn is_day(text: &str) -> bool {
    let digits = |part: &str, long: usize| part.len() == long && part.bytes().all(|b| b.is_ascii_digit());
    let parts = text.split('-').collect::<Vec<_>>();
    matches!(parts.as_slice(), [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}
