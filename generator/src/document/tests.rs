#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::schema::{Schema, Types};
use super::*;
use crate::testing::{HEAD, reports, sources};

/// Decodes `components/schemas/S` of a document that says it follows a version.
fn schema(version: &str, yaml: &str, look: impl FnOnce(&Schema<'_>)) {
    let sources = sources(&format!(
        "openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{S: {yaml}, Other: {{type: object}}}}}}"
    ));
    let mut diagnostics = Diagnostics::default();
    let document = decode(&sources, &mut diagnostics).unwrap();
    assert_eq!(crate::testing::said(&diagnostics), [""; 0], "{yaml}");
    let (_, id) = document.components.first().unwrap();
    look(document.schemas.get(*id));
}

/// What is said of a document of which the rest is given.
fn said(rest: &str) -> Vec<String> {
    let there = rest.contains("paths:") || rest.contains("components:");
    reports(&format!("{HEAD}{rest}{}", if there { "" } else { "\npaths: {}" }))
}

/// What is said of an operation, `POST /`.
fn said_of(operation: &str) -> Vec<String> {
    said(&format!("paths: {{/: {{post: {{operationId: o, responses: {{'204': {{description: d}}}}, {operation}}}}}}}"))
}

#[test]
fn the_version_decides_and_need_not_be_complete() {
    for (text, version) in [
        ("3.0.3", Version::V3_0),
        ("'3.0'", Version::V3_0),
        ("3.1.0", Version::V3_1),
        ("3.1.1-rc0", Version::V3_1),
        ("3.2.0", Version::V3_2),
    ] {
        let sources = sources(&format!("openapi: {text}\ninfo: {{title: T, version: '1'}}\npaths: {{}}"));
        let mut diagnostics = Diagnostics::default();
        assert_eq!(decode(&sources, &mut diagnostics).map(|d| d.version), Some(version), "{text}");
    }
}

#[test]
fn without_a_version_that_is_known_nothing_is_decoded() {
    for (document, report) in [
        ("swagger: '2.0'", "not-openapi "),
        ("[1]", "not-openapi "),
        ("openapi: 3.1", "wrong-type /openapi"),
        ("openapi: '2.0'", "unsupported-version /openapi"),
        ("openapi: 3.10.0", "unsupported-version /openapi"),
        ("openapi: 4.0.0", "unsupported-version /openapi"),
    ] {
        assert_eq!(reports(document), [report], "{document}");
    }
}

#[test]
fn a_wrong_type_is_reported_once_and_where_it_is() {
    for (rest, report) in [
        ("paths: [1]", "wrong-type /paths"),
        ("paths: {/: {get: 1}}", "wrong-type /paths/~1/get"),
        ("servers: {a: b}", "wrong-type /servers"),
        ("servers: [{url: {}}]", "wrong-type /servers/0/url"),
        ("tags: [1]", "wrong-type /tags/0"),
        ("security: {}", "wrong-type /security"),
        ("security: [[]]", "wrong-type /security/0"),
        ("components: {schemas: [1]}", "wrong-type /components/schemas"),
        ("components: {schemas: {S: 1}}", "wrong-type /components/schemas/S"),
        ("components: {schemas: {S: {properties: [1]}}}", "wrong-type /components/schemas/S/properties"),
        ("components: {schemas: {S: {type: object, required: [{}]}}}", "wrong-type /components/schemas/S/required/0"),
        ("components: {schemas: {S: {type: integer, minimum: one}}}", "wrong-type /components/schemas/S/minimum"),
        ("components: {schemas: {S: {type: string, enum: a}}}", "wrong-type /components/schemas/S/enum"),
        ("components: {schemas: {S: {type: string, nullable: 1}}}", "wrong-type /components/schemas/S/nullable"),
    ] {
        assert_eq!(said(rest), [report], "{rest}");
    }
    assert_eq!(reports("openapi: 3.1.0\ninfo: T\npaths: {}"), ["wrong-type /info"]);
    for (operation, report) in [
        ("tags: a", "wrong-type /paths/~1/post/tags"),
        ("deprecated: 'yes'", "wrong-type /paths/~1/post/deprecated"),
        ("parameters: {a: b}", "wrong-type /paths/~1/post/parameters"),
        ("requestBody: {content: [a]}", "wrong-type /paths/~1/post/requestBody/content"),
        (
            "parameters: [{name: a, in: query, required: 'yes', schema: {}}]",
            "wrong-type /paths/~1/post/parameters/0/required",
        ),
        ("parameters: [{name: {}, in: query, schema: {}}]", "wrong-type /paths/~1/post/parameters/0/name"),
    ] {
        let errors: Vec<_> = said_of(operation).into_iter().filter(|told| told.starts_with("wrong-type")).collect();
        assert_eq!(errors, [report], "{operation}");
    }
}

#[test]
fn a_reference_in_place_of_a_map_leads_to_a_map() {
    let said = |to: &str| {
        said(&format!(
            "components: {{schemas: {{A: {{properties: {{$ref: '#/components/{to}'}}}}, B: {{type: string, properties: {{}}}}}}}}"
        ))
    };
    assert_eq!(
        said("schemas/A"),
        ["assumed-object /components/schemas/A", "deviation /components/schemas/A/properties/$ref"]
    );
    assert_eq!(said("schemas"), said("schemas/A"));
    assert_eq!(
        said("schemas/B"),
        ["deviation /components/schemas/A/properties/$ref", "wrong-type /components/schemas/A/properties/$ref"]
    );
}

#[test]
fn what_is_meant_is_read_aloud() {
    for (rest, at) in [
        ("paths:", "/paths"),
        ("paths: []", "/paths"),
        ("paths: {/: {get: {operationId: 1, responses: {'204': {description: d}}}}}", "/paths/~1/get/operationId"),
        ("servers: {}", "/servers"),
        ("tags: [{name: 1}]", "/tags/0/name"),
        ("tags: [{name: [a]}]", "/tags/0/name"),
        ("tags: [{name: a, description: {}}]", "/tags/0/description"),
        ("externalDocs: {}", "/externalDocs"),
        ("components: {schemas: {S: {properties: []}}}", "/components/schemas/S/properties"),
        ("components: {schemas: {S: }}", "/components/schemas/S"),
        ("components: {schemas: {S: {type: integer, minimum: '1'}}}", "/components/schemas/S/minimum"),
        ("components: {schemas: {S: {type: string, maxLength: '1'}}}", "/components/schemas/S/maxLength"),
        ("components: {schemas: {S: {type: string, nullable: 'true'}}}", "/components/schemas/S/nullable"),
        ("components: {schemas: {S: {type: String}}}", "/components/schemas/S/type"),
        ("components: {schemas: {S: {type: [string, null]}}}", "/components/schemas/S/type/1"),
        ("components: {schemas: {S: {type: int64}}}", "/components/schemas/S/type"),
        ("components: {schemas: {S: {type: string, description: 1}}}", "/components/schemas/S/description"),
        ("components: {schemas: {S: {type: string, required: true}}}", "/components/schemas/S/required"),
    ] {
        assert_eq!(said(rest), [format!("deviation {at}")], "{rest}");
    }
    assert_eq!(reports("openapi: 3.1.0\ninfo: {title: 3, version: '1'}\npaths: {}"), ["deviation /info/title"]);
    assert_eq!(reports("openapi: 3.1.0\ninfo: {title: T, version: []}\npaths: {}"), ["deviation /info/version"]);
    assert_eq!(
        reports("openapi: 3.1.0\ninfo: {title: T, version: '1', license: {}}\npaths: {}"),
        ["deviation /info/license"]
    );
    for (operation, at) in [
        ("parameters: [{name: 1, in: query, schema: {}}]", "/parameters/0/name"),
        ("parameters: [{name: a, in: query}]", "/parameters/0"),
        ("parameters: [{name: a, in: query, type: integer}]", "/parameters/0"),
        ("parameters: [{name: a, in: query, style: matrix, schema: {}}]", "/parameters/0/style"),
        ("parameters: [{name: a, in: query, schema: {}, content: {}}]", "/parameters/0/content"),
        ("requestBody: {content: {}}", "/requestBody"),
        ("requestBody: {}", "/requestBody"),
        ("summary: ", "/summary"),
    ] {
        assert_eq!(said_of(operation), [format!("deviation /paths/~1/post{at}")], "{operation}");
    }
}

#[test]
fn what_is_read_is_what_was_meant() {
    let loose = |yaml: &str, look: &dyn Fn(&Schema<'_>)| {
        let sources = sources(&format!("{HEAD}components: {{schemas: {{S: {yaml}}}}}"));
        let document = decode(&sources, &mut Diagnostics::default()).unwrap();
        look(document.schemas.get(document.components[0].1));
    };
    loose("{type: Int64}", &|s| assert_eq!((s.types, s.format), (Some(Types::INTEGER), Some("int64"))));
    loose("{type: date, format: x}", &|s| assert_eq!((s.types, s.format), (Some(Types::STRING), Some("x"))));
    loose("{type: [string, null]}", &|s| assert_eq!(s.types, Some(Types::STRING.or(Types::NULL))));
    loose("{properties: {a: {required: true}, b: {required: false}, c: {required: true}}, required: [c]}", &|s| {
        assert_eq!(s.object.as_ref().unwrap().required, ["c", "a"]);
    });
    loose("{minimum: '1.50', maxLength: '3'}", &|s| {
        assert_eq!(s.number.as_ref().unwrap().minimum.unwrap().to_string(), "1.50");
        assert_eq!(s.max_length, Some(3));
    });
    loose("{description: 1.10}", &|s| assert_eq!(s.description, Some("1.10")));
}

#[test]
fn names_may_begin_like_extensions() {
    let sources = sources(&format!(
        "{HEAD}security: [{{x-key: []}}]\ncomponents: {{securitySchemes: {{x-key: {{type: http, scheme: bearer}}}}, schemas: {{x-s: {{}}, x-note: 1}}}}"
    ));
    let document = decode(&sources, &mut Diagnostics::default()).unwrap();
    assert_eq!(document.security[0].schemes, [("x-key", Vec::new())]);
    assert_eq!(document.security_schemes[0].name, "x-key");
    assert_eq!(document.components[0].0, "x-s");
    assert_eq!(document.components.len(), 1);
}

#[test]
fn a_value_that_is_not_allowed_is_reported_where_it_is() {
    for (rest, report) in [
        ("components: {schemas: {S: {type: strin}}}", "invalid-value /components/schemas/S/type"),
        ("components: {schemas: {S: {type: [string, nul]}}}", "invalid-value /components/schemas/S/type/1"),
        ("components: {schemas: {S: {type: string, minLength: -1}}}", "invalid-value /components/schemas/S/minLength"),
        ("components: {schemas: {S: {type: string, minLength: 1.5}}}", "invalid-value /components/schemas/S/minLength"),
        ("components: {securitySchemes: {s: {type: key}}}", "invalid-value /components/securitySchemes/s/type"),
    ] {
        assert_eq!(said(rest), [report], "{rest}");
    }
    let (operation, at) = ("parameters: [{name: a, in: body, schema: {}}]", "/paths/~1/post/parameters/0/in");
    assert_eq!(said_of(operation), [format!("invalid-value {at}")]);
}

#[test]
fn a_missing_key_is_reported_at_what_should_have_it() {
    assert_eq!(reports("openapi: 3.1.0\npaths: {}"), ["missing-key "]);
    assert_eq!(reports("openapi: 3.1.0\ninfo: {version: '1'}\npaths: {}"), ["deviation /info"]);
    assert_eq!(reports("openapi: 3.1.0\ninfo: {title: T}\npaths: {}"), ["deviation /info"]);
    for (rest, report) in [
        ("servers: [{description: d}]", "missing-key /servers/0"),
        ("tags: [{description: d}]", "missing-key /tags/0"),
        ("components: {securitySchemes: {s: {}}}", "missing-key /components/securitySchemes/s"),
        ("components: {securitySchemes: {s: {type: apiKey, in: query}}}", "missing-key /components/securitySchemes/s"),
        ("components: {securitySchemes: {s: {type: http}}}", "missing-key /components/securitySchemes/s"),
        (
            "components: {schemas: {S: {type: object, discriminator: {}}}}",
            "missing-key /components/schemas/S/discriminator",
        ),
    ] {
        assert_eq!(said(rest), [report], "{rest}");
    }
    for operation in ["parameters: [{in: query, schema: {}}]", "parameters: [{name: a, schema: {}}]"] {
        assert_eq!(said_of(operation), ["missing-key /paths/~1/post/parameters/0"], "{operation}");
    }
}

#[test]
fn what_3_0_demands_3_1_does_not() {
    let document = |version: &str, rest: &str| format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{rest}");
    assert_eq!(reports(&document("3.0.3", "")), ["deviation "]);
    assert_eq!(reports(&document("3.1.0", "")), ["deviation "]);
    assert_eq!(reports(&document("3.1.0", "components: {}")), [""; 0]);
    let without_responses = "paths: {/: {get: {operationId: o}}}";
    assert_eq!(reports(&document("3.0.3", without_responses)), ["no-reply /paths/~1/get"]);
    assert_eq!(reports(&document("3.1.0", without_responses)), ["no-reply /paths/~1/get"]);
}

#[test]
fn unknown_keys_are_warned_of_and_extensions_are_not() {
    assert_eq!(said("pahts: {}"), ["unknown-keyword /pahts"]);
    assert_eq!(said("x-logo: {}"), [""; 0]);
    assert_eq!(
        said("components: {schemas: {S: {type: string, minLenght: 1}}}"),
        ["unknown-keyword /components/schemas/S/minLenght"]
    );
    assert_eq!(said_of("paramters: []"), ["unknown-keyword /paths/~1/post/paramters"]);
}

#[test]
fn a_bare_number_is_read_as_the_version_that_was_meant() {
    assert_eq!(
        reports("openapi: 3.1.0\ninfo: {title: T, version: 1.0}\npaths: {}"),
        ["unquoted-version /info/version"]
    );
}

#[test]
fn nullable_becomes_a_type() {
    for version in ["3.0.3", "3.1.0"] {
        schema(version, "{type: string, nullable: true}", |s| assert_eq!(s.types, Some(Types::STRING.or(Types::NULL))));
        schema(version, "{type: string, nullable: false}", |s| assert_eq!(s.types, Some(Types::STRING)));
        schema(version, "{nullable: true}", |s| assert!(s.nullable && s.types.is_none()));
    }
    schema("3.1.0", "{type: [string, 'null']}", |s| assert_eq!(s.types, Some(Types::STRING.or(Types::NULL))));
}

#[test]
fn nullable_adds_null_to_listed_values() {
    let texts = |s: &Schema<'_>| s.values.iter().flatten().map(ToString::to_string).collect::<Vec<_>>();
    schema("3.0.3", "{type: string, nullable: true, enum: [a]}", |s| assert_eq!(texts(s), ["\"a\"", "null"]));
    schema("3.0.3", "{type: string, nullable: true, enum: [a, null]}", |s| assert_eq!(texts(s), ["\"a\"", "null"]));
}

#[test]
fn a_boolean_bound_sharpens_its_neighbour() {
    let bounds = |s: &Schema<'_>| {
        let n = s.number.clone().unwrap();
        [n.minimum, n.exclusive_minimum, n.maximum, n.exclusive_maximum]
            .map(|n| n.map(ToString::to_string).unwrap_or_default())
    };
    schema("3.0.3", "{type: integer, minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}", |s| {
        assert_eq!(bounds(s), ["", "1", "9", ""]);
    });
    schema("3.1.0", "{type: integer, minimum: 1, exclusiveMinimum: 2}", |s| assert_eq!(bounds(s), ["1", "2", "", ""]));
}

