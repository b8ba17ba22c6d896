//! What one request costs in the server half, without a socket: `server_cost CASE N` runs a case N times.
//!
//! Instructions are the difference of two runs under `valgrind --tool=callgrind`, allocations that of two runs under
//! `valgrind --tool=memcheck` ("total heap usage"). Both contain a copy of the request, which the cases `clone_...` give alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::hint::black_box;

use tenon_runtime::bytes::Bytes;
use tenon_runtime::http::{Method, Request};
use tower::Service as _;

#[path = "../tests/mini/mod.rs"]
mod mini;

type Full = http_body_util::Full<Bytes>;

fn request(method: Method, uri: &str, auth: bool, body: &str) -> Request<Full> {
    let mut request =
        Request::builder().method(method).uri(uri).header("host", "127.0.0.1:8100").header("user-agent", "wrk");
    if auth {
        request = request.header("authorization", "Bearer s3cr3t-token");
    }
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    request.body(Full::new(Bytes::from(body.to_owned()))).unwrap()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let case = arguments.next().expect("server_cost CASE N");
    let times = arguments.next().and_then(|n| n.parse().ok()).expect("server_cost CASE N");
    let path = "/api/v1/secrets/6f9619ff-8b86-d011-b42d-00c04fc964ff";
    let request = match case.trim_start_matches("clone_").trim_start_matches("axum_") {
        "delete" => request(Method::DELETE, path, true, ""),
        "delete_invalid" => request(Method::DELETE, "/api/v1/secrets/nope", true, ""),
        "post" => request(Method::POST, "/pets", false, r#"{"name":"Rex","ages":[1,2,3]}"#),
        _ => panic!("delete, delete_invalid or post, with clone_ or axum_ before it"),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (clone_only, axum) = (case.starts_with("clone_"), case.starts_with("axum_"));
    let mut service = mini::server::service(mini::server::App);
    let mut router = mini::server::router(mini::server::App);
    for _ in 0..times {
        let request = request.clone();
        if clone_only {
            black_box(request);
        } else if axum {
            let reply = runtime.block_on(router.call(request)).unwrap();
            black_box(runtime.block_on(http_body_util::BodyExt::collect(reply.into_body())).unwrap().to_bytes());
        } else {
            runtime.block_on(async {
                let (parts, body) = service.call(request).await.unwrap().into_parts();
                black_box((parts, http_body_util::BodyExt::collect(body).await.unwrap().to_bytes()));
            });
        }
    }
}
