//! A reply that was read.
use core::ops::Deref;

use http::{HeaderMap, StatusCode};

/// A reply of a declared status: what it says, and what it came with. Dereferences to what it says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply<T> {
    /// The status.
    pub status: StatusCode,
    /// All headers, declared or not. `Debug` does not show `Set-Cookie`.
    pub headers: HeaderMap,
    /// What the document declares.
    pub value: T,
}

impl<T> Reply<T> {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, value: T) -> Self {
        Self { status, headers, value }
    }

    /// What the document declares, by value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same reply, saying something else.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Reply<U> {
        Reply { status: self.status, headers: self.headers, value: f(self.value) }
    }
}

impl<T> Deref for Reply<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
