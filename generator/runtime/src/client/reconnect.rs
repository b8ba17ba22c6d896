//! Going on with a stream of events that broke off. Source: WHATWG HTML, section 9.2.3 and 9.2.4 (`Last-Event-ID`).
use core::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode};

use super::call::CallOptions;
use super::channel::Channel;
use super::outgoing::{self, Failure};
use super::read::ReplyHead;
use super::timer::Timer;
use super::write::RequestWriter;
use crate::BoxFuture;
use crate::operation::Operation;
use crate::stream::{Reopen, Reopened};

/// How a stream of events is gone on with when the connection is lost: the request is sent again, with the id of the last
/// event as `Last-Event-ID`. For `GET` only.
///
/// A server that ends its reply is asked again, too, as browsers do; it says that there is no more with 204, or with an event
/// that ends the stream (`[DONE]`).
///
/// ```
/// use tenon_runtime::client::{CallOptions, Reconnect};
/// let options = CallOptions::new().reconnect(Reconnect::times(5));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reconnect {
    times: u32,
    delay: Duration,
    longest: Duration,
}

impl Reconnect {
    /// Tries so often before it gives up. Whenever something was received, counting begins anew.
    #[must_use]
    pub const fn times(times: u32) -> Self {
        Self { times, delay: Duration::from_secs(3), longest: Duration::from_secs(60) }
    }

    /// How long to wait before the first try, unless the server says so (`retry`); doubled with each try that comes to nothing.
    /// 3 seconds if nothing is said.
    #[must_use]
    pub const fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// How long to wait at most, whatever the server says. A minute if nothing is said.
    #[must_use]
    pub const fn longest_delay(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    fn wait(&self, retry: Option<Duration>, tries: u32) -> Duration {
        let doubled = 1_u32.checked_shl(tries).unwrap_or(u32::MAX);
        retry.unwrap_or(self.delay).checked_mul(doubled).unwrap_or(self.longest).min(self.longest)
    }
}

/// All that it takes to send the same request again.
pub(super) struct Again {
    pub(super) operation: &'static Operation,
    pub(super) out: RequestWriter,
    pub(super) channel: Channel,
    pub(super) options: CallOptions,
    pub(super) is_streamed: fn(&ReplyHead<'_>) -> bool,
    pub(super) timer: Timer,
    pub(super) how: Reconnect,
    pub(super) tries: u32,
}

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

impl Reopen for Again {
    fn reopen(&mut self, last_id: Option<&str>, retry: Option<Duration>) -> Option<BoxFuture<'static, Reopened>> {
        if self.tries >= self.how.times {
            return None;
        }
        let sleep = self.timer.sleep(self.how.wait(retry, self.tries));
        self.tries += 1;
        let mut options = self.options.clone();
        // An empty id takes back the one before it.
        if let Some(id) = last_id.filter(|id| !id.is_empty())
            && let Ok(id) = HeaderValue::from_bytes(id.as_bytes())
        {
            options.headers.insert(LAST_EVENT_ID, id);
        }
        let (operation, out, channel) = (self.operation, self.out.again()?, self.channel.clone());
        let is_streamed = self.is_streamed;
        Some(Box::pin(async move {
            sleep.await;
            answer(outgoing::send(operation, out, channel, options, is_streamed).await)
        }))
    }

    fn received(&mut self) {
        self.tries = 0;
    }
}

fn answer(reply: Result<outgoing::Incoming, Failure>) -> Reopened {
    let reply = match reply {
        Ok(reply) => reply,
        Err(Failure::Build(error)) => return Reopened::Refused(error.into()),
        Err(Failure::Transport(error)) => return Reopened::Failed(error.into()),
        Err(Failure::Timeout) => return Reopened::Failed("the deadline passed".into()),
    };
    let said = || format!("asked to go on, the server answered {}", reply.status).into();
    let is_events = ReplyHead::new(reply.status, &reply.headers).is_one_of(&["text/event-stream"], &[0]);
    match (reply.status, reply.stream) {
        (StatusCode::NO_CONTENT, _) => Reopened::Over,
        (StatusCode::OK, Some(body)) if is_events => Reopened::Body(body),
        (
            StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT,
            _,
        ) => Reopened::Failed(said()),
        _ => Reopened::Refused(said()),
    }
}
