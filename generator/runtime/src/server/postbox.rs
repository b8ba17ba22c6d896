//! One URL for all webhooks of an API: what each delivery is, is told by something in it.
use core::convert::Infallible;
use core::fmt;
use core::task::{Context, Poll};
use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{Request, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Api, Parts, Rejection, Response, Service, body_of};
use crate::{Body, BoxFuture, Json, Mode, from_slice, text_of};

/// Names are paths: what no path can hold is percent-encoded.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

type Name = dyn Fn(&Parts, &[u8]) -> Option<String> + Send + Sync;

/// A receiver of webhooks that all arrive at one URL, wherever it is mounted. A `tower::Service`, cheap to clone.
///
/// Each delivery goes to the webhook whose name it says; one that says none, or one that nobody knows, is answered with
/// 404. Nothing was verified yet when the name is read, and the receiver's `verify` is asked as ever.
///
/// ```no_run
/// # fn example<A: tenon_runtime::server::Api>(receiver: tenon_runtime::server::Service<A>) -> axum::Router {
/// use tenon_runtime::server::{Postbox, by_member};
/// axum::Router::new().route_service("/hooks", Postbox::new(receiver, by_member("type")))
/// # }
/// ```
pub struct Postbox<A> {
    receiver: Service<A>,
    name: Arc<Name>,
}

impl<A: Api> Postbox<A> {
    /// All that a receiver takes, by a name that is found in the request, such as by [`by_header`] or [`by_member`]. Its
    /// webhooks are where the document has them, not [elsewhere](Service::at).
    pub fn new(receiver: Service<A>, name: impl Fn(&Parts, &[u8]) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { receiver, name: Arc::new(name) }
    }
}

/// The name is the value of a header: `x-github-event`.
pub fn by_header(header: &'static str) -> impl Fn(&Parts, &[u8]) -> Option<String> + Clone {
    move |parts, _| Some(parts.headers.get(header)?.to_str().ok()?.to_owned())
}

/// The name is a member of the JSON that is the body: `type`.
pub fn by_member(member: &'static str) -> impl Fn(&Parts, &[u8]) -> Option<String> + Clone {
    move |_, body| {
        let mut members = from_slice::<BTreeMap<String, Json>>(body, Mode::Lenient).ok()?;
        text_of(&members.remove(member)?)
    }
}

impl<A> Clone for Postbox<A> {
    fn clone(&self) -> Self {
        Self { receiver: self.receiver.clone(), name: Arc::clone(&self.name) }
    }
}

impl<A> fmt::Debug for Postbox<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postbox").field("receiver", &self.receiver).finish_non_exhaustive()
    }
}

impl<A, B> tower_service::Service<Request<B>> for Postbox<A>
where
    A: Api,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn core::error::Error + Send + Sync>>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let Self { mut receiver, name } = self.clone();
        let (mut parts, body) = request.into_parts();
        let mut body = body_of(body);
        Box::pin(async move {
            let body = match receiver.whole(&mut body).await {
                Ok(body) => body,
                Err(rejection) => return Ok(receiver.reject(rejection)),
            };
            let named = name(&parts, &body).and_then(|name| named(&parts.uri, receiver.prefix(), &name));
            let Some(uri) = named else { return Ok(receiver.reject(Rejection::not_found())) };
            parts.uri = uri;
            tower_service::Service::call(&mut receiver, Request::from_parts(parts, Body::full(body))).await
        })
    }
}

/// The same URL with the path of a webhook.
fn named(uri: &Uri, prefix: &str, name: &str) -> Option<Uri> {
    let path = format!("{prefix}/{}", utf8_percent_encode(name.trim_start_matches('/'), PATH));
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{path}{query}")).ok()?);
    Uri::from_parts(parts).ok()
}
