//! `serve` over real sockets, against peers that stall, drip, flood or leave.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tenon_runtime::http::StatusCode;
use tenon_runtime::server::{Serve, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};

mod mini;
use mini::server::{App, service};

const SHORT: Duration = Duration::from_millis(100);
const POST: &str = "POST /pets HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";

type Mini = mini::server::Service<App>;

/// Serves the small API; sending (or dropping) the sender shuts it down.
async fn start(
    limits: impl FnOnce(Serve<Mini>) -> Serve<Mini>,
) -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = limits(serve(listener, service(App))).shutdown_on(async {
        let _ = stopped.await;
    });
    (address, stop, tokio::spawn(server.into_future()))
}

async fn connect(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// Everything until the server closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut content = Vec::new();
    // A reset is as good as an end.
    let _ = stream.read_to_end(&mut content).await;
    String::from_utf8(content).unwrap()
}

async fn head(stream: &mut TcpStream) -> String {
    let mut content = Vec::new();
    while !content.ends_with(b"\r\n\r\n") {
        content.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(content).unwrap()
}

#[tokio::test]
async fn a_request_over_http1() {
    let (address, _stop, _) = start(|serve| serve).await;
    let body = r#"{"name":"Rex"}"#;
    let reply = rest(
        connect(address, &format!("{POST}connection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())).await,
    )
    .await;
    assert!(reply.starts_with("HTTP/1.1 201 Created\r\n"), "{reply}");
    assert!(reply.ends_with(r#"{"name":"Rex","ages":[]}"#), "{reply}");
    let chunked = format!(
        "{POST}connection: close\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{{\"name\"\r\n7\r\n:\"Rex\"}}\r\n0\r\n\r\n"
    );
    assert!(rest(connect(address, &chunked).await).await.starts_with("HTTP/1.1 201"));
    let head = rest(connect(address, "HEAD /pets/1.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await).await;
    assert!(head.contains("content-length: 30\r\n") && head.ends_with("\r\n\r\n"), "{head}");
}

#[tokio::test]
async fn a_request_over_http2() {
    let (address, stop, server) = start(|serve| serve).await;
    let client =
        hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).http2_only(true).build_http();
    let body = http_body_util::Full::new(tenon_runtime::bytes::Bytes::from(r#"{"name":"Rex"}"#));
    let request = tenon_runtime::http::Request::post(format!("http://{address}/pets"));
    let reply = client.request(request.header("content-type", "application/json").body(body).unwrap()).await.unwrap();
    assert_eq!((reply.status(), reply.version()), (StatusCode::CREATED, tenon_runtime::http::Version::HTTP_2));
    // An open HTTP/2 connection without requests does not hold up a shutdown.
    stop.send(()).unwrap();
    server.await.unwrap();
}

#[tokio::test]
async fn an_idle_http2_connection_is_closed() {
    let (address, _stop, _) = start(|serve| serve.idle(SHORT)).await;
    let mut stream = connect(address, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await.unwrap();
    let mut content = Vec::new();
    let _ = stream.read_to_end(&mut content).await;
    assert!(!content.is_empty());
}

#[tokio::test]
async fn a_silent_connection_is_closed() {
    let (address, _stop, _) = start(|serve| serve.idle(SHORT)).await;
    assert_eq!(rest(connect(address, "").await).await, "");
    // Half of HTTP/2's preface says nothing about the version yet.
    assert_eq!(rest(connect(address, "PRI * HTTP/2").await).await, "");
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let (address, _stop, _) = start(|serve| serve.idle(SHORT)).await;
    let reply = rest(connect(address, "GET /pets/1.json HTTP/1.1\r\nhost: x\r\n\r\n").await).await;
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
}

#[tokio::test]
async fn a_stalled_header_is_cut_off() {
    let (address, _stop, _) = start(|serve| serve.header_read(SHORT)).await;
    let reply = rest(connect(address, "GET /pets/1.json HTTP/1.1\r\nhost: x\r\n").await).await;
    assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 408"), "{reply}");
}

#[tokio::test]
async fn a_stalled_body_is_answered_with_408() {
    let (address, _stop, _) = start(|serve| serve.body_pause(SHORT)).await;
    let reply = rest(connect(address, &format!("{POST}content-length: 500\r\n\r\n{{")).await).await;
    assert!(reply.starts_with("HTTP/1.1 408"), "{reply}");
    assert!(reply.contains("connection: close"), "{reply}");
}

#[tokio::test]
async fn a_dripping_body_is_answered_with_408() {
    let (address, _stop, _) = start(|serve| serve.body_pause(SHORT * 50).body_total(SHORT * 3)).await;
    let mut stream = connect(address, &format!("{POST}content-length: 100000\r\n\r\n")).await;
    let (mut read, mut write) = stream.split();
    let drip = async {
        while write.write_all(b" ").await.is_ok() {
            tokio::time::sleep(SHORT / 5).await;
        }
    };
    let mut reply = [0; 12];
    tokio::select! {
        () = drip => panic!("closed without an answer"),
        answer = read.read_exact(&mut reply) => { answer.unwrap(); }
    }
    assert_eq!(&reply, b"HTTP/1.1 408");
}

#[tokio::test]
async fn a_broken_off_body_hurts_nobody() {
    let (address, _stop, _) = start(|serve| serve).await;
    drop(connect(address, &format!("{POST}content-length: 500\r\n\r\n{{")).await);
    let reply = rest(connect(address, "GET /pets/1.json HTTP/1.1\r\nconnection: close\r\n\r\n").await).await;
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
}

#[tokio::test]
async fn too_many_or_too_large_headers() {
    let (address, _stop, _) = start(|serve| serve.max_header_bytes(16 << 10)).await;
    let large = format!("GET /pets/1.json HTTP/1.1\r\na: {}\r\n\r\n", "b".repeat(40_000));
    let many = format!("GET /pets/1.json HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(500));
    for request in [large, many] {
        // Without reading on, the kernel may drop the answer with the rest of the request, so only the status is looked at.
        let mut stream = TcpStream::connect(address).await.unwrap();
        let _ = stream.write_all(request.as_bytes()).await;
        let mut status = [0; 12];
        stream.read_exact(&mut status).await.unwrap();
        assert_eq!(&status, b"HTTP/1.1 431");
    }
    let (address, _stop, _) = start(|serve| serve.max_headers(2)).await;
    let reply = rest(connect(address, "GET /pets/1.json HTTP/1.1\r\na: 1\r\nb: 2\r\nc: 3\r\n\r\n").await).await;
    assert!(reply.starts_with("HTTP/1.1 431"), "{reply}");
}

#[tokio::test]
async fn more_connections_wait() {
    let (address, _stop, _) = start(|serve| serve.max_connections(1)).await;
    let get = "GET /pets/1.json HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut first = connect(address, get).await;
    assert!(head(&mut first).await.starts_with("HTTP/1.1 200"));
    let mut second = connect(address, get).await;
    assert!(tokio::time::timeout(SHORT * 2, second.read_u8()).await.is_err(), "there is no room yet");
    drop(first);
    assert!(head(&mut second).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_peer_that_reads_nothing_is_dropped() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let gone = Arc::new(Notify::new());
    let body = Endless(OnDrop(gone.clone()));
    let body = Arc::new(std::sync::Mutex::new(Some(tenon_runtime::Body::stream(body))));
    let service = tower::service_fn(move |_: tenon_runtime::http::Request<tenon_runtime::Body>| {
        let body = body.lock().unwrap().take().unwrap_or_default();
        async move { Ok::<_, std::convert::Infallible>(tenon_runtime::http::Response::new(body)) }
    });
    let _server = tokio::spawn(serve(listener, service).write_pause(SHORT).into_future());
    let _stream = connect(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    gone.notified().await;
}

struct OnDrop(Arc<Notify>);
impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}
struct Endless(#[allow(dead_code)] OnDrop);
impl http_body::Body for Endless {
    type Data = tenon_runtime::bytes::Bytes;
    type Error = std::convert::Infallible;
    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Ready(Some(Ok(http_body::Frame::data(vec![0; 65_536].into()))))
    }
}

/// A service that says when it has begun, and waits until it may end.
fn waiting(begun: Arc<Notify>, may_end: Arc<Notify>, ended: Arc<AtomicBool>) -> axum::Router {
    axum::Router::new().fallback(move || {
        let (begun, may_end, ended) = (begun.clone(), may_end.clone(), ended.clone());
        async move {
            begun.notify_one();
            may_end.notified().await;
            ended.store(true, Ordering::SeqCst);
            "done"
        }
    })
}

#[tokio::test]
async fn shutdown_finishes_what_was_begun() {
    let (begun, may_end, ended) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = Arc::new(Notify::new());
    let stopped = stop.clone();
    let server = tokio::spawn(
        serve(listener, waiting(begun.clone(), may_end.clone(), ended.clone()))
            .shutdown_on(async move { stopped.notified().await })
            .into_future(),
    );
    let _idle = connect(address, "").await;
    let stream = connect(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    begun.notified().await;
    stop.notify_one();
    while TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(SHORT / 10).await;
    }
    assert!(!server.is_finished());
    may_end.notify_one();
    let reply = rest(stream).await;
    assert!(reply.ends_with("done"), "{reply}");
    server.await.unwrap();
}

#[tokio::test]
async fn shutdown_has_a_deadline() {
    let (begun, ended) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = Arc::new(Notify::new());
    let stopped = stop.clone();
    let service = waiting(begun.clone(), Arc::new(Notify::new()), ended.clone());
    let server = tokio::spawn(
        serve(listener, service)
            .shutdown_deadline(SHORT)
            .shutdown_on(async move { stopped.notified().await })
            .into_future(),
    );
    let stream = connect(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    begun.notified().await;
    stop.notify_one();
    server.await.unwrap();
    assert_eq!(rest(stream).await, "");
    assert!(!ended.load(Ordering::SeqCst));
}

#[tokio::test]
async fn a_peer_that_leaves_cancels_its_request() {
    let cancelled = Arc::new(Notify::new());
    let (begun, guard) = (Arc::new(Notify::new()), cancelled.clone());
    let started = begun.clone();
    let app = axum::Router::new().fallback(move || {
        let (started, guard) = (started.clone(), OnDrop(guard.clone()));
        async move {
            started.notify_one();
            std::future::pending::<()>().await;
            drop(guard);
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let _server = tokio::spawn(serve(listener, app).into_future());
    let stream = connect(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    begun.notified().await;
    drop(stream);
    cancelled.notified().await;
}
