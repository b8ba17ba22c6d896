//! Members that no field holds, but that a check speaks of, are kept: what was read must be valid when it is written.
//!
//! A check of a type speaks of the types below it as well, so each is followed down the types that it is put to.
use crate::ir::{self, Api, CheckId, Demand, Rest, Shape, Struct, TypeDef, TypeId, UntypedReason};
use rustc_hash::FxHashSet;

/// Lets structs keep the members that they would read over, where a check could miss them.
pub(crate) fn keep(api: &mut Api) {
    let mut walk = Walk { api, open: Vec::new(), seen: FxHashSet::default(), kept: Vec::new() };
    for (index, def) in walk.api.types.iter().enumerate() {
        let ty = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        walk.open.extend(def.check.map(|check| Put { check, ty, turn: Turn::AWAY }));
    }
    while let Some(put) = walk.open.pop() {
        walk.put(put);
    }
    let mut kept = walk.kept;
    kept.sort_unstable();
    kept.dedup();
    for id in kept {
        let value = anything(api, id);
        if let Shape::Struct(s) = &mut api.types[id.0 as usize].shape {
            s.rest = Rest::Kept(value);
        }
    }
}

fn anything(api: &mut Api, of: TypeId) -> TypeId {
    let id = TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX));
    let origin = api.ty(of).origin.clone();
    api.types.push(TypeDef::anonymous(Shape::Any(UntypedReason::Unconstrained), origin));
    id
}

/// A check that values of a type are put to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Put {
    check: CheckId,
    ty: TypeId,
    turn: Turn,
}

/// Which change of a check's answer would make what was read invalid once members are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Turn {
    /// It accepted, and refuses now.
    away: bool,
    /// It refused, and accepts now: below `not`.
    back: bool,
}

impl Turn {
    const AWAY: Self = Self { away: true, back: false };
    const EITHER: Self = Self { away: true, back: true };

    fn turned(self) -> Self {
        Self { away: self.back, back: self.away }
    }
}

struct Walk<'a> {
    api: &'a Api,
    open: Vec<Put>,
    seen: FxHashSet<Put>,
    kept: Vec<TypeId>,
}

impl Walk<'_> {
    fn put(&mut self, put: Put) {
        let put = Put { ty: ir::resolved(&self.api.types, put.ty), ..put };
        if self.api.check(put.check).demands.is_empty() || !self.seen.insert(put) {
            return;
        }
        let api = self.api;
        match &api.ty(put.ty).shape {
            Shape::Nullable(inner) => self.open.push(Put { ty: *inner, ..put }),
            Shape::Union(union) => {
                self.open.extend(union.variants.iter().map(|variant| Put { ty: variant.ty, ..put }));
            }
            Shape::Struct(s) => {
                if s.rest == Rest::Ignored && self.speaks_of_others(put, s) {
                    self.kept.push(put.ty);
                }
                self.below(put);
            }
            Shape::Map(_) | Shape::Array(_) | Shape::Tuple(_) => self.below(put),
            _ => {}
        }
    }

    /// Goes on to what a check says of the same value, and of its parts.
    fn below(&mut self, put: Put) {
        let api = self.api;
        let shape = &api.ty(put.ty).shape;
        for demand in &api.check(put.check).demands {
            match demand {
                Demand::Holds(one) | Demand::Dependent(_, one) => self.open.push(Put { check: *one, ..put }),
                Demand::Members { properties, patterns, additional } => {
                    for (name, check) in properties {
                        let ty = member(shape, name);
                        self.open.extend(ty.map(|ty| Put { check: *check, ty, ..put }));
                    }
                    let others = patterns.iter().map(|(_, check)| check).chain(additional);
                    self.open.extend(
                        others.flat_map(|check| shape.parts().into_iter().map(|ty| Put { check: *check, ty, ..put })),
                    );
                }
                Demand::Tuple { .. } => {
                    let each = |check: CheckId| shape.parts().into_iter().map(move |ty| Put { check, ty, ..put });
                    self.open.extend(demand.parts().into_iter().flat_map(each));
                }
                Demand::Contains { item, max, .. } => {
                    let turn = if max.is_some() { Turn::EITHER } else { put.turn };
                    self.open.extend(shape.parts().into_iter().map(|ty| Put { check: *item, ty, turn }));
                }
                Demand::Unevaluated { body, properties, items } => {
                    // What was evaluated may change with any answer within.
                    self.open.push(Put { check: *body, turn: Turn::EITHER, ..put });
                    let parts = properties.iter().chain(items);
                    let each = |check: CheckId| shape.parts().into_iter().map(move |ty| Put { check, ty, ..put });
                    self.open.extend(parts.copied().flat_map(each));
                }
                Demand::AnyOf(branches) => self.open.extend(branches.iter().map(|check| Put { check: *check, ..put })),
                Demand::OneOf(branches) => {
                    self.open.extend(branches.iter().map(|check| Put { check: *check, turn: Turn::EITHER, ..put }));
                }
                Demand::Not(one) => self.open.push(Put { check: *one, turn: put.turn.turned(), ..put }),
                Demand::If { test, then, otherwise } => {
                    self.open.push(Put { check: *test, turn: Turn::EITHER, ..put });
                    self.open.extend(then.iter().chain(otherwise).map(|check| Put { check: *check, ..put }));
                }
                _ => {}
            }
        }
    }

    /// Whether a check by itself may answer otherwise when the members are gone that are no fields.
    fn speaks_of_others(&self, put: Put, s: &Struct) -> bool {
        let is_other = |name: &String| !s.fields.iter().any(|field| field.name.wire == *name);
        let says = |check: &CheckId| !self.api.check(*check).demands.is_empty();
        let away = |demand: &Demand| match demand {
            Demand::Required(names) | Demand::DependentRequired(_, names) => names.iter().any(is_other),
            Demand::Count { min, .. } => min.is_some(),
            Demand::Values(texts) => texts.iter().any(|text| keys(text).iter().any(is_other)),
            _ => false,
        };
        let back = |demand: &Demand| match demand {
            Demand::DependentRequired(name, _) | Demand::Dependent(name, _) => is_other(name),
            Demand::Count { max, .. } => max.is_some(),
            Demand::Values(_) | Demand::Names(_) => true,
            Demand::Members { properties, patterns, additional } => {
                properties.iter().any(|(name, check)| is_other(name) && says(check))
                    || patterns.iter().map(|(_, check)| check).chain(additional).any(says)
            }
            Demand::Unevaluated { properties, .. } => properties.as_ref().is_some_and(says),
            _ => false,
        };
        let turn = put.turn;
        self.api.check(put.check).demands.iter().any(|demand| turn.away && away(demand) || turn.back && back(demand))
    }
}

/// The members of an object in JSON.
fn keys(text: &str) -> Vec<String> {
    let object: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(text).ok();
    object.into_iter().flatten().map(|(key, _)| key).collect()
}

/// The type of a member.
fn member(shape: &Shape, name: &str) -> Option<TypeId> {
    match shape {
        Shape::Map(map) => Some(map.value),
        Shape::Struct(s) => {
            let field = s.fields.iter().find(|field| field.name.wire == name).map(|field| field.ty);
            let rest = if let Rest::Kept(ty) = s.rest { Some(ty) } else { None };
            field.or(rest)
        }
        _ => None,
    }
}
