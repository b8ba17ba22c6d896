//! `oneOf`, `anyOf` and several `type`s: which branches there are, and what tells them apart.
//!
//! Decided here, once, in this order: the JSON type; a discriminator; a property with single values; a property
//! that only one branch requires; else trying, in order for `anyOf`, exactly one for `oneOf`.
mod decide;
mod discriminator;
mod enums;
mod family;
mod kinds;
mod look;
#[cfg(test)]
mod tests;

pub(super) use family::Families;

use super::Lowering;
use super::merge::{Group, Merged, merge};
use super::schema::Key;
use crate::diagnostic::Code;
use crate::document::schema::{SchemaId, Types};
use crate::ir::{Api, Decision, Name, Shape, TypeId, Union, UntypedReason, Variant};
use crate::load::Pointer;
use kinds::stated;
use look::Look;

/// A branch with what is needed to tell it from the others.
struct Branch<'a> {
    ty: TypeId,
    /// Its schema, where it is one of its own.
    id: Option<SchemaId>,
    name: String,
    look: Look,
    /// The component that it refers to.
    component: Option<&'a str>,
    /// The text of its `$ref`.
    reference: Option<&'a str>,
}

impl Branch<'_> {
    /// Whether a value of `mapping` means this branch: a reference, a component's name, or a file called like it.
    fn is(&self, target: &str) -> bool {
        let last = target.rsplit('/').next().unwrap_or(target);
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        self.reference == Some(target) || self.component.is_some_and(|name| name == last || name == stem)
    }
}

/// The type of a schema with `oneOf` or `anyOf`; `None` when those say nothing about its shape.
pub(super) fn groups<'a>(
    cx: &mut Lowering<'a, '_>,
    key: &Key,
    merged: &Merged<'a>,
    hint: &str,
    at: &Pointer,
) -> Option<Shape> {
    let groups: Vec<&Group> = merged.groups.iter().filter(|group| !family::is_of(cx, key, group)).collect();
    let group = match groups.as_slice() {
        [] => return family::union_of(cx, key, merged, hint, at),
        [one] => (*one).clone(),
        [.., last] => {
            cx.report(Code::Untyped, &last.at, "several unions hold at once; any JSON is taken");
            return Some(Shape::Any(UntypedReason::Unsupported));
        }
    };
    let (branches, null) = split_null(cx, merged, &group);
    if branches.iter().all(|id| only_demands(cx, *id)) && !branches.is_empty() {
        let demand = if group.exclusive { "oneOf" } else { "anyOf" };
        cx.report(
            Code::UnsupportedKeyword,
            &group.at,
            format!("`{demand}` whose branches only demand properties is not checked yet"),
        )
        .on_key();
        let plain = Key { plain: key.schemas.len(), ..key.clone() };
        let ty = cx.key(&plain, hint);
        return Some(Shape::Alias(ty));
    }
    let beside = has_base(merged).then(|| Key { plain: key.schemas.len(), ..key.clone() });
    let mut list: Vec<Branch<'a>> = Vec::new();
    for (i, id) in branches.iter().enumerate() {
        let branch = branch(cx, beside.as_ref(), *id, i, hint);
        if !list.iter().any(|known| cx.same(known.ty, branch.ty)) {
            list.push(branch);
        }
    }
    let shape = match list.as_slice() {
        [] => Shape::Null,
        [one] => Shape::Alias(one.ty),
        list => several(cx, &group, merged, list),
    };
    Some(if null { or_null(cx, shape, hint, at) } else { shape })
}

/// A schema whose `type` names several types.
pub(super) fn types(cx: &mut Lowering<'_, '_>, key: &Key, types: Types, hint: &str) -> Shape {
    let branches: Vec<_> = types
        .iter()
        .map(|one| {
            let key = Key { types: one, plain: key.schemas.len(), ..key.clone() };
            let ty = cx.key(&key, &format!("{hint} {}", one.word()));
            let look = Look { kinds: one, ..Look::default() };
            Branch { ty, id: None, name: one.word().to_owned(), look, component: None, reference: None }
        })
        .collect();
    let decision = decided_by_itself(&branches).unwrap_or(Decision::Trial);
    union(&branches, decision, false)
}

/// Branches other than null, and whether null is one.
fn split_null(cx: &Lowering<'_, '_>, merged: &Merged<'_>, group: &Group) -> (Vec<SchemaId>, bool) {
    let is_null = |id: &SchemaId| {
        let merged = merge(cx, &Key::new(vec![*id]));
        merged.types == Types::NULL && merged.typed
    };
    let allowed = merged.types.holds(Types::NULL);
    let branches: Vec<_> = group.branches.iter().copied().filter(|id| !is_null(id)).collect();
    let null = allowed && branches.len() < group.branches.len();
    (branches, null)
}

fn or_null(cx: &mut Lowering<'_, '_>, shape: Shape, hint: &str, at: &Pointer) -> Shape {
    match shape {
        Shape::Null => Shape::Null,
        Shape::Alias(ty) => match cx.resolved(ty).1.shape {
            Shape::Nullable(_) | Shape::Null | Shape::Any(_) if !cx.pending.contains(&ty) => Shape::Alias(ty),
            _ => Shape::Nullable(ty),
        },
        shape => {
            let named = matches!(shape, Shape::Union(_) | Shape::Enum(_) | Shape::Struct(_));
            let inner = cx.shape(shape, at);
            if named {
                cx.define(inner).name = Some(Name::wire(hint));
            }
            Shape::Nullable(inner)
        }
    }
}

