//! What stands in the braces of a path: which parameter is meant, and what becomes of one that has no braces.
use super::{Declared, one};
use crate::diagnostic::Code;
use crate::document::{self, PathItem};
use crate::ir::{Docs, Location, Name, Parameter, Scalar, Shape, Style};
use crate::load::Pointer;
use crate::lower::Lowering;
use crate::lower::path::Template;

/// The parameter that is meant by what stands in braces, and whether it may hold slashes.
pub(super) fn named<'a>(
    cx: &mut Lowering<'a, '_>,
    item: &PathItem<'_>,
    expression: &str,
    template: &Template<'_>,
    declared: &Declared<'a>,
) -> Option<(&'a document::Parameter<'a>, bool)> {
    let by_name = |name: &str| declared.get(&(Location::Path, name)).copied();
    if let Some(parameter) = by_name(expression) {
        return Some((parameter, false));
    }
    // RFC 6570 says `{+path}`; frameworks say `{path*}`, `{*path}`, `{path+}` or `{path:path}`.
    let marks =
        [expression.strip_prefix(['+', '*']), expression.strip_suffix(['+', '*']), expression.strip_suffix(":path")];
    if let Some(parameter) = marks.into_iter().flatten().find_map(by_name) {
        let message = format!(
            "`{{{expression}}}` is not a name; it is read as `{}`, which may hold slashes",
            parameter.data().name
        );
        cx.report(Code::Deviation, &item.at, message).on_key();
        return Some((parameter, true));
    }
    let plain = expression.split(':').next().unwrap_or_default();
    let others: Vec<&str> = template.expressions().filter(|other| *other != expression).collect();
    let alike = |(key, _): &(&(Location, &str), &&'a document::Parameter<'a>)| {
        key.0 == Location::Path && !others.contains(&key.1) && squashed(key.1) == squashed(plain)
    };
    let mut found = declared.iter().filter(alike);
    let (Some((_, parameter)), None) = (found.next(), found.next()) else { return None };
    let message = format!("`{{{expression}}}` is taken for the parameter `{}`", parameter.data().name);
    cx.report(Code::Deviation, &item.at, message).on_key().related(&parameter.at, "this one");
    Some((*parameter, false))
}

/// Without what spellings differ in.
fn squashed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// `{name}`
pub(super) fn is_expression(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|rest| rest.ends_with('}'))
}

/// A parameter of the path that is in the query of the template, or nowhere.
pub(super) fn outside<'a>(
    cx: &mut Lowering<'a, '_>,
    template: &Template<'a>,
    parameter: &document::Parameter<'a>,
    operation: &str,
) -> Option<Parameter> {
    let name = &parameter.data().name;
    let expression = format!("{{{name}}}");
    let Some((key, _)) = template.query.iter().find(|(_, value)| *value == expression) else {
        let message = format!("`{expression}` is not in the path; the parameter is left out");
        cx.report(Code::Deviation, &parameter.at, message);
        return None;
    };
    let message = format!("`{expression}` stands behind `?`; it is read as `{key}` with `in: query`");
    cx.report(Code::Deviation, &parameter.at, message);
    let mut query = one(cx, parameter, Location::Query, operation);
    query.name = Name::wire(key);
    Some(query)
}

/// A parameter of which there is no more than its name in a path.
pub(super) fn undeclared(cx: &mut Lowering<'_, '_>, name: &str, operation: &Pointer) -> Parameter {
    cx.report(Code::Deviation, operation, format!("the path parameter `{name}` is not declared; it is read as text"))
        .on_key()
        .help(format!("add `- {{name: {name}, in: path, required: true, schema: {{type: string}}}}` to `parameters`"));
    Parameter {
        name: Name::wire(name),
        docs: Docs::default(),
        location: Location::Path,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        allow_empty: false,
        rest: false,
        required: true,
        ty: cx.shape(Shape::Scalar(Scalar::String), operation),
        place: 0,
        content: None,
        default: None,
        form: None,
        whole: false,
        json: false,
        nested: false,
        secret: false,
        origin: operation.clone(),
    }
}
