//! The library over a transport of its own: no server, no socket.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::convert::Infallible;
use std::future::ready;

use downstream::{Forgotten, forget};
use generated::quiva::client::Client;
use generated::tenon_runtime::Body;
use generated::tenon_runtime::client::Channel;
use generated::tenon_runtime::http::{Request, Response};

/// A client of a server that knows one secret, and keys that it dislikes.
fn quiva() -> Client {
    let server = tower::service_fn(|request: Request<Body>| {
        let authorized = request.headers().get("x-api-key").is_some_and(|key| key == "k-1");
        let (status, body) = match request.uri().path() {
            _ if !authorized => (401, ""),
            "/secrets/mine" => (200, r#"{"message":"success"}"#),
            "/secrets/bad%20key" => (400, r#"{"error":"error deleting secret"}"#),
            _ => (404, r#"{"error":"resource not found"}"#),
        };
        let reply = Response::builder().status(status).header("content-type", "application/json");
        ready(Ok::<_, Infallible>(reply.body(Body::from(body)).unwrap()))
    });
    Client::from(Channel::new("https://quiva.test").transport(server))
}

#[tokio::test]
async fn a_secret_that_is_there_is_deleted() {
    let quiva = quiva().api_key_auth("k-1");
    assert_eq!(forget(&quiva, "mine").await.unwrap(), Forgotten::Deleted(Some("success".to_owned())));
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_no_error() {
    assert_eq!(forget(&quiva().api_key_auth("k-1"), "other").await.unwrap(), Forgotten::Missing);
}

#[tokio::test]
async fn other_answers_are_errors() {
    let error = forget(&quiva().api_key_auth("k-1"), "bad key").await.unwrap_err();
    assert_eq!(error.to_string(), "error deleting secret");
    let error = forget(&quiva(), "mine").await.unwrap_err();
    assert_eq!(error.to_string(), "the server answered 401 Unauthorized, which the document does not declare");
}
