//! A request that was refused before an implementation was called.

use core::fmt;
use std::borrow::Cow;

use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Response, challenge, shape};
use crate::Violation;
use crate::operation::{Operation, RejectionShape};

/// Why and how a request is refused. [`into_response`](Self::into_response) is what the document says of it, or problem details.
///
/// It holds no value that was submitted, so it can be logged.
#[derive(Debug)]
pub struct Rejection(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: RejectionKind,
    status: StatusCode,
    operation: Option<&'static Operation>,
    detail: &'static str,
    faults: Vec<Fault>,
    headers: HeaderMap,
}

/// What is wrong with a refused request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RejectionKind {
    /// 404: there is no such path.
    NotFound,
    /// 405: the path does not have the method.
    MethodNotAllowed,
    /// 401: there is no credential, or none that was taken.
    Unauthorized,
    /// 403: the credential does not allow this.
    Forbidden,
    /// 400: the path or the query cannot be decoded, or the body broke off.
    Malformed,
    /// 408: the body did not arrive in time.
    Timeout,
    /// 413: the body is over the limit.
    TooLarge,
    /// 415: the body's media type or encoding is not declared.
    UnsupportedMediaType,
    /// The status that the document declares for it: parameters or body violate the document.
    Invalid,
    /// 500: the implementation panicked.
    Internal,
}

/// The part of a request that a [`Fault`] is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A path parameter.
    Path,
    /// A query parameter.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The body.
    Body,
}

impl Place {
    /// As it is spelled in replies: `query`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

/// One thing in a request that the document forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The part of the request.
    pub place: Place,
    /// The parameter's name; empty for the body.
    pub name: Cow<'static, str>,
    /// Where in the parameter or body: a JSON Pointer (RFC 6901).
    pub pointer: String,
    /// The keyword of JSON Schema that is violated, `required`, or `syntax`.
    pub keyword: &'static str,
    /// What is wrong, for people.
    pub message: Cow<'static, str>,
}

impl Fault {
    pub(super) fn new(place: Place, name: &'static str, violation: Violation) -> Self {
        let Violation { pointer, keyword, message, .. } = violation;
        Self { place, name: Cow::Borrowed(name), pointer, keyword, message }
    }
}

