//! Messages that say the same, and messages that do not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::compare::{Message, requests};
use super::exchanges::Exchanges;
use bytes::Bytes;

fn message(target: &str, headers: &[(&'static str, &str)], content: &str) -> Message {
    let mut request = http::Request::builder().uri(format!("http://h{target}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (parts, ()) = request.body(()).unwrap().into_parts();
    Message::request(&parts, Bytes::from(content.to_owned()))
}

fn same(a: &Message, b: &Message) -> bool {
    let exchanges = r#"{"format": 1, "operations": [{"id": "a", "method": "GET", "path": "/", "tags": [], "accepts": [], "requests": [], "refused": [], "replies": []}]}"#;
    let exchanges = Exchanges::parse(exchanges).unwrap();
    requests(a, b, false, &exchanges.operations[0]).is_ok()
}

#[test]
fn spellings_of_one_request_are_the_same() {
    let of = |target: &str| message(target, &[], "");
    assert!(same(&of("/a%2Db?x=1&y=a+b"), &of("/a-b?y=a%20b&x=1")));
    assert!(!same(&of("/a%2Fb"), &of("/a/b")));
    assert!(!same(&of("/?x=1&x=2"), &of("/?x=2&x=1")), "values of one name have an order");
    assert!(!same(&of("/?x=1%2C2"), &of("/?x=1,2")), "a comma that separates is none that is part of a value");
    assert!(!same(&of("/?x=1"), &of("/")));
}

#[test]
fn contents_are_compared_as_what_they_are() {
    let json = |text: &str| message("/", &[("content-type", "application/json")], text);
    assert!(same(
        &json(r#"{"a": 1.0, "b": "2024-01-01T00:00:00Z"}"#),
        &json(r#"{"b":"2024-01-01T00:00:00+00:00","a":1}"#)
    ));
    assert!(!same(&json(r#"{"a": null}"#), &json("{}")));
    assert!(!same(&json("[1, 2]"), &json("[2, 1]")));
    assert!(!same(&json("9007199254740993"), &json("9007199254740992")));
    let form = |text: &str| message("/", &[("content-type", "application/x-www-form-urlencoded")], text);
    assert!(same(&form("a=1&b=%7E"), &form("b=~&a=1")) && !same(&form("a=1"), &form("a=2")));
    let parts = |boundary: &str, name: &str| {
        let text =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\nx\r\n--{boundary}--\r\n");
        message("/", &[("content-type", &format!("multipart/form-data; boundary={boundary}"))], &text)
    };
    assert!(same(&parts("a", "n"), &parts("bb", "n")) && !same(&parts("a", "n"), &parts("a", "m")));
}

#[test]
fn headers_and_cookies_count() {
    let of = |name: &'static str, value: &str| message("/", &[(name, value)], "");
    assert!(
        same(&of("cookie", "a=1; b=2"), &of("cookie", "b=2; a=1")) && !same(&of("cookie", "a=1"), &of("cookie", "a=2"))
    );
    assert!(!same(&of("x-a", "1"), &of("x-b", "1")) && !same(&of("x-a", "1"), &message("/", &[], "")));
    assert!(
        same(&of("accept", "a/b"), &of("accept", "c/d")),
        "what a client accepts is its own matter, as far as it is asked"
    );
}
