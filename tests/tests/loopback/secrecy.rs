//! Secrets stay out of `Debug`, `Display` and errors, of clients, calls, requests and what implementations get.

use std::fmt::Debug;

use generated::quiva as quiva_api;
use http::Response;
use tenon_runtime::Body;
use tenon_runtime::client::{CallOptions, Credential};
use tenon_runtime::server::{ApiKey, Bearer, Context};

use crate::house::{Notes, in_process, not_built, request, server_with};
use crate::{devin, io_net, liveavatar, prime_intellect, quiva};

const SECRET: &str = "hush-hush";

fn keeps_quiet(value: &impl Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[tokio::test]
async fn clients_and_calls_do_not_show_credentials() {
    let channel = Notes::default().channel();
    let quiva = quiva_api::client::Client::from(channel.clone()).bearer_auth(SECRET).api_key_auth(SECRET);
    keeps_quiet(&quiva);
    keeps_quiet(&quiva.delete_secret("k"));
    keeps_quiet(&quiva.delete_secret("k").options(CallOptions::new().header("x-signature", SECRET)));
    keeps_quiet(&generated::devin::client::Client::from(channel.clone()).bearer_auth(SECRET));
    keeps_quiet(&generated::liveavatar::client::Client::from(channel.clone()).api_key_header(SECRET));
    keeps_quiet(&generated::prime_intellect::client::Client::from(channel.clone()).http_bearer(SECRET));
    keeps_quiet(&generated::io_net::client::Client::from(channel).sec0(SECRET));
    keeps_quiet(&Credential::from(SECRET));
}

/// A session in a cookie, a token and a key in headers are credentials, although the document calls them parameters.
#[tokio::test]
async fn requests_do_not_show_parameters_that_are_credentials() {
    let channel = Notes::default().channel();
    let live = liveavatar::client(channel.clone());
    keeps_quiet(&live.delete_secret("1").la_session(SECRET));
    keeps_quiet(&generated::liveavatar::ops::DeleteSecretRequest::new("1").la_session(SECRET));
    let io = io_net::client(channel);
    keeps_quiet(&io.delete_secret(io_net::ID).token(SECRET));
    keeps_quiet(&io.delete_secret(io_net::ID).x_api_key(SECRET));
}

#[tokio::test]
async fn requests_show_what_is_no_secret() {
    let channel = Notes::default().channel();
    let prime = prime_intellect::client(channel.clone());
    assert!(format!("{:?}", prime.delete_secret("s-1").team_id("t-1")).contains("t-1"));
    assert!(format!("{:?}", devin::client(channel).delete_secret("s-1")).contains("s-1"));
}

/// What `http` shows of headers that are marked as sensitive.
#[tokio::test]
async fn what_is_sent_is_marked_as_sensitive() {
    let notes = Notes::default();
    let client = quiva_api::client::Client::from(notes.channel());
    client.clone().bearer_auth(SECRET).delete_secret("k").await.unwrap();
    keeps_quiet(&notes.last());
    client.api_key_auth(SECRET).delete_secret("k").await.unwrap();
    keeps_quiet(&notes.last());
    let notes = Notes::default();
    let _ = io_net::client(notes.channel()).delete_secret(io_net::ID).token(SECRET).x_api_key(SECRET).await;
    keeps_quiet(&notes.last());
    let _ = liveavatar::client(notes.channel()).delete_secret("1").la_session(SECRET).await;
    keeps_quiet(&notes.last());
}

#[tokio::test]
async fn errors_do_not_show_what_was_sent() {
    let notes = Notes::default();
    let client = quiva_api::client::Client::from(notes.channel()).bearer_auth(format!("{SECRET}\n"));
    let error = not_built(client.delete_secret("k").await);
    keeps_quiet(&error);
    assert!(!error.to_string().contains(SECRET));

    let error = not_built(io_net::client(notes.channel()).delete_secret(io_net::ID).token(format!("{SECRET}\n")).await);
    keeps_quiet(&error);
    assert!(!error.to_string().contains(SECRET));

    let client = quiva_api::client::Client::new(format!("http://user:{SECRET}@quiva.ai")).bearer_auth(SECRET);
    keeps_quiet(&client);
    keeps_quiet(&client.delete_secret("k").await);
}

#[tokio::test]
async fn replies_do_not_show_cookies_that_are_set() {
    for status in [200, 404, 500] {
        let server = server_with(move |_| {
            let reply = Response::builder().status(status).header("set-cookie", format!("session={SECRET}"));
            reply.body(Body::from(r#"{"error":"e"}"#)).unwrap()
        });
        keeps_quiet(&quiva::client(in_process(server)).delete_secret("k").await);
    }
}

#[tokio::test]
async fn implementations_do_not_show_what_was_presented() {
    let headers = [("authorization", &*format!("Bearer {SECRET}")), ("x-api-key", SECRET)];
    let (parts, _) = request("DELETE", "/secrets/k", &headers).into_parts();
    keeps_quiet(&quiva_api::server::Presented::BearerAuth(Bearer::from_parts(&parts).unwrap()));
    keeps_quiet(&quiva_api::server::Presented::ApiKeyAuth(ApiKey::from_header(&parts, "x-api-key").unwrap()));
    keeps_quiet(&Context::new(&quiva_api::ops::DELETE_SECRET, (), parts));
}
