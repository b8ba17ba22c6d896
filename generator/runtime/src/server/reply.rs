//! Writes a typed reply.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::alive::alive;
use super::{Rejection, Response};
use crate::multipart::{self, Multipart, Part};
use crate::param::{Parameter, encode_form, encode_headers};
use crate::stream::{self, Event, EventData, Framing, Items};
use crate::{Body, Encode, NoError, Outcome, Writer, media_type, text_of};

/// How an operation succeeds or fails. Generated code implements it.
pub trait Reply {
    /// Writes status, headers and body.
    fn write(self, out: &mut ReplyWriter);
}

impl<O: Reply, E: Reply> Reply for Outcome<O, E> {
    fn write(self, out: &mut ReplyWriter) {
        match self {
            Self::Ok(reply) => reply.write(out),
            Self::Error(reply) => reply.write(out),
        }
    }
}

impl Reply for NoError {
    fn write(self, _: &mut ReplyWriter) {
        match self {}
    }
}

/// A reply under construction. What is not called is not sent: a reply without content has no `Content-Type`.
#[derive(Debug)]
pub struct ReplyWriter {
    response: Response,
    /// What the value itself says it is, where the document leaves it open.
    says: Option<HeaderValue>,
    failed: bool,
}

impl ReplyWriter {
    pub(super) fn new() -> Self {
        Self { response: Response::new(Body::empty()), says: None, failed: false }
    }

    /// The status. One that HTTP does not have fails the reply: 500.
    pub fn status(&mut self, status: u16) {
        match StatusCode::from_u16(status) {
            Ok(status) => *self.response.status_mut() = status,
            Err(_) => self.failed = true,
        }
    }

    /// A status that the implementation chose: from the first to the last of `among`, and of none of the ranges that have a
    /// reply of their own. Any other fails the reply: 500.
    pub fn status_within(&mut self, status: StatusCode, among: (u16, u16), declared: &[(u16, u16)]) {
        let is_in = |range: &(u16, u16)| (range.0..=range.1).contains(&status.as_u16());
        self.failed |= !is_in(&among) || declared.iter().any(is_in);
        *self.response.status_mut() = status;
    }

    /// A header. `null` is no header. A value that no header can hold, such as text with a line break, fails the reply: 500.
    pub fn header<T: Encode + ?Sized>(&mut self, parameter: &Parameter, value: &T) {
        let name = HeaderName::from_bytes(parameter.name.as_bytes());
        match (name, encode_headers(parameter, value)) {
            (Ok(name), Ok(values)) => {
                for mut value in values {
                    value.set_sensitive(name == header::SET_COOKIE);
                    self.response.headers_mut().append(name.clone(), value);
                }
            }
            _ => self.failed = true,
        }
    }

    /// A header that may be absent.
    pub fn header_optional<T: Encode + ?Sized>(&mut self, parameter: &Parameter, value: Option<&T>) {
        if let Some(value) = value {
            self.header(parameter, value);
        }
    }

    /// A body of JSON.
    pub fn json<T: Encode + ?Sized>(&mut self, media_type: &'static str, value: &T) {
        let mut writer = Writer::new();
        value.encode(&mut writer);
        self.bytes(media_type, writer.into_bytes().into());
    }

    /// A body of text: a string, or another scalar as it is spelled in a URL.
    pub fn text<T: Encode + ?Sized>(&mut self, media_type: &'static str, value: &T) {
        match text_of(value) {
            Some(text) => self.bytes(media_type, text.into()),
            None => self.failed = true,
        }
    }

    /// A body of `application/x-www-form-urlencoded`.
    pub fn form<T: Encode + ?Sized>(&mut self, media_type: &'static str, fields: &[Parameter], value: &T) {
        match encode_form(fields, value) {
            Ok(form) => self.bytes(media_type, form.into()),
            Err(_) => self.failed = true,
        }
    }

    /// A body of XML. A value that XML cannot carry fails the reply: 500.
    #[cfg(feature = "xml")]
    pub fn xml<T: Encode + ?Sized>(&mut self, media_type: &'static str, xml: &crate::xml::Xml, value: &T) {
        match crate::xml::encode(xml, value) {
            Ok(text) => self.bytes(media_type, text.into()),
            Err(_) => self.failed = true,
        }
    }

    /// A body of bytes.
    pub fn bytes(&mut self, media_type: &'static str, content: Bytes) {
        self.stream(media_type, Body::full(content));
    }

    /// A body that is sent as it comes.
    pub fn stream(&mut self, media_type: &'static str, content: Body) {
        let stated = self.says.take().unwrap_or_else(|| static_value(media_type::concrete(media_type)));
        self.response.headers_mut().insert(header::CONTENT_TYPE, stated);
        *self.response.body_mut() = content;
    }

    /// A body of items that follow each other, as they come.
    pub fn items<T: Encode + Send + 'static>(&mut self, media_type: &'static str, framing: Framing, items: Items<T>) {
        let every = items.kept_alive().filter(|_| matches!(framing, Framing::Events(_)));
        self.stream(media_type, alive(stream::write_items(framing, items), every));
        self.not_kept(framing);
    }

    /// A body of events, as they come.
    pub fn events<T: Encode + Send + 'static>(
        &mut self,
        media_type: &'static str,
        data: EventData,
        events: Items<Event<T>>,
    ) {
        let every = events.kept_alive();
        self.stream(media_type, alive(stream::write_events(data, events), every));
        self.not_kept(Framing::Events(data));
    }

    /// Events are for who asked; a cache that kept them would hold them back.
    fn not_kept(&mut self, framing: Framing) {
        let headers = self.response.headers_mut();
        if matches!(framing, Framing::Events(_)) && !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        }
    }

    /// A body of several parts. One that cannot be written fails the reply: 500.
    pub fn multipart<P: Part>(&mut self, media_type: &'static str, parts: Multipart<P>) {
        match multipart::write(media_type, parts) {
            Ok((body, content_type)) => {
                self.says = HeaderValue::from_str(&content_type).ok();
                self.stream(media_type, body);
            }
            Err(_) => self.failed = true,
        }
    }

    /// Says which of a range of media types the body that comes next has. One that is not of the range fails the reply: 500.
    pub fn media_type(&mut self, declared: &'static str, media_type: &str) {
        match HeaderValue::from_str(media_type) {
            Ok(stated) if media_type::is_one_of(declared, media_type) => self.says = Some(stated),
            _ => self.failed = true,
        }
    }

    pub(super) fn end(self) -> Response {
        if self.failed { Rejection::internal(None).into_response() } else { self.response }
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// `from_static` looks at each byte, and panics over one that no header can hold.
fn static_value(text: &'static str) -> HeaderValue {
    if text == "application/json" {
        return JSON;
    }
    let text = if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) { text } else { "application/octet-stream" };
    HeaderValue::from_static(text)
}
