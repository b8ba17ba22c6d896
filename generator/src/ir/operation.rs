//! Operations: what a request carries, what the replies are, who may call.
use super::{Docs, Name, Origin, Server, TypeId};

/// One method on one path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `wire` is the `operationId` (or method and path without one); `rust` is snake case: `delete_secret`.
    pub name: Name,
    /// The same in upper camel case, prefix of the operation's types: `DeleteSecret`.
    pub type_name: String,
    pub docs: Docs,
    /// Upper case: `DELETE`.
    pub method: String,
    pub path: PathTemplate,
    /// Wire names of its tags; the first one decides the trait.
    pub tags: Vec<String>,
    /// In the order in which Rust takes them: path parameters by template, then the rest as declared.
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    pub replies: Vec<Reply>,
    /// Alternatives; empty when the operation is open to everyone. One without requirements: anonymous is allowed.
    pub security: Vec<Alternative>,
    pub rejection: RejectionShape,
    /// Where the path or the operation names its own servers; else empty.
    pub servers: Vec<Server>,
    pub origin: Origin,
}

/// A path, split at `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// As written.
    pub text: String,
    pub segments: Vec<Segment>,
}

/// `""` is a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    Literal(String),
    /// Literals and parameters in turn: `{id}.json`, `{x}:act`.
    Pattern(Vec<Piece>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Literal(String),
    /// Index into [`Operation::parameters`].
    Parameter(usize),
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: Name,
    pub docs: Docs,
    pub location: Location,
    pub style: Style,
    pub explode: bool,
    pub allow_reserved: bool,
    pub allow_empty: bool,
    pub required: bool,
    pub ty: TypeId,
    /// `content`: the value travels as this media type (JSON) inside the parameter.
    pub content: Option<String>,
    pub default: Option<String>,
    pub origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

#[derive(Clone, Debug)]
pub struct Body {
    pub required: bool,
    pub docs: Docs,
    /// At least one. With several, the body is an enum with a variant for each.
    pub contents: Vec<Content>,
    /// Name of that enum when there are several.
    pub enum_name: Option<String>,
    pub origin: Origin,
}

/// One media type and how it travels.
#[derive(Clone, Debug)]
pub struct Content {
    /// As declared: `application/json; charset=utf-8`, `text/*`.
    pub media_type: String,
    /// Variant's name where there are several contents.
    pub variant: Name,
    pub carrier: Carrier,
    pub examples: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum Carrier {
    /// `application/json`, `+json`.
    Json(TypeId),
    /// `application/x-www-form-urlencoded`; per property other than form and explode.
    Form(TypeId),
    /// `text/*`: a string.
    Text,
    /// Anything else, `application/octet-stream` first of all: bytes.
    Bytes,
}

/// What one status (range) answers.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: Status,
    pub docs: Docs,
    /// Upper camel case: `NotFound`; the variant of `<Op>Ok` or `<Op>Error`.
    pub variant: String,
    /// Snake case: `not_found`; the constructor of that variant. Filled by `names`.
    pub constructor: String,
    /// `DeleteSecret404`, the struct in that variant.
    pub type_name: String,
    pub headers: Vec<ReplyHeader>,
    /// Empty: no content. Several: the body is an enum.
    pub contents: Vec<Content>,
    pub enum_name: Option<String>,
    /// Belongs to `<Op>Ok`. (`default` does when no success is declared.)
    pub success: bool,
    pub origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    Code(u16),
    /// `4XX` is `Range(4)`.
    Range(u16),
    Default,
}

#[derive(Clone, Debug)]
pub struct ReplyHeader {
    pub name: Name,
    pub docs: Docs,
    pub required: bool,
    pub explode: bool,
    pub ty: TypeId,
    pub origin: Origin,
}

/// All of its requirements together let a request in. Empty: anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    pub requirements: Vec<Requirement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Index into [`Api::schemes`](super::Api::schemes).
    pub scheme: usize,
    pub scopes: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// `wire`: key in `securitySchemes`; `rust`: snake case.
    pub name: Name,
    /// Upper camel case: `BearerAuth`.
    pub type_name: String,
    pub docs: Docs,
    pub kind: SchemeKind,
    pub origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    ApiKey { location: Location, name: String },
    Basic,
    /// `http: bearer`, `oauth2` and `openIdConnect` travel alike.
    Bearer,
    /// Another HTTP scheme, its credentials taken as they are: `digest`.
    Http { scheme: String },
    MutualTls,
}

/// How a request that the document forbids is answered before the implementation is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RejectionShape {
    /// `{"detail": [{"loc": [...], "msg": ..., "type": ...}]}`, FastAPI's.
    FastApi { status: u16 },
    /// `{"errors": [{"param": ..., "details": ...}]}`
    ParamDetails { status: u16 },
    /// `{"<member>": "..."}`: an object whose one required member is a string.
    Message { status: u16, member: String },
    /// RFC 9457, `application/problem+json`; `status` where the operation declares it, else 400.
    Problem { status: u16 },
}
