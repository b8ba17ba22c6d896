//! Bodies that are sequences of items: server-sent events (WHATWG HTML, section 9.2), lines of JSON (NDJSON, JSON Lines) and
//! JSON text sequences (RFC 7464).
//!
//! [`Items`] are what both halves hold: what is sent is made from any stream, what is received is one. One item is in memory
//! at a time, and an item has a limit. `split` finds where items end, `events` reads the fields of an event, `read` and
//! `write` are the two ways, `whole` is for documents that describe the event itself and not only its data.

mod error;
mod event;
mod events;
mod read;
mod split;
#[cfg(test)]
mod tests;
mod whole;
mod write;

use core::fmt;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::sync::{Mutex, PoisonError};

pub use error::StreamError;
pub use event::Event;
#[cfg(feature = "server")]
pub(crate) use read::Observer;
pub(crate) use read::Wire;
#[cfg(feature = "client")]
pub(crate) use read::{Reopen, Reopened};
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use write::{events as write_events, items as write_items};

use crate::body::{BodyError, MaybeSend};
use crate::validate::Checker;

/// How items follow each other in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// A line each: `application/x-ndjson`, `application/jsonl`.
    Lines,
    /// A record each, begun by RS and ended by LF: `application/json-seq`.
    Sequence,
    /// An event each, of which the item is the whole: `text/event-stream` where the document describes `event` and `data`.
    Events(EventData),
}

/// What the data of an event are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventData {
    /// Text as it is.
    Text,
    /// JSON text.
    Json,
    /// JSON text of some events, text of others.
    Either,
}

/// What emitted code demands of an item beyond its type.
pub type Check<T> = fn(&T, &mut Checker);

/// How often a stream of events says that it is still there, if nothing else is said.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A body of items that follow each other: what is sent as they come, and what is received as they arrive.
///
/// To send some, put them together from any stream ([`new`](Self::new)) or from what is at hand ([`FromIterator`],
/// `From<Vec<T>>`); the next item is asked for when the one before it was taken by the connection. What was received is
/// taken item by item with [`next`](Self::next), or as the stream that it is.
///
/// ```
/// # async fn example() -> Result<(), tenon_runtime::stream::StreamError> {
/// use tenon_runtime::stream::{Event, Items};
/// let mut events: Items<Event<String>> = [Event::new("one"), Event::new("two").id("2")].into_iter().collect();
/// while let Some(event) = events.next().await? {
///     println!("{}", event.data);
/// }
/// # Ok(())
/// # }
/// ```
pub struct Items<T> {
    // Locked only to look at it: it makes items `Sync`, so that whoever holds them can be shared.
    source: Mutex<Source<T>>,
    keep_alive: Option<Duration>,
    end: Option<&'static str>,
}

#[cfg(not(target_family = "wasm"))]
type Given<T> = Pin<Box<dyn futures_core::Stream<Item = Result<T, BodyError>> + Send>>;
#[cfg(target_family = "wasm")]
type Given<T> = Pin<Box<dyn futures_core::Stream<Item = Result<T, BodyError>>>>;

enum Source<T> {
    Given(Given<T>),
    Wire(Box<Wire<T>>),
}

impl<T> Items<T> {
    /// Items that come over time. An error of theirs breaks off the body, so that whoever reads it knows that more was to come.
    pub fn new<S, E>(items: S) -> Self
    where
        S: futures_core::Stream<Item = Result<T, E>> + MaybeSend + 'static,
        E: Into<BodyError>,
    {
        Self::of(Source::Given(Box::pin(Fallible(Box::pin(items)))))
    }

    fn of(source: Source<T>) -> Self {
        Self { source: Mutex::new(source), keep_alive: Some(KEEP_ALIVE), end: None }
    }

    pub(crate) fn received(wire: Wire<T>) -> Self {
        Self::of(Source::Wire(Box::new(wire)))
    }

    /// How often a server's stream of events says that it is still there while there is no event: a comment, which readers
    /// pass over. 15 seconds if nothing is said.
    #[must_use]
    pub fn keep_alive(mut self, every: Duration) -> Self {
        self.keep_alive = Some(every);
        self
    }

    #[cfg(feature = "server")]
    pub(crate) fn kept_alive(&self) -> Option<Duration> {
        self.keep_alive
    }

    /// Nothing is sent while there is no event.
    #[must_use]
    pub fn no_keep_alive(mut self) -> Self {
        self.keep_alive = None;
        self
    }

    /// Ends a stream of events with one whose data are this text, such as the `[DONE]` of some APIs. A client takes that one
    /// as the end where the data of events are JSON.
    #[must_use]
    pub fn end_with(mut self, data: &'static str) -> Self {
        self.end = Some(data);
        self
    }

    /// The next item; `None` behind the last one.
    ///
    /// # Errors
    /// The body breaks off, is malformed, or holds an item that is too large; then nothing follows. Or an item is not what the
    /// document says; then the next may be. On a server, to fail with this error is enough: the reply is the document's.
    pub async fn next(&mut self) -> Result<Option<T>, StreamError> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        match self.get_mut().source.get_mut().unwrap_or_else(PoisonError::into_inner) {
            Source::Given(items) => {
                items.as_mut().poll_next(cx).map(|next| next.map(|item| item.map_err(error::broken)))
            }
            Source::Wire(wire) => wire.poll_next(cx),
        }
    }
}

/// Without a bound: boxes are `Unpin`, and no item is ever pinned.
impl<T> Unpin for Items<T> {}

impl<T> futures_core::Stream for Items<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Items::poll_next(self, cx)
    }
}

/// Errors of any type as those of a body.
struct Fallible<S>(Pin<Box<S>>);

impl<T, E, S> futures_core::Stream for Fallible<S>
where
    S: futures_core::Stream<Item = Result<T, E>>,
    E: Into<BodyError>,
{
    type Item = Result<T, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx).map(|next| next.map(|item| item.map_err(Into::into)))
    }
}

/// What is at hand already, as a stream.
struct AtHand<T>(std::vec::IntoIter<T>);

/// No item is ever pinned.
impl<T> Unpin for AtHand<T> {}

impl<T> futures_core::Stream for AtHand<T> {
    type Item = Result<T, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

impl<T: MaybeSend + 'static> From<Vec<T>> for Items<T> {
    fn from(items: Vec<T>) -> Self {
        Self::of(Source::Given(Box::pin(AtHand(items.into_iter()))))
    }
}

impl<T: MaybeSend + 'static> FromIterator<T> for Items<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        items.into_iter().collect::<Vec<_>>().into()
    }
}

impl<T: MaybeSend + 'static> Default for Items<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: MaybeSend + 'static> crate::IntoOption<Items<T>> for Vec<T> {
    fn into_option(self) -> Option<Items<T>> {
        Some(self.into())
    }
}

impl<T> fmt::Debug for Items<T> {
    /// Never shows content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &*self.source.lock().unwrap_or_else(PoisonError::into_inner) {
            Source::Given(_) => "Items",
            Source::Wire(_) => "Items(as they arrive)",
        })
    }
}
