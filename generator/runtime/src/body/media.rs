//! Content together with its media type.
use std::borrow::Cow;

use super::Body;

/// Content whose media type the document leaves open, such as `image/*`: what it is and what it holds.
///
/// ```
/// use tenon_runtime::{Body, Media};
/// let picture: Media = Media::new("image/png", "not really");
/// assert_eq!(picture.media_type, "image/png");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Media<T = Body> {
    /// The `Content-Type`, parameters included.
    pub media_type: Cow<'static, str>,
    /// What it holds.
    pub content: T,
}

impl<T> Media<T> {
    /// Content of a media type. Where the document allows a range of them, it must be one of the range.
    pub fn new(media_type: impl Into<Cow<'static, str>>, content: impl Into<T>) -> Self {
        Self::of(media_type.into(), content.into())
    }

    /// The same for a content that is what it has to be already.
    pub fn of(media_type: impl Into<Cow<'static, str>>, content: T) -> Self {
        Self { media_type: media_type.into(), content }
    }
}
