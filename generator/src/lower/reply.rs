//! Replies: statuses, headers, contents.
use super::body::Role;
use super::parameter::is_reserved_header;
use super::{Lowering, body, style};
use crate::diagnostic::Code;
use crate::document::{self, Response};
use crate::ir::{Docs, Name, Reply, ReplyHeader, Status, Style};

/// Every declared reply. `default` is a success where no other is.
pub(super) fn replies<'a>(cx: &mut Lowering<'a, '_>, operation: &document::Operation<'a>, hint: &str) -> Vec<Reply> {
    let any_success = operation.responses.iter().filter_map(|r| status(r.status)).any(is_success);
    let replies = operation.responses.iter().filter_map(|r| reply(cx, r, operation.method, !any_success, hint));
    let replies: Vec<Reply> = replies.collect();
    if replies.is_empty() {
        cx.report(Code::NoReply, &operation.at, "this operation declares no reply").on_key();
    }
    replies
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(100..=399) | Status::Range(1..=3))
}

/// What never has content: RFC 9110, section 6.4.1.
fn empty(status: Status, method: &str) -> Option<&'static str> {
    match status {
        _ if method.eq_ignore_ascii_case("head") => Some("a reply to `HEAD`"),
        Status::Code(100..=199) | Status::Range(1) => Some("an interim reply"),
        Status::Code(204) => Some("a reply with 204"),
        Status::Code(205) => Some("a reply with 205"),
        Status::Code(304) => Some("a reply with 304"),
        _ => None,
    }
}

/// `default`: whether that is the success.
fn reply<'a>(
    cx: &mut Lowering<'a, '_>,
    response: &Response<'a>,
    method: &str,
    default: bool,
    hint: &str,
) -> Option<Reply> {
    let status = status(response.status).or_else(|| {
        cx.report(Code::InvalidValue, &response.at, format!("`{}` is no status", response.status))
            .on_key()
            .help("a status is `200`, a range `2XX`, or `default`");
        None
    })?;
    let hint = [hint, response.status].join(" ");
    let success = is_success(status) || (status == Status::Default && default);
    let role = if success { Role::Success } else { Role::Failure };
    let contents = match empty(status, method) {
        Some(why) if !response.content.is_empty() => {
            let message = format!("{why} has no content (RFC 9110); what is declared here is left out");
            cx.report(Code::UnsupportedKeyword, &response.at.child("content"), message).on_key();
            Vec::new()
        }
        _ => body::contents(cx, &response.content, role, &format!("{hint} body")),
    };
    let headers = response.headers.iter().filter_map(|h| header(cx, h, &hint)).collect();
    Some(Reply {
        status,
        docs: Docs {
            summary: response.summary.map(str::to_owned),
            description: response.description.map(str::to_owned),
            ..Docs::default()
        },
        variant: String::new(),
        constructor: String::new(),
        type_name: String::new(),
        headers,
        contents,
        enum_name: None,
        success,
        origin: response.at.clone(),
    })
}

/// A header of a reply or of a part; `None` for those that the specification says to ignore, since contents state them.
pub(super) fn header<'a>(cx: &mut Lowering<'a, '_>, h: &document::Header<'a>, hint: &str) -> Option<ReplyHeader> {
    if is_reserved_header(h.name) {
        return None;
    }
    let ty = cx.schema(h.schema, &format!("{hint} {}", h.name));
    let json = h.content.is_some_and(|media_type| style::is_json_content(cx, media_type, ty, &h.at));
    let nested = !json && style::nested(cx, Style::Simple, ty, &h.at);
    Some(ReplyHeader {
        name: Name::wire(h.name),
        docs: Docs { description: h.description.map(str::to_owned), deprecated: h.deprecated, ..Docs::default() },
        required: h.required,
        explode: h.explode,
        json,
        nested,
        ty,
        origin: h.at.clone(),
    })
}

pub(super) fn status(text: &str) -> Option<Status> {
    if text == "default" {
        return Some(Status::Default);
    }
    if let Some(class) = text.strip_suffix("XX").or_else(|| text.strip_suffix("xx")) {
        return class.parse().ok().filter(|c| (1..=5).contains(c)).map(Status::Range);
    }
    text.parse().ok().filter(|code| text.len() == 3 && (100..=599).contains(code)).map(Status::Code)
}
