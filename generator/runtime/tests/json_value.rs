//! `Json`, equality, numbers, and the bridges to serde.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value, json};
use tenon_runtime::{Base64, Field, Json, Kind, Limits, Mode, Node, Tape, decode_text, from_slice, text_of, to_vec};

fn strict<T: tenon_runtime::Decode>(text: &str) -> Result<T, String> {
    from_slice(text.as_bytes(), Mode::Strict).map_err(|invalid| invalid.to_string())
}

#[test]
fn integers_are_exact() {
    assert_eq!(strict::<i64>("9007199254740993"), Ok(9_007_199_254_740_993));
    assert_eq!(strict::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(strict::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(strict::<i64>("-9223372036854775808.000"), Ok(i64::MIN));
    assert_eq!(strict::<i64>("1.0"), Ok(1));
    assert_eq!(strict::<i64>("1e2"), Ok(100));
    assert_eq!(strict::<i64>("1230e-1"), Ok(123));
    assert_eq!(strict::<u64>("-0"), Ok(0));
    assert_eq!(strict::<u64>("0e999999999999999999999"), Ok(0));
    assert_eq!(strict::<i64>("9007199254740993.0e0"), Ok(9_007_199_254_740_993));
    for text in ["1.5", "1e-1", "\"1\"", "true", "null", "[]", "123e-3"] {
        assert!(strict::<i64>(text).unwrap_err().starts_with("expected an integer, found"), "{text}");
    }
    for text in ["9223372036854775808", "-9223372036854775809", "1e400", "1e99999999999999999999", "9.3e18"] {
        assert_eq!(strict::<i64>(text), Err("out of the range of a 64-bit integer".into()), "{text}");
    }
    assert!(strict::<u64>("18446744073709551616").is_err() && strict::<u64>("-1").is_err());
    assert!(strict::<i32>("2147483648").is_err() && strict::<u32>("4294967296").is_err());
    assert_eq!((strict::<i32>("-2147483648"), strict::<u32>("4294967295")), (Ok(i32::MIN), Ok(u32::MAX)));
}

#[test]
fn floats() {
    assert_eq!(strict::<f64>("999999.9999999999"), Ok(999_999.999_999_999_9));
    assert_eq!(strict::<f64>("1"), Ok(1.0));
    assert_eq!(strict::<f64>("1e400"), Err("out of the range of a 64-bit float".into()));
    assert!(strict::<f64>("-1e400").is_err() && strict::<f64>("\"1\"").is_err());
    assert_eq!(strict::<f64>("1e-400"), Ok(0.0));
    assert_eq!(to_vec(&f64::NAN), b"null");
    assert_eq!(to_vec(&f64::INFINITY), b"null");
    assert_eq!(to_vec(&1e300), b"1e+300");
}

#[test]
fn text_has_the_grammar_of_its_type() {
    for text in ["+5", "05", "1e2", " 5", "5 ", "", "1.0", "-", "--1", "0x5", "٥", "5\0"] {
        assert!(decode_text::<i64>(text, Mode::Strict).is_err(), "{text:?}");
        assert!(decode_text::<i64>(text, Mode::Lenient).is_err(), "{text:?}");
    }
    for text in ["", "1.", ".5", "+1", "NaN", "inf", "infinity", "1e400", " 1", "1_0", "01", "1e", "1.e1"] {
        assert!(decode_text::<f64>(text, Mode::Strict).is_err(), "{text:?}");
    }
    assert_eq!(decode_text::<f64>("-1.5e3", Mode::Strict), Ok(-1500.0));
    assert_eq!(decode_text::<i64>("-9223372036854775808", Mode::Strict), Ok(i64::MIN));
    assert_eq!(decode_text::<u64>("-0", Mode::Strict), Ok(0));
    assert_eq!(decode_text::<String>("+5", Mode::Strict), Ok("+5".into()));
    assert_eq!(decode_text::<String>("a\\nb\"", Mode::Strict), Ok("a\\nb\"".into()));
    assert_eq!(decode_text::<bool>("true", Mode::Strict), Ok(true));
    for text in ["True", "1", "TRUE", "yes", ""] {
        assert!(decode_text::<bool>(text, Mode::Lenient).is_err());
    }
    assert_eq!(decode_text::<Option<i64>>("null", Mode::Strict), Ok(None));
    assert_eq!(decode_text::<Option<String>>("null", Mode::Strict), Ok(Some("null".into())));
    assert!(decode_text::<Option<i64>>("nul", Mode::Strict).is_err());
    assert_eq!(decode_text::<()>("null", Mode::Strict), Ok(()));
    assert_eq!(decode_text::<Json>("12", Mode::Strict).unwrap().text(), "12");
    assert_eq!(decode_text::<Json>("012", Mode::Strict).unwrap().text(), "\"012\"");
    assert_eq!(decode_text::<Vec<i64>>("1", Mode::Strict), Ok(vec![1]));
    assert!(
        decode_text::<Vec<Vec<i64>>>("1", Mode::Strict).is_err() && decode_text::<Vec<i64>>("x", Mode::Strict).is_err()
    );
    let violations = decode_text::<i64>("secret", Mode::Strict).unwrap_err();
    assert_eq!((violations.len(), violations[0].pointer.as_str(), violations[0].keyword), (1, "", "type"));
    assert_eq!(violations[0].message, "expected an integer");
}

#[test]
fn formats() {
    use tenon_runtime::chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
    use tenon_runtime::uuid::Uuid;
    fn check<T: tenon_runtime::Decode + tenon_runtime::Encode>(good: &[&str], bad: &[&str]) {
        for text in good {
            let value = decode_text::<T>(text, Mode::Strict).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert_eq!(text_of(&value).as_deref(), Some(*text));
        }
        for text in bad {
            assert!(decode_text::<T>(text, Mode::Strict).is_err(), "{text}");
        }
    }
    check::<Uuid>(
        &["67e55044-10b1-426f-9247-bb680e5fe0c8"],
        &[
            "67e5504410b1426f9247bb680e5fe0c8",
            "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
            "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
            "67e55044-10b1-426f-9247-bb680e5fe0cg",
            "",
        ],
    );
    check::<DateTime<FixedOffset>>(
        &["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123+02:00", "2016-12-31T23:59:60Z"],
        &[
            "2026-01-02 03:04:05Z",
            "2026-01-02T03:04:05",
            "2026-02-30T00:00:00Z",
            "2026-1-2T03:04:05Z",
            "+2026-01-02T03:04:05Z",
            "é",
        ],
    );
    check::<NaiveDate>(
        &["2026-01-02", "2024-02-29"],
        &["2026-02-29", "2026-1-2", " 2026-01-02", "+2026-01-02", "2026-01-02T"],
    );
    check::<NaiveTime>(
        &["03:04:05", "03:04:05.500"],
        &["3:04:05", "24:00:00", "03:04:05Z", "03:04:05+01:00", "03:04", "03:04:05."],
    );
    check::<Base64>(&["", "SGk=", "/+8="], &["SGk", "_-8=", "S", "SGk=\n"]);
    assert_eq!(decode_text::<Base64>("SGk", Mode::Lenient).unwrap().as_ref(), b"Hi");
}

#[test]
fn equality_is_by_value() {
    let equal = |a: &str, b: &str| {
        let (a, b) = (Json::parse(a).unwrap(), Json::parse(b).unwrap());
        let same_hash = HashSet::from([a.clone()]).contains(&b);
        assert!(a != b || same_hash, "{a} and {b} are equal and their hashes are not");
        a == b
    };
    for (a, b) in [
        ("1", "1.0"),
        ("100", "1e2"),
        ("0", "-0.0e5"),
        ("0.1", "1e-1"),
        ("12.50", "1.25E1"),
        (r#""é""#, r#""\u00e9""#),
        (r#"{"a":1,"b":[2]}"#, r#" { "b" : [ 2.0 ], "\u0061" : 1 } "#),
        (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
        ("[]", "[ ]"),
        ("1e400", "10e399"),
        ("1e99999999999999999999999", "1e88888888888888888888888"),
    ] {
        assert!(equal(a, b) && equal(b, a), "{a} {b}");
    }
    for (a, b) in [
        ("1", "1.1"),
        ("9007199254740993", "9007199254740992"),
        ("1", "-1"),
        ("1", "\"1\""),
        ("[1,2]", "[2,1]"),
        ("[1]", "[1,1]"),
        ("{}", "[]"),
        ("null", "false"),
        (r#"{"a":1}"#, r#"{"b":1}"#),
        (r#"{"a":1}"#, r#"{"a":1,"b":1}"#),
        ("1", "10"),
        ("true", "false"),
        ("[[]]", "[[[]]]"),
        ("\"a\"", "\"b\""),
    ] {
        assert!(!equal(a, b) && !equal(b, a), "{a} {b}");
    }
}

#[test]
fn json_keeps_its_text() {
    let json = strict::<Json>(r#" {"n": 9007199254740993.10, "s":"\u00e9"} "#).unwrap();
    assert_eq!(json.text(), r#"{"n": 9007199254740993.10, "s":"\u00e9"}"#);
    assert_eq!(to_vec(&json), json.text().as_bytes());
    assert_eq!(format!("{json:?}"), json.text());
    assert_eq!(Json::from("a\"").as_str().as_deref(), Some("a\""));
    let kinds = ["null", "true", "1", "1.0", "\"\"", "[]", "{}"].map(|text| Json::parse(text).unwrap().kind());
    let all = [Kind::Null, Kind::Boolean, Kind::Integer, Kind::Number, Kind::String, Kind::Array, Kind::Object];
    assert_eq!(kinds, all);
    assert!(Json::parse("[1").is_err());
    assert_eq!(Json::parse(" \"a b\" ").unwrap().text(), "\"a b\"");
}

#[derive(Serialize, Deserialize, Debug, PartialEq)]
enum Shape {
    Point,
    Circle(f64),
    Line(i8, i8),
    Square { side: u128 },
}

#[derive(Serialize, Deserialize, Debug, PartialEq)]
struct Everything {
    shapes: Vec<Shape>,
    by_number: BTreeMap<i32, Option<char>>,
    unit: (),
    pair: (bool, f32),
    text: Option<String>,
    json: Json,
}

#[test]
fn serde_goes_both_ways() {
    let value = Everything {
        shapes: vec![Shape::Point, Shape::Circle(1.5), Shape::Line(-1, 2), Shape::Square { side: u128::MAX }],
        by_number: BTreeMap::from([(-1, Some('é')), (2, None)]),
        unit: (),
        pair: (true, 0.1),
        text: None,
        json: Json::parse(r#"{"a":[1,2.5,"x",null,true,-3]}"#).unwrap(),
    };
    let json = Json::from_serialize(&value).unwrap();
    assert_eq!(json.text(), serde_json::to_string(&value).unwrap());
    assert_eq!(json.to::<Everything>().unwrap(), value);
    // Through other serializers and deserializers, `Json` is a value as any other.
    let json = Json::parse(r#"{"a":[1,-2,2.5,"x\n",null,true,{"b":[]}]}"#).unwrap();
    let theirs = serde_json::to_value(&json).unwrap();
    assert_eq!(theirs, json!({"a": [1, -2, 2.5, "x\n", null, true, {"b": []}]}));
    assert_eq!(serde_json::from_value::<Json>(theirs).unwrap(), json);
    assert!(Json::parse("[1]").unwrap().to::<String>().is_err());
    assert!(Json::from_serialize(&BTreeMap::from([(vec![1], 1)])).is_err());
}

#[test]
fn field_has_three_states() {
    assert_eq!(Field::from(Some(1)), Field::Value(1));
    assert_eq!(Field::<i64>::from(None), Field::Null);
    assert_eq!(Field::<String>::from("a").as_ref().map(String::len), Field::Value(1));
    assert!(Field::<i64>::default().is_absent() && Field::<i64>::Null.is_null());
}

/// Values whose numbers are spelled so that `serde_json`'s equality is by value, too.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|n| Value::Number(n.into())),
        any::<u64>().prop_map(|n| Value::Number(n.into())),
        any::<f64>()
            .prop_filter("serde_json tells 1 and 1.0 apart", |n| n.is_finite() && n.fract() != 0.0)
            .prop_map(|n| Number::from_f64(n).map_or(Value::Null, Value::Number)),
        (0..3_i64).prop_map(|n| Value::Number(n.into())),
        any::<String>().prop_map(Value::String),
        "[ab]{0,2}".prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::vec(("[ab\"\\\\é]{0,2}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn to_value(node: &Node<'_>) -> Value {
    match node.kind() {
        Kind::Array => node.items().map(|item| to_value(&item)).collect(),
        Kind::Object => node.members().map(|(name, value)| (name.into_owned(), to_value(&value))).collect(),
        Kind::String => Value::String(node.string().unwrap().into_owned()),
        Kind::Boolean => Value::Bool(node.boolean().unwrap()),
        Kind::Null => Value::Null,
        _ => serde_json::from_str(node.number().unwrap()).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn equality_agrees_with_serde_json(a in value(), b in value()) {
        let (left, right) = (Json::from_serialize(&a).unwrap(), Json::parse(&serde_json::to_string_pretty(&b).unwrap()).unwrap());
        prop_assert_eq!(left == right, a == b);
        prop_assert_eq!(&left, &Json::parse(&serde_json::to_string_pretty(&a).unwrap()).unwrap());
        prop_assert_eq!(left.to::<Value>().unwrap(), a);
    }

    #[test]
    fn nodes_see_what_serde_json_sees(a in value()) {
        let text = serde_json::to_string(&a).unwrap();
        let tape = Tape::parse(text.as_bytes(), Limits::default()).unwrap();
        prop_assert_eq!(to_value(&tape.root()), a);
    }

    #[test]
    fn encode_then_decode_is_identity(
        a in any::<BTreeMap<String, Option<Vec<(i64, u64, i32, u32)>>>>(), text: String, float in any::<f64>(), flag: bool,
    ) {
        let a = a.into_iter().map(|(k, v)| (k, v.map(|v| v.into_iter().map(|t| t.0).collect::<Vec<_>>()))).collect::<BTreeMap<_, _>>();
        prop_assert_eq!(from_slice::<BTreeMap<String, Option<Vec<i64>>>>(&to_vec(&a), Mode::Strict).unwrap(), a);
        prop_assert_eq!(&from_slice::<String>(&to_vec(&text), Mode::Strict).unwrap(), &text);
        prop_assert_eq!(&decode_text::<String>(&text_of(&text).unwrap(), Mode::Strict).unwrap(), &text);
        prop_assert_eq!(from_slice::<bool>(&to_vec(&flag), Mode::Strict).unwrap(), flag);
        if float.is_finite() {
            prop_assert_eq!(from_slice::<f64>(&to_vec(&float), Mode::Strict).unwrap().to_bits(), float.to_bits());
            prop_assert_eq!(decode_text::<f64>(&text_of(&float).unwrap(), Mode::Strict).unwrap().to_bits(), float.to_bits());
        }
    }

    #[test]
    fn short_floats_are_rounded_right(text in "-?(0|[1-9][0-9]{0,15})(\\.[0-9]{1,15})?([eE][+-]?[0-9]{1,2})?") {
        let ours = from_slice::<f64>(text.as_bytes(), Mode::Strict).unwrap();
        prop_assert_eq!(ours.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{}", text);
    }

    #[test]
    fn integers_keep_their_value(i: i64, u: u64, s: i32, v: u32, bytes: Vec<u8>) {
        prop_assert_eq!(from_slice::<i64>(&to_vec(&i), Mode::Strict).unwrap(), i);
        prop_assert_eq!(from_slice::<u64>(&to_vec(&u), Mode::Strict).unwrap(), u);
        prop_assert_eq!(decode_text::<i32>(&text_of(&s).unwrap(), Mode::Strict).unwrap(), s);
        prop_assert_eq!(decode_text::<u32>(&text_of(&v).unwrap(), Mode::Strict).unwrap(), v);
        prop_assert_eq!(from_slice::<i64>(format!("{i}.0").as_bytes(), Mode::Strict).unwrap(), i);
        let bytes = Base64::from(bytes);
        prop_assert_eq!(from_slice::<Base64>(&to_vec(&bytes), Mode::Strict).unwrap(), bytes);
    }
}
