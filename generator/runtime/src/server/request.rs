//! Reads a typed request, strictly, and collects everything that is wrong with it.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use std::borrow::Cow;
use std::sync::Arc;

use super::receive::{Content, Received, StreamFault};
use super::routes::Captures;
use super::{Fault, Place, Rejection, parameter, shape};
use crate::multipart::{self, Multipart, MultipartError, Part};
use crate::operation::Operation;
use crate::param::{Location, Parameter};
use crate::stream::{self, Event, EventData, Framing, Items, StreamError, Wire};
use crate::{Body, Decode, Mode, Validate, Violation, decode_text, from_slice};

/// Faults beyond these are not told: a reply need not be longer than the request.
const KEPT: usize = 100;

/// A request of an operation. Generated code implements it.
pub trait Request: Sized {
    /// Whether the document has `Content-Encoding` as a parameter: then which codings there are is for the implementation to
    /// say, otherwise a body with one is refused.
    const TAKES_CODINGS: bool = false;

    /// Reads parameters and body. `None` means that something is wrong and was reported to the reader.
    fn read(from: &mut RequestReader<'_>) -> Option<Self>;
}

/// A request being read. Each method that returns `None` for something required, or for something that is there and wrong,
/// has reported it; the caller goes on, so that all faults are found.
#[derive(Debug)]
pub struct RequestReader<'a> {
    parts: &'a Parts,
    captures: &'a Captures,
    operation: &'static Operation,
    received: Option<Received>,
    faults: Vec<Fault>,
}

impl<'a> RequestReader<'a> {
    pub(super) fn new(
        parts: &'a Parts,
        captures: &'a Captures,
        operation: &'static Operation,
        received: Option<Received>,
    ) -> Self {
        Self { parts, captures, operation, received, faults: Vec::new() }
    }

    pub(super) fn end<R>(self, request: Option<R>) -> Result<R, Rejection> {
        match request {
            Some(request) if self.faults.is_empty() => Ok(request),
            _ => Err(Rejection::invalid(self.operation, self.faults)),
        }
    }

    /// A parameter that has to be there.
    pub fn required<T: Decode>(&mut self, parameter: &Parameter) -> Option<T> {
        match parameter::decode(parameter, self.parts, self.captures) {
            Ok(Some(value)) => Some(value),
            Ok(None) => self.missing(place(parameter.location), parameter.name),
            Err(violations) => self.report(place(parameter.location), parameter.name, violations),
        }
    }

    /// A parameter that may be absent.
    pub fn optional<T: Decode>(&mut self, parameter: &Parameter) -> Option<T> {
        match parameter::decode(parameter, self.parts, self.captures) {
            Ok(value) => value,
            Err(violations) => self.report(place(parameter.location), parameter.name, violations),
        }
    }

    /// Which of the operation's media types the body has. `None`: there is no body, which is reported if there has to be one.
    pub fn content(&mut self) -> Option<usize> {
        match &self.received {
            Some(received) => Some(received.media_type),
            None if self.operation.body.is_some_and(|body| body.required) => self.missing(Place::Body, ""),
            None => None,
        }
    }

    /// A body of JSON.
    pub fn json<T: Decode>(&mut self) -> Option<T> {
        let content = self.text_content().or_else(|| self.missing(Place::Body, ""))?;
        self.decode_json(&content)
    }

    /// A body of JSON that may be absent; so is an empty one.
    pub fn json_optional<T: Decode>(&mut self) -> Option<T> {
        let content = self.text_content()?;
        self.decode_json(&content)
    }

    /// A body of `application/x-www-form-urlencoded`.
    pub fn form<T: Decode>(&mut self, fields: &[Parameter]) -> Option<T> {
        let content = self.bytes()?;
        self.decode_form(fields, &content)
    }

    /// A form that may be absent; so is an empty one.
    pub fn form_optional<T: Decode>(&mut self, fields: &[Parameter]) -> Option<T> {
        let content = self.text_content()?;
        self.decode_form(fields, &content)
    }

    /// A body of XML.
    #[cfg(feature = "xml")]
    pub fn xml<T: Decode>(&mut self, xml: &crate::xml::Xml) -> Option<T> {
        let content = self.bytes()?;
        self.decode_xml(xml, &content)
    }

