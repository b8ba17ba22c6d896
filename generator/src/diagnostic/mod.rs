//! Reports as values: a code, a place, what is wrong, what to do.
//!
//! Every stage pushes into one [`Diagnostics`] and goes on; where a report is in the text is looked up when all are there.
mod code;
mod explain;
mod place;
mod render;

pub use code::Code;
pub use explain::list;
pub use place::{Location, locate};
pub use render::{count, render, render_lines};

use crate::load::{Pointer, Sources};
use rustc_hash::FxHashSet;
use std::fmt;

/// How bad it is. Errors stop the run before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Something is not as it was written, or not carried over; the files are generated all the same.
    Warning,
    /// A decision that is worth knowing.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// Which part of a member a report underlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The key of the member, where the key itself is what is wrong.
    Key,
    /// The value.
    Value,
}

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What the report is about; see [`Code::about`].
    pub code: Code,
    /// How bad it is: what the code says.
    pub severity: Severity,
    /// The node that is wrong, or the one in which something is missing.
    pub at: Pointer,
    /// What to underline of that node.
    pub part: Part,
    /// One sentence that says what is wrong, names in backquotes.
    pub message: String,
    /// What to do, one line each: of an error there is always one.
    pub help: Vec<String>,
    /// Other places that matter, with a word each.
    pub related: Vec<(Pointer, String)>,
    /// Where the text could not be read as a tree: byte offset into the file instead of a node.
    pub offset: Option<usize>,
}

impl Diagnostic {
    /// Adds a line that says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help.push(help.into());
        self
    }

    /// Underlines the key of the member instead of its value.
    pub fn on_key(&mut self) -> &mut Self {
        self.part = Part::Key;
        self
    }

    /// Points to another place, too.
    pub fn related(&mut self, at: &Pointer, label: impl Into<String>) -> &mut Self {
        self.related.push((at.clone(), label.into()));
        self
    }

    /// Points to a byte of the file's text.
    pub fn at_offset(&mut self, offset: usize) -> &mut Self {
        self.offset = Some(offset);
        self
    }
}

/// The reports of a run: in the order in which they were made, and in that of the text once they are
/// [settled](Self::settle).
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    reports: Vec<Diagnostic>,
    errors: usize,
}

impl Diagnostics {
    /// Reports at a node, with the severity of the code.
    pub fn report(&mut self, code: Code, at: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        let index = self.reports.len();
        self.errors += usize::from(code.severity() == Severity::Error);
        self.reports.push(Diagnostic {
            code,
            severity: code.severity(),
            at: at.clone(),
            part: Part::Value,
            message: message.into(),
            help: Vec::new(),
            related: Vec::new(),
            offset: None,
        });
        &mut self.reports[index]
    }

    /// Whether anything was reported that keeps files from being generated.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.reports.iter().any(|d| d.severity == Severity::Error)
    }

    /// How many errors were reported so far, the same one again included: what is between two calls had none if they
    /// return the same.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// How many reports have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.reports.iter().filter(|d| d.severity == severity).count()
    }

    /// The reports, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.reports.iter()
    }

    /// How many reports there are by now, for [`soften`](Self::soften).
    pub(crate) fn mark(&self) -> usize {
        self.reports.len()
    }

    /// Makes warnings of the errors since a mark: what they are about is used by nothing, so they stop nobody.
    pub(crate) fn soften(&mut self, mark: usize) {
        for report in self.reports.iter_mut().skip(mark).filter(|d| d.severity == Severity::Error) {
            report.severity = Severity::Warning;
            self.errors -= 1;
        }
    }

    /// Makes errors of all that is wrong with the document itself ([`Code::is_fault`]), carried or not.
    pub fn sharpen(&mut self) {
        for report in self.reports.iter_mut().filter(|d| d.code.is_fault() && d.severity != Severity::Error) {
            report.severity = Severity::Error;
            self.errors += 1;
        }
    }

    /// Removes reports that say the same of the same place (what is shared is looked at by each that shares it), and puts
    /// the others in the order of the text, file after file. An error that says nothing better has what mends all of its code
    /// for its help.
    pub fn settle(&mut self, sources: &Sources) {
        let mut seen = FxHashSet::default();
        let reports = self.reports.iter();
        let first: Vec<bool> = reports.map(|d| seen.insert((d.code, &d.at, d.part, d.offset, &d.message))).collect();
        let mut first = first.into_iter();
        self.reports.retain(|_| first.next().unwrap_or(true));
        self.reports.sort_by_cached_key(|d| place::order(d, sources));
        for report in self.reports.iter_mut().filter(|d| d.help.is_empty() && d.severity == Severity::Error) {
            report.help.push(report.code.mend().to_owned());
        }
    }

    /// Keeps only the reports of which this is true.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.reports.retain(keep);
    }
}
