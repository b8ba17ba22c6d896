//! Who reads and who writes each type: followed from the operations down.
use crate::ir::{Api, Content, Decision, Direction, Rest, Shape, TypeId};

pub(super) fn directions(api: &mut Api) {
    let (requests, replies) = roots(api);
    mark(api, requests, |d| !std::mem::replace(&mut d.request, true));
    mark(api, replies, |d| !std::mem::replace(&mut d.reply, true));
    close(api);
}

/// What no client reads keeps no value that is not listed.
fn close(api: &mut Api) {
    for def in api.types.iter_mut().filter(|def| def.direction.is_request_only()) {
        match &mut def.shape {
            Shape::Enum(list) => list.open = false,
            Shape::Union(union) => {
                if let Decision::Tag { open, .. } = &mut union.decision {
                    *open = false;
                }
            }
            _ => {}
        }
    }
}

/// The types that requests and that replies begin with.
pub(super) fn roots(api: &Api) -> (Vec<TypeId>, Vec<TypeId>) {
    let contents = |list: &[Content]| list.iter().flat_map(|c| c.carrier.types()).collect::<Vec<_>>();
    let (mut requests, mut replies) = (Vec::new(), Vec::new());
    for operation in api.all_operations() {
        requests.extend(operation.parameters.iter().map(|p| p.ty));
        requests.extend(operation.body.iter().flat_map(|b| contents(&b.contents)));
        for reply in &operation.replies {
            replies.extend(reply.headers.iter().map(|h| h.ty));
            replies.extend(contents(&reply.contents));
        }
    }
    (requests, replies)
}

/// Marks everything that is reachable; `set` says whether the mark is new.
fn mark(api: &mut Api, from: Vec<TypeId>, set: impl Fn(&mut Direction) -> bool) {
    let mut open = from;
    while let Some(id) = open.pop() {
        let def = &mut api.types[id.0 as usize];
        if set(&mut def.direction) {
            open.extend(parts(&def.shape));
        }
    }
}

/// Every type that a shape names; the fields of a struct come first, one each.
pub(super) fn parts(shape: &Shape) -> Vec<TypeId> {
    shape.parts()
}

/// The same, to be changed.
pub(super) fn parts_mut(shape: &mut Shape) -> Vec<&mut TypeId> {
    match shape {
        Shape::Struct(s) => {
            let rest = match &mut s.rest {
                Rest::Kept(ty) => Some(ty),
                _ => None,
            };
            s.fields.iter_mut().map(|f| &mut f.ty).chain(rest).collect()
        }
        Shape::Map(map) => vec![&mut map.value],
        Shape::Array(to) | Shape::Nullable(to) | Shape::Alias(to) => vec![to],
        Shape::Tuple(parts) => parts.iter_mut().collect(),
        Shape::Union(u) => u.variants.iter_mut().map(|v| &mut v.ty).collect(),
        _ => Vec::new(),
    }
}
