//! The server half: what stands between HTTP and the traits that an implementation fills in.
//!
//! A generated API's `service(app)` is a [`Service`]. For each request it finds the operation ([`Routes`]), asks the
//! implementation who is calling ([`Attempts`]), reads parameters and body strictly ([`RequestReader`]), calls the
//! implementation, and writes the reply ([`ReplyWriter`]), in this order: an unknown path costs no authentication, and a
//! caller who is not let in cannot make the server read a body. What the document forbids ends in a [`Rejection`].
//!
//! | request | answer |
//! | --- | --- |
//! | no such path; no such method | 404; 405 with `Allow` |
//! | `OPTIONS`, `HEAD` not in the document | 204 with `Allow`; the operation for `GET`, without its body |
//! | no credential, or none that the implementation takes | 401 with `WWW-Authenticate`; 403 |
//! | `%zz` or `%ff` in path or query, `%00` in a path | 400: text that is not UTF-8 reaches no implementation |
//! | undeclared or repeated `Content-Type`; a `Content-Encoding` that the document has no parameter for | 415 |
//! | body over [`Service::body_limit`] | 413 |
//! | parameters or body that the document forbids | all violations, in the operation's [`RejectionShape`](crate::RejectionShape) |
//! | panic in the implementation | 500 |

mod alive;
mod answer;
mod auth;
mod axum;
mod challenge;
mod delivery;
mod docs;
mod incoming;
mod parameter;
mod postbox;
mod problem;
mod receive;
mod rejection;
mod reply;
mod request;
mod routes;
mod serve;
mod service;
mod shape;
mod tags;

use std::sync::Arc;

pub use answer::{Answer, Authenticate, Method};
pub use auth::{ApiKey, AuthError, Basic, Bearer, MutualTls, Raw, equal_in_constant_time};
pub use axum::router;
pub use axum_core::response::IntoResponse;
pub use challenge::Attempts;
pub use delivery::{Delivery, Verify};
pub use docs::Docs;
pub use http::request::Parts;
pub use incoming::{Context, Incoming, Refusal};
pub use postbox::{Postbox, by_header, by_member};
pub use problem::Problem;
pub use rejection::{Fault, Place, Rejection, RejectionKind};
pub use reply::{Reply, ReplyWriter};
pub use request::{Request, RequestReader};
pub use routes::{Captures, Endpoint, MAX_CAPTURES, Node, Pattern, Routes};
pub use serve::{BodyTimeout, Serve, serve};
pub use service::{ResponseFuture, Service};
pub use tags::Tags;

use crate::{Body, BoxFuture};

/// What the server half answers with.
pub type Response = http::Response<Body>;

/// One API and its implementation, as generated code makes it; [`Service`] makes a tower service of it.
pub trait Api: Send + Sync + 'static {
    /// What the implementation fails with.
    type Error: IntoResponse + Send + 'static;

    /// The paths of the API.
    fn routes() -> &'static Routes;

    /// Whether the operation with this number is there. What is not is looked for no further: it has no path and no method.
    fn serves(&self, operation: usize) -> bool {
        let _ = operation;
        true
    }

    /// Whether the implementation sees every body, of requests too that have none by the document.
    fn verifies(&self) -> bool {
        false
    }

    /// Answers a request that was refused before the implementation was called.
    fn reject(&self, rejection: Rejection) -> Response;

    /// Carries out the operation with this number in [`Routes`].
    fn call(
        self: Arc<Self>,
        operation: usize,
        call: Incoming,
    ) -> BoxFuture<'static, Result<Response, Refusal<Self::Error>>>;
}

/// Makes any axum reply a [`Response`]; of use in an override of `reject`.
pub fn respond(reply: impl IntoResponse) -> Response {
    reply.into_response().map(body_of)
}

/// Any body as ours: an empty one, and one that is ours already, cost no box.
fn body_of<B>(body: B) -> Body
where
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<Box<dyn core::error::Error + Send + Sync>>,
{
    if body.is_end_stream() {
        return Body::empty();
    }
    let mut body = Some(body);
    if let Some(ours) = (&mut body as &mut dyn core::any::Any).downcast_mut::<Option<Body>>() {
        return ours.take().unwrap_or_default();
    }
    body.map(Body::stream).unwrap_or_default()
}
