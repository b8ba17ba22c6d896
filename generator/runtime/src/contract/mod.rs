//! Exchanges that a document allows and forbids, played on both halves of an emitted crate, or on a server of your own.
//!
//! A request goes to the server as it stands on the wire. The implementation behind it is a [`Player`], which sends what
//! arrived with the emitted client into the same server again; the second time it is answered with the exchange's reply,
//! which comes to the player through the client and goes back through the server. So every part of both halves has its
//! turn with the same values, and each message is compared with what the document says, which neither half has written.

mod compare;
mod drive;
mod exchanges;
mod player;
mod record;
mod report;
#[cfg(feature = "xml")]
mod xml;

#[cfg(test)]
mod tests;

pub use drive::{Target, both_halves, deliveries, server};
pub use player::{Caller, Failed, Played, Player, Sent};
pub use report::{Miss, Report};

use http::HeaderMap;

use crate::client::Request;

/// Reads a reply as the client of an operation does: whether it is a declared one.
pub type Reader = fn(u16, &HeaderMap, bytes::Bytes) -> Result<(), String>;

/// The [`Reader`] of an operation.
///
/// # Errors
/// Why the client cannot read the reply.
pub fn read<R: Request>(status: u16, headers: &HeaderMap, content: bytes::Bytes) -> Result<(), String> {
    crate::client::is_declared::<R>(status, headers, content)
}
