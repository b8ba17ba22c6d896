//! Bodies as they stand on the wire: JSON, forms, texts, bytes, parts.
use super::draw::{Carried, Drawing, Whose};
use super::wire::{Manner, joined, scalar};
use super::{Body, items, xml};
use crate::ir::{Carrier, Content, Form, Multipart, Part, PartContent, Shape, TypeId, resolved};
use crate::load::Pointer;
use serde_json::Value;
use std::fmt::Write as _;

/// Bodies with their reasons.
type Bodies = Vec<(String, Body)>;

/// Stands between the parts of a multipart body, and in none of them.
const BOUNDARY: &str = "tenon-0123456789";

impl Drawing<'_> {
    /// Bodies that the document allows, each content in turn, and some that it does not.
    pub(super) fn bodies(&mut self, at: &Pointer, contents: &[Content], whose: Whose) -> (Bodies, Bodies, String) {
        let mut why = String::new();
        let mut each: Vec<(Bodies, Bodies)> =
            contents.iter().map(|content| self.content(at, content, (contents, &mut why), whose)).collect();
        for (content, _) in contents.iter().zip(&each).filter(|(_, (good, _))| good.is_empty()) {
            self.untried.get_or_insert_with(|| format!("no body as `{}`{why}", content.media_type));
        }
        let bad = each.iter_mut().flat_map(|(_, bad)| std::mem::take(bad)).collect();
        // Alternating, so that a cap cuts none off.
        let longest = each.iter().map(|(good, _)| good.len()).max().unwrap_or(0);
        let turns = (0..longest).flat_map(|turn| each.iter().filter_map(move |(good, _)| good.get(turn).cloned()));
        (turns.collect(), bad, why)
    }

    fn content(
        &mut self,
        at: &Pointer,
        content: &Content,
        (all, why_not): (&[Content], &mut String),
        whose: Whose,
    ) -> (Bodies, Bodies) {
        let media_type = concrete(content, all);
        let several = if all.len() > 1 { format!("{media_type} ") } else { String::new() };
        let body = |why: &str, text: String, open: bool| {
            (format!("{several}{why}"), Body { media_type: media_type.clone(), text, open, streamed: false })
        };
        let place = (at, content.media_type.as_str());
        match &content.carrier {
            Carrier::Json(ty) => {
                let mut pool = self.pool(place, *ty, (Carried::Json, whose), &|_| true);
                *why_not = pool.why();
                if whose == Whose::RequestBodies {
                    // Each operation refuses for itself, whatever was tried of its type before.
                    for other in [Value::from("another"), Value::from(5), Value::Array(vec![Value::Null]), Value::Null]
                    {
                        self.strange(place, &mut pool.bad, other);
                    }
                }
                let good = pool.good.iter().map(|(why, value, open)| body(why, value.to_string(), *open)).collect();
                let bad = pool.bad.iter().map(|(why, value)| body(why, value.to_string(), false));
                // Where everything is allowed, this is not.
                (good, bad.chain([body("half a text", "{\"tenon".to_owned(), false)]).collect())
            }
            Carrier::Text(Some(ty)) => {
                let text = |value: &Value| scalar(value).filter(|text| !text.is_empty());
                let pool = self.pool(place, *ty, (Carried::Text, whose), &|value| text(value).is_some());
                *why_not = pool.why();
                let good = pool.good.iter().filter_map(|(why, value, open)| Some(body(why, text(value)?, *open)));
                let bad = pool.bad.iter().filter_map(|(why, value)| Some(body(why, text(value)?, false)));
                (good.collect(), bad.collect())
            }
            Carrier::Text(None) => (vec![body("text", "a text, \"é\" \u{1F600}\n".to_owned(), false)], Vec::new()),
            Carrier::Bytes | Carrier::Stream => {
                let (why, bytes) = body("bytes", "bytes \u{0}\u{1}\r\n\u{fffd}".to_owned(), false);
                let streamed = matches!(content.carrier, Carrier::Stream);
                (vec![(why, Body { streamed, ..bytes })], Vec::new())
            }
            Carrier::Form(form) => {
                let pool = self.pool(place, form.ty, (Carried::Text, whose), &|value| written(form, value).is_some());
                *why_not = pool.why();
                let good =
                    pool.good.iter().filter_map(|(why, value, open)| Some(body(why, written(form, value)?, *open)));
                // Of several branches one may take the texts otherwise.
                let only = matches!(self.api.ty(resolved(&self.api.types, form.ty)).shape, Shape::Struct(_));
                let bad = pool.bad.iter().filter(|(why, _)| only && is_told(why));
                let bad = bad.filter_map(|(why, value)| Some(body(why, written(form, value)?, false)));
                (good.collect(), bad.collect())
            }
            Carrier::Xml(document) => {
                let api = self.api;
                let written = |value: &Value| xml::written(api, document, value);
                let pool = self.pool(place, document.ty, (Carried::Text, whose), &|value| written(value).is_some());
                *why_not = pool.why();
                let good = pool.good.iter().filter_map(|(why, value, open)| Some(body(why, written(value)?, *open)));
                let good = good.collect();
                let mut bad = Vec::new();
                for (why, value) in pool.bad.iter().filter(|(why, _)| is_told(why)) {
                    let judge = self.oracle.judge();
                    // What is wrong may be lost on the way.
                    if !self.oracle.takes(&judge, at, &content.media_type, &xml::arrived(api, &document.root, value)) {
                        bad.extend(written(value).map(|text| body(why, text, false)));
                    }
                }
                (good, bad)
            }
            Carrier::Items(sequence) => {
                let written = |values: &[&Value]| items::written(*sequence, values);
                let pool = self.pool(place, sequence.ty, (Carried::Json, whose), &|value| written(&[value]).is_some());
                *why_not = pool.why();
                let values: Vec<&Value> = pool.good.iter().map(|(_, value, _)| value).collect();
                let mut good: Bodies = vec![body("nothing", String::new(), false)];
                good.extend(values.chunks(3).filter_map(|some| {
                    let (why, items) = body("items", written(some)?, true);
                    Some((why, Body { streamed: some.len() > 1, ..items }))
                }));
                // Items of requests are read as they are asked for: what is wrong is told when the implementation was called.
                let bad = pool.bad.iter().filter(|_| whose == Whose::Replies);
                (good, bad.filter_map(|(why, value)| Some(body(why, written(&[value])?, false))).collect())
            }
            Carrier::Multipart(multipart) => {
                let boundary = format!("{}; boundary={BOUNDARY}", media_type.split(';').next().unwrap_or_default());
                let turns = [("least", false), ("most", true), ("most", true)];
                let good = turns.iter().filter_map(|(why, most)| {
                    let (why, mut body) = body(why, self.parts(multipart, *most)?, false);
                    body.media_type.clone_from(&boundary);
                    body.streamed = true;
                    Some((why, body))
                });
                let mut good: Bodies = good.collect();
                good.dedup_by(|a, b| a.1 == b.1);
                // Parts are read as they are asked for: what is wrong is told when the implementation was called.
                (good, Vec::new())
            }
        }
    }

    fn strange(&mut self, place: (&Pointer, &str), bad: &mut Vec<(String, Value)>, value: Value) {
        let pool_takes = self.oracle.takes(&self.oracle.judge(), place.0, place.1, &value);
        if !pool_takes && !bad.iter().any(|(_, known)| *known == value) {
            bad.push((format!("whole is {value}"), value));
        }
    }

    /// The text of a multipart body, with the parts that must be there or all.
    fn parts(&mut self, multipart: &Multipart, most: bool) -> Option<String> {
        let mut out = String::new();
        for part in multipart.parts.iter().filter(|part| most || part.required) {
            let count = match part.list {
                Some(list) => list.min.max(if most { 2 } else { 1 }).min(list.max.unwrap_or(u64::MAX)),
                None => 1,
            };
            let mut held: Vec<String> = Vec::new();
            for _ in 0..count {
                let texts = self.part(part, multipart.by_place)?;
                if !part.list.is_some_and(|list| list.unique) || !held.iter().any(|known| texts.contains(known)) {
                    held.extend(texts);
                }
            }
            held.iter().for_each(|text| out.push_str(text));
        }
        let _ = write!(out, "--{BOUNDARY}--\r\n");
        Some(out)
    }

    /// A part, or several of one name where that is how its value is written.
    fn part(&mut self, part: &Part, by_place: bool) -> Option<Vec<String>> {
        let wire = &part.name.wire;
        let declared = part.media_types.first().map(|m| m.replace("/*", "/x-tenon"));
        let mut headers = String::new();
        for header in &part.headers {
            let manner = Manner::from(header);
            let value = self.value(header.ty, &|value| manner.header(value).is_some());
            match value.and_then(|value| manner.header(&value)) {
                Some(text) => drop(write!(headers, "{}: {text}\r\n", header.name.wire)),
                None if header.required => return None,
                None => {}
            }
        }
        let one = |name: &str, media_type: Option<&str>, file: bool, text: &str| {
            if by_place {
                let says = media_type.unwrap_or("text/plain");
                return format!("--{BOUNDARY}\r\nContent-Type: {says}\r\n{headers}\r\n{text}\r\n");
            }
            let file = if file { "; filename=\"a.bin\"" } else { "" };
            let says = media_type.map(|m| format!("Content-Type: {m}\r\n")).unwrap_or_default();
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n{says}{headers}\r\n{text}\r\n"
            )
        };
        Some(match &part.content {
            PartContent::File => {
                vec![one(wire, declared.as_deref().or(Some("application/octet-stream")), true, "file \u{1}")]
            }
            PartContent::Text(ty) => {
                let value = self.value(*ty, &|value| scalar(value).is_some_and(|text| !text.is_empty()))?;
                vec![one(wire, declared.as_deref(), false, &scalar(&value)?)]
            }
            PartContent::Json(ty) => {
                let value = self.value(*ty, &|_| true)?;
                vec![one(wire, declared.as_deref().or(Some("application/json")), false, &value.to_string())]
            }
            PartContent::Xml(document) => {
                let api = self.api;
                let value = self.value(document.ty, &|value| xml::written(api, document, value).is_some())?;
                let text = xml::written(api, document, &value)?;
                vec![one(wire, declared.as_deref().or(Some("application/xml")), false, &text)]
            }
            PartContent::Form(ty, field) => {
                let manner = Manner::from(field);
                let value = self.value(*ty, &|value| manner.query(value).is_some_and(|pairs| !pairs.is_empty()))?;
                let pairs = manner.query(&value)?;
                pairs.iter().map(|(name, text)| one(&decoded(name), None, false, &decoded(text))).collect()
            }
        })
    }

    /// A value of a type of which all is known.
    fn value(&mut self, ty: TypeId, fits: &dyn Fn(&Value) -> bool) -> Option<Value> {
        if self.samples.has_checks(ty) {
            return None;
        }
        use crate::samples::Fullness::{Least, Most, Some as Any};
        let turns = [Most, Any, Any, Any, Any, Any, Least];
        let start = self.below(2);
        turns.iter().skip(start).find_map(|fullness| self.samples.value(ty, *fullness).filter(|value| fits(value)))
    }
}

