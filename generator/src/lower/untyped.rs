//! What ended without a type is said once, at its place, with the reason.
use super::direction::parts;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Api, Content, Shape, TypeId, UntypedReason};
use crate::load::Pointer;
use rustc_hash::FxHashSet;

pub(super) fn report(api: &mut Api, diagnostics: &mut Diagnostics) {
    // A schema whose every word passes everything says nothing.
    for def in &mut api.types {
        if matches!(def.shape, Shape::Any(UntypedReason::NoType)) && def.check.is_none() {
            def.shape = Shape::Any(UntypedReason::Unconstrained);
        }
    }
    let mut said: FxHashSet<Pointer> = FxHashSet::default();
    for id in reachable(api) {
        let def = api.ty(id);
        let Shape::Any(reason) = def.shape else { continue };
        let why = match reason {
            UntypedReason::Unconstrained => continue,
            UntypedReason::NoType => "this schema restricts values and does not say of which type they are",
            UntypedReason::Members => "members that are not listed are of several types",
            UntypedReason::Items => "items are of several types, and any number of them",
        };
        if said.insert(def.origin.clone()) {
            diagnostics.report(Code::Untyped, &def.origin, format!("{why}; any JSON is taken, and checked"));
        }
    }
}

/// Types that are declared or used, in the arena's order.
fn reachable(api: &Api) -> Vec<TypeId> {
    let contents = |list: &[Content]| list.iter().flat_map(|c| c.carrier.types()).collect::<Vec<_>>();
    let ids = || (0_u32..).map(TypeId).take(api.types.len());
    let mut open: Vec<TypeId> = ids().filter(|id| api.ty(*id).name.is_some()).collect();
    for operation in api.all_operations() {
        open.extend(operation.parameters.iter().map(|p| p.ty));
        open.extend(operation.body.iter().flat_map(|b| contents(&b.contents)));
        for reply in &operation.replies {
            open.extend(reply.headers.iter().map(|h| h.ty));
            open.extend(contents(&reply.contents));
        }
    }
    let mut seen = vec![false; api.types.len()];
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut seen[id.0 as usize], true) {
            open.extend(parts(&api.ty(id).shape));
        }
    }
    ids().filter(|id| seen[id.0 as usize]).collect()
}
