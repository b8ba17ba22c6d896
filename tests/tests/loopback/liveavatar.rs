//! Live avatar: a key in a header, a session in a cookie, a default that is offered and not filled in, and `null`.

use std::collections::BTreeMap;

use generated::liveavatar::client::Client;
use generated::liveavatar::{ops, server, types};
use tenon_runtime::client::Channel;
use tenon_runtime::server::{AuthError, Context, Parts};
use tenon_runtime::{Json, Operation};

use crate::house::{self, GOOD, Notes, Outage, User, admit, ask, declared, in_every_way, not_built, request};

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
            server::Presented::ApiKeyHeader(key) => admit("APIKeyHeader", key.key()),
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
    App::replying(ops::DeleteSecretOk::ok(types::ResponseNoneType::new()))
}

/// A client that is let in.
pub fn client(channel: Channel) -> Client {
    Client::from(channel).api_key_header(GOOD)
}

#[tokio::test]
async fn a_default_is_offered_and_not_filled_in() {
    let app = deleting();
    let raw = ask(&server::service(app.clone()), request("DELETE", "/v1/secrets/1", &[("x-api-key", GOOD)])).await;
    assert_eq!((raw.status, &*raw.body), (200, "{}"));

    in_every_way(server::service(app), async |channel| {
        let body = client(channel).delete_secret("1").await.unwrap().into_inner().into_body();
        assert_eq!(body.code, None);
        assert_eq!(body.code_or_default(), 100);
    })
    .await;
}

#[tokio::test]
async fn all_members_of_a_success_arrive() {
    let body = types::ResponseNoneType::new().code(1000).data(()).message("deleted");
    let app = App::replying(ops::DeleteSecretOk::ok(body.clone()));
    in_every_way(server::service(app), async |channel| {
        let reply = client(channel).delete_secret("1").await.unwrap();
        assert_eq!(reply.body().code_or_default(), 1000);
        assert_eq!(reply.body().message.as_deref(), Some("deleted"));
        assert_eq!(reply.into_inner().into_body(), body.clone());
    })
    .await;
}

#[tokio::test]
async fn a_validation_error_arrives_with_any_json_in_it() {
    let context = BTreeMap::from([("limit".to_owned(), Json::parse("9007199254740993").unwrap())]);
    let input = Json::parse(r#"{"a": [1.10, null, "ß"]}"#).unwrap();
    let error = types::ValidationError::new(vec!["body".into(), 0.into()], "too long", "string_too_long");
    let body = types::HttpValidationError::new().detail(vec![error.input(input).ctx(context)]);
    let app = App::replying(ops::DeleteSecretError::unprocessable_content(body.clone()));
    in_every_way(server::service(app), async |channel| {
        let reply = declared(client(channel).delete_secret("1").await);
        let ops::DeleteSecretError::UnprocessableContent(reply) = reply.into_inner() else { panic!("it is 422") };
        assert_eq!(reply.body, body);
        let context = reply.body.detail.as_ref().unwrap()[0].ctx.as_ref().unwrap();
        assert_eq!(context["limit"].text(), "9007199254740993", "no number is rounded");
    })
    .await;
}

#[tokio::test]
async fn the_session_travels_in_its_cookie() {
    let app = deleting();
    in_every_way(server::service(app.clone()), async |channel| {
        let client = client(channel);
        for session in ["plain", "two words", "a;b=c,d", "\"quoted\"", "100%", "%41", "ß", "a\\b", "=", "a\r\nb: c"] {
            client.delete_secret("1").la_session(session).await.unwrap();
            let seen = app.seen_once();
            assert_eq!(seen.request.la_session.as_deref(), Some(session));
            assert_eq!(seen.headers.get_all("cookie").iter().count(), 1);
        }
        client.delete_secret("1").la_session(None::<String>).await.unwrap();
        let seen = app.seen_once();
        assert_eq!(seen.request.la_session, None);
        assert!(!seen.headers.contains_key("cookie"));
    })
    .await;
}

#[tokio::test]
async fn other_cookies_do_not_matter() {
    let app = deleting();
    let headers = [("x-api-key", GOOD), ("cookie", "la_session_=1; theme=dark; la_session=abc; x")];
    let answer = ask(&server::service(app.clone()), request("DELETE", "/v1/secrets/1", &headers)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(app.seen_once().request.la_session.as_deref(), Some("abc"));
}

#[tokio::test]
async fn a_key_that_no_header_can_hold_is_not_sent() {
    let notes = Notes::default();
    let client = Client::from(notes.channel()).api_key_header("key\r\nx-admin: 1");
    let error = not_built(client.delete_secret("1").await);
    assert_eq!(error.to_string(), "the credential for `APIKeyHeader` has characters that a header cannot have");
    assert_eq!(notes.count(), 0);
}
