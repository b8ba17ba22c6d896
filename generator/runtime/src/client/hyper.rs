//! The default transport: hyper-util's pooled client over rustls.
use core::fmt;
use core::time::Duration;

use hyper_rustls::{ConfigBuilderExt, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;

use super::transport::{Transport, TransportError};
use crate::BoxFuture;
use crate::body::Body;

/// HTTP/1.1 and HTTP/2 over TCP and TLS, with a pool of connections. Needs a tokio runtime to send, not to be made.
///
/// Clones share their connections. Certificates are checked against those of the system.
#[derive(Clone)]
pub struct Hyper(Result<Client<HttpsConnector<HttpConnector>, Body>, std::sync::Arc<str>>);

impl Hyper {
    /// With the certificates of the system. Nothing is connected yet.
    pub fn new() -> Self {
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = builder.map(|builder| match builder.clone().with_native_roots() {
            Ok(builder) => builder.with_no_client_auth(),
            // A system without certificates can still speak http; https fails for want of an issuer.
            Err(_) => builder.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth(),
        });
        config.map_or_else(|e| Self(Err(e.to_string().into())), Self::with_tls)
    }

    /// With another TLS configuration: own roots, a client certificate.
    pub fn with_tls(config: ClientConfig) -> Self {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_connect_timeout(Some(Duration::from_secs(30)));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(config)
            .https_or_http()
            .enable_all_versions()
            .wrap_connector(http);
        let client = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(60))
            .build(connector);
        Self(Ok(client))
    }
}

impl Default for Hyper {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Hyper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hyper")
    }
}

impl Transport for Hyper {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let client = match &self.0 {
            Ok(client) => client,
            Err(why) => {
                let error = TransportError::new(why.to_string());
                return Box::pin(core::future::ready(Err(error)));
            }
        };
        let reply = client.request(request);
        Box::pin(async move { reply.await.map(|reply| reply.map(Body::stream)).map_err(TransportError::new) })
    }
}
