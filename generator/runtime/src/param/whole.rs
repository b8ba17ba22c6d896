//! A value that is all of the query, as one media type has it (`in: querystring`): `?%7B%22a%22%3A1%7D`.
use super::decode::Found;
use super::percent::{self, UNRESERVED};
use super::{Fault, Parameter};
use crate::json::{Encode, text_of, to_vec};
use std::borrow::Cow;

/// Whether there was anything to write.
pub(super) fn encode(parameter: &Parameter, value: &(impl Encode + ?Sized), out: &mut String) -> Result<bool, Fault> {
    let text = match parameter.json {
        true => Some(String::from_utf8(to_vec(value)).map_err(|_| Fault::Utf8)?).filter(|text| text != "null"),
        false => text_of(value),
    };
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(false) };
    if !out.is_empty() {
        out.push('&');
    }
    percent::push(out, &text, UNRESERVED);
    Ok(true)
}

/// The same, read. It is no form: `+` is a plus.
pub(super) fn find<'a>(parameter: &Parameter, query: &'a str) -> Result<Option<Found<'a>>, Fault> {
    if query.is_empty() {
        return Ok(None);
    }
    let text: Cow<'_, str> = percent::decode(query, false)?;
    Ok(Some(if parameter.json { Found::Json(text) } else { Found::Text(text) }))
}
