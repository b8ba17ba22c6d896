//! Types: shapes, modes, constraints.
use super::cases::*;
use super::{lenient, refused, strict};
use tenon_runtime::{Field, to_vec};

fn text(value: &impl tenon_runtime::Encode) -> String {
    String::from_utf8(to_vec(value)).unwrap()
}

#[test]
fn absent_and_null_are_told_apart() {
    use optional_and_null::types::Person;
    let person: Person = strict(r#"{"name":"A","nickname":null,"phone":null}"#).unwrap();
    assert_eq!((person.nickname.clone(), person.email.clone(), person.phone.clone()), (None, None, Field::Null));
    assert_eq!(text(&person), r#"{"name":"A","nickname":null,"phone":null}"#);
    assert_eq!(strict::<Person>(r#"{"name":"A","nickname":"B"}"#).unwrap().phone, Field::Absent);
    assert_eq!(refused::<Person>(r#"{"name":null,"email":null}"#), ["/name type", "/nickname required", "/email type"]);
    assert_eq!(lenient::<Person>(r#"{"name":"A","nickname":null,"email":null}"#).unwrap().email, None);
}

#[test]
fn a_null_that_is_a_value_is_sent() {
    use null_members::types::Page;
    let all = r#"{"next":null,"last":null,"extra":null,"other":null,"either":null,"listed":null,"none":null}"#;
    // As a client that hands on what it was given: no member is dropped.
    for page in [strict::<Page>(all).unwrap(), lenient(all).unwrap()] {
        let members: std::collections::BTreeMap<String, tenon_runtime::Json> = strict(&text(&page)).unwrap();
        assert_eq!(members.len(), 7, "{}", text(&page));
        assert!(members.values().all(|value| value.text() == "null"));
    }
    assert_eq!(text(&Page::new()), r#"{"next":null}"#);
    assert_eq!(refused::<Page>(r#"{"count":null,"last":1}"#), ["/next required", "/last type", "/count type"]);
    assert_eq!(lenient::<Page>(r#"{"next":null,"count":null}"#).unwrap().count, None);
}

#[test]
fn unknown_values_are_kept_by_clients_and_refused_by_servers() {
    use string_enum_open::types::{Kind, Level, Model, Status};
    assert_eq!(strict::<Status>(r#""sold-out""#).unwrap(), Status::SoldOut);
    assert_eq!(refused::<Status>(r#""gone""#), [" enum"]);
    let unknown = lenient::<Status>(r#""gone""#).unwrap();
    assert_eq!((text(&unknown).as_str(), unknown.as_str()), (r#""gone""#, "gone"));
    assert_eq!(strict::<Level>("10").unwrap().as_i64(), 10);
    assert_eq!(refused::<Level>("3"), [" enum"]);
    assert_eq!(refused::<Kind>(r#""other""#), [" enum"]);
    assert_eq!(text(&strict::<Model>(r#""huge""#).unwrap()), r#""huge""#);
}

#[test]
fn branches_are_told_by_their_json_type() {
    use union_by_kind::types::{Flag, Input, LocationItem};
    assert_eq!(strict::<LocationItem>("7").unwrap(), LocationItem::Integer(7));
    assert_eq!(strict::<LocationItem>(r#""a""#).unwrap(), LocationItem::from("a"));
    assert_eq!(refused::<LocationItem>("1.5"), [" type"]);
    assert!(matches!(strict::<Input>(r#"["a","b"]"#).unwrap(), Input::StringList(list) if list.len() == 2));
    assert_eq!(refused::<Input>(r#"["a",1]"#), ["/1 type"]);
    assert!(matches!(strict::<Flag>("1.5").unwrap(), Flag::Number(_)));
}

#[test]
fn a_discriminator_decides_and_names_the_branch() {
    use union_by_discriminator::types::Pet;
    assert!(matches!(strict::<Pet>(r#"{"kind":"cat","lives":9}"#).unwrap(), Pet::Cat(cat) if cat.lives == Some(9)));
    assert!(matches!(strict::<Pet>(r#"{"bark":"wau","kind":"puppy"}"#).unwrap(), Pet::Dog(_)));
    assert_eq!(refused::<Pet>(r#"{"kind":"dog"}"#), ["/bark required"]);
    assert_eq!(refused::<Pet>(r#"{"kind":"fish"}"#), ["/kind discriminator"]);
    assert!(matches!(lenient::<Pet>(r#"{"kind":"fish"}"#).unwrap(), Pet::Unknown(_)));
}

#[test]
fn single_values_and_required_properties_decide() {
    use union_by_required_property::types::Target;
    use union_by_single_value::types::Event;
    assert!(matches!(strict::<Event>(r#"{"type":"created","id":"1"}"#).unwrap(), Event::Created(_)));
    assert!(matches!(strict::<Event>(r#"{"type":"purged"}"#).unwrap(), Event::Removed(_)));
    assert_eq!(refused::<Event>(r#"{"type":"created"}"#), ["/id required"]);
    assert!(matches!(strict::<Target>(r#"{"path":"/tmp"}"#).unwrap(), Target::Local(_)));
    assert!(matches!(lenient::<Target>(r#"{"path":"/tmp"}"#).unwrap(), Target::Local(_)));
    assert!(matches!(strict::<Target>(r#"{"note":"x"}"#).unwrap(), Target::Other(_)));
    // `oneOf`: both branches fit, and a client takes the better one.
    assert_eq!(refused::<Target>(r#"{"path":"/tmp","url":"u"}"#), [" oneOf"]);
    assert!(matches!(lenient::<Target>(r#"{"path":"/tmp","url":"u"}"#).unwrap(), Target::Remote(_)));
}

#[test]
fn merged_schemas_hold_together() {
    use all_of_merged::types::{OnlyBase, Widget};
    let widget: Widget = strict(r#"{"id":"a","note":"n","size":1}"#).unwrap();
    assert_eq!(widget.size, 1);
    assert_eq!(refused::<Widget>(r#"{"id":"","size":0}"#), ["/note required"]);
    assert_eq!(refused::<Widget>(r#"{"id":"","note":"","size":0}"#), ["/id minLength", "/size minimum"]);
    assert_eq!(refused::<Widget>(r#"{"id":"123456789","note":"","size":1}"#), ["/id maxLength"]);
    assert_eq!(strict::<OnlyBase>(r#"{"id":"a"}"#).unwrap().id, "a");
}

#[test]
fn recursive_types_are_finite() {
    use recursion::types::{Expression, Node};
    let node: Node = strict(r#"{"value":"a","next":{"value":"b"},"children":[{"value":"c"}]}"#).unwrap();
    assert_eq!(node.next.as_deref().map(|n| n.value.as_str()), Some("b"));
    let sum: Expression = strict(r#"{"left":1,"right":{"left":2,"right":3}}"#).unwrap();
    assert_eq!(text(&sum), r#"{"left":1.0,"right":{"left":2.0,"right":3.0}}"#);
}

#[test]
fn members_beyond_the_declared_ones() {
    use maps_and_additional_properties::types::{Closed, Free, Labels, Metadata};
    assert_eq!(strict::<Metadata>(r#"{"name":"a","x":1}"#).unwrap().additional.get("x"), Some(&1));
    assert_eq!(refused::<Metadata>(r#"{"name":"a","x":"1"}"#), ["/x type"]);
    assert_eq!(refused::<Closed>(r#"{"a":"","b":1}"#), ["/b additionalProperties"]);
    assert!(lenient::<Closed>(r#"{"a":"","b":1}"#).is_ok());
    assert_eq!(strict::<Labels>(r#"{"a":"b"}"#).unwrap().len(), 1);
    assert_eq!(text(&strict::<Free>(r#"{"n":1.10}"#).unwrap()), r#"{"n":1.10}"#);
}

#[test]
fn defaults_are_offered_and_not_sent() {
    use defaults::types::{Page, PageOrder};
    let page = Page::new();
    assert_eq!(text(&page), "{}");
    assert_eq!(
        (page.limit_or_default(), page.order_or_default(), page.exact_or_default()),
        (20, PageOrder::Asc, false)
    );
    assert!(page.tags_or_default().is_empty());
    assert_eq!(page.title("mine").title_or_default(), "mine");
    assert_eq!(Page::new().tags(vec!["new".to_owned()]).tags_or_default(), ["new"]);
}

#[test]
fn many_required_fields_are_a_literal() {
    use many_required_fields::types::{Address, AddressRequired, Point};
    let required = AddressRequired { street: "s".into(), city: "c".into(), zip: "z".into(), country: "d".into() };
    assert_eq!(Address::new(required).note("n").note.as_deref(), Some("n"));
    assert_eq!(Point::new(1.0, 2.0).y, 2.0);
}

#[test]
fn constraints_are_all_reported() {
    use constraints::types::Order;
    assert!(strict::<Order>(r#"{"code":"ab","count":4,"price":999999.9999999999,"tags":["a"]}"#).is_ok());
    let all = refused::<Order>(r#"{"code":"A","count":11,"price":1000000,"tags":["a","a","12345"]}"#);
    for expected in [
        "/code pattern",
        "/code minLength",
        "/count maximum",
        "/count multipleOf",
        "/price exclusiveMaximum",
        "/tags uniqueItems",
        "/tags/2 maxLength",
    ] {
        assert!(all.iter().any(|v| v == expected), "{expected} is missing in {all:?}");
    }
    assert_eq!(all.len(), 7);
    assert!(lenient::<Order>(r#"{"code":"A","count":11}"#).is_ok());
    assert_eq!(Order::new("A", 2).validate().unwrap_err().violations.len(), 2);
}

#[test]
fn formats_are_types() {
    use formats::types::Formats;
    let json = r#"{"id":"6f9619ff-8b86-d011-b42d-00c04fc964ff","at":"2021-03-04T05:06:07.089+01:00","day":"2024-02-29","data":"aGk=","small":2147483647,"big":18446744073709551615,"ratio":0.1}"#;
    let formats: Formats = strict(json).unwrap();
    assert_eq!(formats.big, Some(u64::MAX));
    assert_eq!(text(&formats), json);
    let bad = refused::<Formats>(
        r#"{"id":"6f9619ff8b86d011b42d00c04fc964ff","at":"yesterday","day":"2023-02-29","data":"*","small":2147483648,"big":-1}"#,
    );
    assert_eq!(
        bad,
        ["/id format", "/at format", "/day format", "/data contentEncoding", "/small format", "/big format"]
    );
}

#[test]
fn secrets_are_not_shown() {
    use secrets_are_redacted::types::Login;
    let shown = format!("{:?}", Login::new("ada", "hunter2").token("t0ken"));
    assert!(shown.contains("ada") && !shown.contains("hunter2") && !shown.contains("t0ken"), "{shown}");
}

#[test]
fn the_dialect_of_3_0_is_understood() {
    use nullable_3_0::types::Old;
    let old: Old = strict(r#"{"name":null,"size":1,"other":null}"#).unwrap();
    assert_eq!((old.name.as_deref(), old.size), (None, Some(1)));
    assert_eq!(refused::<Old>(r#"{"name":"a","size":0}"#), ["/size exclusiveMinimum"]);
}

#[test]
fn names_that_collide_are_told_apart() {
    let value: names_that_collide::types::Vec2 =
        strict(r#"[{"type":"t","self":"s","new":"n","user-id":"a","userId":"b","":"e","2fa":true}]"#).unwrap();
    assert_eq!(text(&value), r#"[{"type":"t","self":"s","new":"n","user-id":"a","userId":"b","":"e","2fa":true}]"#);
}

#[test]
fn a_branch_may_be_a_union_and_keeps_what_stands_beside() {
    use unions_in_branches::types::{Shape, ShapeArea};
    let shape: Shape = strict(r#"{"id":"a","side":2}"#).unwrap();
    assert!(matches!(&shape, Shape::Area(ShapeArea::Square(square)) if square.id == "a"), "{shape:?}");
    assert!(matches!(strict::<Shape>(r#"{"id":"a","at":1}"#).unwrap(), Shape::Point(_)));
    assert_eq!(refused::<Shape>(r#"{"radius":2}"#).len(), 1);
}
