//! Where items end: records within the bytes of a body.
use bytes::{Buf, Bytes, BytesMut};

use super::events::{Fields, RawEvent};
use super::{Framing, StreamError};

/// One item before it is decoded.
#[derive(Debug, PartialEq)]
pub(crate) enum Record {
    /// JSON text.
    Text(Bytes),
    /// An event with its data.
    Event(RawEvent),
}

const RS: u8 = 0x1e;

/// Takes bytes in and gives records out; holds at most one item and what came with its end.
#[derive(Debug)]
pub(super) struct Splitter {
    framing: Framing,
    buffer: BytesMut,
    /// How much of the buffer is known to hold no end.
    seen: usize,
    /// An item's bytes.
    limit: usize,
    /// The first bytes of the body may be a byte order mark.
    started: bool,
    /// CR ended the last line: an LF that follows belongs to it.
    after_cr: bool,
    pub(super) fields: Fields,
}

impl Splitter {
    pub(super) fn new(framing: Framing, limit: usize) -> Self {
        let fields = Fields::default();
        Self { framing, buffer: BytesMut::new(), seen: 0, limit, started: false, after_cr: false, fields }
    }

    /// Begins anew: another body is to go on where this one broke off.
    pub(super) fn restart(&mut self) {
        self.buffer.clear();
        (self.seen, self.started, self.after_cr) = (0, false, false);
        self.fields.restart();
    }

    pub(super) fn take_in(&mut self, chunk: &Bytes) {
        self.buffer.extend_from_slice(chunk);
    }

    /// The next record of what was taken in. `None`: more is needed, or, at the `end`, there is none.
    pub(super) fn next(&mut self, end: bool) -> Result<Option<Record>, StreamError> {
        match self.framing {
            Framing::Lines => self.line_record(end),
            Framing::Sequence => self.sequence_record(end),
            Framing::Events(_) => self.event_record(),
        }
    }

    fn line_record(&mut self, end: bool) -> Result<Option<Record>, StreamError> {
        while let Some(line) = self.until(b'\n', end)? {
            // CR is white space to JSON.
            let line = Bytes::copy_from_slice(line.trim_ascii());
            if !line.is_empty() {
                return Ok(Some(Record::Text(line)));
            }
        }
        Ok(None)
    }

    /// RFC 7464: `1*RS JSON-text LF`, and what is between two RS is one text even where the LF is missing.
    fn sequence_record(&mut self, end: bool) -> Result<Option<Record>, StreamError> {
        loop {
            if !self.started {
                let Some(first) = self.buffer.first() else { return Ok(None) };
                if *first != RS {
                    return Err(StreamError::Malformed("a JSON text sequence begins with RS"));
                }
                self.buffer.advance(1);
                self.started = true;
            }
            let Some(text) = self.until(RS, end)? else { return Ok(None) };
            let trimmed = text.trim_ascii();
            // Section 2.4: a number or a word without anything behind it may have been cut off.
            let whole = trimmed.len() < text.len() || matches!(trimmed.last(), Some(b'"' | b'}' | b']') | None);
            if !whole {
                return Err(StreamError::Malformed("a text of the sequence is cut off"));
            }
            if !trimmed.is_empty() {
                return Ok(Some(Record::Text(Bytes::copy_from_slice(trimmed))));
            }
        }
    }

    /// What is before a delimiter, which is taken away with it; at the end, the rest.
    fn until(&mut self, delimiter: u8, end: bool) -> Result<Option<Bytes>, StreamError> {
        let unseen = self.buffer.get(self.seen..).unwrap_or_default();
        let found = memchr::memchr(delimiter, unseen).map(|at| self.seen + at);
        let length = found.unwrap_or(self.buffer.len());
        if length > self.limit {
            return Err(StreamError::TooLarge("an item"));
        }
        let Some(at) = found else {
            self.seen = self.buffer.len();
            if !end || self.buffer.is_empty() {
                return Ok(None);
            }
            self.seen = 0;
            return Ok(Some(self.buffer.split().freeze()));
        };
        self.seen = 0;
        let record = self.buffer.split_to(at).freeze();
        self.buffer.advance(1);
        Ok(Some(record))
    }

    /// An event that was not ended by an empty line is none.
    fn event_record(&mut self) -> Result<Option<Record>, StreamError> {
        const BOM: &[u8] = b"\xef\xbb\xbf";
        if !self.started {
            if self.buffer.len() < BOM.len() && BOM.starts_with(&self.buffer) {
                return Ok(None);
            }
            self.started = true;
            if self.buffer.starts_with(BOM) {
                self.buffer.advance(BOM.len());
            }
        }
        loop {
            if self.after_cr
                && let Some(first) = self.buffer.first()
            {
                if *first == b'\n' {
                    self.buffer.advance(1);
                }
                self.after_cr = false;
            }
            let unseen = self.buffer.get(self.seen..).unwrap_or_default();
            let Some(at) = memchr::memchr2(b'\n', b'\r', unseen).map(|at| self.seen + at) else {
                self.seen = self.buffer.len();
                if self.buffer.len() + self.fields.held() > self.limit {
                    return Err(StreamError::TooLarge("an event"));
                }
                return Ok(None);
            };
            if at + self.fields.held() > self.limit {
                return Err(StreamError::TooLarge("an event"));
            }
            self.after_cr = self.buffer.get(at) == Some(&b'\r');
            let event = self.fields.line(self.buffer.get(..at).unwrap_or_default());
            self.buffer.advance(at + 1);
            self.seen = 0;
            if let Some(event) = event {
                return Ok(Some(Record::Event(event)));
            }
        }
    }
}
