//! The body of a request or reply, in both halves.
//!
//! Most bodies are empty or in memory already, so only a stream costs a box.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;

/// Why reading a [`Body`] failed.
pub type BodyError = Box<dyn core::error::Error + Send + Sync>;

#[cfg(not(target_family = "wasm"))]
type Stream = Pin<Box<dyn http_body::Body<Data = Bytes, Error = BodyError> + Send>>;
#[cfg(target_family = "wasm")]
type Stream = Pin<Box<dyn http_body::Body<Data = Bytes, Error = BodyError>>>;

/// `Send`, except on wasm32, where nothing needs it and much of the web's does not have it.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_family = "wasm"))]
impl<T: Send + ?Sized> MaybeSend for T {}
/// `Send`, except on wasm32, where nothing needs it and much of the web's does not have it.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync`, except on wasm32.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_family = "wasm"))]
impl<T: Sync + ?Sized> MaybeSync for T {}
/// `Sync`, except on wasm32.
#[cfg(target_family = "wasm")]
pub trait MaybeSync {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSync for T {}

/// The body of a request or reply. It implements [`http_body::Body`].
///
/// ```
/// # use tenon_runtime::Body;
/// assert_eq!(Body::from("text").as_bytes().map(|bytes| bytes.len()), Some(4));
/// assert!(Body::empty().as_bytes().is_some_and(|bytes| bytes.is_empty()));
/// ```
#[derive(Default)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Full(Bytes),
    Stream(Stream),
}

static NOTHING: Bytes = Bytes::new();

impl Body {
    /// No content.
    pub const fn empty() -> Self {
        Self(Kind::Empty)
    }

    /// Content that is in memory.
    pub fn full(content: Bytes) -> Self {
        if content.is_empty() { Self(Kind::Empty) } else { Self(Kind::Full(content)) }
    }

    /// Content that arrives over time, from any other body.
    pub fn stream<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + MaybeSend + 'static,
        B::Error: Into<BodyError>,
    {
        Self(Kind::Stream(Box::pin(body.map_err(Into::into))))
    }

    /// The content if it is in memory, which includes there being none.
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Empty => Some(&NOTHING),
            Kind::Full(content) => Some(content),
            Kind::Stream(_) => None,
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if let Kind::Stream(stream) = &mut self.0 {
            return stream.as_mut().poll_frame(cx);
        }
        match core::mem::take(&mut self.0) {
            Kind::Full(content) => Poll::Ready(Some(Ok(Frame::data(content)))),
            Kind::Empty | Kind::Stream(_) => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Full(_) => false,
            Kind::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Full(content) => SizeHint::with_exact(u64::try_from(content.len()).unwrap_or(u64::MAX)),
            Kind::Stream(stream) => stream.size_hint(),
        }
    }
}

impl fmt::Debug for Body {
    /// Never prints content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Empty => f.write_str("Body::Empty"),
            Kind::Full(content) => write!(f, "Body::Full({} bytes)", content.len()),
            Kind::Stream(_) => f.write_str("Body::Stream"),
        }
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(content: Bytes) -> Self {
        Self::full(content)
    }
}

impl From<Vec<u8>> for Body {
    fn from(content: Vec<u8>) -> Self {
        Self::full(content.into())
    }
}

impl From<String> for Body {
    fn from(content: String) -> Self {
        Self::full(content.into())
    }
}

impl From<&'static str> for Body {
    fn from(content: &'static str) -> Self {
        Self::full(Bytes::from_static(content.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use http_body::Body as _;

    #[tokio::test]
    async fn gives_its_content_once() {
        for body in [Body::from("abc"), Body::stream(http_body_util::Full::new(Bytes::from("abc")))] {
            assert_eq!(body.size_hint().exact(), Some(3));
            assert!(!body.is_end_stream());
            let mut body = body;
            assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "abc");
            assert!(body.is_end_stream());
            assert!(body.frame().await.is_none());
        }
    }

    #[test]
    fn nothing_is_the_end_at_once() {
        assert!(Body::empty().is_end_stream());
        assert!(Body::from("").is_end_stream());
        assert!(Body::from(String::new()).as_bytes().unwrap().is_empty());
    }

    #[test]
    fn debug_keeps_content_to_itself() {
        assert_eq!(format!("{:?}", Body::from("secret")), "Body::Full(6 bytes)");
    }
}
