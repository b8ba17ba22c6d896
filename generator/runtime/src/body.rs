//! The body of a request or reply, in both halves.
//!
//! Most bodies are empty or in memory already, so only a stream costs a box.

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use std::sync::{Mutex, PoisonError};

mod media;
#[cfg(all(any(feature = "hyper", feature = "server"), not(target_family = "wasm")))]
mod reader;
#[cfg(test)]
mod tests;

pub use media::Media;

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
/// It is made from what is in memory ([`From`]), from any other body ([`Body::stream`]), from chunks as they come
/// ([`Body::from_stream`]), or from a reader (`Body::from_reader`), and read whole ([`Body::bytes`]) or chunk by chunk
/// ([`Body::chunk`]). It can be read once.
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
    // Locked only to look at it: it makes a body `Sync`, so that whoever holds one can be shared.
    Stream(Mutex<Stream>),
}

static NOTHING: Bytes = Bytes::new();

/// A body has more bytes than [`Body::bytes`] was to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverLimit;

impl fmt::Display for OverLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body is larger than the limit")
    }
}

impl core::error::Error for OverLimit {}

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
        Self(Kind::Stream(Mutex::new(Box::pin(body.map_err(Into::into)))))
    }

    /// Content that arrives over time, chunk by chunk.
    ///
    /// ```
    /// # use tenon_runtime::{Body, bytes::Bytes};
    /// # struct Ticks(u8);
    /// # impl futures_core::Stream for Ticks {
    /// #     type Item = Result<Bytes, std::io::Error>;
    /// #     fn poll_next(self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> { std::task::Poll::Ready(None) }
    /// # }
    /// let body = Body::from_stream(Ticks(3));
    /// ```
    pub fn from_stream<S, E>(chunks: S) -> Self
    where
        S: futures_core::Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BodyError>,
    {
        Self::stream(Chunked(Box::pin(chunks)))
    }

    /// Content that is read as it is sent: a file, a pipe, a socket.
    #[cfg(all(any(feature = "hyper", feature = "server"), not(target_family = "wasm")))]
    pub fn from_reader<R>(reader: R) -> Self
    where
        R: tokio::io::AsyncRead + Send + 'static,
    {
        Self::stream(reader::Read::new(reader))
    }

    /// The content if it is in memory, which includes there being none.
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Empty => Some(&NOTHING),
            Kind::Full(content) => Some(content),
            Kind::Stream(_) => None,
        }
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// The body breaks off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        while let Some(frame) = self.frame().await {
            // Trailers are no content.
            if let Ok(data) = frame?.into_data()
                && !data.is_empty()
            {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }

    /// All of the content, if it has no more bytes than `limit`.
    ///
    /// # Errors
    /// The body breaks off, or it is larger: [`OverLimit`].
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, BodyError> {
        let first = self.chunk().await?.unwrap_or_default();
        if first.len() > limit {
            return Err(OverLimit.into());
        }
        let Some(second) = self.chunk().await? else { return Ok(first) };
        let mut all = BytesMut::from(&*first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            if chunk.len() > limit - all.len() {
                return Err(OverLimit.into());
            }
            all.extend_from_slice(&chunk);
            next = self.chunk().await?;
        }
        Ok(all.freeze())
    }
}

/// Chunks of a stream as a body.
struct Chunked<S>(Pin<Box<S>>);

impl<S, E> http_body::Body for Chunked<S>
where
    S: futures_core::Stream<Item = Result<Bytes, E>>,
{
    type Data = Bytes;
    type Error = E;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, E>>> {
        self.0.as_mut().poll_next(cx).map(|next| next.map(|chunk| chunk.map(Frame::data)))
    }
}

/// The chunks of a body, without trailers.
impl futures_core::Stream for Body {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match core::task::ready!(http_body::Body::poll_frame(self.as_mut(), cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if let Kind::Stream(stream) = &mut self.0 {
            return stream.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll_frame(cx);
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
            Kind::Stream(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Full(content) => SizeHint::with_exact(u64::try_from(content.len()).unwrap_or(u64::MAX)),
            Kind::Stream(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).size_hint(),
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

impl From<&'static [u8]> for Body {
    fn from(content: &'static [u8]) -> Self {
        Self::full(Bytes::from_static(content))
    }
}

macro_rules! options {
    ($($from:ty),*) => { $(
        impl crate::IntoOption<Body> for $from {
            fn into_option(self) -> Option<Body> {
                Some(self.into())
            }
        }
    )* };
}
options!(Bytes, Vec<u8>, String, &'static str, &'static [u8]);
