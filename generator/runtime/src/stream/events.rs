//! The fields of an event, line by line. Source: WHATWG HTML, section 9.2.6, "Interpreting an event stream".
use core::time::Duration;

/// An event with its data as they travelled.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RawEvent {
    pub(crate) event: Option<String>,
    pub(crate) data: String,
    pub(crate) id: Option<String>,
    pub(crate) retry: Option<u64>,
}

/// What was read of the event at hand, and what holds from event to event.
#[derive(Debug, Default)]
pub(super) struct Fields {
    event: RawEvent,
    has_data: bool,
    /// The last id that was seen, for `Last-Event-ID`.
    pub(super) last_id: Option<String>,
    /// The last `retry` that was seen.
    pub(super) retry: Option<Duration>,
}

impl Fields {
    /// How many bytes it holds of an event that is not over.
    pub(super) fn held(&self) -> usize {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        self.event.data.len() + length(&self.event.event) + length(&self.event.id)
    }

    /// An event that is not over never will be; what holds from event to event stays.
    pub(super) fn restart(&mut self) {
        self.event = RawEvent::default();
        self.has_data = false;
    }

    /// Takes a line without its end. `Some`: it was the end of an event that says something.
    pub(super) fn line(&mut self, line: &[u8]) -> Option<RawEvent> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (name, value) = match memchr::memchr(b':', line) {
            Some(at) => (line.get(..at)?, line.get(at + 1..)?),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"event" => self.event.event = Some(text(value)),
            b"data" => {
                if core::mem::replace(&mut self.has_data, true) {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(&String::from_utf8_lossy(value));
            }
            b"id" if !value.contains(&0) => {
                self.event.id = Some(text(value));
                self.last_id.clone_from(&self.event.id);
            }
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                let milliseconds = text(value).parse().unwrap_or(u64::MAX);
                self.event.retry = Some(milliseconds);
                self.retry = Some(Duration::from_millis(milliseconds));
            }
            // Comments have no name; other fields are ignored.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<RawEvent> {
        let mut event = core::mem::take(&mut self.event);
        event.event = event.event.filter(|event| !event.is_empty());
        core::mem::take(&mut self.has_data).then_some(event)
    }
}

/// The specification decodes what is not UTF-8 with replacement characters.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
