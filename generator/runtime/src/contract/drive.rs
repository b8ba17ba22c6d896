//! Exchanges one after the other.
use core::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};

use super::Reader;
use super::compare::{self, Message};
use super::exchanges::{Answer, Exchanges, Operation, Refused, Request};
use super::player::{Player, Turn, whole};
use super::record::Recorder;
use super::report::Report;
use crate::Body;
use crate::client::{Transport, TransportError};
use crate::server::{Api, Service};

/// Where requests are sent to that go nowhere.
pub(super) const BASE: &str = "http://contract.example";

/// A server that is held against a contract.
pub struct Target {
    service: Arc<dyn Transport>,
    base: String,
}

impl Target {
    /// One in the same process: any `tower::Service`, an `axum::Router` for example.
    pub fn service(service: impl Transport) -> Self {
        Self { service: Arc::new(service), base: BASE.to_owned() }
    }

    /// One at a base URL.
    #[cfg(all(feature = "hyper", not(target_family = "wasm")))]
    #[must_use]
    pub fn url(url: &str) -> Self {
        Self { service: Arc::new(crate::client::Hyper::new()), base: url.trim_end_matches('/').to_owned() }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("base", &self.base).finish_non_exhaustive()
    }
}

/// Plays every exchange on both halves of a crate: `make` puts a service around the player.
pub fn both_halves<A: Api>(
    exchanges: &str,
    readers: &[(&str, Reader)],
    make: impl FnOnce(Player) -> Service<A>,
) -> Report {
    on_both(exchanges, readers, &Recorder::from_environment(), make)
}

/// The same for what an API sends. It is not recorded: the document has no path for it, so that nobody else could check it.
pub fn deliveries<A: Api>(
    exchanges: &str,
    readers: &[(&str, Reader)],
    make: impl FnOnce(Player) -> Service<A>,
) -> Report {
    on_both(exchanges, readers, &Recorder::default(), make)
}

fn on_both<A: Api>(
    exchanges: &str,
    readers: &[(&str, Reader)],
    recorder: &Recorder,
    make: impl FnOnce(Player) -> Service<A>,
) -> Report {
    let player = Player::new();
    let service = make(player.clone());
    let (player, target) = (&player, &Target::service(service));
    driven(exchanges, recorder, &async |report, recorder, operation| {
        // Each has its turn, the shorter list several times.
        let rounds = operation.requests.len().max(operation.replies.len());
        let pairs = operation.requests.iter().cycle().zip(operation.replies.iter().cycle());
        for exchanged in pairs.take(rounds) {
            exchange(report, recorder, player, target, operation, exchanged).await;
        }
        for refused in &operation.refused {
            forbidden(report, recorder, Some(player), target, operation, refused).await;
        }
        let head = operation.method == "HEAD";
        if let Some(reader) = operation.reader(readers).filter(|_| !head) {
            strictly_read(report, reader, operation);
        }
    })
}

/// Clients take more than is declared, so that nothing which they are told says what they know of it. Read as strictly as
/// servers read, a reply has to be taken if it is allowed, and refused if it is not.
fn strictly_read(report: &mut Report, reader: Reader, operation: &Operation) {
    let each = operation.replies.iter().map(|reply| (reply, true));
    for (answer, allowed) in each.chain(operation.spoiled.iter().map(|reply| (reply, false))) {
        let said = Message::answer(answer);
        match reader(said.status, &said.headers, said.content) {
            Err(why) if allowed => report.fault(&answer.why, &format!("the reply, read strictly: {why}")),
            Ok(()) if !allowed => report.fault(&answer.why, "a forbidden reply, and strictly read it is taken"),
            _ => {}
        }
        if !allowed {
            report.refused();
        }
    }
}

/// Sends every request to a server, whose replies have to be declared.
pub fn server(exchanges: &str, target: &Target, readers: &[(&str, Reader)]) -> Report {
    driven(exchanges, &Recorder::from_environment(), &async |report, recorder, operation| {
        let Some(reader) = operation.reader(readers) else { return };
        for request in &operation.requests {
            let (sent, reply) = match send(target, operation, request).await {
                Ok(exchanged) => exchanged,
                Err(why) => {
                    report.fault(&request.why, &why);
                    continue;
                }
            };
            recorder.keep(operation, &request.why, true, &sent, &reply);
            report.exchanged();
            if let Err(why) = reader(reply.status, &reply.headers, reply.content.clone()) {
                report.fault(&request.why, &format!("the reply {}: {why}", reply.status));
            }
        }
        for refused in &operation.refused {
            forbidden(report, recorder, None, target, operation, refused).await;
        }
    })
}

/// Runs for each operation what there is to try.
fn driven(exchanges: &str, recorder: &Recorder, each: &impl AsyncFn(&mut Report, &Recorder, &Operation)) -> Report {
    let mut report = Report::default();
    let exchanges = match Exchanges::parse(exchanges) {
        Ok(exchanges) => exchanges,
        Err(why) => {
            report.begin("");
            report.fault("", &why);
            return report;
        }
    };
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return report };
    for operation in &exchanges.operations {
        report.begin(&operation.id);
        if let Some(why) = &operation.missed {
            report.missed(why);
        }
        runtime.block_on(each(&mut report, recorder, operation));
    }
    report.end();
    report
}

