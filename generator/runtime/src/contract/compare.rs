//! Whether two messages say the same.
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST};
use http::{HeaderMap, Method};
use serde_json::Value;

use super::exchanges::{Answer, Operation};
use crate::json::Json;
use crate::media_type;

/// A request or a reply, all of it.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) method: Method,
    /// Path and query.
    pub(super) target: String,
    /// Of a reply.
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) content: Bytes,
}

impl Message {
    pub(super) fn request(parts: &http::request::Parts, content: Bytes) -> Self {
        let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        Self { method: parts.method.clone(), target, status: 0, headers: parts.headers.clone(), content }
    }

    pub(super) fn reply(parts: &http::response::Parts, content: Bytes) -> Self {
        let (method, target) = (Method::GET, String::new());
        Self { method, target, status: parts.status.as_u16(), headers: parts.headers.clone(), content }
    }

    fn text(&self, name: &http::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| core::str::from_utf8(value.as_bytes()).ok()).unwrap_or_default()
    }
}

type Same = Result<(), String>;

/// What is sent against what the document says.
pub(super) fn requests(wanted: &Message, sent: &Message, open: bool, operation: &Operation) -> Same {
    if wanted.method != sent.method {
        return Err(format!("{} in place of {}", sent.method, wanted.method));
    }
    let split = |target: &str| match target.split_once('?') {
        Some((path, query)) => (path.to_owned(), query.to_owned()),
        None => (target.to_owned(), String::new()),
    };
    let ((path, query), (sent_path, sent_query)) = (split(&wanted.target), split(&sent.target));
    if !same_path(&path, &sent_path, operation.slashes) {
        return Err(format!("the path {sent_path} in place of {path}"));
    }
    same_pairs("the query", &pairs(&query, '&'), &pairs(&sent_query, '&'))?;
    same_pairs("the cookies", &cookies(wanted), &cookies(sent))?;
    for name in wanted.headers.keys().chain(sent.headers.keys()) {
        let set = [&ACCEPT, &CONTENT_TYPE, &CONTENT_LENGTH, &HOST, &COOKIE];
        if !set.contains(&name) && !same_header(wanted, sent, name) {
            return Err(format!("the header `{name}: {}` in place of `{}`", sent.text(name), wanted.text(name)));
        }
    }
    let accept = sent.text(&ACCEPT).split(',').map(str::trim).collect::<Vec<_>>();
    if let Some(missing) = operation.accepts.iter().find(|wanted| !accept.contains(&wanted.trim())) {
        // What has commas of its own is said as a whole.
        if !sent.text(&ACCEPT).contains(missing.as_str()) {
            return Err(format!("`Accept: {}` without `{missing}`", sent.text(&ACCEPT)));
        }
    }
    content(wanted, sent, open)
}

/// A parameter's value as it arrived. What a text is, a number or a string, is its reader's choice.
pub(super) fn values(wanted: &str, arrived: &[u8]) -> Same {
    let parse = |text: &[u8]| serde_json::from_slice::<Value>(text).unwrap_or_default();
    let (a, b) = (parse(wanted.as_bytes()), parse(arrived));
    let told = String::from_utf8_lossy(arrived);
    if is_read_as(&a, &b) { Ok(()) } else { Err(format!("{told} in place of {wanted}")) }
}

fn is_read_as(wanted: &Value, arrived: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let nothing = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        value => value.is_null(),
    };
    match (wanted, arrived) {
        (a, b) if nothing(a) && nothing(b) => true,
        // In a list of texts null is one of them.
        (Value::Null, Value::String(text)) => text == "null",
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_read_as(a, b)),
        (Value::Array(a), b) if a.len() == 1 => a.iter().all(|a| is_read_as(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            let absent = Value::Null;
            a.keys().chain(b.keys()).all(|name| {
                let of = |members: &serde_json::Map<String, Value>| {
                    members.get(name).cloned().unwrap_or_else(|| absent.clone())
                };
                is_read_as(&of(a), &of(b))
            })
        }
        (Value::Object(_) | Value::Array(_), Value::String(b)) => {
            // What has parts may be taken for a text, where a text would do.
            !b.is_empty()
        }
        (a, b) => match (text(a), text(b)) {
            (Some(a), Some(b)) => same_text(&a, &b),
            _ => false,
        },
    }
}

