//! An API as a tower service: routing, and a reply whatever happens.

use core::convert::Infallible;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header};

use super::receive::BodyLimits;
use super::routes::{Captures, Endpoint};
use super::{Api, Incoming, Refusal, Rejection, Response, body_of, respond};
use crate::operation::{Operation, Piece};
use crate::{Body, BoxFuture, param};

const BODY_LIMIT: usize = 2 << 20;

/// An API as a `tower::Service`, cheap to clone. Generated code's `service(..)` makes one.
///
/// It takes requests with any body of [`Bytes`] and is always ready.
pub struct Service<A> {
    api: Arc<A>,
    body_limit: usize,
    stream_limit: Option<usize>,
    limits: Option<Arc<Vec<(&'static Operation, usize)>>>,
    prefix: Option<Arc<str>>,
    moved: Option<Arc<Vec<(String, &'static Endpoint)>>>,
    extensions: bool,
}

impl<A> Clone for Service<A> {
    fn clone(&self) -> Self {
        Self {
            api: Arc::clone(&self.api),
            body_limit: self.body_limit,
            stream_limit: self.stream_limit,
            limits: self.limits.clone(),
            prefix: self.prefix.clone(),
            moved: self.moved.clone(),
            extensions: self.extensions,
        }
    }
}

impl<A> fmt::Debug for Service<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("body_limit", &self.body_limit)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

enum Routed {
    To(&'static Endpoint, Captures),
    Options(HeaderValue),
    Refused(Rejection),
}

impl<A: Api> Service<A> {
    /// Serves an API.
    pub fn new(api: A) -> Self {
        Self {
            api: Arc::new(api),
            body_limit: BODY_LIMIT,
            stream_limit: None,
            limits: None,
            prefix: None,
            moved: None,
            extensions: false,
        }
    }

    /// The most bytes of a request's body; more are answered with 413 while they arrive. Default: 2 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// The most bytes of a body that an implementation is handed as it arrives: files, octet streams. Default: as
    /// [`body_limit`](Self::body_limit).
    #[must_use]
    pub fn stream_limit(mut self, bytes: usize) -> Self {
        self.stream_limit = Some(bytes);
        self
    }

    /// The most bytes of a request's body for one operation, instead of what the other limits say. What is held in memory
    /// beside a file stays under [`body_limit`](Self::body_limit).
    #[must_use]
    pub fn limit_of(mut self, operation: &'static Operation, bytes: usize) -> Self {
        Arc::make_mut(self.limits.get_or_insert_default()).push((operation, bytes));
        self
    }

    fn limits(&self, operation: &'static Operation) -> BodyLimits {
        let own = self
            .limits
            .iter()
            .flat_map(|all| all.iter().rev())
            .find(|(of, _)| core::ptr::eq(*of, operation))
            .map(|(_, bytes)| *bytes);
        BodyLimits {
            whole: own.unwrap_or(self.body_limit),
            streamed: own.or(self.stream_limit).unwrap_or(self.body_limit),
            values: self.body_limit,
            seen: None,
        }
    }

    /// Expects every path under a prefix, such as the path of the document's server URL: `/v1` or `/v1/`.
    ///
    /// Not for a service inside of `axum::Router::nest`, which takes the prefix off itself.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        let prefix = prefix.trim_matches('/');
        self.prefix = (!prefix.is_empty()).then(|| format!("/{prefix}").into());
        self
    }

    /// Serves an operation at a path of your own, and no longer at the document's: what a webhook needs, whose document has no
    /// path. The path is one without parameters, such as `/hooks/orders`; a prefix stands before it as before all others.
    ///
    /// An operation whose own path has parameters stays where it is.
    #[must_use]
    pub fn at(mut self, operation: &'static Operation, path: &str) -> Self {
        let fixed = operation.template.iter().all(|piece| matches!(piece, Piece::Literal(_)));
        let mut endpoints = A::routes().nodes.iter().flat_map(|node| node.endpoints);
        if let Some(endpoint) = endpoints.find(|(_, of, _)| fixed && core::ptr::eq(*of, operation)) {
            let moved = Arc::make_mut(self.moved.get_or_insert_default());
            moved.retain(|(_, (_, of, _))| !core::ptr::eq(*of, operation));
            moved.push((format!("/{}", path.trim_start_matches('/')), endpoint));
        }
        self
    }

    /// The paths of operations that are elsewhere than the document has them.
    pub(super) fn moved(&self) -> impl Iterator<Item = &(String, &'static Endpoint)> + Clone {
        self.moved.iter().flat_map(|moved| moved.iter())
    }

    /// Leaves the `&'static Operation` in the extensions of each request, for what the implementation calls, and of each
    /// reply, for middleware around this service, which sees nothing else that this service knows: a log line or a metric
    /// by operation. Costs a few allocations, so it is off unless asked for; [`Context::operation`](super::Context) is free.
    #[must_use]
    pub fn operation_in_extensions(mut self) -> Self {
        self.extensions = true;
        self
    }

    /// The operation that a request goes to, by its path and query; of use in a middleware around this service.
    #[must_use]
    pub fn operation(&self, method: &Method, path_and_query: &str) -> Option<&'static Operation> {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        match self.route(method, path, query) {
            Routed::To((_, operation, _), _) => Some(operation),
            _ => None,
        }
    }

