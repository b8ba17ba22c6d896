//! A server for a peer that may be slow, greedy or gone: HTTP/1.1 and HTTP/2 over TCP with a deadline for everything that a peer can hold open.
//!
//! | what the peer does | what ends it |
//! | --- | --- |
//! | connects and says nothing, or keeps an idle connection | [`Serve::idle`] |
//! | starts a header and stalls | [`Serve::header_read`] |
//! | starts a body and stalls, or drips | [`Serve::body_pause`], [`Serve::body_total`]: 408 |
//! | stops reading the reply | [`Serve::write_pause`] |
//! | sends endless headers, an endless target | [`Serve::max_header_bytes`], [`Serve::max_headers`]: 431, 414 |
//! | opens many connections | [`Serve::max_connections`]: the rest wait in the listener's queue |
//! | opens many HTTP/2 streams | [`Serve::max_streams`] |

mod connection;
mod io;
mod timed;

use core::convert::Infallible;
use core::fmt;
use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use crate::{Body, BoxFuture};

pub use timed::BodyTimeout;

/// Serves until [`Serve::shutdown_on`] says so; without it, for ever.
///
/// Takes a generated API's `service(..)`, or an `axum::Router`.
///
/// ```no_run
/// # async fn example(router: axum::Router) -> std::io::Result<()> {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
/// tenon_runtime::server::serve(listener, router).await;
/// # Ok(())
/// # }
/// ```
pub fn serve<S>(listener: TcpListener, service: S) -> Serve<S> {
    Serve { listener, service, limits: Limits::default(), shutdown: None }
}

/// A server that is about to start: `.await` runs it. Made by [`serve`].
#[must_use = "a server runs when it is awaited"]
pub struct Serve<S> {
    listener: TcpListener,
    service: S,
    limits: Limits,
    shutdown: Option<BoxFuture<'static, ()>>,
}

impl<S> fmt::Debug for Serve<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serve").field("listener", &self.listener).field("limits", &self.limits).finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug)]
struct Limits {
    header_read: Duration,
    body_pause: Duration,
    body_total: Duration,
    write_pause: Duration,
    idle: Duration,
    shutdown: Duration,
    header_bytes: usize,
    headers: Option<usize>,
    connections: usize,
    streams: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_read: Duration::from_secs(15),
            body_pause: Duration::from_secs(15),
            body_total: Duration::from_secs(300),
            write_pause: Duration::from_secs(30),
            idle: Duration::from_secs(60),
            shutdown: Duration::from_secs(30),
            // More than the longest target that there is, so that a longer one is told from long headers.
            header_bytes: 128 << 10,
            headers: None,
            connections: 10_000,
            streams: 100,
        }
    }
}

impl<S> Serve<S> {
    /// The longest that a request's header may take. HTTP/1 counts from the end of the request before, so that this is a
    /// limit to its idle connections as well. Default: 15 s.
    pub fn header_read(mut self, limit: Duration) -> Self {
        self.limits.header_read = limit;
        self
    }

    /// The longest pause between two pieces of a request's body; then reading it fails with [`BodyTimeout`], which is answered with 408. Default: 15 s.
    pub fn body_pause(mut self, limit: Duration) -> Self {
        self.limits.body_pause = limit;
        self
    }

    /// The longest that a whole request body may take; see [`body_pause`](Self::body_pause). Default: 300 s.
    pub fn body_total(mut self, limit: Duration) -> Self {
        self.limits.body_total = limit;
        self
    }

    /// The longest that a peer may refuse to take more of a reply; then the connection is dropped. Default: 30 s.
    pub fn write_pause(mut self, limit: Duration) -> Self {
        self.limits.write_pause = limit;
        self
    }

    /// The longest that a connection may be open without a request in work. Default: 60 s.
    pub fn idle(mut self, limit: Duration) -> Self {
        self.limits.idle = limit;
        self
    }

    /// The most bytes of a request's line and headers, at least 8 KiB; more are answered with 431, and a target of 64 KiB or
    /// more with 414. Default: 128 KiB.
    pub fn max_header_bytes(mut self, limit: usize) -> Self {
        self.limits.header_bytes = limit.max(8 << 10);
        self
    }

    /// The most headers of an HTTP/1 request; more are answered with 431. Default: 100.
    pub fn max_headers(mut self, limit: usize) -> Self {
        self.limits.headers = Some(limit);
        self
    }

    /// The most connections at a time. Default: 10,000.
    pub fn max_connections(mut self, limit: usize) -> Self {
        self.limits.connections = limit.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// The most requests at a time on one HTTP/2 connection. Default: 100.
    pub fn max_streams(mut self, limit: u32) -> Self {
        self.limits.streams = limit;
        self
    }

    /// Stops when the future is ready: no new connection is taken, requests in work are finished, and what is left after
    /// [`shutdown_deadline`](Self::shutdown_deadline) is dropped.
    pub fn shutdown_on(mut self, signal: impl Future<Output = ()> + Send + 'static) -> Self {
        self.shutdown = Some(Box::pin(signal));
        self
    }

    /// The longest that requests in work may take after [`shutdown_on`](Self::shutdown_on). Default: 30 s.
    pub fn shutdown_deadline(mut self, limit: Duration) -> Self {
        self.limits.shutdown = limit;
        self
    }
}

impl<S, R> IntoFuture for Serve<S>
where
    S: tower_service::Service<Request<Body>, Response = Response<R>, Error = Infallible>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send + 'static,
    R: http_body::Body<Data = Bytes> + Send + 'static,
    R::Error: Into<Box<dyn core::error::Error + Send + Sync>>,
{
    type Output = ();
    type IntoFuture = BoxFuture<'static, ()>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { listener, service, limits, shutdown } = self;
            let mut stop = shutdown.unwrap_or_else(|| Box::pin(core::future::pending()));
            let permits = Arc::new(Semaphore::new(limits.connections));
            let (tell, told) = watch::channel(false);
            // Dropping the set aborts its tasks: nothing outlives the server.
            let mut connections = JoinSet::new();
            loop {
                let mut next = pin!(accept(&listener, &permits));
                let next = poll_fn(|cx| match stop.as_mut().poll(cx) {
                    Poll::Ready(()) => Poll::Ready(None),
                    Poll::Pending => next.as_mut().poll(cx).map(Some),
                });
                let Some((stream, permit)) = next.await else { break };
                let run = connection::run(stream, service.clone(), limits, told.clone());
                connections.spawn(async move {
                    run.await;
                    drop(permit);
                });
                while connections.try_join_next().is_some() {}
            }
            drop(listener);
            let _ = tell.send(true);
            let finished = async { while connections.join_next().await.is_some() {} };
            if tokio::time::timeout(limits.shutdown, finished).await.is_err() {
                connections.shutdown().await;
            }
        })
    }
}

/// The next connection that there is room for. Errors are those of single connections, or pass (no file descriptor left).
async fn accept(listener: &TcpListener, permits: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed.
    let permit = Arc::clone(permits).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, permit),
            Err(error) => {
                use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
                if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}
