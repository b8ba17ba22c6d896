//! The server half through a small API: routing, security, reading, replies and rejections.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body_util::{BodyExt as _, Full};
use tenon_runtime::bytes::Bytes;
use tenon_runtime::http::{HeaderMap, Method, Request, StatusCode};
use tower::ServiceExt as _;

mod mini;
use mini::server::{App, router, service};

const ID: &str = "/api/v1/secrets/6f9619ff-8b86-d011-b42d-00c04fc964ff";
const AUTH: (&str, &str) = ("authorization", "Bearer s3cr3t-token");
const JSON: (&str, &str) = ("content-type", "application/json");

struct Got {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Got {
    fn header(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
    }
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

fn request(method: &str, uri: &str, headers: &[(&str, &str)], body: &str) -> Request<Full<Bytes>> {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Full::new(Bytes::from(body.to_owned()))).unwrap()
}

async fn send(method: &str, uri: &str, headers: &[(&str, &str)], body: &str) -> Got {
    got(service(App).oneshot(request(method, uri, headers, body)).await.unwrap()).await
}

async fn got<B: http_body::Body<Data = Bytes>>(reply: tenon_runtime::http::Response<B>) -> Got
where
    B::Error: std::fmt::Debug,
{
    let (parts, body) = reply.into_parts();
    let content = body.collect().await.unwrap().to_bytes();
    Got { status: parts.status.as_u16(), headers: parts.headers, text: String::from_utf8(content.to_vec()).unwrap() }
}

#[tokio::test]
async fn a_reply() {
    let got = send("DELETE", ID, &[AUTH, ("token", "t")], "").await;
    assert_eq!((got.status, &*got.text), (200, r#"{"deleted":true}"#));
    assert_eq!(got.header("content-type"), ["application/json"]);
    let got = send("DELETE", "/api/v1/secrets/00000000-0000-0000-0000-000000000000", &[AUTH], "").await;
    assert_eq!((got.status, &*got.text), (404, ""));
    assert!(got.header("content-type").is_empty());
}

#[tokio::test]
async fn unknown_paths_and_methods() {
    for path in ["/", "/nope", "/api/v1/secrets", "/api/v1/secrets/", "/api/v1/secrets/a/b", "/pets/1", "/pets/"] {
        let got = send("GET", path, &[], "").await;
        assert_eq!((got.status, got.header("content-type")), (404, vec!["application/problem+json"]), "{path}");
    }
    let got = send("PUT", "/pets", &[], "").await;
    assert_eq!((got.status, got.header("allow")), (405, vec!["POST, OPTIONS"]));
    assert_eq!(got.json()["title"], "Method Not Allowed");
    let got = send("DELETE", "/pets/1.json", &[], "").await;
    assert_eq!((got.status, got.header("allow")), (405, vec!["GET, HEAD, OPTIONS"]));
    let got = send("OPTIONS", "/pets/1.json", &[], "").await;
    assert_eq!((got.status, &*got.text, got.header("allow")), (204, "", vec!["GET, HEAD, OPTIONS"]));
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let get = send("GET", "/pets/1.json", &[], "").await;
    let head = send("HEAD", "/pets/1.json", &[], "").await;
    assert_eq!((head.status, &*head.text), (200, ""));
    assert_eq!(head.header("content-type"), get.header("content-type"));
    assert_eq!(head.header("content-length"), [get.text.len().to_string()]);
    assert_eq!(send("HEAD", "/pets", &[], "").await.status, 405);
}

#[tokio::test]
async fn credentials() {
    let none = send("DELETE", ID, &[], "").await;
    assert_eq!(none.status, 401);
    assert_eq!(none.header("www-authenticate"), ["Bearer", r#"ApiKey name="X-Api-Key", in="header""#]);
    for wrong in ["Bearer nope", "Bearer", "Basic czpz", ""] {
        assert_eq!(send("DELETE", ID, &[("authorization", wrong)], "").await.status, 401, "{wrong:?}");
    }
    assert_eq!(send("DELETE", ID, &[AUTH, AUTH], "").await.status, 401);
    assert_eq!(send("DELETE", ID, &[("x-api-key", "k3y")], "").await.status, 200);
    assert_eq!(
        send("DELETE", ID, &[("x-api-key", "k3y"), ("authorization", "Bearer nope")], "").await.status,
        200,
        "the next alternative"
    );
    let forbidden = send("DELETE", ID, &[("authorization", "Bearer guest")], "").await;
    assert_eq!((forbidden.status, forbidden.header("www-authenticate").len()), (403, 0));
    let failed = send("DELETE", ID, &[("authorization", "Bearer down")], "").await;
    assert_eq!((failed.status, &*failed.text), (503, "full"));
    // Before the parameters are looked at.
    assert_eq!(send("DELETE", "/api/v1/secrets/nope", &[], "").await.status, 401);
}

#[tokio::test]
async fn anonymous_where_it_is_allowed() {
    assert_eq!(send("GET", "/pets/1.json", &[], "").await.json()["name"], "anyone's");
    assert_eq!(send("GET", "/pets/1.json", &[AUTH], "").await.json()["name"], "mine");
    assert_eq!(
        send("GET", "/pets/1.json", &[("authorization", "Basic czpz")], "").await.json()["name"],
        "anyone's",
        "not a scheme of the operation"
    );
    for refused in ["Bearer nope", "Bearer"] {
        assert_eq!(send("GET", "/pets/1.json", &[("authorization", refused)], "").await.status, 401, "{refused}");
    }
}

#[tokio::test]
async fn invalid_parameters_in_fastapi_shape() {
    let got = send("DELETE", "/api/v1/secrets/nope", &[AUTH, ("token", "a"), ("token", "b")], "").await;
    assert_eq!((got.status, got.header("content-type")), (422, vec!["application/json"]));
    let detail = got.json()["detail"].as_array().unwrap().clone();
    assert_eq!(detail[0]["loc"], serde_json::json!(["path", "secret_id"]));
    assert_eq!(detail[1]["loc"], serde_json::json!(["header", "token"]));
    assert!(detail[0]["msg"].is_string() && detail[0]["type"].is_string());
    assert_eq!(detail.len(), 2);
    for spelling in [
        "6f9619ff8b86d011b42d00c04fc964ff",
        "%7B6f9619ff-8b86-d011-b42d-00c04fc964ff%7D",
        "urn:uuid:6f9619ff-8b86-d011-b42d-00c04fc964ff",
    ] {
        assert_eq!(send("DELETE", &format!("/api/v1/secrets/{spelling}"), &[AUTH], "").await.status, 422, "{spelling}");
    }
}

#[tokio::test]
async fn text_that_cannot_be_decoded() {
    for path in [
        "/api/v1/secrets/%ff",
        "/api/v1/secrets/%zz",
        "/api/v1/secrets/%",
        "/api/v1/secrets/a%00",
        &format!("{ID}?x=%FF"),
        &format!("{ID}?x=%"),
    ] {
        let got = send("DELETE", path, &[AUTH], "").await;
        assert_eq!((got.status, got.header("content-type")), (400, vec!["application/problem+json"]), "{path}");
    }
}

#[tokio::test]
async fn a_query_may_hold_what_a_json_string_may() {
    assert_eq!(send("DELETE", &format!("{ID}?x=a%00b&%00=1"), &[AUTH], "").await.status, 200);
}

#[tokio::test]
async fn query_parameters() {
    assert_eq!(send("GET", "/pets/7.json?limit=5&unknown=1", &[], "").await.json()["ages"], serde_json::json!([7]));
    for query in ["limit=%2B5", "limit=+5", "limit=05", "limit=1e1", "limit=%205", "limit=", "limit", "limit=5&limit=6"]
    {
        let got = send("GET", &format!("/pets/7.json?{query}"), &[], "").await;
        assert_eq!(got.status, 400, "{query}");
        let violation = &got.json()["violations"][0];
        assert_eq!((&violation["location"], &violation["name"]), (&"query".into(), &"limit".into()), "{query}");
    }
    let got = send("GET", "/pets/7.json?limit=101", &[], "").await;
    let violation = &got.json()["violations"][0];
    assert_eq!(
        (got.status, &violation["location"], &violation["name"], &violation["keyword"]),
        (400, &"query".into(), &"limit".into(), &"maximum".into())
    );
}

#[tokio::test]
async fn bodies() {
    let got = send("POST", "/pets", &[JSON], r#"{"name":"Rex","ages":[1,2]}"#).await;
    assert_eq!((got.status, &*got.text), (201, r#"{"name":"Rex","ages":[1,2]}"#));
    let got = send("POST", "/pets", &[("content-type", "text/plain; charset=utf-8")], "Rex").await;
    assert_eq!((got.status, &*got.text), (201, r#"{"name":"Rex","ages":[]}"#));
    let failed = send("POST", "/pets", &[("content-type", "text/plain")], "full").await;
    assert_eq!((failed.status, &*failed.text), (503, "full"));
}

#[tokio::test]
async fn invalid_bodies_in_the_declared_shape() {
    let got = send("POST", "/pets", &[JSON], r#"{"name":null,"ages":[1,"2"],"more":1}"#).await;
    assert_eq!((got.status, got.header("content-type")), (400, vec!["application/json"]));
    let error = got.json()["error"].as_str().unwrap().to_owned();
    for place in ["body at /name:", "body at /ages/1:", "body at /more:"] {
        assert!(error.contains(place), "{error}");
    }
    for bad in ["", "{", "\u{feff}{}", "{} x", r#"{"name":"a","name":"b"}"#, "NaN", "[]"] {
        assert_eq!(send("POST", "/pets", &[JSON], bad).await.status, 400, "{bad}");
    }
    let deep = format!("{{\"name\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(send("POST", "/pets", &[JSON], &deep).await.status, 400);
    assert_eq!(send("POST", "/pets", &[], "").await.json()["error"], "body: is required");
}

#[tokio::test]
async fn undeclared_media_types() {
    let cases: [&[(&str, &str)]; 5] = [
        &[("content-type", "application/xml")],
        &[JSON, ("content-encoding", "gzip")],
        &[("content-type", "application/json; charset=latin1")],
        &[("content-type", "nonsense")],
        &[],
    ];
    for headers in cases {
        let got = send("POST", "/pets", headers, "{}").await;
        assert_eq!((got.status, got.header("content-type")), (415, vec!["application/problem+json"]), "{headers:?}");
        assert_eq!(got.header("accept"), ["application/json, text/*"]);
    }
    // Two are no media type at all, whatever each says.
    assert_eq!(send("POST", "/pets", &[JSON, ("content-type", "text/plain")], "{}").await.status, 400);
    assert_eq!(send("POST", "/pets", &[JSON, ("content-encoding", "identity")], r#"{"name":"x"}"#).await.status, 201);
}

/// A body of `pieces` times `size` spaces, of unknown length, that counts what is asked of it.
struct Drip {
    pieces: usize,
    size: usize,
}

impl http_body::Body for Drip {
    type Data = Bytes;
    type Error = Infallible;
    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        if self.pieces == 0 {
            return Poll::Ready(None);
        }
        self.pieces -= 1;
        assert!(self.pieces > 1_000, "read far beyond the limit");
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from(vec![b' '; self.size])))))
    }
}

#[tokio::test]
async fn bodies_over_the_limit() {
    let small = service(App).body_limit(20);
    let got20 =
        got(small.clone().oneshot(request("POST", "/pets", &[JSON], r#"{"name":"12345678"}"#)).await.unwrap()).await;
    assert_eq!(got20.status, 201, "19 bytes");
    let got22 = got(small.oneshot(request("POST", "/pets", &[JSON], r#"{"name":"12345678901"}"#)).await.unwrap()).await;
    assert_eq!(got22.status, 413);
    let endless = Request::post("/pets").header(JSON.0, JSON.1).body(Drip { pieces: 100_000, size: 4096 }).unwrap();
    assert_eq!(got(service(App).oneshot(endless).await.unwrap()).await.status, 413);
    // Who is not let in cannot make the server read.
    let unread = Request::delete(ID).body(Drip { pieces: 1, size: 1 }).unwrap();
    assert_eq!(got(service(App).oneshot(unread).await.unwrap()).await.status, 401);
}

#[tokio::test]
async fn a_panic_is_a_500() {
    let service = service(App);
    let told = request("POST", "/pets", &[("content-type", "text/plain")], "panic");
    let got1 = got(service.clone().oneshot(told).await.unwrap()).await;
    assert_eq!((got1.status, &got1.json()["title"]), (500, &"Internal Server Error".into()));
    assert!(!got1.text.contains("told to"));
    assert_eq!(got(service.oneshot(request("DELETE", ID, &[AUTH], "")).await.unwrap()).await.status, 200);
}

#[tokio::test]
async fn a_prefix_of_its_own() {
    let service = service(App).under("/base/");
    assert_eq!(
        got(service.clone().oneshot(request("DELETE", &format!("/base{ID}"), &[AUTH], "")).await.unwrap()).await.status,
        200
    );
    for outside in [ID.to_owned(), "/base".to_owned(), "/basement/pets".to_owned(), format!("/BASE{ID}")] {
        assert_eq!(
            got(service.clone().oneshot(request("DELETE", &outside, &[AUTH], "")).await.unwrap()).await.status,
            404,
            "{outside}"
        );
    }
    let router = tenon_runtime::server::router(service);
    assert_eq!(
        got(router.oneshot(request("DELETE", &format!("/base{ID}"), &[AUTH], "")).await.unwrap()).await.status,
        200
    );
}

#[tokio::test]
async fn the_operation_for_middleware() {
    let service = service(App).operation_in_extensions();
    let reply = service.clone().oneshot(request("DELETE", ID, &[], "")).await.unwrap();
    assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(reply.extensions().get::<&'static tenon_runtime::Operation>().unwrap().id, "deleteSecret");
    assert_eq!(service.operation(&Method::HEAD, "/pets/1.json").unwrap().id, "getPet");
    assert!(service.operation(&Method::GET, "/pets").is_none());
}

#[tokio::test]
async fn inside_axum() {
    let app = axum::Router::new()
        .route("/health", axum::routing::get(|| async { "ok" }))
        .merge(router(App))
        .nest("/a", router(App))
        .nest("/b", axum::Router::new().nest("/c", router(App)));
    for prefix in ["", "/a", "/b/c"] {
        let call = |method, path: &str, headers| {
            got_from(app.clone(), request(method, &format!("{prefix}{path}"), headers, ""))
        };
        assert_eq!(call("DELETE", ID, &[AUTH]).await.status, 200, "{prefix}");
        assert_eq!(call("DELETE", ID, &[]).await.status, 401);
        assert_eq!(call("GET", "/pets/1.json", &[]).await.status, 200);
        assert_eq!(call("GET", "/pets/1.xml", &[]).await.status, 404);
        assert_eq!(call("PUT", "/pets", &[]).await.header("allow"), ["POST, OPTIONS"]);
        let head = call("HEAD", "/pets/1.json", &[]).await;
        assert_eq!((head.status, &*head.text), (200, ""));
    }
    assert_eq!(got_from(app.clone(), request("GET", "/health", &[], "")).await.text, "ok");
    assert_eq!(got_from(app, request("GET", "/nope", &[], "")).await.status, 404);
}

async fn got_from(app: axum::Router, request: Request<Full<Bytes>>) -> Got {
    got(app.oneshot(request).await.unwrap()).await
}
