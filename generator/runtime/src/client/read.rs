//! What an operation's reply is read from.
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use super::Side;
use super::collect::{Collected, End};
use super::error::{DecodeError, DecodeFault, Error, UnexpectedReply};
use super::reconnect::Again;
use crate::body::Body;
use crate::json::{Decode, Mode, decode_text, from_slice};
use crate::media_type;
use crate::multipart::{self, Multipart, Part};
use crate::param::{self, Parameter, Source};
use crate::stream::{Event, EventData, Framing, Items, Reopen, Wire};
use crate::validate::Invalid;

/// How many bytes of a multipart reply are held in memory: of what is no file.
const VALUES: usize = 16 * 1024 * 1024;

/// A reply, for emitted code to read. `None` from a method means that the reply cannot be read, and the reader remembers
/// why. All is read leniently, but where a contract is at stake.
pub struct ReplyReader<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
    body: &'a mut Collected,
    stream: Option<Body>,
    room: usize,
    again: Option<Box<Again>>,
    failure: Option<DecodeFault>,
    mode: Mode,
}

impl<'a> ReplyReader<'a> {
    pub(super) fn new(
        status: StatusCode,
        headers: &'a HeaderMap,
        body: &'a mut Collected,
        stream: Option<Body>,
    ) -> Self {
        Self { status, headers, body, stream, room: usize::MAX, again: None, failure: None, mode: Mode::Lenient }
    }

    /// Reads a reply as a server reads requests: nothing is passed over.
    #[cfg(feature = "contract")]
    fn strictly(mut self) -> Self {
        self.mode = Mode::Strict;
        self
    }

    /// How many bytes of a stream are held in memory, and who goes on where it breaks off.
    pub(super) fn going_on(mut self, room: usize, again: Option<Box<Again>>) -> Self {
        (self.room, self.again) = (room, again);
        self
    }

    /// The status, for matching.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The status.
    pub fn status_code(&self) -> StatusCode {
        self.status
    }

    /// A reply of an operation with one success, or a failure.
    pub fn either<O: Side, E: Side>(&mut self) -> Option<Result<O, E>> {
        match O::read(self) {
            Some(value) => Some(Ok(value)),
            None if self.failure.is_some() => None,
            None => self.declared(),
        }
    }

    /// A failure, which other operations may have as well.
    pub fn declared<O, E: Side>(&mut self) -> Option<Result<O, E>> {
        E::read(self).map(Err)
    }

    /// A header that the document requires.
    pub fn header<T: Decode>(&mut self, parameter: &Parameter) -> Option<T> {
        match self.find(parameter) {
            Ok(Some(value)) => Some(value),
            Ok(None) => self.fail(DecodeFault::Header(parameter.name, vec![param::Fault::Missing.into()])),
            Err(violations) => self.fail(DecodeFault::Header(parameter.name, violations)),
        }
    }

    /// A header that need not be there. One that cannot be read counts as absent: it is not worth the reply, and its text
    /// is still in the reply's headers.
    pub fn header_optional<T: Decode>(&mut self, parameter: &Parameter) -> Option<T> {
        match self.find(parameter) {
            Ok(value) => value,
            Err(violations) if self.mode == Mode::Strict => self.fail(DecodeFault::Header(parameter.name, violations)),
            Err(_) => None,
        }
    }

    fn find<T: Decode>(&self, parameter: &Parameter) -> Result<Option<T>, Vec<crate::validate::Violation>> {
        param::decode(parameter, &Source { capture: None, query: "", headers: self.headers, mode: self.mode })
    }

    /// Which of the declared media types the body has. A reply that does not say has the first one.
    pub fn content(&mut self, media_types: &[&str]) -> Option<usize> {
        let found = ReplyHead::new(self.status, self.headers).content(media_types);
        if found.is_none() {
            return self.fail(DecodeFault::MediaType);
        }
        found
    }

    /// The body, read as JSON.
    pub fn json<T: Decode>(&mut self, media_type: &str) -> Option<T> {
        let content = self.bytes(media_type)?;
        self.body(from_slice(&content, self.mode))
    }

