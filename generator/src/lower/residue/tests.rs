#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use crate::testing::{clean, facts, residue, said, schemas};

/// What the component `S` leaves to a check, where nothing is to be reported.
fn left(schema: &str) -> String {
    let known = "P: {type: object, properties: {p: {type: string}}}\n";
    residue(&clean(schemas(&format!("{known}S: {schema}"))), "S")
}

/// The same for a member of a struct.
fn of_member(schema: &str) -> String {
    let known = "P: {type: object, properties: {p: {type: string}}}\n";
    let (api, _) = schemas(&format!("{known}T: {{type: object, properties: {{v: {schema}}}}}"));
    let crate::ir::Shape::Struct(holder) = &crate::testing::ty(&api, "T").shape else { panic!("no struct") };
    crate::testing::residue_of(&api, holder.fields[0].ty)
}

#[test]
fn what_types_and_constraints_say_is_not_checked_again() {
    for schema in [
        "{type: string, minLength: 1, maxLength: 9, pattern: a}",
        "{type: integer, minimum: 1, multipleOf: 2}",
        "{type: array, items: {type: string}, minItems: 1, uniqueItems: true}",
        "{type: object, properties: {a: {type: string}}, required: [a], additionalProperties: false}",
        "{type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}, minProperties: 2}",
        "{type: object, additionalProperties: {type: string}, maxProperties: 9}",
        "{type: object, patternProperties: {a: {type: string}}, additionalProperties: {type: string}}",
        "{type: string, enum: [a, b], maxLength: 3}",
        "{type: string, enum: [ab, b], pattern: b}",
        "{type: number, enum: [1, 2.5], multipleOf: 0.5}",
        "{type: boolean, const: true}",
        "{enum: [1, a, 2.5, true]}",
        "{enum: [1, a, null, true, false]}",
        "{oneOf: [{type: string}, {type: integer}]}",
        "{type: object, anyOf: [{$ref: '#/components/schemas/P'}, {type: object, required: [k], properties: {k: {const: a}}}]}",
        "{type: object, oneOf: [{type: object, required: [j], properties: {j: {type: string}}}, {type: object, required: [k], properties: {k: {const: a}}}]}",
        "{type: array, prefixItems: [{type: string}, {type: integer}], items: false, minItems: 2}",
        "{type: string, format: uuid, minLength: 36, maxLength: 36}",
        "{type: string, anyOf: [{format: ipv4}, {format: ipv6}]}",
        "{type: string, oneOf: [{format: ipv4}, {format: ipv6}]}",
        "{type: string, not: false}",
    ] {
        assert_eq!(left(schema), "", "{schema}");
    }
}

