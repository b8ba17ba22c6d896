//! Types that were made on the way to another and that nothing uses in the end are not declared.
//!
//! A union whose branches turn out to be one list of values, say, has looked at each of them as at a type.
use super::direction::{parts, roots};
use crate::document::Document;
use crate::ir::{Api, TypeId};
use crate::load::Pointer;
use rustc_hash::FxHashSet;

/// Takes the names of what neither a component nor an operation leads to.
pub(super) fn drop(document: &Document<'_>, api: &mut Api) {
    let components: FxHashSet<&Pointer> =
        document.components.iter().map(|(_, id)| &document.schemas.get(*id).at).collect();
    let (requests, replies) = roots(api);
    let ids = (0_u32..).map(TypeId).take(api.types.len());
    let mut open: Vec<TypeId> = ids.filter(|id| components.contains(&api.ty(*id).origin)).collect();
    open.extend(requests.into_iter().chain(replies));
    let mut used = vec![false; api.types.len()];
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut used[id.0 as usize], true) {
            open.extend(parts(&api.ty(id).shape));
        }
    }
    for (def, _) in api.types.iter_mut().zip(used).filter(|(_, used)| !used) {
        def.name = None;
    }
}
