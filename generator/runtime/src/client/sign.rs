//! A last look at a request that is complete: what signs it.
use core::fmt;
use std::sync::Arc;

use http::{HeaderMap, Method, Request, Uri};

use super::error::BuildError;
use crate::body::{Body, BodyError, MaybeSend, MaybeSync};
use crate::operation::Operation;

/// A request that is complete but for what signs it.
#[non_exhaustive]
pub struct Unsent<'a> {
    /// What is called.
    pub operation: &'static Operation,
    /// The method.
    pub method: &'a Method,
    /// Where it goes.
    pub uri: &'a Uri,
    /// Its headers, credentials among them; more may be added.
    pub headers: &'a mut HeaderMap,
    /// The body as it is sent; `None` where it is a stream, which nobody has seen yet.
    pub body: Option<&'a [u8]>,
}

impl fmt::Debug for Unsent<'_> {
    /// Shows neither headers nor body: they may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, method, uri, headers: _, body: _ } = self;
        f.debug_struct("Unsent")
            .field("operation", &operation.id)
            .field("method", method)
            .field("uri", uri)
            .finish_non_exhaustive()
    }
}

#[cfg(not(target_family = "wasm"))]
type Hook = dyn Fn(&mut Unsent<'_>) -> Result<(), BodyError> + Send + Sync;
#[cfg(target_family = "wasm")]
type Hook = dyn Fn(&mut Unsent<'_>) -> Result<(), BodyError>;

/// Who signs.
#[derive(Clone)]
pub(super) struct Signer(Arc<Hook>);

impl Signer {
    pub(super) fn new<F>(hook: F) -> Self
    where
        F: Fn(&mut Unsent<'_>) -> Result<(), BodyError> + MaybeSend + MaybeSync + 'static,
    {
        Self(Arc::new(hook))
    }

    pub(super) fn sign(&self, operation: &'static Operation, request: &mut Request<Body>) -> Result<(), BuildError> {
        // The hook looks at the rest of the request while it changes its headers.
        let mut headers = core::mem::take(request.headers_mut());
        let body = request.body().as_bytes().map(|body| &**body);
        let (method, uri) = (request.method(), request.uri());
        let done = (self.0)(&mut Unsent { operation, method, uri, headers: &mut headers, body });
        *request.headers_mut() = headers;
        done.map_err(BuildError::Signature)
    }
}
