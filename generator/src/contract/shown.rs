//! Which members of which types a value shows, and types of which nothing, or not all, was shown yet.
use crate::ir::{Api, Decision, Shape, TypeId, resolved};
use rustc_hash::FxHashSet;
use serde_json::Value;

/// Members that had their turn.
#[derive(Debug, Default)]
pub(super) struct Shown(FxHashSet<(TypeId, usize)>);

impl Shown {
    /// Takes down what a value of a type shows.
    pub(super) fn take(&mut self, api: &Api, ty: TypeId, value: &Value) {
        let id = resolved(&api.types, ty);
        match (&api.ty(id).shape, value) {
            (Shape::Nullable(inner), value) if !value.is_null() => self.take(api, *inner, value),
            (Shape::Array(item), Value::Array(items)) => items.iter().for_each(|value| self.take(api, *item, value)),
            (Shape::Tuple(types), Value::Array(items)) => {
                types.iter().zip(items).for_each(|(ty, value)| self.take(api, *ty, value));
            }
            (Shape::Map(map), Value::Object(members)) => {
                members.values().for_each(|value| self.take(api, map.value, value));
            }
            (Shape::Struct(shape), Value::Object(members)) => {
                for (index, field) in shape.fields.iter().enumerate() {
                    if let Some(value) = members.get(&field.name.wire) {
                        self.0.insert((id, index));
                        self.take(api, field.ty, value);
                    }
                }
            }
            (Shape::Union(union), value) => {
                if let Some(variant) = branch(&union.decision, value).and_then(|index| union.variants.get(index)) {
                    self.take(api, variant.ty, value);
                }
            }
            _ => {}
        }
    }

    /// The structs within a type that have members which were not shown, the nearest first.
    pub(super) fn hidden(&self, api: &Api, ty: TypeId) -> Vec<TypeId> {
        let (mut open, mut seen) = (vec![ty], FxHashSet::default());
        let mut hidden = Vec::new();
        while !open.is_empty() {
            let mut below = Vec::new();
            for id in open {
                if !seen.insert(id) {
                    continue;
                }
                hidden.extend(self.hides(api, id).then_some(id));
                below.extend(api.ty(id).shape.parts());
            }
            open = below;
        }
        hidden
    }

    /// Whether a type has members that were not shown.
    pub(super) fn hides(&self, api: &Api, id: TypeId) -> bool {
        let Shape::Struct(own) = &api.ty(id).shape else { return false };
        (0..own.fields.len()).any(|index| !self.0.contains(&(id, index)))
    }
}

/// Which branch a value says that it is.
pub(super) fn branch(decision: &Decision, value: &Value) -> Option<usize> {
    let Decision::Tag { property, values, .. } = decision else { return None };
    let tag = value.get(property)?;
    let text = tag.as_str().map_or_else(|| tag.to_string(), str::to_owned);
    values.iter().find(|(value, _)| *value == text).map(|(_, index)| *index)
}
