//! Scalars: `format` picks the type, constraints stay facts.
use super::Lowering;
use super::format::{self, Known};
use super::merge::Merged;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::schema::Types;
use crate::ir::{Constraints, Foreign, ForeignId, Kind, Rest, Scalar, Shape, Width};
use crate::load::Pointer;
use indexmap::IndexMap;
use serde_json::{Number, Value};
use tenon_runtime::format::Decimal;

/// Formats that are not known, and where: each is reported once.
pub(super) type Strangers<'a> = IndexMap<(&'a str, &'static str), Vec<Pointer>>;

/// Whether words bound a string or a number.
pub(super) fn is_bounded(m: &Merged<'_>) -> bool {
    let n = &m.number;
    let numbers = [n.minimum, n.exclusive_minimum, n.maximum, n.exclusive_maximum, n.multiple_of];
    m.min_length.or(m.max_length).is_some() || !m.patterns.is_empty() || numbers.iter().any(Option::is_some)
}

/// The type of a boolean, an integer, a number or a string.
pub(super) fn scalar<'a>(cx: &mut Lowering<'a, '_>, of: Types, m: &Merged<'a>, at: &Pointer) -> Scalar {
    if of == Types::BOOLEAN {
        return Scalar::Boolean;
    }
    let format = m.format.unwrap_or_default();
    if let Some(foreign) = foreign(cx, of, format) {
        return foreign;
    }
    let integer = of == Types::INTEGER;
    let (found, plain) = match of {
        Types::INTEGER | Types::NUMBER => {
            let plain = if integer { Scalar::Integer(width(m)) } else { Scalar::Float };
            let found = format::of_number(format, integer).map(|known| match known {
                Known::Type(scalar) => scalar,
                Known::Plain => plain,
            });
            (found, plain)
        }
        _ if format.is_empty() && m.content_encoding == Some("base64") => (Some(Scalar::Base64), Scalar::String),
        _ if format.is_empty() && m.content_encoding == Some("base64url") => (Some(Scalar::Base64Url), Scalar::String),
        _ => (format::of_string(format), Scalar::String),
    };
    // Of several types a format may mean another.
    let elsewhere = m.stated.without(Types::NULL) != of && format::of_format(format) != Types::ANY;
    if found.is_none() && !format.is_empty() && !elsewhere {
        cx.strangers.entry((format, of.word())).or_default().push(at.child("format"));
    }
    found.unwrap_or(plain)
}

/// The type that `tenon.toml` names for a format.
fn foreign(cx: &mut Lowering<'_, '_>, of: Types, format: &str) -> Option<Scalar> {
    let kind = match of {
        Types::INTEGER => Kind::Integer,
        Types::NUMBER => Kind::Number,
        _ => Kind::String,
    };
    let path = cx.settings.formats.get(format)?.value.of(kind)?;
    let known = cx.foreign.iter().position(|f| f.format == format && f.kind == kind);
    let index = known.unwrap_or_else(|| {
        cx.foreign.push(Foreign { format: format.to_owned(), kind, path: path.to_owned() });
        cx.foreign.len() - 1
    });
    Some(Scalar::Foreign(ForeignId(u32::try_from(index).unwrap_or(u32::MAX)), kind))
}

/// The smallest type that has room for the bounds; 64 bits are enough where nothing is said.
fn width(m: &Merged<'_>) -> Width {
    let n = &m.number;
    let default = m.default.and_then(Value::as_number);
    let least = [n.minimum, n.exclusive_minimum, default.filter(|d| d.as_i64().is_none())];
    let most = [n.maximum, n.exclusive_maximum, default.filter(|d| d.as_i64().is_none())];
    let within = |bounds: [Option<&Number>; 3], width: Width| {
        let (least, most) = width.range().unwrap_or((i128::MIN, i128::MAX));
        bounds.into_iter().flatten().all(|bound| whole(bound).is_some_and(|bound| (least..=most).contains(&bound)))
    };
    let fits = |width| within(least, width) && within(most, width);
    let not_negative = n.minimum.or(n.exclusive_minimum).is_some();
    match () {
        () if fits(Width::I64) => Width::I64,
        () if not_negative && fits(Width::U64) => Width::U64,
        () if fits(Width::I128) => Width::I128,
        () => Width::Any,
    }
}

/// A bound without its fraction; `None` beyond 128 bits.
fn whole(bound: &Number) -> Option<i128> {
    bound.as_i128().or_else(|| {
        let exact = bound.to_string().parse::<Decimal>().ok()?;
        let near = || format!("{:.0}", exact.to_f64().trunc()).parse().ok();
        exact.to_i128().or_else(|| if exact.is_integer() { None } else { near() })
    })
}

/// Reports each format that is not known, once.
pub(super) fn report_strangers(strangers: &Strangers<'_>, diagnostics: &mut Diagnostics) {
    for ((format, word), places) in strangers {
        let Some(first) = places.first() else { continue };
        let plain = match *word {
            "integer" => "an integer",
            "number" => "a float",
            _ => "a string",
        };
        let others = match places.len() - 1 {
            0 => String::new(),
            1 => " (here and at one other place)".to_owned(),
            n => format!(" (here and at {n} other places)"),
        };
        diagnostics
            .report(
                Code::UnknownFormat,
                first,
                format!("the format `{format}` has no type of its own; {plain} is used{others}"),
            )
            .help(format!("a type can be named in `tenon.toml`: `[formats] {} = \"::my::Type\"`", key(format)));
    }
}

/// Reports formats that the settings speak of and the document does not.
pub(super) fn report_unused(cx: &mut Lowering<'_, '_>) {
    let everything = cx.settings.operations.is_everything();
    for (format, chosen) in &cx.settings.formats {
        let used = cx.foreign.iter().any(|foreign| foreign.format == *format);
        // What the operations that were left out may need is not known.
        let schemas = &cx.document.schemas;
        let elsewhere = !everything && schemas.ids().any(|id| schemas.get(id).format == Some(format.as_str()));
        if !used && !elsewhere {
            let message = format!("no string, integer or number of the document has the format `{format}`");
            chosen.report(cx.diagnostics, Code::UnusedSetting, message).help("mend its spelling, or remove the line");
        }
    }
}

/// A key of TOML.
fn key(format: &str) -> String {
    let bare = format.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { format.to_owned() } else { format!("{format:?}") }
}

/// The facts that `validate()` checks, for what the shape is.
pub(super) fn constraints(m: &Merged<'_>, shape: &Shape) -> Constraints {
    let mut c = Constraints::default();
    match shape {
        Shape::Scalar(Scalar::String | Scalar::Text(_)) => {
            c.min_length = m.min_length.filter(|n| *n > 0);
            c.max_length = m.max_length;
            c.pattern = m.patterns.first().map(|p| (*p).to_owned());
        }
        Shape::Scalar(Scalar::Integer(_) | Scalar::Float | Scalar::Decimal) => {
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
