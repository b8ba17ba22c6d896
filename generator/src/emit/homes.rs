//! Which types only one tag's operations need: they stand in a file beside them, behind the tag's feature.
//!
//! Callers never see it: `types` offers them like all others, so that a type that a second tag begins to use does not
//! change its path.
use rustc_hash::FxHashSet;

use super::operation;
use crate::ir::{Api, TypeId};

/// By type, the index of the tag that it belongs to; `None` is everybody's.
pub(super) fn homes(api: &Api) -> Vec<Option<usize>> {
    let mut homes = vec![None; api.types.len()];
    if !api.is_by_tag() {
        return homes;
    }
    let mut shared = FxHashSet::default();
    for (index, tag) in api.tags.iter().enumerate() {
        for ty in reached(api, api.of_tag(tag).flat_map(operation::used_types)) {
            let home = homes.get_mut(ty.0 as usize);
            if home.is_some_and(|home| home.replace(index).is_some_and(|other| other != index)) {
                shared.insert(ty);
            }
        }
    }
    // What the API sends is there with every feature.
    let sent = api.incoming.iter().flat_map(|one| &one.operations);
    shared.extend(reached(api, sent.flat_map(operation::used_types)));
    // What no operation needs is everybody's, and so is all that it is made of.
    let unused = (0u32..).map(TypeId).zip(&homes).filter(|(_, home)| home.is_none());
    shared.extend(reached(api, unused.map(|(ty, _)| ty)));
    (0u32..).map(TypeId).zip(homes).map(|(ty, home)| home.filter(|_| !shared.contains(&ty))).collect()
}

/// The types and all that they are made of.
fn reached(api: &Api, from: impl Iterator<Item = TypeId>) -> FxHashSet<TypeId> {
    let (mut seen, mut open) = (FxHashSet::default(), from.collect::<Vec<_>>());
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            open.extend(api.ty(id).shape.parts());
        }
    }
    seen
}
