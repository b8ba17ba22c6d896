//! Path templates: what is a path in them, what a query, and which parameters they name.
use super::Lowering;
use crate::diagnostic::Code;
use crate::document::PathItem;
use crate::ir::{PathTemplate, Piece, Segment};
use std::borrow::Cow;

/// A template, taken apart as far as that goes without its parameters.
pub(super) struct Template<'a> {
    text: &'a str,
    segments: Vec<Vec<Part<'a>>>,
    /// Keys and values of a query in the template, decoded.
    pub(super) query: Vec<(String, String)>,
}

/// A part of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Text(&'a str),
    /// What stands in braces.
    Expression(&'a str),
}

impl<'a> Template<'a> {
    /// Of what is sent to a URL that nobody knows yet.
    pub(super) fn nowhere() -> Self {
        Self { text: "", segments: Vec::new(), query: Vec::new() }
    }

    /// What stands in braces in the path, in order.
    pub(super) fn expressions(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.segments.iter().flatten().filter_map(|part| match part {
            Part::Expression(name) => Some(*name),
            Part::Text(_) => None,
        })
    }

    /// Splits a key of the Paths Object; `None` once reported.
    pub(super) fn of(cx: &mut Lowering<'a, '_>, item: &'a PathItem<'a>) -> Option<Self> {
        let text = item.template;
        let end = outside_of_braces(text, &['?', '#']).unwrap_or(text.len());
        let (path, tail) = text.split_at(end);
        let (query, fragment) = tail.split_once('#').unwrap_or((tail, ""));
        if !tail.is_empty() {
            tail_report(cx, item, path, query, fragment);
        }
        let path = match path.strip_prefix('/') {
            Some(path) => path,
            None if path.contains("://") => {
                cx.report(Code::InvalidPath, &item.at, format!("the path `{text}` must begin with `/`"))
                    .on_key()
                    .help("where the API is belongs in `servers`");
                return None;
            }
            None => {
                let message = format!("the path `{text}` must begin with `/`; it is read as `/{text}`");
                cx.report(Code::Deviation, &item.at, message).on_key();
                path
            }
        };
        let segments = path.split('/').map(parts).collect::<Option<Vec<_>>>();
        let Some(mut segments) = segments else {
            cx.report(Code::InvalidPath, &item.at, format!("`{text}`: braces do not match")).on_key();
            return None;
        };
        for part in segments.iter_mut().flatten() {
            // RFC 6570: `{?a,b}` and `{&a}` stand for a query, `{#a}` for a fragment.
            if let Part::Expression(name) = part
                && name.starts_with(['?', '&', '#'])
            {
                let message = format!("`{{{name}}}` is no part of a path; it is left out");
                cx.report(Code::Deviation, &item.at, message).on_key().help("declare parameters with `in: query`");
                *part = Part::Text("");
            }
        }
        let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        let query = pairs.map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(key), decoded(value))
        });
        Some(Self { text, segments, query: query.collect() })
    }

    /// Ties what stands in braces to the parameters, which begin with those of the path, in order.
    pub(super) fn lower(&self) -> PathTemplate {
        let mut parameters = 0;
        let mut pieces = |parts: &[Part<'_>]| {
            let parts = parts.iter().filter(|part| **part != Part::Text(""));
            let pieces = parts.map(|part| match part {
                Part::Text(text) => Piece::Literal((*text).to_owned()),
                Part::Expression(_) => {
                    parameters += 1;
                    Piece::Parameter(parameters - 1)
                }
            });
            pieces.collect::<Vec<_>>()
        };
        let segments = self.segments.iter().map(|parts| match pieces(parts).as_slice() {
            [] => Segment::Literal(String::new()),
            [Piece::Literal(text)] => Segment::Literal(text.clone()),
            pieces => Segment::Pattern(pieces.to_vec()),
        });
        PathTemplate { text: self.text.to_owned(), segments: segments.collect(), query: self.query.clone() }
    }
}

fn tail_report(cx: &mut Lowering<'_, '_>, item: &PathItem<'_>, path: &str, query: &str, fragment: &str) {
    let query = query.trim_start_matches('?');
    let mut what = Vec::new();
    if query.contains("={") {
        what.push(format!("`{query}` is read as parameters of the query"));
    } else if !query.is_empty() {
        what.push(format!("`{query}` is sent with every request, and tells these from others to `{path}`"));
    }
    if !fragment.is_empty() {
        what.push(format!("`#{fragment}` is never sent: this is `{path}`"));
    }
    if what.is_empty() {
        what.push(format!("it is read as `{path}`"));
    }
    let message = format!("a path has no `?` and no `#`; {}", what.join(", and "));
    let report = cx.report(Code::Deviation, &item.at, message).on_key();
    if !query.is_empty() {
        report.help("declare what follows `?` as parameters with `in: query`");
    }
}

/// Where one of these characters stands first, unless between braces.
fn outside_of_braces(text: &str, chars: &[char]) -> Option<usize> {
    let mut open = false;
    text.char_indices().find_map(|(at, c)| {
        open = (open || c == '{') && c != '}';
        (!open && chars.contains(&c)).then_some(at)
    })
}

