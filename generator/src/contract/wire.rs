//! How values travel, written once more from the specification's tables: what emitted code sends is held against this.
//!
//! Nothing of the runtime is asked, so that a slip there is not repeated here.
use crate::ir::{FieldTexts, FormField, Location, Parameter, ReplyHeader, Style};
use serde_json::Value;
use std::fmt::Write as _;

/// A value as the style table sees it.
enum Parts {
    One(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

/// How a value travels: what parameters, headers and fields of forms have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner<'a> {
    name: &'a str,
    style: Style,
    explode: bool,
    reserved: bool,
    slashes: bool,
    /// The value is the query, without a name.
    whole: bool,
    /// The whole is JSON.
    json: bool,
    /// What has no spelling is JSON.
    nested: bool,
    /// Lists repeat the name, and items are JSON or have parts that are.
    apart: bool,
}

impl<'a> From<&'a Parameter> for Manner<'a> {
    fn from(p: &'a Parameter) -> Self {
        Self {
            name: &p.name.wire,
            style: p.style,
            explode: p.explode,
            reserved: p.allow_reserved,
            slashes: p.rest,
            whole: p.whole,
            json: p.json,
            nested: p.nested,
            apart: false,
        }
    }
}

impl<'a> From<&'a ReplyHeader> for Manner<'a> {
    fn from(h: &'a ReplyHeader) -> Self {
        Self {
            name: &h.name.wire,
            style: Style::Simple,
            explode: h.explode,
            reserved: false,
            slashes: false,
            whole: false,
            json: h.json,
            nested: h.nested,
            apart: false,
        }
    }
}

impl<'a> From<&'a FormField> for Manner<'a> {
    fn from(f: &'a FormField) -> Self {
        Self {
            name: &f.wire,
            style: f.style,
            explode: f.explode,
            reserved: f.allow_reserved,
            slashes: false,
            whole: false,
            json: f.texts == FieldTexts::Json,
            nested: f.nested || f.texts == FieldTexts::Nested,
            apart: f.texts != FieldTexts::Styled,
        }
    }
}

impl<'a> Manner<'a> {
    /// What a property of a form is that the document does not describe.
    pub(super) fn undescribed(name: &'a str) -> Self {
        let (style, explode) = (Style::Form, true);
        Self {
            name,
            style,
            explode,
            reserved: false,
            slashes: false,
            whole: false,
            json: false,
            nested: true,
            apart: true,
        }
    }

    /// Whether lists repeat the name, and what has parts of its own is one text.
    pub(super) fn apart(self, apart: bool) -> Self {
        Self { apart: self.apart || apart, ..self }
    }

    fn parts(&self, value: &Value) -> Option<Parts> {
        let json = |value: &Value| value.to_string();
        let nested = |value: &Value| scalar(value).or_else(|| self.nested.then(|| value.to_string()));
        Some(match value {
            Value::Array(items) if self.apart && self.json => Parts::List(items.iter().map(json).collect()),
            Value::Object(_) if self.apart => Parts::One(json(value)),
            _ if self.json => Parts::One(json(value)),
            Value::Array(items) if items.is_empty() => return None,
            Value::Array(items) => Parts::List(items.iter().map(nested).collect::<Option<_>>()?),
            Value::Object(members) if members.is_empty() => return None,
            Value::Object(members) => {
                let each = members.iter().map(|(name, value)| Some((name.clone(), nested(value)?)));
                Parts::Members(each.collect::<Option<_>>()?)
            }
            _ => Parts::One(scalar(value)?),
        })
    }

