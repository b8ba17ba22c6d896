//! How requests get to the server.
use core::fmt;
use core::future::poll_fn;
use core::time::Duration;

use bytes::Bytes;
use tower_service::Service;

use crate::BoxFuture;
use crate::body::{Body, BodyError, MaybeSend, MaybeSync};

/// Takes a request to the server and brings its reply.
///
/// Every `tower::Service<http::Request<Body>>` that is `Clone + Send + Sync` is one: stacks of layers, and an
/// `axum::Router`, which makes a client of a server in the same process.
///
/// The request's extensions hold the `&'static Operation`, for layers to look at, and the [`Timeout`] if there is one.
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Takes one request there. It must not be sent twice, and redirects must not be followed.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>>;

    /// Whether it looks for a [`Timeout`] in the request's extensions and sees to it.
    fn keeps_time(&self) -> bool {
        false
    }
}

/// How long a call may take from beginning to end; in the extensions of each request that has a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeout(pub Duration);

/// The server could not be reached, or the connection broke.
#[derive(Debug)]
pub struct TransportError {
    source: BodyError,
    timed_out: bool,
}

impl TransportError {
    /// With what the transport says about it. That must hold no secrets.
    pub fn new(source: impl Into<BodyError>) -> Self {
        Self { source: source.into(), timed_out: false }
    }

    /// The [`Timeout`] passed.
    pub fn timed_out(source: impl Into<BodyError>) -> Self {
        Self { source: source.into(), timed_out: true }
    }

    /// Whether a timeout is the cause.
    pub fn is_timeout(&self) -> bool {
        self.timed_out
    }

    /// What the transport said.
    pub fn get_ref(&self) -> &(dyn core::error::Error + Send + Sync + 'static) {
        &*self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl core::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        // The error at hand is shown by `Display` already.
        self.source.source()
    }
}

impl<S, B> Transport for S
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + MaybeSend + MaybeSync + 'static,
    S::Error: Into<BodyError>,
    S::Future: MaybeSend + 'static,
    B: http_body::Body<Data = Bytes> + MaybeSend + 'static,
    B::Error: Into<BodyError>,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let mut service = self.clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(TransportError::new)?;
            let response = service.call(request).await.map_err(TransportError::new)?;
            Ok(response.map(Body::stream))
        })
    }
}
