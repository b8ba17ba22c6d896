//! Reports → text for people, with the lines that they are about, and one line each for machines.
use super::place::{self, Location, locate};
use super::{Diagnostic, Diagnostics, Severity};
use crate::load::{Source, Sources};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use std::cmp::Reverse;
use std::fmt::Write;
use std::ops::Range;

/// Nobody reads more; a hostile document could ask for millions.
const MOST_REPORTS: usize = 500;
/// Of a longer line only the part around the place is shown.
const LONGEST_LINE: usize = 400;
/// Places that are farther apart, in bytes, are not drawn into one picture.
const FARTHEST: usize = 100_000;

/// Draws every report as `rustc` draws its own, and a last line that counts them; empty if there are none. The worst are drawn
/// last, above the count, where a reader of a terminal begins; of too many the mildest are left out.
///
/// ```text
/// error[unknown-reference]: `#/components/schemas/Eror` does not exist
///   --> specs/quiva/openapi.yaml:57:23
///    |
/// 57 |                 $ref: '#/components/schemas/Eror'
///    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
///    = help: did you mean `#/components/schemas/Error`?
/// ```
#[must_use]
pub fn render(diagnostics: &Diagnostics, sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    let mut worst_last: Vec<&Diagnostic> = diagnostics.iter().collect();
    worst_last.sort_by_key(|d| Reverse(d.severity));
    let hidden = worst_last.len().saturating_sub(MOST_REPORTS);
    for diagnostic in worst_last.into_iter().skip(hidden) {
        out.push_str(&report(diagnostic, sources, &renderer));
        out.push_str("\n\n");
    }
    if hidden > 0 {
        let _ = writeln!(out, "{hidden} more reports are not shown");
    }
    if let Some(count) = count(diagnostics) {
        out.push_str(&count);
        out.push('\n');
    }
    out
}

/// One line a report: `specs/quiva/openapi.yaml:57:23: error[unknown-reference]: ... does not exist`.
#[must_use]
pub fn render_lines(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut out = String::new();
    for d in diagnostics.iter() {
        let place = locate(d, sources).map_or_else(String::new, |l| format!("{l}: "));
        let _ = writeln!(out, "{place}{}[{}]: {}", d.severity, d.code.id(), clean(&d.message).replace('\n', " "));
    }
    out
}

/// `2 errors, 1 warning`; `None` if there is nothing to count.
#[must_use]
pub fn count(diagnostics: &Diagnostics) -> Option<String> {
    let parts = [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(|severity| {
        let count = diagnostics.count(severity);
        (count > 0).then(|| format!("{count} {severity}{}", if count == 1 { "" } else { "s" }))
    });
    Some(parts.collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
}

fn report(d: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(clean(&d.message)).id(d.code.id()));
    match (locate(d, sources), sources.get(sources.written(&d.at).file)) {
        (Some(location), Some(source)) if location.range.is_some() => {
            for element in snippets(d, &location, source, sources) {
                group = group.element(element);
            }
        }
        (Some(location), _) => {
            group = group.element(Origin::path(clean(&location.name)));
            if !d.at.as_str().is_empty() {
                group = group.element(Level::NOTE.message(format!("at `{}`", clean(&d.at.to_string()))));
            }
        }
        (None, _) => {}
    }
    let drawn = renderer.render(&[group.elements(d.help.iter().map(|help| Level::HELP.message(clean(help))))]);
    close_up(&drawn)
}

/// The lines of the report itself, and of the places that it relates to.
fn snippets(d: &Diagnostic, location: &Location, source: &Source, sources: &Sources) -> Vec<Element<'static>> {
    let own = location.range.clone().unwrap_or(0..0);
    let mut marks = vec![(own.clone(), AnnotationKind::Primary, None)];
    let (mut elsewhere, mut far): (Vec<Element<'static>>, Vec<Element<'static>>) = (Vec::new(), Vec::new());
    for (at, label) in d.related.iter().map(|(at, label)| (sources.written(at), label)) {
        let Some((other, range)) = sources.get(at.file).and_then(|s| Some((s, place::related(s, &at)?))) else {
            continue;
        };
        let label = clean(label);
        let whole = own.start.min(range.start)..own.end.max(range.end);
        if other.id != source.id {
            elsewhere.extend(excerpt(other, &[(range, AnnotationKind::Context, Some(label))]));
        } else if is_readable(source, &whole) {
            marks.push((range, AnnotationKind::Context, Some(label)));
        } else {
            let (line, column) = source.line_column(range.start);
            far.push(Level::NOTE.message(format!("{label}: {}:{line}:{column}", clean(&source.name))).into());
        }
    }
    let mut elements = excerpt(source, &marks);
    elements.extend(elsewhere.into_iter().chain(far));
    elements
}

