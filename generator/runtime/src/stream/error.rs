//! Why items cannot be read, or not be written.
use core::fmt;

use crate::body::{BodyError, OverLimit};
use crate::validate::{Invalid, Violation};

/// Why a stream of items cannot be read on. Never holds content.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// It is not framed as its media type has it, or ends within an item: what is wrong.
    Malformed(&'static str),
    /// An item, or all of them, are larger than the limit: what is.
    TooLarge(&'static str),
    /// An item is not what the document says. Pointers begin with its number, from 0. What follows it may be read.
    Invalid(Invalid),
    /// It broke off.
    Broken(BodyError),
}

/// What reading the body came to.
pub(super) fn broken(error: BodyError) -> StreamError {
    match error.downcast::<StreamError>() {
        Ok(error) => *error,
        Err(error) if error.is::<OverLimit>() => StreamError::TooLarge("the body"),
        Err(error) => StreamError::Broken(error),
    }
}

/// The place of an item before the places within it.
pub(super) fn located(mut invalid: Invalid, index: u64) -> StreamError {
    for Violation { pointer, .. } in &mut invalid.violations {
        *pointer = format!("/{index}{pointer}");
    }
    StreamError::Invalid(invalid)
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(f, "the stream is malformed: {what}"),
            Self::TooLarge(what) => write!(f, "{what} is larger than the limit"),
            Self::Invalid(invalid) => write!(f, "an item is not what the API's description says: {invalid}"),
            Self::Broken(_) => f.write_str("the stream broke off"),
        }
    }
}

impl core::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Invalid(invalid) => Some(invalid),
            Self::Broken(error) => Some(&**error),
            Self::Malformed(_) | Self::TooLarge(_) => None,
        }
    }
}
