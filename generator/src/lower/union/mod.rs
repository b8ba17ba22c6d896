//! `oneOf`, `anyOf` and several `type`s: which branches there are, and what tells them apart.
//!
//! Decided here, once, in this order: the JSON type; a discriminator; a property with single values; a property
//! that only one branch requires; else trying, in order for `anyOf`, exactly one for `oneOf`.
mod choose;
mod decide;
mod discriminator;
mod enums;
mod family;
mod kinds;
mod labels;
mod look;
#[cfg(test)]
mod tests;

pub(super) use family::Families;

use super::decided::{Decided, Said};
use super::merge::{Group, Merged, merge};
use super::schema::Key;
use super::{Lowering, scalar};
use crate::diagnostic::Code;
use crate::document::schema::{SchemaId, Types};
use crate::ir::{Api, Decision, Name, Scalar, Shape, TypeId, Union, Variant};
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
    format: Option<&'a str>,
    /// The component that it refers to.
    component: Option<&'a str>,
    /// The text of its `$ref`.
    reference: Option<&'a str>,
}

/// A branch as the group lists it.
struct Listed {
    id: SchemaId,
    index: usize,
    /// What it is called, by the document or for what tells it apart.
    label: Option<String>,
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
    null: bool,
    nearly_null: bool,
    hint: &str,
    at: &Pointer,
) -> Option<Decided> {
    if merged.groups.is_empty() {
        return family::union_of(cx, key, merged, hint, at).map(Decided::within);
    }
    let group = choose::group(cx, merged)?;
    let (branches, has_null) = split_null(cx, &group);
    let mut takes_null = has_null;
    let beside = has_base(merged).then(|| Key { plain: key.schemas.len(), ..key.clone() });
    let mut list: Vec<Branch<'a>> = Vec::new();
    let mut twice = None;
    let nameless: Vec<SchemaId> = branches.iter().copied().filter(|id| named(cx, *id).is_none()).collect();
    let mut labels = labels::of(cx, &nameless).into_iter();
    for (i, id) in branches.iter().enumerate() {
        let label = named(cx, *id).map(str::to_owned).or_else(|| labels.next().flatten());
        let this = Listed { id: *id, index: i, label };
        let Some(branch) = branch(cx, beside.as_ref(), merged, this, hint, &mut takes_null) else { continue };
        match list.iter().position(|known| cx.same(known.ty, branch.ty)) {
            Some(known) if list[known].format == branch.format => twice = twice.or(Some(*id)),
            Some(_) => {}
            None => list.push(branch),
        }
    }
    absorb(cx, &mut list);
    // Where only the union refuses null, for several branches take it, readers that are not strict take it all the same.
    let nullable = takes_null && nearly_null;
    let refused = if nullable && !null { Types::NULL } else { Types::NONE };
    let mut decided = Decided {
        shape: Shape::Never,
        said: if beside.is_some() { Said::Within } else { Said::Beside },
        takes: list.iter().fold(refused, |all, branch| all.or(branch.look.kinds)),
        union: Some((group.of, group.word())),
        below_null: None,
        settled: false,
    };
    let overlap = twice.filter(|_| group.exclusive);
    if let Some(id) = overlap {
        let again = cx.document.schemas.get(id).at.clone();
        cx.report(
            Code::AmbiguousUnion,
            &again,
            "this branch is the same as one before it, and `oneOf` demands that only one fits",
        )
        .help("use `anyOf`");
    }
    decided.shape = match list.as_slice() {
        [] if nullable => Shape::Null,
        [] => {
            cx.report(Code::Contradiction, &group.at, "none of the branches can hold beside the other keywords");
            Shape::Never
        }
        [one] => Shape::Alias(one.ty),
        list => several(cx, &group, merged, list),
    };
    // A string beside a list of strings fits twice where it is listed.
    let listed = matches!(&decided.shape, Shape::Enum(list) if list.extensible);
    let fits_twice = overlap.is_some() || group.exclusive && listed;
    decided.union = decided.union.filter(|_| !fits_twice);
    if nullable {
        or_null(cx, &mut decided, hint, at);
        decided.below_null = decided.below_null.filter(|_| null);
    }
    Some(decided)
}

