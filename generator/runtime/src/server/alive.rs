//! A stream of events that says that it is still there, so that nobody on the way takes it for dead.
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::{Body, BodyError};

/// A line that readers pass over (WHATWG HTML, section 9.2.5), and an empty one, for those that wait for it.
const COMMENT: &[u8] = b":\n\n";

/// The same body with a comment whenever nothing came for so long. Needs tokio, without which the body is as it was.
pub(super) fn alive(body: Body, every: Option<Duration>) -> Body {
    match every.filter(|_| tokio::runtime::Handle::try_current().is_ok()) {
        Some(every) => Body::stream(Alive { body, every, sleep: None }),
        None => body,
    }
}

struct Alive {
    body: Body,
    every: Duration,
    /// While something is waited for.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl http_body::Body for Alive {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.sleep = None;
            return Poll::Ready(frame);
        }
        let every = this.every;
        core::task::ready!(this.sleep.get_or_insert_with(|| Box::pin(sleep(every))).as_mut().poll(cx));
        this.sleep = None;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(COMMENT)))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
