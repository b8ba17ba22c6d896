//! What an operation's request is written to.
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::error::BuildError;
use crate::body::{Body, MaybeSend};
use crate::json::{Encode, text_of, to_vec};
use crate::media_type;
use crate::multipart::{self, Multipart, Part};
use crate::operation::{Operation, Piece};
use crate::param::{self, Fault, Location, Parameter};
use crate::stream::{self, Event, EventData, Framing, Items};

/// Takes the parameters and the body of a request. The first thing that cannot travel is remembered and reported
/// instead of sending.
pub struct RequestWriter {
    operation: &'static Operation,
    captures: Vec<(usize, String)>,
    pub(super) query: String,
    pub(super) cookies: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    /// What the value itself says it is, where the document leaves it open.
    says: Option<HeaderValue>,
    problem: Option<BuildError>,
}

impl RequestWriter {
    pub(super) fn new(operation: &'static Operation) -> Self {
        let mut headers = HeaderMap::new();
        if !operation.accept.is_empty()
            && let Ok(accept) = HeaderValue::from_str(operation.accept)
        {
            headers.insert(ACCEPT, accept);
        }
        let (captures, mut query, cookies) = (Vec::new(), String::new(), String::new());
        param::push_pairs(operation.query, &mut query);
        Self { operation, captures, query, cookies, headers, body: Body::empty(), says: None, problem: None }
    }

    /// The same request once more, where it can be told again: one with a body that comes as a stream cannot.
    pub(super) fn again(&self) -> Option<Self> {
        let body = Body::full(self.body.as_bytes()?.clone());
        let (operation, says) = (self.operation, self.says.clone());
        let (captures, query, cookies) = (self.captures.clone(), self.query.clone(), self.cookies.clone());
        let headers = self.headers.clone();
        self.problem.is_none().then(|| Self { operation, captures, query, cookies, headers, body, says, problem: None })
    }

    /// Writes a parameter. In a path or a header, it needs a value.
    pub fn required(&mut self, parameter: &Parameter, value: &(impl Encode + ?Sized)) {
        if !self.parameter(parameter, value) && parameter.location == Location::Header {
            self.fault(parameter, Fault::Missing);
        }
    }

    /// Writes a parameter if it has a value.
    pub fn optional<T: Encode>(&mut self, parameter: &Parameter, value: Option<&T>) {
        if let Some(value) = value {
            self.parameter(parameter, value);
        }
    }

    /// Writes a JSON body.
    pub fn json(&mut self, media_type: &'static str, value: &(impl Encode + ?Sized)) {
        self.bytes(media_type, to_vec(value).into());
    }

    /// Writes an `application/x-www-form-urlencoded` body.
    pub fn form(&mut self, media_type: &'static str, fields: &[Parameter], value: &(impl Encode + ?Sized)) {
        match param::encode_form(fields, value) {
            Ok(form) => self.bytes(media_type, form.into()),
            Err(fault) => self.problem(BuildError::Form(fault)),
        }
    }

    /// Writes an XML body.
    #[cfg(feature = "xml")]
    pub fn xml(&mut self, media_type: &'static str, xml: &crate::xml::Xml, value: &(impl Encode + ?Sized)) {
        match crate::xml::encode(xml, value) {
            Ok(text) => self.bytes(media_type, text.into()),
            Err(fault) => self.problem(BuildError::Xml(fault)),
        }
    }

    /// Writes a body of text: a scalar as it is, anything else as JSON.
    pub fn text(&mut self, media_type: &'static str, value: &(impl Encode + ?Sized)) {
        let text = text_of(value).map_or_else(|| to_vec(value).into(), Bytes::from);
        self.bytes(media_type, text);
    }

    /// Writes a body of bytes.
    pub fn bytes(&mut self, media_type: &'static str, content: Bytes) {
        self.stream(media_type, Body::full(content));
    }

    /// Writes a body that is sent as it comes.
    pub fn stream(&mut self, media_type: &'static str, content: Body) {
        let stated = match self.says.take() {
            Some(stated) => Ok(stated),
            None => HeaderValue::from_str(media_type::concrete(media_type)),
        };
        match stated {
            Ok(stated) => {
                self.headers.insert(CONTENT_TYPE, stated);
                self.body = content;
            }
            Err(_) => self.problem(BuildError::MediaType(media_type)),
        }
    }

