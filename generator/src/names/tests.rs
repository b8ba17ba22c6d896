//! Under a lock a change of the document renames nothing that was there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::{Kind, Lock};
use crate::Settings;
use crate::testing::{HEAD, sources};

fn named(yaml: &str, names: Lock) -> Lock {
    let settings = Settings { names, ..Settings::default() };
    let mut diagnostics = crate::diagnostic::Diagnostics::default();
    crate::analyse(&sources(&format!("{HEAD}{yaml}")), "test", &settings, &mut diagnostics).unwrap().names
}

fn schemas(yaml: &str) -> String {
    format!("components:\n  schemas:\n    {}\n", yaml.replace('\n', "\n    "))
}

#[test]
fn a_newcomer_with_a_better_right_takes_no_name() {
    let before = schemas("S: {type: object, properties: {userId: {type: string}}}\npet: {type: object}");
    let after = schemas(
        "Pet: {type: object}\nS: {type: object, properties: {user_id: {type: string}, userId: {type: string}}}\npet: {type: object}",
    );
    let lock = named(&before, Lock::default());
    assert_eq!(lock.get(Kind::Field, "S", "userId"), Some("user_id"));
    let next = named(&after, lock);
    let fields: Vec<_> = next.within(Kind::Field, "S").collect();
    assert_eq!(fields, [("userId", "user_id"), ("user_id", "user_id_2")]);
    assert_eq!(next.get(Kind::Type, "", "Pet").zip(next.get(Kind::Type, "", "pet")), Some(("Pet2", "Pet")));
    assert_eq!(named(&after, Lock::default()).get(Kind::Field, "S", "user_id"), Some("user_id"), "without a lock");
}

#[test]
fn what_is_gone_leaves_its_name_to_nobody_and_may_come_back() {
    let both = schemas("A: {type: object, properties: {x-y: {type: string}, x_y: {type: string}}}");
    let one = schemas("A: {type: object, properties: {x-y: {type: string}}}");
    let lock = named(&one, named(&both, Lock::default()));
    assert!(lock.text().contains("\n-field\tA\tx_y\tx_y\n"), "{}", lock.text());
    let third = schemas("A: {type: object, properties: {x-y: {type: string}, x.y: {type: string}}}");
    let lock = named(&third, lock);
    let fields: Vec<_> = lock.within(Kind::Field, "A").collect();
    assert_eq!(fields, [("x-y", "x_y_2"), ("x.y", "x_y_3"), ("x_y", "x_y")]);
    assert_eq!(named(&both, lock).get(Kind::Field, "A", "x_y"), Some("x_y"));
}

#[test]
fn arguments_keep_their_order_and_new_ones_follow() {
    let s = |required: &str| {
        schemas(&format!(
            "S: {{type: object, required: [{required}], properties: {{{}}}}}",
            required.split(", ").map(|name| format!("{name}: {{type: string}}")).collect::<Vec<_>>().join(", ")
        ))
    };
    let lock = named(&s("b, c"), Lock::default());
    let next = named(&s("c, a, b"), lock);
    let order: Vec<_> = next.within(Kind::Argument, "S").collect();
    assert_eq!(order, [("a", "2"), ("b", "0"), ("c", "1")]);
}

#[test]
fn the_documents_order_does_not_matter() {
    let paths = ["/a: {get: {operationId: x, responses: {}}}", "/b: {get: {operationId: X, responses: {}}}"];
    let document = |order: [&str; 2]| format!("paths:\n  {}\n  {}\n", order[0], order[1]);
    let one = named(&document([paths[0], paths[1]]), Lock::default());
    assert_eq!(one, named(&document([paths[1], paths[0]]), Lock::default()));
    assert_eq!(named(&document([paths[1], paths[0]]), one.clone()), one);
}

#[test]
fn branches_that_are_called_alike_keep_their_names() {
    let list = |item: &str| format!("{{type: array, items: {{type: {item}}}}}");
    let document = schemas(&format!("S: {{anyOf: [{}, {}]}}", list("string"), list("integer")));
    let lock = named(&document, Lock::default());
    assert_eq!(lock.within(Kind::Variant, "S").count(), 2);
    assert_eq!(named(&document, lock.clone()), lock);
}
