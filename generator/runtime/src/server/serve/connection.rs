//! One connection: hyper's, with an eye on how long it is idle.

use core::convert::Infallible;
use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::{Context, Poll};
use std::sync::Arc;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::Instant;

use super::Limits;
use super::io::Guarded;
use super::timed::Timed;
use crate::Body;

type BoxError = Box<dyn core::error::Error + Send + Sync>;

pub(super) async fn run<S, R>(stream: TcpStream, service: S, limits: Limits, mut told: watch::Receiver<bool>)
where
    S: tower_service::Service<Request<Body>, Response = Response<R>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
    R: http_body::Body<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    // Replies are written whole, so waiting for more to send only costs time. A socket that is gone shows when it is read.
    let _ = stream.set_nodelay(true);
    let activity = Arc::new(Activity::new());
    let adapter = Adapter { service, limits, activity: Arc::clone(&activity) };
    let builder = builder(limits);
    let mut connection =
        pin!(builder.serve_connection(Guarded::new(TokioIo::new(stream), limits.write_pause), adapter));
    let mut stop = pin!(told.wait_for(|stop| *stop));
    let mut sleep = pin!(tokio::time::sleep(limits.idle));
    let mut closing = false;
    poll_fn(|cx| {
        loop {
            // An error is the peer's: it broke off, was too slow, or does not speak HTTP.
            if connection.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            if closing {
                return Poll::Pending;
            }
            closing = stop.as_mut().poll(cx).is_ready();
            if !closing && sleep.as_mut().poll(cx).is_ready() {
                let until = activity.idle_since().unwrap_or_else(Instant::now) + limits.idle;
                closing = until <= Instant::now();
                if !closing {
                    sleep.as_mut().reset(until);
                    continue;
                }
            }
            if !closing {
                return Poll::Pending;
            }
            connection.as_mut().graceful_shutdown();
        }
    })
    .await;
}

fn builder(limits: Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    let mut http1 = builder.http1();
    http1.timer(TokioTimer::new()).header_read_timeout(limits.header_read).max_buf_size(limits.header_bytes);
    if let Some(headers) = limits.headers {
        http1.max_headers(headers);
    }
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX))
        .max_concurrent_streams(limits.streams)
        .keep_alive_interval(limits.idle / 2)
        .keep_alive_timeout(limits.idle / 2);
    builder
}

/// How many requests are in work, and since when there is none.
struct Activity(Mutex<(usize, Instant)>);

impl Activity {
    fn new() -> Self {
        Self(Mutex::new((0, Instant::now())))
    }

    fn idle_since(&self) -> Option<Instant> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (state.0 == 0).then_some(state.1)
    }
}

/// Counts one request from its header to its reply's header. A reply's body needs no counting: closing is graceful.
struct InWork(Arc<Activity>);

impl InWork {
    fn new(activity: &Arc<Activity>) -> Self {
        activity.0.lock().unwrap_or_else(PoisonError::into_inner).0 += 1;
        Self(Arc::clone(activity))
    }
}

impl Drop for InWork {
    fn drop(&mut self) {
        let mut state = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state = (state.0.saturating_sub(1), Instant::now());
    }
}

/// A tower service as hyper's.
struct Adapter<S> {
    service: S,
    limits: Limits,
    activity: Arc<Activity>,
}

impl<S, R> hyper::service::Service<Request<Incoming>> for Adapter<S>
where
    S: tower_service::Service<Request<Body>, Response = Response<R>, Error = Infallible> + Clone,
{
    type Response = Response<R>;
    type Error = Infallible;
    type Future = Reply<S, S::Future>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let request = request.map(|body| {
            if http_body::Body::is_end_stream(&body) {
                return Body::empty();
            }
            Body::stream(Timed::new(body, self.limits.body_pause, self.limits.body_total))
        });
        Reply { work: InWork::new(&self.activity), state: State::Waiting(self.service.clone(), Some(request)) }
    }
}

/// The reply of a service that may have to get ready first.
pub(super) struct Reply<S, F> {
    #[expect(dead_code, reason = "held until the reply is there")]
    work: InWork,
    state: State<S, F>,
}

#[expect(clippy::large_enum_variant, reason = "a box more would cost more than a move")]
enum State<S, F> {
    Waiting(S, Option<Request<Body>>),
    Running(Pin<Box<F>>),
}

impl<S, F> Unpin for Reply<S, F> {}

impl<S, R> Future for Reply<S, S::Future>
where
    S: tower_service::Service<Request<Body>, Response = Response<R>, Error = Infallible>,
{
    type Output = Result<Response<R>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match &mut self.state {
                State::Running(reply) => return reply.as_mut().poll(cx),
                State::Waiting(service, request) => {
                    let Poll::Ready(Ok(())) = service.poll_ready(cx) else { return Poll::Pending };
                    let Some(request) = request.take() else { return Poll::Pending };
                    let running = Box::pin(service.call(request));
                    self.state = State::Running(running);
                }
            }
        }
    }
}
