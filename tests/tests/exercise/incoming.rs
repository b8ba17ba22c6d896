//! Webhooks and callbacks: what one half sends and signs, the other verifies and receives.
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode};
use tenon_runtime::client::{BuildError, Channel, Error, Unsent};
use tenon_runtime::server::{AuthError, Context, Delivery, Parts, Postbox, by_header, by_member};
use tenon_runtime::{Body, Operation};
use tower::ServiceExt;

use super::cases::callbacks_of_payments::{callbacks, ops as payments, types as payment_types};
use super::cases::webhooks_of_a_shop::{types, webhooks};
use super::{at, status_and_text};
use types::OrderInput;
use webhooks::{client::Client, ops, server};

const HOOKS: &str = "https://receiver.example/hooks?tenant=7";

/// No signature to be proud of: the secret, and all bytes added up.
fn signature(secret: &str, body: &[u8]) -> String {
    format!("{secret}-{}", body.iter().map(|byte| usize::from(*byte)).sum::<usize>())
}

/// Signs with a secret that both sides share.
fn signing(secret: &'static str) -> impl Fn(Channel) -> Channel {
    move |channel| {
        channel.sign(move |unsent: &mut Unsent<'_>| {
            assert!(!format!("{unsent:?}").contains("Bearer"), "{unsent:?}");
            let body = unsent.body.ok_or("streams are not signed")?;
            unsent.headers.insert("x-signature", HeaderValue::try_from(signature(secret, body))?);
            Ok(())
        })
    }
}

/// Takes what is signed with `good`, and notes what it was.
#[derive(Clone, Default)]
struct Receiver(Arc<Mutex<Vec<String>>>);

