//! Streams of items, both ways, cut anywhere.
#![allow(clippy::unwrap_used, clippy::panic)]
use core::time::Duration;

use bytes::Bytes;

use super::events::RawEvent;
use super::*;
use crate::json::{Json, Mode};
use crate::{Body, body};

fn cut(text: &str, every: usize) -> Body {
    let pieces: Vec<Result<Bytes, BodyError>> =
        text.as_bytes().chunks(every.max(1)).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    Body::from_stream(Items::<Result<Bytes, BodyError>>::from(pieces).flat())
}

impl Items<Result<Bytes, BodyError>> {
    fn flat(self) -> impl futures_core::Stream<Item = Result<Bytes, BodyError>> + Send + 'static {
        struct Flat(Items<Result<Bytes, BodyError>>);
        impl futures_core::Stream for Flat {
            type Item = Result<Bytes, BodyError>;
            fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                Pin::new(&mut self.0).poll_next(cx).map(|next| next.and_then(Result::ok))
            }
        }
        Flat(self)
    }
}

/// Everything that is read, an error as its text.
async fn all<T>(mut items: Items<T>) -> Vec<Result<T, String>> {
    let mut list = Vec::new();
    loop {
        match items.next().await {
            Ok(Some(item)) => list.push(Ok(item)),
            Ok(None) => return list,
            Err(error) => list.push(Err(error.to_string())),
        }
        assert!(list.len() < 100);
    }
}

fn wire(text: &str, every: usize, framing: Framing) -> Items<i64> {
    Items::received(Wire::items(cut(text, every), framing, Mode::Strict, 30))
}

fn events<T: crate::Decode>(text: &str, every: usize, data: EventData) -> Items<Event<T>> {
    Items::received(Wire::events(cut(text, every), data, Mode::Lenient, 60))
}

const INVALID: &str = "an item is not what the API's description says: ";

#[tokio::test]
async fn lines_are_items() {
    for every in [1, 2, 3, 100] {
        let read = all(wire("1\n\n 2 \r\nx\n\"a\"\n3", every, Framing::Lines)).await;
        assert_eq!(read[..2], [Ok(1), Ok(2)]);
        assert!(read[2].as_ref().unwrap_err().starts_with(&format!("{INVALID}/2")), "{read:?}");
        assert_eq!(read[3], Err(format!("{INVALID}/3: expected an integer, found a string")));
        assert_eq!(read[4..], [Ok(3)]);
        let large = all(wire(&format!("1\n{}", "9".repeat(31)), every, Framing::Lines)).await;
        assert_eq!(large, [Ok(1), Err("an item is larger than the limit".to_owned())]);
        assert_eq!(all(wire("", every, Framing::Lines)).await, []);
    }
}

#[tokio::test]
async fn a_sequence_has_records() {
    for every in [1, 2, 100] {
        let of = |text| all(wire(text, every, Framing::Sequence));
        assert_eq!(of("\x1e1\n\x1e\x1e2\n\x1e3\n").await, [Ok(1), Ok(2), Ok(3)]);
        assert_eq!(of("").await, []);
        assert_eq!(of("1\n").await, [Err("the stream is malformed: a JSON text sequence begins with RS".to_owned())]);
        let cut_off = "the stream is malformed: a text of the sequence is cut off".to_owned();
        assert_eq!(of("\x1e1\n\x1e12").await, [Ok(1), Err(cut_off)]);
    }
}

/// The examples of the specification, and what it says in words.
#[tokio::test]
async fn events_are_read_as_browsers_do() {
    let text = "\u{feff}data: This is the first message.\n\n\
        :comment\r\nid: 1\rdata: second\r\ndata:  message\n\
        retry: 5x\nretry: 50\nunknown: x\n\nevent: none\nid\n\nevent: add\ndata\n\ndata\ndata\n\ndata: never ends\n";
    for every in [1, 2, 3, 7, 1000] {
        let read = all(events::<String>(text, every, EventData::Text)).await;
        let expected = [
            Event::new("This is the first message."),
            Event::new("second\n message").id("1").retry(Duration::from_millis(50)),
            Event::new("").event("add"),
            Event::new("\n"),
        ];
        assert_eq!(read, expected.map(Ok));
        let large = all(events::<String>(&format!("data: {}\ndata: {0}\n\n", "x".repeat(40)), every, EventData::Text));
        assert_eq!(large.await, [Err("an event is larger than the limit".to_owned())]);
    }
    let json = all(events::<i64>("data: 5\n\ndata: x\n\ndata: [DONE]\n\ndata: 6\n\n", 4, EventData::Json)).await;
    assert_eq!((json.len(), &json[0]), (2, &Ok(Event::new(5))));
}

