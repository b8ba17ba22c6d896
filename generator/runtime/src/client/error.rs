//! Why a call did not succeed.
use core::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::reply::Reply;
use super::transport::TransportError;
use crate::body::BodyError;
use crate::param::{Fault, Location};
use crate::validate::{Invalid, Violation};

/// Why a call did not succeed. Holds no credential and no URL; `Debug` and `Display` show neither.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The server answered with a failure that the document declares.
    Api(Box<Reply<E>>),
    /// The request could not be built; nothing was sent.
    Build(BuildError),
    /// The server could not be reached, or the connection broke.
    Transport(TransportError),
    /// The deadline passed.
    Timeout,
    /// The status is declared, but what came with it is not what was declared.
    Decode(DecodeError),
    /// The status is not declared.
    Unexpected(UnexpectedReply),
}

impl<E> Error<E> {
    /// The status of the reply, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(reply) => Some(reply.status),
            Self::Decode(error) => Some(error.status()),
            Self::Unexpected(reply) => Some(reply.status()),
            Self::Build(_) | Self::Transport(_) | Self::Timeout => None,
        }
    }

    /// The headers of the reply, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Api(reply) => Some(&reply.headers),
            Self::Decode(error) => Some(error.headers()),
            Self::Unexpected(reply) => Some(reply.headers()),
            Self::Build(_) | Self::Transport(_) | Self::Timeout => None,
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(reply) => write!(f, "the server answered {}", reply.status),
            Self::Build(_) => f.write_str("the request could not be built"),
            Self::Transport(_) => f.write_str("the server could not be reached"),
            Self::Timeout => f.write_str("the deadline passed"),
            Self::Decode(error) => error.fmt(f),
            Self::Unexpected(reply) => reply.fmt(f),
        }
    }
}

impl<E: fmt::Debug> core::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Build(error) => Some(error),
            Self::Transport(error) => Some(error),
            Self::Decode(error) => core::error::Error::source(error),
            Self::Api(_) | Self::Timeout | Self::Unexpected(_) => None,
        }
    }
}

/// Why a request could not be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL cannot be one: why.
    BaseUrl(&'static str),
    /// Base URL, path and query do not make a URL; most likely it is too long.
    Url,
    /// A parameter's value cannot travel.
    Parameter {
        /// Its name in the document.
        name: &'static str,
        /// Where it travels.
        location: Location,
        /// Why not.
        fault: Fault,
    },
    /// A property of the form that is the body cannot travel: why not.
    Form(Fault),
    /// A part of the XML document that is the body cannot travel: where, and why not.
    #[cfg(feature = "xml")]
    Xml(crate::xml::XmlFault),
    /// A part of the body cannot travel: its name, and why not.
    Part(String, Fault),
    /// A header of the call's options is none.
    Header,
    /// The body's media type cannot be a header.
    MediaType(&'static str),
    /// A credential cannot travel: the scheme's name, and why.
    Credential(&'static str, Fault),
    /// The source of a credential failed: the scheme's name, and why.
    CredentialSource(&'static str, BodyError),
    /// What [signs](super::Channel::sign) requests failed: why.
    Signature(BodyError),
    /// No transport was given, and no feature brings one.
    NoTransport,
    /// The reply before does not lead to this call.
    Link(super::LinkError),
    /// The document's method is none that HTTP could have.
    Method,
    /// Only a `GET` can go on where a stream of events broke off.
    Reconnect,
    /// A timeout or a reconnection was asked for, and nothing keeps time: see [`Channel::timer`](super::Channel::timer).
    NoTimer,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(why) => write!(f, "the base URL cannot be used: {why}"),
            Self::Url => f.write_str("base URL, path and query do not make a URL"),
            Self::Parameter { name, location, fault } => {
                let location = match location {
                    Location::Path => "path",
                    Location::Query => "query",
                    Location::Header => "header",
                    Location::Cookie => "cookie",
                };
                write!(f, "the {location} parameter `{name}` {fault}")
            }
            Self::Form(fault) => write!(f, "the form has a property that {fault}"),
            #[cfg(feature = "xml")]
            Self::Xml(fault) => write!(f, "the body cannot be XML: {fault}"),
            Self::Part(part, fault) => write!(f, "the part `{part}` {fault}"),
            Self::Header => f.write_str("a header of the call's options has a bad name or value"),
            Self::MediaType(media_type) => write!(f, "`{media_type}` cannot be a content type"),
            Self::Credential(scheme, fault) => write!(f, "the credential for `{scheme}` {fault}"),
            Self::CredentialSource(scheme, _) => write!(f, "there is no credential for `{scheme}` to be had"),
            Self::Signature(_) => f.write_str("the request could not be signed"),
            Self::Link(error) => error.fmt(f),
            Self::NoTransport => f.write_str("there is no transport: give one, or enable the feature `hyper`"),
            Self::NoTimer => f.write_str("there is a timeout or a reconnection, but no timer"),
            Self::Method => f.write_str("the operation's method is none"),
            Self::Reconnect => f.write_str("only a GET can go on where a stream of events broke off"),
        }
    }
}

impl core::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Parameter { fault, .. } | Self::Credential(_, fault) | Self::Form(fault) | Self::Part(_, fault) => {
                Some(fault)
            }
            #[cfg(feature = "xml")]
            Self::Xml(fault) => Some(fault),
            Self::CredentialSource(_, source) | Self::Signature(source) => Some(&**source),
            _ => None,
        }
    }
}

