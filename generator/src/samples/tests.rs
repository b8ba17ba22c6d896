//! What is drawn is within the limits, ends, and is the same each time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::{Fullness, Samples};
use crate::ir::TypeId;
use crate::testing::schemas;
use serde_json::Value;

fn drawn(yaml: &str, count: usize) -> Vec<Value> {
    let (api, _) = schemas(yaml);
    let index = api.types.iter().position(|t| t.name.as_ref().is_some_and(|n| n.wire == "S")).unwrap();
    let mut samples = Samples::new(&api, 1);
    let ty = TypeId(u32::try_from(index).unwrap());
    (0..count).filter_map(|_| samples.value(ty, Fullness::Some)).collect()
}

#[test]
fn numbers_reach_their_limits_and_stay_within() {
    let values = drawn(
        "S: {type: object, required: [n], properties: {n: {type: integer, minimum: 3, exclusiveMaximum: 20, multipleOf: 2}}}",
        200,
    );
    let numbers: Vec<_> = values.iter().map(|v| v["n"].as_i64().unwrap()).collect();
    assert!(numbers.iter().all(|n| (3..20).contains(n) && n % 2 == 0), "{numbers:?}");
    assert!(numbers.contains(&4) && numbers.contains(&18), "{numbers:?}");
}

#[test]
fn strings_match_their_pattern_and_length() {
    let values = drawn(
        "S: {type: object, required: [s], properties: {s: {type: string, pattern: '^[a-f]{2,}-[0-9]+$', minLength: 6, maxLength: 9}}}",
        100,
    );
    for value in values {
        let text = value["s"].as_str().unwrap();
        let (letters, digits) = text.split_once('-').unwrap();
        assert!((6..=9).contains(&text.len()) && letters.len() >= 2, "{text}");
        assert!(
            letters.chars().all(|c| ('a'..='f').contains(&c)) && digits.chars().all(|c| c.is_ascii_digit()),
            "{text}"
        );
    }
}

#[test]
fn what_a_pattern_looks_at_is_respected() {
    for (pattern, fits) in [
        (r"^/(?!/)", (|text| text.starts_with('/') && !text.starts_with("//")) as fn(&str) -> bool),
        (r"^(?!\\s*$).+$", |text| !text.trim().is_empty()),
        (r"^(?=.*[0-9])[a-c()0-9]{3}$", |text| text.len() == 3 && text.bytes().any(|c| c.is_ascii_digit())),
    ] {
        let yaml =
            format!("S: {{type: object, required: [s], properties: {{s: {{type: string, pattern: \"{pattern}\"}}}}}}");
        let values = drawn(&yaml, 50);
        assert!(values.len() == 50 && values.iter().all(|value| fits(value["s"].as_str().unwrap())), "{values:?}");
    }
}

#[test]
fn recursion_ends_and_what_has_no_end_is_not_drawn() {
    let tree = "S: {type: object, properties: {left: {$ref: '#/components/schemas/S'}, more: {type: array, items: {$ref: '#/components/schemas/S'}}}}";
    assert_eq!(drawn(tree, 200).len(), 200);
    let endless = "S: {type: object, required: [next], properties: {next: {$ref: '#/components/schemas/S'}}}";
    assert_eq!(drawn(endless, 3), [Value::Null; 0]);
}

#[test]
fn the_same_seed_draws_the_same() {
    let yaml = "S: {type: object, additionalProperties: {type: [string, number, 'null']}}";
    assert_eq!(drawn(yaml, 50), drawn(yaml, 50));
}
