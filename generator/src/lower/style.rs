//! What a style can spell: OpenAPI 3.1.1, "Style Examples". Where the table has no cell, the value travels all the same, in
//! the way that most servers read, and that is told.
use super::Lowering;
use super::body::{essence, is_json};
use super::form::is_scalar;
use crate::diagnostic::Code;
use crate::ir::{Shape, Style, TypeId};
use crate::load::Pointer;

/// How far a type is looked into.
const FAR: usize = 8;

/// Whether parts of the value have parts of their own, so that only JSON can spell them.
pub(super) fn nested(cx: &mut Lowering<'_, '_>, style: Style, ty: TypeId, at: &Pointer) -> bool {
    let nested = style != Style::DeepObject && is_nested(cx, ty, FAR);
    if nested && !matches!(cx.resolved(ty).1.shape, Shape::Any(_)) {
        let message = "parts of this value have parts of their own, which the style has no spelling for; they travel as JSON text";
        cx.report(Code::UndefinedStyle, at, message)
            .help("say `content: {application/json: ..}`, or `style: deepObject`");
    }
    nested
}

fn is_nested(cx: &Lowering<'_, '_>, ty: TypeId, far: usize) -> bool {
    let Some(far) = far.checked_sub(1) else { return true };
    match &cx.resolved(ty).1.shape {
        Shape::Array(item) => !is_scalar(cx, *item),
        Shape::Tuple(items) => items.iter().any(|item| !is_scalar(cx, *item)),
        Shape::Map(map) => !is_scalar(cx, map.value),
        Shape::Struct(s) => s.fields.iter().any(|field| !is_scalar(cx, field.ty)),
        Shape::Nullable(inner) => is_nested(cx, *inner, far),
        Shape::Union(u) => u.variants.iter().any(|variant| is_nested(cx, variant.ty, far)),
        Shape::Any(_) => true,
        Shape::Scalar(_) | Shape::Enum(_) | Shape::Null | Shape::Never | Shape::Alias(_) => false,
    }
}

/// Tells where the specification leaves open how the value is spelled.
pub(super) fn check(cx: &mut Lowering<'_, '_>, style: Style, explode: bool, ty: TypeId, at: &Pointer) {
    let plain = match cx.resolved(ty).1.shape {
        Shape::Nullable(inner) => inner,
        _ => ty,
    };
    let (is_object, is_list) = match &cx.resolved(plain).1.shape {
        Shape::Struct(_) | Shape::Map(_) => (true, false),
        Shape::Array(_) | Shape::Tuple(_) => (false, true),
        _ if is_scalar(cx, plain) => (false, false),
        // Which it is, the value says.
        _ => return,
    };
    let how = match style {
        Style::DeepObject if is_list => "`name[]=item`",
        Style::DeepObject if !is_object => "`name=value`",
        Style::SpaceDelimited | Style::PipeDelimited if !(is_object || is_list) => "`name=value`",
        Style::SpaceDelimited | Style::PipeDelimited if explode => "as with `style: form`",
        _ => return,
    };
    cx.report(Code::UndefinedStyle, at, format!("the specification does not say how this is spelled; it is {how}"));
}

/// Whether a value that travels as a media type within a parameter or a header is JSON; else it is text.
pub(super) fn is_json_content(cx: &mut Lowering<'_, '_>, media_type: &str, ty: TypeId, at: &Pointer) -> bool {
    let essence = essence(media_type);
    let json = is_json(&essence) || !is_scalar(cx, ty);
    if json && !is_json(&essence) {
        let message = format!("a value with parts cannot travel as `{essence}` here; it travels as JSON");
        cx.report(Code::UnsupportedKeyword, &at.child("content"), message).on_key();
    }
    json
}
