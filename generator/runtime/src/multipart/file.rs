//! A file within a multipart body.
use bytes::Bytes;

use crate::IntoOption;
use crate::body::{Body, BodyError};

/// A file within a multipart body: bytes that are handed on as they arrive, what they are called, and what they are.
///
/// ```
/// # use tenon_runtime::multipart::File;
/// let file = File::new("a,b\r\n").name("table.csv").media_type("text/csv");
/// ```
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct File {
    /// What it holds.
    pub content: Body,
    /// What its sender calls it (`filename`), as it was sent: never a path to write to.
    pub name: Option<String>,
    /// Its `Content-Type`.
    pub media_type: Option<String>,
}

impl File {
    /// A file without a name. Many servers take a part without one for a text, so it is sent under the name of its part.
    pub fn new(content: impl Into<Body>) -> Self {
        Self { content: content.into(), name: None, media_type: None }
    }

    /// Sets what it is called.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets its media type. Without one it is the first that the document names, or `application/octet-stream`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The same file, read into memory, and how many of `limit` bytes are left then.
    ///
    /// # Errors
    /// It breaks off, or is larger: [`OverLimit`](crate::OverLimit).
    pub async fn read(self, limit: usize) -> Result<(Self, usize), BodyError> {
        let content = self.content.bytes(limit).await?;
        let left = limit - content.len();
        Ok((Self { content: Body::full(content), ..self }, left))
    }
}

macro_rules! from {
    ($($from:ty),*) => { $(
        impl From<$from> for File {
            fn from(content: $from) -> Self {
                Self::new(content)
            }
        }

        impl IntoOption<File> for $from {
            fn into_option(self) -> Option<File> {
                Some(File::new(self))
            }
        }
    )* };
}
from!(Body, Bytes, Vec<u8>, String, &'static str, &'static [u8]);
