//! A server that was given no implementation.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use by_tag::shop::server::Server;
use http::{Request, StatusCode};
use tenon_runtime::Body;
use tower::ServiceExt;

#[tokio::test]
async fn what_nobody_serves_is_not_there() {
    for path in ["/pets", "/pets/1", "/pets/newest", "/stores/x", "/health", "/"] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let reply = Server::new().service().oneshot(request).await.unwrap();
        assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
