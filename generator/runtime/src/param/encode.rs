//! A parameter's value as text.
use std::borrow::Cow;

use http::HeaderValue;
use percent_encoding::AsciiSet;

use super::percent::{self, COOKIE, COOKIE_ITEM, NO_DOT, RESERVED, RESERVED_ITEM, UNRESERVED};
use super::{Fault, Location, Parameter, Style};
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

/// Writes an object as `application/x-www-form-urlencoded`: lists repeat the name, members that are objects or lists of
/// lists are JSON, as the specification has it by default ("Encoding Object").
///
/// ```
/// use std::collections::BTreeMap;
/// let form = BTreeMap::from([("a".to_owned(), vec!["x y", "&"])]);
/// assert_eq!(tenon_runtime::param::encode_form(&form), "a=x%20y&a=%26");
/// ```
pub fn encode_form(value: &(impl Encode + ?Sized)) -> String {
    let json = to_vec(value);
    let mut out = String::new();
    let Ok(tape) = Tape::parse(&json, Limits::default()) else {
        return out;
    };
    for (name, member) in tape.root().members() {
        let mut pair = |node: Node<'_>| {
            let text = match node.kind() {
                Kind::Null => return,
                Kind::Array | Kind::Object => Cow::Borrowed(node.raw()),
                _ => node.scalar_text().unwrap_or_default(),
            };
            if !out.is_empty() {
                out.push('&');
            }
            percent::push(&mut out, &name, UNRESERVED);
            out.push('=');
            percent::push(&mut out, &text, UNRESERVED);
        };
        if member.kind() == Kind::Array { member.items().for_each(pair) } else { pair(member) }
    }
    out
}

fn encode_json(parameter: &Parameter, json: &[u8], out: &mut String) -> Result<bool, Fault> {
    let tape = Tape::parse(json, Limits::default()).map_err(|_| Fault::Nested)?;
    let shape = if parameter.json {
        Shape::Scalar(String::from_utf8_lossy(json))
    } else if parameter.style == Style::DeepObject && tape.root().kind() == Kind::Object {
        return Ok(deep_object(parameter, tape.root(), out));
    } else {
        Shape::of(tape.root())?
    };
    match parameter.location {
        Location::Path => path(parameter, &shape, out),
        Location::Query => {
            Ok(pairs(parameter, &shape, out, "&", if parameter.json { UNRESERVED } else { query_set(parameter) })?)
        }
        Location::Header => header(parameter, &shape, out),
        Location::Cookie => {
            let one = matches!(shape, Shape::Scalar(_));
            pairs(parameter, &shape, out, "; ", if one { COOKIE } else { COOKIE_ITEM })
        }
    }
}

