//! What the tests of operations share: a client at a service in the same process, requests by hand, bodies without end.
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Frame;
use http_body_util::BodyExt;
use tenon_runtime::client::Channel;
use tenon_runtime::server::{Api, Service};
use tenon_runtime::{Body, BodyError};
use tower::ServiceExt;

/// The way to a service in this process.
pub(crate) fn at<A: Api>(service: Service<A>) -> Channel {
    Channel::new("http://in.process").transport(service)
}

/// What a service answers to a request made by hand.
pub(crate) async fn status_and_text<A: Api>(service: Service<A>, request: Request<Body>) -> (u16, String) {
    let reply = service.oneshot(request).await.unwrap_or_else(|never: Infallible| match never {});
    let status = reply.status().as_u16();
    let content = reply.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(content.to_vec()).unwrap())
}

/// The last request that a client sent.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<Mutex<Option<Request<Bytes>>>>);

impl Sent {
    /// Its body.
    pub(crate) fn text(&self) -> String {
        let request = self.0.lock().unwrap();
        String::from_utf8(request.as_ref().expect("nothing was sent").body().to_vec()).unwrap()
    }

    /// One of its headers.
    pub(crate) fn header(&self, name: &str) -> String {
        let request = self.0.lock().unwrap();
        request.as_ref().expect("nothing was sent").headers()[name].to_str().unwrap().to_owned()
    }
}

/// A client whose requests are noted and all answered with one status.
pub(crate) fn sent<C>(status: u16, client: fn(Channel) -> C) -> (C, Sent) {
    let sent = Sent::default();
    let noted = sent.clone();
    let service = tower::service_fn(move |request: Request<Body>| {
        let noted = noted.clone();
        async move {
            let (parts, body) = request.into_parts();
            let content = body.collect().await?.to_bytes();
            *noted.0.lock().unwrap() = Some(Request::from_parts(parts, content));
            Ok::<_, BodyError>(Response::builder().status(status).body(Body::empty()).unwrap())
        }
    });
    (client(Channel::new("http://in.process").transport(service)), sent)
}

/// Zeros without end, without a length, or up to a point.
pub(crate) struct Endless {
    left: Option<usize>,
    breaks: bool,
}

impl Endless {
    /// How many bytes there are in a chunk.
    pub(crate) const CHUNK: usize = 16 * 1024;

    /// Without end.
    pub(crate) fn body() -> Body {
        Body::stream(Self { left: None, breaks: false })
    }

    /// So many bytes.
    pub(crate) fn of(bytes: usize) -> Body {
        Body::stream(Self { left: Some(bytes), breaks: false })
    }

    /// One chunk, then an error.
    pub(crate) fn broken() -> Body {
        Body::stream(Self { left: Some(Self::CHUNK), breaks: true })
    }
}

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        static ZEROS: [u8; Endless::CHUNK] = [0; Endless::CHUNK];
        let length = self.left.unwrap_or(Self::CHUNK).min(Self::CHUNK);
        if length == 0 {
            return Poll::Ready(self.breaks.then(|| Err("the line is dead".into())));
        }
        self.left = self.left.map(|left| left - length);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&ZEROS[..length])))))
    }
}
