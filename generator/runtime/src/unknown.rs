//! Values that the document did not list.
use std::borrow::Cow;

use crate::json::{Cx, Encode, Json, Writer};

/// A value that the document does not list, kept as it was received. It cannot be made or matched by its content,
/// so that a value listed by a later version of the document changes nothing for those who had it as unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown(Json);

impl Unknown {
    /// For `string_enum!` and unions; nothing else makes one.
    #[doc(hidden)]
    #[must_use]
    pub fn read(cx: &mut Cx<'_>) -> Self {
        match cx.kind() {
            // An enum's text is a string even where it looks like a number.
            crate::json::Kind::Text => Self(
                cx.string()
                    .map_or_else(Json::null, |text| Json::from(&*text)),
            ),
            _ => Self(cx.json()),
        }
    }

    /// What was received.
    #[must_use]
    pub fn as_json(&self) -> &Json {
        &self.0
    }

    /// What was received, if it was a string.
    #[must_use]
    pub fn as_str(&self) -> Option<Cow<'_, str>> {
        self.0.as_str()
    }
}

impl Encode for Unknown {
    fn encode(&self, w: &mut Writer) {
        w.raw(&self.0);
    }
}
