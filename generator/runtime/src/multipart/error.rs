//! Why a multipart body cannot be read.
use core::fmt;

use crate::body::{BodyError, OverLimit};
use crate::validate::Violation;

/// Why a multipart body cannot be read. Never holds content.
#[derive(Debug)]
#[non_exhaustive]
pub enum MultipartError {
    /// It is not made of parts as RFC 2046 has it, or ends before its end: what is wrong.
    Malformed(&'static str),
    /// It is larger than a limit: of what.
    TooLarge(&'static str),
    /// Parts are not what the document says. Pointers begin with the part's name.
    Invalid(Vec<Violation>),
    /// It broke off.
    Broken(BodyError),
}

impl MultipartError {
    /// What reading the body came to.
    pub(super) fn broken(error: BodyError) -> Self {
        if error.is::<OverLimit>() { Self::TooLarge("the body") } else { Self::Broken(error) }
    }
}

impl fmt::Display for MultipartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(f, "the multipart body is malformed: {what}"),
            Self::TooLarge(what) => write!(f, "{what} is larger than the limit"),
            Self::Invalid(violations) => {
                f.write_str("the parts are not what the API's description says")?;
                violations.iter().try_for_each(|violation| write!(f, "; {violation}"))
            }
            Self::Broken(_) => f.write_str("the multipart body broke off"),
        }
    }
}

impl core::error::Error for MultipartError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Broken(error) => Some(&**error),
            _ => None,
        }
    }
}
