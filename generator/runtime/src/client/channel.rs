//! Where the API is, how to get there, and what holds for all calls.
use core::fmt;
use core::time::Duration;
use std::sync::{Arc, OnceLock};

use super::Request;
use super::base::Base;
use super::call::Call;
use super::credential::Credential;
use super::error::BuildError;
use super::sign::{Signer, Unsent};
use super::timer::Timer;
use super::transport::Transport;
use crate::BodyError;
use crate::body::{MaybeSend, MaybeSync};
use crate::operation::Scheme;

/// Where the API is, how to get there, and what holds for all calls of a client. Cheap to clone; clones share their
/// connections.
///
/// ```
/// use std::time::Duration;
/// use tenon_runtime::client::Channel;
/// let channel = Channel::new("https://api.example/v1").timeout(Duration::from_secs(10)).max_reply(1 << 20);
/// ```
#[derive(Clone)]
pub struct Channel {
    pub(super) base: Arc<Result<Base, &'static str>>,
    /// Whether operations go where the document places them.
    pub(super) follows: bool,
    transport: Arc<OnceLock<Option<Arc<dyn Transport>>>>,
    pub(super) credentials: Arc<Vec<(&'static Scheme, Credential)>>,
    pub(super) timeout: Option<Duration>,
    pub(super) timeout_is_default: bool,
    pub(super) pause: Option<Duration>,
    pub(super) pause_is_default: bool,
    pub(super) timer: Option<Timer>,
    pub(super) max_reply: usize,
    pub(super) signer: Option<Signer>,
}

/// What a call may take if nothing else is said and something keeps time.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long a reply may stop coming if nothing else is said and something keeps time.
const PAUSE: Duration = TIMEOUT;
/// The largest body of a reply if nothing else is said.
const MAX_REPLY: usize = 16 * 1024 * 1024;

impl Channel {
    /// To the API at a base URL, by the default transport of the feature `hyper`. Nothing is connected before the first
    /// call; a URL that cannot be one is reported by each call.
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        let base = Base::parse(base_url).map_err(|error| why(&error));
        Self {
            base: Arc::new(base),
            follows: false,
            transport: Arc::default(),
            credentials: Arc::default(),
            timeout: Some(TIMEOUT),
            timeout_is_default: true,
            pause: Some(PAUSE),
            pause_is_default: true,
            timer: None,
            max_reply: MAX_REPLY,
            signer: None,
        }
    }

    /// To nowhere in particular: each call says where it goes, see [`Call::to`].
    #[must_use]
    pub fn anywhere() -> Self {
        Self { base: Arc::new(Err("this call says no URL")), ..Self::new("") }
    }

    /// Has every request looked at when it is complete, and signed: what receivers of webhooks verify. The hook sees the body
    /// as it is sent, and may add headers; what it fails with is why the call fails.
    ///
    /// ```
    /// use tenon_runtime::client::Channel;
    /// # fn signature(_: &[u8]) -> http::HeaderValue { http::HeaderValue::from_static("s") }
    /// let channel = Channel::anywhere().sign(|unsent| {
    ///     let body = unsent.body.ok_or("a stream is not signed")?;
    ///     unsent.headers.insert("x-signature", signature(body));
    ///     Ok(())
    /// });
    /// ```
    #[must_use]
    pub fn sign<F>(mut self, hook: F) -> Self
    where
        F: Fn(&mut Unsent<'_>) -> Result<(), BodyError> + MaybeSend + MaybeSync + 'static,
    {
        self.signer = Some(Signer::new(hook));
        self
    }

    /// Sends operations that the document places on servers of their own there, with their credentials; without this, all
    /// go to the base URL.
    #[must_use]
    pub fn follow_servers(mut self) -> Self {
        self.follows = true;
        self
    }

    /// The same channel to another base URL, which a link of the document names; one without a scheme is below the origin
    /// of this one's. Only where it [follows servers](Self::follow_servers).
    #[must_use]
    pub fn at(mut self, url: &str) -> Self {
        if self.follows {
            let base = self.base.as_ref().as_ref().map_err(|why| *why);
            let base = base.and_then(|base| base.elsewhere(url).map_err(|error| why(&error)));
            (self.base, self.follows) = (Arc::new(base), false);
        }
        self
    }

    /// By another transport, such as any `tower::Service`.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Arc::new(OnceLock::from(Some(Arc::new(transport) as Arc<dyn Transport>)));
        self
    }

    /// Sets the credential for a scheme. Operations that ask for it get it.
    #[must_use]
    pub fn credential(mut self, scheme: &'static Scheme, credential: Credential) -> Self {
        let credentials = Arc::make_mut(&mut self.credentials);
        credentials.retain(|(known, _)| known.name != scheme.name);
        credentials.push((scheme, credential));
        self
    }

    /// How long a call may take, from asking for credentials to the end of the reply, or to its headers where the body is
    /// handed on as it arrives. 60 seconds if nothing is said and something keeps time, see [`Channel::timer`].
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self.timeout_is_default = false;
        self
    }

    /// Lets calls take as long as they take.
    #[must_use]
    pub fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// How long the pause between two pieces of a reply's body may be, whoever reads it. 60 seconds if nothing is said and
    /// something keeps time.
    #[must_use]
    pub fn body_pause(mut self, pause: Duration) -> Self {
        self.pause = Some(pause);
        self.pause_is_default = false;
        self
    }

    /// Lets a reply's body stop for as long as it likes: a stream of events that are rare.
    #[must_use]
    pub fn no_body_pause(mut self) -> Self {
        self.pause = None;
        self
    }

    /// What keeps time. With the feature `hyper` tokio does; `reqwest` does it by itself.
    #[must_use]
    pub fn timer(mut self, timer: Timer) -> Self {
        self.timer = Some(timer);
        self
    }

    /// How many bytes the body of a reply may have, or one item where it is a stream of them. 16 MiB if nothing is said.
    #[must_use]
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.max_reply = bytes;
        self
    }

    /// A call of an operation, not sent yet.
    pub fn call<R: Request>(&self, request: R) -> Call<R> {
        Call::new(self.clone(), request)
    }

    pub(super) fn get_transport(&self) -> Option<Arc<dyn Transport>> {
        self.transport.get_or_init(default_transport).clone()
    }
}

/// Why a URL is no base.
fn why(error: &BuildError) -> &'static str {
    match error {
        BuildError::BaseUrl(why) => why,
        _ => "it is not a URL",
    }
}

fn default_transport() -> Option<Arc<dyn Transport>> {
    #[cfg(all(feature = "hyper", not(target_family = "wasm")))]
    return Some(Arc::new(super::hyper::Hyper::new()));
    #[cfg(not(all(feature = "hyper", not(target_family = "wasm"))))]
    None
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel")
            .field("base", &self.base)
            .field("credentials", &self.credentials.iter().map(|(scheme, _)| scheme.name).collect::<Vec<_>>())
            .field("timeout", &self.timeout)
            .field("body_pause", &self.pause)
            .field("max_reply", &self.max_reply)
            .finish_non_exhaustive()
    }
}
