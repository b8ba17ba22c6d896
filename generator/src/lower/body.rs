//! Bodies: how each media type travels.
use super::Lowering;
use crate::diagnostic::Code;
use crate::document::{MediaType, RequestBody};
use crate::ir::{Body, Carrier, Content, Docs, Name, Shape, UntypedReason};

/// The body of a request.
pub(super) fn request(cx: &mut Lowering<'_, '_>, body: &RequestBody<'_>, operation: &str) -> Body {
    let mut contents = contents(cx, &body.content, &format!("{operation} body"));
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
    Content { media_type: any.to_owned(), variant: Name::wire(any), carrier: Carrier::Bytes, examples: Vec::new() }
}

/// Every media type, one variant each.
pub(super) fn contents(cx: &mut Lowering<'_, '_>, list: &[MediaType<'_>], hint: &str) -> Vec<Content> {
    list.iter().map(|media| content(cx, media, hint)).collect()
}

fn content(cx: &mut Lowering<'_, '_>, media: &MediaType<'_>, hint: &str) -> Content {
    let essence = essence(media.name);
    let ty = media.schema.map(|id| cx.carried(id, hint));
    let bytes = ty.is_some_and(|ty| is_bytes(cx, ty, media));
    let mut media_type = media.name.to_owned();
    let carrier = match essence.as_str() {
        json if is_json(json) => Carrier::Json(ty.unwrap_or_else(|| cx.unconstrained(&media.at))),
        // A range that carries a described value carries JSON: that is what tools that write `*/*` mean.
        "*/*" | "application/*" if ty.is_some() && !bytes => {
            "application/json".clone_into(&mut media_type);
            Carrier::Json(ty.unwrap_or_else(|| cx.unconstrained(&media.at)))
        }
        "application/x-www-form-urlencoded" => form(cx, ty, media),
        text if text.starts_with("text/") => Carrier::Text,
        multipart if multipart.starts_with("multipart/") => {
            cx.report(
                Code::UnsupportedKeyword,
                &media.at,
                format!("`{essence}` travels as bytes: its parts are not typed yet"),
            )
            .on_key();
            Carrier::Bytes
        }
        _ => Carrier::Bytes,
    };
    Content {
        media_type,
        variant: Name::wire(essence),
        carrier,
        examples: media.examples.iter().take(3).map(|(v, _)| v.to_string()).collect(),
    }
}

/// A form is an object; anything else has no fields to travel in.
fn form(cx: &mut Lowering<'_, '_>, ty: Option<crate::ir::TypeId>, media: &MediaType<'_>) -> Carrier {
    for (property, encoding) in &media.encoding {
        if encoding.content_type.is_some() || encoding.style.is_some() || encoding.allow_reserved {
            let at = media.at.child("encoding").child(property);
            cx.report(
                Code::UnsupportedKeyword,
                &at,
                "the encoding of a form's field is not carried into the generated code yet",
            )
            .on_key();
        }
    }
    match ty {
        Some(ty) if matches!(cx.resolved(ty).1.shape, Shape::Struct(_) | Shape::Map(_)) => Carrier::Form(ty),
        _ => {
            cx.report(Code::Untyped, &media.at, "a form that is no object travels as text");
            Carrier::Text
        }
    }
}

fn is_bytes(cx: &Lowering<'_, '_>, ty: crate::ir::TypeId, media: &MediaType<'_>) -> bool {
    let binary = media.schema.is_some_and(|id| cx.document.schemas.get(id).format == Some("binary"));
    binary || matches!(cx.resolved(ty).1.shape, Shape::Any(UntypedReason::Unconstrained) | Shape::Scalar(_))
}

/// Type and subtype, lower case, without parameters.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// `application/json`, or a structured suffix `+json` (RFC 6839).
pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