/// A value as the style table sees it.
enum Shape<'a> {
    Nothing,
    Scalar(Cow<'a, str>),
    Array(Vec<Cow<'a, str>>),
    Object(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

impl<'a> Shape<'a> {
    fn of(node: Node<'a>) -> Result<Self, Fault> {
        match node.kind() {
            Kind::Null => Ok(Self::Nothing),
            Kind::Array => {
                let items = node.items().map(|item| {
                    if item.kind() == Kind::Null { Ok("null".into()) } else { item.scalar_text().ok_or(Fault::Nested) }
                });
                Ok(Self::Array(items.collect::<Result<_, _>>()?))
            }
            Kind::Object => {
                let present = node.members().filter(|(_, member)| member.kind() != Kind::Null);
                let members = present.map(|(name, member)| Ok((name, member.scalar_text().ok_or(Fault::Nested)?)));
                Ok(Self::Object(members.collect::<Result<_, _>>()?))
            }
            _ => node.scalar_text().map(Self::Scalar).ok_or(Fault::Nested),
        }
    }

    fn is_empty_list(&self) -> bool {
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
    let set = if parameter.style == Style::Label { NO_DOT } else { UNRESERVED };
    out.push_str(prefix);
    if matrix && !(parameter.explode && !matches!(shape, Shape::Scalar(_))) {
        percent::push(out, parameter.name, UNRESERVED);
        if !matches!(shape, Shape::Scalar(text) if text.is_empty()) {
            out.push('=');
        }
    }
    match shape {
        Shape::Nothing => return Err(Fault::Missing),
        Shape::Scalar(text) if text.is_empty() && prefix.is_empty() => return Err(Fault::Missing),
        Shape::Scalar(text) => percent::push(out, text, if prefix == "." { UNRESERVED } else { set }),
        Shape::Array(items) => join(out, items, if parameter.explode { exploded } else { "," }, |out, item| {
            if matrix && parameter.explode {
                percent::push(out, parameter.name, UNRESERVED);
                out.push('=');
            }
            percent::push(out, item, set);
        }),
        Shape::Object(members) => {
            join(out, members, if parameter.explode { exploded } else { "," }, |out, (name, text)| {
                percent::push(out, name, set);
                out.push(if parameter.explode { '=' } else { ',' });
                percent::push(out, text, set);
            })
        }
    }
    Ok(true)
}

fn query_set(parameter: &Parameter) -> &'static AsciiSet {
    match (parameter.reserved, parameter.explode) {
        (false, _) => UNRESERVED,
        (true, true) => RESERVED,
        (true, false) => RESERVED_ITEM,
    }
}

/// `name=text` pairs: queries and cookies.
fn pairs(
    parameter: &Parameter,
    shape: &Shape<'_>,
    out: &mut String,
    between: &str,
    set: &'static AsciiSet,
) -> Result<bool, Fault> {
    let name_set = if parameter.location == Location::Cookie { COOKIE } else { UNRESERVED };
    let text_of = |out: &mut String, text: &str| {
        if parameter.reserved && parameter.location == Location::Query && !parameter.json {
            percent::push_keeping_triples(out, text, set);
        } else {
            percent::push(out, text, set);
        }
    };
    let pair = |out: &mut String, name: &str, text: &str| {
        if !out.is_empty() {
            out.push_str(between);
        }
        percent::push(out, name, name_set);
        out.push('=');
        text_of(out, text);
    };
    let (delimiter, unescaped) = match parameter.style {
        Style::SpaceDelimited => ("%20", ' '),
        Style::PipeDelimited => ("%7C", '|'),
        _ => (",", '\0'),
    };
    // Forms can escape their comma; these two are always escaped, so an item's own cannot be told apart.
    let fits = |text: &str| {
        if unescaped != '\0' && text.contains(unescaped) { Err(Fault::Delimiter) } else { Ok(()) }
    };
    match shape {
        Shape::Nothing => return Ok(false),
        Shape::Scalar(text) if parameter.explode || !parameter.reserved || parameter.json => {
            pair(out, parameter.name, text)
        }
        Shape::Scalar(text) => {
            pair(out, parameter.name, "");
            percent::push_keeping_triples(out, text, RESERVED);
        }
        _ if shape.is_empty_list() => return Ok(false),
        Shape::Array(items) if parameter.explode => items.iter().for_each(|item| pair(out, parameter.name, item)),
        Shape::Object(members) if parameter.explode => members.iter().for_each(|(name, text)| pair(out, name, text)),
        Shape::Array(items) => {
            items.iter().try_for_each(|item| fits(item))?;
            pair(out, parameter.name, "");
            join(out, items, delimiter, |out, item| text_of(out, item));
        }
        Shape::Object(members) => {
            members.iter().try_for_each(|(name, text)| fits(name).and_then(|()| fits(text)))?;
            pair(out, parameter.name, "");
            join(out, members, delimiter, |out, (name, text)| {
                percent::push(out, name, set);
                out.push_str(delimiter);
                text_of(out, text);
            });
        }
    }
    Ok(true)
}

fn header(parameter: &Parameter, shape: &Shape<'_>, out: &mut String) -> Result<bool, Fault> {
    let fits = |text: &str, and: char| {
        if text.contains([',', and]) { Err(Fault::Delimiter) } else { Ok(()) }
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

/// `name[member]=text`. The table has only one level; below it, names are appended and lists are repeated.
fn deep_object(parameter: &Parameter, node: Node<'_>, out: &mut String) -> bool {
    let mut name = String::new();
    percent::push(&mut name, parameter.name, UNRESERVED);
    let set = if parameter.reserved { RESERVED } else { UNRESERVED };
    let mut open = vec![(name, node)];
    let mut written = false;
    while let Some((name, node)) = open.pop() {
        match node.kind() {
            Kind::Null => {}
            Kind::Array => {
                open.extend(node.items().map(|item| (name.clone(), item)).collect::<Vec<_>>().into_iter().rev())
            }
            Kind::Object => {
                let members = node.members().map(|(member, node)| {
                    let mut name = format!("{name}%5B");
                    percent::push(&mut name, &member, UNRESERVED);
                    name.push_str("%5D");
                    (name, node)
                });
                open.extend(members.collect::<Vec<_>>().into_iter().rev());
            }
            _ => {
                if !out.is_empty() {
                    out.push('&');
                }
                out.push_str(&name);
                out.push('=');
                let text = node.scalar_text().unwrap_or_default();
                if parameter.reserved {
                    percent::push_keeping_triples(out, &text, set)
                } else {
                    percent::push(out, &text, set)
                }
                written = true;
            }
        }
    }
    written
}

fn join<T>(out: &mut String, items: &[T], between: &str, mut push: impl FnMut(&mut String, &T)) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        push(out, item);
    }
}
