//! Whether a value of one type can be one of another: what a reply has, and what a request takes.
use crate::ir::{Api, Kind, Scalar, Shape, TypeId, resolved};

/// How deep unions are looked into.
const DEEP: usize = 8;

/// The JSON types of values that can be handed on; `None`: any.
pub(super) fn kinds(api: &Api, ty: TypeId) -> Option<Vec<Kind>> {
    let mut found = Vec::new();
    collect(api, ty, 0, &mut found).then_some(found)
}

fn collect(api: &Api, ty: TypeId, deep: usize, found: &mut Vec<Kind>) -> bool {
    match &api.ty(resolved(&api.types, ty)).shape {
        Shape::Nullable(inner) => return deep < DEEP && collect(api, *inner, deep + 1, found),
        Shape::Struct(_) | Shape::Map(_) => found.push(Kind::Object),
        Shape::Array(_) | Shape::Tuple(_) => found.push(Kind::Array),
        Shape::Enum(e) if e.extensible => found.push(Kind::String),
        Shape::Enum(e) => found.extend(e.values.kinds()),
        // Bytes are no part of JSON.
        Shape::Scalar(Scalar::Binary) | Shape::Never | Shape::Alias(_) => {}
        Shape::Scalar(scalar) => found.push(scalar.kind()),
        Shape::Union(union) => {
            return deep < DEEP && union.variants.iter().all(|v| collect(api, v.ty, deep + 1, found));
        }
        Shape::Any(_) => return false,
        Shape::Null => found.push(Kind::Null),
    }
    true
}

/// Whether some value of the one kind can stand for one of the other. Scalars go through their text, as in a URL.
pub(super) fn is_possible(from: &[Kind], to: &[Kind]) -> bool {
    let one = |from: Kind, to: Kind| match (from, to) {
        (Kind::Integer | Kind::Number, Kind::Integer | Kind::Number)
        | (Kind::String, Kind::Boolean | Kind::Integer | Kind::Number)
        | (Kind::Boolean | Kind::Integer | Kind::Number, Kind::String) => true,
        (from, to) => from == to,
    };
    from.iter().any(|from| to.iter().any(|to| one(*from, *to)))
}

/// Whether a type takes a constant, as far as its kind and its list of values say.
pub(super) fn takes(api: &Api, ty: TypeId, value: &serde_json::Value) -> bool {
    use serde_json::Value;
    let kind = match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(n) if n.is_i64() || n.is_u64() => Kind::Integer,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    };
    let behind = match &api.ty(resolved(&api.types, ty)).shape {
        Shape::Nullable(inner) if kind == Kind::Null => return !matches!(api.ty(*inner).shape, Shape::Never),
        Shape::Nullable(inner) => resolved(&api.types, *inner),
        _ => resolved(&api.types, ty),
    };
    match &api.ty(behind).shape {
        Shape::Enum(e) if !e.extensible => {
            let text = if e.values.kinds().contains(&kind) { value.to_string() } else { said(value) };
            let plain = |listed: &String| *listed == text || said(value) == listed.trim_matches('"');
            e.values.texts().iter().any(plain)
        }
        _ => kinds(api, behind).is_none_or(|to| is_possible(&[kind], &to)),
    }
}

/// A scalar as a URL has it.
fn said(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