/// Literals and expressions in turn; `None` if braces do not match.
fn parts(segment: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').filter(|(name, _)| !name.contains('{'))?;
        if literal.contains('}') {
            return None;
        }
        parts.extend([Part::Text(literal), Part::Expression(name)]);
        rest = tail;
    }
    parts.push(Part::Text(rest));
    (!rest.contains('}')).then_some(parts)
}

/// A key or a value of a query.
fn decoded(text: &str) -> String {
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    crate::resolve::uri::decoded(&spaced)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::ir::{Api, Piece, Segment};
    use crate::testing::{rest, said};

    /// `GET` on a template whose path parameters `a` and `b` are declared where it names them.
    fn get(template: &str) -> (Api, Vec<String>) {
        let parameter = |name| format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}");
        let list: Vec<_> = ["a", "b"].into_iter().filter(|name| template.contains(name)).map(parameter).collect();
        let (api, diagnostics) = rest(&format!(
            "paths: {{'{template}': {{get: {{operationId: o, parameters: [{}], responses: {{'204': {{description: d}}}}}}}}}}",
            list.join(", ")
        ));
        (api, said(&diagnostics))
    }

    /// The segments, each part with `:` before a parameter, and `*` before one that may hold slashes.
    fn segments(template: &str) -> (Option<Vec<String>>, Vec<String>) {
        let (api, said) = get(template);
        let of = |segment: &Segment| match segment {
            Segment::Literal(text) => text.clone(),
            Segment::Pattern(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(text) => text.clone(),
                    Piece::Parameter(index) => {
                        let p = &api.operations[0].parameters[*index];
                        format!("{}{}", if p.rest { '*' } else { ':' }, p.name.wire)
                    }
                })
                .collect(),
        };
        (api.operations.first().map(|o| o.path.segments.iter().map(of).collect()), said)
    }

    #[test]
    fn templates_are_split_at_slashes_and_braces() {
        for (template, expected) in [
            ("/", [""].as_slice()),
            ("/x", &["x"]),
            ("/x/", &["x", ""]),
            ("/{a}", &[":a"]),
            ("/{b}/x/{a}", &[":b", "x", ":a"]),
            ("/{a}.json", &[":a.json"]),
            ("/v{a}:x", &["v:a:x"]),
            ("/{a}-{b}", &[":a-:b"]),
        ] {
            let expected: Vec<_> = expected.iter().map(|s| (*s).to_owned()).collect();
            assert_eq!(segments(template), (Some(expected), Vec::new()), "{template}");
        }
    }

    #[test]
    fn what_is_meant_is_carried_aloud() {
        for (template, expected, at) in [
            ("x", ["x"].as_slice(), "/paths/x"),
            ("/x?y=1", &["x"], "/paths/~1x?y=1"),
            ("/x#y", &["x"], "/paths/~1x#y"),
            ("/{+a}:act", &["*a:act"], "/paths/~1{+a}:act"),
            ("/x/{a*}/y", &["x", "*a", "y"], "/paths/~1x~1{a*}~1y"),
            ("/{a:[0-9]+}", &[":a"], "/paths/~1{a:[0-9]+}"),
            ("/{ a }", &[":a"], "/paths/~1{ a }"),
            ("/x{?c}", &["x"], "/paths/~1x{?c}"),
        ] {
            let expected: Vec<_> = expected.iter().map(|s| (*s).to_owned()).collect();
            assert_eq!(segments(template), (Some(expected), vec![format!("deviation {at}")]), "{template}");
        }
    }

    #[test]
    fn a_query_in_a_template_is_fixed() {
        let (api, _) = get("/x?y=1&z&w=a%20b+c");
        let pairs: Vec<_> = api.operations[0].path.query.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("y", "1"), ("z", ""), ("w", "a b c")]);
    }

    #[test]
    fn what_is_no_template_leaves_the_operation_out() {
        for (template, report) in [
            ("https://x/y", "invalid-path /paths/https:~1~1x~1y"),
            ("/{x", "invalid-path /paths/~1{x"),
            ("/x}", "invalid-path /paths/~1x}"),
            ("/{{x}}", "invalid-path /paths/~1{{x}}"),
        ] {
            assert_eq!(segments(template), (None, vec![report.to_owned()]), "{template}");
        }
    }

    #[test]
    fn a_parameter_that_nobody_declared_is_text() {
        for (template, report) in [("/{x}", "deviation /paths/~1{x}/get"), ("/{}", "deviation /paths/~1{}/get")] {
            let (found, said) = segments(template);
            assert_eq!((found.map(|f| f.len()), said), (Some(1), vec![report.to_owned()]), "{template}");
        }
    }

    #[test]
    fn a_parameter_stands_in_a_path_once() {
        let (_, said) = segments("/{a}/{a}");
        assert_eq!(said, ["invalid-path /paths/~1{a}~1{a}"]);
    }
}
