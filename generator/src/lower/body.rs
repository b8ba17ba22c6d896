//! Bodies: how each media type travels.
use super::{Lowering, form, glance, items, multipart, places, xml};
use crate::diagnostic::Code;
use crate::document::schema::Types;
use crate::document::{MediaType, RequestBody};
use crate::ir::{Body, Carrier, Content, Docs, Name};

/// Where a content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The body of a request.
    Request,
    /// The body of a success.
    Success,
    /// The body of a failure, which is read whole: errors are kept, compared and shown.
    Failure,
}

/// The body of a request.
pub(super) fn request<'a>(cx: &mut Lowering<'a, '_>, body: &RequestBody<'a>, operation: &str) -> Body {
    let mut contents = contents(cx, &body.content, Role::Request, &format!("{operation} body"));
    if contents.is_empty() {
        cx.report(Code::Deviation, &body.at, "the body has no media type; any bytes are taken")
            .on_key()
            .help("add `application/json`, or what it is");
        contents.push(anything());
    }
    Body {
        required: body.required,
        docs: Docs { description: body.description.map(str::to_owned), ..Docs::default() },
        contents,
        enum_name: None,
        origin: body.at.clone(),
    }
}

/// A body about which nothing is said.
fn anything() -> Content {
    let any = "*/*";
    Content {
        media_type: any.to_owned(),
        open: true,
        variant: Name::wire(any),
        carrier: Carrier::Stream,
        examples: Vec::new(),
    }
}

/// Every media type, one variant each.
pub(super) fn contents<'a>(cx: &mut Lowering<'a, '_>, list: &[MediaType<'a>], role: Role, hint: &str) -> Vec<Content> {
    list.iter().filter_map(|media| content(cx, media, role, hint)).collect()
}

fn content<'a>(cx: &mut Lowering<'a, '_>, media: &MediaType<'a>, role: Role, hint: &str) -> Option<Content> {
    let essence = essence(media.name);
    if !essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype)) {
        let message = format!("`{}` is no media type; nothing can be sent or received as this", media.name);
        cx.report(Code::UnsupportedKeyword, &media.at, message).on_key().help("a media type is `type/subtype`");
        return None;
    }
    let bytes = if role == Role::Failure { Carrier::Bytes } else { Carrier::Stream };
    let mut media_type = media.name.to_owned();
    let framing = items::framing(&essence).filter(|_| role != Role::Failure);
    let places = essence.starts_with("multipart/") && role != Role::Failure && places::are_described(cx, media);
    if let (Some(item), None) = (media.item_schema, framing)
        && !places
    {
        let item = cx.document.schemas.get(item).at.clone();
        let message = format!("`{essence}` is read whole here: no items of it are told apart");
        cx.report(Code::UnsupportedKeyword, &item, message).on_key();
    }
    let as_xml = if xml::is_xml(&essence) { xml::xml(cx, media, hint) } else { None };
    let carrier = match (essence.as_str(), framing, as_xml) {
        (.., Some(carrier)) => carrier,
        (_, Some(framing), _) => items::items(cx, media, framing, hint),
        (json, ..) if is_json(json) => json_of(cx, media, hint),
        // A range that carries a described value carries JSON: that is what tools that write `*/*` mean.
        ("*/*" | "application/*", ..) if is_described(cx, media) => {
            "application/json".clone_into(&mut media_type);
            json_of(cx, media, hint)
        }
        _ if places => places::multipart(cx, media, hint),
        (parts, ..) if parts.starts_with("multipart/") && role != Role::Failure => {
            multipart::multipart(cx, media, role, hint).unwrap_or_else(|| untyped(cx, media, bytes))
        }
        ("application/x-www-form-urlencoded", ..) => form::form(cx, media, hint),
        ("text/event-stream", ..) => untyped(cx, media, bytes),
        _ if !essence.starts_with("text/") || media.schema.is_some_and(|id| glance::is_file(cx, id)) => {
            untyped(cx, media, bytes)
        }
        // A scalar travels as its text; of anything else the document does not say how it would be written.
        _ => match media.schema.filter(|id| !essence.contains('*') && glance::is_scalar(cx, *id)) {
            Some(id) => Carrier::Text(Some(cx.never_null(id, hint))),
            None => untyped(cx, media, Carrier::Text(None)),
        },
    };
    // A value cannot do without its media type where that is a range, or holds the boundary between its parts.
    let open = (essence.contains('*') || essence.starts_with("multipart/"))
        && matches!(carrier, Carrier::Text(_) | Carrier::Bytes | Carrier::Stream);
    Some(Content {
        media_type,
        open,
        variant: Name::wire(essence),
        carrier,
        examples: cx.texts.shown(media.examples.iter().map(|(value, _)| *value)),
    })
}

fn json_of(cx: &mut Lowering<'_, '_>, media: &MediaType<'_>, hint: &str) -> Carrier {
    Carrier::Json(match media.schema {
        Some(id) => cx.schema(id, hint),
        None => cx.unconstrained(&media.at),
    })
}

/// Whether the schema says that values have parts.
fn is_described(cx: &Lowering<'_, '_>, media: &MediaType<'_>) -> bool {
    media.schema.is_some_and(|id| glance::types(cx, id) != Types::ANY && !glance::is_scalar(cx, id))
}

/// Content whose schema is not looked at, which is told if the schema says anything.
fn untyped(cx: &mut Lowering<'_, '_>, media: &MediaType<'_>, carrier: Carrier) -> Carrier {
    let said = media.schema.is_some_and(|id| {
        let types = glance::types(cx, id);
        types != Types::ANY && types.without(Types::NULL) != Types::STRING
    });
    if said {
        let what = if matches!(carrier, Carrier::Text(_)) { "text" } else { "bytes" };
        let message = format!("`{}` is taken as {what}; what its schema says is not looked at", essence(media.name));
        cx.report(Code::UntypedContent, &media.at, message).on_key();
    }
    carrier
}

/// Type and subtype, lower case, without parameters.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// `application/json`, or a structured suffix `+json` (RFC 6839).
pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
