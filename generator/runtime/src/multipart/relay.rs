//! Parts that arrive, sent on as they are read: whoever stands between a client and a server holds no file.
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::collections::VecDeque;

use bytes::Bytes;
use http_body::Frame;

use super::part::PartWriter;
use super::{Multipart, MultipartError, Part};
use crate::BoxFuture;
use crate::body::{Body, BodyError};

type Next<P> = (Multipart<P>, Result<Option<P>, MultipartError>);

/// A body that reads one part after the other and writes each anew.
pub(super) struct Relay<P> {
    boundary: String,
    /// Whether a part was written.
    begun: bool,
    /// How many were.
    sent: usize,
    state: State<P>,
}

enum State<P> {
    Reading(BoxFuture<'static, Next<P>>),
    Sending(Multipart<P>, VecDeque<Body>),
    Last(Body),
    Done,
}

impl<P: Part> Relay<P> {
    pub(super) fn new(parts: Multipart<P>, boundary: String) -> Self {
        Self { boundary, begun: false, sent: 0, state: State::Reading(next(parts)) }
    }

    /// A part's head and content.
    fn written(&mut self, part: P) -> Result<VecDeque<Body>, BodyError> {
        let mut out = PartWriter::new(P::description(), P::BY_PLACE.then_some(self.sent));
        self.sent += 1;
        part.write(&mut out);
        if let Some((name, fault)) = out.problem {
            return Err(format!("the part `{name}` cannot be sent on: {fault}").into());
        }
        let mut pieces = VecDeque::new();
        for (lines, content) in out.parts {
            let line = if self.begun { "\r\n" } else { "" };
            self.begun = true;
            let mut head = format!("{line}--{}\r\n", self.boundary).into_bytes();
            head.extend_from_slice(&lines);
            pieces.extend([Body::full(head.into()), content]);
        }
        Ok(pieces)
    }
}

fn next<P: Part>(mut parts: Multipart<P>) -> BoxFuture<'static, Next<P>> {
    Box::pin(async move {
        let next = parts.next().await;
        (parts, next)
    })
}

/// Nothing in it is pinned.
impl<P> Unpin for Relay<P> {}

impl<P: Part> http_body::Body for Relay<P> {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        loop {
            match &mut this.state {
                State::Done => return Poll::Ready(None),
                State::Last(body) => {
                    let frame = ready!(Pin::new(body).poll_frame(cx));
                    if frame.is_none() {
                        this.state = State::Done;
                    }
                    return Poll::Ready(frame);
                }
                State::Sending(_, pieces) if !pieces.is_empty() => {
                    let Some(piece) = pieces.front_mut() else { continue };
                    match ready!(Pin::new(piece).poll_frame(cx)) {
                        // Trailers of a part are no part of the whole.
                        Some(Ok(frame)) if !frame.is_data() => {}
                        Some(frame) => return Poll::Ready(Some(frame)),
                        None => drop(pieces.pop_front()),
                    }
                }
                State::Sending(..) => {
                    if let State::Sending(parts, _) = core::mem::replace(&mut this.state, State::Done) {
                        this.state = State::Reading(next(parts));
                    }
                }
                State::Reading(reading) => {
                    let (parts, part) = ready!(reading.as_mut().poll(cx));
                    this.state = State::Done;
                    match part {
                        Ok(Some(part)) => match this.written(part) {
                            Ok(pieces) => this.state = State::Sending(parts, pieces),
                            Err(error) => return Poll::Ready(Some(Err(error))),
                        },
                        Ok(None) => {
                            let line = if this.begun { "\r\n" } else { "" };
                            let end = format!("{line}--{}--\r\n", this.boundary);
                            this.state = State::Last(Body::full(end.into()));
                        }
                        Err(error) => return Poll::Ready(Some(Err(error.into()))),
                    }
                }
            }
        }
    }
}
