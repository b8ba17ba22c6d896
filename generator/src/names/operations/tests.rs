#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use crate::ir::Api;
use crate::testing::{clean, rest, said};

/// Operations, `(method, path, id)`; without parameters, each with one empty reply.
fn operations(list: &[(&str, &str, &str)]) -> (Api, Vec<String>) {
    let one = |(method, path, id): &(&str, &str, &str)| {
        let id = if id.is_empty() { String::new() } else { format!("operationId: {id}, ") };
        let names = path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
        let list: Vec<_> =
            names.map(|n| format!("{{name: {n}, in: path, required: true, schema: {{type: string}}}}")).collect();
        format!(
            "  {path}: {{{method}: {{{id}parameters: [{}], responses: {{'204': {{description: d}}}}}}}}\n",
            list.join(", ")
        )
    };
    let (api, diagnostics) = rest(&format!("paths:\n{}", list.iter().map(one).collect::<String>()));
    (api, said(&diagnostics))
}

fn names(list: &[(&str, &str, &str)]) -> Vec<String> {
    operations(list).0.operations.into_iter().map(|o| o.name.rust).collect()
}

#[test]
fn ids_become_snake_case_and_types_camel_case() {
    let (api, _) = operations(&[("get", "/pets", "listPets")]);
    assert_eq!((api.operations[0].name.rust.as_str(), api.operations[0].type_name.as_str()), ("list_pets", "ListPets"));
}

#[test]
fn what_fastapi_adds_to_an_id_falls_away() {
    for (method, path, id, name) in [
        ("delete", "/v1/secrets/{secret_id}", "delete_secret_v1_secrets__secret_id__delete", "delete_secret"),
        // Mounted below another path since the id was made.
        ("get", "/api/v2/users", "list_users_users_get", "list_users"),
        ("get", "/users", "users_get", "users_get"),
        ("get", "/users", "get", "get"),
        ("post", "/users", "list_users_users_get", "list_users_users_get"),
    ] {
        assert_eq!(names(&[(method, path, id)]), [name], "{id}");
    }
}

#[test]
fn a_short_id_that_two_would_share_is_not_shortened() {
    assert_eq!(names(&[("get", "/a", "list_a_get"), ("get", "/b", "list_b_get")]), ["list_a_get", "list_b_get"]);
}

#[test]
fn without_an_id_method_and_path_make_the_name() {
    assert_eq!(names(&[("get", "/pets/{id}", "")]), ["get_pets_id"]);
}

#[test]
fn an_id_that_two_operations_have_names_neither() {
    let (api, said) = operations(&[("get", "/a", "list"), ("get", "/b", "list")]);
    assert_eq!(api.operations.iter().map(|o| o.name.rust.as_str()).collect::<Vec<_>>(), ["get_a", "get_b"]);
    assert_eq!(said, ["duplicate-operation /paths/~1b/get/operationId"]);
}

#[test]
fn ids_that_differ_on_the_wire_only_get_names_that_do_not_depend_on_order() {
    let (a, b) = (("get", "/a", "list_pets"), ("get", "/b", "listPets"));
    assert_eq!(names(&[a, b]), ["list_pets", "list_pets_2"]);
    assert_eq!(names(&[b, a]), ["list_pets_2", "list_pets"]);
}

#[test]
fn keywords_and_what_the_emitted_code_needs_are_not_given_away() {
    assert_eq!(
        names(&[("get", "/a", "type"), ("get", "/b", "new"), ("get", "/c", "client")]),
        ["type_", "new_", "client_"]
    );
}

#[test]
fn variants_of_replies_are_reason_phrases() {
    let replies = "'200': {description: d}, '404': {description: d}, '499': {description: d}, 5XX: {description: d}, default: {description: d}";
    let api = clean(rest(&format!("paths: {{/: {{get: {{operationId: read, responses: {{{replies}}}}}}}}}")));
    let of = |pick: fn(&crate::ir::Reply) -> &str| api.operations[0].replies.iter().map(pick).collect::<Vec<_>>();
    assert_eq!(of(|r| &r.variant), ["Ok", "NotFound", "Status499", "Status5xx", "Default"]);
    assert_eq!(of(|r| &r.type_name), ["Read200", "Read404", "Read499", "Read5xx", "ReadDefault"]);
}

#[test]
fn several_media_types_are_variants_of_an_enum() {
    let content = "application/json: {schema: {type: object}}, text/plain: {schema: {type: string}}, image/*: {}";
    let api = clean(rest(&format!(
        "paths: {{/: {{post: {{operationId: upload, requestBody: {{content: {{{content}}}}}, responses: {{'204': {{description: d}}}}}}}}}}"
    )));
    let body = api.operations[0].body.as_ref().unwrap();
    assert_eq!(body.enum_name.as_deref(), Some("UploadBody"));
    assert_eq!(
        body.contents.iter().map(|c| c.variant.rust.as_str()).collect::<Vec<_>>(),
        ["Json", "Plain", "AnyImage"]
    );
}

#[test]
fn tags_become_traits_of_which_no_two_are_alike() {
    let operation = |tag: &str| format!("{{tags: [{tag}], responses: {{'204': {{description: d}}}}}}");
    let api = clean(rest(&format!(
        "paths: {{/: {{get: {}, put: {}, post: {}}}}}",
        operation("user-keys"),
        operation("UserKeys"),
        operation("Service")
    )));
    assert_eq!(
        api.tags.iter().map(|t| t.name.rust.as_str()).collect::<Vec<_>>(),
        ["UserKeys", "UserKeys2", "Service2"]
    );
}
