//! Who is let in: every alternative, in the document's order, and what is answered to all others before a body is read.

use generated::quiva::client::Client as Quiva;
use generated::{devin as devin_api, io_net as io_net_api, liveavatar as liveavatar_api};
use generated::{prime_intellect as prime_api, quiva as quiva_api};
use tenon_runtime::client::{BuildError, Credential, Error};
use tenon_runtime::server::{Api, Service};
use tenon_runtime::{Body, from_slice};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::house::{
    GOOD, Listening, NARROW, Notes, UNCHECKED, User, ask, in_every_way, not_built, request, unexpected,
};
use crate::{devin, io_net, liveavatar, prime_intellect, quiva};

#[tokio::test]
async fn either_alternative_lets_in_and_says_by_which() {
    let app = quiva::deleting();
    in_every_way(quiva_api::server::service(app.clone()), async |channel| {
        Quiva::from(channel.clone()).bearer_auth(GOOD).delete_secret("k").await.unwrap();
        assert_eq!(app.seen_once().user, User("bearerAuth", GOOD.to_owned()));

        Quiva::from(channel).api_key_auth(GOOD).delete_secret("k").await.unwrap();
        let seen = app.seen_once();
        assert_eq!(seen.user, User("apiKeyAuth", GOOD.to_owned()));
        assert!(!seen.headers.contains_key("authorization"));
    })
    .await;
}

#[tokio::test]
async fn a_client_with_both_credentials_sends_the_first_alternatives() {
    let notes = Notes::default();
    Quiva::from(notes.channel()).api_key_auth("key").bearer_auth("token").delete_secret("k").await.unwrap();
    let sent = notes.last();
    assert_eq!(sent.headers["authorization"], "Bearer token");
    assert!(!sent.headers.contains_key("x-api-key"));
}

#[tokio::test]
async fn a_server_tries_what_is_presented_in_the_documents_order() {
    let app = quiva::deleting();
    let service = quiva_api::server::service(app.clone());
    for (bearer, key, by) in [
        (GOOD, GOOD, Some("bearerAuth")),
        ("wrong", GOOD, Some("apiKeyAuth")),
        (NARROW, GOOD, Some("apiKeyAuth")),
        (GOOD, "wrong", Some("bearerAuth")),
        ("wrong", "wrong", None),
    ] {
        let headers = [("authorization", &*format!("Bearer {bearer}")), ("x-api-key", key)];
        let answer = ask(&service, request("DELETE", "/secrets/k", &headers)).await;
        assert_eq!(answer.status, if by.is_some() { 200 } else { 401 });
        assert_eq!(app.seen().first().map(|seen| seen.user.0), by);
    }
}

