//! A gigabyte through every kind of stream, in each direction, over a socket, with both halves in this process: nothing is
//! lost, and memory does not grow. Takes minutes: `cargo test --release -p tests --test exercise gigabyte -- --ignored --nocapture`.
use std::pin::Pin;
use std::task::{Context as Poller, Poll};

use tenon_runtime::client::{CallOptions, Channel};
use tenon_runtime::server::{Context, Problem};
use tenon_runtime::stream::StreamError;
use tenon_runtime::{Body, BodyError, Event, File, Items, Json, Multipart, MultipartError};

use super::Endless;
use super::cases::{multipart_parts, octet_streams, streams_of_items};

const GIGABYTE: usize = 1 << 30;
/// What an item holds beside its frame.
const ITEM: usize = 32 * 1024;
const ITEMS: usize = GIGABYTE / ITEM;
/// The bar, for both halves together.
const MOST_KILOBYTES: usize = 64 * 1024;

struct App;

#[derive(Debug)]
struct Failed(String);

macro_rules! failed {
    ($($from:ty),*) => { $(
        impl From<$from> for Failed {
            fn from(error: $from) -> Self {
                Self(error.to_string())
            }
        }
    )* };
}
failed!(StreamError, BodyError, MultipartError);

impl tenon_runtime::server::IntoResponse for Failed {
    fn into_response(self) -> axum::response::Response {
        let problem = Problem::new(http::StatusCode::IM_A_TEAPOT).detail(self.0);
        tenon_runtime::server::IntoResponse::into_response(problem)
    }
}

/// The same item again and again.
struct Again<T>(usize, fn(usize) -> T);

impl<T> futures_core::Stream for Again<T> {
    type Item = Result<T, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Poller<'_>) -> Poll<Option<Self::Item>> {
        let left = self.0.checked_sub(1);
        Poll::Ready(left.map(|left| {
            self.0 = left;
            Ok((self.1)(ITEMS - left))
        }))
    }
}

fn again<T: Send + 'static>(item: fn(usize) -> T) -> Items<T> {
    Items::new(Again(ITEMS, item))
}

fn tick(at: usize) -> streams_of_items::types::Tick {
    streams_of_items::types::Tick::new(i64::try_from(at).unwrap()).note("x".repeat(ITEM))
}

impl streams_of_items::server::Operations for App {
    type Error = Failed;

    async fn ticks(
        &self,
        _: Context<()>,
        _: streams_of_items::ops::TicksRequest,
    ) -> Result<streams_of_items::ops::TicksReply, Failed> {
        Ok(streams_of_items::ops::TicksOk::ok(again(|at| Event::from(tick(at)))).into())
    }

    async fn send_ticks(
        &self,
        _: Context<()>,
        request: streams_of_items::ops::SendTicksRequest,
    ) -> Result<streams_of_items::ops::SendTicksReply, Failed> {
        let (mut ticks, mut count) = (request.body, 0);
        while let Some(tick) = ticks.next().await? {
            count += i64::from(tick.note.is_some_and(|note| note.len() == ITEM) && tick.at == count + 1);
        }
        Ok(streams_of_items::ops::SendTicksOk::ok(count).into())
    }

    async fn replace_ticks(
        &self,
        _: Context<()>,
        request: streams_of_items::ops::ReplaceTicksRequest,
    ) -> Result<streams_of_items::ops::ReplaceTicksReply, Failed> {
        let Some(streams_of_items::ops::ReplaceTicksBody::EventStream(mut events)) = request.body else {
            return Err(Failed("events are sent".to_owned()));
        };
        let mut count = 0;
        while let Some(event) = events.next().await? {
            count += i64::from(event.event.is_some_and(|name| name.len() == ITEM));
        }
        Ok(streams_of_items::ops::ReplaceTicksOk::ok(vec![Some(count)]).into())
    }

    async fn log(
        &self,
        _: Context<()>,
        _: streams_of_items::ops::LogRequest,
    ) -> Result<streams_of_items::ops::LogReply, Failed> {
        let lines = again(|_| Json::of(&"x".repeat(ITEM)));
        Ok(streams_of_items::ops::LogOk::ok(streams_of_items::ops::Log200Body::Jsonl(lines)).into())
    }
}

impl octet_streams::server::Operations for App {
    type Error = Failed;

    async fn put_files_name(
        &self,
        _: Context<()>,
        request: octet_streams::ops::PutFilesNameRequest,
    ) -> Result<octet_streams::ops::PutFilesNameReply, Failed> {
        let length = length(request.body).await?;
        Ok(octet_streams::ops::PutFilesNameOk::ok(i64::try_from(length).unwrap()).into())
    }

    async fn get_files_name(
        &self,
        _: Context<()>,
        _: octet_streams::ops::GetFilesNameRequest,
    ) -> Result<octet_streams::ops::GetFilesNameReply, Failed> {
        Ok(octet_streams::ops::GetFilesNameOk::ok(Endless::of(GIGABYTE)).into())
    }

    async fn patch_files_name(
        &self,
        _: Context<()>,
        _: octet_streams::ops::PatchFilesNameRequest,
    ) -> Result<octet_streams::ops::PatchFilesNameReply, Failed> {
        Ok(octet_streams::ops::PatchFilesNameOk::no_content().into())
    }

    async fn post_pipe(
        &self,
        _: Context<()>,
        _: octet_streams::ops::PostPipeRequest,
    ) -> Result<octet_streams::ops::PostPipeReply, Failed> {
        Err(Failed("not here".to_owned()))
    }
}

