#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use crate::testing::{clean, facts, residue, said, schemas};

/// The type of a property that all of these schemas hold for, and what is said about it.
fn all_of(parts: &str) -> (Vec<String>, Vec<String>) {
    let (api, diagnostics) = schemas(&format!("S: {{type: object, properties: {{v: {{allOf: [{parts}]}}}}}}"));
    let declared = facts(&api, "type S.v ");
    let facts = if declared.is_empty() { facts(&api, "type S.v? ") } else { declared };
    (facts, said(&diagnostics))
}

fn merged(parts: &str) -> Vec<String> {
    let (facts, said) = all_of(parts);
    assert_eq!(said, [""; 0], "{parts}");
    facts
}

#[test]
fn types_intersect() {
    assert_eq!(merged("{type: [string, integer]}, {type: [integer, boolean]}"), ["integer"]);
    assert_eq!(merged("{type: number}, {type: integer}"), ["integer"]);
    assert_eq!(merged("{type: [string, 'null']}, {type: string}"), ["string"]);
    assert_eq!(merged("{type: [string, 'null']}, {type: ['null', string]}"), ["string|null"]);
}

#[test]
fn types_that_exclude_each_other_leave_nothing() {
    let contradiction = vec!["contradiction /components/schemas/S/properties/v/allOf/0".to_owned()];
    assert_eq!(all_of("{type: string}, {type: integer}"), (vec!["never".to_owned()], contradiction.clone()));
    assert_eq!(all_of("{type: string}, {enum: [1]}"), (vec!["never".to_owned()], contradiction));
}

#[test]
fn the_stricter_bound_holds() {
    for (parts, bounds) in [
        ("{type: integer, minimum: 1, maximum: 9}, {minimum: 3, maximum: 7}", "integer minimum=3 maximum=7"),
        ("{type: integer, minimum: 3}, {minimum: 1}", "integer minimum=3"),
        ("{type: integer, minimum: 3}, {exclusiveMinimum: 3}", "integer minimum=3 exclusiveMinimum=3"),
        ("{type: number, maximum: 1.5}, {maximum: 1}", "number maximum=1"),
        // As floats these two are equal.
        ("{type: integer, minimum: 9007199254740992}, {minimum: 9007199254740993}", "integer minimum=9007199254740993"),
        ("{type: string, minLength: 1, maxLength: 5}, {minLength: 2, maxLength: 9}", "string minLength=2 maxLength=5"),
        (
            "{type: array, items: {type: string}, minItems: 2}, {minItems: 1, uniqueItems: true}",
            "array<string> minItems=2 uniqueItems",
        ),
    ] {
        assert_eq!(merged(parts), [bounds], "{parts}");
    }
}

#[test]
fn what_cannot_hold_together_in_one_constraint_is_checked() {
    let api = clean(schemas("S: {allOf: [{type: string, pattern: a}, {pattern: b}, {pattern: a}]}"));
    assert_eq!(facts(&api, "type S "), ["pattern=\"b\"", "string pattern=\"a\""]);
    assert_eq!(residue(&api, "S"), "pattern b");
    let api = clean(schemas("S: {allOf: [{type: integer, multipleOf: 2}, {multipleOf: 3}]}"));
    assert_eq!(facts(&api, "type S "), ["integer multipleOf=2", "multipleOf=3"]);
    assert_eq!(residue(&api, "S"), "multipleOf 3");
}

#[test]
fn listed_values_intersect() {
    let values = |parts: &str| {
        let api = clean(schemas(&format!("S: {{allOf: [{parts}]}}")));
        facts(&api, "type S enum ")
    };
    assert_eq!(values("{enum: [a, b, c]}, {enum: [d, c, b]}"), ["\"b\"", "\"c\""]);
    assert_eq!(values("{enum: [a, b]}, {const: b}"), ["\"b\""]);
    assert_eq!(values("{enum: [a, 1]}, {type: string}"), ["\"a\""]);
    let (_, diagnostics) = schemas("S: {type: string, allOf: [{enum: [a]}, {enum: [b]}]}");
    assert_eq!(said(&diagnostics), ["contradiction /components/schemas/S"]);
}

#[test]
fn members_of_all_parts_are_there_and_demanded_by_any() {
    let api = clean(schemas(
        "
        Base: {type: object, required: [id], properties: {id: {type: string}, size: {type: [string, integer]}}}
        S:
          allOf:
            - $ref: '#/components/schemas/Base'
            - {type: object, required: [size], properties: {size: {type: integer, minimum: 1}, note: {type: string}}}
        ",
    ));
    assert_eq!(facts(&api, "type S."), ["id string", "note? string", "size integer minimum=1"]);
}

#[test]
fn a_component_of_several_parts_is_declared_once_under_its_name() {
    let s = "S: {allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}\n";
    let user = "User: {type: object, properties: {s: {$ref: '#/components/schemas/S'}}}\n";
    for order in [[s, user], [user, s]] {
        let api = clean(schemas(&order.concat()));
        let names: Vec<_> = api.types.iter().filter_map(|t| t.name.as_ref()).map(|n| n.rust.as_str()).collect();
        assert_eq!(names.iter().filter(|n| n.starts_with('S')).count(), 1, "{names:?}");
        assert_eq!(facts(&api, "type User."), ["s? S"]);
    }
}

#[test]
fn the_same_part_twice_counts_once() {
    let base = "Base: {type: object, properties: {id: {type: string}}}\n";
    let twice = "S: {allOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/Base'}]}";
    assert_eq!(facts(&clean(schemas(&format!("{base}{twice}"))), "type S "), ["Base"]);
}
