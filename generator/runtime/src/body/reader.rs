//! A reader as a body.
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;

use bytes::Bytes;
use http_body::Frame;
use tokio::io::{AsyncRead, ReadBuf};

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

/// Reads when it is asked for the next chunk.
pub(super) struct Read<R> {
    reader: Pin<Box<R>>,
    room: Vec<u8>,
    done: bool,
}

impl<R> Read<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: Box::pin(reader), room: Vec::new(), done: false }
    }
}

impl<R: AsyncRead> http_body::Body for Read<R> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        if this.done {
            return Poll::Ready(None);
        }
        this.room.resize(CHUNK, 0);
        let mut into = ReadBuf::new(&mut this.room);
        let read = ready!(this.reader.as_mut().poll_read(cx, &mut into));
        let filled = into.filled().len();
        this.done = read.is_err() || filled == 0;
        Poll::Ready(match read {
            Err(error) => Some(Err(error)),
            Ok(()) if filled == 0 => None,
            Ok(()) => Some(Ok(Frame::data(Bytes::copy_from_slice(into.filled())))),
        })
    }
}
