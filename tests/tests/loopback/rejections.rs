//! Requests that the document forbids: refused before the implementation is called, in the shape that it declares.

use generated::{devin as devin_api, io_net as io_net_api, liveavatar as liveavatar_api};
use generated::{prime_intellect as prime_api, quiva as quiva_api};
use serde_json::{Value, json};
use tenon_runtime::client::CallOptions;
use tenon_runtime::server::{Api, Service};
use tenon_runtime::{Decode, Mode, from_slice};

use crate::house::{Answer, GOOD, ask, declared, in_every_way, request};
use crate::{devin, io_net, liveavatar, prime_intellect, quiva};

const BEARER: (&str, &str) = ("authorization", "Bearer good-credential");

/// The body, which is what the document declares, as plain JSON.
fn declared_body<T: Decode>(answer: &Answer) -> Value {
    assert_eq!(answer.header("content-type"), Some("application/json"), "{answer:?}");
    if let Err(invalid) = from_slice::<T>(answer.body.as_bytes(), Mode::Strict) {
        panic!("{answer:?}: {invalid}");
    }
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn io_net_answers_as_fast_api_does() {
    let app = io_net::deleting();
    let service = io_net_api::server::service(app.clone());
    for id in ["x", "67e5504410b1426f9247bb680e5fe0c8", "%7B67e55044-10b1-426f-9247-bb680e5fe0c8%7D", "%20", "0"] {
        let answer = ask(&service, request("DELETE", &format!("/api/v1/secrets/{id}"), &[BEARER])).await;
        assert_eq!(answer.status, 422, "{id}");
        let body = declared_body::<io_net_api::types::HttpValidationError>(&answer);
        assert_eq!(body["detail"][0]["loc"], json!(["path", "secret_id"]));
        assert_eq!(body["detail"].as_array().unwrap().len(), 1);
    }
    assert_eq!(app.seen().len(), 0);
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let app = io_net::deleting();
    let service = io_net_api::server::service(app.clone());
    let headers = [BEARER, ("token", "a"), ("token", "b"), ("x-api-key", "c"), ("x-api-key", "d")];
    let answer = ask(&service, request("DELETE", "/api/v1/secrets/x", &headers)).await;
    assert_eq!(answer.status, 422);
    let body = declared_body::<io_net_api::types::HttpValidationError>(&answer);
    let places = body["detail"].as_array().unwrap().iter().map(|fault| fault["loc"].clone()).collect::<Vec<_>>();
    assert_eq!(json!(places), json!([["path", "secret_id"], ["header", "token"], ["header", "x-api-key"]]));
    assert_eq!(app.seen().len(), 0);
}

#[tokio::test]
async fn a_repeated_cookie_is_the_declared_failure_of_the_client() {
    let app = liveavatar::deleting();
    in_every_way(liveavatar_api::server::service(app.clone()), async |channel| {
        let options = CallOptions::new().header("cookie", "la_session=a; la_session=b");
        let reply = declared(liveavatar::client(channel).delete_secret("1").options(options).await);
        assert_eq!(reply.status, 422);
        let liveavatar_api::ops::DeleteSecretError::UnprocessableContent(reply) = reply.into_inner() else {
            panic!("422 is UnprocessableContent")
        };
        let detail = reply.body.detail.unwrap();
        assert_eq!(detail[0].loc, ["cookie".into(), "la_session".into()]);
        assert_eq!(detail[0].msg, "occurs more than once");
        assert_eq!(app.seen().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn prime_intellect_names_the_parameter() {
    let app = prime_intellect::deleting();
    let service = prime_api::server::service(app.clone());
    let answer = ask(&service, request("DELETE", "/api/v1/secrets/s?teamId=a&teamId=b", &[BEARER])).await;
    assert_eq!(answer.status, 422);
    let body = declared_body::<prime_api::types::ErrorResponse>(&answer);
    assert_eq!(body, json!({"errors": [{"param": "teamId", "details": "occurs more than once"}]}));
    assert_eq!(app.seen().len(), 0);
}

#[tokio::test]
async fn undeclared_parameters_do_not_matter() {
    let app = prime_intellect::deleting();
    let service = prime_api::server::service(app.clone());
    let answer = ask(&service, request("DELETE", "/api/v1/secrets/s?teamid=a&x&x&=&&teamId=t", &[BEARER])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(app.seen_once().request.team_id.as_deref(), Some("t"));
}

/// What is no text at all: broken percent-encoding, something else than UTF-8.
const MALFORMED: &[&str] = &["%zz", "%", "%4", "%FF", "%C3", "%ED%A0%80"];

async fn refuses_malformed<A: Api>(service: Service<A>, base: &str, credential: (&str, &str)) -> Vec<Answer> {
    let mut answers = Vec::new();
    for text in MALFORMED {
        for target in [format!("{base}{text}"), format!("{base}k?teamId={text}"), format!("{base}k?{text}")] {
            let answer = ask(&service, request("DELETE", &target, &[credential])).await;
            assert_eq!(answer.status, 400, "{target}");
            answers.push(answer);
        }
    }
    // NUL is a character of a query, where any string may be allowed; in a path it only ever does harm.
    assert_eq!(ask(&service, request("DELETE", &format!("{base}a%00b"), &[credential])).await.status, 400);
    answers
}

#[tokio::test]
async fn malformed_targets_are_400() {
    let (quiva, devin, live) = (quiva::deleting(), devin::deleting(), liveavatar::deleting());
    let (io, prime) = (io_net::deleting(), prime_intellect::deleting());
    let key = ("x-api-key", GOOD);
    for answers in [
        refuses_malformed(devin_api::server::service(devin.clone()), "/v1/secrets/", BEARER).await,
        refuses_malformed(liveavatar_api::server::service(live.clone()), "/v1/secrets/", key).await,
        refuses_malformed(io_net_api::server::service(io.clone()), "/api/v1/secrets/", BEARER).await,
        refuses_malformed(prime_api::server::service(prime.clone()), "/api/v1/secrets/", BEARER).await,
    ] {
        // 400 is not declared, so its shape is that of RFC 9457.
        for answer in answers {
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap()["status"], 400);
        }
    }
    // quiva declares it.
    for answer in refuses_malformed(quiva_api::server::service(quiva.clone()), "/secrets/", key).await {
        let body = declared_body::<quiva_api::types::Error>(&answer);
        assert!(body["error"].as_str().is_some_and(|text| !text.is_empty()));
    }
    let called = [live.seen().len(), devin.seen().len(), prime.seen().len(), io.seen().len(), quiva.seen().len()];
    assert_eq!(called, [0; 5]);
}

/// An empty key is no key: the template's segment is not there.
#[tokio::test]
async fn an_empty_segment_does_not_reach_the_implementation() {
    let app = quiva::deleting();
    let service = quiva_api::server::service(app.clone());
    let answer = ask(&service, request("DELETE", "/secrets/", &[("x-api-key", GOOD)])).await;
    assert!(matches!(answer.status, 400 | 404), "{answer:?}");
    assert_eq!(app.seen().len(), 0);
}

/// Nothing that was submitted comes back: an answer can be logged.
#[tokio::test]
async fn an_answer_does_not_repeat_what_was_sent() {
    let service = io_net_api::server::service(io_net::deleting());
    let headers = [BEARER, ("token", "hush-1"), ("token", "hush-2")];
    let answer = ask(&service, request("DELETE", "/api/v1/secrets/hush-3", &headers)).await;
    assert_eq!(answer.status, 422);
    assert!(!answer.body.contains("hush"), "{}", answer.body);
}
