//! Bodies of several parts: `multipart/form-data` (RFC 7578) and other multipart types whose parts have names (RFC 2046).
//!
//! A [`Multipart`] is a sequence of typed parts in the order in which they travel. Values (texts, JSON) are read whole and
//! checked; a [`File`] is handed on as it arrives, so that no file is ever held in memory unless its receiver does so.
//!
//! The library of choice for reading, `multer`, takes in as much as its source has at hand, without a bound for the head
//! of a part; nobody's library writes both ways by one table. So this is our own: `split` finds the parts, `head` reads
//! their headers, `read` holds them against the [`MultipartDescription`], `write` is the way back.

mod describe;
mod error;
mod file;
mod head;
mod part;
mod read;
mod relay;
mod split;
#[cfg(test)]
mod tests;
mod wire;
mod write;

use core::fmt;
use std::collections::VecDeque;

pub use describe::{MultipartDescription, OtherParts, PartDescription, PartKind};
pub use error::MultipartError;
pub use file::File;
pub use part::{PartReader, PartWriter};

pub(crate) use head::boundary_of;
pub(crate) use read::Reader;
#[cfg(feature = "server")]
pub(crate) use wire::Observer;
pub(crate) use write::write;

use crate::body::MaybeSend;
use crate::validate::{Checker, Validate, Violation};

/// What the parts of a multipart body can be: emitted code implements it for an enum with a variant for each.
pub trait Part: Validate + MaybeSend + Sized + 'static {
    /// Parts have no names: which one is which, its place says (OpenAPI 3.2, "Encoding By Position"). A list is the last.
    const BY_PLACE: bool = false;

    /// The parts of the document.
    fn description() -> &'static MultipartDescription;
    /// Its name in the document; of a part that the document does not name, nothing.
    fn name(&self) -> &'static str;
    /// Writes the part. What cannot be written, the writer remembers.
    fn write(self, out: &mut PartWriter);
    /// Reads a part. `None`: the reader remembers why.
    fn read(from: &mut PartReader) -> Option<Self>;
}

/// A body of several parts.
///
/// To send one, put parts together, or convert the struct that goes with the document's schema. What was received is taken
/// part by part with [`next`](Self::next), in the order in which the parts arrive; a file that was not read when the next
/// part is asked for is passed over.
pub struct Multipart<P>(Source<P>);

enum Source<P> {
    Parts(VecDeque<P>),
    Wire(Box<Reader>),
}

impl<P> Multipart<P> {
    /// No parts yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Source::Parts(VecDeque::new()))
    }

    /// Adds a part at the end. To what was received nothing can be added.
    #[must_use]
    pub fn part(mut self, part: P) -> Self {
        self.push(part);
        self
    }

    /// Adds a part at the end. To what was received nothing can be added.
    pub fn push(&mut self, part: P) {
        if let Source::Parts(parts) = &mut self.0 {
            parts.push_back(part);
        }
    }

    pub(crate) fn received(reader: Reader) -> Self {
        Self(Source::Wire(Box::new(reader)))
    }
}

impl<P: Part> Multipart<P> {
    /// The next part; `None` behind the last one. Then all that is required was there.
    ///
    /// # Errors
    /// The body breaks off, is malformed or too large, or a part is not what the document says. Values that are wrong are
    /// collected up to the next file. On a server, to fail with this error is enough: the reply is the document's.
    pub async fn next(&mut self) -> Result<Option<P>, MultipartError> {
        let reader = match &mut self.0 {
            Source::Parts(parts) => return Ok(parts.pop_front()),
            Source::Wire(reader) => reader,
        };
        loop {
            let Some(mut part) = reader.next().await? else { return Ok(None) };
            let read = P::read(&mut part);
            let read = read.filter(|read| !reader.is_strict() || part.holds(read));
            match part.end(read) {
                // Nobody is to act on one part when another is wrong already.
                Ok(_) if reader.is_refused() => {}
                Ok(part) => return Ok(Some(part)),
                Err(violations) => reader.refuse(violations),
            }
        }
    }
}

impl<P> Default for Multipart<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P> fmt::Debug for Multipart<P> {
    /// Never shows content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Parts(parts) => write!(f, "Multipart({} parts)", parts.len()),
            Source::Wire(_) => f.write_str("Multipart(as it arrives)"),
        }
    }
}

impl<P> FromIterator<P> for Multipart<P> {
    fn from_iter<I: IntoIterator<Item = P>>(parts: I) -> Self {
        Self(Source::Parts(parts.into_iter().collect()))
    }
}

impl<P> Extend<P> for Multipart<P> {
    fn extend<I: IntoIterator<Item = P>>(&mut self, parts: I) {
        parts.into_iter().for_each(|part| self.push(part));
    }
}

/// Each part by itself, places of items in a list left aside. What is received is checked as it arrives.
impl<P: Part> Validate for Multipart<P> {
    fn validate(&self, c: &mut Checker) {
        if let Source::Parts(parts) = &self.0 {
            parts.iter().for_each(|part| c.at(part.name(), |c| part.validate(c)));
        }
    }
}

/// A part that has to be there, for emitted code that puts received parts into a struct.
///
/// # Errors
/// It is not there.
pub fn required<T>(value: Option<T>, name: &str) -> Result<T, MultipartError> {
    value.ok_or_else(|| MultipartError::Invalid(vec![missing(name)]))
}

fn missing(name: &str) -> Violation {
    at(name, "required", "the part is missing")
}

/// A violation at a part.
fn at(name: &str, keyword: &'static str, message: &'static str) -> Violation {
    let mut pointer = String::new();
    crate::json::push_pointer(&mut pointer, name);
    Violation { pointer, keyword, message: message.into() }
}
