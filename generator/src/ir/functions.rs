//! Which checks are functions: those that types and requests begin with, those that several others refer to, those that
//! lead back to themselves, and those that would be too much to read inside of another.
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Api, CheckId, Demand, Shape, TypeId, recursive};

/// How deep checks are written within each other, and how many demands stand in one of them.
const DEEPEST: usize = 2;
const LARGEST: usize = 10;

/// What is known of one check.
#[derive(Clone, Copy, Default)]
struct Known {
    /// Emitted code begins with it.
    root: bool,
    /// How often checks refer to it.
    uses: usize,
    /// It leads back to itself.
    circle: bool,
    /// Levels and demands within, where they are written in place.
    depth: usize,
    size: usize,
    function: bool,
}

impl Api {
    /// The checks that are functions in Rust, ordered by id.
    #[must_use]
    pub fn check_functions(&self) -> Vec<CheckId> {
        let mut known: FxHashMap<CheckId, Known> = FxHashMap::default();
        for root in self.check_roots() {
            known.entry(root).or_default().root = true;
        }
        let mut roots: Vec<CheckId> = known.keys().copied().collect();
        roots.sort_unstable();
        // Parts come before what they are part of.
        for id in self.walked(&roots, &mut known) {
            let demands = &self.check(id).demands;
            let (mut depth, mut size) = (0, demands.len());
            for demand in demands {
                // What holds for the same value is written beside the rest.
                let down = usize::from(!matches!(demand, Demand::Holds(_)));
                let parts = demand.parts().into_iter().filter_map(|part| known.get(&part));
                for part in parts.filter(|part| !part.function && !part.circle) {
                    (depth, size) = (depth.max(part.depth + down), size + part.size);
                }
            }
            let shared = !matches!(demands.as_slice(), [] | [Demand::Never | Demand::Kinds(_)]);
            if let Some(one) = known.get_mut(&id) {
                one.function = one.root || one.circle || (one.uses > 1 && shared) || depth >= DEEPEST || size > LARGEST;
                (one.depth, one.size) = (depth, size);
            }
        }
        let mut functions: Vec<CheckId> =
            known.into_iter().filter(|(_, known)| known.function).map(|(id, _)| id).collect();
        functions.sort_unstable();
        functions
    }

    fn parts(&self, id: CheckId) -> impl Iterator<Item = CheckId> {
        self.check(id).demands.iter().flat_map(Demand::parts)
    }

    /// Whether values of a type run its [`residues`](Self::residues) by themselves; of the others, who holds them does.
    /// `recursive`: see [`recursive`].
    #[must_use]
    pub fn judges_itself(&self, id: TypeId, recursive: &FxHashSet<TypeId>) -> bool {
        matches!(self.ty(id).shape, Shape::Struct(_) | Shape::Union(_)) || recursive.contains(&id)
    }

    /// The checks that emitted code begins with.
    fn check_roots(&self) -> Vec<CheckId> {
        let recursive = recursive(self);
        let alone = |id: &TypeId| self.judges_itself(*id, &recursive);
        let held = |id: TypeId| self.residues.get(&id).filter(|_| !alone(&id)).copied();
        // What is not declared is not emitted.
        let own = self.residues.iter().filter(|(id, _)| alone(id) && self.ty(**id).name.is_some());
        let own = own.map(|(_, check)| *check);
        let branches = self.types.iter().filter(|def| def.name.is_some()).flat_map(|def| match &def.shape {
            Shape::Union(union) => union.variants.as_slice(),
            _ => &[],
        });
        let branches = branches.filter_map(|variant| held(variant.ty));
        let requests = self.all_operations().flat_map(|operation| {
            let contents = operation.body.iter().flat_map(|body| &body.contents);
            let bodies = contents.flat_map(|content| content.carrier.types());
            operation.parameters.iter().map(|p| p.ty).chain(bodies)
        });
        own.chain(branches).chain(requests.filter_map(held)).collect()
    }

    /// Everything that the roots lead to, parts first. Counts uses and finds circles; with a stack of its own, for
    /// schemas may refer to each other in chains of any length.
    fn walked(&self, roots: &[CheckId], known: &mut FxHashMap<CheckId, Known>) -> Vec<CheckId> {
        let (mut order, mut done, mut open) = (Vec::new(), FxHashSet::default(), FxHashSet::default());
        let mut stack: Vec<(CheckId, bool)> = roots.iter().rev().map(|root| (*root, false)).collect();
        while let Some((id, leave)) = stack.pop() {
            if leave {
                open.remove(&id);
                order.push(id);
                continue;
            }
            if !done.insert(id) {
                if open.contains(&id) {
                    known.entry(id).or_default().circle = true;
                }
                continue;
            }
            open.insert(id);
            stack.push((id, true));
            for part in self.parts(id) {
                known.entry(part).or_default().uses += 1;
                stack.push((part, false));
            }
        }
        order
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::testing::rest;

    #[test]
    fn what_only_a_refused_operation_has_is_no_function() {
        let functions = |parameter: &str| {
            let (api, _) = rest(&format!(
                "paths: {{'/pages/{{p}}': {{put: {{parameters: [{parameter}, {{name: kind, in: query, schema: {{enum: [big, {{}}]}}}}]}}}}}}"
            ));
            (api.operations.len(), api.check_functions().len())
        };
        assert_eq!(functions("{name: p, in: path, required: true, schema: {type: string}}"), (1, 1));
        assert_eq!(functions("{}"), (0, 0));
    }
}