    /// A body of XML that may be absent; so is an empty one.
    #[cfg(feature = "xml")]
    pub fn xml_optional<T: Decode>(&mut self, xml: &crate::xml::Xml) -> Option<T> {
        let content = self.text_content()?;
        self.decode_xml(xml, &content)
    }

    /// A body of text in UTF-8: a string, or another scalar as it is spelled in a URL.
    pub fn text<T: Decode>(&mut self) -> Option<T> {
        let content = self.bytes()?;
        self.decode_text(&content)
    }

    /// A text that may be absent.
    pub fn text_optional<T: Decode>(&mut self) -> Option<T> {
        let content = self.bytes_optional()?;
        self.decode_text(&content)
    }

    /// A body of any bytes.
    pub fn bytes(&mut self) -> Option<Bytes> {
        self.bytes_optional().or_else(|| self.missing(Place::Body, ""))
    }

    /// A body of any bytes that may be absent.
    pub fn bytes_optional(&mut self) -> Option<Bytes> {
        match self.received.take()?.content {
            Content::Whole(content) => Some(content),
            Content::Stream(_) => None,
        }
    }

    /// A body of any bytes, as they arrive.
    pub fn stream(&mut self) -> Option<Body> {
        self.stream_optional().or_else(|| self.missing(Place::Body, ""))
    }

    /// A body of any bytes that may be absent, as they arrive.
    pub fn stream_optional(&mut self) -> Option<Body> {
        match self.received.take()?.content {
            Content::Whole(content) => Some(Body::full(content)),
            Content::Stream(body) => Some(body),
        }
    }

    /// The parts of a body, as they arrive.
    pub fn multipart<P: Part>(&mut self) -> Option<Multipart<P>> {
        self.multipart_optional().or_else(|| if self.faults.is_empty() { self.missing(Place::Body, "") } else { None })
    }

    /// The parts of a body that may be absent, as they arrive.
    pub fn multipart_optional<P: Part>(&mut self) -> Option<Multipart<P>> {
        let (room, seen) = self.received.as_ref().map(|received| (received.room, received.seen.clone()))?;
        let body = self.stream_optional()?;
        let Some(boundary) = multipart::boundary_of(&self.media_type()) else {
            return self.fault(Place::Body, "", "syntax", "the Content-Type names no boundary");
        };
        let observer: Option<multipart::Observer> = seen.map(|seen| {
            let observer = move |error: &MultipartError| drop(seen.set(StreamFault::of_parts(error)));
            Arc::new(observer) as multipart::Observer
        });
        let reader = multipart::Reader::new(body, &boundary, P::description(), Mode::Strict, room, observer);
        Some(Multipart::received(reader.by_place(P::BY_PLACE)))
    }

    /// The items of a body, as they arrive.
    pub fn items<T: Decode>(&mut self, framing: Framing) -> Option<Items<T>> {
        self.items_optional(framing).or_else(|| self.missing(Place::Body, ""))
    }

    /// The items of a body that may be absent, as they arrive.
    pub fn items_optional<T: Decode>(&mut self, framing: Framing) -> Option<Items<T>> {
        let (body, room, observer) = self.received_items()?;
        Some(Items::received(Wire::items(body, framing, Mode::Strict, room).observed(observer)))
    }

    /// The events of a body, as they arrive.
    pub fn events<T: Decode>(&mut self, data: EventData) -> Option<Items<Event<T>>> {
        self.events_optional(data).or_else(|| self.missing(Place::Body, ""))
    }

    /// The events of a body that may be absent, as they arrive.
    pub fn events_optional<T: Decode>(&mut self, data: EventData) -> Option<Items<Event<T>>> {
        let (body, room, observer) = self.received_items()?;
        Some(Items::received(Wire::events(body, data, Mode::Strict, room).observed(observer)))
    }

    fn received_items(&mut self) -> Option<(Body, usize, Option<stream::Observer>)> {
        let (room, seen) = self.received.as_ref().map(|received| (received.room, received.seen.clone()))?;
        let observer = seen.map(|seen| {
            let observer = move |error: &StreamError| drop(seen.set(StreamFault::of_items(error)));
            Arc::new(observer) as stream::Observer
        });
        Some((self.stream_optional()?, room, observer))
    }

    /// What the request says the body's media type is.
    #[must_use]
    pub fn media_type(&self) -> String {
        let stated = self.parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        stated.unwrap_or("application/octet-stream").to_owned()
    }

