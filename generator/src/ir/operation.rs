//! Operations: what a request carries, what the replies are, who may call.
use super::{Arrival, Body, Content, Docs, Name, Origin, PathTemplate, Server, TypeId};

/// One method on one path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `wire` is the `operationId` (or method and path without one); `rust` is snake case: `delete_secret`.
    pub name: Name,
    /// The same in upper camel case, prefix of the operation's types: `DeleteSecret`.
    pub type_name: String,
    /// Summary and description; those of the path item where it has none.
    pub docs: Docs,
    /// Upper case: `DELETE`.
    pub method: String,
    /// Where it is, and which parameters are part of that. Of what the API sends, the path where it is served if nothing is
    /// said.
    pub path: PathTemplate,
    /// Who calls it.
    pub arrival: Arrival,
    /// Wire names of its tags; the first one decides the trait.
    pub tags: Vec<String>,
    /// In the order in which Rust takes them: path parameters by template, then the rest as declared.
    pub parameters: Vec<Parameter>,
    /// What a request carries beside parameters.
    pub body: Option<Body>,
    /// In the order of the document.
    pub replies: Vec<Reply>,
    /// Alternatives; empty when the operation is open to everyone. One without requirements: anonymous is allowed.
    pub security: Vec<Alternative>,
    /// How a request that the document forbids is answered.
    pub rejection: RejectionShape,
    /// Where the path or the operation names its own servers; else empty.
    pub servers: Vec<Server>,
    /// Calls that its replies offer.
    pub links: Vec<super::Link>,
    /// An operation before it takes the same requests: the server does not have this one.
    pub shadowed: bool,
    /// The Operation Object.
    pub origin: Origin,
}

/// Parameter Object.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// `wire` as written; `rust` is snake case, the field's name.
    pub name: Name,
    /// Its own prose, or that of its schema.
    pub docs: Docs,
    /// Where it travels.
    pub location: Location,
    /// How arrays and objects become text.
    pub style: Style,
    /// Whether each item or member is written apart: `a=1&a=2`.
    pub explode: bool,
    /// `allowReserved`: RFC 3986 reserved characters are not percent-encoded.
    pub allow_reserved: bool,
    /// `allowEmptyValue`: `?flag` without a value is accepted.
    pub allow_empty: bool,
    /// Of a path: the value may hold slashes.
    pub rest: bool,
    /// Always true in paths.
    pub required: bool,
    /// Its place among the arguments of a call, if it is one; filled by `names`.
    pub place: u32,
    /// Type of the value.
    pub ty: TypeId,
    /// `content`: the media type as which the value travels inside the parameter.
    pub content: Option<String>,
    /// The value is all of the query, as this form.
    pub form: Option<super::Form>,
    /// The value is all of the query, as text or as JSON.
    pub whole: bool,
    /// The value travels as JSON text.
    pub json: bool,
    /// Parts that the style has no spelling for travel as JSON text.
    pub nested: bool,
    /// JSON text of `default`: documented and offered, never filled in.
    pub default: Option<String>,
    /// By place and name it is a credential: `Debug` does not show it.
    pub secret: bool,
    /// The Parameter Object.
    pub origin: Origin,
}

/// Where a parameter or an API key travels: `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In a segment of the path.
    Path,
    /// Behind the `?`.
    Query,
    /// In a header field.
    Header,
    /// In the `Cookie` header field.
    Cookie,
}

impl Style {
    /// What `explode` is where nothing is said.
    #[must_use]
    pub fn explodes(self) -> bool {
        matches!(self, Self::Form | Self::Cookie)
    }
}

impl Location {
    /// The specification's word: `path`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// `style`, OpenAPI 3.1 "Style Values".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `a,b`: paths and headers.
    Simple,
    /// `.a.b`: paths.
    Label,
    /// `;name=a,b`: paths.
    Matrix,
    /// `name=a,b`: queries and cookies.
    Form,
    /// `a%20b`: arrays and objects in queries.
    SpaceDelimited,
    /// `a|b`: arrays and objects in queries.
    PipeDelimited,
    /// `name[key]=a`: objects in queries.
    DeepObject,
    /// `name=a,b` as it is, without percent-encoding: cookies.
    Cookie,
}

