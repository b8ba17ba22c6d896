//! A body's coding where the document has it as a parameter, and where it has not.
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use tenon_runtime::Body;
use tenon_runtime::server::Context;

use super::cases::body_codings::{client::Client, ops, server, types};
use super::{at, sent, status_and_text};

/// Notes the codings that it was told.
#[derive(Clone, Default)]
struct App(Arc<Mutex<Vec<bool>>>);

impl server::Operations for App {
    type Error = Infallible;

    async fn mail(&self, _: Context<()>, request: ops::MailRequest) -> Result<ops::MailReply, Infallible> {
        self.0.lock().unwrap().push(request.content_encoding.is_some());
        Ok(ops::MailOk::no_content().into())
    }

    async fn draft(&self, _: Context<()>, _: ops::DraftRequest) -> Result<ops::DraftReply, Infallible> {
        Ok(ops::DraftOk::no_content().into())
    }
}

#[tokio::test]
async fn a_declared_coding_is_sent_and_left_to_the_implementation() {
    let app = App::default();
    let client = Client::from(at(server::service(app.clone())));
    client.mail(Body::from("x")).content_encoding(types::MailContentEncoding::Gzip).await.unwrap();
    client.mail(Body::from("x")).await.unwrap();
    assert_eq!(*app.0.lock().unwrap(), [true, false]);
    let (client, seen) = sent::<_>(204, Client::from);
    client.mail(Body::from("x")).content_encoding(types::MailContentEncoding::Gzip).await.unwrap();
    assert_eq!(seen.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn other_codings_are_refused() {
    let service = server::service(App::default());
    let answer = async |method: &str, coding: &str| {
        let request = http::Request::builder().method(method).uri("/mail").header("content-encoding", coding);
        let request = request.header("content-type", "application/octet-stream").body("x".into()).unwrap();
        status_and_text(service.clone(), request).await
    };
    assert_eq!(answer("POST", "gzip").await.0, 204);
    let (status, text) = answer("POST", "br").await;
    assert!(matches!(status, 400 | 422) && text.contains("enum"), "{status} {text}");
    assert_eq!(answer("PUT", "gzip").await.0, 415);
    assert_eq!(answer("PUT", "identity").await.0, 204);
}