#[test]
fn beside_a_reference_3_0_reads_a_description_only() {
    let yaml = "{$ref: '#/components/schemas/Other', description: d, type: object, deprecated: true}";
    schema("3.0.3", yaml, |s| {
        assert_eq!((s.types, s.deprecated, s.description), (None, false, Some("d")));
        assert!(s.reference.as_ref().unwrap().target.is_some());
    });
    schema("3.1.0", yaml, |s| assert_eq!((s.types, s.deprecated), (Some(Types::OBJECT), true)));
}

#[test]
fn boolean_schemas_allow_all_or_nothing() {
    schema("3.1.0", "true", |s| assert!(!s.never));
    schema("3.1.0", "false", |s| assert!(s.never));
}

#[test]
fn a_whole_number_counts_however_it_is_written() {
    schema("3.1.0", "{type: string, minLength: 2.0, maxLength: 3}", |s| {
        assert_eq!((s.min_length, s.max_length), (Some(2), Some(3)));
    });
}

#[test]
fn what_is_too_much_is_reported_once_where_it_begins() {
    let branches = |count: usize| "{type: string},".repeat(count);
    let union = |count: usize| said(&format!("components: {{schemas: {{S: {{anyOf: [{}]}}}}}}", branches(count)));
    assert!(!union(2000).concat().contains("over-budget"));
    assert_eq!(union(2001).iter().filter(|said| said.starts_with("over-budget")).count(), 1);
    let links: String = (0..10_002).map(|index| format!("l{index}: {{operationId: o}},")).collect();
    let reply = format!("'204': {{description: d, links: {{{links}}}}}");
    let all = said(&format!("paths: {{/: {{get: {{operationId: o, responses: {{{reply}}}}}}}}}"));
    let over: Vec<_> = all.iter().filter(|said| said.starts_with("over-budget")).collect();
    assert!(matches!(over.as_slice(), [one] if one.ends_with("/links/l10000")), "{over:?}");
}
