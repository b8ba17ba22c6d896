//! Parameters: those of the path item, overridden by those of the operation, in the order in which Rust takes them.
use super::path::Template;
use super::{Lowering, form, style as spelling};
use crate::diagnostic::Code;
use crate::document::{self, ParameterContent, PathItem};
use crate::ir::{Carrier, Docs, Location, Name, Parameter, Scalar, Shape, Style};
use crate::load::Pointer;
use indexmap::IndexMap;

type Declared<'a> = IndexMap<(Location, &'a str), &'a document::Parameter<'a>>;

/// What is declared, by place and name. The operation's own win.
pub(super) fn declared<'a>(
    cx: &mut Lowering<'a, '_>,
    item: &'a PathItem<'a>,
    operation: &'a document::Operation<'a>,
) -> Declared<'a> {
    let mut all = Declared::new();
    for (list, own) in [(&item.parameters, false), (&operation.parameters, true)] {
        let mut here = Declared::new();
        for parameter in list {
            let key = same(&here, (location(&parameter.leaf), parameter.data().name.as_str()));
            if let Some(first) = here.insert(key, parameter) {
                cx.report(
                    Code::DuplicateParameter,
                    &parameter.listed,
                    format!("the parameter `{}` is declared twice", key.1),
                )
                .related(&first.listed, "the first one");
            }
        }
        debug_assert!(own || all.is_empty());
        for (key, parameter) in here {
            all.insert(same(&all, key), parameter);
        }
    }
    all
}

/// The key under which a parameter is known already: names of headers are compared without regard to case.
fn same<'a>(known: &Declared<'a>, key: (Location, &'a str)) -> (Location, &'a str) {
    let is_same = |other: &&(Location, &str)| other.0 == key.0 && other.1.eq_ignore_ascii_case(key.1);
    if key.0 == Location::Header { known.keys().find(is_same).copied().unwrap_or(key) } else { key }
}

/// Path parameters as the template has them, then the others as declared. `None` once reported.
pub(super) fn parameters<'a>(
    cx: &mut Lowering<'a, '_>,
    item: &'a PathItem<'a>,
    template: &mut Template<'a>,
    declared: &Declared<'a>,
    operation: (&str, &Pointer),
) -> Option<Vec<Parameter>> {
    let mut list: Vec<Parameter> = Vec::new();
    for expression in template.expressions() {
        let named = named(cx, item, expression, template, declared);
        let mut parameter = match &named {
            Some((parameter, _)) => one(cx, parameter, Location::Path, operation.0),
            None => undeclared(cx, expression, operation.1),
        };
        parameter.rest = named.is_some_and(|(_, rest)| rest);
        if list.iter().any(|p| p.origin == parameter.origin && p.name == parameter.name) {
            let message = format!("`{{{expression}}}` stands in the path twice");
            cx.report(Code::InvalidPath, &item.at, message).on_key();
            return None;
        }
        list.push(parameter);
    }
    if list.iter().filter(|p| p.rest).count() > 1 {
        let message = "only one parameter of a path may hold slashes";
        cx.report(Code::UnsupportedFeature, &item.at, message).on_key();
        return None;
    }
    let in_path: Vec<Pointer> = list.iter().map(|p| p.origin.clone()).collect();
    let all_of_it = declared.values().find(|p| p.whole_query).copied();
    for ((location, name), parameter) in declared {
        match location {
            Location::Query if all_of_it.is_some_and(|whole| super::whole::is_crowded_out(cx, parameter, whole)) => {}
            Location::Path if in_path.contains(&parameter.at) => {}
            Location::Path => list.extend(outside(cx, template, parameter, operation.0)),
            Location::Header if is_reserved_header(name) => {
                cx.report(
                    Code::IgnoredHeader,
                    &parameter.at,
                    format!("the header parameter `{name}` is ignored, as the specification demands"),
                )
                .help("credentials belong in `securitySchemes`, media types in `content`");
            }
            Location::Query if template.query.iter().any(|(key, value)| key == name && !is_expression(value)) => {
                let message = format!("the path says what `{name}` is; the parameter is left out");
                cx.report(Code::Deviation, &parameter.at, message);
            }
            location => list.push(one(cx, parameter, *location, operation.0)),
        }
    }
    // What names a parameter has no fixed value.
    template.query.retain(|(_, value)| !is_expression(value));
    Some(list)
}

/// The parameter that is meant by what stands in braces, and whether it may hold slashes.
fn named<'a>(
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
fn is_expression(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|rest| rest.ends_with('}'))
}

