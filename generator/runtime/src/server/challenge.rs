//! Who may call: the outcome of an operation's security alternatives, and the challenge of a 401.

use http::{HeaderMap, HeaderValue, header};

use super::auth::{has_authorization, has_key};
use super::{AuthError, Incoming, Parts, Refusal};
use crate::Location;
use crate::operation::{Operation, SchemeKind};

/// Keeps account while generated code tries the alternatives that a request presents.
///
/// With `{}` among the alternatives a request without credentials has no principal. One that presents a credential of
/// a declared scheme which is not taken, or which cannot be read, is refused all the same: it meant to be somebody.
#[derive(Debug)]
pub struct Attempts<'a> {
    call: &'a Incoming,
    refused: bool,
    forbidden: bool,
}

impl<'a> Attempts<'a> {
    /// Starts with the first alternative.
    #[must_use]
    pub fn new(call: &'a Incoming) -> Self {
        Self { call, refused: false, forbidden: false }
    }

    /// Notes that an alternative was refused; the next one may be tried.
    ///
    /// # Errors
    /// The implementation failed.
    pub fn refused<E>(&mut self, error: AuthError<E>) -> Result<(), Refusal<E>> {
        match error {
            AuthError::Unauthorized => self.refused = true,
            AuthError::Forbidden => self.forbidden = true,
            AuthError::Failed(error) => return Err(Refusal::Failed(error)),
        }
        Ok(())
    }

    /// No alternative was taken: `None` when the operation allows anonymous requests and nothing was presented.
    ///
    /// # Errors
    /// 403 when a credential was good but not good enough, otherwise 401.
    pub fn end<P, E>(self) -> Result<Option<P>, Refusal<E>> {
        if self.forbidden {
            return Err(self.call.forbidden().into());
        }
        let operation = self.call.operation();
        let anonymous = operation.security.is_empty()
            || operation.security.iter().any(|alternative| alternative.requirements.is_empty());
        if !anonymous || self.refused || tried(operation, self.call.parts()) {
            return Err(self.call.unauthorized().into());
        }
        Ok(None)
    }
}

fn tried(operation: &Operation, parts: &Parts) -> bool {
    kinds(operation).any(|kind| match kind {
        SchemeKind::ApiKey { location, name } => has_key(parts, *location, name),
        SchemeKind::Basic => has_authorization(parts, "basic"),
        SchemeKind::Bearer => has_authorization(parts, "bearer"),
        SchemeKind::Http { scheme } => has_authorization(parts, scheme),
        SchemeKind::MutualTls => false,
    })
}

fn kinds(operation: &Operation) -> impl Iterator<Item = &'static SchemeKind> {
    operation
        .security
        .iter()
        .flat_map(|alternative| alternative.requirements)
        .map(|requirement| &requirement.scheme.kind)
}

/// One `WWW-Authenticate` for each scheme that the operation names, in the document's order.
///
/// RFC 9110 wants at least one with every 401. There is no registered scheme for an API key; `ApiKey` says where it belongs.
pub(super) fn challenges(operation: &'static Operation, headers: &mut HeaderMap) {
    let mut seen = Vec::<&SchemeKind>::new();
    for kind in kinds(operation) {
        if seen.contains(&kind) {
            continue;
        }
        seen.push(kind);
        if let Some(value) = challenge(kind) {
            headers.append(header::WWW_AUTHENTICATE, value);
        }
    }
}

/// Which scopes would do (RFC 6750, section 3.1); one challenge for each alternative that asks for any.
pub(super) fn scopes(operation: &'static Operation, headers: &mut HeaderMap) {
    let asked = operation.security.iter().flat_map(|alternative| alternative.requirements);
    for requirement in asked.filter(|r| r.scheme.kind == SchemeKind::Bearer && !r.scopes.is_empty()) {
        let scopes = requirement.scopes.join(" ");
        let plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
        let value = format!("Bearer error=\"insufficient_scope\", scope=\"{scopes}\"");
        if let Some(value) = HeaderValue::from_str(&value).ok().filter(|_| scopes.bytes().all(plain)) {
            headers.append(header::WWW_AUTHENTICATE, value);
        }
    }
}

fn challenge(kind: &'static SchemeKind) -> Option<HeaderValue> {
    Some(match kind {
        SchemeKind::Bearer => HeaderValue::from_static("Bearer"),
        // RFC 7617, section 2: the realm is not optional.
        SchemeKind::Basic => HeaderValue::from_static("Basic realm=\"api\", charset=\"UTF-8\""),
        SchemeKind::MutualTls => HeaderValue::from_static("MutualTLS"),
        SchemeKind::Http { scheme } => HeaderValue::from_str(scheme).ok()?,
        SchemeKind::ApiKey { location, name } => {
            let place = match location {
                Location::Header => "header",
                Location::Query => "query",
                Location::Cookie => "cookie",
                Location::Path => "path",
            };
            let name = name.replace('\\', "\\\\").replace('"', "\\\"");
            HeaderValue::from_str(&format!("ApiKey name=\"{name}\", in=\"{place}\"")).ok()?
        }
    })
}
