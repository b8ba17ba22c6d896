//! From a written request to a collected reply: the same for all operations.
use core::time::Duration;
use std::borrow::Cow;

use http::header::SET_COOKIE;
use http::{HeaderMap, Method, Request, StatusCode};

use super::base::Base;
use super::call::CallOptions;
use super::channel::Channel;
use super::collect::{Collected, End, collect};
use super::error::BuildError;
use super::paused::Paused;
use super::read::ReplyHead;
use super::reconnect::Again;
use super::security;
use super::timer::Timer;
use super::transport::{Timeout, TransportError};
use super::write::RequestWriter;
use crate::body::Body;
use crate::operation::Operation;

/// Why there is no reply.
pub(super) enum Failure {
    Build(BuildError),
    Transport(TransportError),
    Timeout,
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

/// A reply, its body read as far as it may be.
pub(super) struct Incoming {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Collected,
    /// A body that was not read.
    pub(super) stream: Option<Body>,
    /// How many bytes of it may be held in memory.
    pub(super) room: usize,
    /// Who goes on where a stream of events breaks off.
    pub(super) again: Option<Box<Again>>,
}

pub(super) async fn send(
    operation: &'static Operation,
    out: RequestWriter,
    channel: Channel,
    mut options: CallOptions,
    is_streamed: fn(&ReplyHead<'_>) -> bool,
) -> Result<Incoming, Failure> {
    let transport = channel.get_transport().ok_or(BuildError::NoTransport)?;
    let timeout = options.timeout.or(channel.timeout);
    let asked = options.timeout.is_some() || !channel.timeout_is_default;
    let pause = options.pause.or(channel.pause);
    let timer = channel.timer.clone().or_else(Timer::default);
    if pause.is_some() && timer.is_none() && (options.pause.is_some() || !channel.pause_is_default) {
        return Err(BuildError::NoTimer.into());
    }
    // What is read within the deadline of the whole needs no other one that is not shorter.
    let paused = |body: Body, whole: Option<Duration>| match (pause, &timer) {
        (Some(pause), Some(timer)) if whole.is_none_or(|whole| pause < whole) => {
            Body::stream(Paused::new(body, pause, timer.clone()))
        }
        _ => body,
    };
    let again = match options.reconnect.take() {
        None => None,
        Some(_) if operation.method != "GET" => return Err(BuildError::Reconnect.into()),
        Some(how) => {
            let timer = timer.clone().ok_or(BuildError::NoTimer)?;
            let (channel, options) = (channel.clone(), options.clone());
            out.again()
                .map(|out| Box::new(Again { operation, out, channel, options, is_streamed, timer, how, tries: 0 }))
        }
    };
    let room = options.max_reply.unwrap_or(channel.max_reply);
    let work = async {
        let mut request = build(operation, out, &channel, &options).await?;
        if let Some(timeout) = timeout {
            request.extensions_mut().insert(Timeout(timeout));
        }
        let (parts, body) = transport.send(request).await.map_err(failure)?.into_parts();
        let streamed = is_streamed(&ReplyHead::new(parts.status, &parts.headers));
        let (body, stream) =
            if streamed { (Body::empty(), Some(paused(body, None))) } else { (paused(body, timeout), None) };
        let body = collect(body, room).await;
        if matches!(body.end, End::Timeout) {
            return Err(Failure::Timeout);
        }
        let mut headers = parts.headers;
        for (name, value) in &mut headers {
            if name == SET_COOKIE {
                value.set_sensitive(true);
            }
        }
        Ok(Incoming { status: parts.status, headers, body, stream, room, again })
    };
    match (timeout, &timer) {
        (Some(timeout), Some(timer)) => timer.limit(timeout, work).await.unwrap_or(Err(Failure::Timeout)),
        (Some(_), None) if asked && !transport.keeps_time() => Err(BuildError::NoTimer.into()),
        _ => work.await,
    }
}

fn failure(error: TransportError) -> Failure {
    if error.is_timeout() { Failure::Timeout } else { Failure::Transport(error) }
}

/// Where this call goes.
fn base<'a>(channel: &'a Channel, options: &CallOptions) -> Result<Cow<'a, Base>, BuildError> {
    let base = channel.base.as_ref().as_ref().map_err(|why| BuildError::BaseUrl(why));
    match &options.base_url {
        // What says everything needs no other.
        Some(url) if url.contains("://") => Base::parse(url).map(Cow::Owned),
        Some(url) => base?.elsewhere(url).map(Cow::Owned),
        None => base.map(Cow::Borrowed),
    }
}

async fn build(
    operation: &'static Operation,
    mut out: RequestWriter,
    channel: &Channel,
    options: &CallOptions,
) -> Result<Request<Body>, BuildError> {
    let base = if options.target.is_none() { Some(base(channel, options)?) } else { None };
    let path = out.path()?;
    security::apply(&mut out, operation, &channel.credentials).await?;
    options.apply(&mut out.headers)?;
    let mut request = Request::new(out.body);
    *request.method_mut() = Method::from_bytes(operation.method.as_bytes()).map_err(|_| BuildError::Method)?;
    *request.uri_mut() = match base {
        Some(base) => base.join(&path, &out.query)?,
        None => Base::target(options.target.as_deref().unwrap_or_default(), &out.query)?,
    };
    *request.headers_mut() = out.headers;
    request.extensions_mut().insert(operation);
    if let Some(signer) = &channel.signer {
        signer.sign(operation, &mut request)?;
    }
    Ok(request)
}