/// A parameter of the path that is in the query of the template, or nowhere.
fn outside<'a>(
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
fn undeclared(cx: &mut Lowering<'_, '_>, name: &str, operation: &Pointer) -> Parameter {
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

/// OpenAPI, "Parameter Object": these three "shall be ignored".
pub(super) fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}

/// Credentials are often declared as parameters: session cookies, tokens and keys in headers. To hide one too many costs
/// nothing on the wire.
fn is_secret(location: Location, name: &str) -> bool {
    const WORDS: [&str; 8] = ["token", "secret", "password", "credential", "session", "signature", "jwt", "key"];
    let name = name.to_ascii_lowercase();
    match location {
        Location::Cookie => true,
        // A key that must not be sent twice is none to be let in by.
        Location::Header => WORDS.iter().any(|word| name.contains(word)) && !name.contains("idempotency"),
        Location::Path | Location::Query => false,
    }
}

fn one<'a>(cx: &mut Lowering<'a, '_>, p: &document::Parameter<'a>, location: Location, operation: &str) -> Parameter {
    let data = p.data();
    let style = style(p, location);
    let hint = format!("{operation} {}", data.name);
    let mut whole = None;
    let (ty, content) = match &p.content {
        ParameterContent::Media(media) if p.whole_query && super::whole::is_form(media) => {
            match form::form(cx, media, &hint) {
                Carrier::Form(form) => {
                    let ty = form.ty;
                    whole = Some(form);
                    (ty, None)
                }
                _ => (cx.unconstrained(&media.at), Some(media.name.to_owned())),
            }
        }
        ParameterContent::Schema(id) => (cx.carried(*id, &hint), None),
        ParameterContent::Media(media) => {
            let ty = match media.schema {
                Some(id) => cx.carried(id, &hint),
                None => cx.unconstrained(&media.at),
            };
            (ty, Some(media.name.to_owned()))
        }
    };
    let (allow_reserved, allow_empty) = match &p.leaf {
        openapiv3::Parameter::Query { allow_reserved, allow_empty_value, .. } => {
            (*allow_reserved, allow_empty_value.unwrap_or(false))
        }
        _ => (p.reserved, false),
    };
    let explode = p.explode.unwrap_or(style.explodes());
    let json = content.as_ref().is_some_and(|media_type| spelling::is_json_content(cx, media_type, ty, &p.at));
    let nested = content.is_none() && whole.is_none() && spelling::nested(cx, style, ty, &p.at);
    if content.is_none() && whole.is_none() {
        spelling::check(cx, style, explode, ty, &p.at);
    }
    let (schema, default) = match &p.content {
        ParameterContent::Schema(id) => (Some(cx.document.schemas.get(*id)), cx.default(&[*id])),
        ParameterContent::Media(_) => (None, None),
    };
    Parameter {
        place: 0,
        name: Name::wire(&data.name),
        docs: Docs {
            summary: None,
            description: data.description.clone().or_else(|| schema.and_then(|s| s.description).map(str::to_owned)),
            deprecated: data.deprecated.unwrap_or(false),
            examples: p.examples.iter().take(3).map(|(v, _)| v.to_string()).collect(),
            external: None,
        },
        location,
        style,
        explode,
        allow_reserved,
        allow_empty,
        rest: false,
        required: data.required || location == Location::Path,
        ty,
        content,
        whole: p.whole_query && whole.is_none(),
        form: whole,
        json,
        nested,
        default,
        secret: is_secret(location, &data.name),
        origin: p.at.clone(),
    }
}

fn location(leaf: &openapiv3::Parameter) -> Location {
    match leaf {
        openapiv3::Parameter::Query { .. } => Location::Query,
        openapiv3::Parameter::Header { .. } => Location::Header,
        openapiv3::Parameter::Path { .. } => Location::Path,
        openapiv3::Parameter::Cookie { .. } => Location::Cookie,
    }
}

