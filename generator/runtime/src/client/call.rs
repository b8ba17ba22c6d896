//! One request on its way.
use core::fmt;
use core::time::Duration;
use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::channel::Channel;
use super::error::BuildError;
use super::outgoing::{self, Failure, Incoming};
use super::read::{self, ReplyReader};
use super::reconnect::Reconnect;
use super::reply::Reply;
use super::write::RequestWriter;
use super::{Error, Request, Result};
use crate::BoxFuture;

/// A call of an operation that was not sent yet.
#[must_use = "nothing is sent until it is awaited"]
pub struct Call<R> {
    /// What to send.
    pub request: R,
    channel: Channel,
    options: CallOptions,
    place: Option<&'static str>,
    target: Option<String>,
}

impl<R: Request> Call<R> {
    pub(super) fn new(channel: Channel, request: R) -> Self {
        Self { request, channel, options: CallOptions::new(), place: None, target: None }
    }

    /// Where the document places the operation, if not where the others are. Followed by channels that
    /// [follow servers](Channel::follow_servers).
    pub fn at(mut self, server: &'static str) -> Self {
        self.place = Some(server);
        self
    }

    /// Sends it to this URL, which is all of it, but for what the operation has in its query: to whoever receives webhooks.
    pub fn to(mut self, url: impl Into<String>) -> Self {
        self.target = Some(url.into());
        self
    }

    /// Sets what holds for this call alone.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the request and reads the reply. What happens in between is the same for all operations and compiled once.
    pub fn send(self) -> BoxFuture<'static, Result<R::Ok, R::Error>> {
        let Self { request, channel, mut options, place, target } = self;
        options.target = target;
        if options.base_url.is_none() && channel.follows {
            options.base_url = place.map(Cow::Borrowed);
        }
        let mut out = RequestWriter::new(R::operation());
        request.write(&mut out);
        let reply = outgoing::send(R::operation(), out, channel, options, R::is_streamed);
        Box::pin(async move { finish::<R>(reply.await) })
    }
}

impl<R: Request> IntoFuture for Call<R> {
    type Output = Result<R::Ok, R::Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

fn finish<R: Request>(reply: core::result::Result<Incoming, Failure>) -> Result<R::Ok, R::Error> {
    let Incoming { status, headers, mut body, stream, room, again } = reply.map_err(|failure| match failure {
        Failure::Build(error) => Error::Build(error),
        Failure::Transport(error) => Error::Transport(error),
        Failure::Timeout => Error::Timeout,
    })?;
    let mut reader = ReplyReader::new(status, &headers, &mut body, stream).going_on(room, again);
    match R::read(&mut reader) {
        Some(Ok(value)) => Ok(Reply::new(status, headers, value)),
        Some(Err(value)) => Err(Error::Api(Box::new(Reply::new(status, headers, value)))),
        None => {
            let fault = reader.into_failure();
            Err(read::failed(status, headers, &body.content, fault))
        }
    }
}

impl<R: fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { request, channel, options, place: _, target: _ } = self;
        f.debug_struct("Call").field("request", request).field("channel", channel).field("options", options).finish()
    }
}

/// What holds for one call alone.
///
/// ```
/// use std::time::Duration;
/// use tenon_runtime::client::CallOptions;
/// let options = CallOptions::new().timeout(Duration::from_secs(2)).header("idempotency-key", "5");
/// ```
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(super) base_url: Option<Cow<'static, str>>,
    /// All of the URL, whatever the base is.
    pub(super) target: Option<String>,
    pub(super) timeout: Option<Duration>,
    pub(super) pause: Option<Duration>,
    pub(super) max_reply: Option<usize>,
    pub(super) headers: HeaderMap,
    pub(super) reconnect: Option<Reconnect>,
    pub(super) problem: bool,
}

impl CallOptions {
    /// As the channel has it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends this call to another base URL, with its credentials; one without a scheme is below the origin of the channel's.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(Cow::Owned(url.into()));
        self
    }

    /// How long this call may take, instead of what the channel says.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long the pause between two pieces of the reply's body may be, instead of what the channel says.
    #[must_use]
    pub fn body_pause(mut self, pause: Duration) -> Self {
        self.pause = Some(pause);
        self
    }

    /// How many bytes the body of the reply, or an item of it, may have, instead of what the channel says.
    #[must_use]
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.max_reply = Some(bytes);
        self
    }

    /// Goes on with a stream of events when the connection is lost. Without this, the stream ends there.
    #[must_use]
    pub fn reconnect(mut self, how: Reconnect) -> Self {
        self.reconnect = Some(how);
        self
    }

    /// Sets a header, in place of any that the request would have had. The call reports one that is no header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.problem = true,
        }
        self
    }

    pub(super) fn apply(&self, headers: &mut HeaderMap) -> core::result::Result<(), BuildError> {
        if self.problem {
            return Err(BuildError::Header);
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        Ok(())
    }
}

impl fmt::Debug for CallOptions {
    /// Shows headers by name only: their values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("base_url", &self.base_url)
            .field("timeout", &self.timeout)
            .field("body_pause", &self.pause)
            .field("max_reply", &self.max_reply)
            .field("reconnect", &self.reconnect)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish()
    }
}
