//! Parts as one body.
use core::hash::{BuildHasher, Hasher};
use core::pin::Pin;
use core::task::{Context, Poll};
use std::collections::VecDeque;
use std::collections::hash_map::RandomState;

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::part::PartWriter;
use super::relay::Relay;
use super::{Multipart, Part, Source};
use crate::body::{Body, BodyError};
use crate::media_type;
use crate::param::Fault;

/// The body and its `Content-Type`.
///
/// # Errors
/// The name of a part that cannot be written, and why. What was received is read and written anew as it is sent.
pub(crate) fn write<P: Part>(declared: &str, multipart: Multipart<P>) -> Result<(Body, String), (String, Fault)> {
    let Source::Parts(parts) = multipart.0 else {
        let boundary = boundary();
        let content_type = content_type(declared, &boundary);
        return Ok((Body::stream(Relay::new(multipart, boundary)), content_type));
    };
    let mut out = PartWriter::new(P::description(), P::BY_PLACE.then_some(0));
    parts.into_iter().for_each(|part| part.write(&mut out));
    finish(declared, out)
}

/// The same for all types of parts.
fn finish(declared: &str, out: PartWriter) -> Result<(Body, String), (String, Fault)> {
    if let Some(problem) = out.problem {
        return Err(problem);
    }
    let boundary = boundary();
    let mut pieces = VecDeque::with_capacity(out.parts.len() * 2 + 1);
    let mut line = "";
    for (lines, content) in out.parts {
        let mut head = format!("{line}--{boundary}\r\n").into_bytes();
        head.extend_from_slice(&lines);
        pieces.push_back(Body::full(head.into()));
        pieces.push_back(content);
        line = "\r\n";
    }
    pieces.push_back(Body::full(format!("{line}--{boundary}--\r\n").into()));
    Ok((Body::stream(Pieces(pieces)), content_type(declared, &boundary)))
}

fn content_type(declared: &str, boundary: &str) -> String {
    format!("{}; boundary={boundary}", media_type::essence(declared))
}

/// What no content holds, unless its sender can foresee random numbers (RFC 2046, section 5.1.1).
fn boundary() -> String {
    let number = || RandomState::new().build_hasher().finish();
    format!("tenon-{:016x}{:016x}", number(), number())
}

/// One body after another.
struct Pieces(VecDeque<Body>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        while let Some(piece) = self.0.front_mut() {
            match core::task::ready!(Pin::new(piece).poll_frame(cx)) {
                // Trailers of a part are no part of the whole.
                Some(Ok(frame)) if !frame.is_data() => {}
                Some(frame) => return Poll::Ready(Some(frame)),
                None => {
                    self.0.pop_front();
                }
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.0.iter().all(http_body::Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = SizeHint::with_exact(0);
        for piece in self.0.iter().map(http_body::Body::size_hint) {
            let upper = hint.upper().zip(piece.upper()).map(|(all, more)| all.saturating_add(more));
            let lower = hint.lower().saturating_add(piece.lower());
            hint = SizeHint::new();
            hint.set_lower(lower);
            if let Some(upper) = upper {
                hint.set_upper(upper);
            }
        }
        hint
    }
}
