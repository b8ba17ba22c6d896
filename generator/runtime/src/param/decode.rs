//! A parameter's value from text.
use std::borrow::Cow;

use http::{HeaderMap, header::COOKIE};

use super::fields::Fields;
use super::{Fault, Location, Parameter, Structure, Style, deep, percent, whole};
use crate::json::{Decode, Limits, Mode, Tape, TextTape, decode_tape, decode_text, from_slice};
use crate::validate::Violation;

/// Where the text of parameters is found.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// What the path has in the parameter's place, not decoded. Only for parameters of paths.
    pub capture: Option<&'a str>,
    /// The query without its `?`, not decoded.
    pub query: &'a str,
    /// The headers, cookies among them.
    pub headers: &'a HeaderMap,
    /// How the value is read.
    pub mode: Mode,
}

/// Reads the value of a parameter; `None` if there is none.
///
/// `+` is a space in queries, as forms write it. Text in headers is not percent-encoded. An exploded object without
/// known properties ([`Parameter::members`]) takes all pairs of the query but those of [`Parameter::others`]. A NUL is
/// refused in paths.
///
/// # Errors
/// Bad percent-encoding, bytes that are not UTF-8, a scalar that is there twice, text that is not in the parameter's
/// style, and what the value violates; pointers start at the value.
///
/// ```
/// use tenon_runtime::{Mode, Parameter, http::HeaderMap, param};
/// const TAGS: Parameter = Parameter::query("tags").array().explode(false);
/// let source = param::Source { capture: None, query: "tags=a,b%2Cc", headers: &HeaderMap::new(), mode: Mode::Strict };
/// assert_eq!(param::decode::<Vec<String>>(&TAGS, &source), Ok(Some(vec!["a".to_owned(), "b,c".to_owned()])));
/// ```
pub fn decode<T: Decode>(parameter: &Parameter, source: &Source<'_>) -> Result<Option<T>, Vec<Violation>> {
    if let Some(fields) = parameter.form {
        let some = !source.query.is_empty();
        return some.then(|| super::decode_form(fields, source.query, source.mode)).transpose();
    }
    let found = if parameter.whole { whole::find(parameter, source.query) } else { find(parameter, source) };
    match found {
        Ok(None) => Ok(None),
        Ok(Some(found)) if parameter.empty && found.is_empty() => Ok(found.read(source.mode).ok()),
        Ok(Some(found)) => found.read(source.mode).map(Some),
        Err(fault) => Err(vec![fault.into()]),
    }
}

/// What was found, ready for reading.
pub(super) enum Found<'a> {
    Text(Cow<'a, str>),
    Tape(Tape<'static>),
    Json(Cow<'a, str>),
}

impl Found<'_> {
    /// Appends the value. JSON is checked here.
    pub(super) fn onto(&self, tape: &mut TextTape) -> Result<(), Fault> {
        match self {
            Self::Text(text) => tape.text(text),
            Self::Tape(value) => tape.value(value),
            Self::Json(text) => tape.value(&Tape::parse_str(text, Limits::default()).map_err(|_| Fault::Json)?),
        };
        Ok(())
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) | Self::Json(text) if text.is_empty())
    }

    fn read<T: Decode>(&self, mode: Mode) -> Result<T, Vec<Violation>> {
        match self {
            Self::Text(text) => decode_text(text, mode),
            Self::Tape(tape) => decode_tape(tape, mode),
            Self::Json(text) => from_slice(text.as_bytes(), mode).map_err(|invalid| invalid.violations),
        }
    }
}

pub(super) fn empty_object() -> TextTape {
    let mut tape = TextTape::new();
    tape.object();
    tape
}

fn find<'a>(parameter: &Parameter, source: &Source<'a>) -> Result<Option<Found<'a>>, Fault> {
    let plain = parameter.json || parameter.structure == Structure::Scalar;
    let text = match parameter.location {
        Location::Path => match source.capture {
            Some(text) if plain => Some(path_text(parameter, text)?),
            Some(text) => return path_list(parameter, text).map(Some),
            None => None,
        },
        Location::Header if plain => only(lines(parameter, source.headers))?.transpose()?.map(Cow::Borrowed),
        Location::Header => return header_list(parameter, source.headers),
        Location::Query if plain => pair_text(parameter, pairs(source.query), Coding::Form)?,
        Location::Query => return pair_list(parameter, pairs(source.query), Coding::Form),
        Location::Cookie => {
            let coding = if parameter.style == Style::Cookie { Coding::Plain } else { Coding::Cookie };
            let cookies = cookies(source.headers, coding);
            if !plain {
                return pair_list(parameter, cookies, coding);
            }
            pair_text(parameter, cookies, coding)?
        }
    };
    Ok(text.map(if parameter.json { Found::Json } else { Found::Text }))
}

fn only<T>(mut all: impl Iterator<Item = T>) -> Result<Option<T>, Fault> {
    let first = all.next();
    if all.next().is_some() { Err(Fault::Repeated) } else { Ok(first) }
}

