//! Over sockets, by the transports that come with the crate.
use core::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

/// A server that answers every connection with these bytes, and closes it unless told to hold it.
async fn raw(answer: &'static [u8], hold: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = socket.read(&mut request).await;
                let _ = socket.write_all(answer).await;
                if hold {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
            });
        }
    });
    format!("http://{address}")
}

async fn echo() -> String {
    let router = axum::Router::new().route(
        "/items/{id}/x",
        axum::routing::post(
            |body: String| async move { ([("content-type", "application/json"), ("x-count", "1")], body) },
        ),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A channel by each transport that there is.
fn channels(base: &str) -> Vec<Channel> {
    let channels = vec![Channel::new(base)];
    #[cfg(feature = "reqwest")]
    let channels = {
        let mut channels = channels;
        channels.push(Channel::new(base).transport(Reqwest::build(::reqwest::Client::builder()).unwrap()));
        channels
    };
    channels
}

#[tokio::test]
async fn there_and_back() {
    for channel in channels(&echo().await) {
        for _ in 0..3 {
            let get = Get { body: Some(vec![1, 2, 3]), ..Get::new("a/b") };
            assert_eq!(channel.call(get).send().await.unwrap().value, GetOk::List(vec![1, 2, 3], Some(1)));
        }
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let base = raw(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 2\r\n\r\nhi", false).await;
    for channel in channels(&base) {
        match channel.call(Get::new("1")).send().await {
            Err(Error::Unexpected(reply)) => {
                assert_eq!((reply.status().as_u16(), &reply.body()[..]), (302, &b"hi"[..]));
                assert_eq!(reply.headers()["location"], "http://127.0.0.1:1/");
            }
            other => panic!("{other:?}"),
        }
    }
}

/// A client that was told to follow them, or was not told not to.
#[cfg(feature = "reqwest")]
#[tokio::test]
async fn what_a_redirect_led_to_is_no_reply() {
    let elsewhere = raw(b"HTTP/1.1 204 No Content\r\n\r\n", false).await;
    let answer = format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: {elsewhere}/\r\ncontent-length: 0\r\n\r\n");
    let base = raw(answer.leak().as_bytes(), false).await;
    let channel = Channel::new(&base).transport(Reqwest::from(::reqwest::Client::new()));
    match channel.call(Get::new("1")).send().await {
        Err(Error::Transport(error)) => assert!(error.to_string().contains("redirect"), "{error}"),
        other => panic!("{other:?}"),
    }
}

/// A connection that is closed may have carried a request to somebody who acted on it.
#[tokio::test]
async fn nothing_is_sent_twice() {
    use core::sync::atomic::{AtomicUsize, Ordering};
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let seen = std::sync::Arc::new(AtomicUsize::new(0));
    let count = seen.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let count = count.clone();
            tokio::spawn(async move {
                let mut request = [0; 4096];
                // The first request is answered, and the connection kept; the next one is read, and that is all.
                while socket.read(&mut request).await.is_ok_and(|read| read > 0) {
                    if count.fetch_add(1, Ordering::SeqCst) % 2 == 1 {
                        return;
                    }
                    let _ = socket.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
                }
            });
        }
    });
    for (sent, channel) in channels(&base).into_iter().enumerate() {
        assert!(channel.call(Get::new("1")).send().await.is_ok());
        let lost = channel.call(Get::new("1")).send().await;
        assert!(matches!(lost, Err(Error::Transport(_))), "{lost:?}");
        assert_eq!(seen.load(Ordering::SeqCst), 2 * sent + 2);
    }
}

#[tokio::test]
async fn a_truncated_body_keeps_status_and_start() {
    let base =
        raw(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n[1, 2", false).await;
    for channel in channels(&base) {
        match channel.call(Get::new("1")).send().await {
            Err(Error::Decode(decode)) => {
                assert!(matches!(decode.fault(), DecodeFault::Broken(_)));
                assert_eq!((decode.status().as_u16(), &decode.body()[..]), (200, &b"[1, 2"[..]));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_claim_of_endless_content_is_cut_at_the_cap() {
    let base = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\n[1, 2, 3, 4", true).await;
    for channel in channels(&base) {
        match channel.max_reply(5).call(Get::new("1")).send().await {
            Err(Error::Decode(decode)) => {
                assert!(matches!(decode.fault(), DecodeFault::TooLarge));
                assert_eq!(&decode.body()[..], b"[1, 2");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    for answer in [&b""[..], b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1"] {
        for channel in channels(&raw(answer, true).await) {
            let result = channel.timeout(Duration::from_millis(100)).call(Get::new("1")).send().await;
            assert!(matches!(result, Err(Error::Timeout)), "{result:?}");
        }
    }
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn reqwest_keeps_time_by_itself() {
    for answer in [&b""[..], b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1"] {
        let base = raw(answer, true).await;
        let reqwest = Reqwest::from(::reqwest::Client::new());
        let mut request = http::Request::post(format!("{base}/")).body(Body::from("x")).unwrap();
        request.extensions_mut().insert(Timeout(Duration::from_millis(100)));
        let timed_out = match reqwest.send(request).await {
            Err(error) => error.is_timeout(),
            Ok(reply) => {
                let error = reply.into_body().collect().await.unwrap_err();
                error.downcast_ref::<TransportError>().unwrap().is_timeout()
            }
        };
        assert!(timed_out);
    }
}

#[tokio::test]
async fn nobody_there_is_a_transport_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for base in [&*base, "https://localhost:1"] {
        for channel in channels(base) {
            let error = channel.call(Get::new("se-cr-et")).send().await.unwrap_err();
            assert!(matches!(error, Error::Transport(_)), "{error:?}");
            assert!(!format!("{error:?}").contains("se-cr-et"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn nonsense_is_a_transport_error() {
    for answer in [&b"SSH-2.0-OpenSSH\r\n"[..], b"HTTP/1.1 2 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\na\0: b\r\n\r\n"] {
        for channel in channels(&raw(answer, false).await) {
            let error = channel.call(Get::new("1")).send().await.unwrap_err();
            assert!(matches!(error, Error::Transport(_)), "{error:?}");
        }
    }
}
