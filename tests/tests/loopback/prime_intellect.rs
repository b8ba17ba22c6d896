//! Prime Intellect: a query parameter that may be null, any JSON as success, a 401 that the document declares.

use generated::prime_intellect::client::Client;
use generated::prime_intellect::{ops, server, types};
use tenon_runtime::client::Channel;
use tenon_runtime::server::{AuthError, Context, Parts};
use tenon_runtime::{Json, Operation};

use crate::house::{self, GOOD, Notes, Outage, User, admit, declared, in_every_way};

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
            server::Presented::HttpBearer(bearer) => admit("HTTPBearer", bearer.token()),
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
    App::replying(ops::DeleteSecretOk::ok(Json::null()))
}

/// A client that is let in.
pub fn client(channel: Channel) -> Client {
    Client::from(channel).http_bearer(GOOD)
}

#[tokio::test]
async fn any_json_arrives() {
    let app = App::replying(ops::DeleteSecretOk::ok(Json::parse(r#"{"unlinked":["env-1",2]}"#).unwrap()));
    in_every_way(server::service(app), async |channel| {
        let reply = client(channel).delete_secret("s").await.unwrap();
        let unlinked = reply.body().to::<serde_json::Value>().unwrap();
        assert_eq!(unlinked, serde_json::json!({"unlinked": ["env-1", 2]}));
    })
    .await;
}

#[tokio::test]
async fn each_failure_arrives_as_its_own_variant() {
    let errors = types::ErrorResponse::new(vec![types::ErrorDetail::new("teamId", "is not yours")]);
    let app = App::with({
        let errors = errors.clone();
        move |request| {
            Ok(match &*request.secret_id {
                "401" => ops::DeleteSecretError::unauthorized(),
                _ => ops::DeleteSecretError::unprocessable_content(errors.clone()),
            }
            .into())
        }
    });
    in_every_way(server::service(app), async |channel| {
        let client = client(channel);

        let unauthorized = declared(client.delete_secret("401").await);
        assert_eq!(unauthorized.status, 401);
        assert_eq!(unauthorized.into_inner(), ops::DeleteSecretError::unauthorized());

        let invalid = declared(client.delete_secret("422").await);
        assert_eq!(invalid.status, 422);
        assert_eq!(invalid.into_inner(), ops::DeleteSecretError::unprocessable_content(errors.clone()));
    })
    .await;
}

/// What the server answers by itself has the declared status, so the client reads it as the declared failure.
#[tokio::test]
async fn a_missing_credential_is_the_declared_failure() {
    let app = deleting();
    in_every_way(server::service(app.clone()), async |channel| {
        let reply = declared(Client::from(channel).delete_secret("s").await);
        assert_eq!(reply.headers["www-authenticate"], "Bearer");
        assert_eq!(reply.into_inner(), ops::DeleteSecretError::unauthorized());
        assert_eq!(app.seen().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn the_team_travels_in_the_query() {
    let app = deleting();
    in_every_way(server::service(app.clone()), async |channel| {
        let client = client(channel);
        for team in ["t-1", "two words", "a+b", "a&teamId=b", "100%", "%20", "ß/€?#[]", "", "null", "="] {
            client.delete_secret("s").team_id(team).await.unwrap();
            assert_eq!(app.seen_once().request.team_id.as_deref(), Some(team));
        }
    })
    .await;
}

#[tokio::test]
async fn no_team_is_no_query() {
    let app = deleting();
    in_every_way(server::service(app.clone()), async |channel| {
        let client = client(channel);
        client.delete_secret("s").await.unwrap();
        client.delete_secret("s").team_id(None::<String>).await.unwrap();
        client.delete_secret("s").team_id("t").team_id(None::<String>).await.unwrap();
        for seen in app.seen() {
            assert_eq!(seen.request.team_id, None);
            assert_eq!(seen.uri.query(), None);
        }
    })
    .await;

    let notes = Notes::default();
    let _ = client(notes.channel()).delete_secret("s").team_id(None::<String>).await;
    assert_eq!(notes.last().uri, "http://in.process/api/v1/secrets/s");
}