async fn text(body: Body) -> Result<String, BodyError> {
    Ok(String::from_utf8(body.bytes(usize::MAX).await?.to_vec()).unwrap())
}

#[tokio::test]
async fn what_is_written_is_read() {
    let pretty = Json::parse("{\r\n \"a\": \"b\\n\"\n}").unwrap();
    let lines = write::items(Framing::Lines, Items::from(vec![pretty.clone(), Json::default()]));
    assert_eq!(text(lines).await.unwrap(), "{   \"a\": \"b\\n\" }\nnull\n");
    let sequence = write::items(Framing::Sequence, Items::from(vec![1_i64, 2]));
    assert_eq!(text(sequence).await.unwrap(), "\x1e1\n\x1e2\n");
    let given = vec![Event::new("a\n b").event("e").id("i").retry(Duration::from_secs(1)), Event::new("")];
    let sent = text(write::events(EventData::Text, Items::from(given.clone()))).await.unwrap();
    assert_eq!(sent, "event: e\nid: i\nretry: 1000\ndata: a\ndata:  b\n\ndata: \n\n");
    assert_eq!(all(events::<String>(&sent, 5, EventData::Text)).await, given.into_iter().map(Ok).collect::<Vec<_>>());
    let json = write::events(EventData::Json, Items::from(vec![Event::from(pretty)]).end_with("[DONE]"));
    assert_eq!(text(json).await.unwrap(), "data: { \ndata:  \"a\": \"b\\n\"\ndata: }\n\ndata: [DONE]\n\n");
}

#[tokio::test]
async fn what_cannot_travel_breaks_the_stream() {
    for bad in [Event::<String>::new("a\rb"), Event::new("").id("a\nb"), Event::new("").event("\r")] {
        assert!(text(write::events(EventData::Text, Items::from(vec![bad]))).await.is_err());
    }
    let failing = Items::<i64>::new(body::Body::stream(http_body_util::Full::new(Bytes::from("x"))).broken());
    assert!(text(write::items(Framing::Lines, failing)).await.is_err());
}

impl Body {
    fn broken(self) -> impl futures_core::Stream<Item = Result<i64, String>> + Send + 'static {
        struct Broken(Body);
        impl futures_core::Stream for Broken {
            type Item = Result<i64, String>;
            fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                Pin::new(&mut self.0).poll_next(cx).map(|next| next.map(|_| Err("broken".to_owned())))
            }
        }
        Broken(self)
    }
}

/// Data that are text of some events and JSON of others.
#[test]
fn whole_events_are_values() {
    let whole = |data: &str| RawEvent { data: data.to_owned(), event: Some("e".to_owned()), ..RawEvent::default() };
    for (data, kind, json) in [
        ("5", EventData::Json, r#"{"event":"e","data":5}"#),
        ("5", EventData::Text, r#"{"event":"e","data":"5"}"#),
        ("{\"a\":1}", EventData::Either, r#"{"event":"e","data":{"a":1}}"#),
        ("[DONE]", EventData::Either, r#"{"event":"e","data":"[DONE]"}"#),
        ("\"5\"", EventData::Either, r#"{"event":"e","data":"5"}"#),
    ] {
        let value: Json = whole::decode(&whole(data), kind, Mode::Strict).unwrap();
        assert_eq!(value.text(), json);
        assert_eq!(whole::encode(&value, kind).unwrap(), whole(data), "{data}");
    }
    for bad in ["5", r#"{"data":1,"more":2}"#, r#"{"data":1,"retry":-1}"#] {
        assert!(whole::encode(&Json::parse(bad).unwrap(), EventData::Json).is_err(), "{bad}");
    }
}

#[test]
fn can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Items<String>>();
}