/// What is answered against what the document says.
pub(super) fn replies(wanted: &Answer, said: &Message, head: bool) -> Same {
    if wanted.status != said.status {
        let text = String::from_utf8_lossy(&said.content).chars().take(200).collect::<String>();
        return Err(format!("{} in place of {}: {text}", said.status, wanted.status));
    }
    let mut headers = HeaderMap::new();
    for (name, value) in wanted.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())) {
        if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(name), http::HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    let body = wanted.body.as_ref();
    if let Some(value) = body.and_then(|body| http::HeaderValue::try_from(&body.media_type).ok()) {
        headers.insert(CONTENT_TYPE, value);
    }
    let content = body.map(|body| Bytes::from(body.text.clone())).unwrap_or_default();
    let wanted = Message { method: Method::GET, target: String::new(), status: wanted.status, headers, content };
    // Events are not to be kept by anybody on their way.
    let events = said.text(&CONTENT_TYPE).starts_with("text/event-stream");
    let own = |name: &http::HeaderName| {
        [CONTENT_TYPE, CONTENT_LENGTH].contains(name) || (events && name == http::header::CACHE_CONTROL)
    };
    for name in wanted.headers.keys().chain(said.headers.keys()) {
        if !own(name) && !same_header(&wanted, said, name) {
            return Err(format!("the header `{name}: {}` in place of `{}`", said.text(name), wanted.text(name)));
        }
    }
    if head { Ok(()) } else { self::content(&wanted, said, body.is_some_and(|body| body.open)) }
}

/// Whether a refusal has the shape that the document gives it.
pub(super) fn rejection(shape: Option<&str>, reply: &Message) -> Same {
    let content = String::from_utf8_lossy(&reply.content);
    let value = || serde_json::from_str::<Value>(&content).unwrap_or_default();
    let good = match shape {
        None => true,
        Some("") => value().get("status").and_then(Value::as_u64) == Some(u64::from(reply.status)),
        Some("detail" | "errors") => {
            let list = value();
            let list = list.get("detail").or(list.get("errors"));
            list.is_some_and(|list| list.as_array().is_some_and(|list| !list.is_empty()) || list.is_string())
        }
        Some(member) => value().get(member).is_some_and(Value::is_string),
    };
    if reply.status == 401 && !reply.headers.contains_key(http::header::WWW_AUTHENTICATE) {
        return Err("without `WWW-Authenticate`".to_owned());
    }
    if good { Ok(()) } else { Err(format!("not as declared: {content}")) }
}

fn same_header(wanted: &Message, sent: &Message, name: &http::HeaderName) -> bool {
    let all = |of: &Message| of.headers.get_all(name).iter().map(|v| v.as_bytes().to_vec()).collect::<Vec<_>>();
    let (a, b) = (all(wanted), all(sent));
    let text = |list: &[Vec<u8>]| String::from_utf8_lossy(&list.join(&b","[..])).into_owned();
    a == b || same_text(&text(&a), &text(&b))
}

fn same_path(a: &str, b: &str, slashes: bool) -> bool {
    let plain = |text: &str| percent_encoding::percent_decode_str(text).collect::<Vec<u8>>();
    if slashes {
        return plain(a) == plain(b);
    }
    let (a, b) = (a.split('/').collect::<Vec<_>>(), b.split('/').collect::<Vec<_>>());
    a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| canonical(a) == canonical(b) || same_text(&canonical(a), &canonical(b)))
}

/// Percent-encoded where it matters, and nowhere else (RFC 3986, section 6.2.2).
fn canonical(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = (*first == b'%').then(|| after.get(..2)).flatten();
        let triple = pair.and_then(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok());
        let byte = triple.unwrap_or(*first);
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let stays = unreserved || (triple.is_none() && b"!$&'()*+,;=:@/?%".contains(&byte));
        if stays {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        rest = if triple.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    out
}

fn pairs(text: &str, between: char) -> Vec<(String, String)> {
    let each = text.split(between).filter(|pair| !pair.is_empty());
    let each = each.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (canonical(&name.replace('+', "%20")), canonical(&value.replace('+', "%20")))
    });
    let mut pairs = each.collect::<Vec<_>>();
    // Which of two names comes first says nothing, which of two values of one name does.
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs
}

fn cookies(of: &Message) -> Vec<(String, String)> {
    let plain = |text: &str| percent_encoding::percent_decode_str(text.trim()).decode_utf8_lossy().into_owned();
    let each = of.text(&COOKIE).split(';').filter(|pair| !pair.trim().is_empty());
    let mut pairs = each
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (plain(name), plain(value))
        })
        .collect::<Vec<_>>();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs
}

fn same_pairs(what: &str, wanted: &[(String, String)], sent: &[(String, String)]) -> Same {
    let plain = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    // What is the same text when decoded and was not before differs in what separates.
    let spelled = |a: &str, b: &str| plain(a) != plain(b) && same_text(&plain(a), &plain(b));
    let one = |(a, b): (&(String, String), &(String, String))| a.0 == b.0 && (a.1 == b.1 || spelled(&a.1, &b.1));
    let same = wanted.len() == sent.len() && wanted.iter().zip(sent).all(one);
    let told = |pairs: &[(String, String)]| pairs.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("&");
    if same { Ok(()) } else { Err(format!("{what} {} in place of {}", told(sent), told(wanted))) }
}

