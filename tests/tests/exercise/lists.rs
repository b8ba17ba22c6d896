//! `enum` and `const` of every kind: what is listed, what is not, and what becomes of it.
use super::cases::*;
use super::{lenient, refused, strict};
use tenon_runtime::{Json, Mode, decode_text, text_of, to_vec};

fn text(value: &impl tenon_runtime::Encode) -> String {
    String::from_utf8(to_vec(value)).unwrap()
}

#[test]
fn numbers_are_told_by_their_value_and_written_as_listed() {
    use enum_numbers::types::{Accepted, Large, Size, Sizes};
    assert_eq!(strict::<Size>("5e-1").unwrap(), Size::N0_5);
    assert_eq!(strict::<Size>("1.00").unwrap(), Size::N1);
    assert_eq!(strict::<Size>("12345678901234567890.50").unwrap().as_json_text(), "12345678901234567890.5");
    // As floats these are the same.
    assert_eq!(refused::<Size>("12345678901234567890.4"), [" enum"]);
    assert_eq!(text(&lenient::<Size>("12345678901234567890.4").unwrap()), "12345678901234567890.4");
    assert_eq!(strict::<Large>("18446744073709551616").unwrap(), Large::N18446744073709551616);
    assert_eq!(
        (refused::<Large>("18446744073709551617"), refused::<Size>("\"1\"")),
        (vec![" enum".into()], vec![" enum".into()])
    );
    assert!(strict::<Accepted>("true").unwrap().as_bool());
    assert_eq!((refused::<Accepted>("false"), lenient::<Accepted>("false").is_err()), (vec![" enum".to_owned()], true));
    let sizes = Sizes::new(Size::N2_5);
    assert_eq!(text(&sizes), r#"{"accepted":true,"size":2.5}"#);
    let exact = r#"{"accepted":true,"size":1,"exact":0.1000000000000000055511151231257827}"#;
    assert_eq!(text(&strict::<Sizes>(exact).unwrap()), exact);
    assert_eq!(
        refused::<Sizes>(r#"{"accepted":true,"size":1,"exact":0.1,"rejected":true}"#),
        ["/rejected enum", "/exact enum"]
    );
}

#[test]
fn lists_of_several_kinds_tell_them_apart() {
    use enum_mixed::types::{Limit, Limits, LimitsKind, Version};
    assert_eq!(strict::<Limit>("true").unwrap(), Limit::True);
    assert_eq!(strict::<Limit>("\"true\"").unwrap().as_json_text(), "\"true\"");
    assert_eq!(strict::<Limit>("10.0").unwrap(), Limit::N10);
    assert_eq!(
        (refused::<Limit>("\"10\""), refused::<Limit>("false")),
        (vec![" enum".to_owned()], vec![" enum".to_owned()])
    );
    assert_eq!(text(&lenient::<Limit>("[1]").unwrap()), "[1]");
    assert_eq!(Limit::from_json(&Json::from(2.5)), Some(Limit::N2_5));
    // In a query `true` may be either; what is not a word is what it is.
    assert_eq!(decode_text::<Limit>("10", Mode::Strict), Ok(Limit::N10));
    assert_eq!(decode_text::<Limit>("none", Mode::Strict), Ok(Limit::None));
    assert_eq!(text_of(&Limit::None).as_deref(), Some("none"));
    let limits: Limits = strict(r#"{"limit":null,"kind":null,"nothing":null}"#).unwrap();
    assert_eq!((limits.limit.clone(), limits.kind.clone(), limits.version_or_default()), (None, None, Version::N2));
    assert_eq!(text(&Limits::new(Limit::N2_5, LimitsKind::A)), r#"{"limit":2.5,"kind":"a"}"#);
    assert_eq!(
        refused::<Limits>(r#"{"limit":1,"kind":"c","version":3}"#),
        ["/limit enum", "/version enum", "/kind enum"]
    );
}

#[test]
fn constants_are_filled_in() {
    use constants::types::Event;
    let event = Event::new();
    let written = r#"{"kind":"created","version":2,"final":true,"ratio":1.5,"nothing":null}"#;
    assert_eq!((text(&event).as_str(), event.validate().is_ok()), (written, true));
    let given = r#"{"kind":"created","version":2.0,"final":true,"ratio":15e-1,"nothing":null,"origin":{"y":[1.0],"x":0},"path":[1,2]}"#;
    assert!(strict::<Event>(given).is_ok());
    let bad = r#"{"kind":"gone","version":3,"final":false,"ratio":1.51,"nothing":0}"#;
    assert_eq!(refused::<Event>(bad), ["/kind enum", "/version enum", "/final enum", "/ratio enum", "/nothing type"]);
    let bad = given.replace("[1,2]", "[2,1]").replace("\"x\":0", "\"x\":1");
    let all = refused::<Event>(&bad);
    assert_eq!(all, ["/origin enum", "/path enum"], "{all:?}");
}

#[test]
fn what_stands_beside_a_list_shortens_it() {
    use enum_bounds::types::{Answer, Code, Narrow, Shards, Step};
    assert_eq!((Code::VALUES, Step::VALUES), (&["ab"][..], &[5, 10][..]));
    // Quotes too few or too many are no reason to leave a value out.
    assert_eq!((Answer::VALUES, Shards::VALUES), (&["yes", "1", "true", "no"][..], &[1, 8][..]));
    assert_eq!((Narrow::VALUES, refused::<Narrow>("\"a\"")), (&["b", "c"][..], vec![" enum".to_owned()]));
    assert_eq!(refused::<Code>("\"xyz\""), [" enum"]);
    assert_eq!(refused::<Answer>("1"), [" type"]);
}

#[test]
fn odd_values_have_names() {
    use enum_names::types::{Decimals, Numbers, Odd};
    for value in Odd::VALUES {
        let json = Json::from(*value);
        assert_eq!(strict::<Odd>(json.text()).unwrap().as_str(), *value);
    }
    assert_eq!(
        (Odd::from_wire(""), Odd::from_wire("*"), Odd::from_wire("Unknown").is_some()),
        (Some(Odd::Empty), Some(Odd::Star), true)
    );
    assert_eq!((Numbers::Minus1.as_i64(), strict::<Numbers>("-9223372036854775808").unwrap().as_i64()), (-1, i64::MIN));
    assert_eq!((Decimals::N1_5.as_json_text(), Decimals::N15.as_json_text()), ("1.5", "15"));
    assert_eq!(strict::<Decimals>("1000").unwrap(), Decimals::N1000);
}

#[test]
fn thousands_of_values_are_looked_up() {
    use enum_thousands::types::{Code, Codes, CodesOpen, Mixed, Square};
    assert_eq!((Code::VALUES.len(), Code::VALUES.iter().next().as_deref()), (1101, Some("c0001")));
    for index in [1, 32, 33, 500, 1101] {
        let wire = format!("c{index:04}");
        let code: Code = strict(&format!("\"{wire}\"")).unwrap();
        assert!(code.is_listed() && code.as_str() == wire);
        assert_eq!(strict::<Square>(&format!("{}.0", index * index - 5)).unwrap().as_i64(), index * index - 5);
    }
    for json in ["\"c0000\"", "\"c1102\"", "\"c00010\"", "\"\"", "\"zzz\""] {
        assert_eq!(refused::<Code>(json), [" enum"], "{json}");
        let kept: Code = lenient(json).unwrap();
        assert_eq!((text(&kept).as_str(), kept.is_listed()), (json, false));
    }
    assert_eq!((refused::<Code>("1"), refused::<Square>("0")), (vec![" type".to_owned()], vec![" enum".to_owned()]));
    assert_eq!((Code::from_wire("c0000"), Square::from_wire(-4).map(|s| s.as_i64())), (None, Some(-4)));
    assert_eq!(text(&strict::<Mixed>("\"x1\"").unwrap()), "\"x1\"");
    assert_eq!(text(&strict::<Mixed>("2.5").unwrap()), "2.5");
    assert_eq!(
        (refused::<Mixed>("\"x2\""), decode_text::<Mixed>("2.50", Mode::Strict).is_ok()),
        (vec![" enum".to_owned()], true)
    );
    let codes: Codes = strict(r#"{"code":"c0002","open":"anything"}"#).unwrap();
    assert_eq!(codes.open.as_ref().map(CodesOpen::as_str), Some("anything"));
    let unlisted: Codes = lenient(r#"{"code":"c9999"}"#).unwrap();
    assert_eq!(unlisted.validate().unwrap_err().violations[0].pointer, "/code");
}

#[test]
fn objects_and_arrays_may_be_listed() {
    use enum_shapes::types::{Anything, Pair, Point};
    assert_eq!(strict::<Point>(r#"{"y":1,"x":1.0}"#).unwrap().y, Some(1));
    assert_eq!(refused::<Point>(r#"{"x":2}"#), [" enum"]);
    assert!(strict::<Pair>("[]").is_ok() && strict::<Pair>("[1,2.0]").is_ok());
    assert_eq!(refused::<Point>(r#"{"x":0,"z":1}"#), [" enum"]);
    assert!(["1", r#"{"a":1.0}"#, "[true]"].iter().all(|json| strict::<Anything>(json).is_ok()));
    for json in ["2", r#"{"a":2}"#, "[false]", "[]", "null"] {
        assert!(strict::<Anything>(json).is_err(), "{json}");
    }
}

#[test]
fn what_only_servers_read_has_no_other_values() {
    use enum_of_requests::types::{Food, PostPetsBodyKind, State};
    // No `_`, no `Unknown`.
    let word = |kind: &PostPetsBodyKind| match kind {
        PostPetsBodyKind::Cat => "cat",
        PostPetsBodyKind::Dog => "dog",
    };
    assert_eq!(word(&strict("\"dog\"").unwrap()), "dog");
    let weight = |food: &Food| match food {
        Food::Fish(fish) => fish.weight,
        Food::Bones(bones) => bones.count.map(|count| count as f64),
    };
    assert_eq!(weight(&strict(r#"{"is":"bones","count":2}"#).unwrap()), Some(2.0));
    assert_eq!(refused::<Food>(r#"{"is":"hay"}"#), ["/is discriminator"]);
    assert!(matches!(lenient::<State>("\"asleep\"").unwrap(), State::Unknown(_)));
}
