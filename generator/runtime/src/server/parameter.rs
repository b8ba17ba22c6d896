//! Parameters as they stand in a request.

use std::borrow::Cow;

use http::HeaderMap;
use http::request::Parts;

use super::routes::Captures;
use crate::param::{Location, Parameter};
use crate::{Decode, Mode, Violation, decode_text};

/// `None`: absent.
pub(super) fn decode<T: Decode>(parameter: &Parameter, parts: &Parts, captures: &Captures) -> Result<Option<T>, Vec<Violation>> {
    let text = match parameter.location {
        Location::Path => captures.text(parts.uri.path(), parameter.capture).map(decoded),
        Location::Header => header(&parts.headers, parameter.name)?.map(Cow::Borrowed),
        Location::Query | Location::Cookie => None::<Cow<'_, str>>,
    };
    match text {
        Some(text) => decode_text(&text, Mode::Strict).map(Some),
        None => Ok(None),
    }
}

/// The path is known to be well encoded.
fn decoded(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Vec<Violation>> {
    // For the few headers that a request has, looking at each beats hashing a name that has to be checked first.
    if headers.len() <= 16 && !headers.keys().any(|header| header.as_str().eq_ignore_ascii_case(name)) {
        return Ok(None);
    }
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let refuse = |keyword, message| Err(vec![Violation { pointer: String::new(), keyword, message: Cow::Borrowed(message) }]);
    if values.next().is_some() {
        return refuse("duplicate", "is given more than once");
    }
    match core::str::from_utf8(value.as_bytes()) {
        Ok(text) => Ok(Some(text)),
        Err(_) => refuse("syntax", "is not UTF-8"),
    }
}

pub(super) fn decode_form<T: Decode>(_text: &str) -> Result<T, Vec<Violation>> {
    Err(Vec::new())
}