/// What one status (range) answers.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What it is the answer to.
    pub status: Status,
    /// Description.
    pub docs: Docs,
    /// Upper camel case: `NotFound`; the variant of `<Op>Ok` or `<Op>Error`.
    pub variant: String,
    /// Snake case: `not_found`; the constructor of that variant. Filled by `names`.
    pub constructor: String,
    /// `DeleteSecret404`, the struct in that variant.
    pub type_name: String,
    /// Headers other than `Content-Type` and its like, which contents state.
    pub headers: Vec<ReplyHeader>,
    /// Empty: no content. Several: the body is an enum.
    pub contents: Vec<Content>,
    /// Name of the enum of contents where there are several. Filled by `names`.
    pub enum_name: Option<String>,
    /// Belongs to `<Op>Ok`. (`default` does when no success is declared.)
    pub success: bool,
    /// The Response Object.
    pub origin: Origin,
}

/// Key of the Responses Object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Exactly this one.
    Code(u16),
    /// `4XX` is `Range(4)`.
    Range(u16),
    /// Every status that no other reply names.
    Default,
}

impl Status {
    /// The specification's word: `404`, `4XX`, `default`.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Code(code) => code.to_string(),
            Self::Range(class) => format!("{class}XX"),
            Self::Default => "default".to_owned(),
        }
    }
}

/// Header Object of a reply.
#[derive(Clone, Debug)]
pub struct ReplyHeader {
    /// `wire` as written; `rust` is snake case, the field's name.
    pub name: Name,
    /// Description.
    pub docs: Docs,
    /// Whether every such reply carries it.
    pub required: bool,
    /// Whether the members of an object travel as `key=value`.
    pub explode: bool,
    /// The value travels as JSON text.
    pub json: bool,
    /// Parts that the style has no spelling for travel as JSON text.
    pub nested: bool,
    /// Type of the value; its style is always `simple`.
    pub ty: TypeId,
    /// The Header Object.
    pub origin: Origin,
}

/// All of its requirements together let a request in. Empty: anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// All must be met. Empty: anonymous is allowed.
    pub requirements: Vec<Requirement>,
}

/// One scheme that must be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Index into [`Api::schemes`](super::Api::schemes).
    pub scheme: usize,
    /// Names that `oauth2` and `openIdConnect` scopes have; documented, not checked.
    pub scopes: Vec<String>,
}

/// Security Scheme Object.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// `wire`: key in `securitySchemes`; `rust`: snake case.
    pub name: Name,
    /// Upper camel case: `BearerAuth`.
    pub type_name: String,
    /// Description.
    pub docs: Docs,
    /// How credentials travel.
    pub kind: SchemeKind,
    /// The Security Scheme Object.
    pub origin: Origin,
}

/// How credentials travel, and what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A secret in a parameter.
    ApiKey {
        /// Query, header or cookie.
        location: Location,
        /// Name of the parameter: `X-Api-Key`.
        name: String,
    },
    /// HTTP Basic, RFC 7617.
    Basic,
    /// `http: bearer`, `oauth2` and `openIdConnect` travel alike.
    Bearer,
    /// Another HTTP scheme, its credentials taken as they are: `digest`.
    Http {
        /// Lower case, as registered with IANA.
        scheme: String,
    },
    /// A client certificate; nothing travels in the request.
    MutualTls,
}

/// How a request that the document forbids is answered before the implementation is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RejectionShape {
    /// `{"detail": [{"loc": [...], "msg": ..., "type": ...}]}`, FastAPI's.
    FastApi {
        /// 422, or another that is declared with this body.
        status: u16,
    },
    /// `{"errors": [{"param": ..., "details": ...}]}`
    ParamDetails {
        /// 422, or another that is declared with this body.
        status: u16,
    },
    /// `{"<member>": "..."}`: an object whose one required member is a string.
    Message {
        /// 422, or another that is declared with this body.
        status: u16,
        /// Key of the one required member: `error`.
        member: String,
    },
    /// RFC 9457, `application/problem+json`.
    Problem {
        /// 422 where the operation declares it, else 400.
        status: u16,
    },
}
