//! Streams of items, both ways: typed as they come, refused where they are not what the document says, gone on with.
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as Poller, Poll};
use std::time::Duration;

use http::{Request, Response};
use tenon_runtime::client::{BuildError, CallOptions, Channel, Error, Reconnect, Timer};
use tenon_runtime::server::{Context, Problem};
use tenon_runtime::stream::StreamError;
use tenon_runtime::{Body, BodyError, Event, Items, Json};

use super::cases::{event_objects, json_or_events, streams_of_items};
use super::{at, status_and_text};

#[derive(Clone, Default)]
struct App(Arc<Mutex<Vec<String>>>);

/// What implementations here fail with: they do not care why.
#[derive(Debug)]
struct Unread;

impl From<StreamError> for Unread {
    fn from(_: StreamError) -> Self {
        Self
    }
}

impl tenon_runtime::server::IntoResponse for Unread {
    fn into_response(self) -> axum::response::Response {
        tenon_runtime::server::IntoResponse::into_response(Problem::new(http::StatusCode::IM_A_TEAPOT))
    }
}

/// Items one by one, each after a while, then maybe an error.
struct Slow<T>(Vec<T>, Option<&'static str>, Option<Pin<Box<tokio::time::Sleep>>>);

impl<T: Unpin> Slow<T> {
    fn of(mut items: Vec<T>, error: Option<&'static str>) -> Self {
        items.reverse();
        Self(items, error, None)
    }
}

impl<T: Unpin> futures_core::Stream for Slow<T> {
    type Item = Result<T, String>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Poller<'_>) -> Poll<Option<Self::Item>> {
        let sleep = self.2.get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_millis(20))));
        std::task::ready!(std::future::Future::poll(sleep.as_mut(), cx));
        self.2 = None;
        let next = self.0.pop().map(Ok);
        Poll::Ready(next.or_else(|| self.1.take().map(|error| Err(error.to_owned()))))
    }
}

impl streams_of_items::server::Operations for App {
    type Error = Unread;

    async fn ticks(
        &self,
        _: Context<()>,
        request: streams_of_items::ops::TicksRequest,
    ) -> Result<streams_of_items::ops::TicksReply, Unread> {
        use streams_of_items::types::Tick;
        let from: i64 = request.last_event_id.and_then(|id| id.parse().ok()).unwrap_or(0);
        let tick = |at: i64| Event::from(Tick::new(at)).id(at.to_string()).event("tick");
        let (ticks, error) = match from {
            0 => (vec![tick(1), tick(2)], Some("the line is dead")),
            from => (vec![tick(from + 1)], None),
        };
        let events = Items::new(Slow::of(ticks, error)).keep_alive(Duration::from_millis(5));
        Ok(streams_of_items::ops::TicksOk::ok(events).into())
    }

    async fn send_ticks(
        &self,
        _: Context<()>,
        request: streams_of_items::ops::SendTicksRequest,
    ) -> Result<streams_of_items::ops::SendTicksReply, Unread> {
        let mut ticks = request.body;
        let mut count = 0;
        while let Some(tick) = ticks.next().await? {
            self.0.lock().unwrap().push(format!("{} {}", tick.at, tick.note.unwrap_or_default()));
            count += 1;
        }
        Ok(streams_of_items::ops::SendTicksOk::ok(count).into())
    }

    async fn replace_ticks(
        &self,
        _: Context<()>,
        request: streams_of_items::ops::ReplaceTicksRequest,
    ) -> Result<streams_of_items::ops::ReplaceTicksReply, Unread> {
        use streams_of_items::ops::ReplaceTicksBody;
        let mut kept = Vec::new();
        match request.body {
            None => {}
            Some(ReplaceTicksBody::JsonSeq(mut items)) => {
                while let Some(item) = items.next().await? {
                    kept.push(Some(item).filter(|item| *item > 10));
                }
            }
            Some(ReplaceTicksBody::EventStream(mut events)) => {
                while let Some(event) = events.next().await? {
                    kept.push(Some(event.data).filter(|item| *item > 10));
                }
            }
        }
        Ok(streams_of_items::ops::ReplaceTicksOk::ok(kept).into())
    }

    async fn log(
        &self,
        cx: Context<()>,
        _: streams_of_items::ops::LogRequest,
    ) -> Result<streams_of_items::ops::LogReply, Unread> {
        use streams_of_items::ops::{Log200Body, LogError, LogOk};
        Ok(match cx.preferred(&["text/event-stream", "application/jsonl", "text/plain"]) {
            Some(0) => LogOk::ok(Log200Body::EventStream(vec![Event::new("a\nb"), Event::new("")].into())).into(),
            Some(1) => LogOk::ok(Log200Body::Jsonl(vec![Json::of("a\nb"), Json::of(&5_i64)].into())).into(),
            _ => LogError::not_found("data: none\n\n").into(),
        })
    }
}

