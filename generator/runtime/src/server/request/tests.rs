//! Tests of reading: which body counts as none, and what is reported where.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::redundant_closure_for_method_calls)]

use std::collections::BTreeMap;

use super::*;
use crate::operation::{BodyDescription, RejectionShape};
use crate::{Checker, Json};

const fn operation(required: bool) -> Operation {
    Operation {
        id: "op",
        method: "POST",
        path: "/{a}",
        tags: &[],
        template: &[],
        query: &[],
        accept: "",
        body: Some(BodyDescription { required, media_types: &["application/json"], streamed: &[] }),
        security: &[],
        rejection: RejectionShape::Problem { status: 400 },
    }
}
static REQUIRED: Operation = operation(true);
static OPTIONAL: Operation = operation(false);

/// What a read gives, and the faults, with a body or none.
fn read<T>(
    operation: &'static Operation,
    body: Option<&'static [u8]>,
    f: impl FnOnce(&mut RequestReader<'_>) -> T,
) -> (T, Vec<String>) {
    let parts = http::Request::post("/x?n=1&l=a&l=b").header("h", "v").body(()).unwrap().into_parts().0;
    let captures = Captures::default();
    let received = body.map(|content| Received {
        media_type: 0,
        content: Content::Whole(Bytes::from_static(content)),
        room: 0,
        seen: None,
    });
    let mut reader = RequestReader::new(&parts, &captures, operation, received);
    let value = f(&mut reader);
    let faults = reader
        .faults
        .iter()
        .map(|fault| format!("{} {}{} {}", fault.place.as_str(), fault.name, fault.pointer, fault.keyword))
        .collect();
    (value, faults)
}

const NONE: Vec<String> = Vec::new();

#[test]
fn json() {
    assert_eq!(read(&REQUIRED, Some(b"[1]"), |from| from.json::<Vec<i64>>()), (Some(vec![1]), NONE));
    assert_eq!(
        read(&REQUIRED, Some(b"[1, \"2\"]"), |from| from.json::<Vec<i64>>()),
        (None, vec!["body /1 type".to_owned()])
    );
    for absent in [None, Some(&b""[..])] {
        assert_eq!(read(&REQUIRED, absent, |from| from.json::<i64>()), (None, vec!["body  required".to_owned()]));
        assert_eq!(read(&OPTIONAL, absent, |from| from.json_optional::<i64>()), (None, NONE));
    }
    assert_eq!(
        read(&OPTIONAL, Some(b"x"), |from| from.json_optional::<i64>()),
        (None, vec!["body  syntax".to_owned()])
    );
    assert_eq!(
        read(&OPTIONAL, Some(b"null"), |from| from.json_optional::<i64>()),
        (None, vec!["body  type".to_owned()])
    );
}

#[test]
fn text_and_bytes() {
    assert_eq!(read(&REQUIRED, Some(b"a b"), |from| from.text::<String>()), (Some("a b".to_owned()), NONE));
    assert_eq!(
        read(&REQUIRED, Some(b""), |from| from.text::<String>()),
        (Some(String::new()), NONE),
        "an empty text is a text"
    );
    assert_eq!(read(&REQUIRED, Some(b"+5"), |from| from.text::<i64>()).0, None);
    assert_eq!(read(&REQUIRED, Some(b"\xff"), |from| from.text::<String>()), (None, vec!["body  syntax".to_owned()]));
    assert_eq!(read(&REQUIRED, Some(b"\xff"), |from| from.bytes()), (Some(Bytes::from_static(b"\xff")), NONE));
    assert_eq!(read(&REQUIRED, None, |from| from.bytes()), (None, vec!["body  required".to_owned()]));
    assert_eq!(read(&OPTIONAL, None, |from| from.bytes_optional()), (None, NONE));
    assert_eq!(read(&OPTIONAL, None, |from| from.text_optional::<String>()), (None, NONE));
}

#[test]
fn form() {
    let form = |text: &'static [u8]| read(&REQUIRED, Some(text), |from| from.form::<BTreeMap<String, String>>(&[]));
    assert_eq!(
        form(b"a=1+2&b=%26").0.unwrap(),
        BTreeMap::from([("a".to_owned(), "1 2".to_owned()), ("b".to_owned(), "&".to_owned())])
    );
    assert_eq!(form(b"a=%zz").1.len(), 1);
    assert_eq!(form(b"a=\xff").1, ["body  syntax"]);
}

#[test]
fn content() {
    assert_eq!(read(&REQUIRED, Some(b""), |from| from.content()), (Some(0), NONE));
    assert_eq!(read(&REQUIRED, None, |from| from.content()), (None, vec!["body  required".to_owned()]));
    assert_eq!(read(&OPTIONAL, None, |from| from.content()), (None, NONE));
}

#[test]
fn parameters() {
    const LIST: Parameter = Parameter::query("l").array();
    let ((), faults) = read(&OPTIONAL, None, |from| {
        assert_eq!(from.required::<i64>(&Parameter::query("n")), Some(1));
        assert_eq!(from.required::<Vec<String>>(&LIST), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(from.required::<Vec<i64>>(&LIST), None);
        assert_eq!(from.optional::<String>(&Parameter::header("H")), Some("v".to_owned()));
        assert_eq!(from.optional::<String>(&Parameter::header("other")), None);
        assert_eq!(from.required::<String>(&Parameter::cookie("c")), None);
        assert_eq!(from.optional::<bool>(&Parameter::query("n")), None);
    });
    assert_eq!(faults, ["query l/0 type", "query l/1 type", "cookie c required", "query n type"]);
}

struct Whole;
impl Validate for Whole {
    fn validate(&self, c: &mut Checker) {
        c.at("query", |c| c.at("a/b", |c| c.at("x", |c| c.violation("maximum", "is too large"))));
        c.at("header", |c| c.at("h", |c| c.violation("pattern", "does not match")));
        c.at("body", |c| c.at("name", |c| c.violation("minLength", "is too short")));
        c.at("body", |c| c.violation("maxProperties", "has too many"));
    }
}

#[test]
fn checks_of_the_whole_request_are_located() {
    let (value, faults) = read(&OPTIONAL, None, |from| from.checked(Whole).is_some());
    assert!(!value);
    assert_eq!(faults, ["query a/b/x maximum", "header h pattern", "body /name minLength", "body  maxProperties"]);
}

#[test]
fn faults_are_bounded() {
    let (_, faults) = read(&OPTIONAL, None, |from| {
        for _ in 0..1_000 {
            let _ = from.required::<Json>(&Parameter::query("missing"));
        }
    });
    assert_eq!(faults.len(), KEPT);
}