type Mark = (Range<usize>, AnnotationKind, Option<String>);

/// Whole lines around all marks; of lines that nobody can read, what is around the first one.
fn excerpt(source: &Source, marks: &[Mark]) -> Vec<Element<'static>> {
    let Some((first, ..)) = marks.first() else { return Vec::new() };
    let start = marks.iter().map(|(range, ..)| range.start).min().unwrap_or_default();
    let end = marks.iter().map(|(range, ..)| range.end).max().unwrap_or_default();
    let lines = source.lines_around(&(start..end));
    let shown = if is_readable(source, &(start..end)) {
        lines
    } else {
        let from = floor(&source.text, first.start.saturating_sub(LONGEST_LINE / 4)).max(lines.start);
        from..floor(&source.text, first.end.saturating_add(LONGEST_LINE / 2)).min(lines.end)
    };
    let text = source.text.get(shown.clone()).unwrap_or_default().to_owned();
    let (line, column) = source.line_column(first.start);
    let annotations = marks
        .iter()
        .filter(|(range, ..)| range.end <= shown.end)
        .map(|(range, kind, label)| kind.span(range.start - shown.start..range.end - shown.start).label(label.clone()));
    let annotations: Vec<_> = annotations.collect();
    let snippet = Snippet::source(text).line_start(source.line_column(shown.start).0).annotations(annotations);
    vec![Origin::path(clean(&source.name)).line(line).char_column(column).into(), snippet.into()]
}

/// Whether the lines around a range are few and short enough to be looked at.
fn is_readable(source: &Source, range: &Range<usize>) -> bool {
    let lines = source.lines_around(range);
    let text = source.text.get(lines).unwrap_or_default();
    text.len() <= FARTHEST && text.lines().all(|line| line.len() <= LONGEST_LINE)
}

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Without the empty lines that the drawing has around a snippet whose origin stands apart and before its footer.
fn close_up(drawn: &str) -> String {
    let lines: Vec<&str> = drawn.lines().collect();
    let bare: Vec<String> = lines.iter().map(|line| without_colour(line).trim().to_owned()).collect();
    let keep = |at: &usize| match bare.get(*at).map(String::as_str) {
        Some(":::") => false,
        Some("|") => bare.get(at + 1).is_none_or(|next| !next.starts_with("= ")),
        _ => true,
    };
    let kept = (0..lines.len()).filter(keep).filter_map(|at| lines.get(at).copied());
    kept.collect::<Vec<_>>().join("\n")
}

fn without_colour(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// Text of a document in a message: what could command a terminal, or turn text around, is spelled out.
pub(super) fn clean(text: &str) -> String {
    let commands = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}')
    };
    if text.chars().any(commands) {
        text.chars().flat_map(|c| if commands(c) { c.escape_unicode().collect() } else { vec![c] }).collect()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::load::{Budgets, Pointer};

    #[test]
    fn the_worst_stand_last_each_in_the_order_of_the_text_and_say_what_to_do() {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let text = b"a: 1\nb: 2\nc: 3\n";
        let file = sources.read("a.yaml", text, &Budgets::default(), &mut diagnostics).unwrap_or_default();
        let at = |key: &str| Pointer::root(file).child(key);
        diagnostics.report(Code::UnknownReference, &at("c"), "late");
        diagnostics.report(Code::Deviation, &at("b"), "middle").help("do");
        diagnostics.report(Code::UnknownReference, &at("a"), "early");
        diagnostics.report(Code::Unused, &at("c"), "mild");
        diagnostics.report(Code::UnknownReference, &at("c"), "late");
        diagnostics.settle(&sources);
        let text = render(&diagnostics, &sources, false);
        let said: Vec<&str> = text.lines().filter(|line| line.contains("]: ") || line.contains("help: ")).collect();
        let mend = format!("  = help: {}", Code::UnknownReference.mend());
        let expected = [
            "note[unused]: mild",
            "warning[deviation]: middle",
            "  = help: do",
            "error[unknown-reference]: early",
            &mend,
            "error[unknown-reference]: late",
            &mend,
        ];
        assert_eq!(said, expected);
        assert_eq!(text.lines().last(), Some("2 errors, 1 warning, 1 note"));
        let lines = render_lines(&diagnostics, &sources);
        assert_eq!(
            lines.lines().filter_map(|line| line.rsplit(' ').next()).collect::<Vec<_>>(),
            ["early", "middle", "late", "mild"]
        );
    }
}
