//! io.net: any JSON as success, a 404 without a body, parameters in headers, one of which the specification ignores.

use generated::io_net::client::Client;
use generated::io_net::{ops, server, types};
use tenon_runtime::client::Channel;
use tenon_runtime::param::Fault;
use tenon_runtime::server::{AuthError, Context, Parts};
use tenon_runtime::uuid::Uuid;
use tenon_runtime::{Json, Operation};

use crate::house::{
    self, GOOD, Notes, Outage, User, admit, ask, declared, in_every_way, not_built, request, unexpected,
};

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
            server::Presented::Sec0(bearer) => admit("sec0", bearer.token()),
            _ => Err(AuthError::Unauthorized),
        }
    }
}

impl server::Agents for App {
    async fn delete_secret(
        &self,
        cx: Context<User>,
        request: ops::DeleteSecretRequest,
    ) -> Result<ops::DeleteSecretReply, Outage> {
        self.call(cx, request)
    }
}

/// A secret's id.
pub const ID: Uuid = Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
/// The same as it travels.
pub const PATH: &str = "/api/v1/secrets/67e55044-10b1-426f-9247-bb680e5fe0c8";

/// An implementation that succeeds.
pub fn deleting() -> App {
    App::replying(ops::DeleteSecretOk::ok(Json::null()))
}

/// A client that is let in.
pub fn client(channel: Channel) -> Client {
    Client::from(channel).sec0(GOOD)
}

#[tokio::test]
async fn any_json_arrives_as_it_was_sent() {
    for text in ["null", "true", "0", "-1.50e+10", "12345678901234567890123", r#""ß\u0000""#, "[]", r#"{"a":{"b":[]}}"#]
    {
        let app = App::replying(ops::DeleteSecretOk::ok(Json::parse(text).unwrap()));
        in_every_way(server::service(app), async |channel| {
            let reply = client(channel).delete_secret(ID).await.unwrap();
            assert_eq!(reply.body().text(), text);
        })
        .await;
    }
}

#[tokio::test]
async fn a_failure_without_a_body_arrives() {
    let app = App::replying(ops::DeleteSecretError::not_found());
    let headers = [("authorization", "Bearer good-credential")];
    let raw = ask(&server::service(app.clone()), request("DELETE", PATH, &headers)).await;
    assert_eq!((raw.status, &*raw.body, raw.header("content-type")), (404, "", None));

    in_every_way(server::service(app), async |channel| {
        let reply = declared(client(channel).delete_secret(ID).await);
        assert_eq!(reply.status, 404);
        assert_eq!(reply.into_inner(), ops::DeleteSecretError::not_found());
    })
    .await;
}

#[tokio::test]
async fn a_validation_error_arrives() {
    let error = types::ValidationError::new(vec!["header".into(), "token".into()], "is wrong", "value_error");
    let body = types::HttpValidationError::new().detail(vec![error]);
    let app = App::replying(ops::DeleteSecretError::unprocessable_content(body.clone()));
    in_every_way(server::service(app), async |channel| {
        let reply = declared(client(channel).delete_secret(ID).await);
        assert_eq!(reply.into_inner(), ops::DeleteSecretError::unprocessable_content(body.clone()));
    })
    .await;
}

#[tokio::test]
async fn parameters_travel_in_headers() {
    let app = deleting();
    in_every_way(server::service(app.clone()), async |channel| {
        let client = client(channel);
        for (token, key) in [("a.b.c", "k"), ("with, comma; and = more", "\"quoted\""), ("null", "ß €"), ("%41", "+")]
        {
            client.delete_secret(ID).token(token).x_api_key(key).await.unwrap();
            let seen = app.seen_once();
            assert_eq!(seen.request, ops::DeleteSecretRequest::new(ID).token(token).x_api_key(key));
        }
        client.delete_secret(ID).await.unwrap();
        let seen = app.seen_once();
        assert_eq!(seen.request, ops::DeleteSecretRequest::new(ID));
        assert!(!seen.headers.contains_key("token") && !seen.headers.contains_key("x-api-key"));
    })
    .await;
}

#[tokio::test]
async fn what_no_header_can_hold_is_not_sent() {
    let notes = Notes::default();
    let client = client(notes.channel());
    for token in ["a\r\nx-admin: 1", "a\nb", "a\0b", "\u{7f}"] {
        let error = not_built(client.delete_secret(ID).token(token).await);
        let tenon_runtime::client::BuildError::Parameter { name, fault, .. } = error else { panic!("{error:?}") };
        assert_eq!((name, fault), ("token", Fault::Header));
    }
    assert_eq!(notes.count(), 0);
}

/// HTTP takes the spaces around a header's value away (RFC 9110, section 5.5), so that another value would arrive.
#[tokio::test]
async fn spaces_around_a_header_are_not_lost_on_the_way() {
    let app = deleting();
    in_every_way(server::service(app.clone()), async |channel| {
        let client = client(channel);
        for token in [" a", "a ", "\ta"] {
            not_built(client.delete_secret(ID).token(token).await);
        }
        assert_eq!(app.seen().len(), 0);
        client.delete_secret(ID).token("").await.unwrap();
        assert_eq!(app.seen_once().request.token.as_deref(), Some(""));
    })
    .await;
}

/// The document has a parameter `Authorization`, which OpenAPI ignores ("Parameter Object", `name`): the header is the
/// credential's, and there is none without one.
#[tokio::test]
async fn the_authorization_header_is_the_credentials_alone() {
    let notes = Notes::default();
    client(notes.channel()).delete_secret(ID).await.unwrap();
    assert_eq!(notes.last().headers["authorization"], "Bearer good-credential");

    Client::from(notes.channel()).delete_secret(ID).token("jwt").await.unwrap();
    assert!(!notes.last().headers.contains_key("authorization"));
}

/// The document asks for `sec0`, the API itself is content with the header `x-api-key`: it has to travel all the same.
#[tokio::test]
async fn without_a_credential_the_request_is_sent_all_the_same() {
    let notes = Notes::default();
    Client::from(notes.channel()).delete_secret(ID).x_api_key("sdk-key").await.unwrap();
    let sent = notes.last();
    assert_eq!(sent.headers["x-api-key"], "sdk-key");
    assert_eq!((sent.method.as_str(), sent.uri.path()), ("DELETE", PATH));

    // The emitted server keeps to the document.
    let app = deleting();
    in_every_way(server::service(app.clone()), async |channel| {
        let reply = unexpected(Client::from(channel).delete_secret(ID).x_api_key("sdk-key").await);
        assert_eq!(reply.status(), 401);
        assert_eq!(app.seen().len(), 0);
    })
    .await;
}
