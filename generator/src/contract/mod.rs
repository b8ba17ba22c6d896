//! `contract`: [`ir::Api`](crate::ir::Api) and its document → exchanges that both halves must agree on.
//!
//! For each operation requests that the document allows, requests that it forbids, and replies that it declares, as they
//! stand on the wire. Values are the document's examples, then what [`samples`](crate::samples) draws and changes at and
//! around the limits, each held against its whole schema. How they are written is said once more here, from the
//! specification, and is none of the runtime's business: what emitted code sends is compared with it.
//!
//! The same document gives the same exchanges.
mod bodies;
mod draw;
mod edges;
mod items;
mod listed;
mod pruned;
mod readings;
mod shapes;
mod shown;
#[cfg(test)]
mod tests;
mod texts;
mod wire;
mod xml;

use crate::Settings;
use crate::ir::{Api, Location, Operation, Piece, RejectionShape, Reply, SchemeKind, Segment, Status};
use crate::load::Sources;
use crate::lower::oracle::Oracle;
use crate::samples::Samples;
use draw::Drawing;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The exchanges of an API.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Contract {
    /// What the exchanges were made from: raised whenever an older runtime could not read them.
    pub format: u32,
    /// In the order of the document.
    pub operations: Vec<Exchanges>,
}

/// What is to be tried of one operation.
#[derive(Clone, Debug, Serialize)]
pub struct Exchanges {
    /// `operationId`, or method and path.
    pub id: String,
    /// Upper case.
    pub method: String,
    /// The template.
    pub path: String,
    /// As declared.
    pub tags: Vec<String>,
    /// Media types of all replies, which a client says it accepts.
    pub accepts: Vec<String>,
    /// Values in the path may hold slashes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub slashes: bool,
    /// What is allowed.
    pub requests: Vec<Request>,
    /// What is forbidden.
    pub refused: Vec<Refused>,
    /// What is declared.
    pub replies: Vec<Answer>,
    /// Replies that are forbidden: of declared statuses, with a body that the schema refuses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spoiled: Vec<Answer>,
    /// Why there is nothing to try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missed: Option<String>,
}

/// A request as it stands on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Request {
    /// What is special about it.
    pub why: String,
    /// Path and query.
    pub target: String,
    /// The JSON text of each parameter's value, in the order of [`Operation::parameters`]; `null` for none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Option<String>>,
    /// But `Content-Type`.
    pub headers: Vec<(String, String)>,
    /// Security schemes, and what is presented for each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<(String, String)>,
    /// Media type and text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
}

/// A body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Body {
    /// `Content-Type`
    pub media_type: String,
    /// What it holds.
    pub text: String,
    /// It may have members that no type keeps: what comes back may have fewer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// It is handed on as it arrives: nobody holds all of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub streamed: bool,
}

/// A request that the document forbids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The request.
    pub request: Request,
    /// The status that says so.
    pub status: u16,
    /// The shape of the reply, by the name of its member: `detail`, `errors`; empty for problem details.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
}

/// A reply as it stands on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What is special about it.
    pub why: String,
    /// The status.
    pub status: u16,
    /// Declared ones.
    pub headers: Vec<(String, String)>,
    /// Media type and text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
}

impl Contract {
    /// Of an API that was decided from these sources.
    #[must_use]
    pub fn of(api: &Api, sources: &Sources, settings: &Settings) -> Self {
        let oracle = Oracle::of(sources, settings);
        let mut drawing = Drawing::new(api, &oracle, Samples::new(api, SEED).modest());
        let operations = api.operations.iter().map(|operation| exchanges(&mut drawing, operation)).collect();
        Self { format: 1, operations }
    }

    /// As it is kept in a file.
    #[must_use]
    pub fn text(&self) -> String {
        // One line an operation, so that a difference can be read.
        let lines = self.operations.iter().filter_map(|operation| serde_json::to_string(operation).ok());
        let lines = lines.collect::<Vec<_>>().join(",\n");
        format!(
            "{{\"made\": \"by `cargo xtask generate`; do not edit\", \"format\": {}, \"operations\": [\n{lines}\n]}}\n",
            self.format
        )
    }
}