fn path_segment(text: &str) -> Result<Cow<'_, str>, Fault> {
    let text = percent::decode(text, false)?;
    if text.contains('\0') { Err(Fault::Nul) } else { Ok(text) }
}

fn path_text<'a>(parameter: &Parameter, text: &'a str) -> Result<Cow<'a, str>, Fault> {
    path_segment(match parameter.style {
        _ if parameter.json => text,
        Style::Label => text.strip_prefix('.').ok_or(Fault::Style)?,
        Style::Matrix => matrix_item(parameter, text.strip_prefix(';').ok_or(Fault::Style)?)?,
        _ => text,
    })
}

/// `name=text`, or `name` alone for the empty text.
fn matrix_item<'a>(parameter: &Parameter, item: &'a str) -> Result<&'a str, Fault> {
    let (name, text) = item.split_once('=').unwrap_or((item, ""));
    if percent::decode(name, false)? == parameter.name { Ok(text) } else { Err(Fault::Style) }
}

fn path_list<'a>(parameter: &Parameter, text: &'a str) -> Result<Found<'a>, Fault> {
    let fields = match (parameter.style, parameter.explode) {
        (Style::Label, explode) => {
            let text = text.strip_prefix('.').ok_or(Fault::Style)?;
            Fields::split(text, if explode { "." } else { "," })
        }
        (Style::Matrix, explode) => {
            let text = text.strip_prefix(';').ok_or(Fault::Style)?;
            let items = || text.split(';').map(|item| matrix_item(parameter, item)).collect::<Result<Vec<_>, _>>();
            match parameter.structure {
                _ if !explode => Fields::split(matrix_item(parameter, text)?, ","),
                Structure::Object => Fields::split(text, ";"),
                Structure::Mixed => items().map_or_else(|_| Fields::split(text, ";"), Fields),
                _ => Fields(items()?),
            }
        }
        _ => Fields::split(text, ","),
    };
    fields.shape(parameter, path_segment)
}

fn lines<'a>(parameter: &Parameter, headers: &'a HeaderMap) -> impl Iterator<Item = Result<&'a str, Fault>> {
    let lines = headers.get_all(parameter.name).iter();
    lines.map(|line| core::str::from_utf8(line.as_bytes()).map_err(|_| Fault::Utf8).map(trim))
}

fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Several lines are one list (RFC 9110, section 5.3), whose empty elements do not count (section 5.6.1).
fn header_list<'a>(parameter: &Parameter, headers: &'a HeaderMap) -> Result<Option<Found<'a>>, Fault> {
    let lines = lines(parameter, headers).collect::<Result<Vec<_>, _>>()?;
    if lines.is_empty() {
        return Ok(None);
    }
    // The one header whose values cannot be put into one line (RFC 6265, section 3).
    if parameter.name.eq_ignore_ascii_case("set-cookie") {
        return Fields(lines).shape(parameter, |text| Ok(Cow::Borrowed(text))).map(Some);
    }
    let items = lines.iter().flat_map(|line| line.split(',')).map(trim);
    let fields = Fields(match parameter.structure {
        Structure::Any | Structure::Mixed => items.collect(),
        _ => items.filter(|item| !item.is_empty()).collect(),
    });
    fields.shape(parameter, |text| Ok(Cow::Borrowed(text))).map(Some)
}

/// Names and texts of a query, not decoded.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Names and texts of all cookies, not decoded. What is not UTF-8 cannot be one of ours, and does not hide those beside it.
fn cookies(headers: &HeaderMap, coding: Coding) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(COOKIE).iter();
    lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';')).filter_map(move |pair| {
        let (name, text) = core::str::from_utf8(pair).ok()?.split_once('=')?;
        let text = text.trim();
        // RFC 6265, section 4.1.1: a value may be quoted.
        let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let text = bare.filter(|_| coding != Coding::Plain).unwrap_or(text);
        Some((name.trim(), text))
    })
}

/// How names and texts of pairs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Percent-encoded, `+` is a space: queries and forms.
    Form,
    /// Percent-encoded perhaps: RFC 6265 knows no such thing, so what is none there stands for itself.
    Cookie,
    /// As they are.
    Plain,
}

impl Coding {
    fn decoded(self, text: &str) -> Result<Cow<'_, str>, Fault> {
        match self {
            Self::Form => percent::decode(text, true),
            Self::Cookie => Ok(percent::decode(text, false).unwrap_or(Cow::Borrowed(text))),
            Self::Plain => Ok(Cow::Borrowed(text)),
        }
    }
}

fn is_named(raw: &str, name: &str, coding: Coding) -> bool {
    raw == name || (raw.contains(['%', '+']) && coding.decoded(raw).is_ok_and(|raw| raw == name))
}

