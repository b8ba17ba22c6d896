//! A text or two on either side of each grammar; the suite of JSON Schema has many more (`tests/tests/formats.rs`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::punycode;
use crate::format::TextFormat;

#[test]
fn each_grammar_takes_what_it_should() {
    for (name, good, bad) in [
        ("uuid", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "6f9619ff8b86d011b42d00c04fc964ff"),
        ("date-time", "1998-12-31T23:59:60Z", "1998-12-31 23:59:59Z"),
        ("date", "2024-02-29", "2023-02-29"),
        ("time", "00:29:60-23:30", "12:00:00"),
        ("date-time-local", "2024-02-29T12:00:00", "2024-02-29T12:00:00Z"),
        ("time-local", "12:00:00.5", "12:00:00Z"),
        ("duration", "P1DT12H", "P1D12H"),
        ("email", "\"a@b\"@[IPv6:::1]", "a@b@c"),
        ("idn-email", "실례@실례.테스트", "a＠b"),
        ("hostname", "a--b.com", "a_b.com"),
        ("idn-hostname", "bücher.example", "-bücher.example"),
        ("ipv4", "127.0.0.1", "127.0.0.01"),
        ("ipv6", "::ffff:1.2.3.4", "::1%eth0"),
        ("uri", "urn:isbn:0", "//a/b"),
        ("uri-reference", "../a?b#c", "a b"),
        ("iri", "http://ƒøø/", "/ƒøø"),
        ("iri-reference", "ƒøø", "\\ƒ"),
        ("uri-template", "/pets/{?limit,q:3}", "/pets/{"),
        ("json-pointer", "/a~1b/0", "a"),
        ("relative-json-pointer", "1/a", "01/a"),
        ("regex", "^(?<n>a)\\k<n>$", "(?i)a"),
        ("byte", "aGk=", "aGk"),
        ("base64url", "_-8", "/+8="),
        ("decimal", "-0.10", "1e3"),
    ] {
        let Some(format) = TextFormat::named(name) else { panic!("{name} is not known") };
        assert!(format.admits(good), "{name} should take {good:?}");
        assert!(!format.admits(bad), "{name} should refuse {bad:?}");
    }
    assert_eq!(TextFormat::ALL.len(), 24, "each format has its line above");
}

/// RFC 3492, section 7.1, in lower case.
#[test]
fn punycode_is_what_its_rfc_shows() {
    for (text, encoded) in [
        ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
        ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
        ("bücher", "bcher-kva"),
    ] {
        assert_eq!(punycode::encode(text).as_deref(), Some(encoded));
        assert_eq!(punycode::decode(encoded).as_deref(), Some(text));
    }
    for nothing in ["", "x", "99999999", "a-", &"a".repeat(64)] {
        assert_eq!(punycode::decode(nothing), None, "{nothing}");
    }
}

#[test]
fn what_is_long_is_decided_all_the_same() {
    for part in ["%", "(", "9", "ü", "\0", "a.", "::", "/~1"] {
        let text = part.repeat(20_000);
        let taken = TextFormat::ALL.iter().filter(|format| format.admits(&text)).count();
        assert!(taken <= 8, "{part}");
    }
}
