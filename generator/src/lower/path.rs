//! Path templates.
use super::Lowering;
use crate::diagnostic::Code;
use crate::document::PathItem;
use crate::ir::{Location, Parameter, PathTemplate, Piece, Segment};
use crate::load::Pointer;

/// The names in braces, in order.
pub(super) fn names(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Splits a template and ties each name in braces to its parameter; `None` once reported.
pub(super) fn template(
    cx: &mut Lowering<'_, '_>,
    item: &PathItem<'_>,
    parameters: &[Parameter],
    operation: &Pointer,
) -> Option<PathTemplate> {
    let text = item.template;
    let Some(path) = text.strip_prefix('/') else {
        cx.report(Code::InvalidPath, &item.at, format!("the path `{text}` must begin with `/`")).on_key();
        return None;
    };
    if let Some(bad) = text.find(['?', '#']) {
        cx.report(Code::InvalidPath, &item.at, format!("a path has no `{}`", &text[bad..=bad]))
            .on_key()
            .help("declare what follows `?` as parameters with `in: query`");
        return None;
    }
    let segments = path.split('/').map(|s| segment(cx, s, item, parameters, operation)).collect::<Option<Vec<_>>>()?;
    Some(PathTemplate { text: text.to_owned(), segments })
}

fn segment(
    cx: &mut Lowering<'_, '_>,
    text: &str,
    item: &PathItem<'_>,
    parameters: &[Parameter],
    operation: &Pointer,
) -> Option<Segment> {
    if !text.contains(['{', '}']) {
        return Some(Segment::Literal(text.to_owned()));
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}').filter(|(name, _)| !name.contains('{')) else {
            cx.report(Code::InvalidPath, &item.at, format!("`{text}`: braces do not match")).on_key();
            return None;
        };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal.to_owned()));
        }
        let index = parameters.iter().position(|p| p.location == Location::Path && p.name.wire == name);
        let Some(index) = index else {
            cx.report(Code::PathParameter, operation, format!("the path parameter `{name}` is not declared"))
                .on_key()
                .help(format!(
                    "add `- {{name: {name}, in: path, required: true, schema: {{type: string}}}}` to `parameters`"
                ));
            return None;
        };
        pieces.push(Piece::Parameter(index));
        rest = tail;
    }
    if rest.contains('}') {
        cx.report(Code::InvalidPath, &item.at, format!("`{text}`: braces do not match")).on_key();
        return None;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    Some(Segment::Pattern(pieces))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::ir::{Piece, Segment};
    use crate::testing::{rest, said};

    /// The segments of a template whose parameters `a` and `b` are declared, each part with `:` before a parameter.
    fn segments(template: &str) -> (Option<Vec<String>>, Vec<String>) {
        let parameter = |name| format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}");
        let list: Vec<_> = ["a", "b"].into_iter().filter(|name| template.contains(name)).map(parameter).collect();
        let (api, diagnostics) = rest(&format!(
            "paths: {{'{template}': {{get: {{operationId: o, parameters: [{}], responses: {{'204': {{description: d}}}}}}}}}}",
            list.join(", ")
        ));
        let of = |segment: &Segment| match segment {
            Segment::Literal(text) => text.clone(),
            Segment::Pattern(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(text) => text.clone(),
                    Piece::Parameter(index) => format!(":{}", api.operations[0].parameters[*index].name.wire),
                })
                .collect(),
        };
        let found = api.operations.first().map(|o| o.path.segments.iter().map(of).collect());
        (found, said(&diagnostics))
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
    fn what_is_no_template_leaves_the_operation_out() {
        for (template, report) in [
            ("x", "invalid-path /paths/x"),
            ("/x?y=1", "invalid-path /paths/~1x?y=1"),
            ("/x#y", "invalid-path /paths/~1x#y"),
            ("/{x", "invalid-path /paths/~1{x"),
            ("/x}", "invalid-path /paths/~1x}"),
            ("/{{x}}", "invalid-path /paths/~1{{x}}"),
            ("/{x}", "path-parameter /paths/~1{x}/get"),
            ("/{}", "path-parameter /paths/~1{}/get"),
        ] {
            assert_eq!(segments(template), (None, vec![report.to_owned()]), "{template}");
        }
    }

    #[test]
    fn a_parameter_stands_in_a_path_once() {
        let (_, said) = segments("/{a}/{a}");
        assert_eq!(said, ["invalid-path /paths/~1{a}~1{a}/get/parameters/0"]);
    }
}
