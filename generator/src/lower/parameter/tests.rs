//! Which parameters an operation has, in which order, and what is told about the others.
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
    let api =
        clean(get("{name: id, in: query, schema: {type: string}}", "{name: id, in: header, schema: {type: string}}"));
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
