//! Values of lists: in each turn every list within a value has its next one, so that a few values show them all.
use super::shown::branch;
use crate::ir::{Api, Decision, Shape, TypeId, resolved};
use serde_json::Value;

/// A value of a list that has its turn, as [`Seen`](super::edges::Seen) knows it.
pub(super) type Told = (TypeId, String);

/// Gives each list its value of this turn, counted from 0, and tells which. What has no more values stays as it is.
pub(super) fn turned(api: &Api, ty: TypeId, value: &mut Value, turn: usize, told: &mut Vec<Told>) {
    let id = resolved(&api.types, ty);
    match (&api.ty(id).shape, value) {
        (Shape::Nullable(inner), value) if !value.is_null() => turned(api, *inner, value, turn, told),
        (Shape::Enum(listed), value) => {
            let text = listed.values.texts().into_iter().nth(turn);
            if let Some((text, of_turn)) = text.and_then(|text| Some((serde_json::from_str(&text).ok()?, text))) {
                *value = text;
                told.push((id, format!("={of_turn}")));
            }
        }
        (Shape::Array(item), Value::Array(items)) => {
            items.iter_mut().take(1).for_each(|value| turned(api, *item, value, turn, told));
        }
        (Shape::Tuple(types), Value::Array(items)) => {
            types.iter().zip(items).for_each(|(ty, value)| turned(api, *ty, value, turn, told));
        }
        (Shape::Map(map), Value::Object(members)) => {
            members.values_mut().take(1).for_each(|value| turned(api, map.value, value, turn, told));
        }
        (Shape::Struct(shape), Value::Object(members)) => {
            for field in &shape.fields {
                if let Some(value) = members.get_mut(&field.name.wire) {
                    turned(api, field.ty, value, turn, told);
                }
            }
        }
        (Shape::Union(union), value) => {
            let Decision::Tag { property, .. } = &union.decision else { return };
            let Some(tag) = value.get(property).cloned() else { return };
            if let Some(variant) = branch(&union.decision, value).and_then(|index| union.variants.get(index)) {
                turned(api, variant.ty, value, turn, told);
            }
            // Another tag would ask for another branch.
            if let Some(changed) = value.get_mut(property) {
                *changed = tag;
            }
        }
        _ => {}
    }
}
