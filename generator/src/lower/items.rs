//! Bodies that are sequences of items: which media types are, what of the document describes an item, and how it travels.
//!
//! `itemSchema` (3.2) describes one. Before it there was only `schema`, and real documents describe one item with that, too;
//! an array is the specification's way to describe all of them, so its `items` do.
use super::{Lowering, glance};
use crate::diagnostic::Code;
use crate::document::MediaType;
use crate::document::schema::{SchemaId, Types};
use crate::ir::{Carrier, EventData, Framing, Items, Scalar, Shape};

/// How items of a media type follow each other; `None` for media types that are no sequences.
pub(super) fn framing(essence: &str) -> Option<Framing> {
    match essence {
        "text/event-stream" => Some(Framing::Events { data: EventData::Text, whole: false }),
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/json-lines"
        | "application/stream+json"
        | "application/x-json-stream" => Some(Framing::Lines),
        "application/json-seq" => Some(Framing::Sequence),
        _ if essence.ends_with("+json-seq") => Some(Framing::Sequence),
        _ => None,
    }
}

/// A content that is such a sequence.
pub(super) fn items<'a>(cx: &mut Lowering<'a, '_>, media: &MediaType<'a>, framing: Framing, hint: &str) -> Carrier {
    let (schema, framing) = match framing {
        Framing::Events { .. } => events(cx, media),
        framing => (one_of_all(cx, media), framing),
    };
    let ty = match schema {
        Some(id) => cx.schema(id, &format!("{hint} item")),
        // Data about which nothing is said are text.
        None if matches!(framing, Framing::Events { .. }) => cx.shape(Shape::Scalar(Scalar::String), &media.at),
        None => cx.unconstrained(&media.at),
    };
    Carrier::Items(Items { ty, framing })
}

/// The schema of an item.
fn one_of_all(cx: &mut Lowering<'_, '_>, media: &MediaType<'_>) -> Option<SchemaId> {
    if let Some(id) = media.item_schema {
        return Some(id);
    }
    let id = media.schema?;
    let types = glance::types(cx, id);
    if types == Types::STRING {
        // The text of all items together, which the media type says more of.
        let message = "the schema describes the text of all items together; each item is any JSON";
        cx.report(Code::UntypedContent, &media.at, message).on_key().help("describe an item with `itemSchema`");
        return None;
    }
    if types == Types::ARRAY {
        let words = glance::array(cx, id)?;
        if words.prefix.is_empty() && words.min.is_none() && words.max.is_none() && !words.unique {
            return words.items;
        }
        let message = "how many items there are, and which comes first, is not looked at: they are read one by one";
        let items = words.items.filter(|_| words.prefix.is_empty());
        cx.report(Code::UntypedContent, &media.at, message).on_key();
        return items;
    }
    Some(id)
}

/// Whether the document describes the whole event, or what its data are.
fn events(cx: &mut Lowering<'_, '_>, media: &MediaType<'_>) -> (Option<SchemaId>, Framing) {
    let data = |data| Framing::Events { data, whole: false };
    let Some(id) = media.item_schema.or(media.schema) else { return (None, data(EventData::Text)) };
    let listed = (media.item_schema.is_none() && glance::types(cx, id) == Types::ARRAY).then(|| glance::array(cx, id));
    let id = listed.flatten().and_then(|words| words.items).unwrap_or(id);
    if let Some(kinds) = glance::event(cx, id) {
        let kind = match (kinds.and(Types::STRING).is_empty(), kinds.without(Types::STRING).is_empty()) {
            _ if media.json_data => EventData::Json,
            (false, true) => EventData::Text,
            (true, _) => EventData::Json,
            (false, false) => EventData::Either,
        };
        return (Some(id), Framing::Events { data: kind, whole: true });
    }
    let text = glance::types(cx, id).without(Types::NULL) == Types::STRING;
    (Some(id), data(if text { EventData::Text } else { EventData::Json }))
}