impl multipart_parts::server::Operations for App {
    type Error = Failed;

    async fn post_anything(
        &self,
        _: Context<()>,
        request: multipart_parts::ops::PostAnythingRequest,
    ) -> Result<multipart_parts::ops::PostAnythingReply, Failed> {
        use multipart_parts::ops::{PostAnything200Part, PostAnythingBody, PostAnythingFormDataPart, PostAnythingOk};
        let Some(PostAnythingBody::FormData(mut parts)) = request.body else {
            return Err(Failed("parts are sent".to_owned()));
        };
        let mut all = 0;
        while let Some(PostAnythingFormDataPart::Other(_, file)) = parts.next().await? {
            all += length(file.content).await?;
        }
        let file = if all == GIGABYTE { Endless::of(GIGABYTE) } else { Body::empty() };
        let reply = Multipart::new().part(PostAnything200Part::Other("all".to_owned(), File::new(file)));
        Ok(PostAnythingOk::ok(reply).into())
    }

    async fn post_closed(
        &self,
        _: Context<()>,
        _: multipart_parts::ops::PostClosedRequest,
    ) -> Result<multipart_parts::ops::PostClosedReply, Failed> {
        Err(Failed("not here".to_owned()))
    }

    async fn post_raw(
        &self,
        _: Context<()>,
        _: multipart_parts::ops::PostRawRequest,
    ) -> Result<multipart_parts::ops::PostRawReply, Failed> {
        Err(Failed("not here".to_owned()))
    }
}

async fn length(mut body: Body) -> Result<usize, BodyError> {
    let mut length = 0;
    while let Some(chunk) = body.chunk().await? {
        length += chunk.len();
    }
    Ok(length)
}

/// The most memory that this process ever had, in kilobytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or(0)
}

fn told(what: &str, begun: std::time::Instant) {
    println!("{what}: {:.1} s, {} MB at most until now", begun.elapsed().as_secs_f64(), peak() / 1024);
}

async fn over_a_socket<A: tenon_runtime::server::Api>(service: tenon_runtime::server::Service<A>) -> Channel {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = service.stream_limit(usize::MAX);
    tokio::spawn(async move { tenon_runtime::server::serve(listener, service).await });
    Channel::new(&format!("http://{address}")).no_timeout()
}

#[tokio::test]
#[ignore = "takes minutes"]
async fn a_gigabyte_in_constant_memory() {
    let streams = streams_of_items::client::Client::from(over_a_socket(streams_of_items::server::service(App)).await);
    let octets = octet_streams::client::Client::from(over_a_socket(octet_streams::server::service(App)).await);
    let parts = multipart_parts::client::Client::from(over_a_socket(multipart_parts::server::service(App)).await);
    let all = i64::try_from(ITEMS).unwrap();

    let begun = std::time::Instant::now();
    let mut events = streams.ticks().await.unwrap().into_inner().into_body();
    let mut count = 0;
    while let Some(event) = events.next().await.unwrap() {
        count += i64::from(event.data.at == count + 1 && event.data.note.is_some_and(|note| note.len() == ITEM));
    }
    assert_eq!(count, all);
    told("events from the server", begun);

    let begun = std::time::Instant::now();
    let events = again(|_| Event::new(7_i64).event("x".repeat(ITEM)));
    let body = streams_of_items::ops::ReplaceTicksBody::from(events);
    let mut counted = streams.replace_ticks().body(body).await.unwrap().into_inner().into_body();
    assert_eq!(counted.next().await.unwrap(), Some(Some(all)));
    told("events from the client", begun);

    let begun = std::time::Instant::now();
    let accept = CallOptions::new().header("accept", "application/jsonl");
    let streams_of_items::ops::LogOk::Ok(lines) = streams.log().options(accept).await.unwrap().into_inner();
    let streams_of_items::ops::Log200Body::Jsonl(mut lines) = lines.body else { panic!("these are lines") };
    let mut count = 0;
    while let Some(line) = lines.next().await.unwrap() {
        count += i64::from(line.text().len() == ITEM + 2);
    }
    assert_eq!(count, all);
    told("lines from the server", begun);

    let begun = std::time::Instant::now();
    assert_eq!(*streams.send_ticks(again(tick)).await.unwrap().body(), all);
    told("lines from the client", begun);

    let begun = std::time::Instant::now();
    let file = octets.get_files_name("x").await.unwrap().into_inner().into_body();
    assert_eq!(length(file).await.unwrap(), GIGABYTE);
    told("octets from the server", begun);

    let begun = std::time::Instant::now();
    let sent = octets.put_files_name("x", Endless::of(GIGABYTE)).await.unwrap();
    assert_eq!(*sent.body(), i64::try_from(GIGABYTE).unwrap());
    told("octets from the client", begun);

    let begun = std::time::Instant::now();
    use multipart_parts::ops::{PostAnything200Part, PostAnythingBody, PostAnythingFormDataPart};
    let part = PostAnythingFormDataPart::Other("all".to_owned(), File::new(Endless::of(GIGABYTE)));
    let body = PostAnythingBody::FormData(Multipart::new().part(part));
    let mut reply = parts.post_anything().body(body).await.unwrap().into_inner().into_body();
    told("parts from the client", begun);
    let begun = std::time::Instant::now();
    let mut found = 0;
    while let Some(PostAnything200Part::Other(_, file)) = reply.next().await.unwrap() {
        found += length(file.content).await.unwrap();
    }
    assert_eq!(found, GIGABYTE);
    told("parts from the server", begun);
    assert!(peak() < MOST_KILOBYTES, "{} kB", peak());
}
