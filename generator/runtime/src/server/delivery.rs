//! What arrives of its own accord, a webhook or a callback: verified whole, before anything of it is read.
use std::sync::Arc;

use bytes::Bytes;
use core::fmt;
use http::request::Parts;

use super::{Answer, AuthError, Incoming, Refusal};
use crate::operation::Operation;

/// A delivery that nobody has looked at yet.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Delivery<'a> {
    /// Method, URI, headers and extensions of the request.
    pub parts: &'a Parts,
    /// All of its body, as it came.
    pub body: &'a [u8],
    /// What it is said to be.
    pub operation: &'static Operation,
}

impl<'a> Delivery<'a> {
    /// For tests of a `verify` by hand.
    #[must_use]
    pub fn new(operation: &'static Operation, parts: &'a Parts, body: &'a [u8]) -> Self {
        Self { parts, body, operation }
    }

    /// The value of a header that is there once.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        let mut values = self.parts.headers.get_all(name).iter();
        let value = values.next()?;
        values.next().is_none().then_some(value.as_bytes())
    }
}

impl fmt::Debug for Delivery<'_> {
    /// Shows neither headers nor body: they may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parts, body, operation } = self;
        f.debug_struct("Delivery")
            .field("operation", &operation.id)
            .field("method", &parts.method)
            .field("bytes", &body.len())
            .finish_non_exhaustive()
    }
}

/// The `verify` of a receiver's trait; see [`Method`](super::Method) for why it is a trait.
pub trait Verify<'a, A>: Send + 'static {
    /// What it fails with.
    type Error;
    /// What it returns.
    type Future: Future<Output = Result<(), AuthError<Self::Error>>> + Send + 'a;

    /// Calls it.
    fn call(self, app: &'a A, delivery: Delivery<'a>) -> Self::Future;
}

impl<'a, F, A, E, X> Verify<'a, A> for F
where
    A: 'a,
    F: FnOnce(&'a A, Delivery<'a>) -> X + Send + 'static,
    X: Future<Output = Result<(), AuthError<E>>> + Send + 'a,
{
    type Error = E;
    type Future = X;

    fn call(self, app: &'a A, delivery: Delivery<'a>) -> X {
        self(app, delivery)
    }
}

impl Incoming {
    /// Reads the body, within its limit, asks whether the delivery is to be trusted, and goes on if it is.
    pub fn verified<A, E, V>(
        mut self,
        app: Arc<A>,
        verify: V,
        then: impl FnOnce(Arc<A>, Self) -> Answer<E> + Send + 'static,
    ) -> Answer<E>
    where
        A: Send + Sync + 'static,
        E: Send + 'static,
        V: for<'a> Verify<'a, A, Error = E>,
    {
        Box::pin(async move {
            let body: Bytes = self.whole().await?;
            let delivery = Delivery::new(self.operation(), self.parts(), &body);
            match verify.call(&app, delivery).await {
                Ok(()) => {}
                Err(AuthError::Unauthorized) => return Err(Refusal::Rejected(self.unauthorized())),
                Err(AuthError::Forbidden) => return Err(Refusal::Rejected(self.forbidden())),
                Err(AuthError::Failed(error)) => return Err(Refusal::Failed(error)),
            }
            self.put_back(body);
            then(app, self).await
        })
    }
}
