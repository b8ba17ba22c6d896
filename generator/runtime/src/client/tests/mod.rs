//! Calls against servers of all kinds, most of them in this process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod faults;
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
mod network;
mod requests;
mod security;

use std::sync::{Arc, Mutex};

use http_body_util::BodyExt;

use super::*;
use crate::operation::{Alternative, Piece, RejectionShape};
use crate::param::{Parameter, Style};

/// One operation with a parameter of each kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Get {
    pub(super) id: String,
    pub(super) tags: Vec<String>,
    pub(super) trace: Option<String>,
    pub(super) session: Option<String>,
    pub(super) body: Option<Vec<i64>>,
}

impl Get {
    const ID: Parameter = Parameter::path("id", 0);
    const TAGS: Parameter = Parameter::query("tags").array().style(Style::PipeDelimited).explode(false);
    const TRACE: Parameter = Parameter::header("X-Trace");
    const SESSION: Parameter = Parameter::cookie("session");
    const COUNT: Parameter = Parameter::header("x-count");

    pub(super) fn new(id: &str) -> Self {
        Self { id: id.to_owned(), ..Self::default() }
    }
}

const fn operation(security: &'static [Alternative]) -> Operation {
    Operation {
        id: "get",
        method: "POST",
        path: "/items/{id}.json",
        tags: &[],
        template: &[Piece::Literal("/items/"), Piece::Parameter(0), Piece::Literal("/x")],
        query: &[],
        accept: "application/json",
        body: None,
        security,
        rejection: RejectionShape::Problem { status: 400 },
    }
}

static GET: Operation = operation(&[]);

/// What the document declares: 200 with a list and a header, 204 without, 404 with a text.
#[derive(Debug, PartialEq)]
pub(super) enum GetOk {
    List(Vec<i64>, Option<i64>),
    Nothing,
}

#[derive(Debug, PartialEq)]
pub(super) struct NotFound(pub(super) String);

fn read_get(reply: &mut ReplyReader<'_>) -> Option<core::result::Result<GetOk, NotFound>> {
    match reply.status() {
        200 => Some(Ok(GetOk::List(reply.json("application/json")?, reply.header_optional(&Get::COUNT)))),
        201 => Some(Ok(GetOk::List(Vec::new(), Some(reply.header(&Get::COUNT)?)))),
        204 => Some(Ok(GetOk::Nothing)),
        404 => Some(Err(NotFound(match reply.content(&["application/json", "text/plain"])? {
            0 => reply.json("application/json")?,
            _ => reply.text("text/plain")?,
        }))),
        _ => reply.undeclared(),
    }
}

fn write_get(get: &Get, out: &mut RequestWriter) {
    out.required(&Get::ID, &get.id);
    out.required(&Get::TAGS, &get.tags);
    out.optional(&Get::TRACE, get.trace.as_ref());
    out.optional(&Get::SESSION, get.session.as_ref());
    if let Some(body) = &get.body {
        out.json("application/json", body);
    }
}

impl Request for Get {
    type Ok = GetOk;
    type Error = NotFound;
    fn operation() -> &'static Operation {
        &GET
    }
    fn write(self, out: &mut RequestWriter) {
        write_get(&self, out);
    }
    fn read(reply: &mut ReplyReader<'_>) -> Option<core::result::Result<GetOk, NotFound>> {
        read_get(reply)
    }
}

/// What a server saw.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) uri: String,
    pub(super) headers: http::HeaderMap,
    pub(super) body: String,
}

pub(super) type Log = Arc<Mutex<Vec<Seen>>>;

/// A channel to a server that notes what it sees and answers 204.
pub(super) fn recorder() -> (Channel, Log) {
    let log = Log::default();
    let noted = Arc::clone(&log);
    let channel =
        Channel::new("http://api.example/v1/").transport(tower::service_fn(move |request: http::Request<Body>| {
            let noted = Arc::clone(&noted);
            async move {
                let (parts, body) = request.into_parts();
                assert_eq!(parts.extensions.get::<&'static Operation>().map(|operation| operation.id), Some("get"));
                let body = body.collect().await.unwrap().to_bytes();
                let body = String::from_utf8(body.to_vec()).unwrap();
                noted.lock().unwrap().push(Seen { uri: parts.uri.to_string(), headers: parts.headers, body });
                Ok::<_, std::io::Error>(reply(204, &[], ""))
            }
        }));
    (channel, log)
}

pub(super) fn reply(status: u16, headers: &[(&str, &str)], body: impl Into<Body>) -> http::Response<Body> {
    let mut reply = http::Response::builder().status(status);
    for (name, value) in headers {
        reply = reply.header(*name, *value);
    }
    reply.body(body.into()).unwrap()
}

/// A channel to a server that always answers the same.
pub(super) fn answering(status: u16, headers: &'static [(&str, &str)], body: &'static str) -> Channel {
    Channel::new("http://api.example").transport(tower::service_fn(move |_: http::Request<Body>| async move {
        Ok::<_, std::io::Error>(reply(status, headers, body))
    }))
}
