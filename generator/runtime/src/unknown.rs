//! Values that the document did not list.
use crate::json::{Cx, Decode as _, Encode, Json, Writer};
use crate::validate::{Checker, Validate};

/// A value that the document does not list, kept as it was received. It cannot be made or matched by its content,
/// so that a later version of the document, which may list it, breaks nobody who had it as unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unknown {
    json: Json,
    /// The string's value where the JSON text has escapes.
    unescaped: Option<Box<str>>,
}

impl Unknown {
    /// Reads any value; for unions and enums of integers.
    #[doc(hidden)]
    #[must_use]
    pub fn read(cx: &mut Cx<'_>) -> Self {
        Self::new(cx.json())
    }

    /// Reads a string, which text stays even where it looks like a number.
    #[doc(hidden)]
    #[must_use]
    pub fn read_string(cx: &mut Cx<'_>) -> Self {
        Self::new(String::decode(cx).map_or_else(Json::null, Json::from))
    }

    fn new(json: Json) -> Self {
        let unescaped = json.as_str().filter(|_| json.text().contains('\\')).map(Into::into);
        Self { json, unescaped }
    }

    /// What was received.
    #[must_use]
    pub fn as_json(&self) -> &Json {
        &self.json
    }

    /// What was received, if it was a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.unescaped {
            Some(text) => Some(text),
            None => self.json.text().strip_prefix('"')?.strip_suffix('"'),
        }
    }

    /// What was received, if it was an integer that fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        crate::json::from_slice(self.json.text().as_bytes(), crate::json::Mode::Strict).ok()
    }
}

impl Encode for Unknown {
    fn encode(&self, w: &mut Writer) {
        w.raw(&self.json);
    }
}

/// No more is known than that the document does not list it.
impl Validate for Unknown {
    fn validate(&self, c: &mut Checker) {
        c.violation("enum", "is none of the listed values");
    }
}
