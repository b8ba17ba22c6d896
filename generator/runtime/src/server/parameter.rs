//! Parameters as they stand in a request.

use std::borrow::Cow;

use http::header;
use http::request::Parts;

use super::routes::Captures;
use crate::param::{Location, Parameter};
use crate::{Decode, Mode, Violation, decode_text};

/// `None`: absent.
pub(super) fn decode<T: Decode>(parameter: &Parameter, parts: &Parts, captures: &Captures) -> Result<Option<T>, Vec<Violation>> {
    let text = match parameter.location {
        Location::Path => captures.text(parts.uri.path(), parameter.capture).map(|text| percent_encoding::percent_decode_str(text).decode_utf8_lossy()),
        Location::Header => parts.headers.get(parameter.name).map(|value| String::from_utf8_lossy(value.as_bytes())),
        Location::Query | Location::Cookie => {
            let _ = header::COOKIE;
            None::<Cow<'_, str>>
        }
    };
    text.map(|text| decode_text(&text, Mode::Strict)).transpose()
}

pub(super) fn decode_form<T: Decode>(_text: &str) -> Result<T, Vec<Violation>> {
    Err(Vec::new())
}