fn service(app: &App) -> tenon_runtime::server::Service<streams_of_items::server::Implementation<App>> {
    streams_of_items::server::service(app.clone())
}

fn client(app: &App) -> streams_of_items::client::Client {
    at(service(app)).into()
}

fn post(media_type: &str, method: &str, body: impl Into<Body>) -> Request<Body> {
    Request::builder().method(method).uri("/ticks").header("content-type", media_type).body(body.into()).unwrap()
}

#[tokio::test]
async fn items_are_sent_as_they_come_and_read_as_they_arrive() {
    use streams_of_items::types::Tick;
    let app = App::default();
    let ticks = vec![Tick::new(1), Tick::new(2).note("two\nlines")];
    assert_eq!(*client(&app).send_ticks(Items::new(Slow::of(ticks, None))).await.unwrap().body(), 2);
    assert_eq!(*app.0.lock().unwrap(), ["1 ", "2 two\nlines"]);
    // Whoever breaks off has sent no stream.
    let broken = client(&app).send_ticks(Items::new(Slow::of(vec![Tick::new(3)], Some("broken")))).await;
    assert!(broken.is_err());
    assert_eq!(app.0.lock().unwrap().last().unwrap(), "3 ");
}

#[tokio::test]
async fn what_is_no_item_is_refused_with_its_place() {
    let app = App::default();
    for (media_type, method, body, status, said) in [
        ("application/x-ndjson", "POST", "{\"at\":1}\n{\"at\":2}", 200, "2"),
        ("application/x-ndjson", "POST", "", 200, "0"),
        ("application/x-ndjson", "POST", "{\"at\":1}\n{\"at\":-1}", 400, "/1/at"),
        ("application/x-ndjson", "POST", "{\"at\":1}\n[]", 400, "/1"),
        ("application/x-ndjson", "POST", "{\"at\":1}\n{", 400, "/1"),
        ("application/json-seq", "PUT", "\x1e5\n\x1e11\n", 200, "\x1enull\n\x1e11\n"),
        ("application/json-seq", "PUT", "\x1e4\n", 400, "/0"),
        ("application/json-seq", "PUT", "5\n", 400, "RS"),
        ("application/json-seq", "PUT", "\x1e5", 400, "cut off"),
        ("text/event-stream", "PUT", "data: 11\n\n:x\n\nevent: x\ndata: 5\n\ndata: 12", 200, "\x1e11\n\x1enull\n"),
        ("text/event-stream", "PUT", "data: 11\n\ndata: 4\n\n", 400, "/1"),
        ("text/event-stream", "PUT", "data: [DONE]\n\n", 400, "/0"),
        ("application/json", "PUT", "[]", 415, ""),
    ] {
        let (found, text) = status_and_text(service(&app), post(media_type, method, body)).await;
        assert_eq!(found, status, "{body:?}: {text}");
        assert!(text.contains(said), "{body:?}: {text}");
    }
    let large = format!("{{\"at\":1,\"note\":\"{}\"}}", "x".repeat(100));
    let small = service(&app).body_limit(50).stream_limit(1000);
    assert_eq!(status_and_text(small.clone(), post("application/x-ndjson", "POST", large)).await.0, 413);
    let many = "{\"at\":1}\n".repeat(200);
    assert_eq!(status_and_text(small, post("application/x-ndjson", "POST", many)).await.0, 413);
}

#[tokio::test]
async fn either_media_type_arrives_as_what_it_is() {
    use streams_of_items::ops::{Log200Body, LogOk, ReplaceTicksBody};
    let client = client(&App::default());
    for body in [ReplaceTicksBody::from(Items::from(vec![5, 11])), Items::from(vec![5.into(), Event::new(11)]).into()] {
        let mut kept = client.replace_ticks().body(body).await.unwrap().into_inner().into_body();
        assert_eq!(kept.next().await.unwrap(), Some(None));
        assert_eq!(kept.next().await.unwrap(), Some(Some(11)));
        assert_eq!(kept.next().await.unwrap(), None);
    }
    assert!(client.replace_ticks().await.unwrap().into_inner().into_body().next().await.unwrap().is_none());
    let log = |accept: &str| client.log().options(CallOptions::new().header("accept", accept));
    let LogOk::Ok(events) = log("text/event-stream").await.unwrap().into_inner();
    let Log200Body::EventStream(mut events) = events.body else { panic!("these are events") };
    assert_eq!(events.next().await.unwrap(), Some(Event::new("a\nb")));
    assert_eq!(events.next().await.unwrap(), Some(Event::new("")));
    let LogOk::Ok(lines) = log("application/jsonl").await.unwrap().into_inner();
    let Log200Body::Jsonl(mut lines) = lines.body else { panic!("these are lines") };
    assert_eq!(lines.next().await.unwrap().unwrap().as_str().as_deref(), Some("a\nb"));
    // A failure is read whole.
    let Err(Error::Api(reply)) = log("text/plain").await else { panic!("it fails") };
    assert_eq!(reply.status, 404);
}

