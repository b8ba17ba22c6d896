//! Replies: statuses, headers, contents.
use super::body::Role;
use super::parameter::is_reserved_header;
use super::{Lowering, body};
use crate::diagnostic::Code;
use crate::document::{self, Response};
use crate::ir::{Docs, Name, Reply, ReplyHeader, Status};

/// Every declared reply. `default` is a success where no other is.
pub(super) fn replies<'a>(cx: &mut Lowering<'a, '_>, operation: &document::Operation<'a>, hint: &str) -> Vec<Reply> {
    let any_success = operation.responses.iter().filter_map(|r| status(r.status)).any(is_success);
    let replies = operation.responses.iter().filter_map(|r| reply(cx, r, !any_success, hint));
    let replies: Vec<Reply> = replies.collect();
    if replies.is_empty() {
        cx.report(Code::NoReply, &operation.at, "this operation declares no reply").on_key();
    }
    replies
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(100..=399) | Status::Range(1..=3))
}

/// `default`: whether that is the success.
fn reply<'a>(cx: &mut Lowering<'a, '_>, response: &Response<'a>, default: bool, hint: &str) -> Option<Reply> {
    let status = status(response.status).or_else(|| {
        cx.report(Code::InvalidValue, &response.at, format!("`{}` is no status", response.status))
            .on_key()
            .help("a status is `200`, a range `2XX`, or `default`");
        None
    })?;
    let hint = format!("{hint} {}", response.status);
    let success = is_success(status) || (status == Status::Default && default);
    let role = if success { Role::Success } else { Role::Failure };
    let contents = body::contents(cx, &response.content, role, &format!("{hint} body"));
    let headers = response.headers.iter().filter(|h| !is_reserved_header(h.name)).map(|h| ReplyHeader {
        name: Name::wire(h.name),
        docs: Docs { description: h.description.map(str::to_owned), deprecated: h.deprecated, ..Docs::default() },
        required: h.required,
        explode: h.explode,
        ty: cx.carried(h.schema, &format!("{hint} {}", h.name)),
        origin: h.at.clone(),
    });
    let headers = headers.collect();
    Some(Reply {
        status,
        docs: Docs { description: response.description.map(str::to_owned), ..Docs::default() },
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

fn status(text: &str) -> Option<Status> {
    if text == "default" {
        return Some(Status::Default);
    }
    if let Some(class) = text.strip_suffix("XX").or_else(|| text.strip_suffix("xx")) {
        return class.parse().ok().filter(|c| (1..=5).contains(c)).map(Status::Range);
    }
    text.parse().ok().filter(|code| text.len() == 3 && (100..=599).contains(code)).map(Status::Code)
}
