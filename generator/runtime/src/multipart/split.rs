//! Finds the parts of a multipart body as it arrives (RFC 2046, section 5.1). Holds no more than the head of a part and what
//! came with it.
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use http_body::Body as _;
use memchr::memmem::Finder;

use super::MultipartError;
use crate::Body;

/// How long the head of a part may be.
const HEAD: usize = 16 * 1024;
/// How many spaces may follow a boundary.
const PADDING: usize = 64;

/// A body being split.
#[derive(Debug)]
pub(super) struct Splitter {
    body: Body,
    buffer: BytesMut,
    /// `\r\n--boundary`
    delimiter: Finder<'static>,
    state: State,
    /// Up to here the buffer was looked through for the end of a head.
    searched: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Within a part, or in what stands before the first.
    Content,
    /// Behind a boundary.
    Delimiter,
    /// In the headers of a part.
    Head,
    /// Behind the headers: the line that ends them, or a boundary at once.
    Start,
    /// Behind the last boundary.
    End,
    /// Behind a fault.
    Failed,
}

impl Splitter {
    pub(super) fn new(body: Body, boundary: &str) -> Self {
        let delimiter = format!("\r\n--{boundary}");
        Self {
            body,
            // The first boundary need not have a line before it.
            buffer: BytesMut::from(&b"\r\n"[..]),
            delimiter: Finder::new(delimiter.as_bytes()).into_owned(),
            state: State::Content,
            searched: 0,
        }
    }

    /// The next piece of the part at hand; `None` at its end.
    pub(super) fn poll_content(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, MultipartError>> {
        loop {
            let length = self.delimiter.needle().len();
            match self.state {
                State::Delimiter | State::Head | State::End => return Poll::Ready(Ok(None)),
                State::Failed => return Poll::Ready(Err(refused())),
                // A part without content may do without the line that ends its headers.
                State::Start if self.buffer.starts_with(self.delimiter.needle()) => self.state = State::Content,
                State::Start if self.buffer.len() >= length || !self.delimiter.needle().starts_with(&self.buffer) => {
                    self.buffer.advance(2);
                    self.state = State::Content;
                }
                State::Start => ready!(self.poll_more(cx))?,
                State::Content => {
                    let found = self.delimiter.find(&self.buffer);
                    match found.unwrap_or_else(|| self.buffer.len() - self.begun()) {
                        0 if found.is_some() => {
                            self.buffer.advance(length);
                            self.state = State::Delimiter;
                        }
                        0 => ready!(self.poll_more(cx))?,
                        safe => return Poll::Ready(Ok(Some(self.buffer.split_to(safe).freeze()))),
                    }
                }
            }
        }
    }

    /// How many bytes at the end may be the beginning of a delimiter.
    fn begun(&self) -> usize {
        let needle = self.delimiter.needle();
        let window = self.buffer.len().min(needle.len() - 1);
        let tail = self.buffer.get(self.buffer.len() - window..).unwrap_or_default();
        let starts = memchr::memchr_iter(b'\r', tail);
        starts.map(|at| tail.get(at..).unwrap_or_default()).find(|rest| needle.starts_with(rest)).map_or(0, <[u8]>::len)
    }

    /// The headers of the next part, as lines; what is left of the one at hand is passed over. `None` behind the last one.
    pub(super) fn poll_head(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, MultipartError>> {
        loop {
            match self.state {
                State::Content | State::Start => while ready!(self.poll_content(cx))?.is_some() {},
                State::Delimiter => match self.behind_boundary() {
                    Some(Ok(state)) => self.state = state,
                    Some(Err(error)) => return Poll::Ready(Err(self.fail(error))),
                    None => ready!(self.poll_more(cx))?,
                },
                State::Head => {
                    if let Some(lines) = self.head() {
                        self.state = State::Start;
                        return Poll::Ready(Ok(Some(lines)));
                    }
                    if self.buffer.len() > HEAD {
                        return Poll::Ready(Err(self.fail(MultipartError::TooLarge("the head of a part"))));
                    }
                    ready!(self.poll_more(cx))?;
                }
                State::End => return Poll::Ready(Ok(None)),
                State::Failed => return Poll::Ready(Err(refused())),
            }
        }
    }

    /// What follows a boundary: `--`, or a line's end. `None`: too little is there to say.
    fn behind_boundary(&mut self) -> Option<Result<State, MultipartError>> {
        if self.buffer.starts_with(b"--") {
            self.body = Body::empty();
            return Some(Ok(State::End));
        }
        let padding = self.buffer.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match (self.buffer.get(padding), self.buffer.get(padding + 1)) {
            (Some(b'\r'), Some(b'\n')) => {
                self.buffer.advance(padding + 2);
                self.searched = 0;
                Some(Ok(State::Head))
            }
            _ if padding > PADDING => Some(Err(MultipartError::TooLarge("the space behind a boundary"))),
            (None, _) | (Some(b'\r'), None) => None,
            (Some(b'-'), None) if padding == 0 => None,
            _ => Some(Err(MultipartError::Malformed(
                "a boundary is followed by something else than the end of its line",
            ))),
        }
    }

    /// The head if it is all there; the empty line behind it stays.
    fn head(&mut self) -> Option<Bytes> {
        if self.buffer.starts_with(b"\r\n") {
            return Some(Bytes::new());
        }
        let from = self.searched.saturating_sub(3);
        let found = memchr::memmem::find(self.buffer.get(from..).unwrap_or_default(), b"\r\n\r\n");
        self.searched = self.buffer.len();
        let end = found.map(|at| from + at + 2).filter(|end| *end <= HEAD)?;
        Some(self.buffer.split_to(end).freeze())
    }

    fn fail(&mut self, error: MultipartError) -> MultipartError {
        self.state = State::Failed;
        self.body = Body::empty();
        error
    }

    /// Takes in what arrives next; the end of the body is none of ours.
    fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), MultipartError>> {
        loop {
            let error = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) if !data.is_empty() => {
                        self.buffer.extend_from_slice(&data);
                        return Poll::Ready(Ok(()));
                    }
                    _ => continue,
                },
                Some(Err(error)) => MultipartError::broken(error),
                None => MultipartError::Malformed("it ends before its last boundary"),
            };
            return Poll::Ready(Err(self.fail(error)));
        }
    }
}

pub(super) fn refused() -> MultipartError {
    MultipartError::Malformed("it was given up already")
}