    /// Writes a body of items that follow each other, as they come.
    pub fn items<T: Encode + MaybeSend + 'static>(
        &mut self,
        media_type: &'static str,
        framing: Framing,
        items: Items<T>,
    ) {
        self.stream(media_type, stream::write_items(framing, items));
    }

    /// Writes a body of events, as they come.
    pub fn events<T: Encode + MaybeSend + 'static>(
        &mut self,
        media_type: &'static str,
        data: EventData,
        events: Items<Event<T>>,
    ) {
        self.stream(media_type, stream::write_events(data, events));
    }

    /// Writes a body of several parts.
    pub fn multipart<P: Part>(&mut self, media_type: &'static str, parts: Multipart<P>) {
        match multipart::write(media_type, parts) {
            Ok((body, content_type)) => {
                self.says = HeaderValue::from_str(&content_type).ok();
                self.stream(media_type, body);
            }
            Err((part, fault)) => self.problem(BuildError::Part(part, fault)),
        }
    }

    /// Says which of a range of media types the body that comes next has.
    pub fn media_type(&mut self, declared: &'static str, media_type: &str) {
        match HeaderValue::from_str(media_type) {
            Ok(stated) if media_type::is_one_of(declared, media_type) => self.says = Some(stated),
            _ => self.problem(BuildError::MediaType(declared)),
        }
    }

    fn problem(&mut self, problem: BuildError) {
        self.problem.get_or_insert(problem);
    }

    fn fault(&mut self, parameter: &Parameter, fault: Fault) {
        self.problem(BuildError::Parameter { name: parameter.name, location: parameter.location, fault });
    }

    /// Says whether there was a value.
    fn parameter(&mut self, parameter: &Parameter, value: &(impl Encode + ?Sized)) -> bool {
        let written = match parameter.location {
            Location::Path => {
                let mut text = String::new();
                let written = param::encode(parameter, value, &mut text);
                self.captures.push((parameter.capture, text));
                written
            }
            Location::Query => param::encode(parameter, value, &mut self.query),
            Location::Cookie => param::encode(parameter, value, &mut self.cookies),
            Location::Header => param::encode_header(parameter, value).and_then(|text| {
                let Some(text) = text else { return Ok(false) };
                // RFC 9110, section 5.5: these are taken away on the way, and another value would arrive.
                if text.as_bytes().first().is_some_and(is_space) || text.as_bytes().last().is_some_and(is_space) {
                    return Err(Fault::Header);
                }
                let name = HeaderName::try_from(parameter.name).map_err(|_| Fault::Header)?;
                let mut text = text;
                text.set_sensitive(parameter.secret);
                self.headers.insert(name, text);
                Ok(true)
            }),
        };
        written.unwrap_or_else(|fault| {
            self.fault(parameter, fault);
            true
        })
    }

    /// The path, if all could be written.
    pub(super) fn path(&mut self) -> Result<String, BuildError> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let mut path = String::new();
        // Where the last parameter's segment is to be looked at, once it is whole.
        let mut filled = Vec::new();
        for piece in self.operation.template {
            match piece {
                Piece::Literal(text) => path.push_str(text),
                Piece::Parameter(index) | Piece::Rest(index) => {
                    let text = self.captures.iter().find(|(capture, _)| capture == index);
                    let (_, text) = text.ok_or_else(|| self.in_path(*index, Fault::Missing))?;
                    filled.push((path.len(), path.len() + text.len(), *index));
                    path.push_str(text);
                }
            }
        }
        for (at, end, index) in filled {
            let start = path.get(..at).and_then(|before| before.rfind('/')).map_or(0, |slash| slash + 1);
            let end = path.get(end..).and_then(|after| after.find('/')).map_or(path.len(), |length| end + length);
            let segments = path.get(start..end).unwrap_or_default();
            if segments.split('/').any(|segment| matches!(segment, "." | "..")) {
                return Err(self.in_path(index, Fault::DotSegment));
            }
        }
        Ok(path)
    }

    fn in_path(&self, index: usize, fault: Fault) -> BuildError {
        // The template as written names its parameters in the order of their indexes.
        let name = self.operation.path.split('{').nth(index + 1).and_then(|rest| rest.split('}').next());
        BuildError::Parameter { name: name.unwrap_or_default(), location: Location::Path, fault }
    }

    /// Adds a cookie to those of the parameters.
    pub(super) fn cookie(&mut self, name: &str, value: &str) {
        if !self.cookies.is_empty() {
            self.cookies.push_str("; ");
        }
        self.cookies.push_str(name);
        self.cookies.push('=');
        self.cookies.push_str(value);
    }

    /// All cookies in one header (RFC 6265, section 5.4). What a cookie says is nobody else's business.
    pub(super) fn finish_cookies(&mut self) -> Result<(), Fault> {
        if !self.cookies.is_empty() {
            let mut value = HeaderValue::try_from(core::mem::take(&mut self.cookies)).map_err(|_| Fault::Header)?;
            value.set_sensitive(true);
            self.headers.insert(COOKIE, value);
        }
        Ok(())
    }
}

fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

impl core::fmt::Debug for RequestWriter {
    /// Values may be secrets.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("RequestWriter").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}
