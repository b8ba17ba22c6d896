//! Receives a request's body within its limit, and refuses text that no parameter or body could be.

use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::sync::{Arc, OnceLock};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Uri, header};
use http_body::{Body as _, Frame, SizeHint};

use super::{BodyTimeout, Fault, Place, Rejection};
use crate::multipart::MultipartError;
use crate::operation::{BodyDescription, Operation};
use crate::stream::StreamError;
use crate::{Body, BodyError, OverLimit, Violation, media_type};

/// A body that was sent.
#[derive(Debug)]
pub(super) struct Received {
    /// Index of its media type in the operation's.
    pub(super) media_type: usize,
    pub(super) content: Content,
    /// How many bytes of it are held in memory where it is handed on in parts.
    pub(super) room: usize,
    pub(super) seen: Option<Seen>,
}

#[derive(Debug)]
pub(super) enum Content {
    Whole(Bytes),
    Stream(Body),
}

/// How much is read of a body, and what was found wrong with one that is handed on.
#[derive(Debug)]
pub(super) struct BodyLimits {
    /// Of what is held in memory.
    pub(super) whole: usize,
    /// Of what is handed on as it arrives.
    pub(super) streamed: usize,
    /// Of what is held in memory beside files.
    pub(super) values: usize,
    /// Made when a body is handed on.
    pub(super) seen: Option<Seen>,
}

/// The first fault of a body that was handed on: then it is not the implementation that failed.
pub(super) type Seen = Arc<OnceLock<StreamFault>>;

