//! What comes back when it should not.
use core::time::Duration;

use super::*;

async fn get(channel: Channel) -> Result<GetOk, NotFound> {
    channel.call(Get::new("1")).send().await
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

#[tokio::test]
async fn declared_replies_are_typed() {
    let ok = get(answering(200, &[("content-type", "application/json; charset=utf-8"), ("x-count", "2")], "[1, 2]"))
        .await
        .unwrap();
    assert_eq!(ok.value, GetOk::List(vec![1, 2], Some(2)));
    assert_eq!((ok.status.as_u16(), &ok.headers["x-count"]), (200, &http::HeaderValue::from_static("2")));
    for (headers, body) in [
        (&[][..], "\"gone\""),
        (&[("content-type", "application/problem+json")], "\"gone\""),
        (&[("content-type", "text/plain")], "gone"),
    ] {
        match get(answering(404, headers, body)).await {
            Err(Error::Api(reply)) => assert_eq!(reply.into_inner(), NotFound("gone".into())),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn no_content_with_content_is_no_content() {
    assert_eq!(get(answering(204, JSON, "{not json")).await.unwrap().value, GetOk::Nothing);
}

#[tokio::test]
async fn what_is_not_declared_keeps_status_headers_and_body() {
    for status in [101, 202, 301, 401, 404, 418, 500, 599, 999] {
        let error =
            get(answering(status, &[("location", "http://elsewhere"), ("content-type", "text/html")], "<html>"))
                .await
                .unwrap_err();
        let body = match &error {
            Error::Unexpected(reply) => reply.body(),
            Error::Decode(decode) if status == 404 => decode.body(),
            other => panic!("{other:?}"),
        };
        assert_eq!(body, "<html>");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.headers().unwrap()["location"], "http://elsewhere");
    }
}

#[tokio::test]
async fn what_cannot_be_read_keeps_status_headers_and_body() {
    for (headers, body) in [
        (JSON, "[1,"),
        (JSON, ""),
        (JSON, "{}"),
        (JSON, "[1.5]"),
        (JSON, "[9223372036854775808]"),
        (JSON, "\u{feff}[]"),
        (JSON, "[] []"),
        (&[("content-type", "text/html")], "[]"),
        (&[("content-type", "")], "[]"),
        (&[("content-type", "application/json"), ("content-encoding", "gzip")], "[]"),
    ] {
        let error = get(answering(200, headers, body)).await.unwrap_err();
        let Error::Decode(decode) = &error else { panic!("{error:?}") };
        assert_eq!((decode.status().as_u16(), decode.body()), (200, &bytes::Bytes::from(body)), "{headers:?}");
        assert_eq!(decode.headers().len(), headers.len());
    }
    let error = get(answering(200, JSON, "[1, \"x\"]")).await.unwrap_err();
    let Error::Decode(decode) = error else { panic!("{error:?}") };
    assert_eq!(decode.invalid().unwrap().violations[0].pointer, "/1");
}

#[tokio::test]
async fn headers_are_required_or_not() {
    assert_eq!(get(answering(201, &[("x-count", "3")], "")).await.unwrap().value, GetOk::List(vec![], Some(3)));
    assert_eq!(get(answering(200, &[("x-count", "many")], "[]")).await.unwrap().value, GetOk::List(vec![], None));
    for headers in [&[][..], &[("x-count", "many")], &[("x-count", "1"), ("x-count", "2")]] {
        match get(answering(201, headers, "")).await {
            Err(Error::Decode(decode)) => assert!(matches!(decode.fault(), DecodeFault::Header("x-count", _))),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn only_the_start_of_a_body_is_kept() {
    let long = "x".repeat(100_000);
    let channel = Channel::new("http://h").transport(tower::service_fn(move |_: http::Request<Body>| {
        let long = long.clone();
        async move { Ok::<_, std::io::Error>(reply(500, &[], long)) }
    }));
    match get(channel.clone()).await {
        Err(Error::Unexpected(reply)) => assert_eq!(reply.body().len(), 8192),
        other => panic!("{other:?}"),
    }
    match get(channel.max_reply(10)).await {
        Err(Error::Unexpected(reply)) => assert_eq!(reply.body(), "xxxxxxxxxx"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_reply_beyond_the_cap_is_refused() {
    let channel = answering(200, JSON, "[1, 2, 3]");
    assert!(get(channel.clone().max_reply(9)).await.is_ok());
    for call in [
        channel.clone().max_reply(8).call(Get::new("1")),
        channel.call(Get::new("1")).options(CallOptions::new().max_reply(8)),
    ] {
        match call.send().await {
            Err(Error::Decode(decode)) => assert!(matches!(decode.fault(), DecodeFault::TooLarge)),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_body_that_ends_early_keeps_what_was_there() {
    let channel = Channel::new("http://h").transport(tower::service_fn(|_: http::Request<Body>| async {
        let start = http_body_util::Full::new(bytes::Bytes::from("[1,"));
        let body = start
            .map_err(|never| -> crate::BodyError { match never {} })
            .with_trailers(async { Some(Err("cut".into())) });
        Ok::<_, std::io::Error>(reply(200, JSON, "").map(|_: Body| Body::stream(body)))
    }));
    match get(channel).await {
        Err(Error::Decode(decode)) => {
            assert!(matches!(decode.fault(), DecodeFault::Broken(_)));
            assert_eq!(decode.body(), "[1,");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_deadline_holds_for_head_and_body() {
    let timer = Timer::new(tokio::time::sleep);
    let silent = Channel::new("http://h").timer(timer).transport(tower::service_fn(|_: http::Request<Body>| async {
        core::future::pending::<core::result::Result<http::Response<Body>, std::io::Error>>().await
    }));
    let endless = silent.clone().transport(tower::service_fn(|_: http::Request<Body>| async {
        let body = http_body_util::Full::new(bytes::Bytes::from("[")).with_trailers(core::future::pending());
        Ok::<_, std::io::Error>(reply(200, JSON, "").map(|_: Body| Body::stream(body)))
    }));
    for channel in [silent, endless] {
        let short = Duration::from_millis(20);
        assert!(matches!(get(channel.clone().timeout(short)).await, Err(Error::Timeout)));
        let call = channel.call(Get::new("1")).options(CallOptions::new().timeout(short));
        assert!(matches!(call.send().await, Err(Error::Timeout)));
    }
}

/// However long the whole may take.
#[tokio::test]
async fn a_body_that_stops_coming_is_given_up() {
    let stops = Channel::new("http://h").timer(Timer::new(tokio::time::sleep)).no_timeout();
    let stops = stops.transport(tower::service_fn(|_: http::Request<Body>| async {
        let body = http_body_util::Full::new(bytes::Bytes::from("[")).with_trailers(core::future::pending());
        Ok::<_, std::io::Error>(reply(200, JSON, "").map(|_: Body| Body::stream(body)))
    }));
    let short = Duration::from_millis(20);
    let call = stops.call(Get::new("1")).options(CallOptions::new().body_pause(short));
    assert!(matches!(call.send().await, Err(Error::Timeout)));
    let long = stops.clone().timeout(short).body_pause(Duration::MAX);
    assert!(matches!(get(long).await, Err(Error::Timeout)), "the deadline of the whole");
    assert!(matches!(get(stops.body_pause(short)).await, Err(Error::Timeout)));
}

#[cfg(not(feature = "hyper"))]
#[tokio::test]
async fn nothing_is_promised_that_nobody_keeps() {
    let channel = answering(204, &[], "");
    assert!(get(channel.clone()).await.is_ok());
    for channel in [channel.clone().timeout(Duration::from_secs(1)), channel.body_pause(Duration::from_secs(1))] {
        assert!(matches!(get(channel).await, Err(Error::Build(BuildError::NoTimer))));
    }
    assert!(matches!(get(Channel::new("http://h")).await, Err(Error::Build(BuildError::NoTransport))));
}

#[tokio::test]
async fn a_failing_service_is_a_transport_error() {
    let channel = Channel::new("http://h").transport(tower::service_fn(|_: http::Request<Body>| async {
        Err::<http::Response<Body>, _>(std::io::Error::other("no route"))
    }));
    match get(channel).await {
        Err(Error::Transport(error)) => assert_eq!(error.to_string(), "no route"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn cookies_of_a_reply_are_not_shown() {
    let ok = get(answering(204, &[("set-cookie", "session=secret")], "")).await.unwrap();
    assert_eq!(ok.headers["set-cookie"], "session=secret");
    assert!(!format!("{ok:?}").contains("secret"));
    let error = get(answering(500, &[("set-cookie", "session=secret")], "")).await.unwrap_err();
    assert!(!format!("{error:?}").contains("secret"));
}
