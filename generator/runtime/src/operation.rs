//! Static descriptions of operations, shared by the client and the server half.
//!
//! Emitted code holds one `static` [`Operation`] for each operation of a document. Middleware finds it in the extensions of a request.

use crate::param::Location;

/// One method on one path template.
///
/// Source: OpenAPI 3.1.1, "Operation Object".
#[derive(Debug)]
pub struct Operation {
    /// The document's `operationId`, or method and path where there is none.
    pub id: &'static str,
    /// The method, as requests spell it: `GET`.
    pub method: &'static str,
    /// The path template as written in the document: `/secrets/{key}`.
    pub path: &'static str,
    /// The document's tags for this operation.
    pub tags: &'static [&'static str],
    /// [`path`](Self::path), taken apart.
    pub template: &'static [Piece],
    /// Keys and values that every request has in its query.
    pub query: &'static [(&'static str, &'static str)],
    /// What the client sends as `Accept`; `""` for none.
    pub accept: &'static str,
    /// The body that the operation takes.
    pub body: Option<BodyDescription>,
    /// Who may call: one of these alternatives, in the document's order. Empty: everyone.
    pub security: &'static [Alternative],
    /// How the server answers a request that the document forbids.
    pub rejection: RejectionShape,
}

/// A piece of a path template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Sent as it is.
    Literal(&'static str),
    /// The path parameter with this index in template order, see [`Parameter::capture`](crate::Parameter::capture).
    Parameter(usize),
    /// The same, of a parameter whose value may hold slashes.
    Rest(usize),
}

/// The body that an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyDescription {
    /// A request without a body is refused.
    pub required: bool,
    /// As written in the document.
    pub media_types: &'static [&'static str],
    /// Indexes of those that an implementation is handed as they arrive.
    pub streamed: &'static [usize],
}

/// One way to be let in: all requirements together.
///
/// Source: OpenAPI 3.1.1, "Security Requirement Object".
#[derive(Clone, Copy, Debug)]
pub struct Alternative {
    /// Unique among the alternatives of the API.
    pub id: u16,
    /// Empty: anonymous requests are allowed.
    pub requirements: &'static [Requirement],
}

/// One scheme that an [`Alternative`] asks for.
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    /// The scheme.
    pub scheme: &'static Scheme,
    /// Scopes or roles, as written in the document.
    pub scopes: &'static [&'static str],
}

/// A security scheme.
///
/// Source: OpenAPI 3.1.1, "Security Scheme Object".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its key in `components/securitySchemes`.
    pub name: &'static str,
    /// How its credential travels.
    pub kind: SchemeKind,
}

/// How the credential of a [`Scheme`] travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// As it is, under a name.
    ApiKey {
        /// Header, query or cookie.
        location: Location,
        /// Name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// `Authorization: Basic ...` (RFC 7617).
    Basic,
    /// `Authorization: Bearer ...` (RFC 6750); `oauth2` and `openIdConnect` travel alike.
    Bearer,
    /// `Authorization: <scheme> ...`, credentials taken as they are.
    Http {
        /// Name of the scheme, such as `digest`.
        scheme: &'static str,
    },
    /// By the connection's certificate, so by nothing in the request.
    MutualTls,
}

/// How the server answers a request that the document forbids, before the implementation is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectionShape {
    /// `{"detail": [{"loc": [..], "msg": .., "type": ..}]}`
    FastApi {
        /// The declared status.
        status: u16,
    },
    /// `{"errors": [{"param": .., "details": ..}]}`
    ParamDetails {
        /// The declared status.
        status: u16,
    },
    /// `{"<member>": ".."}`
    Message {
        /// The declared status.
        status: u16,
        /// Name of the one member.
        member: &'static str,
    },
    /// `application/problem+json` (RFC 9457).
    Problem {
        /// The declared status.
        status: u16,
    },
}

/// What the document says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// `info.title`
    pub title: &'static str,
    /// `info.version`
    pub version: &'static str,
    /// The document's `openapi` field.
    pub openapi: &'static str,
}
