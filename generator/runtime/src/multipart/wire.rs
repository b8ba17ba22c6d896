//! What the sequence of parts and the file at hand share: the body itself.
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http_body::Frame;

use super::MultipartError;
use super::split::Splitter;
use crate::body::{Body, BodyError};

/// Is told each error, wherever it turns up: in the sequence of parts or within a file.
#[cfg(not(target_family = "wasm"))]
pub(crate) type Observer = Arc<dyn Fn(&MultipartError) + Send + Sync>;
/// Is told each error, wherever it turns up: in the sequence of parts or within a file.
#[cfg(target_family = "wasm")]
pub(crate) type Observer = Arc<dyn Fn(&MultipartError)>;

/// What the sequence and the file at hand share. Never locked longer than a look takes.
#[derive(Clone)]
pub(super) struct Wire(Arc<Mutex<Inner>>);

struct Inner {
    splitter: Splitter,
    /// How many parts were begun; a file that is not the last one was passed over.
    begun: usize,
    observer: Option<Observer>,
}

impl Wire {
    pub(super) fn new(splitter: Splitter, observer: Option<Observer>) -> Self {
        Self(Arc::new(Mutex::new(Inner { splitter, begun: 0, observer })))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the observer of an error.
    pub(super) fn told<T>(&self, result: Result<T, MultipartError>) -> Result<T, MultipartError> {
        self.inner().told(result)
    }

    /// The head of the next part.
    pub(super) async fn head(&self) -> Result<Option<Bytes>, MultipartError> {
        poll_fn(|cx| self.inner().splitter.poll_head(cx)).await
    }

    /// The next piece of the part at hand.
    pub(super) async fn content(&self) -> Result<Option<Bytes>, MultipartError> {
        poll_fn(|cx| self.inner().splitter.poll_content(cx)).await
    }

    /// Counts the part at hand.
    pub(super) fn begin(&self) -> usize {
        let mut inner = self.inner();
        inner.begun += 1;
        inner.begun
    }

    /// The part at hand as a body.
    pub(super) fn body(&self) -> Body {
        let begun = self.inner().begun;
        Body::stream(Piece { wire: self.clone(), begun })
    }
}

impl Inner {
    fn told<T>(&self, result: Result<T, MultipartError>) -> Result<T, MultipartError> {
        if let (Err(error), Some(observer)) = (&result, &self.observer) {
            observer(error);
        }
        result
    }
}

/// The content of a part as a body.
struct Piece {
    wire: Wire,
    begun: usize,
}

impl http_body::Body for Piece {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let mut inner = self.wire.inner();
        if inner.begun != self.begun {
            return Poll::Ready(Some(Err("the part was passed over: a later one was asked for".into())));
        }
        inner.splitter.poll_content(cx).map(|polled| match inner.told(polled) {
            Ok(chunk) => chunk.map(|chunk| Ok(Frame::data(chunk))),
            Err(error) => Some(Err(error.into())),
        })
    }
}