// The clock goes on only when nobody has anything to do, so that who waits longest is last.
#[tokio::test(start_paused = true)]
async fn a_server_keeps_its_events_alive_and_breaks_them_off() {
    let (parts, mut body) = {
        use tower::ServiceExt;
        let reply =
            service(&App::default()).oneshot(Request::get("/ticks").body(Body::empty()).unwrap()).await.unwrap();
        reply.into_parts()
    };
    assert_eq!(parts.headers["content-type"], "text/event-stream");
    assert_eq!(parts.headers["cache-control"], "no-cache");
    let mut text = String::new();
    let end = loop {
        use http_body_util::BodyExt;
        match body.frame().await {
            Some(Ok(frame)) => text.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap()),
            end => break end,
        }
    };
    assert!(end.unwrap().is_err());
    assert!(text.starts_with(":\n\n"), "{text}");
    assert!(text.contains("event: tick\nid: 2\ndata: {\"at\":2}\n\n"), "{text}");
}

#[tokio::test]
async fn a_client_goes_on_behind_the_last_event() {
    let client = client(&App::default());
    // Nobody asked for more.
    let mut events = client.ticks().await.unwrap().into_inner().into_body();
    assert_eq!(events.next().await.unwrap().unwrap().data.at, 1);
    assert_eq!(events.next().await.unwrap().unwrap().data.at, 2);
    assert!(matches!(events.next().await, Err(StreamError::Broken(_))));
    assert!(events.next().await.unwrap().is_none());
    let soon = Reconnect::times(2).delay(Duration::from_millis(1));
    let mut events = client.ticks().options(CallOptions::new().reconnect(soon)).await.unwrap().into_inner().into_body();
    for at in 1..6 {
        let event = events.next().await.unwrap().unwrap();
        assert_eq!((event.data.at, event.id), (at, Some(at.to_string())));
    }
}

