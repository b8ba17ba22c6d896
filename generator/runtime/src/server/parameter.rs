//! Parameters as they stand in a request.

use http::request::Parts;

use super::routes::Captures;
use crate::param::{self, Location, Parameter, Source, Structure, Style};
use crate::{Decode, Mode, Violation, decode_text};

/// `None`: absent.
pub(super) fn decode<T: Decode>(
    parameter: &Parameter,
    parts: &Parts,
    captures: &Captures,
) -> Result<Option<T>, Vec<Violation>> {
    let capture = match parameter.location {
        Location::Path => {
            let text = captures.text(parts.uri.path(), parameter.capture);
            // What most path parameters are: nothing to decode.
            if let (Some(text), Style::Simple, Structure::Scalar, false) =
                (text, parameter.style, parameter.structure, parameter.json)
                && memchr::memchr(b'%', text.as_bytes()).is_none()
            {
                return decode_text(text, Mode::Strict).map(Some);
            }
            text
        }
        // For the few headers that a request has, looking at each beats hashing a name that has to be checked first.
        Location::Header
            if parts.headers.len() <= 16
                && !parts.headers.keys().any(|name| name.as_str().eq_ignore_ascii_case(parameter.name)) =>
        {
            return Ok(None);
        }
        _ => None,
    };
    let query = parts.uri.query().unwrap_or_default();
    param::decode(parameter, &Source { capture, query, headers: &parts.headers, mode: Mode::Strict })
}
