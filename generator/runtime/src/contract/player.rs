//! The implementation that plays an exchange.
use core::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use http_body_util::BodyExt;

use super::compare::Message;
use super::exchanges::{Answer, Exchanges};
use crate::client::{self, Channel, Credential, Error, Request, Transport, TransportError};
use crate::server::{AuthError, IntoResponse, Response};
use crate::{Body, BoxFuture, Encode, Operation, Outcome, Piece, to_vec};

/// What a call on its way becomes.
pub type Sent<R> = BoxFuture<'static, client::Result<<R as Request>::Ok, <R as Request>::Error>>;

/// What an implementation answers.
pub type Played<R> = BoxFuture<'static, Result<Outcome<<R as Request>::Ok, <R as Request>::Error>, Failed>>;

/// What a client is made from for one call.
#[derive(Debug)]
#[non_exhaustive]
pub struct Caller {
    /// Where it sends to.
    pub channel: Channel,
    /// By the names of their schemes.
    pub credentials: Vec<(String, Credential)>,
    player: Option<Player>,
}

impl Caller {
    /// Where a delivery goes: the path that the server has if nobody says another.
    #[must_use]
    pub fn url(&self, operation: &Operation) -> String {
        let path = operation.template.iter().map(|piece| if let Piece::Literal(text) = piece { text } else { "" });
        path.fold(super::drive::BASE.to_owned(), |url, piece| url + piece)
    }

    /// The values of all parameters as they arrived, in the order of the document: each has to be under its own name.
    pub fn saw(&self, values: &[&dyn Encode]) {
        let Some(player) = &self.player else { return };
        let mut state = player.state();
        let Some(turn) = &mut state.turn else { return };
        for (index, value) in values.iter().enumerate() {
            let wanted = turn.values.get(index).and_then(Option::as_deref).unwrap_or("null");
            let value = to_vec(*value);
            if let Err(differs) = super::compare::values(wanted, &value) {
                turn.faults.push(format!("the value of parameter {index}: {differs}"));
            }
        }
    }
}

/// The exchange went wrong; the report says how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failed;

impl IntoResponse for Failed {
    fn into_response(self) -> axum_core::response::Response {
        let mut response = axum_core::response::Response::new(axum_core::body::Body::from("the exchange went wrong"));
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    }
}

impl From<Failed> for Response {
    fn from(failed: Failed) -> Self {
        crate::server::respond(failed)
    }
}

/// An implementation of every operation: answers as the exchange at hand has it.
#[derive(Clone)]
pub struct Player(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    turn: Option<Turn>,
    /// For whoever asks outside of a turn.
    exchanges: Option<Arc<Exchanges>>,
}

/// One exchange on its way.
pub(super) struct Turn {
    /// What is to be called.
    pub(super) operation: String,
    pub(super) path: String,
    pub(super) tags: Vec<String>,
    pub(super) credentials: Vec<(String, String)>,
    /// The JSON text of each parameter's value.
    pub(super) values: Vec<Option<String>>,
    /// `None`: nobody may be called.
    pub(super) answer: Option<Answer>,
    pub(super) service: Arc<dyn Transport>,
    pub(super) calls: usize,
    /// What the client sent, the first time and the second.
    pub(super) sent: Vec<Message>,
    /// What the server answered to the client.
    pub(super) answered: Option<Message>,
    pub(super) faults: Vec<String>,
}

impl Player {
    pub(super) fn new() -> Self {
        Self(Arc::default())
    }

