//! Where APIs live: together in one router, each under a prefix, and clients that follow them there.

use generated::{devin as devin_api, io_net as io_net_api, liveavatar as liveavatar_api};
use generated::{prime_intellect as prime_api, quiva as quiva_api};
use tenon_runtime::Operation;
use tenon_runtime::client::{BuildError, Channel};
use tower::{ServiceBuilder, ServiceExt};

use crate::house::{GOOD, Listening, Notes, ask, in_process, not_built, request, undecodable};
use crate::{devin, io_net, liveavatar, prime_intellect, quiva};

/// All five, each under its own name.
fn nested() -> axum::Router {
    axum::Router::new()
        .nest("/liveavatar", liveavatar_api::server::router(liveavatar::deleting()))
        .nest("/devin", devin_api::server::router(devin::deleting()))
        .nest("/prime", prime_api::server::router(prime_intellect::deleting()))
        .nest("/quiva", quiva_api::server::router(quiva::deleting()))
        .nest("/deep/io-net", io_net_api::server::router(io_net::deleting()))
}

/// Calls each of the five; all have to succeed.
async fn call_all(channel: impl Fn(&str) -> Channel) {
    liveavatar::client(channel("/liveavatar")).delete_secret("a/b").await.unwrap();
    devin::client(channel("/devin")).delete_secret("a/b").await.unwrap();
    prime_intellect::client(channel("/prime")).delete_secret("a/b").team_id("t").await.unwrap();
    quiva::client(channel("/quiva")).delete_secret("a/b").await.unwrap();
    io_net::client(channel("/deep/io-net")).delete_secret(io_net::ID).await.unwrap();
}

#[tokio::test]
async fn all_five_are_nested_under_their_own_prefixes() {
    let app = nested();
    call_all(|prefix| Channel::new(&format!("http://in.process{prefix}")).transport(app.clone())).await;

    let server = Listening::start(app).await;
    call_all(|prefix| Channel::new(&format!("{}{prefix}", server.url()))).await;
    server.stop().await;
}

#[tokio::test]
async fn a_slash_at_the_end_of_a_base_url_does_not_matter() {
    let app = nested();
    call_all(|prefix| Channel::new(&format!("http://in.process{prefix}/")).transport(app.clone())).await;
    call_all(|prefix| Channel::new(&format!("http://in.process{prefix}//")).transport(app.clone())).await;

    let server = Listening::start(quiva_api::server::router(quiva::deleting())).await;
    for url in [server.url(), format!("{}/", server.url())] {
        let client = quiva_api::client::Client::new(url).bearer_auth(GOOD);
        client.delete_secret("k").await.unwrap();
    }
    server.stop().await;
}

#[tokio::test]
async fn apis_with_different_paths_share_a_router() {
    let (quiva, devin, prime) = (quiva::deleting(), devin::deleting(), prime_intellect::deleting());
    let app = axum::Router::new()
        .route("/health", axum::routing::get(|| async { "fine" }))
        .merge(quiva_api::server::router(quiva.clone()))
        .merge(devin_api::server::router(devin.clone()))
        .merge(prime_api::server::router(prime.clone()));
    let channel = in_process(app.clone());
    quiva::client(channel.clone()).delete_secret("one").await.unwrap();
    devin::client(channel.clone()).delete_secret("two").await.unwrap();
    prime_intellect::client(channel).delete_secret("three").await.unwrap();
    assert_eq!(quiva.seen_once().request.key, "one");
    assert_eq!(devin.seen_once().request.secret_id, "two");
    assert_eq!(prime.seen_once().request.secret_id, "three");

    for (path, status) in [("/health", 200), ("/elsewhere", 404)] {
        assert_eq!(app.clone().oneshot(request("GET", path, &[])).await.unwrap().status(), status);
    }
}

