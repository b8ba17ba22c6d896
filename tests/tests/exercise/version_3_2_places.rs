//! What OpenAPI 3.2 adds to parameters, components, unions and servers.
use std::convert::Infallible;

use http::Request;
use tenon_runtime::Body;
use tenon_runtime::client::{BuildError, Error};
use tenon_runtime::server::{AuthError, Context, Service};

use super::{at, lenient, said, sent, status_and_text, strict};

mod parameters {
    pub(super) use crate::cases::openapi_3_2_parameters::{client::Client, ops, server, types};
}
mod references {
    pub(super) use crate::cases::openapi_3_2_references::{client, ops, server, servers, types};
}

use parameters::{Client, ops, server, types};

/// Says what it has read.
struct Echo;

impl server::Operations for Echo {
    type Error = Infallible;

    async fn search(&self, _: Context<()>, r: ops::SearchRequest) -> Result<ops::SearchReply, Infallible> {
        Ok(ops::SearchOk::ok(format!("{:?} {:?}", r.filter.numbers, r.filter.flag)).into())
    }

    async fn select(&self, _: Context<()>, r: ops::SelectRequest) -> Result<ops::SelectReply, Infallible> {
        Ok(ops::SelectOk::ok(format!("{:?}", r.selector)).into())
    }

    async fn file(&self, _: Context<()>, r: ops::FileRequest) -> Result<ops::FileReply, Infallible> {
        let seen = r.seen.map(|seen| (seen.greeting, seen.code));
        let read = format!("{:?} {:?} {:?} {:?} {seen:?} {:?}", r.name, r.theme, r.sizes, r.words, r.escaped);
        Ok(ops::FileOk::ok(read).into())
    }
}

fn echo() -> Service<server::Implementation<Echo>> {
    server::service(Echo)
}

async fn asked(path: &str, cookie: &str) -> (u16, String) {
    let request = Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap();
    status_and_text(echo(), request).await
}

#[tokio::test]
async fn a_query_is_one_value() {
    let client = Client::from(at(echo()));
    let filter = || types::Filter::new(vec![1, 2]).flag(None::<bool>);
    assert_eq!(client.search(filter()).await.unwrap().body(), "[1, 2] Null");
    assert_eq!(client.select().selector("$.a.b[1:1]").await.unwrap().body(), r#"Some("$.a.b[1:1]")"#);
    assert_eq!(client.select().await.unwrap().body(), "None");
    let (client, sent) = sent(204, Client::from);
    let _ = client.search(filter()).await;
    assert_eq!(sent.uri(), "/search?%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D");
    let _ = client.select().selector("$.a.b[1:1]").await;
    assert_eq!(sent.uri(), "/select?%24.a.b%5B1%3A1%5D");
    assert_eq!(asked("/search", "").await.0, 400);
    for query in ["%7B%7D", "numbers=1", "%7B", "[]", "%7B%22numbers%22%3A%5B%22x%22%5D%7D"] {
        assert_eq!(asked(&format!("/search?{query}"), "").await.0, 400, "{query}");
    }
    assert_eq!(asked("/select?a+b", "").await, (200, r#"Some("a+b")"#.to_owned()));
    assert_eq!(asked("/select?012345678901234567890", "").await.0, 400);
}

#[tokio::test]
async fn cookies_in_their_own_style_are_handed_on_as_they_are() {
    let client = Client::from(at(echo()));
    let seen = || types::FileSeen::new().greeting("Hello%2C world!".to_owned()).code(42);
    let call = client.file("a:b@c").theme("a%20b").sizes(vec![1, 2]).words(vec!["x".to_owned(), "\"y\"".to_owned()]);
    let read = call.seen(seen()).escaped("p%2Cq").await.unwrap();
    let expected = r#""a:b@c" Some("a%20b") Some([1, 2]) Some(["x", "\"y\""]) Some((Some("Hello%2C world!"), Some(42))) Some("p,q")"#;
    assert_eq!(read.body(), expected);
    let (client, sent) = sent(204, Client::from);
    let _ = client.file("a:b@c;d/e").theme("a%20b").seen(seen()).escaped("p%2Cq").await;
    assert_eq!(sent.uri(), "/files/a:b@c;d%2Fe");
    assert_eq!(sent.header("cookie"), "theme=a%20b; greeting=Hello%2C world!; code=42; escaped=p%2Cq");
    // What would be another cookie cannot be sent.
    let refused = client.file("x").theme("a; admin=1").await.unwrap_err();
    assert!(matches!(refused, Error::Build(BuildError::Parameter { name: "theme", .. })), "{refused:?}");
    assert_eq!(asked("/files/x", "code=-1").await.0, 400);
    assert_eq!(asked("/files/x", "sizes=1,x").await.0, 400);
    let none = r#""x" Some("%") None None None None"#;
    assert_eq!(asked("/files/x", "theme=%").await, (200, none.to_owned()));
}

struct Shop;

impl references::server::Auth for Shop {
    type Principal = ();
    type Error = Infallible;

    async fn authenticate(
        &self,
        _: &http::request::Parts,
        operation: &'static tenon_runtime::Operation,
        presented: references::server::Presented<'_>,
    ) -> Result<(), AuthError<Infallible>> {
        assert_eq!(operation.security[0].requirements[0].scopes, ["write"]);
        let references::server::Presented::Device { .. } = presented;
        Ok(())
    }
}

impl references::server::Operations for Shop {
    async fn add_pet(
        &self,
        _: Context<()>,
        request: references::ops::AddPetRequest,
    ) -> Result<references::ops::AddPetReply, Infallible> {
        Ok(references::ops::AddPetOk::ok(request.body).into())
    }
}

#[tokio::test]
async fn a_scheme_may_be_named_by_its_uri() {
    let service = || references::server::service(Shop);
    let pet = references::types::Other::new("x");
    let client = references::client::Client::from(at(service()));
    assert!(client.add_pet(pet.clone()).await.is_err());
    client.device("token").add_pet(pet).await.unwrap();
}

#[test]
fn servers_have_the_names_that_they_are_given() {
    assert_eq!(references::servers::Live::new().url(), "https://api.example.com");
    assert_eq!(references::servers::Sandbox::new().url(), "https://try.example.com");
}

#[test]
fn what_no_mapping_names_is_of_the_default_branch() {
    use references::types::{Cat, Dog, Other, Pet};
    assert_eq!(strict(r#"{"kind":"cat","lives":9}"#), Ok(Pet::Cat(Cat::new("cat", 9))));
    assert_eq!(strict(r#"{"kind":"dog","name":"x"}"#), Ok(Pet::Dog(Dog::new("dog", "x"))));
    for read in [strict, lenient] {
        assert_eq!(read(r#"{"kind":"bird","what":"x"}"#), Ok(Pet::Other(Other::new("x").kind("bird".to_owned()))));
        assert_eq!(read(r#"{"what":"x"}"#), Ok(Pet::Other(Other::new("x"))));
    }
    assert_eq!(said::<Pet>(r#"{"kind":"bird","lives":9}"#), ["/what as Other: the property is missing"]);
    assert_eq!(said::<Pet>(r#"{"kind":5}"#), ["/kind expected a string, found an integer"]);
}
