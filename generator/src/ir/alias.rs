//! Aliases that would lead back to themselves.
//!
//! `type Tree = Vec<Tree>;` is an error in Rust, so one alias of each such circle becomes a struct around its value.
use rustc_hash::FxHashSet;

use super::{Api, TypeId};

/// The named types that would be an alias and must be a struct.
#[must_use]
pub fn recursive(api: &Api) -> FxHashSet<TypeId> {
    let mut found = FxHashSet::default();
    let mut done = vec![false; api.types.len()];
    for start in (0u32..).map(TypeId).take(api.types.len()).filter(|id| api.ty(*id).name.is_some()) {
        visit(api, start, &mut done, &mut found);
    }
    found
}

/// Depth first with a stack of our own: documents may nest as deep as they like.
fn visit(api: &Api, start: TypeId, done: &mut [bool], found: &mut FxHashSet<TypeId>) {
    let mut open = FxHashSet::default();
    let mut stack = vec![(start, false)];
    while let Some((id, leave)) = stack.pop() {
        if leave {
            open.remove(&id);
            continue;
        }
        if open.contains(&id) {
            found.insert(id);
            continue;
        }
        if std::mem::replace(&mut done[id.0 as usize], true) {
            continue;
        }
        open.insert(id);
        stack.push((id, true));
        stack.extend(named(api, id).into_iter().map(|next| (next, false)));
    }
}

/// The named types that the alias of this one would mention.
fn named(api: &Api, id: TypeId) -> Vec<TypeId> {
    let mut named = Vec::new();
    let mut stack = api.ty(id).shape.written_out();
    while let Some(id) = stack.pop() {
        if api.ty(id).name.is_some() {
            named.push(id);
        } else {
            stack.extend(api.ty(id).shape.written_out());
        }
    }
    named
}