    /// Checks the constraints that the whole request has of its own. The pointers begin with the place and the name:
    /// `/query/limit`, `/body/name`.
    pub fn checked<T: Validate>(&mut self, value: T) -> Option<T> {
        let mut checker = crate::Checker::shallow();
        value.validate(&mut checker);
        let found = checker.take();
        if found.is_empty() {
            return Some(value);
        }
        for violation in found {
            self.push(located(violation));
        }
        None
    }

    /// Content that stands for nothing when it is empty.
    fn text_content(&mut self) -> Option<Bytes> {
        self.bytes_optional().filter(|content| !content.is_empty())
    }

    fn decode_json<T: Decode>(&mut self, content: &[u8]) -> Option<T> {
        from_slice(content, Mode::Strict).map_err(|invalid| self.report_all(Place::Body, "", invalid.violations)).ok()
    }

    fn decode_form<T: Decode>(&mut self, fields: &[Parameter], content: &[u8]) -> Option<T> {
        let text = self.utf8(content)?;
        crate::param::decode_form(fields, text, Mode::Strict)
            .map_err(|violations| self.report_all(Place::Body, "", violations))
            .ok()
    }

    #[cfg(feature = "xml")]
    fn decode_xml<T: Decode>(&mut self, xml: &crate::xml::Xml, content: &[u8]) -> Option<T> {
        if !crate::media_type::is_utf8(&self.media_type()) {
            return self.fault(Place::Body, "", "syntax", "the text is not UTF-8");
        }
        let read = crate::xml::decode(xml, content, Mode::Strict);
        read.map_err(|invalid| self.report_all(Place::Body, "", invalid.violations)).ok()
    }

    fn decode_text<T: Decode>(&mut self, content: &[u8]) -> Option<T> {
        let text = self.utf8(content)?;
        decode_text(text, Mode::Strict).map_err(|violations| self.report_all(Place::Body, "", violations)).ok()
    }

    fn utf8<'t>(&mut self, content: &'t [u8]) -> Option<&'t str> {
        let text = core::str::from_utf8(content).ok();
        if text.is_none() {
            self.fault::<()>(Place::Body, "", "syntax", "the text is not UTF-8");
        }
        text
    }

    #[cold]
    fn missing<T>(&mut self, place: Place, name: &'static str) -> Option<T> {
        self.fault(place, name, "required", "is required")
    }

    #[cold]
    fn fault<T>(
        &mut self,
        place: Place,
        name: &'static str,
        keyword: &'static str,
        message: &'static str,
    ) -> Option<T> {
        let violation = Violation { pointer: String::new(), keyword, message: Cow::Borrowed(message) };
        self.report(place, name, vec![violation])
    }

    #[cold]
    fn report<T>(&mut self, place: Place, name: &'static str, violations: Vec<Violation>) -> Option<T> {
        self.report_all(place, name, violations);
        None
    }

    #[cold]
    fn report_all(&mut self, place: Place, name: &'static str, violations: Vec<Violation>) {
        for violation in violations {
            self.push(Fault::new(place, name, violation));
        }
    }

    fn push(&mut self, fault: Fault) {
        if self.faults.len() < KEPT {
            self.faults.push(fault);
        }
    }
}

fn place(location: Location) -> Place {
    match location {
        Location::Path => Place::Path,
        Location::Query => Place::Query,
        Location::Header => Place::Header,
        Location::Cookie => Place::Cookie,
    }
}

/// Takes place and name off the front of a pointer.
fn located(violation: Violation) -> Fault {
    let pointer = violation.pointer.strip_prefix('/').unwrap_or_default();
    let (place, rest) = pointer.split_at(pointer.find('/').unwrap_or(pointer.len()));
    let place = match place {
        "path" => Place::Path,
        "query" => Place::Query,
        "header" => Place::Header,
        "cookie" => Place::Cookie,
        _ => Place::Body,
    };
    let name_length = rest.get(1..).map_or(0, |rest| 1 + rest.find('/').unwrap_or(rest.len()));
    let (name, inner) = if place == Place::Body { ("", rest) } else { rest.split_at(name_length) };
    let name = shape::pieces(name).next().unwrap_or_default();
    Fault {
        place,
        name: Cow::Owned(name),
        pointer: inner.to_owned(),
        keyword: violation.keyword,
        message: violation.message,
    }
}

#[cfg(test)]
mod tests;