fn content(wanted: &Message, sent: &Message, open: bool) -> Same {
    let (declared, actual) = (wanted.text(&CONTENT_TYPE), sent.text(&CONTENT_TYPE));
    if !media_type::essence(declared).eq_ignore_ascii_case(media_type::essence(actual)) {
        return Err(format!("`Content-Type: {actual}` in place of `{declared}`"));
    }
    let texts = || (String::from_utf8_lossy(&wanted.content), String::from_utf8_lossy(&sent.content));
    let essence = media_type::essence(declared).to_ascii_lowercase();
    let same = if wanted.content == sent.content {
        true
    } else if media_type::is_json(&essence) {
        let (a, b) = texts();
        match (serde_json::from_str(&a), serde_json::from_str(&b)) {
            (Ok(a), Ok(b)) => match difference(&a, &b, open) {
                None => true,
                Some(differs) => return Err(format!("the content at {differs}")),
            },
            _ => false,
        }
    } else if let Some((a, b)) = both_as_xml(&essence, wanted, sent) {
        match difference(&a, &b, open) {
            None => true,
            Some(differs) => return Err(format!("the content at {differs}")),
        }
    } else if essence == "application/x-www-form-urlencoded" {
        let (a, b) = texts();
        return same_pairs("the form", &pairs(&a, '&'), &pairs(&b, '&'));
    } else if essence.starts_with("multipart/") {
        return same_parts(wanted, sent);
    } else {
        let (a, b) = texts();
        same_text(&a, &b) || same_items(&a, &b, open)
    };
    let (a, b) = texts();
    let short = |text: &str| text.chars().take(400).collect::<String>();
    if same { Ok(()) } else { Err(format!("the content {} in place of {}", short(&b), short(&a))) }
}

/// Two bodies that are XML.
#[cfg(feature = "xml")]
fn both_as_xml(essence: &str, a: &Message, b: &Message) -> Option<(Value, Value)> {
    let read = |message: &Message| super::xml::value(core::str::from_utf8(&message.content).ok()?);
    essence.ends_with("xml").then(|| read(a).zip(read(b)))?
}

/// Nobody here reads XML.
#[cfg(not(feature = "xml"))]
fn both_as_xml(_: &str, _: &Message, _: &Message) -> Option<(Value, Value)> {
    None
}

/// Whether two sequences, of JSON or of events, are the same line by line.
fn same_items(wanted: &str, sent: &str, open: bool) -> bool {
    let item = |line: &str| {
        let json = line.trim_start_matches('\u{1e}');
        serde_json::from_str::<Value>(json.strip_prefix("data: ").unwrap_or(json)).ok()
    };
    let same = |(a, b): (&str, &str)| match (item(a), item(b)) {
        (Some(a), Some(b)) => difference(&a, &b, open).is_none(),
        _ => a == b,
    };
    let (a, b): (Vec<_>, Vec<_>) = (wanted.lines().collect(), sent.lines().collect());
    a.len() == b.len() && a.into_iter().zip(b).all(same)
}

/// Where and how two values differ.
fn difference(wanted: &Value, sent: &Value, open: bool) -> Option<String> {
    let at = |place: &str, inner: String| format!("/{place}{inner}");
    let told = |what: &Value| what.to_string().chars().take(160).collect::<String>();
    let other = || Some(format!(": {} in place of {}", told(sent), told(wanted)));
    match (wanted, sent) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut items = a.iter().zip(b).enumerate();
            items.find_map(|(index, (a, b))| difference(a, b, open).map(|inner| at(&index.to_string(), inner)))
        }
        (Value::Object(a), Value::Object(b)) => {
            let gone = a.iter().find(|(name, _)| !open && !b.contains_key(*name));
            let gone = gone.map(|(name, value)| at(name, format!(": {} is gone", told(value))));
            let came = b.iter().find(|(name, _)| !a.contains_key(*name));
            let came = came.map(|(name, value)| at(name, format!(": {} came", told(value))));
            let both = || {
                let mut both = a.iter().filter_map(|(name, a)| Some((name, a, b.get(name)?)));
                both.find_map(|(name, a, b)| difference(a, b, open).map(|inner| at(name, inner)))
            };
            gone.or(came).or_else(both)
        }
        (Value::String(a), Value::String(b)) if a == b || same_text(a, b) => None,
        (Value::Number(_), Value::Number(_)) => {
            let json = |value: &Value| Json::parse(&value.to_string()).ok();
            if json(wanted) == json(sent) { None } else { other() }
        }
        (a, b) if a == b => None,
        _ => other(),
    }
}

fn same_json(wanted: &Value, sent: &Value, open: bool) -> bool {
    difference(wanted, sent, open).is_none()
}

