//! What a request costs in an emitted server, without a socket: `cost CASE N` runs a case N times.
//!
//! Instructions are the difference of two runs under `valgrind --tool=callgrind`, allocations that of two runs under
//! `valgrind --tool=memcheck` ("total heap usage"). Both contain a copy of the request, which `clone_CASE` gives alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "whoever started it sees the message")]

use std::hint::black_box;

use generated::{devin, io_net, liveavatar, prime_intellect, quiva};
use http_body_util::{BodyExt as _, Full};
use tenon_runtime::bytes::Bytes;
use tenon_runtime::http::{Method, Request};
use tower::Service;
use trivial::{App, TOKEN};

mod trivial;

fn request(path: &str, key: bool) -> Request<Full<Bytes>> {
    let request =
        Request::builder().method(Method::DELETE).uri(path).header("host", "127.0.0.1").header("user-agent", "wrk");
    let request = if key {
        request.header("x-api-key", TOKEN)
    } else {
        request.header("authorization", format!("Bearer {TOKEN}"))
    };
    request.body(Full::default()).unwrap()
}

/// Drives a service on the thread at hand. Emitted and axum's services differ in type only.
macro_rules! drive {
    ($service:expr, $request:expr, $times:expr) => {{
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut service = $service;
        for _ in 0..$times {
            let request = $request.clone();
            runtime.block_on(async {
                let (parts, body) = service.call(request).await.unwrap().into_parts();
                black_box((parts, body.collect().await.unwrap().to_bytes()));
            });
        }
    }};
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let case = arguments.next().expect("cost CASE N");
    let times: usize = arguments.next().and_then(|n| n.parse().ok()).expect("cost CASE N");
    let uuid = "/api/v1/secrets/6f9619ff-8b86-d011-b42d-00c04fc964ff";
    let plain = case.trim_start_matches("clone_").trim_start_matches("axum_");
    let request = match plain {
        "devin" => request("/v1/secrets/abc-123", false),
        "io_net" => request(uuid, false),
        "io_net_422" => request("/api/v1/secrets/nope", false),
        "liveavatar" => request("/v1/secrets/abc-123", true),
        "prime_intellect" => request("/api/v1/secrets/abc-123?teamId=t%20eam", false),
        "quiva" => request("/secrets/abc-123", false),
        _ => panic!("an API, or io_net_422, with clone_ or axum_ before it"),
    };
    match case.as_str() {
        _ if case.starts_with("clone_") => (0..times).for_each(|_| drop(black_box(request.clone()))),
        "devin" => drive!(devin::server::service(App), request, times),
        "io_net" | "io_net_422" => drive!(io_net::server::service(App), request, times),
        "liveavatar" => drive!(liveavatar::server::service(App), request, times),
        "prime_intellect" => drive!(prime_intellect::server::service(App), request, times),
        "quiva" => drive!(quiva::server::service(App), request, times),
        "axum_io_net" => drive!(io_net::server::router(App), request, times),
        "axum_quiva" => drive!(quiva::server::router(App), request, times),
        _ => panic!("inside axum: io_net or quiva"),
    }
}