fn style(p: &document::Parameter<'_>, location: Location) -> Style {
    match (p.style, location) {
        (Some("label"), _) => Style::Label,
        (Some("matrix"), _) => Style::Matrix,
        (Some("spaceDelimited"), _) => Style::SpaceDelimited,
        (Some("pipeDelimited"), _) => Style::PipeDelimited,
        (Some("deepObject"), _) => Style::DeepObject,
        (Some("cookie"), _) => Style::Cookie,
        (_, Location::Path | Location::Header) => Style::Simple,
        _ => Style::Form,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::testing::{clean, facts, rest, said};
    use crate::{diagnostic::Diagnostics, ir::Api};

    /// `GET /{id}` with parameters of the path item and of the operation.
    fn get(shared: &str, own: &str) -> (Api, Diagnostics) {
        rest(&format!(
            "
            paths:
              /{{id}}:
                parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}, {shared}]
                get: {{operationId: o, parameters: [{own}], responses: {{'204': {{description: d}}}}}}
            "
        ))
    }

    fn in_order(api: &Api) -> Vec<&str> {
        api.operations[0].parameters.iter().map(|p| p.name.wire.as_str()).collect()
    }

    #[test]
    fn the_operation_overrides_the_path_item() {
        let api = clean(get(
            "{name: limit, in: query, schema: {type: string}}",
            "{name: limit, in: query, required: true, schema: {type: integer}}",
        ));
        assert_eq!(facts(&api, "GET /{id} in query limit"), [" integer"]);
    }

    #[test]
    fn one_name_in_two_places_is_two_parameters() {
        let api = clean(get(
            "{name: id, in: query, schema: {type: string}}",
            "{name: id, in: header, schema: {type: string}}",
        ));
        assert_eq!(in_order(&api), ["id", "id", "id"]);
    }

    #[test]
    fn parameters_of_the_path_come_first_the_others_as_declared() {
        let query = |name: &str| format!("{{name: {name}, in: query, schema: {{type: string}}}}");
        assert_eq!(in_order(&clean(get(&query("z"), &query("a")))), ["id", "z", "a"]);
    }

    #[test]
    fn the_same_parameter_twice_is_an_error_at_the_second() {
        let limit = "{name: limit, in: query, schema: {type: string}}";
        let (_, diagnostics) = get("", &format!("{limit}, {limit}"));
        assert_eq!(said(&diagnostics), ["duplicate-parameter /paths/~1{id}/get/parameters/1"]);
    }

    #[test]
    fn headers_that_http_owns_are_ignored_aloud() {
        for name in ["Accept", "content-type", "Authorization"] {
            let (api, diagnostics) = get("", &format!("{{name: {name}, in: header, schema: {{type: string}}}}"));
            assert_eq!(
                (in_order(&api), said(&diagnostics)),
                (vec!["id"], vec!["ignored-header /paths/~1{id}/get/parameters/0".to_owned()])
            );
        }
    }

    #[test]
    fn a_path_parameter_without_a_place_in_the_path_is_left_out_aloud() {
        let (api, diagnostics) = get("", "{name: other, in: path, required: true, schema: {type: string}}");
        assert_eq!(said(&diagnostics), ["deviation /paths/~1{id}/get/parameters/0"]);
        assert_eq!(in_order(&api), ["id"]);
    }

    #[test]
    fn a_parameter_behind_the_question_mark_is_one_of_the_query() {
        let operation = "operationId: o, responses: {'204': {description: d}}";
        let query = |parameters: &str| {
            rest(&format!("paths: {{'/x?a={{b}}&c=1': {{get: {{parameters: [{parameters}], {operation}}}}}}}")).0
        };
        let api = query("{name: b, in: path, required: true, schema: {type: integer}}");
        assert_eq!(facts(&api, "GET /x?a={b}&c=1 in "), ["query a integer"]);
        assert_eq!(api.operations[0].path.query, [("c".to_owned(), "1".to_owned())]);
        // The path has said what it is.
        assert_eq!(in_order(&query("{name: c, in: query, schema: {type: string}}")), [""; 0]);
    }

    #[test]
    fn style_and_explode_follow_the_place_unless_stated() {
        let list = "schema: {type: array, items: {type: string}}";
        let own = format!(
            "{{name: a, in: query, {list}}}, {{name: b, in: query, explode: false, {list}}}, {{name: c, in: query, style: pipeDelimited, {list}}}, {{name: d, in: header, {list}}}"
        );
        let api = clean(get("", &own));
        // The outline says what differs from the place's default.
        assert_eq!(
            facts(&api, "GET /{id} in query "),
            ["a? array<string>", "b? array<string> explode=false", "c? array<string> style=PipeDelimited",]
        );
        assert_eq!(facts(&api, "GET /{id} in header "), ["d? array<string>"]);
        let explode: Vec<bool> = api.operations[0].parameters.iter().map(|p| p.explode).collect();
        assert_eq!(explode, [false, true, false, false, false]);
    }
}
