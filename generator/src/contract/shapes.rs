//! Whether a value is of a type by its outer form: a schema that does not say `type` takes values that no type holds.
use super::draw::Carried;
use crate::ir::{Api, Decision, EnumValues, Kind, Rest, Scalar, Shape, TypeId, resolved};
use rustc_hash::FxHashSet;
use serde_json::Value;

/// Whether all parts of a value have the forms that their types have.
pub(super) fn fits(api: &Api, ty: TypeId, value: &Value, carried: Carried) -> bool {
    let def = api.ty(resolved(&api.types, ty));
    let inner = |ty: &TypeId, value: &Value| fits(api, *ty, value, carried);
    match (&def.shape, value) {
        (Shape::Nullable(_), Value::Null) => true,
        (Shape::Nullable(ty), value) => inner(ty, value),
        // In a text nothing says that it is an object.
        (Shape::Any(_), value) => carried == Carried::Json || !has_objects(value),
        (Shape::Null, value) => value.is_null(),
        (Shape::Array(item), Value::Array(items)) => items.iter().all(|value| inner(item, value)),
        (Shape::Tuple(types), Value::Array(items)) => {
            types.len() == items.len() && types.iter().zip(items).all(|(ty, value)| inner(ty, value))
        }
        (Shape::Map(map), Value::Object(members)) => members.values().all(|value| inner(&map.value, value)),
        (Shape::Struct(shape), Value::Object(members)) => members.iter().all(|(name, value)| {
            match (shape.fields.iter().find(|field| field.name.wire == *name), shape.rest) {
                (Some(field), _) => inner(&field.ty, value),
                (None, Rest::Kept(ty)) => inner(&ty, value),
                (None, Rest::Ignored) => true,
                (None, Rest::Refused) => shape.skipped.contains(name),
            }
        }),
        (Shape::Union(union), value) => union.variants.iter().any(|variant| inner(&variant.ty, value)),
        (Shape::Enum(listed), value) => match (&listed.values, value) {
            (EnumValues::String(_), Value::String(_))
            | (EnumValues::Integer(_), Value::Number(_))
            | (EnumValues::Boolean(_), Value::Bool(_))
            | (EnumValues::Json(_), _) => true,
            (_, value) => carried == Carried::Text && value.is_string(),
        },
        (Shape::Scalar(scalar), value) => is_scalar(*scalar, value),
        _ => false,
    }
}

fn is_scalar(scalar: Scalar, value: &Value) -> bool {
    match (scalar.kind(), value) {
        (Kind::Boolean, Value::Bool(_)) | (Kind::String, Value::String(_)) => true,
        (Kind::Integer | Kind::Number, Value::Number(number)) => match scalar {
            Scalar::Integer(width) => width.range().is_none_or(|(low, high)| {
                let text = number.to_string();
                // One with a fraction of zero is an integer, too.
                let whole =
                    text.parse::<i128>().ok().or_else(|| format!("{:.0}", text.parse::<f64>().ok()?).parse().ok());
                whole.is_some_and(|n| (low..=high).contains(&n))
            }),
            _ => true,
        },
        _ => false,
    }
}

fn has_objects(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(|item| item.is_object() || item.is_array()),
        _ => false,
    }
}

/// Whether a type, or one within it, is a union that is decided by a property or by what JSON calls a value.
pub(super) fn is_told(api: &Api, ty: TypeId) -> bool {
    let (mut open, mut seen) = (vec![ty], FxHashSet::default());
    while let Some(id) = open.pop() {
        match &api.ty(id).shape {
            Shape::Union(u) if matches!(u.decision, Decision::Tag { .. } | Decision::Kind(_)) => return true,
            shape => open.extend(shape.parts().into_iter().filter(|part| seen.insert(*part))),
        }
    }
    false
}

/// Whether a value of the type may be of two branches of a union, of which the first is taken: what the other one alone
/// knows is then read over. A value that was `changed` may have left the only branch that it was of for another.
pub(super) fn overlaps(api: &Api, ty: TypeId, changed: bool) -> bool {
    let (mut open, mut seen) = (vec![ty], FxHashSet::default());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let def = api.ty(id);
        match &def.shape {
            Shape::Union(u)
                if (changed || !u.exclusive) && matches!(u.decision, Decision::Trial | Decision::Property(_)) =>
            {
                return true;
            }
            Shape::Union(u) if matches!(&u.decision, Decision::Tag { untagged, .. } if untagged.len() > 1) => {
                return true;
            }
            shape => open.extend(shape.parts()),
        }
    }
    false
}
