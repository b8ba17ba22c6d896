//! From a report to the bytes, line and column that it is about.
use super::{Diagnostic, Part};
use crate::load::{FileId, Place, Pointer, Source, Sources};
use std::fmt;
use std::ops::Range;

/// Where a report points to, as an editor counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file, as shown to people.
    pub name: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Bytes of the source's text, within one line; `None` if only the file is known.
    pub range: Option<Range<usize>>,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = super::render::clean(&self.name);
        if self.range.is_some() { write!(f, "{name}:{}:{}", self.line, self.column) } else { f.write_str(&name) }
    }
}

/// Where a report points to; `None` if its file is not among the sources.
#[must_use]
pub fn locate(diagnostic: &Diagnostic, sources: &Sources) -> Option<Location> {
    let written = sources.written(&diagnostic.at);
    let source = sources.get(written.file)?;
    let range = range(diagnostic, source, &written);
    let (line, column) = range.as_ref().map_or((1, 1), |r| source.line_column(r.start));
    Some(Location { name: source.name.clone(), line, column, range })
}

fn range(diagnostic: &Diagnostic, source: &Source, written: &Pointer) -> Option<Range<usize>> {
    match diagnostic.offset {
        Some(offset) => Some(at_offset(source, written, offset)),
        None if source.text.is_empty() || source.tree.is_null() => None,
        None => at_node(source, written, diagnostic.part),
    }
}

/// Where a report stands among others: its file, and the byte of that file; what is about a whole file comes first.
pub(super) fn order(diagnostic: &Diagnostic, sources: &Sources) -> (FileId, Option<usize>) {
    let written = sources.written(&diagnostic.at);
    let range = sources.get(written.file).and_then(|source| range(diagnostic, source, &written));
    (written.file, range.map(|range| range.start))
}

/// What to underline of a place that a report relates to.
pub(super) fn related(source: &Source, at: &Pointer) -> Option<Range<usize>> {
    at_node(source, at, Part::Key)
}

/// The node, or the nearest one around it that exists: a report may be about what is missing.
fn at_node(source: &Source, at: &Pointer, part: Part) -> Option<Range<usize>> {
    let mut node = Some(at.clone());
    while let Some(at) = node {
        if let Some(place) = source.place(&at) {
            return Some(underlined(source, place, part));
        }
        node = at.parent();
    }
    None
}

/// A value that fits on a line is underlined; of a longer one its key, or the first line if it has none.
fn underlined(source: &Source, place: Place, part: Part) -> Range<usize> {
    let value = first_line(source, &place.value);
    match place.key {
        Some(key) if part == Part::Key || value != place.value || value.is_empty() => first_line(source, &key),
        _ => value,
    }
}

/// The key that begins there if there is one, else one character.
fn at_offset(source: &Source, at: &Pointer, offset: usize) -> Range<usize> {
    let text = source.text.as_str();
    if !at.as_str().is_empty() {
        let keys = source.places(at).into_iter().filter_map(|place| place.key);
        if let Some(key) = keys.into_iter().find(|key| key.start == offset) {
            return first_line(source, &key);
        }
    }
    // Behind the end there is nothing to underline: point behind the last thing that there is.
    let mut start = offset.min(text.trim_end().len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let width = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    first_line(source, &(start..start + width))
}

fn first_line(source: &Source, range: &Range<usize>) -> Range<usize> {
    let text = source.text.get(range.clone()).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim_end();
    range.start..range.start + line.len()
}
