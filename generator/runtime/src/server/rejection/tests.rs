//! Tests of the shapes of rejections.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::operation::{Alternative, BodyDescription, Requirement, Scheme, SchemeKind};
use crate::{Body, Location};

const fn operation(rejection: RejectionShape) -> Operation {
    Operation {
        id: "op",
        method: "POST",
        path: "/",
        tags: &[],
        template: &[],
        query: &[],
        accept: "",
        body: Some(BodyDescription { required: true, media_types: &["application/json"], streamed: &[] }),
        security: SECURITY,
        rejection,
    }
}
static SECURITY: &[Alternative] = &[
    Alternative {
        id: 0,
        requirements: &[Requirement { scheme: &BASIC, scopes: &[] }, Requirement { scheme: &KEY, scopes: &[] }],
    },
    Alternative { id: 1, requirements: &[Requirement { scheme: &BASIC, scopes: &[] }] },
    Alternative { id: 2, requirements: &[Requirement { scheme: &DIGEST, scopes: &[] }] },
];
static BASIC: Scheme = Scheme { name: "basic", kind: SchemeKind::Basic };
static DIGEST: Scheme = Scheme { name: "digest", kind: SchemeKind::Http { scheme: "Digest" } };
static KEY: Scheme = Scheme { name: "key", kind: SchemeKind::ApiKey { location: Location::Cookie, name: "a\"b" } };
static FASTAPI: Operation = operation(RejectionShape::FastApi { status: 422 });
static PARAM: Operation = operation(RejectionShape::ParamDetails { status: 422 });
static MESSAGE: Operation = operation(RejectionShape::Message { status: 400, member: "error" });
static PROBLEM: Operation = operation(RejectionShape::Problem { status: 400 });

fn faults() -> Vec<Fault> {
    let fault = |place, name, pointer: &str, keyword| {
        Fault::new(place, name, Violation { pointer: pointer.to_owned(), keyword, message: Cow::Borrowed("is wrong") })
    };
    vec![
        fault(Place::Query, "teamId", "", "required"),
        fault(Place::Query, "filter", "/a~1b/0", "type"),
        fault(Place::Body, "", "/pets/10/01", "minLength"),
        fault(Place::Body, "", "", "syntax"),
    ]
}

fn shown(rejection: Rejection) -> (u16, String, String) {
    let reply = rejection.into_response();
    let media_type = reply.headers()["content-type"].to_str().unwrap().to_owned();
    let content = Body::as_bytes(reply.body()).unwrap().to_vec();
    (reply.status().as_u16(), media_type, String::from_utf8(content).unwrap())
}

#[test]
fn fastapi() {
    let text = concat!(
        r#"{"detail":[{"loc":["query","teamId"],"msg":"is wrong","type":"missing"},"#,
        r#"{"loc":["query","filter","a/b",0],"msg":"is wrong","type":"type"},"#,
        r#"{"loc":["body","pets",10,"01"],"msg":"is wrong","type":"minLength"},"#,
        r#"{"loc":["body"],"msg":"is wrong","type":"syntax"}]}"#
    );
    assert_eq!(shown(Rejection::invalid(&FASTAPI, faults())), (422, "application/json".into(), text.into()));
}

#[test]
fn param_details() {
    let text = concat!(
        r#"{"errors":[{"param":"teamId","details":"is wrong"},{"param":"filter.a/b.0","details":"is wrong"},"#,
        r#"{"param":"pets.10.01","details":"is wrong"},{"param":"body","details":"is wrong"}]}"#
    );
    assert_eq!(shown(Rejection::invalid(&PARAM, faults())), (422, "application/json".into(), text.into()));
}

#[test]
fn one_message() {
    let text = concat!(
        r#"{"error":"query parameter teamId: is wrong; query parameter filter at /a~1b/0: is wrong; "#,
        r#"body at /pets/10/01: is wrong; body: is wrong"}"#
    );
    assert_eq!(shown(Rejection::invalid(&MESSAGE, faults())), (400, "application/json".into(), text.into()));
    // The declared body at the declared status, whatever the cause.
    let (status, media_type, text) = shown(Rejection::malformed(&MESSAGE, "bad"));
    assert_eq!((status, &*media_type, &*text), (400, "application/json", r#"{"error":"bad"}"#));
    assert_eq!(shown(Rejection::forbidden(&MESSAGE)).1, "application/problem+json");
}

#[test]
fn problem_details() {
    let (status, media_type, text) = shown(Rejection::invalid(&PROBLEM, faults()));
    assert_eq!((status, &*media_type), (400, "application/problem+json"));
    let start = concat!(
        r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"the request is not what the API's description says","#,
        r#""violations":[{"location":"query","name":"teamId","pointer":"","keyword":"required","message":"is wrong"},"#
    );
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains(r#"{"location":"body","pointer":"/pets/10/01""#), "{text}");
}

#[test]
fn other_statuses_keep_theirs() {
    let cases = [
        (Rejection::malformed(&FASTAPI, "bad"), 400),
        (Rejection::unauthorized(&FASTAPI), 401),
        (Rejection::forbidden(&FASTAPI), 403),
        (Rejection::not_found(), 404),
        (Rejection::method_not_allowed(HeaderValue::from_static("GET")), 405),
        (Rejection::timeout(&FASTAPI), 408),
        (Rejection::too_large(&FASTAPI), 413),
        (Rejection::unsupported_media_type(&FASTAPI, "no"), 415),
        (Rejection::internal(None), 500),
    ];
    for (rejection, expected) in cases {
        let (status, media_type, text) = shown(rejection);
        assert_eq!((status, &*media_type), (expected, "application/problem+json"));
        assert!(text.contains(&format!("\"status\":{expected}")), "{text}");
    }
}

#[test]
fn challenges_once_for_each_scheme() {
    let rejection = Rejection::unauthorized(&PROBLEM);
    let challenges =
        rejection.headers().get_all("www-authenticate").iter().map(|value| value.to_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(
        challenges,
        ["Basic realm=\"api\", charset=\"UTF-8\"", "ApiKey name=\"a\\\"b\", in=\"cookie\"", "Digest"]
    );
}
