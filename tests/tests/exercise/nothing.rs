//! Where nothing fits: such places stay empty, and what stands there is refused, in every place of a message.
use std::convert::Infallible;

use http::{Request, Response};
use tenon_runtime::client::{Channel, Error};
use tenon_runtime::server::Context;
use tenon_runtime::{Body, BodyError};

use super::cases::nothing_fits::{client::Client, ops, server, types};
use super::{lenient, refused, status_and_text, strict};

/// Some of what it implements can never be called, and some never answer.
struct App;

impl server::Operations for App {
    type Error = Infallible;

    async fn plain(&self, _: Context<()>, _: ops::PlainRequest) -> Result<ops::PlainReply, Infallible> {
        std::future::pending().await
    }

    async fn send(&self, _: Context<()>, request: ops::Send2Request) -> Result<ops::Send2Reply, Infallible> {
        Ok(ops::Send2Error::not_found(request.body).into())
    }

    async fn choose(&self, _: Context<()>, request: ops::ChooseRequest) -> Result<ops::ChooseReply, Infallible> {
        assert!(matches!(request.body, None | Some(ops::ChooseBody::Plain(_))));
        Ok(ops::ChooseOk::created(types::Choose201Body::List(Vec::new())).into())
    }

    async fn form(&self, _: Context<()>, request: ops::FormRequest) -> Result<ops::FormReply, Infallible> {
        assert!(matches!(request.body, ops::FormBody::WwwFormUrlencoded(form) if form.b.as_deref() == Some("x")));
        Ok(ops::FormOk::ok(Vec::new()).into())
    }

    async fn find(&self, _: Context<()>, request: ops::FindRequest) -> Result<ops::FindReply, Infallible> {
        let _: (tenon_runtime::Never, tenon_runtime::Never) = (request.key, request.must);
        Ok(ops::FindError::status4xx(http::StatusCode::GONE, "gone").into())
    }
}

/// Status of the answer to a request made by hand.
async fn answered(method: &str, path: &str, media_type: &str, body: &str) -> (u16, String) {
    let request = Request::builder().method(method).uri(path).header("content-type", media_type);
    status_and_text(server::service(App), request.body(Body::from(body.to_owned())).unwrap()).await
}

#[test]
fn members_items_and_branches_stay_empty() {
    assert_eq!(strict::<types::Maybe>(r#"{"named": "a", "list": []}"#).unwrap().list, Some(Vec::new()));
    assert_eq!(refused::<types::Maybe>(r#"{"may": 1}"#), ["/may not"]);
    assert_eq!(refused::<types::Maybe>(r#"{"list": ["a", 1]}"#), ["/list/0 not", "/list/1 not"]);
    assert!(lenient::<types::Maybe>(r#"{"may": 1}"#).is_err());
    // Those who read leniently take it for absent.
    assert_eq!(lenient::<types::Maybe>(r#"{"may": null}"#).unwrap(), types::Maybe::new());
    assert_eq!(refused::<types::Maybe>(r#"{"may": null}"#), ["/may not"]);
    assert!(strict::<types::Holder>("{}").is_err() && lenient::<types::Holder>(r#"{"must": 1}"#).is_err());
    let variant = strict::<types::HolderEither>("{}").unwrap();
    assert!(matches!(variant, types::HolderEither::Variant2(object) if object.a.is_none()));
    assert!(strict::<types::HolderEither>(r#"{"a": "text"}"#).is_err());
    assert!(strict::<types::Choose201Body>(r#"{"a": 1}"#).is_err());
}

#[tokio::test]
async fn a_body_that_nothing_fits_is_refused() {
    for body in ["null", "{}", "1"] {
        assert_eq!(answered("POST", "/plain", "application/json", body).await.0, 400, "{body}");
        assert_eq!(answered("PUT", "/plain", "application/json", body).await.0, 400, "{body}");
    }
    assert_eq!(answered("PUT", "/plain", "text/plain", "a").await, (201, "[]".to_owned()));
    let form = async |body| answered("PATCH", "/plain", "application/x-www-form-urlencoded", body).await;
    assert_eq!(form("b=x").await, (200, String::new()));
    let (status, said) = form("b=x&a=1").await;
    assert_eq!((status, said.contains(r#""location":"body","pointer":"/a""#)), (400, true), "{said}");
}

#[tokio::test]
async fn a_parameter_that_nothing_fits_is_refused() {
    let (status, said) = answered("GET", "/found/a?must=b&may=c", "text/plain", "").await;
    assert_eq!(status, 400);
    for (location, name) in [("path", "key"), ("query", "must"), ("query", "may")] {
        assert!(said.contains(&format!(r#""location":"{location}","name":"{name}""#)), "{name}: {said}");
    }
}

/// A client at a server that answers everything with this.
fn client(status: u16, media_type: &'static str, body: &'static str) -> Client {
    let service = tower::service_fn(move |_: Request<Body>| async move {
        let reply = Response::builder().status(status).header("content-type", media_type).header("x-never", "a");
        Ok::<_, BodyError>(reply.body(Body::from(body)).unwrap())
    });
    Client::from(Channel::new("http://in.process").transport(service))
}

#[tokio::test]
async fn a_reply_that_nothing_fits_is_no_reply() {
    let wrong =
        |result: Option<&str>| assert!(result.is_some_and(|said| said.contains("nothing is valid here")), "{result:?}");
    let said = client(200, "application/json", "1").plain().await.map(drop).err();
    wrong(said.map(|error| format!("{error:?}")).as_deref());
    let reply = client(200, "application/json", "{}").choose().await;
    assert!(matches!(reply, Err(Error::Decode(_))), "{reply:?}");
    let reply = client(201, "application/json", "{}").choose().await.unwrap().into_inner();
    assert!(matches!(reply, ops::ChooseOk::Created(_)));
    let reply = client(200, "application/x-ndjson", "1\n").choose().await.unwrap().into_inner();
    let ops::ChooseOk::Ok(found) = reply else { panic!() };
    let ops::Choose200Body::Ndjson(mut items) = found.body else { panic!() };
    assert!(items.next().await.is_err());
}