#[tokio::test]
async fn a_service_can_expect_a_prefix_by_itself() {
    let app = quiva::deleting();
    for prefix in ["/v1/quiva", "v1/quiva/"] {
        let service = quiva_api::server::service(app.clone()).under(prefix);
        let channel = Channel::new("http://in.process/v1/quiva").transport(service.clone());
        quiva::client(channel).delete_secret("k").await.unwrap();
        assert_eq!(app.seen_once().request.key, "k");
        for outside in ["/secrets/k", "/v1/quivas/secrets/k", "/v1/quiva", "/v1/quivasecrets/k"] {
            assert_eq!(
                ask(&service, request("DELETE", outside, &[("x-api-key", GOOD)])).await.status,
                404,
                "{outside}"
            );
        }
    }
}

#[tokio::test]
async fn paths_that_are_not_there() {
    let service = quiva_api::server::service(quiva::deleting());
    for path in ["/", "/secrets", "/secrets/a/b", "/Secrets/a", "//secrets/a", "/secrets/a/", "/secrets//a", "/x"] {
        let answer = ask(&service, request("DELETE", path, &[("x-api-key", GOOD)])).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }
    let channel = Channel::new("http://in.process/elsewhere").transport(service);
    // A 404 of no operation is not the 404 that the operation declares.
    let error = undecodable(quiva::client(channel).delete_secret("k").await);
    assert_eq!(error.status(), 404);
    assert_eq!(error.headers()["content-type"], "application/problem+json");
}

#[tokio::test]
async fn methods_that_are_not_there() {
    let app = quiva::deleting();
    let service = quiva_api::server::service(app.clone());
    for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "TRACE", "PROPFIND", "delete"] {
        let answer = ask(&service, request(method, "/secrets/k", &[("x-api-key", GOOD)])).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("DELETE, OPTIONS")), "{method}");
        assert_eq!(answer.body.is_empty(), method == "HEAD", "{method}");
    }
    let answer = ask(&service, request("OPTIONS", "/secrets/k", &[])).await;
    assert_eq!((answer.status, answer.header("allow"), &*answer.body), (204, Some("DELETE, OPTIONS"), ""));
    assert_eq!(app.seen().len(), 0);
}

#[tokio::test]
async fn methods_that_are_not_there_within_a_router() {
    for method in ["GET", "HEAD", "OPTIONS"] {
        let request = request(method, "/quiva/secrets/k", &[]);
        let reply = nested().oneshot(request).await.unwrap();
        assert_eq!(reply.status(), if method == "OPTIONS" { 204 } else { 405 });
        assert_eq!(reply.headers()["allow"], "DELETE, OPTIONS");
    }
}

#[tokio::test]
async fn a_layer_sees_the_operation() {
    let service = quiva_api::server::service(quiva::deleting()).operation_in_extensions();
    let layered = ServiceBuilder::new()
        .map_response(|mut reply: tenon_runtime::server::Response| {
            let operation = reply.extensions().get::<&'static Operation>().expect("the service says which it was");
            let id = operation.id.parse().unwrap();
            reply.headers_mut().insert("x-operation", id);
            reply
        })
        .service(service);
    let reply = quiva::client(in_process(layered)).delete_secret("k").await.unwrap();
    assert_eq!(reply.headers["x-operation"], "deleteSecret");
}

#[tokio::test]
async fn a_bad_base_url_is_told_by_each_call() {
    for url in ["", "quiva.ai", "/v1", "ftp://quiva.ai", "https://", "https://a:b@quiva.ai", "https://quiva.ai?x=1"] {
        let client = quiva_api::client::Client::new(url).bearer_auth(GOOD);
        for _ in 0..2 {
            assert!(matches!(not_built(client.delete_secret("k").await), BuildError::BaseUrl(_)), "{url}");
        }
    }
}

#[tokio::test]
async fn the_documents_server_is_the_default() {
    let notes = Notes::default();
    for (channel, url) in [
        ("https://api.quiva.ai", "https://api.quiva.ai/secrets/k"),
        ("https://api.quiva.ai/v2/", "https://api.quiva.ai/v2/secrets/k"),
    ] {
        let transport = notes.transport();
        quiva::client(Channel::new(channel).transport(transport)).delete_secret("k").await.unwrap();
        assert_eq!(notes.last().uri, url);
    }
    let default = format!("{:?}", quiva_api::client::Client::default());
    assert!(default.contains("https://api.quiva.ai"), "{default}");
}
