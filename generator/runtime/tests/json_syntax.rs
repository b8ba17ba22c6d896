//! RFC 8259: what is JSON and what is not, and that no bytes lead to a panic.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use tenon_runtime::{Json, Limits, Mode, Tape, from_slice};

fn parses(text: impl AsRef<[u8]>) -> bool {
    Tape::parse(text.as_ref(), Limits::default()).is_ok()
}

#[test]
fn json() {
    for text in [
        "0",
        "-0",
        "1.5e+10",
        "1E-2",
        "-1.0",
        "true",
        "false",
        "null",
        "\"\"",
        "[]",
        "{}",
        " [ ] ",
        "\t{\r\n}",
        "[1,[2,{\"a\":[]}],{}]",
        r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#,
        "\"\u{7f}\u{2028}é😀\"",
        "1e400",
        "{\"\":0}",
        "[[],[[]],{},{\"a\":{}}]",
        "\"\\u0000\"",
    ] {
        assert!(parses(text), "{text}");
        assert!(serde_json::from_str::<serde_json::Value>(text).is_ok() || text == "1e400", "{text}");
    }
}

#[test]
fn not_json() {
    for text in [
        "",
        " ",
        "\u{feff}1",
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        "-01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "tru",
        "True",
        "nul",
        "nulll",
        "1 2",
        "1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{1:1}",
        "{\"a\":1 \"b\":2}",
        "[",
        "{",
        "]",
        "}",
        "[}",
        "{]",
        "[1}",
        "{\"a\":1]",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\n\"",
        "\"\t\"",
        "\"\0\"",
        "'a'",
        "// c\n1",
        "1 //",
        "[1]]",
        "{}{}",
        "\u{a0}1",
        "\u{c}1",
        "1\0",
        "\"\\u+123\"",
        // Lone halves of surrogate pairs, in every way that they occur.
        r#""\ud800""#,
        r#""\udc00""#,
        r#""\ud800x""#,
        r#""\ud800\n""#,
        r#""\ud800\ud800""#,
        r#""\udc00\ud800""#,
        r#""\ud83d\u0041""#,
    ] {
        assert!(!parses(text), "{text:?}");
        assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text:?}");
    }
    for bytes in [&b"\"\xff\""[..], b"\"\xc3\"", b"\"\xed\xa0\x80\"", b"\"\xc0\xaf\"", b"\xff", b"[1]\xff"] {
        assert!(!parses(bytes), "{bytes:?}");
    }
}

#[test]
fn errors_say_where() {
    let error = |text: &str| Tape::parse(text.as_bytes(), Limits::default()).unwrap_err().to_string();
    assert_eq!(error("[1, x]"), "byte 4: expected a value");
    assert_eq!(error("[1, 2"), "byte 5: the text ends too early");
    assert_eq!(error("{} 1"), "byte 3: expected the end of the text");
    assert_eq!(error("\u{feff}{}"), "byte 0: a byte order mark is not allowed");
    assert_eq!(Tape::parse(b"\"ab\xff\"", Limits::default()).unwrap_err().to_string(), "byte 3: not UTF-8");
    let invalid = from_slice::<Json>(b"[", Mode::Lenient).unwrap_err();
    assert_eq!((invalid.violations[0].keyword, invalid.syntax.unwrap().offset), ("syntax", 1));
}

#[test]
fn depth_is_a_limit_and_no_crash() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let objects = |depth: usize| "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth);
    assert!(parses(nested(128)) && !parses(nested(129)));
    assert!(parses(objects(128)) && !parses(objects(129)));
    assert!(!parses(nested(10_000)) && !parses("[".repeat(1_000_000)));
    assert!(Tape::parse(nested(10_000).as_bytes(), Limits::default().depth(10_000)).is_ok());
    let text = format!("{{\"unknown\":{},\"a\":1}}", nested(10_000));
    assert!(from_slice::<BTreeMap<String, Json>>(text.as_bytes(), Mode::Strict).is_err());
}

#[test]
fn strings_of_every_length_end_where_they_end() {
    for length in 0..40 {
        for special in ["", "\\n", "\\\"", "é", "\\ud83d\\ude00", "\u{7f}"] {
            for place in 0..=length {
                let text = format!("\"{}{special}{}\"", "x".repeat(place), "y".repeat(length - place));
                let ours = from_slice::<String>(text.as_bytes(), Mode::Strict).unwrap();
                assert_eq!(ours, serde_json::from_str::<String>(&text).unwrap());
                assert!(!parses(format!("\"{}\u{1}{}\"", "x".repeat(place), "y".repeat(length - place))));
                assert_eq!(tenon_runtime::to_vec(&ours), serde_json::to_vec(&ours).unwrap());
            }
        }
    }
}

/// Whether `serde_json` finds no fault. It stops at numbers that it has no value for; then there is no answer.
fn serde_json_takes(text: &str) -> Option<bool> {
    match serde_json::from_str::<serde_json::Value>(text) {
        Err(e) if e.to_string().starts_with("number out of range") => None,
        result => Some(result.is_ok()),
    }
}

/// Text that is nearly JSON, to reach further than noise does.
fn nearly() -> impl Strategy<Value = String> {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"\\u00e9\"",
        "\"\\ud800\"",
        "1",
        "-",
        "1.0",
        "1e400",
        "e",
        "null",
        "true",
        "\"",
        "\\",
        " ",
        "\n",
        "é",
        "0",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

type Nested = BTreeMap<String, Option<Vec<BTreeMap<String, Option<i64>>>>>;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        for mode in [Mode::Strict, Mode::Lenient] {
            let _ = from_slice::<Nested>(&bytes, mode);
            let _ = from_slice::<Json>(&bytes, mode);
        }
    }

    #[test]
    fn what_is_json_is_what_serde_json_says(text in nearly()) {
        let Some(theirs) = serde_json_takes(&text) else { return Ok(()) };
        prop_assert_eq!(parses(&text), theirs, "{}", text);
        let _ = from_slice::<Nested>(text.as_bytes(), Mode::Strict);
        if let Ok(json) = Json::parse(&text) {
            prop_assert_eq!(&json, &json.clone());
            let _ = json.to::<serde_json::Value>();
        }
    }

    #[test]
    fn arrays_of_pieces(text in nearly()) {
        let text = format!("[{text}]");
        let Some(theirs) = serde_json_takes(&text) else { return Ok(()) };
        prop_assert_eq!(parses(&text), theirs, "{}", text);
    }
}
