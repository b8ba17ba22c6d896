//! Scalars: `format` picks the type, constraints stay facts.
use super::Lowering;
use super::merge::Merged;
use crate::diagnostic::Code;
use crate::document::schema::Types;
use crate::ir::{Constraints, Rest, Scalar, Shape};
use crate::load::Pointer;
use serde_json::Number;

/// Formats that are a plain string to us, on purpose.
const PLAIN: &[&str] = &[
    "password",
    "binary",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "duration",
    "time",
    "decimal",
    "string",
    "url",
    "html",
    "markdown",
    "text",
    "char",
];

/// Numbers that a format speaks of.
pub(super) fn numbers(format: &str) -> Types {
    match format {
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" => Types::INTEGER,
        _ => Types::NUMBER,
    }
}

/// What a format says of the type where nothing else does.
pub(super) fn of_format(format: &str) -> Types {
    match format {
        "float" | "double" => Types::NUMBER,
        "uuid" | "date-time" | "date" | "byte" => Types::STRING,
        plain if PLAIN.contains(&plain) && plain != "decimal" => Types::STRING,
        other if numbers(other) == Types::INTEGER => Types::INTEGER,
        _ => Types::ANY,
    }
}

pub(super) fn scalar(cx: &mut Lowering<'_, '_>, of: Types, m: &Merged<'_>, at: &Pointer) -> Scalar {
    let format = m.format.unwrap_or_default();
    match of {
        Types::BOOLEAN => Scalar::Boolean,
        Types::INTEGER => match format {
            "int32" | "int16" | "int8" => Scalar::Int32,
            "uint32" | "uint16" | "uint8" => Scalar::Uint32,
            "uint64" => Scalar::Uint64,
            _ => Scalar::Int64,
        },
        Types::NUMBER => Scalar::Float,
        _ => match format {
            "uuid" => Scalar::Uuid,
            "date-time" => Scalar::DateTime,
            "date" => Scalar::Date,
            "byte" => Scalar::Base64,
            _ if m.content_encoding == Some("base64") => Scalar::Base64,
            "" => Scalar::String,
            known if PLAIN.contains(&known) => Scalar::String,
            other => {
                cx.report(
                    Code::UnknownFormat,
                    &at.child("format"),
                    format!("the format `{other}` has no type of its own; a string is used"),
                );
                Scalar::String
            }
        },
    }
}

/// The facts that `validate()` checks, for what the shape is.
pub(super) fn constraints(m: &Merged<'_>, shape: &Shape) -> Constraints {
    let mut c = Constraints::default();
    match shape {
        Shape::Scalar(Scalar::String) => {
            c.min_length = m.min_length.filter(|n| *n > 0);
            c.max_length = m.max_length;
            c.pattern = m.patterns.first().map(|p| (*p).to_owned());
        }
        Shape::Scalar(Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 | Scalar::Float) => {
            c.minimum = m.number.minimum.map(Number::to_string);
            c.exclusive_minimum = m.number.exclusive_minimum.map(Number::to_string);
            c.maximum = m.number.maximum.map(Number::to_string);
            c.exclusive_maximum = m.number.exclusive_maximum.map(Number::to_string);
            c.multiple_of = m.number.multiple_of.map(Number::to_string);
        }
        Shape::Array(_) => {
            c.min_items = m.min_items.filter(|n| *n > 0);
            c.max_items = m.max_items;
            c.unique_items = m.unique_items;
        }
        // Members that are read over are not there to be counted.
        Shape::Struct(s) if s.rest == Rest::Ignored => {}
        Shape::Map(_) | Shape::Struct(_) => {
            c.min_properties = m.min_properties.filter(|n| *n > 0);
            c.max_properties = m.max_properties;
        }
        _ => {}
    }
    c
}
