//! A transport over an existing `reqwest::Client`.
use core::fmt;

use super::transport::{Timeout, Transport, TransportError};
use crate::BoxFuture;
use crate::body::Body;

/// Sends with a `reqwest::Client`, with its proxies, certificates and connections.
///
/// [`Reqwest::build`] makes a client that does not follow redirects. One that does would take credentials to another
/// server; a reply that it brings from there is an error. `reqwest` goes through a URL type that may rewrite a path.
#[derive(Clone)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// Makes the client, and sees to it that it follows no redirects.
    ///
    /// # Errors
    /// As `reqwest::ClientBuilder::build`.
    #[cfg(not(target_family = "wasm"))]
    pub fn build(builder: reqwest::ClientBuilder) -> Result<Self, TransportError> {
        builder.redirect(reqwest::redirect::Policy::none()).build().map(Self).map_err(failed)
    }
}

/// The client is taken as it is: build it with `redirect(Policy::none())`.
impl From<reqwest::Client> for Reqwest {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reqwest")
    }
}

fn failed(error: reqwest::Error) -> TransportError {
    // The URL may hold a credential.
    let error = error.without_url();
    if error.is_timeout() { TransportError::timed_out(error) } else { TransportError::new(error) }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let client = self.0.clone();
        Box::pin(async move {
            let timeout = request.extensions().get::<Timeout>().copied();
            let mut request = reqwest::Request::try_from(request.map(body)).map_err(failed)?;
            if let Some(Timeout(timeout)) = timeout {
                *request.timeout_mut() = Some(timeout);
            }
            let asked = request.url().clone();
            let reply = client.execute(request).await.map_err(failed)?;
            if *reply.url() != asked {
                return Err(TransportError::new("the client followed a redirect: make it with `Reqwest::build`"));
            }
            reply_of(reply).await
        })
    }

    fn keeps_time(&self) -> bool {
        true
    }
}

#[cfg(not(target_family = "wasm"))]
fn body(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap_stream(http_body_util::BodyDataStream::new(body)),
    }
}

#[cfg(not(target_family = "wasm"))]
async fn reply_of(reply: reqwest::Response) -> Result<http::Response<Body>, TransportError> {
    use http_body_util::BodyExt;
    let reply = http::Response::<reqwest::Body>::from(reply);
    Ok(reply.map(|body| Body::stream(body.map_err(failed))))
}

/// The browser's streams cannot be read here; what the client sends is in memory anyway.
#[cfg(target_family = "wasm")]
fn body(body: Body) -> reqwest::Body {
    body.as_bytes().cloned().unwrap_or_default().into()
}

#[cfg(target_family = "wasm")]
async fn reply_of(mut reply: reqwest::Response) -> Result<http::Response<Body>, TransportError> {
    let mut whole = http::Response::new(());
    *whole.status_mut() = reply.status();
    core::mem::swap(whole.headers_mut(), reply.headers_mut());
    let bytes = reply.bytes().await.map_err(failed)?;
    Ok(whole.map(|()| Body::full(bytes)))
}