    /// The body, read as `application/x-www-form-urlencoded`.
    pub fn form<T: Decode>(&mut self, media_type: &str, fields: &[Parameter]) -> Option<T> {
        let content = self.bytes(media_type)?;
        let text = self.utf8(&content)?;
        let form = param::decode_form(fields, text, self.mode);
        self.body(form.map_err(|violations| Invalid::new(violations, 0)))
    }

    /// The body, read as XML.
    #[cfg(feature = "xml")]
    pub fn xml<T: Decode>(&mut self, media_type: &str, xml: &crate::xml::Xml) -> Option<T> {
        let content = self.bytes(media_type)?;
        if !media_type::is_utf8(&self.media_type()) {
            return self.fail(DecodeFault::MediaType);
        }
        self.body(crate::xml::decode(xml, &content, self.mode))
    }

    /// The body, read as text.
    pub fn text<T: Decode>(&mut self, media_type: &str) -> Option<T> {
        let content = self.bytes(media_type)?;
        let text = self.utf8(&content)?;
        let value = decode_text(text, self.mode);
        self.body(value.map_err(|violations| Invalid::new(violations, 0)))
    }

    /// The body as it arrives.
    pub fn stream(&mut self, media_type: &str) -> Option<Body> {
        self.fits(media_type)?;
        match self.stream.take() {
            Some(stream) => Some(stream),
            None => self.bytes(media_type).map(Body::full),
        }
    }

    /// The body's parts, as they arrive.
    pub fn multipart<P: Part>(&mut self, media_type: &str) -> Option<Multipart<P>> {
        let body = self.stream(media_type)?;
        let Some(boundary) = multipart::boundary_of(&self.media_type()) else {
            return self.fail(DecodeFault::MediaType);
        };
        let mode = self.mode;
        let received = |body| {
            let reader = multipart::Reader::new(body, &boundary, P::description(), mode, VALUES, None);
            Multipart::received(reader.by_place(P::BY_PLACE))
        };
        #[cfg(feature = "contract")]
        if mode == Mode::Strict {
            let whole = received(Body::full(self.body.content.clone()));
            self.drained(super::drained::parts::<P>(whole))?;
        }
        Some(received(body))
    }

    /// The body's items, as they arrive.
    pub fn items<T: Decode>(&mut self, media_type: &str, framing: Framing) -> Option<Items<T>> {
        #[cfg(feature = "contract")]
        if self.mode == Mode::Strict {
            let body = self.bytes(media_type).map(Body::full)?;
            let items = Items::<T>::received(Wire::items(body, framing, self.mode, self.room));
            self.drained(super::drained::items(items))?;
        }
        let body = self.stream(media_type)?;
        let wire = Wire::items(body, framing, self.mode, self.room);
        let again = self.again.take().filter(|_| matches!(framing, Framing::Events(_)));
        Some(Items::received(wire.reopened_by(again.map(|again| again as Box<dyn Reopen>))))
    }

    /// The body's events, as they arrive.
    pub fn events<T: Decode>(&mut self, media_type: &str, data: EventData) -> Option<Items<Event<T>>> {
        #[cfg(feature = "contract")]
        if self.mode == Mode::Strict {
            let body = self.bytes(media_type).map(Body::full)?;
            let items = Items::<Event<T>>::received(Wire::events(body, data, self.mode, self.room));
            self.drained(super::drained::items(items))?;
        }
        let body = self.stream(media_type)?;
        let again = self.again.take().map(|again| again as Box<dyn Reopen>);
        Some(Items::received(Wire::events(body, data, self.mode, self.room).reopened_by(again)))
    }

    #[cfg(feature = "contract")]
    fn drained(&mut self, to_its_end: Result<(), DecodeFault>) -> Option<()> {
        match to_its_end {
            Ok(()) => Some(()),
            Err(fault) => self.fail(fault),
        }
    }

    /// What the reply says its media type is.
    pub fn media_type(&self) -> String {
        let stated = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        stated.unwrap_or("application/octet-stream").to_owned()
    }