/// Beside a string of any kind, a string of some format says nothing: one type holds both.
fn absorb(cx: &Lowering<'_, '_>, list: &mut Vec<Branch<'_>>) {
    let def = |branch: &Branch<'_>| cx.resolved(branch.ty).1;
    let any = |branch: &Branch<'_>| {
        let def = def(branch);
        matches!(def.shape, Shape::Scalar(Scalar::String)) && def.constraints.is_empty() && def.check.is_none()
    };
    if list.iter().any(any) {
        list.retain(|branch| !matches!(def(branch).shape, Shape::Scalar(Scalar::Text(_))));
    }
}

/// A schema whose `type` names several types, or whose values have several.
pub(super) fn types(cx: &mut Lowering<'_, '_>, key: &Key, types: Types, hint: &str) -> Decided {
    let branches: Vec<_> = types
        .iter()
        .map(|one| {
            let key = Key { types: one, plain: key.schemas.len(), ..key.clone() };
            let ty = cx.key(&key, &format!("{hint} {}", one.word()));
            let look = Look { kinds: one, ..Look::default() };
            let name = one.word().to_owned();
            Branch { ty, id: None, name, look, format: None, component: None, reference: None }
        })
        .collect();
    let decision = decided_by_itself(&branches).unwrap_or(Decision::Trial);
    Decided::within(union(&branches, decision, false))
}

/// The JSON types that a schema without `type` speaks of, or all of its branches.
pub(super) fn spoken_of(cx: &Lowering<'_, '_>, merged: &Merged<'_>) -> Types {
    let own = merged.spoken_of();
    if own != Types::ANY {
        return own;
    }
    let mut each = merged.groups.iter().map(|group| {
        let mut branches = group.branches.iter().map(|id| merge(cx, &Key::new(vec![*id])).spoken_of());
        let first = branches.next().unwrap_or(Types::ANY);
        if branches.all(|types| types == first) { first } else { Types::ANY }
    });
    each.find(|types| *types != Types::ANY).unwrap_or(Types::ANY)
}

/// Branches other than null, and whether null is one.
fn split_null(cx: &Lowering<'_, '_>, group: &Group) -> (Vec<SchemaId>, bool) {
    let is_null = |id: &SchemaId| {
        let merged = merge(cx, &Key::new(vec![*id]));
        merged.types == Types::NULL && merged.typed
    };
    let branches: Vec<_> = group.branches.iter().copied().filter(|id| !is_null(id)).collect();
    let null = branches.len() < group.branches.len();
    (branches, null)
}

fn or_null(cx: &mut Lowering<'_, '_>, decided: &mut Decided, hint: &str, at: &Pointer) {
    let shape = std::mem::replace(&mut decided.shape, Shape::Null);
    decided.shape = match shape {
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
            decided.below_null = Some(inner);
            Shape::Nullable(inner)
        }
    };
}

/// Whether what stands beside the union shapes the value and must be merged into each branch.
fn has_base(merged: &Merged<'_>) -> bool {
    !merged.properties.is_empty()
        || !merged.required.is_empty()
        || !merged.others.is_empty()
        || !merged.items.is_empty()
        || !merged.prefix.is_empty()
        || scalar::is_bounded(merged)
}

/// What the document calls a branch.
fn named<'a>(cx: &Lowering<'a, '_>, id: SchemaId) -> Option<&'a str> {
    component(cx, id).or(cx.document.schemas.get(id).title)
}

