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
pub(super) fn template(cx: &mut Lowering<'_, '_>, item: &PathItem<'_>, parameters: &[Parameter], operation: &Pointer) -> Option<PathTemplate> {
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

fn segment(cx: &mut Lowering<'_, '_>, text: &str, item: &PathItem<'_>, parameters: &[Parameter], operation: &Pointer) -> Option<Segment> {
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
                .help(format!("add `- {{name: {name}, in: path, required: true, schema: {{type: string}}}}` to `parameters`"));
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