    fn fits(&mut self, media_type: &str) -> Option<()> {
        self.content(&[media_type])?;
        let encoding = self.headers.get(CONTENT_ENCODING);
        if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
            return self.fail(DecodeFault::Encoding);
        }
        Some(())
    }

    /// The body as it is.
    pub fn bytes(&mut self, media_type: &str) -> Option<Bytes> {
        self.fits(media_type)?;
        match core::mem::replace(&mut self.body.end, End::Complete) {
            End::Complete => Some(self.body.content.clone()),
            End::TooLarge => self.fail(DecodeFault::TooLarge),
            End::Broken(error) => self.fail(DecodeFault::Broken(error)),
            End::Timeout => self.fail(DecodeFault::Broken("the deadline passed".into())),
        }
    }

    /// For a status that is not declared: always `None`.
    pub fn undeclared<T>(&mut self) -> Option<T> {
        None
    }

    fn utf8<'b>(&mut self, content: &'b Bytes) -> Option<&'b str> {
        if let Ok(text) = core::str::from_utf8(content) {
            return Some(text);
        }
        let violation = param::Fault::Utf8.into();
        self.fail(DecodeFault::Body(Invalid::new(vec![violation], 0)))
    }

    fn body<T>(&mut self, read: Result<T, Invalid>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(invalid) => self.fail(DecodeFault::Body(invalid)),
        }
    }

    fn fail<T>(&mut self, fault: DecodeFault) -> Option<T> {
        self.failure.get_or_insert(fault);
        None
    }

    /// What went wrong, once reading came to nothing.
    pub(super) fn into_failure(self) -> Option<DecodeFault> {
        self.failure
    }
}

/// Status and headers of a reply whose body was not read.
#[derive(Debug)]
pub struct ReplyHead<'a> {
    status: StatusCode,
    headers: &'a HeaderMap,
}

impl<'a> ReplyHead<'a> {
    pub(super) fn new(status: StatusCode, headers: &'a HeaderMap) -> Self {
        Self { status, headers }
    }

    /// The status, for matching.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Which of the declared media types it has. One that does not say has the first one.
    fn content(&self, declared: &[&str]) -> Option<usize> {
        let Some(actual) = self.headers.get(CONTENT_TYPE) else { return Some(0) };
        media_type::choose_leniently(declared, actual.to_str().ok()?)
    }

    /// Whether the one that it has is among those of `indexes`.
    pub fn is_one_of(&self, declared: &[&str], indexes: &[usize]) -> bool {
        self.content(declared).is_some_and(|index| indexes.contains(&index))
    }
}

/// The error of a reply that came to nothing.
pub(super) fn failed<E>(status: StatusCode, headers: HeaderMap, body: &Bytes, fault: Option<DecodeFault>) -> Error<E> {
    match fault {
        Some(fault) => Error::Decode(DecodeError::new(status, headers, body, fault)),
        None => Error::Unexpected(UnexpectedReply::new(status, headers, body)),
    }
}

/// Whether a reply is one of those that an operation declares, with all that is demanded of it.
#[cfg(feature = "contract")]
pub(crate) fn is_declared<R: super::Request>(
    status: u16,
    headers: &HeaderMap,
    content: Bytes,
) -> core::result::Result<(), String> {
    let status = StatusCode::from_u16(status).map_err(|error| error.to_string())?;
    let streamed = R::is_streamed(&ReplyHead::new(status, headers));
    let stream = streamed.then(|| Body::full(content.clone()));
    let mut body = Collected { content, end: End::Complete };
    let mut reader = ReplyReader::new(status, headers, &mut body, stream).strictly();
    if R::read(&mut reader).is_some() && reader.failure.is_none() {
        return Ok(());
    }
    let fault = reader.into_failure();
    let error: Error<()> = failed(status, headers.clone(), &body.content, fault);
    let why = core::error::Error::source(&error).map(|why| format!(": {why}")).unwrap_or_default();
    Err(format!("{error}{why}"))
}

impl core::fmt::Debug for ReplyReader<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ReplyReader")
            .field("status", &self.status)
            .field("headers", self.headers)
            .finish_non_exhaustive()
    }
}
