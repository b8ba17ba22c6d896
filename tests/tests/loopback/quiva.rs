//! quiva.ai: two ways to be let in, three replies, each with a body.

use generated::quiva::client::Client;
use generated::quiva::{ops, server, types};
use tenon_runtime::Operation;
use tenon_runtime::client::Channel;
use tenon_runtime::server::{AuthError, Context, Parts};

use crate::house::{self, GOOD, Outage, User, admit, declared, in_every_way};

pub type App = house::App<ops::DeleteSecretRequest, ops::DeleteSecretReply>;

impl server::Auth for App {
    type Principal = User;
    type Error = Outage;

    async fn authenticate(
        &self,
        _: &Parts,
        _: &'static Operation,
        presented: server::Presented<'_>,
    ) -> Result<User, AuthError<Outage>> {
        match presented {
            server::Presented::BearerAuth(bearer) => admit("bearerAuth", bearer.token()),
            server::Presented::ApiKeyAuth(key) => admit("apiKeyAuth", key.key()),
            _ => Err(AuthError::Unauthorized),
        }
    }
}

impl server::Secrets for App {
    async fn delete_secret(
        &self,
        cx: Context<User>,
        request: ops::DeleteSecretRequest,
    ) -> Result<ops::DeleteSecretReply, Outage> {
        self.call(cx, request)
    }
}

/// An implementation that succeeds.
pub fn deleting() -> App {
    App::replying(ops::DeleteSecretOk::ok(types::DeleteSecret200Body::new().message("success")))
}

/// A client that is let in.
pub fn client(channel: Channel) -> Client {
    Client::from(channel).bearer_auth(GOOD)
}

#[tokio::test]
async fn a_success_arrives_with_its_body() {
    let app = deleting();
    in_every_way(server::service(app.clone()), async |channel| {
        let reply = client(channel).delete_secret("my-key").await.unwrap();
        assert_eq!(reply.status, 200);
        assert_eq!(reply.headers["content-type"], "application/json");
        assert_eq!(reply.body().message.as_deref(), Some("success"));
        assert_eq!(reply.into_inner().into_body(), types::DeleteSecret200Body::new().message("success"));

        let seen = app.seen_once();
        assert_eq!(seen.request, ops::DeleteSecretRequest::new("my-key"));
        assert_eq!(seen.user, User("bearerAuth", GOOD.to_owned()));
    })
    .await;
}

#[tokio::test]
async fn a_member_that_is_not_set_is_not_sent() {
    let app = App::replying(ops::DeleteSecretOk::ok(types::DeleteSecret200Body::new()));
    in_every_way(server::service(app), async |channel| {
        let reply = client(channel).delete_secret("my-key").await.unwrap();
        assert_eq!(reply.body().message, None);
    })
    .await;
}

#[tokio::test]
async fn each_failure_arrives_as_its_own_variant() {
    let app = App::with(|request| {
        let error = types::Error::new(format!("no {}", request.key));
        Ok(match &*request.key {
            "bad" => ops::DeleteSecretError::bad_request(error),
            _ => ops::DeleteSecretError::not_found(error),
        }
        .into())
    });
    in_every_way(server::service(app), async |channel| {
        let client = client(channel);

        let bad = declared(client.delete_secret("bad").await);
        assert_eq!(bad.status, 400);
        assert_eq!(bad.into_inner(), ops::DeleteSecretError::bad_request(types::Error::new("no bad")));

        let gone = declared(client.delete_secret("gone").await);
        assert_eq!(gone.status, 404);
        let ops::DeleteSecretError::NotFound(gone) = gone.into_inner() else { panic!("404 is NotFound") };
        assert_eq!(gone.body.error, "no gone");
    })
    .await;
}
