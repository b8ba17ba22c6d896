//! What OpenAPI 3.2 adds: methods beyond the old eight, and queries that are one form.
use std::convert::Infallible;

use http::{Method, Request};
use tenon_runtime::server::{AuthError, Context, Service};
use tenon_runtime::{Body, Operation};

use super::cases::openapi_3_2::{client, ops, server, types};
use super::{at, sent, status_and_text};

struct App;

impl server::Auth for App {
    type Principal = ();
    type Error = Infallible;

    async fn authenticate(
        &self,
        _: &http::request::Parts,
        _: &'static Operation,
        _: server::Presented<'_>,
    ) -> Result<(), AuthError<Infallible>> {
        Ok(())
    }
}

impl server::Notes for App {
    async fn list_notes(
        &self,
        _: Context<()>,
        request: ops::ListNotesRequest,
    ) -> Result<ops::ListNotesReply, Infallible> {
        let found = request.filter.map(|filter| format!("{} {:?}", filter.from_, filter.words));
        Ok(ops::ListNotesOk::ok(found.into_iter().collect::<Vec<_>>()).into())
    }

    async fn copy_notes(&self, cx: Context<()>, _: ops::CopyNotesRequest) -> Result<ops::CopyNotesReply, Infallible> {
        assert_eq!(cx.method().as_str(), "COPY");
        Ok(ops::CopyNotesOk::no_content().into())
    }
}

impl server::Search for App {
    async fn find_notes(
        &self,
        _: Context<()>,
        request: ops::FindNotesRequest,
    ) -> Result<ops::FindNotesReply, Infallible> {
        Ok(ops::FindNotesOk::ok(vec![request.body.text]).into())
    }

    async fn m_search_notes(
        &self,
        _: Context<()>,
        _: ops::MSearchNotesRequest,
    ) -> Result<ops::MSearchNotesReply, Infallible> {
        Ok(ops::MSearchNotesOk::no_content().into())
    }
}

fn service() -> Service<server::Implementation<App>> {
    server::service(App)
}

async fn asked(method: &str, path: &str, body: &'static str) -> (u16, String) {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    status_and_text(service(), request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn methods_are_sent_and_told_apart() {
    let client = client::Client::from(at(service())).device("token");
    assert_eq!(client.find_notes(types::FindNotesBody::new("a")).await.unwrap().body(), &["a"]);
    client.copy_notes().await.unwrap();
    client.m_search_notes().await.unwrap();
    assert_eq!(ops::COPY_NOTES.method, "COPY");
    assert_eq!(asked("COPY", "/notes", "").await.0, 401);
    assert_eq!(asked("QUERY", "/notes", r#"{"text":""}"#).await.0, 400);
    // Methods are case-sensitive.
    assert_eq!(asked("copy", "/notes", "").await.0, 405);
    assert_eq!(asked("POST", "/notes", "").await.0, 405);
}

#[tokio::test]
async fn a_query_is_one_form() {
    let client = client::Client::from(at(service()));
    let filter = || types::Filter::new(5).words(vec!["a b".to_owned(), "&".to_owned()]);
    assert_eq!(client.list_notes().filter(filter()).await.unwrap().body(), &[r#"5 Some(["a b", "&"])"#]);
    assert!(client.list_notes().await.unwrap().body().is_empty());
    let (client, sent) = sent(204, client::Client::from);
    let _ = client.list_notes().filter(filter()).await;
    assert_eq!(sent.uri(), "/notes?from=5&words=a%20b&words=%26");
    assert_eq!(asked("GET", "/notes?from=5&words=x", "").await, (200, r#"["5 Some([\"x\"])"]"#.to_owned()));
    assert_eq!(asked("GET", "/notes?from=0", "").await.0, 400);
    assert_eq!(asked("GET", "/notes?words=x", "").await.0, 400);
}
