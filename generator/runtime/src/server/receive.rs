//! Receives a request's body within its limit, and refuses text that no parameter or body could be.

use core::future::poll_fn;
use core::pin::Pin;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Uri, header};
use http_body::Body as _;

use super::{BodyTimeout, Rejection, media};
use crate::Body;
use crate::operation::{BodyDescription, Operation};

/// A body that was sent.
#[derive(Debug)]
pub(super) struct Received {
    /// Index of its media type in the operation's.
    pub(super) media_type: usize,
    pub(super) content: Bytes,
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

/// `None`: there is no body, and there need not be one.
pub(super) async fn receive(
    headers: &HeaderMap,
    body: &mut Body,
    operation: &'static Operation,
    description: &BodyDescription,
    limit: usize,
) -> Result<Option<Received>, Rejection> {
    let unsupported = |detail| Rejection::unsupported_media_type(operation, detail);
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let content_type = types.next();
    if types.next().is_some() {
        return Err(Rejection::malformed(operation, "Content-Type is given more than once"));
    }
    if headers.get_all(header::CONTENT_ENCODING).iter().any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        return Err(unsupported("Content-Encoding is not supported"));
    }
    let media_type = match content_type {
        None => None,
        Some(value) => {
            let chosen = value.to_str().ok().and_then(|value| media::choose(value, description.media_types));
            Some(chosen.ok_or_else(|| unsupported("the Content-Type is not one of the operation's"))?)
        }
    };
    if body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(Rejection::too_large(operation));
    }
    let content = content(body, operation, limit).await?;
    match media_type {
        Some(media_type) => Ok(Some(Received { media_type, content })),
        None if content.is_empty() => Ok(None),
        // RFC 9110, section 8.3: to guess is allowed, and dangerous.
        None => Err(unsupported("the body has no Content-Type")),
    }
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