    /// Whether an operation is served at the document's path.
    pub(super) fn serves(&self, operation: usize) -> bool {
        self.api.serves(operation) && !self.moved().any(|(_, (.., moved))| *moved == operation)
    }

    /// All of a body, within the limit, of which nobody knows yet whose it is.
    pub(super) async fn whole(&self, body: &mut Body) -> Result<Bytes, Rejection> {
        let first = A::routes().nodes.iter().flat_map(|node| node.endpoints).next();
        match first {
            Some((_, operation, _)) => super::receive::whole(body, operation, self.body_limit).await,
            None => Ok(Bytes::new()),
        }
    }

    /// Answers what is refused before anybody is called.
    pub(super) fn reject(&self, rejection: Rejection) -> Response {
        self.api.reject(rejection)
    }

    pub(super) fn prefix(&self) -> &str {
        self.prefix.as_deref().unwrap_or_default()
    }

    fn route(&self, method: &Method, path: &str, query: &str) -> Routed {
        let start = match &self.prefix {
            None => Some(0),
            Some(prefix) => path.starts_with(&**prefix).then_some(prefix.len()),
        };
        let Some(start) = start else { return Routed::Refused(Rejection::not_found()) };
        let found = A::routes().find_served(path, start, &|n| self.serves(n));
        let (endpoints, captures) = found.unwrap_or_else(|| (&[], Captures::default()));
        let here = path.get(start..).unwrap_or_default();
        let moved = self.moved().filter(|(at, (.., number))| at == here && self.api.serves(*number));
        let own = endpoints.iter().filter(|(.., number)| self.serves(*number));
        let served = moved.map(|(_, endpoint)| *endpoint).chain(own);
        if served.clone().next().is_none() {
            return Routed::Refused(Rejection::not_found());
        }
        let declared = |method: &str| choose(served.clone(), method, query);
        if let Some(endpoint) = declared(method.as_str()) {
            return Routed::To(endpoint, captures);
        }
        if method == Method::HEAD
            && let Some(endpoint) = declared("GET")
        {
            return Routed::To(endpoint, captures);
        }
        if method == Method::OPTIONS {
            Routed::Options(allow(&served))
        } else if served.clone().any(|(declared, ..)| *declared == method.as_str()) {
            // The method is right, and what the query must have is missing.
            Routed::Refused(Rejection::not_found())
        } else {
            Routed::Refused(Rejection::method_not_allowed(allow(&served)))
        }
    }
}

