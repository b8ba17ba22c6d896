//! Properties of a form that travel apart, as parts of a multipart body.
use std::borrow::Cow;

use super::decode::pairs;
use super::form::read;
use super::percent::{self, UNRESERVED};
use super::{Fault, Parameter, encode};
use crate::json::{Decode, Encode, Limits, Mode, Tape, TextTape, decode_tape, to_vec};
use crate::validate::Violation;

/// A property of a form that travels by itself, as one or several parts of a multipart body.
#[derive(Debug)]
pub(crate) struct FormValue(Result<Tape<'static>, Fault>);

impl FormValue {
    /// # Errors
    /// As [`decode_form`](super::decode_form); pointers start at the value.
    pub(crate) fn read<T: Decode>(self, mode: Mode) -> Result<T, Vec<Violation>> {
        self.0.map_err(|fault| vec![fault.into()]).and_then(|tape| decode_tape(&tape, mode))
    }
}

/// The value that some names and texts, not encoded, are of a field.
pub(crate) fn form_field<'p>(field: &Parameter, pairs: impl Iterator<Item = (&'p str, &'p str)>) -> FormValue {
    let encoded = |text: &str| {
        let mut out = String::new();
        percent::push(&mut out, text, UNRESERVED);
        out
    };
    let pairs = pairs.map(|(name, text)| (encoded(name), encoded(text))).collect::<Vec<_>>();
    let pairs = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>();
    let mut tape = TextTape::new();
    FormValue(match read(field, &pairs) {
        Ok(None) => Err(Fault::Missing),
        Ok(Some(found)) => found.onto(&mut tape).map(|()| tape.finish()),
        Err(fault) => Err(fault),
    })
}

/// The names and texts, not encoded, that a value is as a field.
///
/// # Errors
/// As [`encode_form`](super::encode_form).
pub(crate) fn form_pairs(field: &Parameter, value: &(impl Encode + ?Sized)) -> Result<Vec<(String, String)>, Fault> {
    let json = to_vec(value);
    let tape = Tape::parse(&json, Limits::default()).map_err(|_| Fault::Nested)?;
    let mut out = String::new();
    encode::query(field, field.name, tape.root(), &mut out)?;
    let decoded = |text| percent::decode(text, true).map(Cow::into_owned);
    pairs(&out).map(|(name, text)| Ok((decoded(name)?, decoded(text)?))).collect()
}
