//! What is drawn is what the document says, on the wire as well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::Contract;
use crate::testing::{HEAD, sources};

fn contract(rest: &str) -> Contract {
    let sources = sources(&format!("{HEAD}{rest}"));
    let (mut diagnostics, settings) = Default::default();
    let api = crate::analyse(&sources, "test", &settings, &mut diagnostics).unwrap();
    Contract::of(&api, &sources, &settings)
}

#[test]
fn limits_are_gone_to_and_beyond() {
    let made = contract(
        "paths: {/a: {get: {operationId: a, parameters: [{name: n, in: query, required: true, schema: {type: integer, minimum: 3, maximum: 9}}], responses: {'204': {description: a}}}}}",
    );
    let [a] = &made.operations[..] else { panic!("{made:?}") };
    let asked = |value: &str| a.requests.iter().any(|r| r.target == format!("/a?n={value}"));
    let refused = |value: &str| a.refused.iter().any(|r| r.request.target == format!("/a?n={value}"));
    assert!(asked("3") && asked("9") && refused("2") && refused("10") && refused("five"), "{a:?}");
    assert!(a.refused.iter().any(|r| r.request.target == "/a"), "{a:?}");
}

#[test]
fn what_another_operation_takes_is_not_asked() {
    let parameter = |rest: &str| {
        format!("parameters: [{{in: path, required: true, {rest}}}], responses: {{'204': {{description: d}}}}")
    };
    let (greedy, single) = ("name: x, schema: {enum: [p/c, p/d]}", "name: y, schema: {type: string}");
    let made = contract(&format!(
        "paths:\n  /a/{{x*}}: {{get: {{operationId: a, {}}}}}\n  /a/{{y}}/c: {{get: {{operationId: b, {}}}}}\n",
        parameter(greedy),
        parameter(single)
    ));
    let asked: Vec<_> = made.operations[0].requests.iter().map(|r| r.target.as_str()).collect();
    assert!(!asked.is_empty() && asked.iter().all(|target| *target == "/a/p/d"), "{asked:?}");
}
