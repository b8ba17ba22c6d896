//! What a schema is at a glance, without making a type of it: content that is taken as text or bytes needs none.
use super::Lowering;
use crate::document::schema::{ArrayWords, Schema, SchemaId, Types};

/// How far references are followed.
const FAR: usize = 32;

/// The JSON types that values can have, as far as the eye reaches.
pub(super) fn types(cx: &Lowering<'_, '_>, id: SchemaId) -> Types {
    within(cx, id, FAR)
}

fn within(cx: &Lowering<'_, '_>, id: SchemaId, far: usize) -> Types {
    let Some(far) = far.checked_sub(1) else { return Types::ANY };
    let schema = cx.document.schemas.get(id);
    let mut types = schema.types.unwrap_or_else(|| spoken_of(schema));
    if let Some(target) = schema.reference.as_ref().and_then(|r| r.target) {
        types = types.and(within(cx, target, far));
    }
    let Some(combinators) = &schema.combinators else { return types };
    for part in &combinators.all_of {
        types = types.and(within(cx, *part, far));
    }
    for branches in [&combinators.any_of, &combinators.one_of] {
        let any = branches.iter().fold(Types::NONE, |all, branch| all.or(within(cx, *branch, far)));
        types = if branches.is_empty() { types } else { types.and(any) };
    }
    types
}

/// Without `type`: what the other keywords speak of.
fn spoken_of(schema: &Schema<'_>) -> Types {
    let values = schema.constant.iter().chain(schema.values.iter().flatten());
    let values = values.fold(Types::NONE, |all, value| all.or(Types::of(value)));
    match schema {
        _ if schema.never => Types::NONE,
        _ if !values.is_empty() => values,
        _ if schema.object.is_some() => Types::OBJECT,
        _ if schema.array.is_some() => Types::ARRAY,
        _ => Types::ANY,
    }
}

/// Whether every value is one text; a schema that says nothing promises nothing.
pub(super) fn is_scalar(cx: &Lowering<'_, '_>, id: SchemaId) -> bool {
    let types = types(cx, id);
    types.and(Types::ARRAY.or(Types::OBJECT)).is_empty() && !types.is_empty()
}

/// Whether a schema says that its value is bytes: `format: binary` (3.0), a `contentMediaType` without an encoding (3.1).
pub(super) fn is_file(cx: &Lowering<'_, '_>, id: SchemaId) -> bool {
    let mut id = id;
    for _ in 0..FAR {
        let schema = cx.document.schemas.get(id);
        let text = schema.types.is_none_or(|types| types.holds(Types::STRING));
        let media_type = schema.content_media_type.map(super::body::essence);
        let bytes = schema.content_encoding.is_none()
            && media_type.is_some_and(|it| !it.starts_with("text/") && !super::body::is_json(&it));
        if text && (schema.format == Some("binary") || schema.content_encoding == Some("binary") || bytes) {
            return true;
        }
        let only = schema.combinators.as_ref().and_then(|c| match c.all_of.as_slice() {
            [one] => Some(*one),
            _ => None,
        });
        match schema.reference.as_ref().and_then(|r| r.target).or(only) {
            Some(next) => id = next,
            None => return false,
        }
    }
    false
}

/// The words of an array's schema, behind references.
pub(super) fn array<'c>(cx: &'c Lowering<'_, '_>, id: SchemaId) -> Option<&'c ArrayWords> {
    let mut id = id;
    for _ in 0..FAR {
        let schema = cx.document.schemas.get(id);
        match (&schema.array, schema.reference.as_ref().and_then(|r| r.target)) {
            (Some(words), _) => return Some(words),
            (None, Some(next)) => id = next,
            (None, None) => return None,
        }
    }
    None
}

/// Where a schema describes a server-sent event as an object: the JSON types of its `data`. That is so if it has `data`
/// and no property that an event has not.
pub(super) fn event(cx: &Lowering<'_, '_>, id: SchemaId) -> Option<Types> {
    let (mut data, mut open, mut seen) = (None, vec![id], 0);
    while let Some(id) = open.pop() {
        seen += 1;
        if seen > 1000 || !types(cx, id).holds(Types::OBJECT) {
            return None;
        }
        let schema = cx.document.schemas.get(id);
        for (name, property) in schema.object.iter().flat_map(|object| &object.properties) {
            match &**name {
                "data" => data = Some(data.unwrap_or(Types::NONE).or(types(cx, *property))),
                "event" | "id" | "retry" => {}
                _ => return None,
            }
        }
        open.extend(schema.reference.as_ref().and_then(|r| r.target));
        open.extend(schema.combinators.iter().flat_map(|c| c.all_of.iter().chain(&c.any_of).chain(&c.one_of)));
    }
    data
}
