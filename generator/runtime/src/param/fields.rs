//! Text that was taken apart at its separators: a list, or names and texts.
use std::borrow::Cow;

use super::decode::Found;
use super::{Fault, Parameter, Structure};
use crate::json::TextTape;

/// The parts of a text, not decoded.
pub(super) struct Fields<'a>(pub(super) Vec<&'a str>);

impl<'a> Fields<'a> {
    /// Takes `text` apart. The separators of `spaceDelimited` and `pipeDelimited` are mostly encoded.
    pub(super) fn split(text: &'a str, separator: &str) -> Self {
        let separators: &[&str] = match separator {
            " " => &[" ", "+", "%20"],
            "|" => &["|", "%7C", "%7c"],
            "." => &["."],
            ";" => &[";"],
            _ => &[","],
        };
        let mut fields = Vec::new();
        let (mut start, mut at) = (0, 0);
        while let Some(rest) = text.as_bytes().get(at..).filter(|rest| !rest.is_empty()) {
            match separators.iter().find(|one| rest.starts_with(one.as_bytes())) {
                Some(one) => {
                    fields.push(text.get(start..at).unwrap_or_default());
                    at += one.len();
                    start = at;
                }
                None => at += 1,
            }
        }
        fields.push(text.get(start..).unwrap_or_default());
        Self(fields)
    }

    /// Reads each part and gives them the parameter's shape.
    pub(super) fn shape(
        self,
        parameter: &Parameter,
        read: impl Fn(&'a str) -> Result<Cow<'a, str>, Fault>,
    ) -> Result<Found<'a>, Fault> {
        let Self(fields) = self;
        let mut tape = TextTape::new();
        match (parameter.structure, fields.as_slice()) {
            (Structure::Any | Structure::Scalar, [text]) => return read(text).map(Found::Text),
            (Structure::Scalar, _) => return Err(Fault::Repeated),
            (Structure::Array | Structure::Any, _) => {
                tape.array();
                for text in fields {
                    tape.text(&read(text)?);
                }
            }
            (Structure::Object, _) if parameter.explode => {
                tape.object();
                for field in fields {
                    let (name, text) = field.split_once('=').ok_or(Fault::Style)?;
                    tape.name(&read(name)?).text(&read(text)?);
                }
            }
            (Structure::Object, _) => {
                tape.object();
                for pair in fields.chunks(2) {
                    let [name, text] = pair else {
                        return Err(Fault::Style);
                    };
                    tape.name(&read(name)?).text(&read(text)?);
                }
            }
        }
        Ok(Found::Tape(tape.finish()))
    }
}
