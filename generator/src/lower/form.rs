//! Forms: how each property of an `application/x-www-form-urlencoded` body travels.
use super::{Lowering, style as spelling};
use crate::diagnostic::Code;
use crate::document::{Encoding, MediaType};
use crate::ir::{Carrier, FieldTexts, Form, FormField, Shape, Style, TypeId};
use indexmap::IndexMap;

/// A form is an object, or one of several; anything else has no fields to travel in.
pub(super) fn form(cx: &mut Lowering<'_, '_>, media: &MediaType<'_>, hint: &str) -> Carrier {
    let ty = match media.schema {
        Some(id) => cx.schema(id, hint),
        None => map_of_anything(cx, media),
    };
    let mut properties = IndexMap::new();
    if !gather(cx, ty, &mut properties, 0) {
        cx.report(Code::Untyped, &media.at, "a form that is no object travels as text");
        return Carrier::Text(None);
    }
    for encoding in &media.encoding {
        if !properties.contains_key(encoding.property) {
            let message = format!("the form has no property `{}`; this encoding says nothing", encoding.property);
            cx.report(Code::UnknownKeyword, &encoding.at, message).on_key();
        }
    }
    let encoding = |name: &str| media.encoding.iter().find(|e| e.property == name);
    let fields = properties.into_iter().map(|(name, types)| field(cx, encoding(&name), name, &types)).collect();
    Carrier::Form(Form { ty, fields })
}

fn map_of_anything(cx: &mut Lowering<'_, '_>, media: &MediaType<'_>) -> TypeId {
    let value = cx.unconstrained(&media.at);
    cx.shape(Shape::Map(crate::ir::Map { value }), &media.at)
}

/// The properties of an object, or of all branches that it may have. Says whether it is always an object.
fn gather(cx: &Lowering<'_, '_>, ty: TypeId, into: &mut IndexMap<String, Vec<TypeId>>, depth: usize) -> bool {
    match &cx.resolved(ty).1.shape {
        Shape::Struct(s) => {
            for field in &s.fields {
                let types = into.entry(field.name.wire.clone()).or_default();
                if !types.contains(&field.ty) {
                    types.push(field.ty);
                }
            }
            true
        }
        Shape::Map(_) => true,
        Shape::Union(u) if depth < 8 => u.variants.iter().all(|v| gather(cx, v.ty, into, depth + 1)),
        _ => false,
    }
}

pub(super) fn field(
    cx: &mut Lowering<'_, '_>,
    encoding: Option<&Encoding<'_>>,
    wire: String,
    types: &[TypeId],
) -> FormField {
    let mut plain = FormField {
        wire,
        types: types.to_vec(),
        style: Style::Form,
        explode: true,
        allow_reserved: false,
        texts: FieldTexts::Nested,
        nested: false,
    };
    let ty = plain.ty();
    if let Some(ty) = ty {
        plain.texts = texts(cx, ty);
    }
    let Some(encoding) = encoding else { return plain };
    if encoding.is_styled() {
        let style = match encoding.style {
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            _ => Style::Form,
        };
        let explode = encoding.explode.unwrap_or(style == Style::Form);
        let nested = ty.is_some_and(|ty| {
            // Lists in deep objects are what everybody who says so means: nobody is told.
            if style != Style::DeepObject {
                spelling::check(cx, style, explode, ty, &encoding.at);
            }
            spelling::nested(cx, style, ty, &encoding.at)
        });
        return FormField {
            style,
            explode,
            nested,
            allow_reserved: encoding.leaf.allow_reserved,
            texts: FieldTexts::Styled,
            ..plain
        };
    }
    let Some(media_type) = &encoding.leaf.content_type else { return plain };
    let essence = super::body::essence(media_type);
    if super::body::is_json(&essence) {
        return FormField { texts: FieldTexts::Json, ..plain };
    }
    if plain.texts != FieldTexts::Styled || !essence.starts_with("text/") {
        let at = encoding.at.child("contentType");
        let message = format!("a property of a form cannot travel as `{essence}`; it travels as if this was not said");
        cx.report(Code::UnsupportedKeyword, &at, message).on_key();
    }
    plain
}

/// How a type travels if the document does not say: scalars and lists of them as text, all else as JSON.
fn texts(cx: &Lowering<'_, '_>, ty: TypeId) -> FieldTexts {
    let is_plain = match &cx.resolved(ty).1.shape {
        Shape::Array(item) => is_scalar(cx, *item),
        Shape::Nullable(inner) => return texts(cx, *inner),
        Shape::Union(u) => u.variants.iter().all(|v| match &cx.resolved(v.ty).1.shape {
            Shape::Array(item) => is_scalar(cx, *item),
            _ => is_scalar(cx, v.ty),
        }),
        _ => is_scalar(cx, ty),
    };
    match &cx.resolved(ty).1.shape {
        _ if is_plain => FieldTexts::Styled,
        Shape::Struct(_) | Shape::Map(_) => FieldTexts::Json,
        _ => FieldTexts::Nested,
    }
}

/// Whether values of the type are one text.
pub(super) fn is_scalar(cx: &Lowering<'_, '_>, ty: TypeId) -> bool {
    is_scalar_within(cx, ty, 8)
}

fn is_scalar_within(cx: &Lowering<'_, '_>, ty: TypeId, depth: usize) -> bool {
    match &cx.resolved(ty).1.shape {
        Shape::Scalar(_) | Shape::Enum(_) | Shape::Null | Shape::Never => true,
        Shape::Nullable(inner) if depth > 0 => is_scalar_within(cx, *inner, depth - 1),
        Shape::Union(u) if depth > 0 => u.variants.iter().all(|v| is_scalar_within(cx, v.ty, depth - 1)),
        _ => false,
    }
}
