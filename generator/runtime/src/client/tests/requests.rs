//! What goes out.
use super::*;
use crate::param::{Fault, Location};

#[tokio::test]
async fn everything_goes_where_it_belongs() {
    let (channel, log) = recorder();
    let get = Get {
        id: "a/b c".into(),
        tags: vec!["x".into(), "y&z".into()],
        trace: Some("t".into()),
        session: Some("s;1".into()),
        body: Some(vec![1, 2]),
    };
    assert_eq!(channel.call(get).send().await.unwrap().value, GetOk::Nothing);
    let seen = log.lock().unwrap().pop().unwrap();
    assert_eq!(seen.uri, "http://api.example/v1/items/a%2Fb%20c/x?tags=x%7Cy%26z");
    assert_eq!(seen.headers["x-trace"], "t");
    assert_eq!(seen.headers["cookie"], "session=s%3B1");
    assert_eq!(seen.headers["accept"], "application/json");
    assert_eq!(seen.headers["content-type"], "application/json");
    assert_eq!(seen.body, "[1,2]");
}

#[tokio::test]
async fn what_is_absent_leaves_nothing() {
    let (channel, log) = recorder();
    channel.call(Get::new("1")).send().await.unwrap();
    let seen = log.lock().unwrap().pop().unwrap();
    assert_eq!(seen.uri, "http://api.example/v1/items/1/x");
    assert_eq!(seen.headers.keys().collect::<Vec<_>>(), ["accept"]);
    assert_eq!(seen.body, "");
}

#[tokio::test]
async fn segments_that_would_be_lost_are_refused() {
    let (channel, log) = recorder();
    for (id, expected) in [("", Fault::Missing), (".", Fault::DotSegment), ("..", Fault::DotSegment)] {
        match channel.call(Get::new(id)).send().await {
            Err(Error::Build(BuildError::Parameter { name: "id", location: Location::Path, fault })) => {
                assert_eq!(fault, expected);
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(log.lock().unwrap().is_empty());
    channel.call(Get::new("...")).send().await.unwrap();
    channel.call(Get::new("%2e%2e")).send().await.unwrap();
    assert_eq!(log.lock().unwrap().pop().unwrap().uri, "http://api.example/v1/items/%252e%252e/x");
}

#[tokio::test]
async fn header_injection_is_refused() {
    let (channel, log) = recorder();
    for value in ["a\r\nx: y", "a\nb", "a\0"] {
        let get = Get { trace: Some(value.into()), ..Get::new("1") };
        match channel.call(get).send().await {
            Err(Error::Build(BuildError::Parameter { name: "X-Trace", fault: Fault::Header, .. })) => {}
            other => panic!("{other:?}"),
        }
        let options = CallOptions::new().header("x-trace", value);
        let error = channel.call(Get::new("1")).options(options).send().await;
        assert!(matches!(error, Err(Error::Build(BuildError::Header))));
    }
    assert!(log.lock().unwrap().is_empty());
}

#[tokio::test]
async fn options_replace_headers() {
    let (channel, log) = recorder();
    let options = CallOptions::new().header("Accept", "*/*").header("x-more", "1");
    channel.call(Get::new("1")).options(options).send().await.unwrap();
    let seen = log.lock().unwrap().pop().unwrap();
    assert_eq!(seen.headers["accept"], "*/*");
    assert_eq!(seen.headers["x-more"], "1");
}

#[tokio::test]
async fn a_bad_base_url_is_reported_by_the_call() {
    for base in ["api.example", "ftp://api.example", "http://u:secret@api.example"] {
        let error = Channel::new(base).transport(axum::Router::new()).call(Get::new("1")).send().await.unwrap_err();
        assert!(matches!(error, Error::Build(BuildError::BaseUrl(_))));
        assert!(!format!("{error:?}{error}").contains("secret"));
    }
}

#[tokio::test]
async fn an_axum_router_is_a_transport() {
    use axum::extract::Path;
    let router = axum::Router::new().route(
        "/v1/items/{id}/x",
        axum::routing::post(|Path(id): Path<i64>, body: String| async move { format!("[{id},{body}]") }),
    );
    let router = router.layer(axum::middleware::map_response(|mut reply: axum::response::Response| async move {
        reply.headers_mut().remove("content-type");
        reply.headers_mut().insert("x-count", http::HeaderValue::from_static("2"));
        reply
    }));
    let channel = Channel::new("http://in-process/v1").transport(router);
    let reply = channel.call(Get { body: Some(vec![]), ..Get::new("7") }).send().await.unwrap_err();
    assert!(reply.status().is_some_and(|status| status == 200), "[7,[]] is no list of integers");
    let reply = Channel::new("http://in-process/v1").transport(axum::Router::new().route(
        "/v1/items/{id}/x",
        axum::routing::post(|| async { ([("content-type", "application/json")], "[1, 2]") }),
    ));
    assert_eq!(reply.call(Get::new("7")).send().await.unwrap().into_inner(), GetOk::List(vec![1, 2], None));
}
