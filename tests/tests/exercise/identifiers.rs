//! Schemas that are referred to by name: `$id`, `$anchor`, `$dynamicAnchor`.
use super::cases::*;
use super::{refused, strict};

#[test]
fn references_lead_to_what_is_named() {
    use identifiers::types::Order;
    let text = r#"{"first":{"count":1},"by_anchor":{"count":2},"by_file":{"name":"A"},"by_uri":"abc",
        "parent":{"shipping":{"to":{"name":"B"}}},"unit":"kg"}"#;
    let order: Order = strict(text).unwrap();
    assert_eq!(order.by_uri.as_deref(), Some("abc"));
    assert_eq!(order.by_anchor.map(|line| line.count), Some(2));
    assert_eq!(refused::<Order>(r#"{"first":{}}"#), ["/first/count required"]);
    assert_eq!(refused::<Order>(r#"{"by_anchor":{"count":"2"}}"#), ["/by_anchor/count type"]);
    assert_eq!(refused::<Order>(r#"{"by_file":{"name":""}}"#), ["/by_file/name minLength"]);
    assert_eq!(refused::<Order>(r#"{"parent":{"unit":"t"}}"#), ["/parent/unit enum"]);
    assert_eq!(refused::<Order>(r#"{"shipping":{"to":{}}}"#), ["/shipping/to/name required"]);
}

#[test]
fn what_stands_beside_a_reference_holds_as_well() {
    use identifiers::types::Order;
    assert_eq!(refused::<Order>(r#"{"by_uri":""}"#), ["/by_uri minLength"]);
    assert_eq!(refused::<Order>(r#"{"by_uri":"abcd"}"#), ["/by_uri maxLength"]);
}

#[test]
fn a_generic_schema_is_a_type_for_each_argument() {
    use dynamic_references::types::{CountPage, Page, UserPage};
    assert_eq!(strict::<CountPage>(r#"{"items":[1,2]}"#).unwrap().items, [1, 2]);
    assert_eq!(refused::<CountPage>(r#"{"items":["1"]}"#), ["/items/0 type"]);
    assert_eq!(strict::<UserPage>(r#"{"items":[{"name":"A"}]}"#).unwrap().items[0].name, "A");
    assert_eq!(refused::<UserPage>(r#"{"items":[],"next":{"items":[1]}}"#), ["/next/items/0 type"]);
    assert_eq!(strict::<Page>(r#"{"items":[1,"a",null]}"#).unwrap().items.len(), 3);
}

#[test]
fn recursive_references_recur() {
    use dynamic_references::types::Filter;
    assert!(strict::<Filter>(r#"{"any":[{"any":[]}]}"#).is_ok());
    assert_eq!(refused::<Filter>(r#"{"any":[{"any":[1]}]}"#), ["/any/0/any/0 type"]);
}
