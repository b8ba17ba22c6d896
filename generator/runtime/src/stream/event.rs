//! A server-sent event.
use core::time::Duration;

/// A server-sent event with typed data (WHATWG HTML, section 9.2).
///
/// ```
/// use tenon_runtime::stream::Event;
/// let event: Event<i64> = Event::new(5).event("tick").id("17");
/// assert_eq!((event.data, event.id.as_deref()), (5, Some("17")));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What kind of event it is; `None` is what browsers call `message`.
    pub event: Option<String>,
    /// What it says.
    pub data: T,
    /// What a client that lost the connection asks on from: it sends this as `Last-Event-ID`. Not that of an event before it.
    pub id: Option<String>,
    /// How long a client is to wait until it connects again.
    pub retry: Option<Duration>,
}

impl<T> Event<T> {
    /// An event that is its data.
    #[must_use]
    pub fn new(data: impl Into<T>) -> Self {
        Self { event: None, data: data.into(), id: None, retry: None }
    }

    /// Says what kind of event it is. It cannot be sent if that holds a line break.
    #[must_use]
    pub fn event(mut self, event: impl Into<String>) -> Self {
        self.event = Some(event.into());
        self
    }

    /// Sets the id. It cannot be sent if that holds a line break or NUL.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets how long a client is to wait until it connects again, in full milliseconds.
    #[must_use]
    pub fn retry(mut self, retry: Duration) -> Self {
        self.retry = Some(retry);
        self
    }

    /// The same event with other data.
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Event<U> {
        let Self { event, data, id, retry } = self;
        Event { event, data: f(data), id, retry }
    }
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self { event: None, data, id: None, retry: None }
    }
}
