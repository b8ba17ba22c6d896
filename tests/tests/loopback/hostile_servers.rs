//! The clients against servers that keep to no document: typed errors that keep status, headers and the start of the
//! body, and what a client can read all the same.

use generated::io_net as io_net_api;
use generated::liveavatar as liveavatar_api;
use http::Response;
use tenon_runtime::Body;
use tenon_runtime::client::{Channel, DecodeFault, Error};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::house::{Pieces, Then, declared, in_process, server_that_says, server_with, undecodable, unexpected};
use crate::{devin, io_net, liveavatar, quiva};

const JSON: &[(&str, &str)] = &[("content-type", "application/json"), ("x-request-id", "r-1")];

#[tokio::test]
async fn an_undeclared_status_keeps_all_that_came_with_it() {
    for status in [100, 201, 202, 204, 301, 302, 304, 401, 403, 409, 418, 429, 500, 503, 599, 999] {
        let client = quiva::client(in_process(server_that_says(status, JSON, "gone fishing")));
        let reply = unexpected(client.delete_secret("k").await);
        assert_eq!(reply.status().as_u16(), status);
        assert_eq!(reply.headers()["x-request-id"], "r-1");
        assert_eq!(reply.body(), "gone fishing");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    const ELSEWHERE: &[(&str, &str)] = &[("location", "http://elsewhere.example/secrets/k")];
    let client = quiva::client(in_process(server_that_says(307, ELSEWHERE, "")));
    let reply = unexpected(client.delete_secret("k").await);
    assert_eq!(reply.headers()["location"], "http://elsewhere.example/secrets/k");
}

#[tokio::test]
async fn only_the_start_of_a_long_body_is_kept() {
    let long = "x".repeat(1 << 20);
    let server = server_with(move |_| Response::builder().status(500).body(Body::from(long.clone())).unwrap());
    let reply = unexpected(quiva::client(in_process(server)).delete_secret("k").await);
    assert_eq!(reply.body().len(), 8 << 10);
}

#[tokio::test]
async fn another_media_type_is_not_read() {
    for media_type in ["text/html", "application/xml", "application/jsonp", "", "json", "application/x-ndjson"] {
        let server = server_with(move |_| {
            Response::builder().header("content-type", media_type).body(Body::from(r#"{"message":"ok"}"#)).unwrap()
        });
        let error = undecodable(quiva::client(in_process(server)).delete_secret("k").await);
        assert!(matches!(error.fault(), DecodeFault::MediaType), "{media_type:?}: {error:?}");
        assert_eq!((error.status().as_u16(), &error.body()[..]), (200, &br#"{"message":"ok"}"#[..]));
    }
}

#[tokio::test]
async fn the_declared_media_type_is_read_however_it_is_spelled() {
    for media_type in
        ["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;v=1"]
    {
        let server = server_with(move |_| {
            Response::builder().header("content-type", media_type).body(Body::from(r#"{"message":"ok"}"#)).unwrap()
        });
        let reply = quiva::client(in_process(server)).delete_secret("k").await.unwrap();
        assert_eq!(reply.body().message.as_deref(), Some("ok"), "{media_type}");
    }
    let untyped = quiva::client(in_process(server_that_says(200, &[], r#"{"message":"ok"}"#)));
    assert_eq!(untyped.delete_secret("k").await.unwrap().body().message.as_deref(), Some("ok"));
}

#[tokio::test]
async fn a_compressed_body_is_not_taken_for_json() {
    const GZIP: &[(&str, &str)] = &[("content-type", "application/json"), ("content-encoding", "gzip")];
    let error = undecodable(quiva::client(in_process(server_that_says(200, GZIP, "..."))).delete_secret("k").await);
    assert!(matches!(error.fault(), DecodeFault::Encoding));
}

#[tokio::test]
async fn what_is_no_json_keeps_its_start() {
    for body in
        ["", " ", "{", r#"{"message":"ok"#, r#"{"message":}"#, "{}{}", "\u{feff}{}", "nul", "{'a':1}", "<html>", "NaN"]
    {
        let client = quiva::client(in_process(server_that_says(200, JSON, body)));
        let error = undecodable(client.delete_secret("k").await);
        assert!(error.invalid().is_some_and(|invalid| invalid.syntax.is_some()), "{body:?}: {error:?}");
        assert_eq!((error.status().as_u16(), &error.body()[..]), (200, body.as_bytes()));
        assert_eq!(error.headers()["x-request-id"], "r-1");
    }
}

#[tokio::test]
async fn nesting_without_end_is_an_error_and_no_overflow() {
    let deep = "[".repeat(200_000);
    let server = server_with(move |_| Response::new(Body::from(deep.clone())));
    let error = undecodable(io_net::client(in_process(server)).delete_secret(io_net::ID).await);
    assert!(matches!(error.fault(), DecodeFault::Body(_)));
}

#[tokio::test]
async fn what_is_of_another_type_is_told_with_its_place() {
    for (body, pointer) in [
        ("[]", ""),
        ("{}", "/message"),
        (r#"{"message":null}"#, "/message"),
        (r#"{"message":1}"#, "/message"),
        (r#"{"message":["x"]}"#, "/message"),
    ] {
        let client = devin::client(in_process(server_that_says(200, JSON, body)));
        let error = undecodable(client.delete_secret("1").await);
        let invalid = error.invalid().unwrap();
        let places = invalid.violations.iter().map(|violation| &*violation.pointer).collect::<Vec<_>>();
        assert_eq!(places, [pointer], "{body}");
    }
}

#[tokio::test]
async fn a_failure_that_cannot_be_read_keeps_its_status() {
    let client = quiva::client(in_process(server_that_says(404, JSON, r#"{"message":"not here"}"#)));
    let result = client.delete_secret("k").await;
    assert_eq!(result.as_ref().unwrap_err().status().unwrap(), 404);
    let error = undecodable(result);
    assert_eq!(error.invalid().unwrap().violations[0].pointer, "/error");
    assert_eq!(error.to_string(), "the server answered 404 Not Found, but its body is not what the document declares");
}

#[tokio::test]
async fn unknown_members_and_null_for_absent_are_read() {
    const BODY: &str = r#"{"code":null,"data":null,"extra":{"a":[1]},"message":"ok","z":1e400}"#;
    let client = liveavatar::client(in_process(server_that_says(200, JSON, BODY)));
    let body = client.delete_secret("1").await.unwrap().into_inner().into_body();
    // `data` is null by its schema, `code` is a number that is not there.
    assert_eq!(body, liveavatar_api::types::ResponseNoneType::new().data(()).message("ok"));
}

#[tokio::test]
async fn unknown_members_of_a_failure_are_read() {
    const BODY: &str =
        r#"{"detail":[{"loc":["path",0],"msg":"m","type":"t","url":"https://errors.example"}],"trace":7}"#;
    let client = io_net::client(in_process(server_that_says(422, JSON, BODY)));
    let reply = declared(client.delete_secret(io_net::ID).await);
    let io_net_api::ops::DeleteSecretError::UnprocessableContent(reply) = reply.into_inner() else {
        panic!("it is 422")
    };
    assert_eq!(reply.body.detail.unwrap()[0].msg, "m");
}

#[tokio::test]
async fn a_body_where_none_is_declared_does_not_matter() {
    let client = io_net::client(in_process(server_that_says(404, JSON, "{ not even json")));
    let reply = declared(client.delete_secret(io_net::ID).await);
    assert_eq!(reply.into_inner(), io_net_api::ops::DeleteSecretError::not_found());
}

#[tokio::test]
async fn a_body_that_breaks_off_keeps_what_came() {
    let server = server_with(|_| {
        let body = Body::stream(Pieces(vec![r#"{"mess"#, r#"age":"#], Then::Break));
        Response::builder().header("content-type", "application/json").body(body).unwrap()
    });
    let error = undecodable(quiva::client(in_process(server)).delete_secret("k").await);
    let DecodeFault::Broken(why) = error.fault() else { panic!("{error:?}") };
    assert_eq!(why.to_string(), "the line broke");
    assert_eq!(&error.body()[..], br#"{"message":"#);
}

#[tokio::test]
async fn a_body_beyond_the_cap_is_not_read_on() {
    let server =
        server_with(|_| Response::new(Body::stream(Pieces(vec![r#"{"message":"#, "\"0123456789"], Then::Never))));
    let client = quiva::client(in_process(server).max_reply(16));
    let error = undecodable(client.delete_secret("k").await);
    assert!(matches!(error.fault(), DecodeFault::TooLarge));
    assert_eq!(&error.body()[..], br#"{"message":"0123"#);
}

/// A peer on a socket that reads one request, says `reply` and hangs up.
async fn peer_that_says(reply: &'static str) -> Channel {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        stream.write_all(reply.as_bytes()).await.unwrap();
    });
    Channel::new(&url)
}

#[tokio::test]
async fn a_socket_that_closes_early_is_an_error() {
    let short = peer_that_says("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"message\":").await;
    let error = undecodable(quiva::client(short).delete_secret("k").await);
    assert!(matches!(error.fault(), DecodeFault::Broken(_)));
    assert_eq!(&error.body()[..], br#"{"message":"#);

    for nothing in
        ["", "HTTP/1.1 200", "HTTP/1.1 2000 OK\r\n\r\n", "SSH-2.0-x\r\n", "HTTP/1.1 200 OK\r\na b: c\r\n\r\n"]
    {
        let result = quiva::client(peer_that_says(nothing).await).delete_secret("k").await;
        assert!(matches!(result, Err(Error::Transport(_))), "{nothing:?}: {result:?}");
    }
}

#[tokio::test]
async fn nobody_there_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let result = quiva::client(Channel::new(&url)).delete_secret("k").await;
    let Err(error @ Error::Transport(_)) = result else { panic!("{result:?}") };
    assert_eq!(error.status(), None);
    assert!(std::error::Error::source(&error).is_some());
}
