//! What most replies are, once for all operations: each type of an emitted crate costs those who compile it.

/// A reply that is its body. What a document adds to one later, headers for example, makes it a struct of its own that is
/// made and read in the same way.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BodyOnly<T> {
    /// The body.
    pub body: T,
}

impl<T> BodyOnly<T> {
    /// A reply with this body.
    #[must_use]
    pub fn new(body: impl Into<T>) -> Self {
        Self { body: body.into() }
    }

    /// The same, for whoever leaves it to the compiler what the body is.
    #[must_use]
    pub const fn of(body: T) -> Self {
        Self { body }
    }
}

impl<T> From<T> for BodyOnly<T> {
    fn from(body: T) -> Self {
        Self { body }
    }
}

/// A reply that is its status.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct NoBody {}

impl NoBody {
    /// A reply without a body.
    #[must_use]
    pub const fn new() -> Self {
        Self {}
    }
}

/// The failures of an operation for which the document declares none. There is none.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum NoError {}

/// Every reply of an operation: what a server answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<O, E> {
    /// A success.
    Ok(O),
    /// A failure that the document declares.
    Error(E),
}

/// A failure is converted by an implementation beside its type.
impl<O, E> From<O> for Outcome<O, E> {
    fn from(reply: O) -> Self {
        Self::Ok(reply)
    }
}