/// `query parameter teamId: ...`, `body at /pets/0: ...`
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.place.as_str())?;
        match self.place {
            Place::Body | Place::Header | Place::Cookie => {}
            Place::Path | Place::Query => f.write_str(" parameter")?,
        }
        if !self.name.is_empty() {
            write!(f, " {}", self.name)?;
        }
        if !self.pointer.is_empty() {
            write!(f, " at {}", self.pointer)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl Rejection {
    fn new(
        kind: RejectionKind,
        status: StatusCode,
        operation: Option<&'static Operation>,
        detail: &'static str,
    ) -> Self {
        Self(Box::new(Inner { kind, status, operation, detail, faults: Vec::new(), headers: HeaderMap::new() }))
    }

    fn header(mut self, name: http::HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    pub(super) fn not_found() -> Self {
        Self::new(RejectionKind::NotFound, StatusCode::NOT_FOUND, None, "there is no such path")
    }

    pub(super) fn method_not_allowed(allow: HeaderValue) -> Self {
        let rejection = Self::new(
            RejectionKind::MethodNotAllowed,
            StatusCode::METHOD_NOT_ALLOWED,
            None,
            "the path does not have this method",
        );
        rejection.header(header::ALLOW, allow)
    }

    pub(super) fn unauthorized(operation: &'static Operation) -> Self {
        let mut rejection = Self::new(
            RejectionKind::Unauthorized,
            StatusCode::UNAUTHORIZED,
            Some(operation),
            "valid credentials are required",
        );
        challenge::challenges(operation, &mut rejection.0.headers);
        rejection
    }

    pub(super) fn forbidden(operation: &'static Operation) -> Self {
        let mut rejection = Self::new(
            RejectionKind::Forbidden,
            StatusCode::FORBIDDEN,
            Some(operation),
            "the credentials do not allow this operation",
        );
        challenge::scopes(operation, &mut rejection.0.headers);
        rejection
    }

    pub(super) fn malformed(operation: &'static Operation, detail: &'static str) -> Self {
        Self::new(RejectionKind::Malformed, StatusCode::BAD_REQUEST, Some(operation), detail)
    }

    pub(super) fn broken_body(operation: &'static Operation) -> Self {
        Self::malformed(operation, "the body broke off").header(header::CONNECTION, HeaderValue::from_static("close"))
    }

    pub(super) fn timeout(operation: &'static Operation) -> Self {
        let rejection = Self::new(
            RejectionKind::Timeout,
            StatusCode::REQUEST_TIMEOUT,
            Some(operation),
            "the body did not arrive in time",
        );
        rejection.header(header::CONNECTION, HeaderValue::from_static("close"))
    }

    pub(super) fn too_large(operation: &'static Operation) -> Self {
        Self::new(RejectionKind::TooLarge, StatusCode::PAYLOAD_TOO_LARGE, Some(operation), "the body is too large")
    }

    pub(super) fn unsupported_media_type(operation: &'static Operation, detail: &'static str) -> Self {
        let rejection =
            Self::new(RejectionKind::UnsupportedMediaType, StatusCode::UNSUPPORTED_MEDIA_TYPE, Some(operation), detail);
        // RFC 9110, section 15.5.16: what would have been taken.
        let types = operation.body.map(|body| body.media_types.join(", ")).unwrap_or_default();
        match HeaderValue::from_str(&types) {
            Ok(types) => rejection.header(header::ACCEPT, types),
            Err(_) => rejection,
        }
    }

    pub(super) fn invalid(operation: &'static Operation, faults: Vec<Fault>) -> Self {
        let (RejectionShape::FastApi { status }
        | RejectionShape::ParamDetails { status }
        | RejectionShape::Message { status, .. }
        | RejectionShape::Problem { status }) = operation.rejection;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut rejection = Self::new(
            RejectionKind::Invalid,
            status,
            Some(operation),
            "the request is not what the API's description says",
        );
        rejection.0.faults = faults;
        rejection
    }

    pub(super) fn internal(operation: Option<&'static Operation>) -> Self {
        Self::new(RejectionKind::Internal, StatusCode::INTERNAL_SERVER_ERROR, operation, "the server failed")
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> RejectionKind {
        self.0.kind
    }

    /// The status of the reply.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The operation, once it is known: not for [`NotFound`](RejectionKind::NotFound) and [`MethodNotAllowed`](RejectionKind::MethodNotAllowed).
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// What is wrong in a sentence, for people.
    #[must_use]
    pub fn detail(&self) -> &'static str {
        self.0.detail
    }

    /// Everything that the document forbids in the request; empty unless it is [`Invalid`](RejectionKind::Invalid).
    #[must_use]
    pub fn violations(&self) -> &[Fault] {
        &self.0.faults
    }

    /// Headers that belong to the status, such as `Allow` and `WWW-Authenticate`. An override of `reject` should send them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The reply in the shape that the operation declares for the status, or as problem details (RFC 9457).
    ///
    /// The shape that FastAPI has made common spells indices of arrays as integers, and properties whose name is a number, too.
    #[must_use]
    pub fn into_response(self) -> Response {
        let (media_type, content) = shape::body(&self);
        let mut reply = Response::new(content.into());
        *reply.status_mut() = self.0.status;
        *reply.headers_mut() = self.0.headers;
        reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        reply
    }
}

impl super::IntoResponse for Rejection {
    fn into_response(self) -> axum_core::response::Response {
        Rejection::into_response(self).map(axum_core::body::Body::new)
    }
}

#[cfg(test)]
mod tests;