    /// A player that answers whatever is asked, with the first reply that is declared.
    #[must_use]
    pub fn mock(exchanges: &str) -> Self {
        let exchanges = Exchanges::parse(exchanges).ok().map(Arc::new);
        Self(Arc::new(Mutex::new(State { turn: None, exchanges })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self, turn: Turn) {
        self.state().turn = Some(turn);
    }

    pub(super) fn end(&self) -> Option<Turn> {
        self.state().turn.take()
    }

    fn fault(&self, fault: String) {
        if let Some(turn) = &mut self.state().turn {
            turn.faults.push(fault);
        }
    }

    /// Whether the credentials are those of the exchange.
    ///
    /// # Errors
    /// They are others.
    pub fn authenticate(&self, presented: &[(&str, String)]) -> Result<(), AuthError<Failed>> {
        let state = self.state();
        let Some(turn) = &state.turn else { return Ok(()) };
        let mut wanted =
            turn.credentials.iter().map(|(scheme, text)| (scheme.as_str(), text.clone())).collect::<Vec<_>>();
        let mut given = presented.to_vec();
        wanted.sort_unstable();
        given.sort_unstable();
        // A certificate alone is always presented.
        if wanted == given || (turn.answer.is_some() && wanted.is_empty()) {
            Ok(())
        } else {
            Err(AuthError::Unauthorized)
        }
    }

    /// Plays one side of the exchange: sends what arrived on, or answers.
    pub fn answer<R: Request>(
        &self,
        operation: &'static Operation,
        request: R,
        call: impl FnOnce(Caller, R) -> Sent<R>,
    ) -> Played<R> {
        let stage = self.stage(operation, R::operation());
        let Some((stage, caller)) = stage else { return Box::pin(core::future::ready(Err(Failed))) };
        let (player, sent) = (self.clone(), call(caller, request));
        Box::pin(async move {
            match sent.await {
                Ok(reply) => Ok(Outcome::Ok(reply.into_inner())),
                Err(Error::Api(reply)) => Ok(Outcome::Error(reply.into_inner())),
                Err(error) => Err(player.failed(stage, &told(&error))),
            }
        })
    }

    fn failed(&self, stage: usize, error: &str) -> Failed {
        self.fault(format!("the client, {} time: {error}", if stage == 1 { "first" } else { "second" }));
        Failed
    }

    /// Which time it is that the implementation is called, and what the client is made from then.
    fn stage(&self, operation: &'static Operation, of_request: &'static Operation) -> Option<(usize, Caller)> {
        let mut state = self.state();
        let Some(turn) = &mut state.turn else {
            let answer = state.exchanges.as_ref()?.answer(operation.id)?.clone();
            return Some((0, caller(Canned { player: None, answer }, Vec::new(), None)));
        };
        turn.calls += 1;
        let same = |said: &Operation| said.id == turn.operation && said.path == turn.path && said.tags == turn.tags;
        if !same(operation) || !same(of_request) {
            turn.faults.push(format!("`{}` was called, as `{}`", operation.id, of_request.id));
            return None;
        }
        let credentials =
            turn.credentials.iter().map(|(scheme, text)| (scheme.clone(), Credential::from(text))).collect();
        match (turn.calls, &turn.answer) {
            (1, Some(_)) => {
                let service = Arc::clone(&turn.service);
                Some((1, caller(Tap { player: self.clone(), service }, credentials, Some(self.clone()))))
            }
            (2, Some(answer)) => {
                let answer = answer.clone();
                let streamed = answer.body.as_ref().filter(|body| body.streamed).map(|body| body.text.len());
                let mut caller = caller(Canned { player: Some(self.clone()), answer }, credentials, Some(self.clone()));
                if let Some(all) = streamed {
                    // Who reads it whole has no room for it.
                    caller.channel = caller.channel.max_reply(all.saturating_sub(1));
                }
                Some((2, caller))
            }
            _ => None,
        }
    }
}

/// With what caused it.
fn told<E>(error: &Error<E>) -> String {
    let mut text = error.to_string();
    let mut source = match error {
        Error::Build(error) => Some(error as &dyn core::error::Error),
        Error::Transport(error) => Some(error as &dyn core::error::Error),
        Error::Decode(error) => Some(error as &dyn core::error::Error),
        _ => None,
    };
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

fn caller(transport: impl Transport, credentials: Vec<(String, Credential)>, player: Option<Player>) -> Caller {
    let channel = Channel::new(super::drive::BASE).transport(transport).no_timeout().no_body_pause();
    Caller { channel, credentials, player }
}

/// Goes on to the server, and keeps what passes.
struct Tap {
    player: Player,
    service: Arc<dyn Transport>,
}

impl Transport for Tap {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let (player, service) = (self.player.clone(), Arc::clone(&self.service));
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let content = whole(body).await?;
            player.sent(Message::request(&parts, content.clone()));
            let reply = service.send(http::Request::from_parts(parts, Body::full(content))).await?;
            let (parts, body) = reply.into_parts();
            let content = whole(body).await?;
            if let Some(turn) = &mut player.state().turn {
                turn.answered = Some(Message::reply(&parts, content.clone()));
            }
            Ok(http::Response::from_parts(parts, Body::full(content)))
        })
    }
}

/// Goes nowhere: the reply is there already.
struct Canned {
    player: Option<Player>,
    answer: Answer,
}

impl Transport for Canned {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let (player, reply) = (self.player.clone(), response(&self.answer));
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let content = whole(body).await?;
            if let Some(player) = player {
                player.sent(Message::request(&parts, content));
            }
            reply
        })
    }
}

impl Player {
    fn sent(&self, message: Message) {
        if let Some(turn) = &mut self.state().turn {
            turn.sent.push(message);
        }
    }
}

pub(super) async fn whole(body: Body) -> Result<Bytes, TransportError> {
    Ok(body.collect().await.map_err(TransportError::new)?.to_bytes())
}

/// The reply of an exchange.
fn response(answer: &Answer) -> Result<http::Response<Body>, TransportError> {
    let mut response = http::Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(answer.status).map_err(TransportError::new)?;
    for (name, value) in &answer.headers {
        let name = HeaderName::try_from(name).map_err(TransportError::new)?;
        response.headers_mut().append(name, HeaderValue::try_from(value).map_err(TransportError::new)?);
    }
    if let Some(body) = &answer.body {
        let media_type = HeaderValue::try_from(&body.media_type).map_err(TransportError::new)?;
        response.headers_mut().insert(http::header::CONTENT_TYPE, media_type);
        *response.body_mut() = Body::full(body.text.clone().into());
    }
    Ok(response)
}

impl fmt::Debug for Player {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Player").finish_non_exhaustive()
    }
}