/// Texts that stand for one value: types know values, not spellings.
fn same_text(a: &str, b: &str) -> bool {
    let time = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    let naive = |text: &str| {
        let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];
        formats.iter().find_map(|format| chrono::NaiveDateTime::parse_from_str(text, format).ok())
    };
    let clock = |text: &str| {
        let (text, zone) = text.split_at(text.find(['Z', 'z', '+']).or_else(|| text.rfind('-')).unwrap_or(text.len()));
        let time = text.parse::<chrono::NaiveTime>().ok()?;
        Some((time, zone.to_ascii_uppercase().replace("+00:00", "Z").replace("-00:00", "Z")))
    };
    let uuid = |text: &str| uuid::Uuid::parse_str(text).ok();
    let address = |text: &str| text.parse::<core::net::IpAddr>().ok();
    let number = |text: &str| {
        let json = Json::parse(text).ok()?;
        serde_json::from_str::<serde_json::Number>(text).ok().map(|_| json)
    };
    fn both<T: PartialEq>(a: &str, b: &str, of: impl Fn(&str) -> Option<T>) -> bool {
        of(a).is_some_and(|a| of(b) == Some(a))
    }
    a == b
        || both(a, b, time)
        || both(a, b, naive)
        || both(a, b, clock)
        || both(a, b, uuid)
        || both(a, b, address)
        || both(a, b, number)
        || same_json_text(a, b)
        || same_list(a, b)
}

/// JSON within a text, as parameters may have it.
fn same_json_text(a: &str, b: &str) -> bool {
    let parse = |text: &str| text.starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(text).ok()).flatten();
    match (parse(a), parse(b)) {
        (Some(a), Some(b)) => same_json(&a, &b, false),
        _ => false,
    }
}

/// Lists item by item.
fn same_list(a: &str, b: &str) -> bool {
    let (a, b) = (a.split(',').collect::<Vec<_>>(), b.split(',').collect::<Vec<_>>());
    a.len() == b.len() && a.len() > 1 && a.iter().zip(&b).all(|(a, b)| same_text(a, b))
}

/// A part: its name, whether it is a file, its media type if it says one, its content.
#[derive(Debug, PartialEq)]
struct Part {
    name: String,
    file: bool,
    headers: Vec<(String, String)>,
    content: Vec<u8>,
}

fn parts(of: &Message) -> Option<Vec<Part>> {
    let stated = of.text(&CONTENT_TYPE);
    let (_, boundary) = media_type::parameters(stated).find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    let line = format!("--{boundary}");
    let whole = [b"\r\n".as_slice(), &of.content].concat();
    let pieces = split(&whole, format!("\r\n{line}").as_bytes());
    let mut out = Vec::new();
    for piece in pieces.into_iter().skip(1) {
        if piece.starts_with(b"--") {
            break;
        }
        let piece = piece.strip_prefix(b"\r\n".as_slice())?;
        let at = piece.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(piece.get(..at)?).into_owned();
        let mut part =
            Part { name: String::new(), file: false, headers: Vec::new(), content: piece.get(at + 4..)?.to_vec() };
        for line in head.split("\r\n") {
            let (name, value) = line.split_once(':')?;
            let (name, value) = (name.to_ascii_lowercase(), value.trim());
            if name == "content-disposition" {
                for (key, value) in media_type::parameters(value) {
                    match key {
                        "name" => part.name = value.into_owned(),
                        _ => part.file |= key.starts_with("filename"),
                    }
                }
            } else {
                part.headers.push((name, value.to_owned()));
            }
        }
        out.push(part);
    }
    Some(out)
}

fn split<'b>(whole: &'b [u8], by: &[u8]) -> Vec<&'b [u8]> {
    let (mut out, mut start, mut at) = (Vec::new(), 0, 0);
    while at + by.len() <= whole.len() {
        if whole.get(at..at + by.len()) == Some(by) {
            out.extend(whole.get(start..at));
            at += by.len();
            start = at;
        } else {
            at += 1;
        }
    }
    out.extend(whole.get(start..));
    out
}

fn same_parts(wanted: &Message, sent: &Message) -> Same {
    let (Some(a), Some(b)) = (parts(wanted), parts(sent)) else { return Err("parts that cannot be read".to_owned()) };
    let content = |part: &Part| String::from_utf8_lossy(&part.content).into_owned();
    let same = |a: &Part, b: &Part| {
        let header = |(name, value): &(String, String)| {
            let own = b.headers.iter().find(|(other, _)| other == name);
            own.is_some_and(|(_, own)| own == value || same_text(own, value)) || name == "content-type"
        };
        a.name == b.name
            && a.file == b.file
            && a.headers.iter().all(header)
            && (a.content == b.content || same_text(&content(a), &content(b)))
    };
    if a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same(a, b)) {
        Ok(())
    } else {
        Err(format!("the parts {b:?} in place of {a:?}"))
    }
}
