//! Calls that take too long. The servers here never answer, so that no test depends on how fast the machine is.

use std::time::Duration;

use http::Response;
use tenon_runtime::Body;
use tenon_runtime::client::{CallOptions, Channel, Error, Timer};
use tokio::net::TcpListener;

use crate::house::{Pieces, Then, in_process, server_that_says, server_with};
use crate::quiva;

const SOON: Duration = Duration::from_millis(5);

/// A server that never answers.
fn silent() -> Channel {
    in_process(tower::service_fn(|_| std::future::pending::<Result<Response<Body>, std::convert::Infallible>>()))
}

#[tokio::test]
async fn a_server_that_never_answers() {
    let by_channel = quiva::client(silent().timeout(SOON)).delete_secret("k").await;
    assert!(matches!(by_channel, Err(Error::Timeout)), "{by_channel:?}");

    let by_call = quiva::client(silent()).delete_secret("k").options(CallOptions::new().timeout(SOON)).await;
    assert!(matches!(by_call, Err(Error::Timeout)), "{by_call:?}");
}

#[tokio::test]
async fn a_body_that_never_ends() {
    let server = server_with(|_| Response::new(Body::stream(Pieces(vec!["{"], Then::Never))));
    let result = quiva::client(in_process(server).timeout(SOON)).delete_secret("k").await;
    assert!(matches!(result, Err(Error::Timeout)), "{result:?}");
}

#[tokio::test]
async fn a_socket_that_says_nothing() {
    // The system accepts connections for it; nobody ever reads them.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let channel = Channel::new(&format!("http://{}", listener.local_addr().unwrap())).timeout(SOON);
    let result = quiva::client(channel).delete_secret("k").await;
    assert!(matches!(result, Err(Error::Timeout)), "{result:?}");
}

#[tokio::test]
async fn time_can_be_kept_by_others() {
    let at_once = Timer::new(|_| std::future::ready(()));
    let result = quiva::client(silent().timeout(Duration::MAX).timer(at_once.clone())).delete_secret("k").await;
    assert!(matches!(result, Err(Error::Timeout)), "{result:?}");

    // Who is done when the time is up was in time.
    let server = server_that_says(200, &[], "{}");
    quiva::client(in_process(server).timer(at_once)).delete_secret("k").await.unwrap();
}
