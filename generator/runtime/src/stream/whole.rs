//! Events that the document describes as objects with the members `event`, `data`, `id` and `retry` (OpenAPI 3.2, "Special
//! Considerations for `text/event-stream` Content").
use super::EventData;
use super::events::RawEvent;
use crate::json::{Decode, Encode, Json, Kind, Limits, Mode, Tape, Writer, from_slice, text_of, to_vec};
use crate::validate::Invalid;

/// An event as a value.
pub(super) fn decode<T: Decode>(event: &RawEvent, data: EventData, mode: Mode) -> Result<T, Invalid> {
    let as_json = match data {
        EventData::Text => return from_slice(&object(event, None), mode),
        EventData::Json => Json::parse(&event.data).map_err(Invalid::from)?,
        EventData::Either => match Json::parse(&event.data) {
            Ok(json) => json,
            Err(_) => return from_slice(&object(event, None), mode),
        },
    };
    let read = from_slice(&object(event, Some(&as_json)), mode);
    match read {
        // A text may happen to be JSON.
        Err(invalid) if data == EventData::Either => from_slice(&object(event, None), mode).map_err(|_| invalid),
        read => read,
    }
}

/// The JSON text of the object.
fn object(event: &RawEvent, data: Option<&Json>) -> Vec<u8> {
    let mut writer = Writer::new();
    let mut object = writer.object();
    object.optional("event", &event.event);
    match data {
        Some(json) => object.member("data", json),
        None => object.member("data", &event.data),
    }
    object.optional("id", &event.id);
    object.optional("retry", &event.retry);
    object.end();
    writer.into_bytes()
}

/// A value as an event.
///
/// # Errors
/// The value has a member that is no field of an event, or is no object: an event cannot carry it.
pub(super) fn encode(value: &impl Encode, data: EventData) -> Result<RawEvent, &'static str> {
    let text = to_vec(value);
    let tape = Tape::parse(&text, Limits::default()).map_err(|_| "the event is too deep")?;
    if tape.root().kind() != Kind::Object {
        return Err("the event is no object");
    }
    let mut event = RawEvent::default();
    for (name, node) in tape.root().members() {
        match &*name {
            "data" => {
                event.data = match (data, node.string()) {
                    (EventData::Text, Some(text)) => text.into_owned(),
                    // What would be read as something else is put in quotes.
                    (EventData::Either, Some(text)) if Json::parse(&text).is_err() => text.into_owned(),
                    _ => one_line_end(node.raw()),
                };
            }
            "event" => event.event = node.string().map(std::borrow::Cow::into_owned),
            "id" => event.id = node.scalar_text().map(std::borrow::Cow::into_owned),
            "retry" if node.kind() == Kind::Null => {}
            "retry" => {
                let retry = node.scalar_text().and_then(|text| text.parse().ok());
                event.retry = Some(retry.ok_or("`retry` is no whole number of milliseconds")?);
            }
            _ => return Err("the event has a member that is no field of an event"),
        }
    }
    Ok(event)
}

/// The data of an event by themselves.
pub(super) fn decode_data<T: Decode>(data: &str, kind: EventData, mode: Mode) -> Result<T, Invalid> {
    match kind {
        EventData::Text => crate::json::decode_text(data, mode).map_err(|violations| Invalid::new(violations, 0)),
        EventData::Json | EventData::Either => from_slice(data.as_bytes(), mode),
    }
}

/// The same on their way out.
pub(super) fn encode_data(data: &impl Encode, kind: EventData) -> String {
    let text = if kind == EventData::Text { text_of(data) } else { None };
    text.unwrap_or_else(|| one_line_end(Json::of(data).text()))
}

/// JSON text that keeps its own line ends has them outside of strings only, where a carriage return means nothing.
fn one_line_end(json: &str) -> String {
    json.replace('\r', " ")
}
