//! A parameter's value as text.
use std::borrow::Cow;

use http::HeaderValue;

use super::percent::{self, NO_DOT, PATH, PATH_ITEM, PATH_RESERVED, PATH_RESERVED_ITEM, UNRESERVED};
use super::{Fault, Location, Parameter, Structure, Style, pairs, whole};
use crate::json::{Encode, Kind, Limits, Node, Tape, to_vec};

/// Appends `value` to what is there of the parameter's location already: the path so far, the query string so far
/// (joined by `&`), the text of the one header, the text of the `Cookie` header so far (joined by `; `).
///
/// Says whether anything was written: `null` and an empty list are nothing (RFC 6570, section 2.3), except that an
/// empty list is an empty header. Text in headers is not percent-encoded, and in cookies only as far as needed.
/// Exploded lists in cookies are one cookie an item.
///
/// # Errors
/// The value cannot travel there: nothing or the empty text in a path, lists of lists, a separator in an item of a
/// style whose separator cannot be escaped.
///
/// ```
/// use tenon_runtime::{Parameter, param};
/// const TAGS: Parameter = Parameter::query("tags").array();
/// let mut query = String::from("q=x");
/// param::encode(&TAGS, &vec!["a", "b&c"], &mut query)?;
/// assert_eq!(query, "q=x&tags=a&tags=b%26c");
/// # Ok::<(), param::Fault>(())
/// ```
pub fn encode(parameter: &Parameter, value: &(impl Encode + ?Sized), out: &mut String) -> Result<bool, Fault> {
    if let Some(fields) = parameter.form {
        let form = super::encode_form(fields, value)?;
        if !form.is_empty() && !out.is_empty() {
            out.push('&');
        }
        out.push_str(&form);
        return Ok(!form.is_empty());
    }
    if parameter.whole {
        return whole::encode(parameter, value, out);
    }
    encode_json(parameter, &to_vec(value), out)
}

/// Writes the value of a header of its own: of a request or, described by the same [`Parameter`], of a reply.
/// `None` for `null`.
///
/// # Errors
/// As [`encode()`], and characters that a header cannot have. Text beyond ASCII is sent as UTF-8.
pub fn encode_header(parameter: &Parameter, value: &(impl Encode + ?Sized)) -> Result<Option<HeaderValue>, Fault> {
    let mut text = String::new();
    if !encode(parameter, value, &mut text)? {
        return Ok(None);
    }
    HeaderValue::try_from(text).map(Some).map_err(|_| Fault::Header)
}

/// The same for a header that may be there several times: each item of a list in `Set-Cookie` is one, since it is the one
/// header whose values cannot be put into one line (RFC 6265, section 3).
///
/// # Errors
/// As [`encode_header`].
pub fn encode_headers(parameter: &Parameter, value: &(impl Encode + ?Sized)) -> Result<Vec<HeaderValue>, Fault> {
    if !parameter.name.eq_ignore_ascii_case("set-cookie") {
        return encode_header(parameter, value).map(|value| value.into_iter().collect());
    }
    let json = to_vec(value);
    let tape = Tape::parse(&json, Limits::default()).map_err(|_| Fault::Nested)?;
    let texts = match Shape::of(parameter, tape.root())? {
        Shape::Nothing => Vec::new(),
        Shape::Scalar(text) => vec![text],
        Shape::Array(texts) => texts,
        Shape::Object(_) => return Err(Fault::Nested),
    };
    texts.iter().map(|text| HeaderValue::from_str(text).map_err(|_| Fault::Header)).collect()
}

fn encode_json(parameter: &Parameter, json: &[u8], out: &mut String) -> Result<bool, Fault> {
    let tape = Tape::parse(json, Limits::default()).map_err(|_| Fault::Nested)?;
    match parameter.location {
        Location::Path => path(parameter, &Shape::of(parameter, tape.root())?, out),
        Location::Query => query(parameter, parameter.name, tape.root(), out),
        Location::Header => header(parameter, &Shape::of(parameter, tape.root())?, out),
        Location::Cookie => pairs::pairs(parameter, parameter.name, &Shape::of(parameter, tape.root())?, out, "; "),
    }
}

/// A parameter of a query, or a property of a form, by the name that it has there.
pub(super) fn query(parameter: &Parameter, name: &str, node: Node<'_>, out: &mut String) -> Result<bool, Fault> {
    let is_list = matches!(node.kind(), Kind::Object | Kind::Array);
    if parameter.style == Style::DeepObject && !parameter.json && is_list {
        return pairs::deep(parameter, name, node, out);
    }
    pairs::pairs(parameter, name, &Shape::of(parameter, node)?, out, "&")
}

