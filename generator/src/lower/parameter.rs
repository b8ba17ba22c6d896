//! Parameters: those of the path item, overridden by those of the operation, in the order in which Rust takes them.
use super::{Lowering, path, style as spelling};
use crate::diagnostic::Code;
use crate::document::{self, ParameterContent, PathItem};
use crate::ir::{Docs, Location, Name, Parameter, Style};
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
            let key = (location(&parameter.leaf), parameter.data().name.as_str());
            if let Some(first) = here.insert(key, parameter) {
                cx.report(
                    Code::DuplicateParameter,
                    &parameter.at,
                    format!("the parameter `{}` is declared twice", key.1),
                )
                .related(&first.at, "the first one");
            }
        }
        debug_assert!(own || all.is_empty());
        all.extend(here);
    }
    all
}

/// Path parameters as the template has them, then the others as declared.
pub(super) fn parameters<'a>(
    cx: &mut Lowering<'a, '_>,
    template: &str,
    declared: &Declared<'a>,
    operation: &str,
) -> Vec<Parameter> {
    let in_path = path::names(template);
    let mut seen = Vec::new();
    let mut list = Vec::new();
    for name in &in_path {
        if let Some(parameter) = declared.get(&(Location::Path, *name)) {
            if seen.contains(name) {
                cx.report(Code::InvalidPath, &parameter.at, format!("`{{{name}}}` stands in the path twice"));
                continue;
            }
            seen.push(name);
            list.push(one(cx, parameter, Location::Path, operation));
        }
    }
    for ((location, name), parameter) in declared {
        match location {
            Location::Path if in_path.contains(name) => {}
            Location::Path => {
                cx.report(Code::PathParameter, &parameter.at, format!("`{{{name}}}` is not in the path `{template}`"));
            }
            Location::Header if is_reserved_header(name) => {
                cx.report(
                    Code::IgnoredHeader,
                    &parameter.at,
                    format!("the header parameter `{name}` is ignored, as the specification demands"),
                )
                .help("credentials belong in `securitySchemes`, media types in `content`");
            }
            location => list.push(one(cx, parameter, *location, operation)),
        }
    }
    list
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
    let (ty, content) = match &p.content {
        ParameterContent::Schema(id) => (cx.schema(*id, &hint), None),
        ParameterContent::Media(media) => {
            let ty = match media.schema {
                Some(id) => cx.schema(id, &hint),
                None => cx.unconstrained(&media.at),
            };
            (ty, Some(media.name.to_owned()))
        }
    };
    let (allow_reserved, allow_empty) = match &p.leaf {
        openapiv3::Parameter::Query { allow_reserved, allow_empty_value, .. } => {
            (*allow_reserved, allow_empty_value.unwrap_or(false))
        }
        _ => (false, false),
    };
    let explode = p.explode.unwrap_or(style == Style::Form);
    let json = content.as_ref().is_some_and(|media_type| spelling::is_json_content(cx, media_type, ty, &p.at));
    let nested = content.is_none() && spelling::nested(cx, style, ty, &p.at);
    if content.is_none() {
        spelling::check(cx, style, explode, ty, &p.at);
    }
    let schema = match &p.content {
        ParameterContent::Schema(id) => Some(cx.document.schemas.get(*id)),
        ParameterContent::Media(_) => None,
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
        required: data.required || location == Location::Path,
        ty,
        content,
        json,
        nested,
        default: schema.and_then(|s| s.default).map(ToString::to_string),
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
    fn a_path_parameter_without_a_place_in_the_path_is_an_error() {
        let (_, diagnostics) = get("", "{name: other, in: path, required: true, schema: {type: string}}");
        assert_eq!(said(&diagnostics), ["path-parameter /paths/~1{id}/get/parameters/0"]);
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
