//! Links: what a reply says is what the next call is made of.
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use tenon_runtime::Body;
use tenon_runtime::client::{BuildError, Channel, Error, LinkError};
use tenon_runtime::server::{Context, Service};

use super::cases::links::{client::Client, ops, server, types};
use super::{at, sent};

/// The first user is there already, the second is new, the others are refused.
struct App;

impl server::Users for App {
    type Error = Infallible;

    async fn get_user(&self, _: Context<()>, request: ops::GetUserRequest) -> Result<ops::GetUserReply, Infallible> {
        Ok(ops::GetUserOk::ok(types::User::new(request.id, "found")).into())
    }
}

impl server::Operations for App {
    type Error = Infallible;

    async fn add_user(&self, _: Context<()>, request: ops::AddUserRequest) -> Result<ops::AddUserReply, Infallible> {
        let user = request.body;
        Ok(match user.id {
            1 => ops::AddUserOk::ok(user).into(),
            2 => ops::AddUserOk::created(user, "north").into(),
            _ => refused(Some(&request.team.unwrap_or(user.name))).into(),
        })
    }

    async fn put_pages_a_b_c_d(
        &self,
        _: Context<()>,
        request: ops::PutPagesABCDRequest,
    ) -> Result<ops::PutPagesABCDReply, Infallible> {
        assert_eq!((request.a.as_str(), request.b.as_str()), ("u-2", "Ys"));
        Ok(ops::PutPagesABCDOk::no_content().into())
    }
}

fn service() -> Service<server::Implementation<App>> {
    server::service(App)
}

/// What a refusal says, of 409.
fn refused(id: Option<&str>) -> ops::AddUserError {
    let body = types::AddUser4XxBody::new();
    let body = if let Some(id) = id { body.id(id) } else { body };
    ops::AddUserError::status4xx(StatusCode::CONFLICT, body)
}

fn failure(error: Error<ops::AddUserError>) -> ops::AddUserError {
    match error {
        Error::Api(reply) => reply.into_inner(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_reply_leads_on_whichever_it_is() {
    let client = Client::from(at(service()));
    for id in [1, 2] {
        let added = client.add_user(types::User::new(id, "a")).await.unwrap();
        let found = added.follow_look(&client).unwrap().await.unwrap();
        assert_eq!(found.body(), &types::User::new(id, "found"));
    }
    let home = types::UserHome::new("Ys");
    let added = client.add_user(types::User::new(2, "a").home(home)).await.unwrap();
    added.follow_home_page(&client).unwrap().await.unwrap();
}

#[tokio::test]
async fn a_failure_leads_on_too() {
    let client = Client::from(at(service()));
    let failed = failure(client.add_user(types::User::new(3, "7")).await.unwrap_err());
    // A text is taken for the number that it says.
    assert_eq!(failed.follow_other(&client).unwrap().await.unwrap().body().id, 7);
    let again = failed.follow_retry(&client).unwrap().await.unwrap();
    assert!(matches!(again.into_inner(), ops::AddUserOk::Ok(reply) if reply.body == types::User::new(1, "x")));
    let (client, sent) = sent(204, Client::from);
    let _ = failed.follow_retry(&client).unwrap().await;
    assert_eq!((sent.uri().as_str(), sent.text().as_str()), ("/users?team=POST%20409", r#"{"id":1,"name":"x"}"#));
}

#[test]
fn what_a_reply_does_not_have_is_named() {
    let client = Client::from(Channel::new("http://in.process"));
    let bare = ops::AddUserOk::created(types::User::new(2, "a"), "north");
    let error = bare.follow_home_page(&client).unwrap_err();
    assert_eq!(error, LinkError::Missing("$response.body#/home/city"));
    let other = ops::AddUserOk::ok(types::User::new(1, "a"));
    assert_eq!(other.follow_home_page(&client).unwrap_err(), LinkError::OtherReply);
    assert_eq!(refused(None).follow_other(&client).unwrap_err(), LinkError::Missing("$response.body#/id"));
    assert_eq!(refused(Some("x")).follow_other(&client).unwrap_err(), LinkError::Unfit("$response.body#/id"));
}

#[tokio::test]
async fn values_come_from_everywhere() {
    let (client, sent) = sent(204, Client::from);
    let user = types::User::new(2, "a").home(types::UserHome::new("Ys"));
    let created = ops::AddUser201::new(user.clone(), "north");
    let next = ops::AddUserOk::Created(created).follow_home_page(&client).unwrap();
    next.await.unwrap();
    // What a reply does not have and no request needs is left out.
    assert_eq!(sent.uri(), "/pages/u-2/Ys/north/201?d=7&kind=big");
    assert_eq!(sent.text(), r#"{"id":2,"name":"a","home":{"city":"Ys"}}"#);
    let created = ops::AddUser201::new(user.tags(vec!["x".to_owned()]), "north").x_count(3);
    let next = ops::AddUserOk::Created(created).follow_home_page(&client).unwrap();
    // What only the request said has a setter, and what was filled in can be said otherwise.
    next.team("t").kind(types::PutPagesABCDKind::Small).await.unwrap();
    assert_eq!(sent.uri(), "/pages/u-2/Ys/north/201?d=7&n=3&team=t&first=x&kind=small");
}

#[tokio::test]
async fn a_link_may_lead_to_another_server() {
    let urls = Arc::new(Mutex::new(Vec::new()));
    let seen = urls.clone();
    let transport = tower::service_fn(move |request: Request<Body>| {
        seen.lock().unwrap().push(request.uri().to_string());
        async { Ok::<_, Infallible>(Response::builder().status(204).body(Body::empty()).unwrap()) }
    });
    let user = types::User::new(2, "a").home(types::UserHome::new("Ys"));
    let created = ops::AddUserOk::created(user, "north");
    // A client that was made for a base URL sends everything there.
    for client in [Client::default(), Client::new("http://own.test/v1")] {
        let client = client.configure(|channel| channel.transport(transport.clone()));
        created.follow_home_page(&client).unwrap().await.unwrap();
    }
    let bases = ["https://pages.example", "http://own.test/v1"];
    assert_eq!(*urls.lock().unwrap(), bases.map(|base| format!("{base}/pages/u-2/Ys/north/201?d=7&kind=big")));
}

/// `?` fits what comes between two calls.
#[tokio::test]
async fn errors_of_links_are_errors_of_calls() {
    async fn look(client: &Client, failed: &ops::AddUserError) -> Result<i64, Error<ops::GetUserError>> {
        Ok(failed.follow_other(client)?.await?.body().id)
    }
    let client = Client::from(at(service()));
    assert_eq!(look(&client, &refused(Some("7"))).await.unwrap(), 7);
    let error = look(&client, &refused(None)).await.unwrap_err();
    assert!(matches!(error, Error::Build(BuildError::Link(LinkError::Missing(_)))), "{error:?}");
}

/// The server does not see how a request came about.
#[tokio::test]
async fn what_is_sent_is_an_ordinary_request() {
    let request = Request::put("/pages/u-2/Ys/c/d").body(Body::empty()).unwrap();
    let reply = tower::ServiceExt::oneshot(service(), request).await.unwrap();
    assert_eq!(reply.status(), 204);
    assert!(reply.into_body().collect().await.unwrap().to_bytes().is_empty());
}