/// `None` for a branch that nothing can be.
fn branch<'a>(
    cx: &mut Lowering<'a, '_>,
    beside: Option<&Key>,
    base: &Merged<'a>,
    listed: Listed,
    hint: &str,
    takes_null: &mut bool,
) -> Option<Branch<'a>> {
    let Listed { id, index, label: name } = listed;
    let component = component(cx, id);
    let inline_hint = match &name {
        Some(name) => [hint, name].join(" "),
        None => format!("{hint} variant {}", index + 1),
    };
    let (ty, key) = match beside {
        Some(base) if !family::adds_to(cx, id, &base.schemas) => {
            let mut key = base.clone();
            key.schemas.push(id);
            // The branch's own unions count, the base's are what we are in.
            (cx.key(&key, &inline_hint), key)
        }
        _ => alone(cx, base, id, &inline_hint)?,
    };
    let merged = merge(cx, &key);
    let pending = cx.pending.contains(&ty);
    let ty = without_null(cx, ty, takes_null);
    let look = match &cx.resolved(ty).1.shape {
        // A branch that leads back here is known by what its keywords say.
        _ if pending => Look::of_words(cx, stated(cx, &merged), &merged),
        Shape::Never => return None,
        Shape::Union(_) => Look::of_type(&cx.types, ty, 0),
        _ => Look::of_words(cx, cx.kinds(ty), &merged),
    };
    let name = name.unwrap_or_else(|| cx.describe(ty, index));
    let reference = cx.document.schemas.get(id).reference.as_ref().map(|r| r.text);
    Some(Branch { ty, id: Some(id), name, look, format: merged.format, component, reference })
}

/// What is below null: a union says once that null is taken.
fn without_null(cx: &Lowering<'_, '_>, ty: TypeId, takes_null: &mut bool) -> TypeId {
    match cx.resolved(ty).1.shape {
        Shape::Nullable(inner) if !cx.pending.contains(&ty) && cx.is_unchecked(ty) => {
            *takes_null = true;
            inner
        }
        _ => ty,
    }
}

/// A branch that needs nothing of what is beside its union but the JSON types, if it is wider than those.
fn alone<'a>(cx: &mut Lowering<'a, '_>, base: &Merged<'a>, id: SchemaId, hint: &str) -> Option<(TypeId, Key)> {
    let key = Key::new(vec![id]);
    let ty = cx.schema(id, hint);
    let allowed = base.types.or(Types::NULL);
    if cx.pending.contains(&ty) || allowed.holds(cx.kinds(ty)) {
        return Some((ty, key));
    }
    let key = Key { types: base.types, ..key };
    let left = merge(cx, &key);
    (!left.types.is_empty()).then(|| (cx.key(&key, hint), key))
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
    let decision = by_kind(list).or(stated).or_else(|| decided_by_itself(list)).unwrap_or(Decision::Trial);
    if group.exclusive {
        report_overlap(cx, group, list, &decision);
    }
    union(list, decision, group.exclusive)
}

/// Values that fit two branches are refused by `oneOf`, which is rarely what was meant.
fn report_overlap(cx: &mut Lowering<'_, '_>, group: &Group, list: &[Branch<'_>], decision: &Decision) {
    match decision {
        Decision::Trial if list.iter().all(|b| b.look.kinds == Types::OBJECT) => {
            cx.report(Code::AmbiguousUnion, &group.at, "nothing tells the branches apart but trying them")
                .help("add a `discriminator`, or a property with a `const` to each branch");
        }
        Decision::Property(order) => {
            let rest = order.iter().find(|(name, _)| name.is_none()).and_then(|(_, index)| list.get(*index));
            let Some(rest) = rest.filter(|rest| !rest.look.closed) else { return };
            let fits = |other: &&Branch<'_>| {
                let mut required = rest.look.members.iter().filter(|(_, member)| member.required);
                other.name != rest.name && required.all(|(name, _)| other.look.members.contains_key(name))
            };
            if let Some(other) = list.iter().find(fits) {
                let message = format!("what fits `{}` fits `{}`, too, and `oneOf` refuses it", other.name, rest.name);
                cx.report(Code::AmbiguousUnion, &group.at, message)
                    .help(format!("use `anyOf`, or close `{}` with `additionalProperties: false`", rest.name));
            }
        }
        _ => {}
    }
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
        Decision::Kind(_) | Decision::Trial | Decision::Tag { rest: Some(_), .. } => true,
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