    /// What stands in a path. `None`: the value cannot be there.
    pub(super) fn path(&self, value: &Value) -> Option<String> {
        let parts = self.parts(value)?;
        // Triples stay what they stand for.
        if self.reserved && has_triple(&value.to_string()) {
            return None;
        }
        let (own, item) = match self.reserved {
            true => ("-._~:@!$&'()*+,;=", "-_~:@!$&'()*+"),
            // Where dots separate, those of values must not.
            false => {
                (if self.slashes { "-._~/" } else { "-._~" }, if self.style == Style::Label { "-_~" } else { "-._~" })
            }
        };
        let (own, item) = (|text: &str| encoded(text, own), |text: &str| encoded(text, item));
        let name = encoded(self.name, "-._~");
        let (prefix, between) = match (self.style, self.explode) {
            (Style::Label, true) => (".", "."),
            (Style::Label, false) => (".", ","),
            (Style::Matrix, true) => (";", ";"),
            (Style::Matrix, false) => (";", ","),
            _ => ("", ","),
        };
        let mut out = prefix.to_owned();
        let matrix = self.style == Style::Matrix;
        match parts {
            Parts::One(text) if matrix && text.is_empty() => out.push_str(&name),
            Parts::One(text) if matrix => out.push_str(&format!("{name}={}", own(&text))),
            Parts::One(text) => out.push_str(&own(&text)),
            Parts::List(items) if matrix && self.explode => {
                let items = items.iter().map(|text| format!("{name}={}", item(text)));
                out.push_str(&items.collect::<Vec<_>>().join(between));
            }
            Parts::List(items) => {
                let items = items.iter().map(|text| item(text)).collect::<Vec<_>>();
                let start = if matrix { format!("{name}=") } else { String::new() };
                out.push_str(&format!("{start}{}", items.join(between)));
            }
            Parts::Members(members) => {
                let equals = if self.explode { '=' } else { ',' };
                let members = members.iter().map(|(name, text)| format!("{}{equals}{}", item(name), item(text)));
                let start = if matrix && !self.explode { format!("{name}=") } else { String::new() };
                out.push_str(&format!("{start}{}", members.collect::<Vec<_>>().join(between)));
            }
        }
        let lost = out.is_empty() || out == "." || out == ".." || value.to_string().contains("\\u0000");
        (!lost).then_some(out)
    }

    /// The pairs of a query or a form, encoded. Empty: there is nothing to send.
    pub(super) fn query(&self, value: &Value) -> Option<Vec<(String, String)>> {
        if self.style == Style::DeepObject && !self.json && matches!(value, Value::Object(_) | Value::Array(_)) {
            let mut pairs = Vec::new();
            deep(&encoded(self.name, "-._~"), value, &mut pairs)?;
            return Some(pairs);
        }
        let keep = if self.reserved && !self.json { "-._~:/?@!$'()*;=" } else { "-._~" };
        let own = |text: &str| encoded(text, keep);
        let name = || encoded(self.name, "-._~");
        let (between, forbidden) = match self.style {
            Style::SpaceDelimited => ("%20", Some(' ')),
            Style::PipeDelimited => ("%7C", Some('|')),
            _ => (",", None),
        };
        // Where reserved characters stay, so do triples: they are what they stand for (RFC 6570, section 3.2.3).
        if self.reserved && has_triple(&value.to_string()) {
            return None;
        }
        let fits = |text: &str| forbidden.is_none_or(|separator| !text.contains(separator));
        Some(match self.parts(value)? {
            Parts::One(text) => vec![(name(), own(&text))],
            Parts::List(items) if self.explode || self.apart => items.iter().map(|item| (name(), own(item))).collect(),
            Parts::List(items) => {
                // One empty item and no item would look alike.
                let one = items.iter().all(|item| fits(item)) && items != [""];
                one.then(|| vec![(name(), items.iter().map(|i| own(i)).collect::<Vec<_>>().join(between))])?
            }
            Parts::Members(members) if self.explode => {
                members.iter().map(|(name, text)| (encoded(name, "-._~"), own(text))).collect()
            }
            Parts::Members(members) => {
                let one = members.iter().all(|(name, text)| fits(name) && fits(text));
                let members = members.iter().flat_map(|(name, text)| [own(name), own(text)]);
                one.then(|| vec![(name(), members.collect::<Vec<_>>().join(between))])?
            }
        })
    }

    /// All of a query. `None`: there is nothing to send.
    pub(super) fn whole(&self, value: &Value) -> Option<String> {
        let text = if self.json { value.to_string() } else { scalar(value)? };
        (!text.is_empty()).then(|| encoded(&text, "-._~"))
    }

    /// The value of a header. `None`: no header can have it.
    pub(super) fn header(&self, value: &Value) -> Option<String> {
        let equals = if self.explode { '=' } else { ',' };
        let fits = |text: &String| !text.is_empty() && !text.contains(',') && text.trim() == text;
        let text = match self.parts(value)? {
            Parts::One(text) => text,
            Parts::List(items) => items.iter().all(fits).then(|| items.join(","))?,
            Parts::Members(members) => {
                let whole = members.iter().all(|(name, text)| fits(name) && fits(text) && !name.contains('='));
                let members = members.iter().map(|(name, text)| format!("{name}{equals}{text}"));
                whole.then(|| members.collect::<Vec<_>>().join(","))?
            }
        };
        let visible = text.chars().all(|c| !c.is_control()) && text.trim() == text && !text.is_empty();
        visible.then_some(text)
    }

