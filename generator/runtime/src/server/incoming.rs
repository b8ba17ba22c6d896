//! A request on its way to an implementation, and what the implementation gets of it besides its typed parts.

use core::fmt;
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri};

use super::receive::BodyLimits;
use super::routes::Captures;
use super::{Rejection, Reply, ReplyWriter, Request, RequestReader, Response};
use crate::operation::Operation;
use crate::{Body, BoxFuture};

/// A request whose operation was found. Generated code takes it apart.
#[derive(Debug)]
pub struct Incoming {
    parts: Parts,
    operation: &'static Operation,
    captures: Captures,
    body: Body,
    limits: BodyLimits,
}

/// Why there is no typed reply.
#[derive(Debug)]
pub enum Refusal<E> {
    /// The request was refused before the implementation was called.
    Rejected(Rejection),
    /// The implementation failed.
    Failed(E),
}

impl<E> From<Rejection> for Refusal<E> {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl Incoming {
    pub(super) fn new(
        parts: Parts,
        operation: &'static Operation,
        captures: Captures,
        body: Body,
        limits: BodyLimits,
    ) -> Self {
        Self { parts, operation, captures, body, limits }
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Method, URI, headers and extensions, until [`context`](Self::context) hands them on.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The principal of an operation that does not allow anonymous requests.
    ///
    /// # Errors
    /// 401 when there is none.
    pub fn required<P>(&self, principal: Option<P>) -> Result<P, Rejection> {
        principal.ok_or_else(|| self.unauthorized())
    }

    /// 401 with the challenges of the operation's schemes (RFC 9110, section 11.6.1).
    #[must_use]
    pub fn unauthorized(&self) -> Rejection {
        Rejection::unauthorized(self.operation)
    }

    /// 403.
    #[must_use]
    pub fn forbidden(&self) -> Rejection {
        Rejection::forbidden(self.operation)
    }

    /// Reads the parameters and the body.
    ///
    /// # Errors
    /// The request is malformed, too large, or violates what the document says about it; all violations are collected.
    pub async fn read<R: Request>(&mut self) -> Result<R, Rejection> {
        super::receive::check_uri(&self.parts.uri, self.operation)?;
        let received = match &self.operation.body {
            None => None,
            Some(description) => {
                let (headers, body) = (&self.parts.headers, &mut self.body);
                if !R::TAKES_CODINGS {
                    super::receive::check_coding(headers, self.operation)?;
                }
                super::receive::receive(headers, body, self.operation, description, &mut self.limits).await?
            }
        };
        let mut reader = RequestReader::new(&self.parts, &self.captures, self.operation, received);
        let request = R::read(&mut reader);
        reader.end(request)
    }

    /// All of the body, taken out.
    pub(super) async fn whole(&mut self) -> Result<bytes::Bytes, Rejection> {
        super::receive::whole(&mut self.body, self.operation, self.limits.whole).await
    }

    /// The body that was taken out.
    pub(super) fn put_back(&mut self, body: bytes::Bytes) {
        self.body = Body::full(body);
    }

    /// What the implementation gets besides its request. The parts are handed on, [`parts`](Self::parts) is empty afterwards.
    pub fn context<P>(&mut self, principal: P) -> Context<P> {
        let (empty, ()) = http::Request::new(()).into_parts();
        Context { principal, operation: self.operation, parts: core::mem::replace(&mut self.parts, empty) }
    }

    /// Why an implementation failed: where a body that it was handed broke off or was too large, that is the reason,
    /// whatever the implementation made of it.
    #[must_use]
    pub fn failed<E>(&self, error: E) -> Refusal<E> {
        match self.limits.seen.as_ref().and_then(|seen| seen.get()) {
            Some(fault) => Refusal::Rejected(fault.rejection(self.operation)),
            None => Refusal::Failed(error),
        }
    }

    /// Writes a reply.
    #[must_use]
    pub fn reply<R: Reply>(&self, reply: R) -> Response {
        let mut writer = ReplyWriter::new();
        reply.write(&mut writer);
        writer.end()
    }

    /// Answers 404: [`Routes`](super::Routes) names an operation that the API does not know.
    #[must_use]
    pub fn not_found<E: Send + 'static>(self) -> BoxFuture<'static, Result<Response, Refusal<E>>> {
        Box::pin(core::future::ready(Err(Refusal::Rejected(Rejection::not_found()))))
    }
}

/// What an implementation gets besides the typed request.
#[non_exhaustive]
pub struct Context<P> {
    /// Who is calling: what the implementation's `authenticate` said. `()` where the document asks for no security.
    pub principal: P,
    /// The operation that was called.
    pub operation: &'static Operation,
    /// Method, URI, headers and extensions of the request.
    pub parts: Parts,
}

impl<P> Context<P> {
    /// For tests that call an implementation by hand.
    pub fn new(operation: &'static Operation, principal: P, parts: Parts) -> Self {
        Self { principal, operation, parts }
    }

    /// The request's method: `HEAD` where a `GET` operation answers it.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The request's URI.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// The request's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// Which of the media types that could be answered the caller likes best (`Accept`); `None`: none of them.
    ///
    /// ```
    /// # fn reply(cx: &tenon_runtime::server::Context<()>) {
    /// match cx.preferred(&["application/json", "text/csv"]) {
    ///     Some(1) => { /* the table */ }
    ///     _ => { /* what everybody reads */ }
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn preferred(&self, media_types: &[&str]) -> Option<usize> {
        let accept = self.parts.headers.get_all(http::header::ACCEPT).iter();
        crate::media_type::preferred(accept.filter_map(|line| line.to_str().ok()), media_types)
    }

    /// What middleware left in the request.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }
}

/// Headers may be credentials, so they are left out.
impl<P: fmt::Debug> fmt::Debug for Context<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { principal, operation, parts } = self;
        f.debug_struct("Context")
            .field("principal", principal)
            .field("operation", &operation.id)
            .field("method", &parts.method)
            .finish_non_exhaustive()
    }
}