const SEED: u64 = 7;
/// How many requests, and how many replies, an operation has at most.
const MOST: usize = 120;
/// How many requests that are forbidden.
const MOST_REFUSED: usize = 240;
/// How many replies that are forbidden, of one status.
const MOST_SPOILED: usize = 120;

fn exchanges(d: &mut Drawing<'_>, operation: &Operation) -> Exchanges {
    let mut accepts: Vec<String> = Vec::new();
    for content in operation.replies.iter().flat_map(|r| &r.contents) {
        if !accepts.contains(&content.media_type) {
            accepts.push(content.media_type.clone());
        }
    }
    let mut out = Exchanges {
        id: operation.name.wire.clone(),
        method: operation.method.clone(),
        path: operation.path.text.clone(),
        tags: operation.tags.clone(),
        accepts,
        slashes: operation.parameters.iter().any(|p| p.rest),
        requests: Vec::new(),
        refused: Vec::new(),
        replies: Vec::new(),
        spoiled: Vec::new(),
        missed: None,
    };
    if operation.shadowed {
        out.missed = Some("another operation takes the same requests".to_owned());
        return out;
    }
    if operation.path.segments.iter().any(is_run_together) {
        out.missed = Some("two parameters of the path stand side by side".to_owned());
        return out;
    }
    d.start();
    match d.requests(operation) {
        Ok((requests, refused)) => (out.requests, out.refused) = (requests, refused),
        Err(why) => out.missed = Some(why),
    }
    for reply in &operation.replies {
        match d.replies(operation, reply) {
            Ok((replies, spoiled)) => {
                out.replies.extend(replies);
                out.spoiled.extend(spoiled);
            }
            Err(why) => {
                out.missed.get_or_insert(why);
            }
        }
    }
    if out.missed.is_none() {
        out.missed = d.untried.take();
    }
    if out.replies.is_empty() && out.missed.is_none() {
        out.missed = Some("no reply is declared".to_owned());
    }
    out
}

/// Whether nobody can tell where one parameter ends and the next begins.
fn is_run_together(segment: &Segment) -> bool {
    let Segment::Pattern(pieces) = segment else { return false };
    pieces.windows(2).any(|two| matches!(two, [Piece::Parameter(_), Piece::Parameter(_)]))
}

/// Whether a request for one operation is one for another as well, which says more of its path.
fn is_taken(api: &Api, operation: &Operation, target: &str) -> bool {
    let path = target.split('?').next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let mut others =
        api.operations.iter().filter(|other| other.method == operation.method && other.path != operation.path);
    let says_more = |other: &Operation| {
        let both = other.path.segments.iter().zip(&operation.path.segments);
        let both = both.map(|(a, b)| (a.precedence(&other.parameters), b.precedence(&operation.parameters)));
        both.map(|(other, own)| other.cmp(&own)).find(|order| order.is_ne()) == Some(Ordering::Less)
    };
    others.any(|other| says_more(other) && may_take(other, &segments))
}

/// Whether an operation may take a path; if in doubt it does.
fn may_take(operation: &Operation, path: &[&str]) -> bool {
    // How much of the path may be taken up to here: a segment may take several.
    let mut ends = BTreeSet::from([0]);
    for segment in &operation.path.segments {
        let most = if segment.is_rest(&operation.parameters) { path.len() } else { 1 };
        let fits = |taken: &[&str]| match segment {
            Segment::Literal(text) => taken == [text],
            Segment::Pattern(pieces) => pieces.iter().all(|piece| match piece {
                Piece::Literal(text) => taken.iter().any(|own| own.contains(text.as_str())),
                Piece::Parameter(_) => true,
            }),
        };
        let next = ends.iter().flat_map(|start| (start + 1..=start + most).map(move |end| (*start, end)));
        ends = next.filter(|(start, end)| path.get(*start..*end).is_some_and(fits)).map(|(_, end)| end).collect();
    }
    ends.contains(&path.len())
}