async fn exchange(
    report: &mut Report,
    recorder: &Recorder,
    player: &Player,
    target: &Target,
    operation: &Operation,
    (request, answer): (&Request, &Answer),
) {
    let why = format!("{} / {}", request.why, answer.why);
    player.begin(turn(operation, request, Some(answer.clone()), target));
    let exchanged = send(target, operation, request).await;
    let Some(turn) = player.end() else { return };
    report.exchanged();
    let (wanted, reply) = match exchanged {
        Ok(exchanged) => exchanged,
        Err(fault) => return report.fault(&why, &fault),
    };
    recorder.keep(operation, &why, true, &wanted, &reply);
    let mut faults = turn.faults;
    if turn.calls == 0 {
        let said = String::from_utf8_lossy(&reply.content).chars().take(300).collect::<String>();
        faults.push(format!("the server refuses it: {} {said}", reply.status));
    }
    let open = request.body.as_ref().is_some_and(|body| body.open);
    for (sent, times) in turn.sent.iter().zip(["first", "second"]) {
        if let Err(differs) = compare::requests(&wanted, sent, open, operation) {
            faults.push(format!("the client sends, the {times} time: {differs}"));
        }
    }
    if faults.is_empty() && (turn.calls != 2 || turn.sent.len() != 2) {
        faults.push(format!("the implementation was called {} times", turn.calls));
    }
    if turn.calls == 2 && faults.is_empty() {
        let head = operation.method == "HEAD";
        for (said, who) in [(turn.answered.as_ref(), "first"), (Some(&reply), "second")] {
            let Some(said) = said else { continue };
            if let Err(differs) = compare::replies(answer, said, head) {
                faults.push(format!("the server answers, the {who} time: {differs}"));
            }
        }
    }
    faults.iter().for_each(|fault| report.fault(&why, fault));
}

async fn forbidden(
    report: &mut Report,
    recorder: &Recorder,
    player: Option<&Player>,
    target: &Target,
    operation: &Operation,
    refused: &Refused,
) {
    let request = &refused.request;
    if let Some(player) = player {
        player.begin(turn(operation, request, None, target));
    }
    let exchanged = send(target, operation, request).await;
    let calls = player.and_then(Player::end).map_or(0, |turn| turn.calls);
    report.refused();
    match exchanged {
        // What cannot be put into a request cannot be received either.
        Err(_) => {}
        Ok((sent, reply)) => {
            recorder.keep(operation, &request.why, false, &sent, &reply);
            let known = player.is_some();
            if calls > 0 || !(400..500).contains(&reply.status) {
                report.fault(&request.why, &format!("forbidden, and not refused: {}", reply.status));
            } else if known && reply.status != refused.status {
                report.fault(&request.why, &format!("refused with {}, not {}", reply.status, refused.status));
            } else if known
                && operation.method != "HEAD"
                && let Err(differs) = compare::rejection(refused.shape.as_deref(), &reply)
            {
                report.fault(&request.why, &format!("refused, but {differs}"));
            }
        }
    }
}

fn turn(operation: &Operation, request: &Request, answer: Option<Answer>, target: &Target) -> Turn {
    Turn {
        operation: operation.id.clone(),
        path: operation.path.clone(),
        tags: operation.tags.clone(),
        credentials: request.credentials.clone(),
        values: request.values.clone(),
        answer,
        service: Arc::clone(&target.service),
        calls: 0,
        sent: Vec::new(),
        answered: None,
        faults: Vec::new(),
    }
}

async fn send(target: &Target, operation: &Operation, request: &Request) -> Result<(Message, Message), String> {
    let written = written(target, operation, request).map_err(|error| format!("no request: {error}"))?;
    let (parts, body) = written.into_parts();
    let sent = Message::request(&parts, body.clone());
    let reply = target.service.send(http::Request::from_parts(parts, Body::full(body))).await;
    let (parts, body) = reply.map_err(|error| format!("no reply: {error}"))?.into_parts();
    let content = whole(body).await.map_err(|error| format!("half a reply: {error}"))?;
    Ok((sent, Message::reply(&parts, content)))
}

fn written(target: &Target, operation: &Operation, request: &Request) -> Result<http::Request<Bytes>, TransportError> {
    let mut out = http::Request::new(Bytes::new());
    *out.method_mut() = Method::from_bytes(operation.method.as_bytes()).map_err(TransportError::new)?;
    let uri = format!("{}{}", target.base, request.target);
    *out.uri_mut() = uri.parse().map_err(|error: http::uri::InvalidUri| TransportError::new(error))?;
    for (name, value) in &request.headers {
        let name = HeaderName::try_from(name).map_err(TransportError::new)?;
        out.headers_mut().append(name, HeaderValue::try_from(value).map_err(TransportError::new)?);
    }
    if let Some(body) = &request.body {
        let media_type = HeaderValue::try_from(&body.media_type).map_err(TransportError::new)?;
        out.headers_mut().insert(http::header::CONTENT_TYPE, media_type);
        *out.body_mut() = body.text.clone().into();
    }
    Ok(out)
}