/// What can be wrong with a body that was handed on.
#[derive(Debug)]
pub(super) enum StreamFault {
    TooLarge,
    Timeout,
    Broken,
    Malformed(&'static str),
    Invalid(Vec<Violation>),
}

impl StreamFault {
    fn of(error: &(dyn core::error::Error + 'static)) -> Self {
        if timed_out(error) { Self::Timeout } else { Self::Broken }
    }

    /// Of a body of several parts.
    pub(super) fn of_parts(error: &MultipartError) -> Self {
        match error {
            MultipartError::Malformed(what) => Self::Malformed(what),
            MultipartError::TooLarge(_) => Self::TooLarge,
            MultipartError::Invalid(violations) => Self::Invalid(violations.clone()),
            MultipartError::Broken(error) => Self::of(&**error),
        }
    }

    /// Of a body of items.
    pub(super) fn of_items(error: &StreamError) -> Self {
        match error {
            StreamError::Malformed(what) => Self::Malformed(what),
            StreamError::TooLarge(_) => Self::TooLarge,
            StreamError::Invalid(invalid) => Self::Invalid(invalid.violations.clone()),
            StreamError::Broken(error) => Self::of(&**error),
        }
    }

    pub(super) fn rejection(&self, operation: &'static Operation) -> Rejection {
        match self {
            Self::TooLarge => Rejection::too_large(operation),
            Self::Timeout => Rejection::timeout(operation),
            Self::Broken => Rejection::broken_body(operation),
            Self::Malformed(what) => Rejection::malformed(operation, what),
            Self::Invalid(violations) => {
                let faults = violations.iter().map(|violation| Fault::new(Place::Body, "", violation.clone()));
                Rejection::invalid(operation, faults.collect())
            }
        }
    }
}

/// A body that is handed on: it ends at its limit, and what goes wrong is noted.
struct Watched {
    body: Body,
    left: usize,
    seen: Seen,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        let polled = ready!(Pin::new(&mut this.body).poll_frame(cx));
        let length = match &polled {
            Some(Ok(frame)) => frame.data_ref().map_or(0, Bytes::len),
            Some(Err(error)) => {
                let _ = this.seen.set(StreamFault::of(&**error));
                0
            }
            None => 0,
        };
        match this.left.checked_sub(length) {
            Some(left) => {
                this.left = left;
                Poll::Ready(polled)
            }
            None => {
                // Nothing more is read of it.
                this.body = Body::empty();
                let _ = this.seen.set(StreamFault::TooLarge);
                Poll::Ready(Some(Err(OverLimit.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Refuses percent-encoding that is broken or stands for something else than UTF-8; in a path also NUL, which ends names
/// in too many places behind a server. In a query it is a character like any other, as it is in a string of JSON: what
/// was sent under names that the document does not know must not matter, and a declared string may hold it.
pub(super) fn check_uri(uri: &Uri, operation: &'static Operation) -> Result<(), Rejection> {
    let refused = |text: &str, nul| memchr::memchr(b'%', text.as_bytes()).is_some() && !well_encoded(text, nul);
    if refused(uri.path(), false) {
        return Err(Rejection::malformed(
            operation,
            "the path holds something else than percent-encoded UTF-8 without NUL",
        ));
    }
    if refused(uri.query().unwrap_or_default(), true) {
        return Err(Rejection::malformed(operation, "the query holds something else than percent-encoded UTF-8"));
    }
    Ok(())
}

fn well_encoded(text: &str, nul: bool) -> bool {
    let hexadecimal = |at: Option<&u8>| at.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    let escapes =
        memchr::memchr_iter(b'%', bytes).all(|at| hexadecimal(bytes.get(at + 1)) && hexadecimal(bytes.get(at + 2)));
    escapes
        && percent_encoding::percent_decode_str(text)
            .decode_utf8()
            .is_ok_and(|text| nul || memchr::memchr(0, text.as_bytes()).is_none())
}

/// Refuses bodies that are compressed: nothing here undoes it.
pub(super) fn check_coding(headers: &HeaderMap, operation: &'static Operation) -> Result<(), Rejection> {
    let mut codings = headers.get_all(header::CONTENT_ENCODING).iter();
    if codings.any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Rejection::unsupported_media_type(operation, "Content-Encoding is not supported"));
    }
    Ok(())
}

/// `None`: there is no body, and there need not be one.
pub(super) async fn receive(
    headers: &HeaderMap,
    body: &mut Body,
    operation: &'static Operation,
    description: &BodyDescription,
    limits: &mut BodyLimits,
) -> Result<Option<Received>, Rejection> {
    let Some(media_type) = media_type(headers, operation, description)? else {
        // A body that is nothing needs no type. RFC 9110, section 8.3: to guess one is allowed, and dangerous.
        let empty = content(body, operation, 0).await.is_ok_and(|content| content.is_empty());
        let refused = || Rejection::unsupported_media_type(operation, "the body has no Content-Type");
        return if empty { Ok(None) } else { Err(refused()) };
    };
    let streamed = description.streamed.contains(&media_type);
    let limit = if streamed { limits.streamed } else { limits.whole };
    if body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(Rejection::too_large(operation));
    }
    let content = if streamed {
        let seen = Arc::clone(limits.seen.get_or_insert_default());
        let body = Watched { body: core::mem::take(body), left: limit, seen };
        Content::Stream(Body::stream(body))
    } else {
        Content::Whole(content(body, operation, limit).await?)
    };
    Ok(Some(Received { media_type, content, room: limits.values, seen: limits.seen.clone() }))
}

fn media_type(
    headers: &HeaderMap,
    operation: &'static Operation,
    description: &BodyDescription,
) -> Result<Option<usize>, Rejection> {
    let unsupported = |detail| Rejection::unsupported_media_type(operation, detail);
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let content_type = types.next();
    if types.next().is_some() {
        return Err(Rejection::malformed(operation, "Content-Type is given more than once"));
    }
    let Some(value) = content_type else { return Ok(None) };
    let chosen = value.to_str().ok().and_then(|value| media_type::choose(value, description.media_types));
    chosen.map(Some).ok_or_else(|| unsupported("the Content-Type is not one of the operation's"))
}

/// All of a body, whatever it is.
pub(super) async fn whole(body: &mut Body, operation: &'static Operation, limit: usize) -> Result<Bytes, Rejection> {
    if body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(Rejection::too_large(operation));
    }
    content(body, operation, limit).await
}

async fn content(body: &mut Body, operation: &'static Operation, limit: usize) -> Result<Bytes, Rejection> {
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        let frame = frame.map_err(|error| {
            if timed_out(&*error) { Rejection::timeout(operation) } else { Rejection::broken_body(operation) }
        })?;
        // Trailers say nothing that a document could declare.
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > limit.saturating_sub(first.len() + rest.len()) {
            return Err(Rejection::too_large(operation));
        }
        // Most bodies come in one piece, which is not copied.
        if first.is_empty() && rest.is_empty() {
            first = data;
            continue;
        }
        if rest.is_empty() {
            rest.extend_from_slice(&core::mem::take(&mut first));
        }
        rest.extend_from_slice(&data);
    }
    Ok(if rest.is_empty() { first } else { rest.freeze() })
}

/// Bodies are boxed on their way, so the cause may lie some errors deep.
fn timed_out(error: &(dyn core::error::Error + 'static)) -> bool {
    core::iter::successors(Some(error), |error| error.source()).any(<dyn core::error::Error>::is::<BodyTimeout>)
}

#[cfg(test)]
mod tests {
    use super::well_encoded;

    #[test]
    fn encoded_text() {
        for good in ["", "a", "%20", "%c3%A9", "%E2%80%AE", "a%2Fb%25", "é%20"] {
            assert!(well_encoded(good, false), "{good}");
        }
        for bad in ["%", "%2", "%zz", "%2g", "a%", "%ff", "%c3", "%ed%a0%80"] {
            assert!(!well_encoded(bad, true), "{bad}");
        }
        for nul in ["%00", "a%00b"] {
            assert!(well_encoded(nul, true) && !well_encoded(nul, false), "{nul}");
        }
    }
}
