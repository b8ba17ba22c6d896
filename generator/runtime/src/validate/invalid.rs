//! What was found wrong.
use core::fmt;
use std::borrow::Cow;

use crate::json::SyntaxError;

/// One thing that the schema refuses. Never contains a submitted value; the pointer has the names of members.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Violation {
    /// Where: a JSON Pointer (RFC 6901) from the value that was read. Of a missing property, where it should be.
    pub pointer: String,
    /// Which keyword of the schema, e.g. `required`; `syntax` or `duplicate` where JSON Schema has no word.
    pub keyword: &'static str,
    /// What is wrong, for people.
    pub message: Cow<'static, str>,
}

impl Violation {
    /// The pointer to a member, or to one of its items.
    pub(crate) fn pointer_to(member: &str, item: Option<usize>) -> String {
        let mut pointer = String::new();
        crate::json::push_pointer(&mut pointer, member);
        if let Some(item) = item {
            crate::json::push_pointer(&mut pointer, &item.to_string());
        }
        pointer
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.pointer, self.message)
        }
    }
}

/// A value that is not what its schema demands, or not JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Invalid {
    /// What was found, in the order of the schema; at most 100. A syntax error is one with the keyword `syntax`.
    pub violations: Vec<Violation>,
    /// How many more were found.
    pub omitted: usize,
    /// Why the text is not JSON, if that is so.
    pub syntax: Option<SyntaxError>,
}

impl Invalid {
    /// From violations that were found otherwise.
    #[must_use]
    pub fn new(violations: Vec<Violation>, omitted: usize) -> Self {
        Self { violations, omitted, syntax: None }
    }
}

impl From<SyntaxError> for Invalid {
    fn from(error: SyntaxError) -> Self {
        let violation = Violation { pointer: String::new(), keyword: "syntax", message: Cow::Owned(error.to_string()) };
        Self { violations: vec![violation], omitted: 0, syntax: Some(error) }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            write!(f, "{}{violation}", if index == 0 { "" } else { "; " })?;
        }
        if self.omitted > 0 { write!(f, "; and {} more", self.omitted) } else { Ok(()) }
    }
}

impl core::error::Error for Invalid {}
