//! What these tests share: implementations that answer what they are told, the ways to reach them, and servers that
//! keep to no document.

use std::convert::Infallible;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use axum::response::IntoResponse;
use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::BodyExt;
use tenon_runtime::Body;
use tenon_runtime::client::{self, BuildError, Channel, DecodeError, Error, Reply, UnexpectedReply};
use tenon_runtime::server::{Api, AuthError, Context, Service, router, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower::ServiceExt;

/// A credential that every implementation here takes.
pub const GOOD: &str = "good-credential";
/// A credential that is good and does not allow the operation.
pub const NARROW: &str = "narrow-credential";
/// A credential that cannot be checked, since what checks it is down.
pub const UNCHECKED: &str = "unchecked-credential";

/// Who was let in, and by which scheme of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct User(pub &'static str, pub String);

/// What implementations here fail with: 503, with a header and a text of its own.
#[derive(Clone, Copy, Debug)]
pub struct Outage;

impl IntoResponse for Outage {
    fn into_response(self) -> axum::response::Response {
        (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "7")], "the store is down").into_response()
    }
}

/// What every `authenticate` here says.
pub fn admit(scheme: &'static str, credential: &str) -> Result<User, AuthError<Outage>> {
    match credential {
        GOOD => Ok(User(scheme, credential.to_owned())),
        NARROW => Err(AuthError::Forbidden),
        UNCHECKED => Err(AuthError::Failed(Outage)),
        _ => Err(AuthError::Unauthorized),
    }
}

/// A call as the implementation saw it.
#[derive(Clone, Debug)]
pub struct Seen<Q> {
    pub user: User,
    pub request: Q,
    pub headers: HeaderMap,
    pub uri: http::Uri,
}

type Answering<Q, R> = dyn Fn(&Q) -> Result<R, Outage> + Send + Sync;

/// An implementation that answers what it is told and notes what it was asked.
pub struct App<Q, R> {
    answer: Arc<Answering<Q, R>>,
    seen: Arc<Mutex<Vec<Seen<Q>>>>,
}

impl<Q, R> Clone for App<Q, R> {
    fn clone(&self) -> Self {
        Self { answer: Arc::clone(&self.answer), seen: Arc::clone(&self.seen) }
    }
}

impl<Q: Clone, R> App<Q, R> {
    /// Asks `answer` for each reply.
    pub fn with(answer: impl Fn(&Q) -> Result<R, Outage> + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), seen: Arc::default() }
    }

    /// Gives the same reply to all.
    pub fn replying(reply: impl Into<R>) -> Self
    where
        R: Clone + Send + Sync + 'static,
    {
        let reply = reply.into();
        Self::with(move |_| Ok(reply.clone()))
    }

    /// For the traits' methods.
    pub fn call(&self, cx: Context<User>, request: Q) -> Result<R, Outage> {
        let (headers, uri) = (cx.parts.headers, cx.parts.uri);
        self.seen.lock().unwrap().push(Seen { user: cx.principal, request: request.clone(), headers, uri });
        (self.answer)(&request)
    }

    /// All calls so far; they are forgotten.
    pub fn seen(&self) -> Vec<Seen<Q>> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }

    /// The one call since the last look.
    pub fn seen_once(&self) -> Seen<Q> {
        let mut seen = self.seen();
        assert_eq!(seen.len(), 1, "the implementation is called once for each request");
        seen.remove(0)
    }
}

/// Lets `test` reach a service in every way that there is: in process as a tower service and within an axum router,
/// and either of them over a socket by the default transport.
pub async fn in_every_way<A: Api>(service: Service<A>, test: impl AsyncFn(Channel)) {
    test(in_process(service.clone())).await;
    test(in_process(router(service.clone()))).await;
    for app in [axum::Router::new().fallback_service(service.clone()), router(service)] {
        let server = Listening::start(app).await;
        test(server.channel()).await;
        server.stop().await;
    }
}

/// A channel into this process.
pub fn in_process(transport: impl client::Transport) -> Channel {
    Channel::new("http://in.process").transport(transport)
}