impl Receiver {
    fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    fn noted(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// Says whether a delivery is signed as it should be; `banned` has a good signature and is refused all the same.
fn verified(delivery: &Delivery<'_>) -> Result<(), AuthError<Infallible>> {
    match delivery.header("x-signature") {
        Some(shown) if shown == signature("banned", delivery.body).as_bytes() => Err(AuthError::Forbidden),
        Some(shown) if shown == signature("good", delivery.body).as_bytes() => Ok(()),
        _ => Err(AuthError::Unauthorized),
    }
}

impl server::Auth for Receiver {
    type Principal = String;
    type Error = Infallible;

    async fn authenticate(
        &self,
        _: &Parts,
        _: &'static Operation,
        presented: server::Presented<'_>,
    ) -> Result<String, AuthError<Infallible>> {
        let server::Presented::Token(token) = presented;
        if token.token() == "t" { Ok("sender".to_owned()) } else { Err(AuthError::Unauthorized) }
    }
}

impl server::Webhooks for Receiver {
    async fn verify(&self, delivery: Delivery<'_>) -> Result<(), AuthError<Infallible>> {
        self.note(format!("{} with {} bytes", delivery.operation.id, delivery.body.len()));
        verified(&delivery)
    }

    async fn order_created(
        &self,
        cx: Context<()>,
        r: ops::OrderCreatedRequest,
    ) -> Result<ops::OrderCreatedReply, Infallible> {
        self.note(format!("{} {:?} {} {:?}", cx.uri(), r.attempt, r.body.total, r.body.note));
        let body = types::OrderCreated410Body::new("enough");
        Ok(if r.attempt == Some(3) {
            ops::OrderCreatedError::gone(body).into()
        } else {
            ops::OrderCreatedOk::no_content().into()
        })
    }

    async fn moved(&self, _: Context<()>, r: ops::MovedRequest) -> Result<ops::MovedReply, Infallible> {
        self.note(format!("moved {:?}", r.body.map(|order| order.total)));
        Ok(ops::MovedOk::default(StatusCode::ACCEPTED).into())
    }

    async fn file_uploaded(
        &self,
        cx: Context<String>,
        r: ops::FileUploadedRequest,
    ) -> Result<ops::FileUploadedReply, Infallible> {
        let content = r.body.bytes(64).await.unwrap();
        self.note(format!("{} bytes of {}", content.len(), cx.principal));
        Ok(ops::FileUploadedOk::no_content().into())
    }

    async fn file_removed(
        &self,
        _: Context<()>,
        _: ops::FileRemovedRequest,
    ) -> Result<ops::FileRemovedReply, Infallible> {
        Ok(ops::FileRemovedOk::no_content().into())
    }
}

/// A receiver whose webhooks are where [`HOOKS`] leads, and a sender that signs with a secret.
fn both(secret: &'static str) -> (Receiver, Client) {
    let receiver = Receiver::default();
    let service = server::service(receiver.clone()).at(&ops::ORDER_CREATED, "/hooks").body_limit(64);
    (receiver, Client::from(at(service)).configure(signing(secret)))
}

fn uuid() -> tenon_runtime::uuid::Uuid {
    tenon_runtime::uuid::Uuid::from_u128(5)
}

#[tokio::test]
async fn a_delivery_arrives_at_the_path_of_choice_and_is_answered() {
    let (receiver, sender) = both("good");
    sender.order_created(HOOKS, uuid(), OrderInput::new(12).note("n".to_owned())).attempt(2).await.unwrap();
    let expected =
        ["order.created with 23 bytes", "https://receiver.example/hooks?tenant=7&attempt=2 Some(2) 12 Some(\"n\")"];
    assert_eq!(receiver.noted(), expected);
    let error = sender.order_created(HOOKS, uuid(), OrderInput::new(12)).attempt(3).await.unwrap_err();
    let Error::Api(reply) = error else { panic!("{error:?}") };
    let ops::OrderCreatedError::Gone(gone) = reply.into_inner();
    assert_eq!(gone.body.error, "enough");
}

#[tokio::test]
async fn what_is_not_signed_is_refused_before_it_is_read() {
    for (secret, status) in [("bad", 401), ("banned", 403)] {
        let (receiver, sender) = both(secret);
        let error = sender.order_created(HOOKS, uuid(), OrderInput::new(-1)).await.unwrap_err();
        let Error::Unexpected(reply) = error else { panic!("{error:?}") };
        assert_eq!(reply.status().as_u16(), status);
        assert_eq!(receiver.noted(), ["order.created with 12 bytes"]);
    }
}

/// A request by hand, with or without a signature.
fn delivery(path: &str, body: &'static str, signed: bool) -> Request<Body> {
    let request = Request::post(path).header("content-type", "application/json").header("x-delivery", "x");
    let request = if signed { request.header("x-signature", signature("good", body.as_bytes())) } else { request };
    request.body(Body::full(Bytes::from_static(body.as_bytes()))).unwrap()
}

#[tokio::test]
async fn spoiled_deliveries_are_told_what_is_wrong() {
    let receiver = Receiver::default();
    let service = server::service(receiver.clone()).at(&ops::ORDER_CREATED, "hooks").body_limit(64);
    for (path, body, signed, status, told) in [
        ("/hooks", r#"{"total":1"#, false, 401, ""),
        ("/hooks", r#"{"total":1"#, true, 400, "UUID"),
        ("/hooks", r#"{"total":-1}"#, true, 400, "total"),
        // It has moved, and `read_only` members are nobody's to send.
        ("/order.created", r#"{"total":1}"#, true, 404, ""),
        ("/nowhere", r#"{"total":1}"#, true, 404, ""),
        ("/moved", r#"{"total":1}"#, true, 202, ""),
        ("/moved", "", true, 202, ""),
    ] {
        let (seen, text) = status_and_text(service.clone(), delivery(path, body, signed)).await;
        assert_eq!(seen, status, "{path} {body} {text}");
        assert!(text.contains(told), "{text}");
    }
    let long = "                                                                 ";
    let (seen, _) = status_and_text(service.clone(), delivery("/hooks", long, true)).await;
    assert_eq!(seen, 413);
    let (seen, _) = status_and_text(service.clone(), Request::get("/hooks").body(Body::empty()).unwrap()).await;
    assert_eq!(seen, 405);
    // Where several are at one path, each has its method.
    let shared = service.clone().at(&ops::MOVED, "/files/uploaded");
    let (seen, _) = status_and_text(shared.clone(), delivery("/files/uploaded", r#"{"total":1}"#, true)).await;
    assert_eq!(seen, 202);
    let removal = Request::delete("/files/uploaded").header("x-signature", signature("good", b"")).body(Body::empty());
    assert_eq!(status_and_text(shared, removal.unwrap()).await.0, 204);
    // A body that the document does not know of is verified, too.
    let removal = Request::delete("/files/uploaded").header("x-signature", signature("good", b"")).body("x".into());
    let (seen, _) = status_and_text(service, removal.unwrap()).await;
    assert_eq!(seen, 401);
    assert_eq!(receiver.noted().last().unwrap(), "fileRemoved with 1 bytes");
}

#[tokio::test]
async fn a_router_has_the_paths_of_choice_and_no_others() {
    let service = server::service(Receiver::default());
    let service = service.at(&ops::MOVED, "/a").at(&ops::MOVED, "/hooks/{b}").under("/v1");
    let router = tenon_runtime::server::router(service);
    for (path, status) in [
        ("/v1/hooks/{b}", 202),
        ("/v1/hooks/c", 404),
        ("/hooks/{b}", 404),
        ("/v1/a", 404),
        ("/v1/moved", 404),
        ("/v1/order.created", 400),
    ] {
        let reply = router.clone().oneshot(delivery(path, r#"{"total":1}"#, true)).await.unwrap();
        assert_eq!(reply.status().as_u16(), status, "{path}");
    }
}

#[tokio::test]
async fn one_url_may_be_for_all_of_them() {
    let service = || server::service(Receiver::default()).body_limit(64);
    let by_header = Postbox::new(service(), by_header("x-event"));
    let by_member = Postbox::new(service(), by_member("note"));
    let send = async |postbox: Postbox<_>, event: &str, body: &'static str| {
        let mut request = delivery("/anywhere?attempt=1", body, true);
        request.headers_mut().insert("x-event", HeaderValue::from_str(event).unwrap());
        postbox.oneshot(request).await.unwrap().status().as_u16()
    };
    for (event, status) in [
        ("moved", 202),
        // `X-Delivery` is no UUID.
        ("order.created", 400),
        // There it is another method.
        ("files/uploaded", 405),
        ("nobody's", 404),
        ("../moved", 404),
        ("", 404),
    ] {
        assert_eq!(send(by_header.clone(), event, r#"{"total":1}"#).await, status, "{event}");
    }
    for (body, status) in [
        (r#"{"total":1,"note":"moved"}"#, 202),
        (r#"{"total":-1,"note":"moved"}"#, 400),
        (r#"{"total":1,"note":["moved"]}"#, 404),
        (r#"{"total":1}"#, 404),
        ("", 404),
        (r#"{"total":1,"note":"moved"}                                              "#, 413),
    ] {
        assert_eq!(send(by_member.clone(), "", body).await, status, "{body}");
    }
    // What says its name is no more trusted than what does not.
    let unsigned = delivery("/", r#"{"total":1,"note":"moved"}"#, false);
    assert_eq!(by_member.oneshot(unsigned).await.unwrap().status().as_u16(), 401);
}

#[tokio::test]
async fn files_are_verified_whole_and_handed_on() {
    let receiver = Receiver::default();
    let own = |unsent: &mut Unsent<'_>| {
        // A stream has no bytes yet: its signature is made elsewhere.
        assert!(unsent.body.is_none() == (unsent.operation.id == "fileUploaded"));
        unsent.headers.insert("x-signature", HeaderValue::try_from(signature("good", b"abc"))?);
        Ok(())
    };
    let sender = Client::from(at(server::service(receiver.clone()))).configure(|channel| channel.sign(own));
    let url = "https://receiver.example/files/uploaded";
    let body = || Body::stream(http_body_util::Full::new(Bytes::from_static(b"abc")));
    assert!(sender.file_uploaded(url, body()).await.is_err());
    sender.clone().token("t").file_uploaded(url, body()).await.unwrap();
    assert_eq!(receiver.noted().last().unwrap(), "3 bytes of sender");
}

#[tokio::test]
async fn nothing_is_sent_where_it_is_not_known_where_to_or_how_it_is_signed() {
    let (_, sender) = both("good");
    for bad in ["/hooks", "ftp://receiver.example", "https://u:p@receiver.example"] {
        let error = sender.file_removed(bad).await.unwrap_err();
        assert!(matches!(error, Error::Build(BuildError::BaseUrl(_))), "{error:?}");
    }
    let unsigned = sender.configure(|channel| channel.sign(|_| Err("no key".into())));
    let error = unsigned.file_removed(HOOKS).await.unwrap_err();
    let Error::Build(error) = error else { panic!("{error:?}") };
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no key");
    let nowhere = unsigned.configure(|_| Channel::anywhere());
    assert!(nowhere.file_removed("").await.is_err());
}

struct Payer(&'static str);

impl callbacks::server::Callbacks for Payer {
    type Error = Infallible;

    async fn verify(&self, delivery: Delivery<'_>) -> Result<(), AuthError<Infallible>> {
        let known = delivery.parts.uri.query().is_some_and(|query| query.contains(self.0));
        if known { Ok(()) } else { Err(AuthError::Unauthorized) }
    }

    async fn pay_done(
        &self,
        _: Context<()>,
        r: callbacks::ops::PayDoneRequest,
    ) -> Result<callbacks::ops::PayDoneReply, Infallible> {
        let again = payment_types::PayDone200Body::new().again(r.body.id == 1);
        Ok(callbacks::ops::PayDoneOk::ok(again).into())
    }

    async fn report_failure(
        &self,
        _: Context<()>,
        r: callbacks::ops::ReportFailureRequest,
    ) -> Result<callbacks::ops::ReportFailureReply, Infallible> {
        assert_eq!(r.url, "a b");
        Ok(callbacks::ops::ReportFailureOk::no_content().into())
    }

    async fn post_refunds_done_request_query_done_at_request_query_at(
        &self,
        _: Context<()>,
        _: callbacks::ops::PostRefundsDoneRequestQueryDoneAtRequestQueryAtRequest,
    ) -> Result<callbacks::ops::PostRefundsDoneRequestQueryDoneAtRequestQueryAtReply, Infallible> {
        Ok(callbacks::ops::PostRefundsDoneRequestQueryDoneAtRequestQueryAtOk::no_content().into())
    }

    async fn post_refunds_done_request_query_late(
        &self,
        _: Context<()>,
        _: callbacks::ops::PostRefundsDoneRequestQueryLateRequest,
    ) -> Result<callbacks::ops::PostRefundsDoneRequestQueryLateReply, Infallible> {
        Ok(callbacks::ops::PostRefundsDoneRequestQueryLateOk::no_content().into())
    }
}

#[tokio::test]
async fn callbacks_go_to_whoever_asked_for_them() {
    let service = callbacks::server::service(Payer("secret=s"))
        .at(&callbacks::ops::PAY_DONE, "/done")
        .at(&callbacks::ops::REPORT_FAILURE, "/failed");
    let sender = callbacks::client::Client::from(at(service));
    let request = payments::PayRequest::new(payment_types::PayBody::new("https://me.example/done?secret=s"));
    let url = request.body.callback_url.to_string();
    let reply = sender.pay_done(url, payment_types::Payment::new(1)).await.unwrap();
    assert_eq!(reply.body().again, Some(true));
    assert!(sender.pay_done("https://me.example/done", payment_types::Payment::new(1)).await.is_err());
    // A parameter may be called as what the method takes itself.
    sender.report_failure("https://me.example/failed?secret=s", "a b").await.unwrap();
    let late = "https://me.example/post/refunds/done/request_query_late?secret=s";
    sender.post_refunds_done_request_query_late(late).await.unwrap();
}
