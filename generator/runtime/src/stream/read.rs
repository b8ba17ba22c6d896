//! Items as they arrive.
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::sync::Arc;

use futures_core::Stream;

use super::error::{broken, located};
use super::split::{Record, Splitter};
use super::{Check, Event, EventData, Framing, Items, Source, StreamError, whole};
use crate::BoxFuture;
use crate::body::{Body, BodyError, MaybeSend};
use crate::json::{Decode, Mode, from_slice};
use crate::validate::{Checker, Invalid};

/// What hears of the first error: a server answers by it, whatever the implementation makes of it.
pub(crate) type Observer = Arc<dyn Fn(&StreamError) + Send + Sync>;

/// What some APIs end a stream of events with.
const DONE: &str = "[DONE]";

/// Items of a body.
pub(crate) struct Wire<T> {
    records: Records,
    read: fn(Record, Framing, Mode) -> Result<T, Invalid>,
    check: Option<Check<T>>,
    mode: Mode,
    /// How many items came.
    count: u64,
    observer: Option<Observer>,
}

impl<T: Decode> Wire<T> {
    /// Items that are JSON, or whole events.
    pub(crate) fn items(body: Body, framing: Framing, mode: Mode, limit: usize) -> Self {
        Self::new(Records::new(body, framing, limit), item, mode)
    }
}

impl<T: Decode> Wire<Event<T>> {
    /// Events with typed data.
    pub(crate) fn events(body: Body, data: EventData, mode: Mode, limit: usize) -> Self {
        Self::new(Records::new(body, Framing::Events(data), limit), event, mode)
    }
}

impl<T> Wire<T> {
    fn new(records: Records, read: fn(Record, Framing, Mode) -> Result<T, Invalid>, mode: Mode) -> Self {
        Self { records, read, check: None, mode, count: 0, observer: None }
    }

    #[cfg(feature = "server")]
    pub(crate) fn observed(mut self, observer: Option<Observer>) -> Self {
        self.observer = observer;
        self
    }

    /// Goes on elsewhere where the body breaks off.
    #[cfg(feature = "client")]
    pub(crate) fn reopened_by(mut self, reopen: Option<Box<dyn Reopen>>) -> Self {
        self.records.reopen = reopen;
        self
    }

    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        let polled = ready!(self.records.poll_next(cx));
        let next = match polled {
            Some(Ok(record)) if self.is_end(&record) => {
                self.records.state = State::Done;
                None
            }
            Some(Ok(record)) => {
                let index = self.count;
                self.count = index.saturating_add(1);
                Some(self.decode(record).map_err(|invalid| located(invalid, index)))
            }
            Some(Err(error)) => {
                self.records.state = State::Done;
                Some(Err(error))
            }
            None => None,
        };
        if let (Some(Err(error)), Some(observer)) = (&next, &self.observer) {
            observer(error);
        }
        Poll::Ready(next)
    }

    fn is_end(&self, record: &Record) -> bool {
        let Record::Event(event) = record else { return false };
        let json = matches!(self.records.framing, Framing::Events(EventData::Json));
        json && self.mode == Mode::Lenient && event.data.trim_ascii() == DONE
    }

    fn decode(&self, record: Record) -> Result<T, Invalid> {
        let item = (self.read)(record, self.records.framing, self.mode)?;
        if let Some(check) = self.check {
            let mut checker = Checker::shallow();
            check(&item, &mut checker);
            checker.into_result()?;
        }
        Ok(item)
    }
}

impl<T> Items<T> {
    /// What is received has to hold to this, too. For emitted code.
    #[must_use]
    pub fn checked(mut self, check: Check<T>) -> Self {
        let source = self.source.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Source::Wire(wire) = source {
            wire.check = Some(check);
        }
        self
    }
}

fn item<T: Decode>(record: Record, framing: Framing, mode: Mode) -> Result<T, Invalid> {
    match (record, framing) {
        (Record::Text(text), _) => from_slice(&text, mode),
        (Record::Event(event), Framing::Events(data)) => whole::decode(&event, data, mode),
        (Record::Event(event), _) => whole::decode(&event, EventData::Either, mode),
    }
}

fn event<T: Decode>(record: Record, framing: Framing, mode: Mode) -> Result<Event<T>, Invalid> {
    let (Record::Event(event), Framing::Events(kind)) = (record, framing) else { return Err(Invalid::default()) };
    let data = whole::decode_data(&event.data, kind, mode)?;
    Ok(Event { event: event.event, data, id: event.id, retry: event.retry.map(Duration::from_millis) })
}

/// Goes on with a stream of events that broke off.
pub(crate) trait Reopen: MaybeSend {
    /// Asks for what follows the event with that id. `None`: it was tried often enough.
    fn reopen(&mut self, last_id: Option<&str>, retry: Option<Duration>) -> Option<BoxFuture<'static, Reopened>>;
    /// Something was received.
    fn received(&mut self);
}

/// What asking again came to.
#[cfg_attr(not(feature = "client"), expect(dead_code, reason = "clients alone go on elsewhere"))]
pub(crate) enum Reopened {
    /// What follows.
    Body(Body),
    /// Nothing will follow.
    Over,
    /// It may be tried again.
    Failed(BodyError),
    /// It may not.
    Refused(BodyError),
}

/// The records of a body.
struct Records {
    framing: Framing,
    splitter: Splitter,
    state: State,
    reopen: Option<Box<dyn Reopen>>,
}

enum State {
    Reading(Body),
    /// What the body had is taken in.
    Ended,
    Reopening(BoxFuture<'static, Reopened>),
    Done,
}

impl Records {
    fn new(body: Body, framing: Framing, limit: usize) -> Self {
        Self { framing, splitter: Splitter::new(framing, limit), state: State::Reading(body), reopen: None }
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Record, StreamError>>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Reading(body) => {
                    match self.splitter.next(false) {
                        Ok(None) => {}
                        found => {
                            self.reopen.iter_mut().for_each(|reopen| reopen.received());
                            return Poll::Ready(found.transpose());
                        }
                    }
                    match ready!(Pin::new(body).poll_next(cx)) {
                        Some(Ok(chunk)) => self.splitter.take_in(&chunk),
                        None => self.state = State::Ended,
                        Some(Err(error)) => self.go_on(Some(error))?,
                    }
                }
                State::Ended => match self.splitter.next(true) {
                    Ok(None) => self.go_on(None)?,
                    found => return Poll::Ready(found.transpose()),
                },
                State::Reopening(future) => match ready!(future.as_mut().poll(cx)) {
                    Reopened::Body(body) => {
                        self.splitter.restart();
                        self.state = State::Reading(body);
                    }
                    Reopened::Over => self.state = State::Done,
                    Reopened::Failed(error) => self.go_on(Some(error))?,
                    Reopened::Refused(error) => return Poll::Ready(Some(Err(broken(error)))),
                },
            }
        }
    }

    /// The body is over, or broke off.
    fn go_on(&mut self, error: Option<BodyError>) -> Result<(), StreamError> {
        let fields = &self.splitter.fields;
        let again = self.reopen.as_mut().and_then(|reopen| reopen.reopen(fields.last_id.as_deref(), fields.retry));
        self.state = match (again, error) {
            (Some(future), _) => State::Reopening(future),
            (None, None) => State::Done,
            (None, Some(error)) => return Err(broken(error)),
        };
        Ok(())
    }
}
