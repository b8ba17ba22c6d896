//! A reply's body that fails when nothing more of it comes.
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::timer::Timer;
use super::transport::TransportError;
use crate::BoxFuture;
use crate::body::{Body, BodyError};

/// Ends with an error when there is a pause that is too long between two pieces.
pub(super) struct Paused {
    body: Body,
    pause: Duration,
    timer: Timer,
    /// While something is waited for.
    sleep: Option<BoxFuture<'static, ()>>,
}

impl Paused {
    pub(super) fn new(body: Body, pause: Duration, timer: Timer) -> Self {
        Self { body, pause, timer, sleep: None }
    }
}

impl http_body::Body for Paused {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.sleep = None;
            return Poll::Ready(frame);
        }
        let (timer, pause) = (&this.timer, this.pause);
        ready!(this.sleep.get_or_insert_with(|| timer.sleep(pause)).as_mut().poll(cx));
        // Nothing more is read of it, and the connection is not kept.
        (this.body, this.sleep) = (Body::empty(), None);
        Poll::Ready(Some(Err(TransportError::timed_out("nothing more came of the reply").into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