/// Answers one after another; notes what it was asked with.
fn scripted(replies: Vec<(u16, &'static str)>) -> (Channel, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (noted, replies) = (asked.clone(), Arc::new(Mutex::new(replies.into_iter())));
    let service = tower::service_fn(move |request: Request<Body>| {
        let id = request.headers().get("last-event-id").map(|id| id.to_str().unwrap().to_owned());
        noted.lock().unwrap().push(id.unwrap_or_default());
        let next = replies.lock().unwrap().next();
        async move {
            let (status, text) = next.ok_or("the line is dead")?;
            let reply = Response::builder().status(status).header("content-type", "text/event-stream; charset=utf-8");
            Ok::<_, BodyError>(reply.body(Body::from(text)).unwrap())
        }
    });
    (Channel::new("http://in.process").transport(service).timer(Timer::new(|_| std::future::ready(()))), asked)
}

#[tokio::test]
async fn going_on_is_bounded_and_ends_where_the_server_says_so() {
    const TWO: &str = "id: 7\ndata: {\"at\":1}\n\ndata: {\"at\":2}\n\n";
    for (replies, ids, items, end) in [
        (vec![(200, TWO), (503, ""), (200, "data: {\"at\":3}\n\n"), (204, "")], vec!["", "7", "7", "7"], 3, true),
        (vec![(200, TWO), (200, "id\ndata: {\"at\":3}\n\n"), (204, "")], vec!["", "7", ""], 3, true),
        (vec![(200, TWO), (200, "data: [DONE]\n\n"), (200, TWO)], vec!["", "7"], 2, true),
        (vec![(200, TWO), (404, "")], vec!["", "7"], 2, false),
        (vec![(200, TWO), (503, ""), (502, ""), (503, "")], vec!["", "7", "7"], 2, false),
        (vec![(200, TWO)], vec!["", "7", "7"], 2, false),
    ] {
        let (channel, asked) = scripted(replies);
        let client = streams_of_items::client::Client::from(channel);
        let call = client.ticks().options(CallOptions::new().reconnect(Reconnect::times(2)));
        let mut events = call.await.unwrap().into_inner().into_body();
        let mut count = 0;
        let ended = loop {
            match events.next().await {
                Ok(Some(_)) => count += 1,
                Ok(None) => break true,
                Err(_) => break false,
            }
        };
        assert_eq!(
            (&*asked.lock().unwrap(), count, ended),
            (&ids.iter().map(|id| (*id).to_owned()).collect(), items, end)
        );
        assert!(events.next().await.unwrap().is_none());
    }
    // What is not read again is not sent again.
    let call = client(&App::default()).replace_ticks().options(CallOptions::new().reconnect(Reconnect::times(1)));
    assert!(matches!(call.await, Err(Error::Build(BuildError::Reconnect))));
}

impl event_objects::server::Operations for App {
    type Error = Unread;

    async fn chat(
        &self,
        _: Context<()>,
        request: event_objects::ops::ChatRequest,
    ) -> Result<event_objects::ops::ChatReply, Unread> {
        use event_objects::ops::ChatOk;
        use event_objects::types::{Chat200BodyItem, Chat201BodyItem, Delta, DeltaData, Done, Part};
        let mut sent = request.body;
        let Some(first) = sent.next().await? else { return Ok(ChatOk::ok(vec![]).into()) };
        if first.id.as_deref() == Some("mixed") {
            let parts = vec![Chat201BodyItem::from(Part::new(vec![1, 2])), Done::new().into()];
            return Ok(ChatOk::created(parts).into());
        }
        let deltas = vec![Chat200BodyItem::from(Delta::new(DeltaData::new(first.data))), Done::new().into()];
        Ok(ChatOk::ok(deltas).into())
    }
}

#[tokio::test]
async fn events_that_the_document_describes_are_its_types() {
    use event_objects::ops::ChatOk;
    use event_objects::types::{Chat200BodyItem, Chat201BodyItem, Sent};
    let service = event_objects::server::service(App::default());
    let client = event_objects::client::Client::from(at(service.clone()));
    let reply = client.chat(vec![Sent::new("5\n6").retry(5)]).await.unwrap().into_inner();
    let ChatOk::Ok(mut reply) = reply else { panic!("{reply:?}") };
    let Some(Chat200BodyItem::Delta(delta)) = reply.body.next().await.unwrap() else { panic!("a delta comes first") };
    assert_eq!(delta.data.text, "5\n6");
    assert!(matches!(reply.body.next().await.unwrap(), Some(Chat200BodyItem::Done(_))));
    assert!(reply.body.next().await.unwrap().is_none());
    let reply = client.chat(vec![Sent::new("").id("mixed")]).await.unwrap().into_inner();
    let ChatOk::Created(mut reply) = reply else { panic!("{reply:?}") };
    assert!(matches!(reply.body.next().await.unwrap(), Some(Chat201BodyItem::Part(part)) if part.data == [1, 2]));
    let request = |text: &'static str| {
        Request::post("/chat").header("content-type", "text/event-stream").body(Body::from(text)).unwrap()
    };
    let (status, text) = status_and_text(service.clone(), request("data: a\nretry: 5\n\n")).await;
    assert_eq!(status, 200);
    assert_eq!(text, "event: delta\ndata: {\"text\":\"a\"}\n\nevent: done\ndata: [DONE]\n\n");
}

impl json_or_events::server::Operations for App {
    type Error = Unread;

    async fn answer(
        &self,
        _: Context<()>,
        request: json_or_events::ops::AnswerRequest,
    ) -> Result<json_or_events::ops::AnswerReply, Unread> {
        use json_or_events::ops::{Answer200Body, AnswerError, AnswerOk};
        use json_or_events::types::{Answer200Body as Whole, Answer200BodyItem as Chunk};
        let words = request.body.prompt.split(' ').map(Chunk::new).map(Event::from).collect::<Vec<_>>();
        Ok(match request.body.stream {
            _ if request.body.prompt.is_empty() => AnswerError::not_found("nothing").into(),
            Some(true) => AnswerOk::ok(Answer200Body::from(Items::from(words).end_with("[DONE]"))).into(),
            _ => AnswerOk::ok(Answer200Body::from(Whole::new(request.body.prompt))).into(),
        })
    }
}

#[tokio::test]
async fn one_reply_is_json_or_events() {
    use json_or_events::ops::{Answer200Body, AnswerOk};
    use json_or_events::types::AnswerBody;
    let client = json_or_events::client::Client::from(at(json_or_events::server::service(App::default())));
    let asked = |prompt: &str, stream| client.answer(AnswerBody::new(prompt).stream(stream));
    let AnswerOk::Ok(whole) = asked("a b", false).await.unwrap().into_inner();
    let Answer200Body::Json(whole) = whole.body else { panic!("all of it at once") };
    assert_eq!(whole.text, "a b");
    let AnswerOk::Ok(events) = asked("a b", true).await.unwrap().into_inner();
    let Answer200Body::EventStream(mut events) = events.body else { panic!("as it comes") };
    let mut words = Vec::new();
    while let Some(event) = events.next().await.unwrap() {
        words.push(event.data.delta);
    }
    assert_eq!(words, ["a", "b"]);
    assert!(matches!(asked("", true).await, Err(Error::Api(reply)) if reply.status == 404));
}