/// The operation of that method whose query is there; where several are, the one that asks for more.
fn choose(endpoints: impl Iterator<Item = &'static Endpoint>, method: &str, query: &str) -> Option<&'static Endpoint> {
    let mut chosen: Option<&Endpoint> = None;
    for endpoint in endpoints.filter(|(declared, ..)| *declared == method) {
        let wanted = endpoint.1.query;
        if chosen.is_none_or(|(_, chosen, _)| chosen.query.len() < wanted.len())
            && wanted.iter().all(|(key, value)| param::has_pair(query, key, value))
        {
            chosen = Some(endpoint);
        }
    }
    chosen
}

/// `Allow`: what is declared and what is answered besides.
fn allow(endpoints: &(impl Iterator<Item = &'static Endpoint> + Clone)) -> HeaderValue {
    let has = |method| endpoints.clone().any(|(of, ..)| *of == method);
    let mut methods = endpoints.clone().map(|(method, ..)| *method).collect::<Vec<_>>();
    // Several operations may share a method, and differ in their queries.
    methods.sort_unstable();
    methods.dedup();
    if has("GET") && !has("HEAD") {
        methods.push("HEAD");
    }
    if !has("OPTIONS") {
        methods.push("OPTIONS");
    }
    // Methods are tokens, which are visible ASCII.
    HeaderValue::from_str(&methods.join(", ")).unwrap_or(HeaderValue::from_static(""))
}

impl<A, B> tower_service::Service<Request<B>> for Service<A>
where
    A: Api,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn core::error::Error + Send + Sync>>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = ResponseFuture<A>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture<A> {
        let (mut parts, body) = request.into_parts();
        let head = parts.method == Method::HEAD;
        let api = Arc::clone(&self.api);
        match self.route(&parts.method, parts.uri.path(), parts.uri.query().unwrap_or_default()) {
            Routed::To((_, operation, number), captures) => {
                // An operation without a body never looks at one: dropping it costs no box.
                let body = if operation.body.is_some() || api.verifies() { body_of(body) } else { Body::empty() };
                if self.extensions {
                    parts.extensions.insert(*operation);
                }
                let incoming = Incoming::new(parts, operation, captures, body, self.limits(operation));
                let state = State::Running(Arc::clone(&api).call(*number, incoming), operation);
                ResponseFuture { api, head, label: self.extensions.then_some(*operation), state }
            }
            Routed::Options(allow) => {
                let mut reply = Response::new(Body::empty());
                *reply.status_mut() = StatusCode::NO_CONTENT;
                reply.headers_mut().insert(header::ALLOW, allow);
                ResponseFuture { api, head, label: None, state: State::Answered(reply) }
            }
            Routed::Refused(rejection) => ResponseFuture { api, head, label: None, state: State::Refused(rejection) },
        }
    }
}

/// The reply of a [`Service`].
#[must_use = "futures do nothing unless polled"]
pub struct ResponseFuture<A: Api> {
    api: Arc<A>,
    head: bool,
    label: Option<&'static Operation>,
    state: State<A::Error>,
}

enum State<E> {
    Running(BoxFuture<'static, Result<Response, Refusal<E>>>, &'static Operation),
    Refused(Rejection),
    Answered(Response),
    Done,
}

impl<A: Api> fmt::Debug for ResponseFuture<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

impl<A: Api> Unpin for ResponseFuture<A> {}

impl<A: Api> Future for ResponseFuture<A> {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let api = &*this.api;
        // After a panic the state is dropped and never polled again, so nobody sees what it left half done. The
        // implementation's own shared state is its own matter, as with any task that panics.
        let polled = catch_unwind(AssertUnwindSafe(|| match &mut this.state {
            State::Running(future, _) => future.as_mut().poll(cx).map(|result| match result {
                Ok(reply) => reply,
                Err(Refusal::Rejected(rejection)) => api.reject(rejection),
                Err(Refusal::Failed(error)) => respond(error),
            }),
            state => match core::mem::replace(state, State::Done) {
                State::Refused(rejection) => Poll::Ready(api.reject(rejection)),
                State::Answered(reply) => Poll::Ready(reply),
                _ => Poll::Pending,
            },
        }));
        let reply = match polled {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(reply)) => reply,
            Err(payload) => {
                // Dropping the payload runs foreign code that may panic in its turn. The panic hook has reported it.
                core::mem::forget(payload);
                let operation = if let State::Running(_, operation) = this.state { Some(operation) } else { None };
                let reject = || api.reject(Rejection::internal(operation));
                catch_unwind(AssertUnwindSafe(reject))
                    .unwrap_or_else(|_| Rejection::internal(operation).into_response())
            }
        };
        this.state = State::Done;
        let mut reply = if this.head { without_body(reply) } else { reply };
        if let Some(operation) = this.label {
            reply.extensions_mut().insert(operation);
        }
        Poll::Ready(Ok(reply))
    }
}

/// The reply to `HEAD`: the header fields that `GET` would have had, without the content (RFC 9110, section 9.3.2).
fn without_body(mut reply: Response) -> Response {
    if let Some(length) = http_body::Body::size_hint(reply.body()).exact()
        && !reply.headers().contains_key(header::CONTENT_LENGTH)
        && length > 0
    {
        reply.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    }
    reply.map(|_| Body::empty())
}