/// So that `?` fits calls and what comes between them.
impl<E> From<super::LinkError> for Error<E> {
    fn from(error: super::LinkError) -> Self {
        Self::Build(BuildError::Link(error))
    }
}

/// What is kept of a reply that could not be made use of.
struct Kept {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// How much of a body errors keep.
const START: usize = 8 * 1024;

impl Kept {
    fn new(status: StatusCode, headers: HeaderMap, body: &Bytes) -> Self {
        let start = body.get(..START).unwrap_or(body);
        // A copy, so that the error does not hold on to all of a large body.
        Self { status, headers, body: Bytes::copy_from_slice(start) }
    }
}

/// A reply whose status is not declared.
pub struct UnexpectedReply(Box<Kept>);

impl UnexpectedReply {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: &Bytes) -> Self {
        Self(Box::new(Kept::new(status, headers, body)))
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Its headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The start of its body, at most 8 KiB.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }
}

impl fmt::Debug for UnexpectedReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Kept { status, headers, body } = &*self.0;
        f.debug_struct("UnexpectedReply").field("status", status).field("headers", headers).field("body", body).finish()
    }
}

impl fmt::Display for UnexpectedReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}, which the document does not declare", self.0.status)
    }
}

impl core::error::Error for UnexpectedReply {}

/// Why a reply could not be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodeFault {
    /// The body is not what the document declares.
    Body(Invalid),
    /// A header is not what the document declares.
    Header(&'static str, Vec<Violation>),
    /// The body's media type is none of those that the document declares.
    MediaType,
    /// The body is compressed, which was not asked for.
    Encoding,
    /// The body is larger than the cap.
    TooLarge,
    /// The body ended early.
    Broken(BodyError),
}

/// A reply of a declared status that is not what was declared.
pub struct DecodeError(Box<(Kept, DecodeFault)>);

impl DecodeError {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: &Bytes, fault: DecodeFault) -> Self {
        Self(Box::new((Kept::new(status, headers, body), fault)))
    }

    /// The reply's status.
    pub fn status(&self) -> StatusCode {
        self.0.0.status
    }

    /// The reply's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.0.headers
    }

    /// The start of the reply's body, at most 8 KiB.
    pub fn body(&self) -> &Bytes {
        &self.0.0.body
    }

    /// What is wrong.
    pub fn fault(&self) -> &DecodeFault {
        &self.0.1
    }

    /// What the body violates, if it was read at all.
    pub fn invalid(&self) -> Option<&Invalid> {
        match self.fault() {
            DecodeFault::Body(invalid) => Some(invalid),
            _ => None,
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Kept { status, headers, body }, fault) = &*self.0;
        let mut out = f.debug_struct("DecodeError");
        out.field("status", status).field("headers", headers).field("body", body).field("fault", fault).finish()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}, but ", self.status())?;
        match self.fault() {
            DecodeFault::Body(_) => f.write_str("its body is not what the document declares"),
            DecodeFault::Header(name, _) => write!(f, "its header `{name}` is not what the document declares"),
            DecodeFault::MediaType => f.write_str("its media type is not one that the document declares"),
            DecodeFault::Encoding => f.write_str("its body is compressed"),
            DecodeFault::TooLarge => f.write_str("its body is larger than the cap"),
            DecodeFault::Broken(_) => f.write_str("its body ended early"),
        }
    }
}

impl core::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self.fault() {
            DecodeFault::Body(invalid) => Some(invalid),
            DecodeFault::Broken(error) => Some(&**error),
            _ => None,
        }
    }
}
