//! The way in: bytes of a file, whatever they are, → [`Source`].
use super::budget::{Budgets, Excess};
use super::tree::Finding;
use super::{FileId, Format, Pointer, Source, digits, json, page, yaml};
use crate::diagnostic::{Code, Diagnostics};
use serde_json::Value;
use std::sync::OnceLock;

/// A tree and what was found in it.
pub(super) type Reading = (Value, Vec<(Finding, Pointer)>);

/// Why a text is no tree.
#[derive(Debug)]
pub(super) enum Problem {
    Syntax {
        message: String,
        offset: usize,
        help: Option<&'static str>,
    },
    /// A number that no 64-bit float comes near to.
    Number {
        offset: usize,
    },
    Over(Excess, Option<usize>),
}

/// Reads one file: JSON if it starts with `{` or its name ends in `.json`, a documentation page if its name says so
/// or it is one, and YAML otherwise. JSON is never read as YAML; what starts with `{`, is no JSON and is called
/// `.yaml` is a flow mapping.
///
/// `None` when there is nothing to go on with; it is reported. [`Sources::read`](super::Sources::read) keeps the text
/// in that case, so that the report can show it.
pub fn read(id: FileId, name: &str, bytes: &[u8], budgets: &Budgets, diagnostics: &mut Diagnostics) -> Option<Source> {
    let (source, complete) = attempt(id, name, bytes, budgets, diagnostics);
    complete.then_some(source)
}

/// A text without a tree.
pub(super) fn text(name: &str, text: &str) -> Source {
    Source {
        id: FileId::default(),
        name: name.to_owned(),
        text: text.to_owned(),
        first_line: 1,
        format: Format::Yaml,
        tree: Value::Null,
        spans: OnceLock::new(),
        lines: OnceLock::new(),
        quotes: OnceLock::new(),
    }
}

/// The source and whether its tree can be used.
pub(super) fn attempt(
    id: FileId,
    name: &str,
    bytes: &[u8],
    budgets: &Budgets,
    diagnostics: &mut Diagnostics,
) -> (Source, bool) {
    let mut source = Source { id, ..text(name, "") };
    let complete = fill(&mut source, bytes, budgets, diagnostics).is_some();
    (source, complete)
}

fn fill(source: &mut Source, bytes: &[u8], budgets: &Budgets, diagnostics: &mut Diagnostics) -> Option<()> {
    let root = Pointer::root(source.id);
    if bytes.len() > budgets.bytes {
        report(&Problem::Over(Excess::Bytes(budgets.bytes), None), &root, diagnostics);
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{FEFF}').unwrap_or(text),
        Err(error) => {
            source.text = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default()).into_owned();
            diagnostics
                .report(Code::UnreadableFile, &root, "the file is not UTF-8 text")
                .help("save the document as UTF-8")
                .at_offset(error.valid_up_to());
            return None;
        }
    };
    let embedded = if is_page(&source.name, text) { Some(page::extract(text)) } else { None };
    text.clone_into(&mut source.text);
    match embedded {
        Some(Some(embedded)) => {
            source.first_line = embedded.line;
            embedded.text.clone_into(&mut source.text);
        }
        Some(None) => {
            diagnostics
                .report(Code::NoDocument, &root, "the page holds no OpenAPI document in a fenced block")
                .help("a document stands between lines of ``` and begins with `openapi: 3.x`");
            return None;
        }
        None => {}
    }
    match parse(source, budgets) {
        Ok((tree, findings)) => {
            source.tree = tree;
            if source.format == Format::Yaml {
                digits::restore(source);
            }
            for (finding, at) in findings {
                tell(&finding, &at, source, diagnostics);
            }
            Some(())
        }
        Err(problem) => {
            report(&problem, &root, diagnostics);
            None
        }
    }
}

fn parse(source: &mut Source, budgets: &Budgets) -> Result<Reading, Problem> {
    let braces = source.text.trim_start().starts_with('{');
    if !braces && !has_extension(&source.name, &["json"]) {
        return yaml::read(source.id, &source.text, budgets);
    }
    source.format = Format::Json;
    let json = json::read(source.id, &source.text, budgets);
    if let Err(Problem::Syntax { .. }) = json
        && has_extension(&source.name, &["yaml", "yml"])
        && let Ok(yaml) = yaml::read(source.id, &source.text, budgets)
    {
        // Not JSON after all, but a flow mapping.
        source.format = Format::Yaml;
        return Ok(yaml);
    }
    json
}

/// Reports what the tree no longer shows.
fn tell(finding: &Finding, at: &Pointer, source: &Source, diagnostics: &mut Diagnostics) {
    match finding {
        Finding::Tag(tag) => {
            let tag = tag.strip_prefix('!').unwrap_or(tag);
            diagnostics
                .report(
                    Code::IgnoredTag,
                    at,
                    format!("the tag `!{tag}` is not one of YAML's own; the value is read without it"),
                )
                .help("remove the tag, or put the value that it stands for in its place");
        }
        Finding::Duplicate(key) => {
            let places = source.places(at);
            // An anchored object is found once for each of its aliases.
            let again = places.iter().skip(1).filter_map(|p| p.key.as_ref()).map(|key| key.start);
            let offset = again.clone().find(|offset| {
                !diagnostics
                    .iter()
                    .any(|d| d.code == Code::DuplicateKey && d.at.file == at.file && d.offset == Some(*offset))
            });
            if offset.is_none() && again.count() > 0 {
                return;
            }
            let report = diagnostics.report(Code::DuplicateKey, at, format!("the key `{key}` is in this object twice"));
            report.on_key().help("remove one of them, or rename it").related(at, "the first one is here");
            if let Some(offset) = offset {
                report.at_offset(offset);
            }
        }
    }
}

fn report(problem: &Problem, root: &Pointer, diagnostics: &mut Diagnostics) {
    match problem {
        Problem::Syntax { message, offset, help } => {
            let report = diagnostics.report(Code::SyntaxError, root, message).at_offset(*offset);
            if let Some(help) = help {
                report.help(*help);
            }
        }
        Problem::Number { offset } => {
            diagnostics
                .report(Code::InvalidValue, root, "the number is too large for a 64-bit float")
                .at_offset(*offset)
                .help("write it as a string, or choose a smaller one");
        }
        Problem::Over(excess, offset) => {
            let report = diagnostics.report(Code::OverBudget, root, excess.to_string());
            report.help(excess.help()).offset = *offset;
        }
    }
}

fn is_page(name: &str, text: &str) -> bool {
    if has_extension(name, &["md", "mdx", "markdown"]) {
        return true;
    }
    let known = has_extension(name, &["json", "yaml", "yml"]);
    !known && !text.trim_start().starts_with('{') && page::extract(text).is_some()
}

fn has_extension(name: &str, among: &[&str]) -> bool {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').is_some_and(|(_, found)| among.iter().any(|e| found.eq_ignore_ascii_case(e)))
}

/// The nearest start of a character at or before a byte.
pub(super) fn floor_char(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The byte at which a character begins, counted in characters.
pub(super) fn char_offset(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(at, _)| at)
}

/// A parser's message without its ` at line 3 column 5`: reports show the place themselves.
pub(super) fn without_position(message: &str) -> String {
    let mut rest = message;
    let mut out = String::new();
    while let Some((head, tail)) = rest.split_once(" at line ") {
        let after = tail.trim_start_matches(|c: char| c.is_ascii_digit());
        let after =
            after.strip_prefix(" column ").map_or(after, |a| a.trim_start_matches(|c: char| c.is_ascii_digit()));
        out.push_str(head);
        rest = after;
    }
    out.push_str(rest);
    out
}