/// A value as the style table sees it.
pub(super) enum Shape<'a> {
    Nothing,
    Scalar(Cow<'a, str>),
    Array(Vec<Cow<'a, str>>),
    Object(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

impl<'a> Shape<'a> {
    fn of(parameter: &Parameter, node: Node<'a>) -> Result<Self, Fault> {
        match node.kind() {
            _ if parameter.nested && (parameter.json || parameter.structure != Structure::Object) => {
                Ok(Self::nested(node, parameter.json))
            }
            _ if parameter.json => Ok(Self::Scalar(Cow::Borrowed(node.raw()))),
            Kind::Null => Ok(Self::Nothing),
            Kind::Array => {
                let items = node.items().map(|item| match item.kind() {
                    Kind::Null => Ok("null".into()),
                    _ => item.scalar_text().ok_or(Fault::Nested),
                });
                Ok(Self::Array(items.collect::<Result<_, _>>()?))
            }
            Kind::Object => {
                let present = node.members().filter(|(_, member)| member.kind() != Kind::Null);
                let members = present.map(|(name, member)| {
                    let json = || parameter.nested.then(|| Cow::Borrowed(member.raw()));
                    Ok((name, member.scalar_text().or_else(json).ok_or(Fault::Nested)?))
                });
                Ok(Self::Object(members.collect::<Result<_, _>>()?))
            }
            _ => node.scalar_text().map(Self::Scalar).ok_or(Fault::Nested),
        }
    }

    /// A scalar or a list of scalars; what is neither is its JSON text, and everything is if it has to be.
    fn nested(node: Node<'a>, json: bool) -> Self {
        let text = |node: Node<'a>| match node.scalar_text() {
            Some(text) if !json => text,
            _ => Cow::Borrowed(node.raw()),
        };
        match node.kind() {
            Kind::Null => Self::Nothing,
            Kind::Array => Self::Array(node.items().map(text).collect()),
            _ => Self::Scalar(text(node)),
        }
    }

    pub(super) fn is_empty_list(&self) -> bool {
        match self {
            Self::Array(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
            Self::Nothing | Self::Scalar(_) => false,
        }
    }
}

fn path(parameter: &Parameter, shape: &Shape<'_>, out: &mut String) -> Result<bool, Fault> {
    if shape.is_empty_list() {
        return Err(Fault::Missing);
    }
    let (prefix, exploded) = match parameter.style {
        Style::Label => (".", "."),
        Style::Matrix => (";", ";"),
        _ => ("", ","),
    };
    let matrix = parameter.style == Style::Matrix;
    let scalar = matches!(shape, Shape::Scalar(_));
    let set = match parameter.style {
        _ if parameter.slashes && scalar => PATH,
        Style::Label if !scalar && !parameter.reserved => NO_DOT,
        _ if parameter.slashes => PATH_ITEM,
        _ if parameter.reserved && scalar => PATH_RESERVED,
        _ if parameter.reserved => PATH_RESERVED_ITEM,
        _ => UNRESERVED,
    };
    let push = if parameter.reserved { percent::push_keeping_triples } else { percent::push };
    let start = out.len();
    out.push_str(prefix);
    let one = scalar || !parameter.explode;
    if matrix && one {
        percent::push(out, parameter.name, UNRESERVED);
        if !matches!(shape, Shape::Scalar(text) if text.is_empty()) {
            out.push('=');
        }
    }
    match shape {
        Shape::Nothing => return Err(Fault::Missing),
        Shape::Scalar(text) => push(out, text, set),
        Shape::Array(items) => join(out, items, if parameter.explode { exploded } else { "," }, |out, item| {
            if matrix && parameter.explode {
                percent::push(out, parameter.name, UNRESERVED);
                out.push('=');
            }
            push(out, item, set);
        }),
        Shape::Object(members) => {
            join(out, members, if parameter.explode { exploded } else { "," }, |out, (name, text)| {
                push(out, name, set);
                out.push(if parameter.explode { '=' } else { ',' });
                push(out, text, set);
            });
        }
    }
    // An empty segment is lost on the way.
    if out.len() == start { Err(Fault::Missing) } else { Ok(true) }
}

fn header(parameter: &Parameter, shape: &Shape<'_>, out: &mut String) -> Result<bool, Fault> {
    // White space around an item, and items that are nothing else, do not count.
    let fits = |text: &str, and: char| {
        let fits = !text.contains([',', and]) && !text.is_empty() && text.trim_matches([' ', '\t']) == text;
        if fits { Ok(()) } else { Err(Fault::Delimiter) }
    };
    match shape {
        Shape::Nothing => return Ok(false),
        Shape::Scalar(text) => out.push_str(text),
        Shape::Array(items) => {
            items.iter().try_for_each(|item| fits(item, ','))?;
            join(out, items, ",", |out, item| out.push_str(item));
        }
        Shape::Object(members) => {
            let equals = if parameter.explode { '=' } else { ',' };
            members.iter().try_for_each(|(name, text)| fits(name, equals).and_then(|()| fits(text, ',')))?;
            join(out, members, ",", |out, (name, text)| {
                out.push_str(name);
                out.push(equals);
                out.push_str(text);
            });
        }
    }
    Ok(true)
}

pub(super) fn join<T>(out: &mut String, items: &[T], between: &str, mut push: impl FnMut(&mut String, &T)) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        push(out, item);
    }
}