/// A scalar among names and texts.
pub(super) fn pair_text<'a>(
    parameter: &Parameter,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
    coding: Coding,
) -> Result<Option<Cow<'a, str>>, Fault> {
    let mut texts = pairs.filter(|(name, _)| is_named(name, parameter.name, coding));
    only(&mut texts)?.map(|(_, text)| coding.decoded(text)).transpose()
}

/// A list among names and texts.
pub(super) fn pair_list<'a>(
    parameter: &Parameter,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
    coding: Coding,
) -> Result<Option<Found<'a>>, Fault> {
    let is_object = parameter.structure == Structure::Object;
    if is_object && parameter.explode && parameter.style != Style::DeepObject {
        return Ok(members(parameter, pairs, coding)?.map(Found::Tape));
    }
    if parameter.structure == Structure::Mixed && parameter.explode && parameter.style != Style::DeepObject {
        let pairs = pairs.collect::<Vec<_>>();
        return match texts(parameter, pairs.iter().copied(), coding)? {
            Some(found) => Ok(Some(found)),
            // Without names to go by, everything would be a member.
            None if parameter.members.is_empty() => Ok(None),
            None => Ok(members(parameter, pairs.into_iter(), coding)?.map(Found::Tape)),
        };
    }
    if parameter.style == Style::DeepObject {
        let pairs = pairs.collect::<Vec<_>>();
        let deep = deep::value(parameter.name, is_object, pairs.iter().copied())?;
        let own = pairs.iter().any(|(name, _)| is_named(name, parameter.name, coding));
        return match deep {
            // What has members is no text as well, and an object is never only a text.
            Some(_) if own => Err(Fault::Style),
            None if own && is_object => Err(Fault::Style),
            Some(tape) => Ok(Some(Found::Tape(tape))),
            None => texts(parameter, pairs.into_iter(), coding),
        };
    }
    texts(parameter, pairs, coding)
}

/// A list that is spelled by its own name.
fn texts<'a>(
    parameter: &Parameter,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
    coding: Coding,
) -> Result<Option<Found<'a>>, Fault> {
    let mut texts = pairs.filter(|(name, _)| is_named(name, parameter.name, coding)).map(|(_, text)| text);
    let fields = if !parameter.explode {
        only(&mut texts)?.map(|text| match parameter.style {
            Style::SpaceDelimited => Fields::split(text, " "),
            Style::PipeDelimited => Fields::split(text, "|"),
            _ => Fields::split(text, ","),
        })
    } else if coding == Coding::Cookie {
        // One cookie an item, or, by the letter of the style table, `name=a&name=b` in one.
        let again = format!("&{}=", parameter.name);
        let texts = texts.flat_map(|text| text.split(again.as_str()).collect::<Vec<_>>());
        Some(Fields(texts.collect()))
    } else {
        Some(Fields(texts.collect()))
    };
    let fields = fields.filter(|fields| !fields.0.is_empty());
    fields.map(|fields| fields.shape(parameter, |text| coding.decoded(text))).transpose()
}

/// Members of an exploded object: those that are known, and those by other names that may be its own. `None` if there is none.
pub(super) fn members<'a>(
    parameter: &Parameter,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
    coding: Coding,
) -> Result<Option<Tape<'static>>, Fault> {
    let known = parameter.members;
    let others = parameter.others.or(known.is_empty().then_some(&[]));
    let mut members = std::collections::BTreeMap::<Cow<'_, str>, Vec<Cow<'_, str>>>::new();
    for (name, text) in pairs {
        let name = match coding.decoded(name) {
            Ok(name) => name,
            Err(_) if others.is_none() => continue,
            Err(fault) => return Err(fault),
        };
        if known.contains(&&*name) || others.is_some_and(|others| !is_of(others, &name)) {
            members.entry(name).or_default().push(coding.decoded(text)?);
        }
    }
    if members.is_empty() {
        return Ok(None);
    }
    let mut tape = empty_object();
    for (name, texts) in &members {
        match texts.as_slice() {
            [text] => leaf(parameter, text, tape.name(name)),
            _ => deep::list(tape.name(name), texts),
        }
    }
    Ok(Some(tape.finish()))
}

/// Whether a name is one of these, or one of their members' in `deepObject`.
fn is_of(others: &[&str], name: &str) -> bool {
    let base = name.split_once('[').map_or(name, |(base, _)| base);
    others.contains(&name) || others.contains(&base)
}

/// Whether a part is JSON where parts may be.
pub(super) fn is_json(parameter: &Parameter, text: &str) -> bool {
    part(parameter, text).is_some()
}

fn part<'t>(parameter: &Parameter, text: &'t str) -> Option<Tape<'t>> {
    let may_be = parameter.nested && text.starts_with(['{', '[']);
    may_be.then(|| Tape::parse_str(text, Limits::default()).ok()).flatten()
}

/// One text, or the JSON that it is where parts may be JSON.
pub(super) fn leaf(parameter: &Parameter, text: &str, tape: &mut TextTape) {
    match part(parameter, text) {
        Some(value) => tape.value(&value),
        None => tape.text(text),
    };
}
