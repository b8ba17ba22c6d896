//! Text that was taken apart at its separators: a list, or names and texts.
use std::borrow::Cow;

use super::decode::{Found, is_json, leaf};
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
        let structure = match parameter.structure {
            Structure::Mixed if self.has_members(parameter, &read) => Structure::Object,
            Structure::Mixed => Structure::Any,
            structure => structure,
        };
        let Self(fields) = self;
        let mut tape = TextTape::new();
        match (structure, fields.as_slice()) {
            (Structure::Any | Structure::Scalar, [text]) if !parameter.nested => return read(text).map(Found::Text),
            (Structure::Any | Structure::Scalar, [text]) => {
                let text = read(text)?;
                if parameter.items && is_json(parameter, &text) {
                    tape.array();
                }
                leaf(parameter, &text, &mut tape);
            }
            (Structure::Scalar, _) => return Err(Fault::Repeated),
            (Structure::Array | Structure::Any | Structure::Mixed, _) => {
                tape.array();
                for text in fields {
                    leaf(parameter, &read(text)?, &mut tape);
                }
            }
            (Structure::Object, _) if parameter.explode => {
                tape.object();
                for field in fields {
                    let (name, text) = field.split_once('=').ok_or(Fault::Style)?;
                    leaf(parameter, &read(text)?, tape.name(&read(name)?));
                }
            }
            (Structure::Object, _) => {
                tape.object();
                for pair in fields.chunks(2) {
                    let [name, text] = pair else {
                        return Err(Fault::Style);
                    };
                    leaf(parameter, &read(text)?, tape.name(&read(name)?));
                }
            }
        }
        Ok(Found::Tape(tape.finish()))
    }

    /// Whether the parts are the members of an object. Where no names are known, only `=` can tell.
    fn has_members(&self, parameter: &Parameter, read: &impl Fn(&'a str) -> Result<Cow<'a, str>, Fault>) -> bool {
        let is_known = |name: &'a str| read(name).is_ok_and(|name| parameter.members.contains(&&*name));
        let anything = parameter.members.is_empty();
        if parameter.explode {
            return self.0.iter().all(|part| part.split_once('=').is_some_and(|(name, _)| anything || is_known(name)));
        }
        !anything && self.0.len().is_multiple_of(2) && self.0.iter().step_by(2).all(|name| is_known(name))
    }
}
