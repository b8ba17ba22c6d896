//! Values that have a value of a certain type somewhere within, and beside it no more than they must.
use super::{Fullness, Samples, rank};
use crate::ir::{Rest, Shape, TypeId, Union};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::collections::VecDeque;

impl Samples<'_> {
    /// A value of a type that leads to one of `goal`, which has all that it may have; `None` where none leads there.
    pub(crate) fn towards(&mut self, from: TypeId, goal: TypeId) -> Option<Value> {
        let way = self.way(from, goal)?;
        self.along(from, &way)
    }

    /// The types on the shortest way, without the first.
    fn way(&self, from: TypeId, goal: TypeId) -> Option<Vec<TypeId>> {
        let mut before: FxHashMap<TypeId, TypeId> = FxHashMap::default();
        let mut open = VecDeque::from([from]);
        while let Some(id) = open.pop_front() {
            if id == goal {
                let mut way = Vec::new();
                let mut at = goal;
                while at != from {
                    way.push(at);
                    at = *before.get(&at)?;
                }
                way.reverse();
                return Some(way);
            }
            for part in self.api.ty(id).shape.parts() {
                if part != from && self.rank(part) != rank::ENDLESS && !before.contains_key(&part) {
                    before.insert(part, id);
                    open.push_back(part);
                }
            }
        }
        None
    }

    fn along(&mut self, ty: TypeId, way: &[TypeId]) -> Option<Value> {
        let Some((next, rest)) = way.split_first() else { return self.draw(ty, Fullness::Most, 0) };
        let api = self.api;
        Some(match &api.ty(ty).shape {
            Shape::Nullable(_) | Shape::Alias(_) => self.along(*next, rest)?,
            Shape::Struct(shape) => {
                let field = shape.fields.iter().find(|field| field.ty == *next);
                let name = match (field, shape.rest) {
                    (Some(field), _) => field.name.wire.clone(),
                    (None, Rest::Kept(_)) => "key".to_owned(),
                    (None, _) => return None,
                };
                let mut members = self.least(ty)?.as_object()?.clone();
                members.insert(name, self.along(*next, rest)?);
                Value::Object(members)
            }
            Shape::Map(_) => {
                let mut members: Map<String, Value> = self.least(ty)?.as_object()?.clone();
                let name = members.keys().next().cloned().unwrap_or_else(|| "key".to_owned());
                members.insert(name, self.along(*next, rest)?);
                Value::Object(members)
            }
            Shape::Array(_) => {
                let mut items = self.least(ty)?.as_array()?.clone();
                let one = self.along(*next, rest)?;
                match items.first_mut() {
                    Some(first) => *first = one,
                    None => items.push(one),
                }
                Value::Array(items)
            }
            Shape::Tuple(types) => {
                let mut items = self.least(ty)?.as_array()?.clone();
                *items.get_mut(types.iter().position(|ty| ty == next)?)? = self.along(*next, rest)?;
                Value::Array(items)
            }
            Shape::Union(union) => self.branch_along(union, *next, rest)?,
            _ => return None,
        })
    }

    fn branch_along(&mut self, union: &Union, next: TypeId, rest: &[TypeId]) -> Option<Value> {
        let index = union.variants.iter().position(|variant| variant.ty == next)?;
        let mut value = self.along(next, rest)?;
        self.tell_apart(union, index, &mut value);
        Some(value)
    }

    fn least(&mut self, ty: TypeId) -> Option<Value> {
        self.draw(ty, Fullness::Least, 0)
    }
}
