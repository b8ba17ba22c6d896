//! What is checked of values of a type beside reading them: its own check, and those of the types that it spells out.
//!
//! The last step, when shapes do not change any more.
use super::ir;
use crate::ir::{Api, Check, CheckId, Demand, Kind, Rest, Shape, Struct, TypeId};
use rustc_hash::FxHashSet;

/// Fills [`Api::residues`].
pub(crate) fn gather(api: &mut Api) {
    if api.types.iter().all(|def| def.check.is_none()) {
        return;
    }
    let recursive = ir::recursive(api);
    let mut gathering = Gathering { api, recursive, anything: None };
    for id in gathering.in_order() {
        if let Some(check) = gathering.whole(id) {
            gathering.api.residues.insert(id, check);
        }
    }
}

struct Gathering<'a> {
    api: &'a mut Api,
    recursive: FxHashSet<TypeId>,
    /// The check that everything passes, once it was needed.
    anything: Option<CheckId>,
}

impl Gathering<'_> {
    /// Every type, behind those that it spells out.
    fn in_order(&self) -> Vec<TypeId> {
        let count = u32::try_from(self.api.types.len()).unwrap_or(u32::MAX);
        let (mut order, mut seen) = (Vec::new(), FxHashSet::default());
        let mut stack: Vec<(TypeId, bool)> = (0..count).rev().map(|id| (TypeId(id), false)).collect();
        while let Some((id, leave)) = stack.pop() {
            if leave {
                order.push(id);
            } else if seen.insert(id) {
                stack.push((id, true));
                stack.extend(self.spelled_out(id).into_iter().map(|part| (part, false)));
            }
        }
        order
    }

    fn spelled_out(&self, id: TypeId) -> Vec<TypeId> {
        let parts = match &self.api.ty(id).shape {
            Shape::Union(_) => Vec::new(),
            shape => shape.parts(),
        };
        parts.into_iter().filter(|part| !self.api.judges_itself(*part, &self.recursive)).collect()
    }

    /// What the holder of a value has to check.
    fn held(&self, id: TypeId) -> Option<CheckId> {
        let alone = self.api.judges_itself(id, &self.recursive);
        self.api.residues.get(&id).filter(|_| !alone).copied()
    }

    fn whole(&mut self, id: TypeId) -> Option<CheckId> {
        let own = self.api.ty(id).check;
        let demand = match (own, self.parts(id)) {
            (own, None) => return own,
            (None, Some(Demand::Holds(one))) => return Some(one),
            (_, Some(demand)) => demand,
        };
        let origin = self.api.ty(id).origin.clone();
        Some(self.check(own.map(Demand::Holds).into_iter().chain([demand]).collect(), origin))
    }

    fn check(&mut self, demands: Vec<Demand>, origin: ir::Origin) -> CheckId {
        let id = CheckId(u32::try_from(self.api.checks.len()).unwrap_or(u32::MAX));
        self.api.checks.push(Check::new(demands, origin));
        id
    }

    fn anything(&mut self) -> CheckId {
        let origin = ir::Origin::root(crate::load::FileId::default());
        let check = self.anything.unwrap_or_else(|| self.check(Vec::new(), origin));
        *self.anything.insert(check)
    }

    /// What the parts demand that are spelled out in place.
    fn parts(&mut self, id: TypeId) -> Option<Demand> {
        if self.spelled_out(id).iter().all(|part| self.held(*part).is_none()) {
            return None;
        }
        match self.api.ty(id).shape.clone() {
            Shape::Struct(s) => self.members(&s),
            Shape::Array(item) => self.held(item).map(|item| Demand::Tuple { prefix: Vec::new(), rest: Some(item) }),
            Shape::Map(map) => {
                let additional = Some(self.held(map.value)?);
                Some(Demand::Members { properties: Vec::new(), patterns: Vec::new(), additional })
            }
            Shape::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| self.held(*item)).collect();
                let last = items.iter().rposition(Option::is_some)?;
                let prefix = items.into_iter().take(last + 1).map(|item| item.unwrap_or_else(|| self.anything()));
                Some(Demand::Tuple { prefix: prefix.collect(), rest: None })
            }
            Shape::Nullable(inner) => self.held(inner).map(|inner| self.unless_null(id, inner)),
            Shape::Alias(next) => self.held(next).map(Demand::Holds),
            Shape::Union(_) | Shape::Enum(_) | Shape::Scalar(_) | Shape::Null | Shape::Never | Shape::Any(_) => None,
        }
    }

    fn members(&mut self, s: &Struct) -> Option<Demand> {
        let additional = if let Rest::Kept(ty) = s.rest { self.held(ty) } else { None };
        let mut properties = Vec::new();
        for field in &s.fields {
            // Members that demand nothing are listed where others are not meant to be they.
            let check = self.held(field.ty).or_else(|| additional.map(|_| self.anything()));
            properties.extend(check.map(|check| (field.name.wire.clone(), check)));
        }
        let says_something = !properties.is_empty() || additional.is_some();
        if additional.is_some() {
            let skipped: Vec<_> = s.skipped.iter().map(|name| (name.clone(), self.anything())).collect();
            properties.extend(skipped);
        }
        says_something.then_some(Demand::Members { properties, patterns: Vec::new(), additional })
    }

    fn unless_null(&mut self, id: TypeId, inner: CheckId) -> Demand {
        if self.lets_null_pass(inner, 0) {
            return Demand::Holds(inner);
        }
        let origin = self.api.ty(id).origin.clone();
        let test = self.check(vec![Demand::Kinds(vec![Kind::Null])], origin);
        Demand::If { test, then: None, otherwise: Some(inner) }
    }

    /// Whether it is known that null passes: most keywords speak of another kind.
    fn lets_null_pass(&self, id: CheckId, depth: usize) -> bool {
        let passes = |demand: &Demand| match demand {
            Demand::Kinds(kinds) => kinds.contains(&Kind::Null),
            Demand::Values(texts) => texts.iter().any(|text| text == "null"),
            Demand::Holds(next) | Demand::Unevaluated { body: next, .. } => self.lets_null_pass(*next, depth + 1),
            Demand::Never | Demand::AnyOf(_) | Demand::OneOf(_) | Demand::Not(_) | Demand::If { .. } => false,
            _ => true,
        };
        depth < 8 && self.api.check(id).demands.iter().all(passes)
    }
}
