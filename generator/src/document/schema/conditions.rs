//! Decoding the keywords that only a check can say.
use super::decode::{count, decode, outdated, strings};
use super::model::Conditions;
use crate::document::{Node, Reader};

/// Keywords that [`word`] reads.
pub(super) const KNOWN: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "propertyNames",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedProperties",
    "unevaluatedItems",
];

pub(super) fn word<'a>(cx: &mut Reader<'a, '_>, words: &mut Conditions<'a>, key: &str, node: &Node<'a>) {
    match key {
        "not" => words.not = decode(cx, node),
        "if" => words.test = decode(cx, node),
        "then" => words.then = decode(cx, node),
        "else" => words.otherwise = decode(cx, node),
        "dependentRequired" | "dependentSchemas" | "dependencies" => dependent(cx, words, key, node),
        "propertyNames" => words.names = decode(cx, node),
        "contains" => words.contains = decode(cx, node),
        "minContains" => words.min_contains = count(cx, node),
        "maxContains" => words.max_contains = count(cx, node),
        "unevaluatedProperties" => words.unevaluated_properties = decode(cx, node),
        _ => words.unevaluated_items = decode(cx, node),
    }
}

/// `dependencies` of the drafts before 2019-09 holds both kinds.
fn dependent<'a>(cx: &mut Reader<'a, '_>, words: &mut Conditions<'a>, key: &str, node: &Node<'a>) {
    if key == "dependencies" {
        outdated(cx, key, node, "dependentRequired` and `dependentSchemas");
    }
    for (name, value) in cx.object(node).into_iter().flatten() {
        let member = Node { value, at: node.at.child(name) };
        if key == "dependentRequired" || key == "dependencies" && value.is_array() {
            words.dependent_required.push((name, strings(cx, &member)));
        } else if let Some(id) = decode(cx, &member) {
            words.dependent.push((name, id));
        }
    }
}
