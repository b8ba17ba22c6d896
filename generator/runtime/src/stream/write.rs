//! Items on their way out: each is written when the one before it was taken.
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Frame;

use super::events::RawEvent;
use super::{Event, EventData, Framing, Items, StreamError, whole};
use crate::body::{Body, MaybeSend};
use crate::json::{Encode, to_vec};

/// Items that are JSON, or whole events.
pub(crate) fn items<T: Encode + MaybeSend + 'static>(framing: Framing, items: Items<T>) -> Body {
    written(framing, items, |item, framing| match framing {
        Framing::Lines => Ok(line(to_vec(item), None)),
        Framing::Sequence => Ok(line(to_vec(item), Some(0x1e))),
        Framing::Events(data) => event_bytes(&whole::encode(item, data)?),
    })
}

/// Events with typed data.
pub(crate) fn events<T: Encode + MaybeSend + 'static>(data: EventData, items: Items<Event<T>>) -> Body {
    written(Framing::Events(data), items, |event, framing| {
        let Framing::Events(kind) = framing else { return Err("events are written as events") };
        let (name, id) = (event.event.clone(), event.id.clone());
        let retry = event.retry.map(|retry| u64::try_from(retry.as_millis()).unwrap_or(u64::MAX));
        event_bytes(&RawEvent { event: name, data: whole::encode_data(&event.data, kind), id, retry })
    })
}

type Write<T> = fn(&T, Framing) -> Result<Bytes, &'static str>;

fn written<T: MaybeSend + 'static>(framing: Framing, items: Items<T>, write: Write<T>) -> Body {
    let end = items.end.filter(|_| matches!(framing, Framing::Events(_)));
    Body::stream(Written { items, framing, write, end: end.map(|end| format!("data: {end}\n\n").into()) })
}

struct Written<T> {
    items: Items<T>,
    framing: Framing,
    write: Write<T>,
    end: Option<Bytes>,
}

impl<T> http_body::Body for Written<T> {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        let this = self.get_mut();
        let next = match ready!(Pin::new(&mut this.items).poll_next(cx)) {
            Some(Ok(item)) => Some((this.write)(&item, this.framing).map_err(StreamError::Malformed)),
            Some(Err(error)) => Some(Err(error)),
            None => this.end.take().map(Ok),
        };
        Poll::Ready(next.map(|bytes| bytes.map(Frame::data)))
    }
}

/// JSON text that keeps its own line ends has them outside of strings only, where they mean nothing.
fn line(mut text: Vec<u8>, before: Option<u8>) -> Bytes {
    for byte in &mut text {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    if let Some(before) = before {
        text.insert(0, before);
    }
    text.push(b'\n');
    text.into()
}

/// The lines of an event.
fn event_bytes(event: &RawEvent) -> Result<Bytes, &'static str> {
    let is_broken = |text: &str| memchr::memchr3(b'\n', b'\r', 0, text.as_bytes()).is_some();
    let mut out = String::with_capacity(event.data.len() + 64);
    if let Some(name) = &event.event {
        if is_broken(name) {
            return Err("the name of an event holds a line break or NUL");
        }
        push(&mut out, "event", name);
    }
    if let Some(id) = &event.id {
        if is_broken(id) {
            return Err("the id of an event holds a line break or NUL");
        }
        push(&mut out, "id", id);
    }
    if let Some(retry) = event.retry {
        push(&mut out, "retry", itoa::Buffer::new().format(retry));
    }
    if memchr::memchr(b'\r', event.data.as_bytes()).is_some() {
        return Err("the data of an event hold a carriage return, which would arrive as another line break");
    }
    event.data.split('\n').for_each(|line| push(&mut out, "data", line));
    out.push('\n');
    Ok(out.into())
}

fn push(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(": ");
    out.push_str(value);
    out.push('\n');
}
