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

#[cfg(feature = "client")]
impl crate::client::Side for NoError {
    fn read(reply: &mut crate::client::ReplyReader<'_>) -> Option<Self> {
        reply.undeclared()
    }
}

/// Every reply of an operation: what a server answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<O, E> {
    /// A success.
    Ok(O),
    /// A failure that the document declares.
    Error(E),
}

/// A success: what [`Outcome`] is made from. A failure is converted by an implementation beside its type.
pub trait Success {}

impl<O: Success, E> From<O> for Outcome<O, E> {
    fn from(reply: O) -> Self {
        Self::Ok(reply)
    }
}

/// The successes of operations that have one each. Where a document adds another one later, there is an enum of its own
/// that is made and read in the same way.
macro_rules! only {
    ($($(#[$docs:meta])* $name:ident $variant:ident $constructor:ident $status:literal;)+) => { $(
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name<R> {
            #[doc = concat!("`", $status, "`")]
            $variant(R),
        }

        impl<R> Success for $name<R> {}

        impl<R> $name<R> {
            /// The reply, of which there is one kind.
            #[must_use]
            pub fn into_reply(self) -> R {
                let Self::$variant(reply) = self;
                reply
            }
        }

        impl<T> $name<BodyOnly<T>> {
            #[doc = concat!("[`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
            #[must_use]
            pub const fn $constructor(body: T) -> Self {
                Self::$variant(BodyOnly::of(body))
            }

            /// The body.
            #[must_use]
            pub const fn body(&self) -> &T {
                let Self::$variant(reply) = self;
                &reply.body
            }

            /// The body, taken out.
            #[must_use]
            pub fn into_body(self) -> T {
                self.into_reply().body
            }
        }

        impl $name<NoBody> {
            #[doc = concat!("[`", stringify!($variant), "`](Self::", stringify!($variant), ").")]
            #[must_use]
            pub const fn $constructor() -> Self {
                Self::$variant(NoBody::new())
            }
        }

        /// As JSON: operations whose reply is anything else have a type of their own.
        #[cfg(feature = "client")]
        impl<T: crate::Decode> crate::client::Side for $name<BodyOnly<T>> {
            fn read(reply: &mut crate::client::ReplyReader<'_>) -> Option<Self> {
                if reply.status() != $status {
                    return reply.undeclared();
                }
                Some(Self::$variant(BodyOnly::of(reply.json("application/json")?)))
            }
        }

        #[cfg(feature = "client")]
        impl crate::client::Side for $name<NoBody> {
            fn read(reply: &mut crate::client::ReplyReader<'_>) -> Option<Self> {
                if reply.status() == $status { Some(Self::$constructor()) } else { reply.undeclared() }
            }
        }

        /// As JSON: operations whose reply is anything else have a type of their own.
        #[cfg(feature = "server")]
        impl<T: crate::Encode> crate::server::Reply for $name<BodyOnly<T>> {
            fn write(self, out: &mut crate::server::ReplyWriter) {
                out.status($status);
                out.json("application/json", self.body());
            }
        }

        #[cfg(feature = "server")]
        impl crate::server::Reply for $name<NoBody> {
            fn write(self, out: &mut crate::server::ReplyWriter) {
                out.status($status);
            }
        }
    )+ };
}
only! {
    /// How an operation succeeds that does so with `200` alone.
    OnlyOk Ok ok 200;
    /// How an operation succeeds that does so with `201` alone.
    OnlyCreated Created created 201;
    /// How an operation succeeds that does so with `202` alone.
    OnlyAccepted Accepted accepted 202;
    /// How an operation succeeds that does so with `204` alone.
    OnlyNoContent NoContent no_content 204;
}