/// Path and query.
fn target(operation: &Operation, captures: &[(usize, String)], query: &[(String, String)]) -> Option<String> {
    let mut out = String::new();
    for segment in &operation.path.segments {
        out.push('/');
        let pieces = match segment {
            Segment::Literal(text) => {
                out.push_str(&wire::encoded(text, LITERAL));
                continue;
            }
            Segment::Pattern(pieces) => pieces,
        };
        for piece in pieces {
            match piece {
                Piece::Literal(text) => out.push_str(&wire::encoded(text, LITERAL)),
                Piece::Parameter(index) => out.push_str(&captures.iter().find(|(i, _)| i == index)?.1),
            }
        }
    }
    if out.is_empty() {
        out.push('/');
    }
    let fixed =
        operation.path.query.iter().map(|(name, text)| (wire::encoded(name, "-._~"), wire::encoded(text, "-._~")));
    let pairs = fixed.chain(query.iter().cloned()).collect::<Vec<_>>();
    if !pairs.is_empty() {
        out.push('?');
        out.push_str(&wire::joined(&pairs, "&"));
    }
    Some(out)
}

/// What stands in a path as it is written in a template.
const LITERAL: &str = "-._~!$&'()*+,;=:@%";

/// What is presented for a scheme: what the client is given, and what stands on the wire for it.
fn credential(kind: &SchemeKind, name: &str) -> (String, Option<(Location, String, String)>) {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let secret = format!("tenon-{plain}");
    let authorization = |text: String| Some((Location::Header, "authorization".to_owned(), text));
    match kind {
        SchemeKind::ApiKey { location, name } => (secret.clone(), Some((*location, name.clone(), secret))),
        SchemeKind::Basic => {
            let pair = format!("user:{secret}");
            let bytes = tenon_runtime::Base64::from(pair.clone().into_bytes());
            (pair, authorization(format!("Basic {}", tenon_runtime::text_of(&bytes).unwrap_or_default())))
        }
        SchemeKind::Bearer => (secret.clone(), authorization(format!("Bearer {secret}"))),
        SchemeKind::Http { scheme } => (secret.clone(), authorization(format!("{scheme} {secret}"))),
        SchemeKind::MutualTls => (String::new(), None),
    }
}

/// A status of a reply: of a range or of all others one that has no reply of its own.
fn status(operation: &Operation, reply: &Reply) -> Option<u16> {
    let free = |code: &u16, but: fn(&Status, u16) -> bool| !operation.replies.iter().any(|r| but(&r.status, *code));
    let code = |status: &Status, code: u16| *status == Status::Code(code);
    let any = |status: &Status, code: u16| match status {
        Status::Code(own) => *own == code,
        Status::Range(class) => *class == code / 100,
        Status::Default => false,
    };
    match reply.status {
        Status::Code(code) => Some(code),
        Status::Range(class) => [0, 1, 2, 8, 9, 18, 22, 23]
            .iter()
            .map(|n| class * 100 + n)
            .chain(class * 100..class * 100 + 100)
            .find(|c| free(c, code)),
        Status::Default if reply.success => {
            [200, 201, 202, 203, 206].into_iter().chain(207..300).find(|c| free(c, any))
        }
        Status::Default => [500, 418, 502, 599].into_iter().chain(400..600).find(|c| free(c, any)),
    }
}

/// How the document's shape of rejections is told.
fn rejection(shape: &RejectionShape) -> (u16, Option<String>) {
    match shape {
        RejectionShape::FastApi { status } => (*status, Some("detail".to_owned())),
        RejectionShape::ParamDetails { status } => (*status, Some("errors".to_owned())),
        RejectionShape::Message { status, member } => (*status, Some(member.clone())),
        RejectionShape::Problem { status } => (*status, Some(String::new())),
    }
}