/// A server on a port of this machine.
pub struct Listening {
    pub address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Listening {
    pub async fn start(app: axum::Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let signal = async { stopped.await.unwrap_or(()) };
        let server = tokio::spawn(serve(listener, app).shutdown_on(signal).into_future());
        Self { address, stop, server }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn channel(&self) -> Channel {
        Channel::new(&self.url())
    }

    /// Ends it, and makes sure that it had not ended by itself.
    pub async fn stop(self) {
        self.stop.send(()).expect("the server lives until it is told to stop");
        self.server.await.unwrap();
    }
}

/// A reply, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// Asks a service by hand, past any client.
pub async fn ask<A: Api>(service: &Service<A>, request: Request<Body>) -> Answer {
    let reply = service.clone().oneshot(request).await.unwrap();
    let (parts, body) = reply.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
}

/// A request with headers and without a body.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(Body::empty()).unwrap()
}

/// A server that always says the same, whatever it is asked.
pub fn server_that_says(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> impl client::Transport + Clone {
    server_with(move |_| {
        let reply = Response::builder().status(status);
        let reply = headers.iter().fold(reply, |reply, (name, value)| reply.header(*name, *value));
        reply.body(Body::from(body)).unwrap()
    })
}

/// A server that does what it likes.
pub fn server_with(
    answer: impl Fn(Request<Body>) -> Response<Body> + Clone + Send + Sync + 'static,
) -> impl client::Transport + Clone {
    tower::service_fn(move |request| std::future::ready(Ok::<_, Infallible>(answer(request))))
}

/// A transport that notes the head of each request, and answers 200 with `{}`.
#[derive(Clone, Default)]
pub struct Notes(Arc<Mutex<Vec<http::request::Parts>>>);

impl Notes {
    pub fn channel(&self) -> Channel {
        in_process(self.transport())
    }

    pub fn transport(&self) -> impl client::Transport + use<> {
        let notes = Arc::clone(&self.0);
        server_with(move |request| {
            notes.lock().unwrap().push(request.into_parts().0);
            Response::builder().header("content-type", "application/json").body(Body::from("{}")).unwrap()
        })
    }

    pub fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// The last request's head.
    pub fn last(&self) -> http::request::Parts {
        self.0.lock().unwrap().pop().expect("a request was sent")
    }
}

/// A body that gives its pieces; then it ends, breaks off, or gives nothing more and does not end.
pub struct Pieces(pub Vec<&'static str>, pub Then);

#[derive(Clone, Copy)]
pub enum Then {
    Break,
    Never,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, &'static str>>> {
        use std::task::Poll::{Pending, Ready};
        if !self.0.is_empty() {
            return Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(self.0.remove(0).as_bytes())))));
        }
        match self.1 {
            Then::Break => Ready(Some(Err("the line broke"))),
            Then::Never => Pending,
        }
    }
}

/// A declared failure.
pub fn declared<O: Debug, E: Debug>(result: client::Result<O, E>) -> Reply<E> {
    match result {
        Err(Error::Api(reply)) => *reply,
        other => panic!("expected a declared failure, found {other:?}"),
    }
}

/// A reply whose status is not declared.
pub fn unexpected<O: Debug, E: Debug>(result: client::Result<O, E>) -> UnexpectedReply {
    match result {
        Err(Error::Unexpected(reply)) => reply,
        other => panic!("expected an undeclared status, found {other:?}"),
    }
}

/// A reply that is not what was declared for its status.
pub fn undecodable<O: Debug, E: Debug>(result: client::Result<O, E>) -> DecodeError {
    match result {
        Err(Error::Decode(error)) => error,
        other => panic!("expected a reply that cannot be read, found {other:?}"),
    }
}

/// A request that was never sent.
pub fn not_built<O: Debug, E: Debug>(result: client::Result<O, E>) -> BuildError {
    match result {
        Err(Error::Build(error)) => error,
        other => panic!("expected a request that cannot be built, found {other:?}"),
    }
}