#[test]
fn values_that_no_type_lists_are_checked() {
    assert_eq!(left("{type: object, properties: {a: {type: string}}, const: {a: b}}"), r#"enum {"a":"b"}"#);
}

#[test]
fn bounds_of_typed_formats_are_checked_on_the_text() {
    assert_eq!(left("{type: string, format: uuid, pattern: ^0}"), "pattern ^0");
    assert_eq!(left("{type: string, format: byte, maxLength: 8}"), "maxLength 8");
}

#[test]
fn members_that_are_read_over_are_counted_by_a_check() {
    assert_eq!(left("{type: object, properties: {a: {type: string}}, minProperties: 2}"), "minProperties 2");
}

#[test]
fn names_that_match_a_pattern_are_checked_and_their_values_typed_where_one_type_does() {
    let api = clean(schemas("S: {type: object, patternProperties: {^a: {type: string}}, additionalProperties: false}"));
    assert_eq!(facts(&api, "type S "), ["map<string>"]);
    assert_eq!(residue(&api, "S"), "members /^a/=(type string) others=(never)");
    let (api, diagnostics) =
        schemas("S: {type: object, properties: {b: {type: integer}}, patternProperties: {^a: {type: string}}}");
    assert_eq!(said(&diagnostics), ["untyped /components/schemas/S"]);
    assert_eq!(residue(&api, "S"), "members /^a/=(type string)");
}

#[test]
fn a_part_that_closes_itself_closes_the_whole_and_the_members_keep_their_types() {
    let parts =
        "allOf: [{properties: {a: {type: string}}, additionalProperties: false}, {properties: {b: {type: integer}}}]";
    let api = clean(schemas(&format!("S: {{type: object, {parts}}}")));
    assert_eq!(facts(&api, "type S."), ["*[^a] never", "a? string", "b? integer"]);
    assert_eq!(residue(&api, "S"), "members a=(anything) others=(never)");
    let (_, diagnostics) = schemas(&format!("S: {{type: object, required: [b], {parts}}}"));
    assert_eq!(said(&diagnostics), ["contradiction /components/schemas/S/allOf/0"]);
}

#[test]
fn unevaluated_members_of_static_parts_are_the_struct_s_rest() {
    let api = clean(schemas(
        "S: {type: object, allOf: [{properties: {a: {type: string}}}], properties: {b: {type: integer}}, unevaluatedProperties: false}",
    ));
    assert_eq!(residue(&api, "S"), "");
    assert!(
        matches!(&crate::testing::ty(&api, "S").shape, crate::ir::Shape::Struct(s) if s.rest == crate::ir::Rest::Refused)
    );
    let cousin = "{type: object, allOf: [{properties: {a: {type: string}}}, {unevaluatedProperties: false}]}";
    assert_eq!(left(cousin), "members others=(never)");
    let dynamic = "{type: object, properties: {a: {type: string}}, if: {required: [a]}, then: {properties: {b: {type: string}}}, unevaluatedProperties: false}";
    assert!(left(dynamic).ends_with("unevaluatedProperties(never)"));
}

#[test]
fn conditions_are_checked() {
    for (schema, check) in [
        ("{type: string, not: {const: a}}", r#"not(enum "a")"#),
        ("{type: object, propertyNames: {maxLength: 3}}", "names(maxLength 3)"),
        ("{type: object, dependentRequired: {a: [b]}}", "a requires b"),
        ("{type: object, dependentSchemas: {a: {required: [b]}}}", "a demands (required b)"),
        ("{type: array, items: {type: string}, contains: {const: a}, maxContains: 2}", r#"contains(enum "a") 1..2"#),
        ("{type: array, contains: {const: a}, minContains: 0}", ""),
        ("{type: string, if: {pattern: ^a}, then: {minLength: 3}}", "if(pattern ^a) then(minLength 3)"),
        ("{type: string, if: {pattern: ^a}}", ""),
    ] {
        assert_eq!(left(schema), check, "{schema}");
    }
}

#[test]
fn what_is_beside_a_union_without_a_shape_is_checked_by_the_union() {
    assert_eq!(
        left("{minProperties: 1, oneOf: [{type: string}, {$ref: '#/components/schemas/P'}]}"),
        "minProperties 1"
    );
    assert_eq!(
        of_member(
            "{type: [object, 'null'], anyOf: [{type: 'null'}, {$ref: '#/components/schemas/P'}], not: {required: [x]}}"
        ),
        "type object & not(required x)"
    );
}

#[test]
fn what_has_no_type_is_checked_whole_and_said_to_be_untyped() {
    let (api, diagnostics) = schemas("S: {not: {type: string}}");
    assert_eq!(said(&diagnostics), ["untyped /components/schemas/S"]);
    assert_eq!(residue(&api, "S"), "not(type string)");
    assert_eq!(left("{anyOf: [{}, {type: string}], description: Nothing.}"), "");
}

#[test]
fn null_is_taken_where_everything_in_place_takes_it() {
    let nullable = |schema: &str| {
        let (api, _) = schemas(&format!("S: {{type: object, properties: {{v: {schema}}}}}"));
        facts(&api, "type S.v? ").join(" ").ends_with("|null")
    };
    for (schema, null) in [
        ("{type: [string, 'null']}", true),
        ("{type: [string, 'null'], not: {type: 'null'}}", false),
        ("{type: [string, 'null'], allOf: [{not: {const: a}}]}", true),
        ("{type: [string, 'null'], if: {type: 'null'}, then: false}", false),
        ("{oneOf: [{type: string}, {type: 'null'}]}", true),
        ("{type: string, anyOf: [{type: string}, {type: 'null'}]}", false),
        ("{type: [string, 'null'], enum: [a, b]}", false),
    ] {
        assert_eq!(nullable(schema), null, "{schema}");
    }
}

#[test]
fn schemas_that_refer_to_each_other_are_checked_by_checks_that_do() {
    let round = left("{type: object, not: {$ref: '#/components/schemas/S'}}");
    assert!(round.starts_with("not(type object & not(type object & not("), "{round}");
}