    /// Pairs of a `Cookie` header.
    pub(super) fn cookie(&self, value: &Value) -> Option<Vec<(String, String)>> {
        let keep = "!#$'()*+-./:<>?@[]^_`{|}~";
        if self.style == Style::Cookie {
            return self.plain(value);
        }
        if self.reserved && has_triple(&value.to_string()) {
            return None;
        }
        let (own, item) = (|text: &str| encoded(text, &format!("{keep}&=")), |text: &str| encoded(text, keep));
        let name = || encoded(self.name, keep);
        Some(match self.parts(value)? {
            Parts::One(text) => vec![(name(), own(&text))],
            Parts::List(items) if self.explode => items.iter().map(|text| (name(), item(text))).collect(),
            Parts::List(items) => {
                (items != [""]).then(|| vec![(name(), items.iter().map(|i| item(i)).collect::<Vec<_>>().join(","))])?
            }
            Parts::Members(members) if self.explode => {
                members.iter().map(|(name, text)| (item(name), item(text))).collect()
            }
            Parts::Members(members) => {
                let members = members.iter().flat_map(|(name, text)| [item(name), item(text)]);
                vec![(name(), members.collect::<Vec<_>>().join(","))]
            }
        })
    }

    /// Pairs of a `Cookie` header whose texts stand there as they are.
    fn plain(&self, value: &Value) -> Option<Vec<(String, String)>> {
        let fits = |text: &str, ends: &[char]| {
            let visible = text.chars().all(|c| !c.is_control() && !ends.contains(&c));
            visible && text.trim() == text
        };
        let name = || self.name.to_owned();
        let pairs = match self.parts(value)? {
            Parts::One(text) => vec![(name(), text)],
            Parts::List(items) if self.explode => items.into_iter().map(|text| (name(), text)).collect(),
            Parts::Members(members) if self.explode => members,
            Parts::List(items) => {
                let fit = items.iter().all(|text| fits(text, &[','])) && items != [""];
                fit.then(|| vec![(name(), items.join(","))])?
            }
            Parts::Members(members) => {
                let texts = members.into_iter().flat_map(|(name, text)| [name, text]).collect::<Vec<_>>();
                texts.iter().all(|text| fits(text, &[','])).then(|| vec![(name(), texts.join(","))])?
            }
        };
        pairs.iter().all(|(name, text)| fits(name, &[';', '=']) && fits(text, &[';'])).then_some(pairs)
    }

    /// Whether the value can be where it would travel.
    pub(super) fn carries(&self, location: Location, value: &Value) -> bool {
        match location {
            Location::Path => self.path(value).is_some(),
            Location::Query if self.whole => self.whole(value).is_some(),
            Location::Query => self.query(value).is_some_and(|pairs| !pairs.is_empty()),
            Location::Header => self.header(value).is_some(),
            Location::Cookie => self.cookie(value).is_some_and(|pairs| !pairs.is_empty()),
        }
    }
}

fn has_triple(text: &str) -> bool {
    text.as_bytes().windows(3).any(|w| w[0] == b'%' && w[1].is_ascii_hexdigit() && w[2].is_ascii_hexdigit())
}

/// `name[member]=text`; lists as `name[]=text`, with numbers where items have parts.
fn deep(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) -> Option<()> {
    match value {
        Value::Object(members) => members.iter().try_for_each(|(member, value)| {
            let fits = !member.is_empty() && !member.contains(['[', ']']);
            deep(&format!("{name}%5B{}%5D", encoded(member, "-._~")), fits.then_some(value)?, pairs)
        }),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| match item {
            Value::Object(_) | Value::Array(_) => deep(&format!("{name}%5B{index}%5D"), item, pairs),
            _ => deep(&format!("{name}%5B%5D"), item, pairs),
        }),
        _ => {
            pairs.push((name.to_owned(), encoded(&scalar(value)?, "-._~")));
            Some(())
        }
    }
}

/// A value without parts as it is written in a URL.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Percent-encoding of all but letters, digits and what is kept.
pub(super) fn encoded(text: &str, keep: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || keep.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Pairs with `=` between name and text, and something else between each other.
pub(super) fn joined(pairs: &[(String, String)], between: &str) -> String {
    pairs.iter().map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>().join(between)
}