#[tokio::test]
async fn a_credential_that_is_good_but_not_enough_is_403() {
    let app = quiva::deleting();
    in_every_way(quiva_api::server::service(app.clone()), async |channel| {
        let reply = unexpected(Quiva::from(channel).bearer_auth(NARROW).delete_secret("k").await);
        assert_eq!(reply.status(), 403);
        assert!(!reply.headers().contains_key("www-authenticate"));
        assert_eq!(app.seen().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_credential_that_cannot_be_checked_is_the_implementations_error() {
    let app = quiva::deleting();
    in_every_way(quiva_api::server::service(app.clone()), async |channel| {
        let reply = unexpected(Quiva::from(channel).bearer_auth(UNCHECKED).delete_secret("k").await);
        assert_eq!((reply.status().as_u16(), &reply.headers()["retry-after"]), (503, &"7".parse().unwrap()));
        assert_eq!(app.seen().len(), 0);
    })
    .await;
}

/// No credential and wrong ones, spelled in every way that is none.
const NONE: &[&[(&str, &str)]] = &[
    &[],
    &[("authorization", "")],
    &[("authorization", "Bearer")],
    &[("authorization", "Bearer ")],
    &[("authorization", "Bearer wrong")],
    &[("authorization", "Bearergood-credential")],
    &[("authorization", "Basic good-credential")],
    &[("authorization", "good-credential")],
    &[("authorization", "Bearer good-credential"), ("authorization", "Bearer good-credential")],
    &[("x-api-key", "")],
    &[("x-api-key", "wrong")],
    &[("x-api-key", "good-credential"), ("x-api-key", "good-credential")],
    &[("cookie", "x-api-key=good-credential")],
];

async fn lets_nobody_in<A: Api>(service: Service<A>, path: &str, challenges: &[&str]) {
    for headers in NONE {
        let answer = ask(&service, request("DELETE", path, headers)).await;
        assert_eq!(answer.status, 401, "{headers:?}");
        let told = answer.headers.get_all("www-authenticate").iter().collect::<Vec<_>>();
        assert_eq!(told, challenges, "{headers:?}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        from_slice::<tenon_runtime::Json>(answer.body.as_bytes(), tenon_runtime::Mode::Strict).unwrap();
    }
}

#[tokio::test]
async fn without_a_good_credential_nobody_is_let_in() {
    let (quiva, devin, live) = (quiva::deleting(), devin::deleting(), liveavatar::deleting());
    let (io, prime) = (io_net::deleting(), prime_intellect::deleting());
    let in_header = ["ApiKey name=\"X-API-KEY\", in=\"header\""];
    lets_nobody_in(liveavatar_api::server::service(live.clone()), "/v1/secrets/1", &in_header).await;
    lets_nobody_in(devin_api::server::service(devin.clone()), "/v1/secrets/1", &["Bearer"]).await;
    lets_nobody_in(prime_api::server::service(prime.clone()), "/api/v1/secrets/1", &["Bearer"]).await;
    lets_nobody_in(io_net_api::server::service(io.clone()), io_net::PATH, &["Bearer"]).await;
    let both = ["Bearer", "ApiKey name=\"X-Api-Key\", in=\"header\""];
    lets_nobody_in(quiva_api::server::service(quiva.clone()), "/secrets/1", &both).await;

    let called = [live.seen().len(), devin.seen().len(), prime.seen().len(), io.seen().len(), quiva.seen().len()];
    assert_eq!(called, [0; 5]);
}

#[tokio::test]
async fn case_does_not_matter_where_http_says_so() {
    let app = quiva::deleting();
    let service = quiva_api::server::service(app.clone());
    for headers in [("AUTHORIZATION", "bEARER  good-credential"), ("X-API-KEY", GOOD)] {
        assert_eq!(ask(&service, request("DELETE", "/secrets/k", &[headers])).await.status, 200);
    }
}

/// A caller who is not let in learns nothing about parameters either.
#[tokio::test]
async fn credentials_are_looked_at_before_parameters() {
    let service = io_net_api::server::service(io_net::deleting());
    let answer = ask(&service, request("DELETE", "/api/v1/secrets/no-uuid", &[])).await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn credentials_are_looked_at_before_a_body() {
    struct Untouched;
    impl http_body::Body for Untouched {
        type Data = bytes::Bytes;
        type Error = std::convert::Infallible;
        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
            panic!("the body is read")
        }
    }
    let service = quiva_api::server::service(quiva::deleting());
    let unauthorized = request("DELETE", "/secrets/k", &[]).map(|_| Body::stream(Untouched));
    assert_eq!(ask(&service, unauthorized).await.status, 401);
}

/// Over a socket the answer comes although the announced body never does.
#[tokio::test]
async fn a_401_does_not_wait_for_a_body() {
    let server = Listening::start(quiva_api::server::router(quiva::deleting())).await;
    let mut peer = tokio::net::TcpStream::connect(server.address).await.unwrap();
    peer.write_all(b"DELETE /secrets/k HTTP/1.1\r\nhost: h\r\ncontent-length: 1000000\r\n\r\n").await.unwrap();
    let mut head = [0; 12];
    peer.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 401");
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_credential_can_be_asked_for_with_each_call() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let next = move || format!("token-{}", count.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let notes = Notes::default();
    let client = Quiva::from(notes.channel()).bearer_auth(Credential::from_fn(next));
    for expected in ["Bearer token-0", "Bearer token-1"] {
        client.delete_secret("k").await.unwrap();
        assert_eq!(notes.last().headers["authorization"], expected);
    }
}

#[tokio::test]
async fn a_credential_that_cannot_be_had_is_not_sent() {
    let notes = Notes::default();
    let fetch = || async { Err::<String, _>(std::io::Error::other("the vault is sealed")) };
    let client = Quiva::from(notes.channel()).bearer_auth(Credential::from_async(fetch));
    let error = not_built(client.delete_secret("k").await);
    let BuildError::CredentialSource("bearerAuth", why) = &error else { panic!("{error:?}") };
    assert_eq!(why.to_string(), "the vault is sealed");
    assert_eq!(notes.count(), 0);

    let client = Quiva::from(notes.channel()).bearer_auth("token\n");
    assert!(matches!(client.delete_secret("k").await, Err(Error::Build(BuildError::Credential("bearerAuth", _)))));
    assert_eq!(notes.count(), 0);
}
