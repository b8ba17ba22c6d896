//! Formats: which there are, and what type each picks.
//!
//! The names are those of JSON Schema, of OpenAPI's format registry, and a few that frameworks write. A format that is
//! known and has no type of its own says so here: nothing is reported about it.
use crate::document::schema::Types;
use crate::ir::{Scalar, Width};
use tenon_runtime::format::TextFormat;

/// What a format makes of a string; `None`: it is not known for strings.
pub(super) fn of_string(format: &str) -> Option<Scalar> {
    Some(match format {
        "uuid" | "guid" | "uuid1" | "uuid3" | "uuid4" | "uuid5" | "uuid6" | "uuid7" | "uuid8" => Scalar::Uuid,
        "date-time" => Scalar::DateTime,
        "date-time-local" => Scalar::DateTimeLocal,
        "date" => Scalar::Date,
        "time" => Scalar::Time,
        "time-local" => Scalar::TimeLocal,
        "ipv4" => Scalar::Ipv4,
        "ipv6" => Scalar::Ipv6,
        "byte" | "base64" => Scalar::Base64,
        "base64url" => Scalar::Base64Url,
        "url" => Scalar::Text(TextFormat::Uri),
        "binary" | "password" | "string" | "text" | "char" | "html" | "markdown" | "commonmark" | "http-date"
        | "media-range" | "decimal128" | "sf-string" | "sf-token" | "sf-binary" => Scalar::String,
        other => Scalar::Text(TextFormat::named(other)?),
    })
}

/// What a format makes of a number; `None`: it is not known for numbers. `integer`: only integers are numbers here.
pub(super) fn of_number(format: &str, integer: bool) -> Option<Known> {
    let width = |width| Some(Known::Type(Scalar::Integer(width)));
    match format {
        "int8" => width(Width::I8),
        "int16" | "short" => width(Width::I16),
        "int32" => width(Width::I32),
        "int64" | "long" | "double-int" => width(Width::I64),
        "int128" => width(Width::I128),
        "uint8" | "u-int8" => width(Width::U8),
        "uint16" | "u-int16" => width(Width::U16),
        "uint32" | "u-int32" => width(Width::U32),
        "uint64" | "u-int64" | "uint" => width(Width::U64),
        "bigint" if integer => width(Width::Any),
        "decimal" | "decimal128" | "sf-decimal" if !integer => Some(Known::Type(Scalar::Decimal)),
        "float" | "double" | "float32" | "float64" | "number" | "integer" | "int" | "decimal" | "decimal128"
        | "sf-decimal" | "sf-integer" | "unixtime" | "unix-time" | "timestamp" => Some(Known::Plain),
        _ => None,
    }
}

/// What a known format of numbers says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It picks a type.
    Type(Scalar),
    /// It picks none.
    Plain,
}

/// Numbers that a format speaks of.
pub(super) fn numbers(format: &str) -> Types {
    match of_number(format, false) {
        Some(Known::Type(Scalar::Integer(_))) => Types::INTEGER,
        _ => Types::NUMBER,
    }
}

/// What a format says of the type where nothing else does. Those of strings and of numbers alike say nothing.
pub(super) fn of_format(format: &str) -> Types {
    match (of_string(format), of_number(format, false)) {
        (Some(_), None) => Types::STRING,
        (None, Some(_)) => numbers(format),
        _ => Types::ANY,
    }
}