/// The pairs of a form. `None`: the value cannot be one.
fn written(form: &Form, value: &Value) -> Option<String> {
    let mut pairs = Vec::new();
    for (name, value) in value.as_object()? {
        let field = form.fields.iter().find(|field| field.wire == *name);
        let manner = field.map_or_else(|| Manner::undescribed(name), Manner::from);
        pairs.extend(manner.query(value)?);
    }
    (!pairs.is_empty()).then(|| joined(&pairs, "&"))
}

/// Whether what is wrong can be seen in a form: names that nobody knows are passed over there.
fn is_told(why: &str) -> bool {
    !why.contains("unknown member") && !why.contains("another type") && !why.contains("members")
}

/// A media type for what the document may leave open.
fn concrete(content: &Content, all: &[Content]) -> String {
    let declared = content.media_type.as_str();
    let essence = declared.split(';').next().unwrap_or_default().trim();
    if !essence.contains('*') {
        return declared.to_owned();
    }
    if !content.open {
        // A client says what there is to say in general.
        return match essence.split_once('/') {
            Some((_, "*+json")) => "application/json".to_owned(),
            Some(("text", _)) => "text/plain".to_owned(),
            _ => declared.to_owned(),
        };
    }
    let choices: &[&str] = match essence.split_once('/') {
        Some(("text", _)) => &["text/plain", "text/x-tenon"],
        Some(("image", _)) => &["image/png", "image/x-tenon"],
        Some(("audio", _)) => &["audio/ogg", "audio/x-tenon"],
        Some(("video", _)) => &["video/mp4", "video/x-tenon"],
        Some(("multipart", _)) => &["multipart/form-data"],
        Some(("font", _)) => &["font/woff"],
        _ => &["application/x-tenon", "application/octet-stream"],
    };
    let free = choices.iter().find(|choice| !all.iter().any(|other| other.media_type.starts_with(**choice)));
    (*free.unwrap_or(&choices[0])).to_owned()
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let pair = (*first == b'%').then(|| after.get(..2)).flatten();
        let byte = pair.and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
