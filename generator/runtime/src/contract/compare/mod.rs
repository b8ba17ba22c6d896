//! Whether two messages say the same.
mod content;
mod pairs;
mod parts;
mod values;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST};
use http::{HeaderMap, Method};
use serde_json::Value;

use super::exchanges::{Answer, Operation};
use content::same_content;
use pairs::{cookies, pairs, same_pairs, same_path};
use values::same_text;

pub(super) use values::values;

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

    /// A reply as the document has it.
    pub(super) fn answer(answer: &Answer) -> Self {
        let mut headers = HeaderMap::new();
        for (name, value) in answer.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())) {
            if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(name), http::HeaderValue::try_from(value)) {
                headers.append(name, value);
            }
        }
        let body = answer.body.as_ref();
        if let Some(value) = body.and_then(|body| http::HeaderValue::try_from(&body.media_type).ok()) {
            headers.insert(CONTENT_TYPE, value);
        }
        let content = body.map(|body| Bytes::from(body.text.clone())).unwrap_or_default();
        Self { method: Method::GET, target: String::new(), status: answer.status, headers, content }
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
    same_content(wanted, sent, open)
}

/// What is answered against what the document says.
pub(super) fn replies(wanted: &Answer, said: &Message, head: bool) -> Same {
    if wanted.status != said.status {
        let text = String::from_utf8_lossy(&said.content).chars().take(200).collect::<String>();
        return Err(format!("{} in place of {}: {text}", said.status, wanted.status));
    }
    let open = wanted.body.as_ref().is_some_and(|body| body.open);
    let wanted = Message::answer(wanted);
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
    if head { Ok(()) } else { same_content(&wanted, said, open) }
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