/// A branch that names required properties and nothing else.
fn only_demands(cx: &Lowering<'_, '_>, id: SchemaId) -> bool {
    let s = cx.document.schemas.get(id);
    let nothing_else = s.reference.is_none()
        && s.combinators.is_none()
        && s.values.is_none()
        && s.constant.is_none()
        && s.array.is_none();
    nothing_else
        && s.types.is_none_or(|t| t == Types::OBJECT)
        && s.object
            .as_ref()
            .is_some_and(|o| o.properties.is_empty() && !o.required.is_empty() && o.additional.is_none())
}

/// Whether what stands beside the union shapes the value and must be merged into each branch.
fn has_base(merged: &Merged<'_>) -> bool {
    !merged.properties.is_empty()
        || !merged.required.is_empty()
        || !merged.additional.is_empty()
        || !merged.items.is_empty()
}

fn branch<'a>(cx: &mut Lowering<'a, '_>, beside: Option<&Key>, id: SchemaId, index: usize, hint: &str) -> Branch<'a> {
    let component = component(cx, id);
    let title = cx.document.schemas.get(id).title;
    let name = component.or(title).map(str::to_owned);
    let inline_hint = match &name {
        Some(name) => format!("{hint} {name}"),
        None => format!("{hint} variant {}", index + 1),
    };
    let (ty, key) = match beside {
        Some(base) if !family::adds_to(cx, id, &base.schemas) => {
            let mut key = base.clone();
            key.schemas.push(id);
            // The branch's own unions count, the base's are what we are in.
            (cx.key(&key, &inline_hint), key)
        }
        _ => (cx.schema(id, &inline_hint), Key::new(vec![id])),
    };
    let merged = merge(cx, &key);
    let pending = cx.pending.contains(&ty);
    let look = match &cx.resolved(ty).1.shape {
        Shape::Union(_) if !pending => Look::of_type(&cx.types, ty, 0),
        // A branch that leads back here is known by what its keywords say.
        _ => Look::of_words(cx, if pending { stated(cx, &merged) } else { cx.kinds(ty) }, &merged),
    };
    let name = name.unwrap_or_else(|| cx.describe(ty, index));
    let reference = cx.document.schemas.get(id).reference.as_ref().map(|r| r.text);
    Branch { ty, id: Some(id), name, look, component, reference }
}

fn component<'a>(cx: &Lowering<'a, '_>, id: SchemaId) -> Option<&'a str> {
    let mut id = id;
    for _ in 0..32 {
        if let Some(name) = cx.component_names.get(&id) {
            return Some(name);
        }
        id = cx.document.schemas.get(id).reference.as_ref()?.target?;
    }
    None
}

fn several<'a>(cx: &mut Lowering<'a, '_>, group: &Group, merged: &Merged<'a>, list: &[Branch<'a>]) -> Shape {
    if let Some(list) = enums::one_list(cx, list, group.exclusive) {
        return list;
    }
    let stated = merged.discriminator.as_ref().and_then(|d| discriminator::decision(cx, d, list));
    let decision = by_kind(list).or(stated).or_else(|| decided_by_itself(list)).unwrap_or_else(|| {
        if group.exclusive && list.iter().all(|b| b.look.kinds == Types::OBJECT) {
            cx.report(Code::AmbiguousUnion, &group.at, "nothing tells the branches apart but trying them")
                .help("add a `discriminator`, or a property with a `const` to each branch");
        }
        Decision::Trial
    });
    union(list, decision, group.exclusive)
}

fn by_kind(list: &[Branch<'_>]) -> Option<Decision> {
    decide::by_kind(&list.iter().map(|b| &b.look).collect::<Vec<_>>())
}

fn decided_by_itself(list: &[Branch<'_>]) -> Option<Decision> {
    decide::by_itself(&list.iter().map(|b| &b.look).collect::<Vec<_>>())
}

fn union(list: &[Branch<'_>], decision: Decision, exclusive: bool) -> Shape {
    let variants = list
        .iter()
        .map(|b| Variant { name: Name::wire(&b.name), docs: Default::default(), ty: b.ty, boxed: false })
        .collect();
    Shape::Union(Union { variants, decision, exclusive })
}

/// Decides once more where members were left out of the branches: the fact that told them apart may be gone.
pub(super) fn decide_again(api: &mut Api, id: TypeId) {
    let Shape::Union(union) = &api.ty(id).shape else { return };
    let looks: Vec<Look> = union.variants.iter().map(|v| Look::of_type(&api.types, v.ty, 0)).collect();
    let holds = match &union.decision {
        Decision::Kind(_) | Decision::Trial => true,
        Decision::Tag { property, untagged, .. } => looks
            .iter()
            .enumerate()
            .all(|(i, look)| look.members.contains_key(property) && (look.required(property) || untagged.contains(&i))),
        Decision::Property(order) => order.iter().all(|(name, i)| {
            name.as_deref().is_none_or(|name| looks.get(*i).is_some_and(|look| look.members.contains_key(name)))
        }),
    };
    if !holds {
        let decision = decide::by_itself(&looks.iter().collect::<Vec<_>>()).unwrap_or(Decision::Trial);
        if let Shape::Union(union) = &mut api.types[id.0 as usize].shape {
            union.decision = decision;
        }
    }
}
