//! Links: what one reply says, handed on to another call. Emitted code says where it is; what may be wrong with it is here.
use core::fmt;

use crate::json::{Decode, Encode, Mode, decode_text, from_slice, text_of, to_vec};

/// Why a reply does not lead on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkError {
    /// The document has this link for other replies of the operation.
    OtherReply,
    /// The reply does not have what the operation requires: the document's expression for it.
    Missing(&'static str),
    /// The reply has something else than the operation takes: the document's expression for it.
    Unfit(&'static str),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherReply => f.write_str("this reply does not have the link"),
            Self::Missing(what) => write!(f, "the reply does not have `{what}`, which the link requires"),
            Self::Unfit(what) => write!(f, "`{what}` is not what the link's operation takes"),
        }
    }
}

impl core::error::Error for LinkError {}

/// A value that is required, as it is.
///
/// # Errors
/// It is not there.
pub fn required<T: Clone>(expression: &'static str, value: Option<&T>) -> Result<T, LinkError> {
    value.cloned().ok_or(LinkError::Missing(expression))
}

/// A value of another type: by its JSON, or by its text as in a URL.
///
/// # Errors
/// It is no value of the other type.
pub fn converted<S: Encode + ?Sized, T: Decode>(
    expression: &'static str,
    value: Option<&S>,
) -> Result<Option<T>, LinkError> {
    let read = |value: &S| {
        let json = from_slice(&to_vec(value), Mode::Lenient).ok();
        json.or_else(|| decode_text(&text_of(value)?, Mode::Lenient).ok()).ok_or(LinkError::Unfit(expression))
    };
    value.map(read).transpose()
}

/// The same, and required.
///
/// # Errors
/// It is not there, or no value of the other type.
pub fn required_as<S: Encode + ?Sized, T: Decode>(expression: &'static str, value: Option<&S>) -> Result<T, LinkError> {
    converted(expression, value)?.ok_or(LinkError::Missing(expression))
}

/// A value of the document, a JSON text.
///
/// # Errors
/// It is none that the operation takes.
pub fn constant<T: Decode>(json: &'static str) -> Result<T, LinkError> {
    let text = || {
        let text: String = from_slice(json.as_bytes(), Mode::Lenient).ok()?;
        decode_text(&text, Mode::Lenient).ok()
    };
    let read = from_slice(json.as_bytes(), Mode::Lenient).ok();
    read.or_else(text).or_else(|| decode_text(json, Mode::Lenient).ok()).ok_or(LinkError::Unfit(json))
}

/// A value as part of a text.
pub fn text<S: Encode + ?Sized>(value: Option<&S>) -> Option<String> {
    value.and_then(text_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_by_their_json_or_their_text() {
        assert_eq!(converted::<str, i64>("e", Some("5")), Ok(Some(5)));
        assert_eq!(converted::<i64, String>("e", Some(&5)), Ok(Some("5".to_owned())));
        assert_eq!(converted::<_, Vec<i64>>("e", Some(&vec![1_u8])), Ok(Some(vec![1])));
        assert_eq!(converted::<str, i64>("e", Some("x")), Err(LinkError::Unfit("e")));
        assert_eq!(converted::<_, String>("e", Some(&vec![1_u8])), Err(LinkError::Unfit("e")));
        assert_eq!(converted::<str, i64>("e", None), Ok(None));
        assert_eq!(required_as::<str, i64>("e", None), Err(LinkError::Missing("e")));
        assert_eq!(required::<i64>("e", None), Err(LinkError::Missing("e")));
    }

    #[test]
    fn constants_are_taken_as_they_are_meant() {
        assert_eq!(constant::<i64>("5"), Ok(5));
        assert_eq!(constant::<i64>("\"5\""), Ok(5));
        assert_eq!(constant::<String>("5"), Ok("5".to_owned()));
        assert_eq!(constant::<String>("\"a\\n\""), Ok("a\n".to_owned()));
        assert_eq!(constant::<i64>("[]"), Err(LinkError::Unfit("[]")));
    }

    #[test]
    fn errors_name_the_expression() {
        let said = LinkError::Missing("$response.body#/id").to_string();
        assert_eq!(said, "the reply does not have `$response.body#/id`, which the link requires");
    }
}
