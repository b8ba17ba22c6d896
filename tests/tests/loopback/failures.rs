//! When the implementation fails: its own errors, and panics.

use generated::quiva as quiva_api;
use generated::quiva::ops;
use tenon_runtime::server::{Rejection, Response};

use crate::house::{GOOD, Outage, in_every_way, unexpected};
use crate::quiva::{self, App};

#[tokio::test]
async fn its_own_error_is_answered_as_it_says() {
    let app = App::with(|_| Err(Outage));
    in_every_way(quiva_api::server::service(app.clone()), async |channel| {
        let reply = unexpected(quiva::client(channel).delete_secret("k").await);
        assert_eq!(reply.status(), 503);
        assert_eq!(reply.headers()["retry-after"], "7");
        assert_eq!(reply.body(), "the store is down");
        assert_eq!(app.seen().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_500_and_the_server_lives() {
    let app = App::with(|request: &ops::DeleteSecretRequest| match &*request.key {
        "panic" => panic!("this panic belongs to the test"),
        _ => Ok(ops::DeleteSecretOk::ok(Default::default()).into()),
    });
    in_every_way(quiva_api::server::service(app), async |channel| {
        let client = quiva::client(channel);
        for _ in 0..3 {
            let reply = unexpected(client.delete_secret("panic").await);
            assert_eq!(reply.status(), 500);
            let body = String::from_utf8(reply.body().to_vec()).unwrap();
            assert!(!body.contains("belongs to the test"), "a panic's message stays inside: {body}");
            client.delete_secret("k").await.unwrap();
        }
    })
    .await;
}

/// An implementation with a word of its own for everything that is refused.
struct Polite(App);

impl quiva_api::server::Auth for Polite {
    type Principal = crate::house::User;
    type Error = Outage;

    async fn authenticate(
        &self,
        parts: &tenon_runtime::server::Parts,
        operation: &'static tenon_runtime::Operation,
        presented: quiva_api::server::Presented<'_>,
    ) -> Result<crate::house::User, tenon_runtime::server::AuthError<Outage>> {
        self.0.authenticate(parts, operation, presented).await
    }

    fn reject(&self, rejection: Rejection) -> Response {
        let mut reply = Response::new(format!("sorry: {}", rejection.detail()).into());
        *reply.status_mut() = rejection.status();
        *reply.headers_mut() = rejection.headers().clone();
        reply
    }
}

impl quiva_api::server::Secrets for Polite {
    async fn delete_secret(
        &self,
        cx: tenon_runtime::server::Context<crate::house::User>,
        request: ops::DeleteSecretRequest,
    ) -> Result<ops::DeleteSecretReply, Outage> {
        self.0.delete_secret(cx, request).await
    }
}

#[tokio::test]
async fn refusals_can_be_answered_in_other_words() {
    in_every_way(quiva_api::server::service(Polite(quiva::deleting())), async |channel| {
        let client = quiva_api::client::Client::from(channel);
        let reply = unexpected(client.delete_secret("k").await);
        assert_eq!(reply.status(), 401);
        assert_eq!(reply.headers()["www-authenticate"], "Bearer");
        assert_eq!(reply.body(), "sorry: valid credentials are required");
        client.bearer_auth(GOOD).delete_secret("k").await.unwrap();
    })
    .await;
}
