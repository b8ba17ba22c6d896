//! The table at the end: a line for each document, and what they come to together.
use super::compile::Said;
use super::one::Facts;
use crate::measure::Usage;
use std::collections::BTreeMap;

/// A document and what became of it.
pub(super) struct Row {
    /// Relative to the directory.
    pub(super) document: String,
    pub(super) facts: Facts,
    pub(super) outcome: Outcome,
    /// `None`: it was not compiled.
    pub(super) said: Option<Said>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Generated whole.
    Good,
    /// It has errors; what they do not touch was generated.
    Refused,
    /// The same, and it is known to be invalid: the ledger says so.
    Invalid,
    /// The generator did not come to its end.
    Crashed(String),
}

impl Row {
    /// Whether the generator or what it emitted is at fault.
    pub(super) fn is_bad(&self) -> bool {
        let clean = |s: &Said| s.compiled && s.errors == 0 && s.warnings == 0;
        matches!(self.outcome, Outcome::Crashed(_)) || !self.said.as_ref().is_none_or(clean)
    }

    fn result(&self) -> String {
        let mut words = Vec::new();
        match &self.outcome {
            Outcome::Crashed(why) => words.push(format!("crashed ({why})")),
            Outcome::Refused => words.push(format!("refused ({})", counts(&self.facts.errors))),
            Outcome::Invalid => words.push(format!("invalid ({})", counts(&self.facts.errors))),
            Outcome::Good => {}
        }
        match &self.said {
            Some(Said { errors, first, .. }) if *errors > 0 => {
                words.push(format!("does not compile ({errors} errors, {first})"));
            }
            Some(Said { compiled: false, .. }) => words.push("was not compiled".to_owned()),
            Some(Said { warnings, first, .. }) if *warnings > 0 => {
                words.push(format!("compiles with {warnings} warnings ({first})"));
            }
            Some(_) if self.outcome != Outcome::Good => words.push("the rest compiles".to_owned()),
            _ => {}
        }
        if words.is_empty() { "ok".to_owned() } else { words.join("; ") }
    }
}

pub(super) fn print(rows: &[Row]) {
    let widest = rows.iter().map(|row| row.document.chars().count()).max().unwrap_or_default().max("document".len());
    let head = format!(
        "{:<widest$} {:>10} {:>8} {:>7} {:>8} {:>6} {:>7} {:>7}  result",
        "document", "operations", "generate", "MB", "check", "MB", "places", "untyped"
    );
    anstream::println!("{head}");
    for row in rows {
        let (generate, check) = (row.facts.usage, row.said.as_ref().and_then(|s| s.usage));
        let colour = match (row.is_bad(), &row.outcome) {
            (true, _) => "\u{1b}[1;31m",
            (false, Outcome::Refused | Outcome::Invalid) => "\u{1b}[33m",
            _ => "\u{1b}[32m",
        };
        anstream::println!(
            "{:<widest$} {:>10} {} {} {:>7} {:>7}  {colour}{}\u{1b}[0m",
            row.document,
            row.facts.operations,
            cells(generate, 8, 7),
            cells(check, 8, 6),
            row.facts.places,
            row.facts.untyped.values().sum::<usize>(),
            row.result(),
        );
    }
    total(rows);
}

/// `   0.12s     34`
fn cells(usage: Option<Usage>, seconds: usize, megabytes: usize) -> String {
    match usage {
        Some(u) => format!("{:>seconds$} {:>megabytes$.0}", format!("{:.2}s", u.seconds), u.megabytes),
        None => format!("{:>seconds$} {:>megabytes$}", "-", "-"),
    }
}

fn total(rows: &[Row]) {
    let sum = |of: fn(&Facts) -> usize| rows.iter().map(|row| of(&row.facts)).sum::<usize>();
    let seconds = |of: fn(&Row) -> Option<Usage>| rows.iter().filter_map(of).map(|u| u.seconds).fold(0.0, |a, b| a + b);
    let of = |outcome: Outcome| rows.iter().filter(|row| row.outcome == outcome).count();
    let (invalid, refused) = (of(Outcome::Invalid), of(Outcome::Refused));
    let bad = rows.iter().filter(|row| row.is_bad()).count();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for (reason, count) in rows.iter().flat_map(|row| &row.facts.untyped) {
        *reasons.entry(reason.clone()).or_default() += count;
    }
    let (places, free) = (sum(|f| f.places), sum(|f| f.unconstrained));
    let untyped: usize = reasons.values().sum();
    let share = if places == 0 { 0.0 } else { untyped as f64 * 100.0 / places as f64 };
    anstream::println!(
        "\n{} documents, {} operations: {} good, {invalid} invalid, {refused} refused, {bad} bad; {:.1} s of CPU to generate, {:.1} s to compile",
        rows.len(),
        sum(|f| f.operations),
        rows.iter().filter(|row| row.outcome == Outcome::Good && !row.is_bad()).count(),
        seconds(|row| row.facts.usage),
        seconds(|row| row.said.as_ref()?.usage),
    );
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", counts(&reasons)) };
    anstream::println!(
        "{places} places carry a schema: {free} of them say nothing, {untyped} ({share:.2}%) end as any JSON for another reason{reasons}"
    );
}

/// `unknown-reference 4, wrong-type 1`
fn counts(of: &BTreeMap<String, usize>) -> String {
    of.iter().map(|(word, count)| format!("{word} {count}")).collect::<Vec<_>>().join(", ")
}
