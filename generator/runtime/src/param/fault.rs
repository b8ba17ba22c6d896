//! Why a parameter's value cannot be written, or its text cannot be read.
use core::fmt;

use crate::validate::Violation;

/// Why a parameter's value cannot be written, or its text cannot be read. Never holds the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// There is no value where one is needed.
    Missing,
    /// Lists of lists have no spelling, or the nesting is too deep.
    Nested,
    /// An item contains what separates items, and there is no escaping it.
    Delimiter,
    /// A segment of the path would be `.` or `..`, which is lost on the way (RFC 3986, section 5.2.4).
    DotSegment,
    /// The value has characters that a header cannot have.
    Header,
    /// A `%` that no two hexadecimal digits follow.
    Percent,
    /// Not UTF-8.
    Utf8,
    /// A NUL in the path.
    Nul,
    /// One value was expected, and there are several.
    Repeated,
    /// The text is not spelled in the parameter's style.
    Style,
    /// The text is not JSON.
    Json,
    /// A part of a body has a value that XML cannot carry.
    Xml,
    /// A part of a body has a media type that it must not have.
    MediaType,
    /// A part of a body comes where another has its place.
    Place,
}

impl Fault {
    const fn message(self) -> &'static str {
        match self {
            Self::Missing => "is required, but has no value",
            Self::Nested => "is nested deeper than a parameter can be",
            Self::Delimiter => "has an item that contains what separates items",
            Self::DotSegment => "would make a segment of the path `.` or `..`",
            Self::Header => "has characters that a header cannot have",
            Self::Percent => "is not well percent-encoded",
            Self::Utf8 => "is not UTF-8",
            Self::Nul => "contains a NUL",
            Self::Repeated => "occurs more than once",
            Self::Style => "is not spelled in the parameter's style",
            Self::Json => "is not JSON",
            Self::Xml => "has a value that XML cannot carry",
            Self::MediaType => "has a media type that it must not have",
            Self::Place => "is where another part has its place",
        }
    }

    /// The violation at a property.
    pub(super) fn at(self, property: &str) -> Violation {
        let mut violation = Violation::from(self);
        crate::json::push_pointer(&mut violation.pointer, property);
        violation
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl core::error::Error for Fault {}

impl From<Fault> for Violation {
    fn from(fault: Fault) -> Self {
        let keyword = match fault {
            Fault::Missing => "required",
            Fault::Json => "syntax",
            _ => "style",
        };
        Self { pointer: String::new(), keyword, message: fault.message().into() }
    }
}
