//! The client half: requests out, replies in.
//!
//! Emitted code describes ([`Request`]); everything that happens happens here. A [`Channel`] knows where the API is and
//! how to get there, and is shared by all calls of a client. A [`Call`] is one request on its way.
//!
//! - Redirects are not followed: a reply is what the server said.
//! - A reply is read whole, up to a cap; the call has a deadline for all of it. Bytes of a success are handed on as they
//!   arrive: then cap and deadline are for whoever reads them, but for pauses ([`Channel::body_pause`]).
//! - Nothing is sent twice, unless a call says so ([`Reconnect`]).

mod base;
mod call;
mod channel;
mod collect;
mod credential;
#[cfg(feature = "contract")]
mod drained;
mod error;
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
mod hyper;
pub mod link;
mod outgoing;
mod paused;
mod read;
mod reconnect;
mod reply;
#[cfg(feature = "reqwest")]
mod reqwest;
mod security;
mod sign;
mod timer;
mod transport;
mod write;

#[cfg(test)]
mod tests;

pub use self::call::{Call, CallOptions};
pub use self::channel::Channel;
pub use self::credential::Credential;
pub use self::error::{BuildError, DecodeError, DecodeFault, Error, UnexpectedReply};
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
pub use self::hyper::Hyper;
pub use self::link::LinkError;
#[cfg(feature = "contract")]
pub(crate) use self::read::is_declared;
pub use self::read::{ReplyHead, ReplyReader};
pub use self::reconnect::Reconnect;
pub use self::reply::Reply;
#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;
pub use self::sign::Unsent;
pub use self::timer::Timer;
pub use self::transport::{Timeout, Transport, TransportError};
pub use self::write::RequestWriter;
pub use crate::body::Body;

use crate::body::MaybeSend;
use crate::operation::Operation;

/// What a call comes to: a declared success, or an [`Error`], declared failures among them.
pub type Result<O, E> = core::result::Result<Reply<O>, Error<E>>;

/// The successes of an operation, or the failures of one or several: how they are read, once for all of these.
pub trait Side: Sized {
    /// Reads a reply of one of the statuses that are declared. `None`: the reader remembers why, or says that this side
    /// declares no such status.
    fn read(reply: &mut ReplyReader<'_>) -> Option<Self>;
}

/// What emitted code says about the request of an operation, and how its replies are read.
pub trait Request: MaybeSend + 'static {
    /// One variant for each declared success.
    type Ok: MaybeSend + 'static;
    /// One variant for each declared failure.
    type Error: MaybeSend + 'static;
    /// The operation's description.
    fn operation() -> &'static Operation;
    /// Writes all parameters and the body. What cannot be written, the writer remembers.
    fn write(self, out: &mut RequestWriter);
    /// Reads a reply. `None`: the reader remembers why.
    fn read(reply: &mut ReplyReader<'_>) -> Option<core::result::Result<Self::Ok, Self::Error>>;
    /// Whether the body of a reply is handed on as it arrives, not read first.
    fn is_streamed(_: &ReplyHead<'_>) -> bool {
        false
    }
}
