//! Devin: no server URL, so that the constructor asks for one, and no tag, so that the trait is called `Operations`.

use generated::devin::client::Client;
use generated::devin::{ops, server, types};
use tenon_runtime::Operation;
use tenon_runtime::client::Channel;
use tenon_runtime::server::{AuthError, Context, Parts};

use crate::house::{self, GOOD, Listening, Outage, User, admit, declared, in_every_way};

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
            _ => Err(AuthError::Unauthorized),
        }
    }
}

impl server::Operations for App {
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
    App::replying(ops::DeleteSecretOk::ok(types::DeleteSecretResponse::new("deleted")))
}

/// A client that is let in.
pub fn client(channel: Channel) -> Client {
    Client::from(channel).bearer_auth(GOOD)
}

#[tokio::test]
async fn a_success_arrives_with_its_body() {
    let app = deleting();
    in_every_way(server::service(app.clone()), async |channel| {
        let reply = client(channel).delete_secret("sec-1").await.unwrap();
        assert_eq!(reply.status, 200);
        assert_eq!(reply.into_inner().into_body(), types::DeleteSecretResponse::new("deleted"));
        assert_eq!(app.seen_once().request.secret_id, "sec-1");
    })
    .await;
}

#[tokio::test]
async fn a_validation_error_arrives_with_both_kinds_of_location() {
    let error = types::ValidationError::new(vec!["path".into(), 3.into()], "is wrong", "value_error");
    let body = types::HttpValidationError::new().detail(vec![error]);
    let app = App::replying(ops::DeleteSecretError::unprocessable_content(body.clone()));
    in_every_way(server::service(app), async |channel| {
        let reply = declared(client(channel).delete_secret("sec-1").await);
        assert_eq!(reply.status, 422);
        assert_eq!(reply.into_inner(), ops::DeleteSecretError::unprocessable_content(body.clone()));
    })
    .await;
}

#[tokio::test]
async fn the_url_is_given_to_the_constructor() {
    let server = Listening::start(server::router(deleting())).await;
    let client = Client::new(server.url()).bearer_auth(GOOD);
    assert_eq!(client.delete_secret("sec-1").await.unwrap().body().message, "deleted");
    server.stop().await;
}
